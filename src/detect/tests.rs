use proptest::prelude::*;

use super::*;

/// A made-up identity number with its check digit, of a day in any year but the last.
fn id() -> impl Strategy<Value = String> {
    let region = prop::sample::select(vec!["110101", "150521", "150500", "320106", "659001"]);
    (region, 1930..2020u32, 1..=12u32, 1..=28u32, 0..1000u32).prop_map(|(region, y, m, d, n)| {
        let body = format!("{region}{y}{m:02}{d:02}{n:03}");
        let ends = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X"].into_iter();
        let sound = |whole: &String| {
            let digits: Vec<u8> =
                whole.bytes().map(|b| if b == b'X' { 10 } else { b - b'0' }).collect();
            codes::is_mod_11_2(&digits)
        };
        ends.map(|end| format!("{body}{end}")).find(sound).expect("one of eleven fits")
    })
}

fn mobile() -> impl Strategy<Value = String> {
    "1[3-9]0000[0-9]{5}"
}

/// Something nobody sees, or sees as grouping.
fn separator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "",
        " ",
        "  ",
        "\u{A0}",
        "\u{3000}",
        "\u{200B}",
        "\u{FEFF}",
        "\u{AD}",
        "-",
        "－",
        "·",
        ".",
        "**",
        "<b>",
        "</span><span class=\"a\">",
        "&nbsp;",
        "&#8203;",
        "<!-- -->",
        "\\-",
    ])
}

/// Text as it stands around numbers, with what makes trouble.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "张三",
        "身份证号",
        "：",
        "电话",
        "手机",
        "编号",
        "许可证",
        "，",
        "。",
        "\n",
        "| ",
        " |",
        "<td>",
        "</td>",
        "138",
        "1234",
        "元",
        "**",
        "****",
        "-",
        ".",
        "/",
        "卡号",
        "家住",
        "东来镇",
        "幸福村3组12号",
        "2023-06-15",
        "&#",
        ";",
        "&nbsp;",
        "X",
        "\u{200B}",
        "６２",
        "\\",
        "<",
        ">",
        "\"",
        "=",
        "@",
        "一三八",
        "零",
        "“",
        " ",
        "abc",
        "住址",
        "护照",
        "E00001234",
        "6228480000000012344",
    ]);
    prop::collection::vec(word, 0..14).prop_map(|words| words.concat())
}

