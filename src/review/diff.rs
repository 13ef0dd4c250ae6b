//! How two texts differ, word by word.
//!
//! Chinese has no spaces, so words come from a dictionary; a date, a figure with its unit, a
//! document's number and a title in 《》 are words each. What little stays the same between two
//! changes is taken into them, as a text in shreds tells nobody anything.

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Piece;

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()));

/// Words of a text beyond which it is told as a whole, as comparing takes time squared.
const MOST_WORDS: usize = 20_000;
/// Characters kept around a change.
const AROUND: usize = 16;
/// Fewer unchanged characters than this between two kept ones are not worth cutting out.
const WORTH_CUTTING: usize = 12;
/// Unchanged characters between two changes that are taken into them.
const SHRED: usize = 2;
/// Of a hundred characters, how many two texts must share to be one text reworded.
const ALIKE: usize = 30;
/// Characters after which a unit or an office's kind ends.
const OFFICES: &str = "办局股科室处组委部厅院队站所署";
const UNITS: &str =
    "年月日天时分秒项个家件次户万亿元人名宗条份批处期季周级类部台辆套间栋亩吨度米里岁";
const NUMERALS: &str = "一二三四五六七八九十百千零〇两";

/// Compares two texts of one paragraph; what stands around changes is kept whole.
pub fn words(from: &str, to: &str) -> Vec<Piece> {
    let (old, new) = (tokens(from), tokens(to));
    if old.len().max(new.len()) > MOST_WORDS {
        return replaced(from, to);
    }
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut pieces = Vec::new();
    for op in swallow(&ops, &old, &new) {
        push(&mut pieces, Piece::Removed(old[op.old_range()].concat()), op.tag());
        push(&mut pieces, Piece::Added(new[op.new_range()].concat()), op.tag());
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, piece: Piece, tag: similar::DiffTag) {
    let (similar::DiffTag::Equal, Piece::Removed(text)) = (tag, &piece) else {
        let is_empty =
            matches!(&piece, Piece::Removed(text) | Piece::Added(text) if text.is_empty());
        if tag != similar::DiffTag::Equal && !is_empty {
            pieces.push(piece);
        }
        return;
    };
    if !text.is_empty() {
        pieces.push(Piece::Same(text.clone()));
    }
}

fn replaced(from: &str, to: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if !from.is_empty() {
        pieces.push(Piece::Removed(from.to_owned()));
    }
    if !to.is_empty() {
        pieces.push(Piece::Added(to.to_owned()));
    }
    pieces
}

/// Takes short equal runs between two changes into them, and joins changes that then meet.
fn swallow(ops: &[DiffOp], old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let chars = |words: &[&str]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    let size = |op: &DiffOp| chars(&old[op.old_range()]) + chars(&new[op.new_range()]);
    let is_shred = |i: usize, op: &DiffOp| {
        let between = i > 0 && i + 1 < ops.len();
        let same = &old[op.old_range()];
        // What ends a sentence keeps two changes apart.
        let ends = same.iter().any(|word| word.contains(['。', '；', '\n', '！', '？']));
        between
            && !ends
            && chars(same) <= SHRED
            && size(&ops[i - 1]).min(size(&ops[i + 1])) > chars(same)
    };
    let mut joined: Vec<DiffOp> = Vec::new();
    for (i, op) in ops.iter().enumerate() {
        let equal = matches!(op, DiffOp::Equal { .. });
        if equal && !is_shred(i, op) {
            joined.push(*op);
            continue;
        }
        match joined.last_mut() {
            Some(last) if !matches!(last, DiffOp::Equal { .. }) => {
                let (old_range, new_range) = (last.old_range(), last.new_range());
                *last = DiffOp::Replace {
                    old_index: old_range.start,
                    old_len: op.old_range().end - old_range.start,
                    new_index: new_range.start,
                    new_len: op.new_range().end - new_range.start,
                };
            }
            _ => joined.push(*op),
        }
    }
    joined
}

/// Whether two texts are one reworded, rather than one in the place of another.
pub fn are_alike(pieces: &[Piece]) -> bool {
    let (mut same, mut all) = (0, 0);
    for piece in pieces {
        match piece {
            Piece::Same(text) => {
                same += 2 * text.chars().count();
                all += 2 * text.chars().count();
            }
            Piece::Removed(text) | Piece::Added(text) => all += text.chars().count(),
            Piece::Cut => {}
        }
    }
    same * 100 >= all * ALIKE
}

/// Cuts what stands far from any change.
pub fn shortened(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let mut short = Vec::with_capacity(pieces.len());
    for (i, piece) in pieces.into_iter().enumerate() {
        let Piece::Same(text) = &piece else {
            short.push(piece);
            continue;
        };
        let words = tokens(text);
        let lead = if i == 0 { 0 } else { take(words.iter().copied()) };
        let trail = if i == last { 0 } else { take(words.iter().rev().copied()) };
        let cut = words.get(lead..words.len().saturating_sub(trail)).unwrap_or_default();
        let is_long = cut.iter().map(|word| word.chars().count()).sum::<usize>() >= WORTH_CUTTING;
        if !is_long {
            short.push(piece);
            continue;
        }
        let (before, after) = (words[..lead].concat(), words[words.len() - trail..].concat());
        short.extend((!before.is_empty()).then_some(Piece::Same(before)));
        short.push(Piece::Cut);
        short.extend((!after.is_empty()).then_some(Piece::Same(after)));
    }
    short
}

/// How many words make up what is kept beside a change.
fn take<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    let mut chars = 0;
    let mut count = 0;
    for word in words {
        if chars >= AROUND {
            break;
        }
        chars += word.chars().count();
        count += 1;
    }
    count
}

