//! Each slip is held to its code, its line and column, and the text it points at.

use crate::content::document::{Document, Map, Node, Pair, Value};
use crate::content::front_matter;
use crate::diagnostic::{Diagnostic, Source};

/// A file with these lines between `---` lines, so that the first is line 2; and the faults.
fn read(front: &str) -> (Document, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let source = Source::new("a.md", format!("---\n{front}\n---\n正文\n"));
    let document = front_matter::read(source, &mut found).expect("front matter");
    (document, found)
}

/// The faults of a front matter, as `code line:column text`.
fn faults(front: &str) -> Vec<String> {
    let (_, mut found) = read(front);
    found.sort_by_key(|fault| fault.place.span.start);
    let told = |fault: &Diagnostic| {
        let (start, _) = fault.place.positions();
        let (code, text) = (fault.code.name(), fault.place.text());
        format!("{code} {}:{} {text}", start.line, start.column)
    };
    found.iter().map(told).collect()
}

/// The map in short: texts in quotes, `?` for what cannot be read.
fn shape(front: &str) -> String {
    let (document, _) = read(front);
    map_shape(&document.front, &document.source)
}

fn map_shape(map: &Map, source: &Source) -> String {
    let shape = |pair: &Pair| format!("{}={}", pair.key(source), node_shape(&pair.value, source));
    let pairs = map.entries.iter().map(shape);
    format!("{{{}}}", pairs.collect::<Vec<_>>().join(" "))
}

fn node_shape(node: &Node, source: &Source) -> String {
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Text(_) => format!("{:?}", node.text(source).unwrap_or_default()),
        Value::List(items) => {
            let items = items.iter().map(|item| node_shape(item, source));
            format!("[{}]", items.collect::<Vec<_>>().join(" "))
        }
        Value::Map(map) => map_shape(map, source),
        Value::Unreadable => "?".to_owned(),
    }
}

/// A front matter without fault, in short.
fn sound(front: &str) -> String {
    assert_eq!(faults(front), [""; 0], "{front}");
    shape(front)
}