fn hidden(text: &str, number: &str) -> bool {
    let plain: String = text.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    !plain.contains(number)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_looked_through(text in any::<String>(), words in words()) {
        for text in [&text, &words] {
            for found in private(text, &Policy::default()) {
                prop_assert!(text.get(found.range.clone()).is_some_and(|part| !part.is_empty()));
            }
            for head in ["身份证号", "联系电话", "家庭住址", "病种", "数量"] {
                for found in cell(head, text, &Policy::default()) {
                    prop_assert!(text.get(found.range).is_some());
                }
            }
        }
    }

    #[test]
    fn what_is_found_is_in_order_and_apart(text in words(), more in words(), id in id()) {
        let text = format!("{text}{id}{more}");
        let mut end = 0;
        for found in private(&text, &Policy::default()) {
            prop_assert!(found.range.start >= end);
            end = found.range.end;
        }
    }

    #[test]
    fn an_identity_number_is_found_however_it_is_grouped(
        id in id(),
        before in "[\u{4E00}-\u{9FA5}，。：“ ]{0,20}",
        separators in prop::collection::vec(separator(), 17),
        wide in any::<bool>(),
    ) {
        // Of two signs that join, one is as much as people put between digits.
        let mut written = String::new();
        for (at, c) in id.chars().enumerate() {
            let wide = char::from_u32(u32::from(c) + 0xFEE0).filter(|_| wide && at % 3 == 0);
            written.push(wide.unwrap_or(c));
            written.push_str(separators.get(at).unwrap_or(&""));
        }
        // 编号 and the like would say that it is another number.
        let text = format!("{before}，身份证号：{written}，以上");
        let found = private(&text, &Policy::default());
        let range = text.find(&written).map(|at| at..at + written.len());
        prop_assert_eq!(found.len(), 1, "{}", text);
        prop_assert_eq!(found[0].kind, Kind::ResidentId);
        prop_assert_eq!(Some(found[0].range.clone()), range);
        prop_assert!(hidden(&replaced(&text, &found), &id));
    }

    #[test]
    fn a_bare_identity_number_is_found_in_any_chinese(
        id in id(), before in "[\u{4E00}-\u{9FA5}]{0,9}[，。、“（]", after in "[，。、”）\n<|]",
    ) {
        let text = format!("{before}{id}{after}");
        let found = private(&text, &Policy::default());
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&text[found[0].range.clone()], id.as_str());
    }

    #[test]
    fn masked_text_holds_no_number_and_nothing_is_found_in_it(
        before in words(), id in id(), between in words(), mobile in mobile(), after in words(),
    ) {
        let text = format!("{before}，身份证号{id}，{between}，电话{mobile}，{after}");
        let policy = Policy::default();
        let shown = redacted(&text, &policy).into_owned();
        prop_assert!(hidden(&shown, &id), "{text}\n{shown}");
        prop_assert!(hidden(&shown, &mobile), "{text}\n{shown}");
        prop_assert_eq!(private(&shown, &policy), vec![], "{}\n{}", text, shown);
    }

    #[test]
    fn every_mask_a_site_may_choose_is_enough(
        id in id(), mobile in mobile(), id_head in 0..=10usize, head in 0..=3usize, tail in 0..=4usize,
    ) {
        let mask = |kind, head, tail| {
            let example = format!("{}****{}", "1".repeat(head), "1".repeat(tail));
            Mask::of_example(kind, &example).expect("a mask")
        };
        let policy = Policy {
            id: mask(Kind::ResidentId, id_head, tail),
            mobile: mask(Kind::Mobile, head, tail),
            card: mask(Kind::BankCard, head, tail),
        };
        let text = format!("张三，身份证号{id}，电话{mobile}，卡号6228480000000012344。");
        let found = private(&text, &policy);
        prop_assert_eq!(found.len(), 3);
        prop_assert_eq!(private(&replaced(&text, &found), &policy), vec![]);
    }
}

fn masks(text: &str) -> Vec<String> {
    private(text, &Policy::default()).into_iter().map(|found| found.masked).collect()
}

#[test]
fn a_mask_keeps_what_groups_the_digits_and_drops_what_nobody_sees() {
    for (text, mask) in [
        ("身份证号11010119900307123X", "11*************23X"),
        ("电话138 0000 1234", "138 **** 1234"),
        ("电话138-0000-1234", "138-****-1234"),
        ("电话138\u{200B}0000\u{AD}1234", "138****1234"),
        ("电话１３８００００１２３４", "138****1234"),
        ("电话138**0000**1234", "138****1234"),
        ("电话138<b>0000</b>1234", "138<b>****</b>1234"),
        ("电话&#49;3800001234", "138****1234"),
        ("电话1381234**78", "138******78"),
        ("身份证号350181199001****34", "35***************34"),
        ("卡号6228480000000012344", "***************2344"),
        ("护照号E00001234", "E*****234"),
        ("电话一三八零零零零一二三四", "一三八****一二三四"),
        ("张三，东来镇幸福村3组12号", "***"),
    ] {
        let mask = mask.to_owned();
        let found = masks(text);
        // X is checked elsewhere; here any last digit will do.
        if text.contains("11010119900307123X") || text.contains("350181") {
            assert_eq!(found.len(), 1, "{text}");
            continue;
        }
        assert_eq!(found, [mask], "{text}");
    }
}

#[test]
fn only_what_its_own_letters_prove_is_certain() {
    let certain = |text: &str| private(text, &Policy::default()).first().map(|found| found.certain);
    assert_eq!(certain("李四 110101199003071233"), Some(true));
    assert_eq!(certain("身份证号110101199003071234"), Some(false));
    assert_eq!(certain("110101670707321"), Some(false));
    assert_eq!(certain("13800001234"), Some(true));
    assert_eq!(certain("13800001234@139.com"), Some(false));
    assert_eq!(certain("家住东来镇幸福村3组"), Some(false));
    assert_eq!(certain("电话1381234**78"), Some(false));
}