/// Compares two bodies paragraph by paragraph; only those that differ, cut short.
pub fn paragraphs(from: &str, to: &str) -> Vec<Vec<Piece>> {
    runs(&split(from), &split(to))
}

/// Compares two files line by line; only those that differ, cut short.
pub fn lines(from: &str, to: &str) -> Vec<Vec<Piece>> {
    let of = |text| str::lines(text).map(str::trim).filter(|line| !line.is_empty()).collect();
    let (old, new): (Vec<&str>, Vec<&str>) = (of(from), of(to));
    runs(&old, &new)
}

fn runs(old: &[&str], new: &[&str]) -> Vec<Vec<Piece>> {
    let mut changed = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        changed.extend(pair_up(&old[op.old_range()], &new[op.new_range()]));
    }
    changed
}

/// Pairs the paragraphs of two runs that are alike, in their order.
fn pair_up(old: &[&str], new: &[&str]) -> Vec<Vec<Piece>> {
    let mut changed = Vec::new();
    let mut at = 0;
    for from in old {
        let alike = new.iter().enumerate().skip(at).take(8).find_map(|(i, to)| {
            let pieces = words(from, to);
            (are_alike(&pieces) || old.len() == 1 && new.len() == 1 && short(from, to))
                .then_some((i, pieces))
        });
        match alike {
            Some((i, pieces)) => {
                changed.extend(new[at..i].iter().map(|to| vec![Piece::Added((*to).to_owned())]));
                changed.push(shortened(pieces));
                at = i + 1;
            }
            None => changed.push(vec![Piece::Removed((*from).to_owned())]),
        }
    }
    changed.extend(new[at..].iter().map(|to| vec![Piece::Added((*to).to_owned())]));
    changed
}

/// Whether both are so short that they are read at a glance.
fn short(from: &str, to: &str) -> bool {
    from.chars().count().max(to.chars().count()) <= AROUND
}

/// The paragraphs of a Markdown text; each item of a list, heading and row of a table is one.
pub fn split(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        let trimmed = line.trim();
        if trimmed.is_empty() {
            found.extend(open.take());
            continue;
        }
        let stands_alone = trimmed.starts_with(['#', '|', '-', '*', '>', '+'])
            || trimmed.split_once(['.', '、', ')']).is_some_and(|(number, _)| {
                !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
            });
        match &mut open {
            Some((_, to)) if !stands_alone => *to = end,
            open => found.extend(open.replace((start, end))),
        }
    }
    found.extend(open);
    found.into_iter().map(|(from, to)| text[from..to].trim()).collect()
}

