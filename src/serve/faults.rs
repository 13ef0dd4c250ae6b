//! Faults of the content, shown in the page they keep from appearing.

use super::html::Html;
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::say;

/// More than these nobody reads in a page; `check` shows them all.
const MOST: usize = 40;
/// Longest stretch of source shown for one fault, in bytes.
const LONGEST_SOURCE: usize = 2_000;

/// What stands behind the faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// The page as it was without them.
    LastGood,
    Nothing,
}

/// The number of faults, with the list behind it; errors lie open.
pub(super) fn summary(html: &mut Html, faults: &[Diagnostic], lang: Lang, behind: Behind) {
    let count = |severity| faults.iter().filter(|fault| fault.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if faults.is_empty() {
        let none = say!("没有错误", "No faults");
        html.markup(
            "<span class=\"sound\"><span aria-hidden=\"true\">✓</span> <span class=\"word\">",
        );
        html.text(none.in_lang(lang)).markup("</span></span>");
        return;
    }
    html.markup("<details name=\"liangshai-panel\" class=\"faults\"")
        .markup(if errors > 0 { " open" } else { "" })
        .markup("><summary>");
    let s = |count| if count == 1 { "" } else { "s" };
    let (one_error, one_warning) = (s(errors), s(warnings));
    if errors > 0 {
        let word = say!("处错误", "error{one_error}");
        number(html, "<span class=\"error\">✕ ", errors, word.in_lang(lang));
    }
    if warnings > 0 {
        let word = say!("处提醒", "warning{one_warning}");
        number(html, "<span class=\"warning\">! ", warnings, word.in_lang(lang));
    }
    html.markup("</summary><div class=\"panel\">");
    if errors > 0 && behind == Behind::LastGood {
        let note = say!(
            "页面仍是上一次没有错误时的样子；改正后这里自己消失。",
            "The page is as it was before the errors; once they are mended, this goes by itself."
        );
        html.markup("<p>").text(note.in_lang(lang)).markup("</p>");
    }
    html.markup("<ol>");
    // Errors first: they are why the panel is open.
    let of = |severity| faults.iter().filter(move |fault| fault.severity() == severity);
    for fault in of(Severity::Error).chain(of(Severity::Warning)).take(MOST) {
        item(html, fault, lang);
    }
    html.markup("</ol>");
    if let Some(more) = faults.len().checked_sub(MOST).filter(|more| *more > 0) {
        let note = say!(
            "另有{more}处，用 liangshai check 查看。",
            "{more} more: `liangshai check` shows them."
        );
        html.markup("<p>").text(note.in_lang(lang)).markup("</p>");
    }
    html.markup("</div></details>");
}

fn number(html: &mut Html, begin: &'static str, count: usize, word: &str) {
    html.markup(begin).text(&count.to_string());
    html.markup("<span class=\"word\"> ").text(word).markup("</span></span>");
}

fn item(html: &mut Html, fault: &Diagnostic, lang: Lang) {
    let (start, _) = fault.place.positions();
    let shown = fault.shown(lang);
    let place = format!("{}:{}:{}", shown.path, start.line, start.column);
    html.markup(match fault.severity() {
        Severity::Error => "<li class=\"error\"><p>",
        Severity::Warning => "<li class=\"warning\"><p>",
    });
    html.text(&shown.message)
        .markup(" <small>")
        .text(&fault.code.to_string())
        .markup("</small></p><p class=\"place\">")
        .text(&place)
        .markup("</p>");
    source(html, fault);
    if let Some(help) = &shown.help {
        let word = say!("办法：", "Help: ");
        html.markup("<p class=\"help\">").text(word.in_lang(lang));
        html.text(help).markup("</p>");
    }
    html.markup("</li>");
}

/// The lines a fault lies on, its place marked.
fn source(html: &mut Html, fault: &Diagnostic) {
    let place = &fault.place;
    if !(1..=LONGEST_SOURCE).contains(&place.lines().0.len()) {
        return;
    }
    let (lines, from, first) = fault.lines();
    let start = lines.floor_char_boundary(place.span.start.saturating_sub(from));
    let end = lines.floor_char_boundary(place.span.end.saturating_sub(from)).max(start);
    html.markup("<pre><span class=\"number\">").text(&first.to_string()).markup("</span>");
    html.text(&lines[..start])
        .markup("<mark>")
        .text(&lines[start..end])
        .markup("</mark>")
        .text(&lines[end..])
        .markup("</pre>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Place, Source};

    fn shown(faults: &[Diagnostic], lang: Lang) -> String {
        let mut html = Html::default();
        summary(&mut html, faults, lang, Behind::LastGood);
        html.into_string()
    }

    fn fault(code: Code) -> Diagnostic {
        let source = Source::new("content/tasks/a.md", "---\n责任单位: 档案室\n---\n");
        let at = source.text.find("档案室").expect("it is there");
        let place = Place::new(&source, at..at + "档案室".len());
        Diagnostic::new(code, place, say!("没有这个单位", "there is no such office"))
            .help(say!("是不是“档案馆”？", "did you mean `档案馆`?"))
    }

    #[test]
    fn an_error_lies_open_with_its_place_source_and_help() {
        let html = shown(&[fault(Code::NoSuchRecord)], Lang::Zh);
        for part in [
            " open>",
            "1<span class=\"word\"> 处错误",
            "content/tasks/a.md:2:7",
            "责任单位: <mark>档案室</mark></pre>",
            "没有这个单位 <small>LS0301</small>",
            "办法：是不是“档案馆”？",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        let html = shown(&[fault(Code::NoSuchRecord)], Lang::En);
        assert!(
            html.contains("there is no such office") && html.contains("did you mean"),
            "{html}"
        );
    }

    #[test]
    fn no_private_number_is_shown() {
        let text = "---\n电话: 13800138001\n---\n";
        let source = Source::new("content/news/张三13800138001.md", text);
        let at = text.find("138").expect("it is there");
        let message = say!("“13800138001”不是日期", "`13800138001` is no date");
        let help = say!("把13800138001改掉", "change 13800138001");
        let place = Place::new(&source, at..at + 11);
        let html = shown(&[Diagnostic::new(Code::BadDate, place, message).help(help)], Lang::Zh);
        assert!(html.contains("电话: <mark>***********</mark>"), "{html}");
        assert!(!html.contains("13800138001") && html.contains("138****8001"), "{html}");
    }

    #[test]
    fn warnings_are_counted_and_stay_folded() {
        let html = shown(&[fault(Code::NoBaseUrl), fault(Code::NoIdentity)], Lang::En);
        assert!(
            !html.contains(" open>") && html.contains("2<span class=\"word\"> warnings"),
            "{html}"
        );
        assert!(shown(&[], Lang::Zh).contains("没有错误"));
    }

    #[test]
    fn very_many_faults_do_not_make_a_very_long_page() {
        let faults = vec![fault(Code::NoSuchRecord); MOST + 2];
        let html = shown(&faults, Lang::Zh);
        assert_eq!(html.matches("<li").count(), MOST);
        assert!(html.contains("另有2处"), "{html}");
    }
}