#[test]
fn heads_tell_what_is_private_from_what_an_office_publishes() {
    for (kind, heads) in [
        (
            Kind::ResidentId,
            &[
                "身份证号",
                "身份证号码",
                "证件号码",
                "公民身份号码",
                "身 份 证 号",
                "残疾证号",
                "户主身份证号",
            ][..],
        ),
        (Kind::Mobile, &["联系电话", "手机", "手机号码", "电话", "联系方式", "本人联系电话"]),
        (Kind::Address, &["家庭住址", "现住址", "住址", "户籍地址"]),
        (Kind::BankCard, &["银行卡号", "开户账号", "一卡通账号", "卡号"]),
        (Kind::Health, &["病种", "残疾等级", "残疾类别", "疾病名称"]),
        (Kind::TravelDocument, &["护照号码"]),
    ] {
        for head in heads {
            assert_eq!(column(head), Some(kind), "{head}");
        }
    }
    for head in [
        "办公电话",
        "公开电话",
        "值班电话",
        "监督电话",
        "咨询电话",
        "举报电话",
        "办公地址",
        "姓名",
        "金额",
        "统一社会信用代码",
        "施工许可证编号",
        "服务热线",
        "地址",
        "身份证办理数量",
        "残疾人数",
        "",
    ] {
        assert_eq!(column(head), None, "{head}");
    }
}

#[test]
fn a_cell_is_read_with_its_head() {
    let policy = Policy::default();
    let kinds = |head: &str, value: &str| -> Vec<Kind> {
        cell(head, value, &policy).into_iter().map(|found| found.kind).collect()
    };
    assert_eq!(kinds("身份证号", "110101199003071234"), [Kind::ResidentId]);
    assert_eq!(kinds("身份证号", "1101011990030712"), [Kind::ResidentId]);
    assert_eq!(kinds("身份证号", "15*************123"), []);
    assert_eq!(kinds("施工许可证编号", "150521202303150014"), []);
    assert_eq!(kinds("联系电话", "0475-8212345"), []);
    assert_eq!(kinds("联系电话", "0475-8212345、13800001234"), [Kind::Mobile]);
    assert_eq!(kinds("联系电话", "138****1234"), []);
    assert_eq!(kinds("联系电话", "1381234**78"), [Kind::HalfMask]);
    assert_eq!(kinds("办公电话", "13800001234"), [Kind::Mobile]);
    assert_eq!(kinds("开户账号", "150521010001234567"), [Kind::BankCard]);
    assert_eq!(kinds("家庭住址", "东来镇幸福村"), [Kind::Address]);
    assert_eq!(kinds("家庭住址", "东来镇幸福村3组12号"), [Kind::Address]);
    assert_eq!(kinds("家庭住址", "示例县东来镇"), []);
    assert_eq!(kinds("家庭住址", "甘泉街道"), []);
    assert_eq!(kinds("病种", "高血压"), [Kind::Health]);
    assert_eq!(kinds("病种", "***"), []);
    assert_eq!(kinds("残疾等级", ""), []);
    assert_eq!(kinds("数量", "13800001234"), [Kind::Mobile]);
}

#[test]
fn a_value_is_masked_when_signs_hide_it_or_nothing_is_there() {
    for value in ["", " ", "无", "—", "/", "138****1234", "***", "＊＊＊", "●●●●"] {
        assert!(is_masked(value), "{value}");
    }
    for value in ["13800001234", "高血压", "东来镇", "3*"] {
        assert!(!is_masked(value), "{value}");
    }
}

#[test]
fn time_is_linear_in_whatever_the_text_is_made_of() {
    // Each of these would take minutes if a stretch of the text were read again for each number.
    for part in [
        "1 ",
        "13800001234",
        "138 0000 1234 ",
        "1.",
        "<b>1",
        "&#49;",
        "1*",
        "****1",
        "| 1",
        "3组",
        "住在",
        "一三",
        "张三，幸福村3组12号，",
        "-1",
        "\\1",
        "\u{200B}1",
        "15052119900307001",
        "<",
        "1X",
        "| 张三 | 13800001234 |\n",
        "身份证号110101199003071234",
        "<span>13800001234</span>",
    ] {
        let text = part.repeat(20_000 / part.len());
        let found = private(&text, &Policy::default());
        assert!(found.len() <= 20_000 / part.len(), "{part}");
    }
}