/// The words of a text, one after another and nothing left out.
pub fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = whole(&text[at..], at == 0 || !ends_in_digit(&text[..at]));
        if end == 0 {
            at += c.len_utf8();
            continue;
        }
        segment(&text[plain..at], &mut found);
        found.push(&text[at..at + end]);
        at += end;
        plain = at;
    }
    segment(&text[plain..], &mut found);
    found
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// Words by the dictionary; 审批办 is one though 审批 is.
fn segment<'a>(text: &'a str, found: &mut Vec<&'a str>) {
    let mut last = 0;
    let own = found.len();
    let mut starts: Vec<usize> = Vec::new();
    for end in SEGMENTER.segment_str(text).skip(1) {
        let word = &text[last..end];
        let joins = found.len() > own
            && OFFICES.contains(word)
            && found.last().is_some_and(|before| before.chars().count() >= 2 && is_han(before));
        match (joins, starts.last()) {
            (true, Some(start)) => {
                found.pop();
                found.push(&text[*start..end]);
            }
            _ => {
                starts.push(last);
                found.push(word);
            }
        }
        last = end;
    }
}

fn is_han(word: &str) -> bool {
    word.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
}

/// How many bytes at the start of a text are one word of a kind the dictionary does not know; 0
/// where there is none.
fn whole(text: &str, may_be_number: bool) -> usize {
    match text.chars().next() {
        Some('《') => {
            let end = text.char_indices().take(60).find(|(_, c)| *c == '》');
            end.map_or(0, |(at, c)| at + c.len_utf8())
        }
        Some('〔') => {
            // 〔2017〕47号; who issued it stands before.
            let Some((year, rest)) = text['〔'.len_utf8()..].split_once('〕') else { return 0 };
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
            match rest[digits..].strip_prefix('号') {
                Some(after) if is_year && digits > 0 => text.len() - after.len(),
                _ => 0,
            }
        }
        Some(c) if c.is_ascii_digit() && may_be_number => number(text),
        Some('第') => {
            let after = &text['第'.len_utf8()..];
            let numeral = |c: char| c.is_ascii_digit() || NUMERALS.contains(c);
            let digits = after.find(|c| !numeral(c)).unwrap_or(after.len());
            let unit = after[digits..].chars().next().filter(|c| UNITS.contains(*c) || *c == '条');
            unit.filter(|_| digits > 0).map_or(0, |unit| '第'.len_utf8() + digits + unit.len_utf8())
        }
        _ => 0,
    }
}

/// A date, or a number with what it counts.
fn number(text: &str) -> usize {
    let mut end = digits(text);
    // 2023年6月30日, 6月30日, 2023年.
    let mut dated = end;
    for mark in ['年', '月', '日'] {
        if let Some(rest) = text[dated..].strip_prefix(mark) {
            end = text.len() - rest.len();
            dated = end + digits(rest);
            if dated == end {
                break;
            }
        }
    }
    if end > digits(text) {
        // 6月底前.
        let tail = ["底前", "底", "前", "上旬", "中旬", "下旬"];
        let found = tail.into_iter().find(|tail| text[end..].starts_with(tail));
        return end + found.map_or(0, str::len);
    }
    // 2023-06-30.
    while let Some(rest) = text[end..].strip_prefix('-') {
        match digits(rest) {
            0 => break,
            more => end += 1 + more,
        }
    }
    if let Some(unit) =
        ["个百分点", "%", "％", "‰"].into_iter().find(|u| text[end..].starts_with(u))
    {
        return end + unit.len();
    }
    let units = text[end..].chars().take(2).take_while(|c| UNITS.contains(*c));
    let long = units.map(char::len_utf8).sum::<usize>();
    end + long
}