#[test]
fn a_full_width_colon_is_read_with_a_warning() {
    let front = "标题：通知\n责任单位：\n  - 审批办\n日期: 2023-03-10";
    assert_eq!(faults(front), ["full-width-colon 2:3 ：", "full-width-colon 3:5 ："]);
    assert_eq!(shape(front), r#"{标题="通知" 责任单位=["审批办"] 日期="2023-03-10"}"#);
    assert_eq!(shape("\"标题\"：通知"), r#"{标题="通知"}"#);
}

#[test]
fn a_full_width_colon_in_an_entry_of_a_list_is_read() {
    for (front, read) in [
        ("材料:\n  - 名称：甲\n    份数：3", r#"{材料=[{名称="甲" 份数="3"}]}"#),
        ("材料:\n- 名称：甲", r#"{材料=[{名称="甲"}]}"#),
        ("材料:\n  - 名称：甲\n  - 名称：乙", r#"{材料=[{名称="甲"} {名称="乙"}]}"#),
        ("材料:\n  - 名称: 甲\n  - 名称：乙", r#"{材料=[{名称="甲"} {名称="乙"}]}"#),
        ("撤回:\n  日期：3月\n  原因：重复", r#"{撤回={日期="3月" 原因="重复"}}"#),
    ] {
        assert_eq!(shape(front), read);
        assert!(faults(front).iter().all(|fault| fault.starts_with("full-width-colon")), "{front}");
    }
}

#[test]
fn a_text_with_a_full_width_colon_stays_text() {
    let steps = "措施:\n  - 第一步：摸底\n  - 第二步：整改";
    assert_eq!(sound(steps), r#"{措施=["第一步：摸底" "第二步：整改"]}"#);
    assert_eq!(sound("措施:\n  - 第一步：摸底"), r#"{措施=["第一步：摸底"]}"#);
    assert_eq!(sound("摘要: 甲\n  要求：乙"), r#"{摘要="甲 要求：乙"}"#);
    assert_eq!(sound("摘要:\n  要求：乙"), r#"{摘要="要求：乙"}"#);
    assert_eq!(
        sound("摘要: |\n  标题：甲\n  @乙: [\n次: 1"),
        r#"{摘要="标题：甲\n@乙: [\n" 次="1"}"#
    );
    assert_eq!(sound("标题: \"甲：\n  乙：丙\""), r#"{标题="甲： 乙：丙"}"#);
    assert_eq!(sound("标题: 甲：乙"), r#"{标题="甲：乙"}"#);
}

#[test]
fn a_tab_in_the_indentation_is_pointed_at() {
    let front = "成员:\n\t- 职务: 甲\n标题: 通知";
    assert_eq!(faults(front), ["tab-in-front-matter 3:1 \t"]);
    assert_eq!(shape(front), r#"{成员=[{职务="甲"}] 标题="通知"}"#);
    assert_eq!(faults("摘要: 甲\n\t乙"), ["tab-in-front-matter 3:1 \t"]);
    assert_eq!(faults("成员:\n  \t职务: 甲"), ["tab-in-front-matter 3:3 \t"]);
}

#[test]
fn a_tab_that_yaml_accepts_is_not_told() {
    assert_eq!(sound("标题:\t通知\n成员:\n  -\t甲"), r#"{标题="通知" 成员=["甲"]}"#);
    assert_eq!(sound("摘要: 甲\n  \t乙"), r#"{摘要="甲 乙"}"#);
}

#[test]
fn a_value_that_begins_with_a_character_of_yaml_must_be_quoted() {
    for (value, start) in [
        ("@甲", 5),
        ("`甲`", 5),
        ("%5", 5),
        ("&甲", 5),
        ("*甲*", 5),
        ("!甲", 5),
        ("[征集]意见", 5),
        ("[征集意见", 5),
        ("{甲}乙", 5),
        ("> 5 天", 5),
        ("|甲", 5),
        ("通知: 关于", 5),
        ("通知:", 5),
        ("-", 5),
        (", 甲", 5),
        ("\"甲\"乙", 5),
    ] {
        let front = format!("标题: {value}\n次: 1");
        assert_eq!(faults(&front), [format!("unquoted-value 2:{start} {value}")], "{front}");
        assert_eq!(shape(&front), r#"{标题=? 次="1"}"#);
        let item = format!("标题:\n  - {value}\n  - 乙");
        assert_eq!(faults(&item).len(), usize::from(!value.contains("通知") && value != "-"));
    }
}

#[test]
fn the_help_shows_the_line_with_its_quotes() {
    let (_, found) = read("标题: 通知: “关于”\n名: 甲 \"乙\" #3");
    let helps: Vec<_> = found.iter().filter_map(|fault| fault.help.as_ref()).collect();
    assert_eq!(helps[0].zh, "把值放进引号，写成 标题: \"通知: “关于”\"");
    let (_, found) = read("引: \"关于\"放假\"的通知\"");
    let help = found[0].help.as_ref().expect("a help");
    assert_eq!(help.zh, "把值放进引号，写成 引: '关于\"放假\"的通知'");
    assert!(helps[1].zh.contains("名: '甲 \"乙\" #3'"), "{}", helps[1].zh);
}

#[test]
fn a_hash_after_a_blank_is_not_silently_cut() {
    assert_eq!(faults("标题: 关于 #1 号"), ["unquoted-value 2:8 #1 号"]);
    assert_eq!(faults("标题: #1 号"), ["unquoted-value 2:5 #1 号"]);
    assert_eq!(faults("摘要: 甲\n  乙 #1"), ["unquoted-value 3:5 #1"]);
    assert_eq!(sound("标题: 关于 # 待定\n# 甲: 乙\n次: C#1"), r#"{标题="关于" 次="C#1"}"#);
}

#[test]
fn anchors_and_tags_are_refused_wherever_they_stand() {
    assert_eq!(faults("甲: [乙, *丙]"), ["unquoted-value 2:8 *丙"]);
    assert_eq!(faults("&甲 乙: 丙"), ["unquoted-value 2:1 &甲 乙: 丙"]);
    assert_eq!(faults("<<: 甲"), ["bad-yaml 2:1 <<"]);
}

#[test]
fn brackets_work_on_one_line_and_over_several() {
    assert_eq!(
        sound("阶段: [{目标: 甲, 时限: 3月底前}, {目标: 乙}]"),
        r#"{阶段=[{目标="甲" 时限="3月底前"} {目标="乙"}]}"#
    );
    assert_eq!(sound("阶段: [\n  甲, # 一\n  \"乙\"\n]\n次: 1"), r#"{阶段=["甲" "乙"] 次="1"}"#);
    assert_eq!(
        sound("撤回: {日期: 2023-03-01,\n  原因: 重复}"),
        r#"{撤回={日期="2023-03-01" 原因="重复"}}"#
    );
}

#[test]
fn full_width_marks_in_brackets_are_pointed_at() {
    let front = "撤回: {日期：2023}\n次: 1";
    assert_eq!(faults(front), ["bad-yaml 2:8 ："]);
    assert_eq!(shape(front), r#"{撤回=? 次="1"}"#);
    assert_eq!(faults("撤回: {日期: 3月，原因: 重复}"), ["bad-yaml 2:12 ，"]);
    assert_eq!(faults("撤回: {日期:3月}"), ["bad-yaml 2:8 :"]);
    assert_eq!(faults("单位: [甲，乙]"), ["bad-yaml 2:7 ，"]);
}

#[test]
fn blanks_no_one_sees_are_trimmed() {
    let front = "标题:\u{3000}“通知”\u{3000}\n\u{200B}次\u{A0}: \u{A0}\"1\"\u{3000}\n末: \u{FEFF}";
    assert_eq!(sound(front), r#"{标题="“通知”" 次="1" 末=~}"#);
}

#[test]
fn what_has_no_blank_or_colon_is_told_with_its_place() {
    let front = "标题:通知\n没有冒号\n措施:\n  -甲\n  -乙\n次: 1";
    assert_eq!(faults(front), ["bad-yaml 2:3 :", "bad-yaml 3:1 没有冒号", "bad-yaml 5:3 -"]);
    assert_eq!(shape(front), r#"{标题=? 措施=? 次="1"}"#);
    assert_eq!(faults("措施: - 甲\n次: 1"), ["bad-yaml 2:5 - 甲"]);
    assert_eq!(faults("成员:\n\u{3000}\u{3000}- 甲"), ["bad-yaml 3:1 \u{3000}\u{3000}"]);
}

#[test]
fn an_open_quote_costs_only_its_own_line() {
    let front = "标题: \"通知\n日期：3月\n次: 'x";
    assert_eq!(
        faults(front),
        ["bad-yaml 2:5 \"通知", "full-width-colon 3:3 ：", "bad-yaml 4:4 'x"]
    );
    assert_eq!(shape(front), r#"{标题=? 日期="3月" 次=?}"#);
}

#[test]
fn an_indented_entry_is_not_read_into_the_value_above() {
    let front = "标题: 通知\n  日期: 3月\n次: 1";
    assert_eq!(faults(front), ["bad-yaml 3:3 日期: 3月"]);
    assert_eq!(shape(front), r#"{标题=? 次="1"}"#);
}

#[test]
fn an_open_list_is_told_at_its_bracket() {
    assert_eq!(faults("单位: [甲,\n  乙\n次: 1"), ["bad-yaml 2:5 [甲,"]);
    assert_eq!(shape("单位: [甲,\n  乙\n次: 1"), r#"{单位=? 次="1"}"#);
}