/// Digits with the marks between them: 1,234.50.
fn digits(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let between = matches!(bytes[end], b'.' | b',')
            && end > 0
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !bytes[end].is_ascii_digit() && !between {
            break;
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A comparison on one line, as the text format has it.
    fn line(from: &str, to: &str) -> String {
        crate::review::text::inline(&words(from, to))
    }

    #[test]
    fn an_office_is_replaced_whole() {
        let told = line("由审批办牵头推进。", "由审计办牵头推进。");
        assert_eq!(told, "由【审批办→审计办】牵头推进。");
    }

    #[test]
    fn a_date_is_replaced_whole() {
        let told = line("于2023年6月30日前完成。", "于2023年9月30日前完成。");
        assert_eq!(told, "于【2023年6月30日前→2023年9月30日前】完成。");
        assert_eq!(line("6月底前办结", "9月底前办结"), "【6月底前→9月底前】办结");
    }

    #[test]
    fn a_figure_is_replaced_with_its_unit() {
        let told = line("完成率58.7%，比上月提高3.1个百分点", "完成率61.2%，比上月提高2.5个百分点");
        assert_eq!(told, "完成率【58.7%→61.2%】，比上月提高【3.1个百分点→2.5个百分点】");
        assert_eq!(line("共12项任务", "共13项任务"), "共【12项→13项】任务");
        assert_eq!(
            line("办件1,234.50万元", "办件1,234.60万元"),
            "办件【1,234.50万元→1,234.60万元】"
        );
    }

    #[test]
    fn a_document_is_replaced_by_its_number_and_title() {
        let told = line("依据国办发〔2017〕47号。", "依据国办发〔2018〕3号。");
        assert_eq!(told, "依据国办发【〔2017〕47号→〔2018〕3号】。");
        let told = line("落实《优化营商环境条例》要求", "落实《行政许可法》要求");
        assert_eq!(told, "落实【《优化营商环境条例》→《行政许可法》】要求");
    }

    #[test]
    fn words_put_in_or_taken_out_stand_alone() {
        let told = line("推行并联审批。", "全面推行并联审批。");
        assert_eq!(told, "【＋全面】推行并联审批。");
        let told = line("实行容缺受理和告知承诺。", "实行告知承诺。");
        assert_eq!(told, "实行【－容缺受理和】告知承诺。");
    }

    #[test]
    fn shreds_between_changes_are_swallowed() {
        let told = line("企业开办时间压缩至1天", "不动产登记时限缩短到3天");
        assert!(!told.contains('的') && told.matches('【').count() <= 3, "{told}");
        let told = line("办理施工许可的时间", "核发规划许可的期限");
        assert!(told.matches('【').count() <= 2, "{told}");
    }

    #[test]
    fn sentences_that_change_stay_apart() {
        let told = line("已完成梳理。正在公示。", "已完成审核。正在办理。");
        assert_eq!(told, "已完成【梳理→审核】。正在【公示→办理】。");
    }

    #[test]
    fn english_is_compared_by_words() {
        let told = line("The office reports weekly.", "The office reports monthly.");
        assert_eq!(told, "The office reports 【weekly→monthly】.");
    }

    #[test]
    fn what_stands_around_a_change_is_cut_short() {
        let long = "为进一步优化营商环境，切实减轻企业负担，提升政务服务效能，根据上级部署要求，结合本局工作实际，";
        let from = format!("{long}审批时限压缩到60天。");
        let pieces = shortened(words(&from, &format!("{long}审批时限压缩到45天。")));
        assert!(matches!(pieces[0], Piece::Cut), "{pieces:?}");
        assert!(matches!(&pieces[1], Piece::Same(text) if text.ends_with("审批时限压缩到")));
    }

    #[test]
    fn only_paragraphs_that_differ_are_told() {
        let from = "第一段不变。\n\n- 第一条措施\n- 第二条措施\n\n最后一段。";
        let to = "第一段不变。\n\n- 第一条措施\n- 第二条整改措施\n- 第三条措施\n\n最后一段。";
        let told = paragraphs(from, to);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(matches!(&told[1][..], [Piece::Added(text)] if text == "- 第三条措施"));
    }

    #[test]
    fn the_tokens_of_a_text_are_the_text() {
        for text in ["", "2023年", "左建局〔2023〕40号《", "第十二条", "a-b 12.", "〔二〇〕号"]
        {
            assert_eq!(tokens(text).concat(), text);
        }
    }
}
