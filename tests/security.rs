//! What the rules of security and secrecy say that no single page of the manual shows.

#[path = "faults/scratch.rs"]
mod scratch;

use std::io::Write as _;

use scratch::{Fault, SETTINGS, Scratch, pair};

const NEWS: &str = "content/news/a.md";

fn news(title: &str, body: &str) -> String {
    format!("---\n标题: {title}\n发布日期: 2023-03-03\n---\n{body}\n")
}

fn site(body: &str) -> Scratch {
    Scratch::site(&[("site.toml", SETTINGS), (NEWS, &news("甲", body))])
}

/// What these rules find.
fn found(site: &Scratch) -> Vec<Fault> {
    site.faults().into_iter().filter(|fault| fault.code.starts_with("LS09")).collect()
}

/// The same as codes and severities.
fn told(site: &Scratch) -> Vec<(String, String)> {
    found(site).into_iter().map(|fault| (fault.code, fault.severity)).collect()
}

#[test]
fn a_mark_is_an_error_in_its_own_form_and_a_warning_within_a_sentence() {
    assert_eq!(told(&site("机密★10年")), [pair("LS0901", "error")]);
    assert_eq!(told(&site("此件仅供内部参阅。")), [pair("LS0901", "warning")]);
    assert_eq!(told(&site("保守国家秘密，人人有责。")), []);
}

#[test]
fn a_brand_is_an_error_and_a_game_a_warning_told_once_with_how_often() {
    let site = site("bet36体育在线召开会议。ｂｅｔ36体育在线又召开会议。\n\n百家乐技巧。");
    assert_eq!(told(&site), [pair("LS0903", "error"), pair("LS0903", "warning")]);
    assert!(found(&site)[0].message.contains("共2处"));
}

#[test]
fn a_title_against_gambling_covers_the_list_below_it() {
    let site = site("");
    let body = "（一）百家乐；\n\n（二）老虎机。";
    site.write(NEWS, news("关于查禁赌博的通告", body));
    assert_eq!(told(&site), []);
    site.write(NEWS, news("甲", body));
    assert_eq!(told(&site).len(), 2);
}

#[test]
fn each_outside_host_is_told_once_a_record_and_listed_at_the_end() {
    let body = "[甲](https://a.example.com/1)[乙](https://A.example.com/2)\
                [丙](https://b.example.com/)[丁](https://www.gov.cn/)[戊](http://10.1.2.3/)";
    let site = site(body);
    let codes: Vec<String> = told(&site).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["LS0904", "LS0904", "LS0905"]);
    let out = site.run(&["check"]).out;
    assert!(out.contains("链接到的外部主机：\n     1  10.1.2.3\n     2  a.example.com\n"), "{out}");
    let listed = SETTINGS
        .replace("[check.rules]", "[check]\nlink_hosts = [\".example.com\"]\n[check.rules]");
    site.write("site.toml", listed);
    assert_eq!(told(&site), [pair("LS0905", "warning")]);
}

#[test]
fn a_host_in_disguise_is_an_error_and_one_in_punycode_a_warning() {
    assert_eq!(told(&site("[甲](https://www.gоv.cn/)")), [pair("LS0906", "error")]);
    assert_eq!(told(&site("[甲](https://xn--fiq06l.example/)")), [pair("LS0906", "warning")]);
    assert_eq!(told(&site("[甲](https://www.gov.cn@evil.example/)")), [pair("LS0904", "warning")]);
}

#[test]
fn odd_characters_are_mended_without_judgement() {
    let site = site("办事⼈出示⾝份证\u{200B}件，В座\u{202E}。");
    let codes: Vec<String> = told(&site).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["LS0908", "LS0911", "LS0907", "LS0910"]);
    site.run(&["check", "--fix"]);
    assert_eq!(told(&site), []);
    let text = std::fs::read_to_string(site.path(NEWS)).expect("a file");
    assert!(text.contains("办事人出示身份证件，B座。"), "{text}");
}

#[test]
fn hidden_links_are_found_in_what_is_written_and_in_what_is_built() {
    let hidden = "<div style='font-size:0'><a href='https://www.example.com/'>甲</a></div>";
    assert!(told(&site(hidden)).contains(&pair("LS0912", "error")));
    assert!(told(&site("[。](https://www.example.com/)")).contains(&pair("LS0912", "error")));
    let site = site("甲");
    site.write("themes/default/footer.html", format!("<footer>{hidden}</footer>"));
    let codes: Vec<String> = told(&site).into_iter().map(|(code, _)| code).collect();
    // The style itself is against the policy; each is told once for all pages.
    assert_eq!(codes, ["LS0914", "LS0917", "LS0915"]);
    assert!(found(&site).iter().all(|fault| fault.message.contains("个网页")));
}

#[test]
fn nothing_of_a_theme_may_call_on_another_site() {
    for (file, text) in [
        ("footer.html", "<footer><script src=\"//cdn.example.com/a.js\"></script></footer>"),
        (
            "footer.html",
            "<footer><img srcset=\"a.png 1x, https://cdn.example.com/b.png 2x\" alt=\"\"></footer>",
        ),
        ("footer.html", "<footer><form action=\"https://cdn.example.com/\"></form></footer>"),
        (
            "footer.html",
            "<footer><link rel=\"preconnect\" href=\"https://cdn.example.com\"></footer>",
        ),
        ("footer.html", "<footer><iframe src=\"https://cdn.example.com/\"></iframe></footer>"),
        ("style.css", "@import 'https://cdn.example.com/a.css';"),
        ("style.css", "body { background: url(\"//cdn.example.com/a.png\") }"),
        (
            "icon.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"https://cdn.example.com/a\"/></svg>",
        ),
    ] {
        let site = site("甲");
        site.write(&format!("themes/default/{file}"), text);
        assert!(told(&site).contains(&pair("LS0916", "error")), "{text}: {:?}", told(&site));
    }
}

#[test]
fn code_in_a_page_is_an_error_and_data_in_one_are_none() {
    for (text, severity) in [
        ("<script>alert(1)</script>", Some("error")),
        ("<p onclick=\"go()\">甲</p>", Some("error")),
        ("<a href=\" java\tscript:go()\">甲</a>", Some("error")),
        ("<p style=\"color:red\">甲</p>", Some("error")),
        ("<script type=\"application/ld+json\">{}</script>", None),
    ] {
        let site = site("甲");
        site.write("themes/default/footer.html", format!("<footer>{text}</footer>"));
        let found = told(&site).into_iter().find(|(code, _)| code == "LS0917");
        assert_eq!(found.map(|(_, severity)| severity).as_deref(), severity, "{text}");
    }
}

#[test]
fn what_is_kept_inside_may_be_called_a_draft() {
    let draft = "---\n标题: 方案（送审稿）\n发布日期: 2023-03-03\n公开属性: 系统内\n---\n甲\n";
    let site = site("甲");
    site.write("content/news/b.md", draft);
    assert_eq!(told(&site), []);
    site.write("content/news/b.md", draft.replace("系统内", "主动公开"));
    assert_eq!(told(&site), [pair("LS0902", "warning")]);
}

/// The same as codes, severities and places.
fn placed(site: &Scratch) -> Vec<String> {
    let place = |fault: Fault| {
        let Fault { code, severity, path, line, column, .. } = fault;
        format!("{code} {severity} {path}:{line}:{column}")
    };
    found(site).into_iter().map(place).collect()
}

const VISIT: &str = "content/visits/v";

/// A site with a quarter's visits and a table of what they raised, given its first cells.
fn with_issues(categories: &[&str]) -> Scratch {
    let site = site("甲");
    let plan = "---\n标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n---\n";
    site.write("content/plans/p.md", plan);
    site.write(&format!("{VISIT}/index.md"), "---\n标题: 走访\n周期: 2023-Q2\n方案: 方案\n---\n");
    site.write(&format!("{VISIT}/visits.csv"), "岗位,对象,应访,走访,电话\n");
    let rows: String = categories.iter().map(|name| format!("{name},4,4,0,0,0\n")).collect();
    let head = "类别,收集,已解决,正在办理,已解释说明,已转交\n";
    site.write(&format!("{VISIT}/issues.csv"), format!("{head}{rows}"));
    site
}

#[test]
fn a_table_is_read_cell_by_cell() {
    let site = with_issues(&["融资", "仅供内部参考", "bet365体育", "办事⼈", "\"营\u{200B}商\""]);
    let issues = format!("{VISIT}/issues.csv");
    let mut expected = [
        format!("LS0901 warning {issues}:3:1"),
        format!("LS0903 error {issues}:4:1"),
        format!("LS0908 warning {issues}:5:3"),
        format!("LS0911 warning {issues}:6:3"),
    ];
    expected.sort();
    let mut placed = placed(&site);
    placed.sort();
    assert_eq!(placed, expected);
    // A whole row of a mark is no value.
    site.write(&issues, "类别,收集,已解决,正在办理,已解释说明,已转交\n\"机密★10年\",,,,,\n");
    assert_eq!(placed_of(&site, "LS0901"), [format!("LS0901 error {issues}:2:2")]);
}

fn placed_of(site: &Scratch, code: &str) -> Vec<String> {
    placed(site).into_iter().filter(|one| one.starts_with(code)).collect()
}

#[test]
fn a_table_may_speak_of_what_is_internal_and_of_secrets() {
    for categories in [
        &["内部管理", "内部控制", "内部资料室建设", "保密审查", "商业秘密保护"][..],
        &["绝密", "机密", "秘密"],
        &["打击网络赌博", "福利彩票销售", "博览会"],
    ] {
        assert_eq!(placed(&with_issues(categories)), [""; 0], "{categories:?}");
    }
}

#[test]
fn a_workbook_in_a_tables_place_is_read_as_the_table_is() {
    let site = with_issues(&[]);
    site.remove(&format!("{VISIT}/issues.csv"));
    let sheet = |rows: &str| {
        let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        let relations = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
        packed(&[
            (
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
                    .to_owned(),
            ),
            (
                "_rels/.rels",
                format!(
                    "<Relationships {relations}><Relationship Id=\"r1\" Type=\"{relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook {main} xmlns:r=\"{relation}\"><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships {relations}><Relationship Id=\"r1\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!("<worksheet {main}><sheetData>{rows}</sheetData></worksheet>"),
            ),
        ])
    };
    let row = |number: u32, cells: &[&str]| {
        let cell = |(column, text): (char, &&str)| {
            format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        let cells: String = ('A'..='F').zip(cells).map(cell).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    };
    let head = row(1, &["类别", "收集", "已解决", "正在办理", "已解释说明", "已转交"]);
    let workbook = format!("{VISIT}/issues.xlsx");
    let own = row(2, &["融资", "4", "4", "0", "0", "0"]);
    site.write(&workbook, sheet(&format!("{head}{own}")));
    assert_eq!(placed(&site), [""; 0]);
    let own = row(2, &["bet365体育", "4", "4", "0", "0", "0"]);
    site.write(&workbook, sheet(&format!("{head}{own}")));
    assert_eq!(placed(&site), [format!("LS0903 error {workbook}:2:1")]);
}

#[test]
fn a_column_is_read_with_its_front_matter_and_its_links() {
    let site = site("甲");
    let column = |summary: &str, body: &str| {
        site.write(
            "content/news/index.md",
            format!("---\n标题: 动态\n摘要: {summary}\n---\n{body}\n"),
        );
        placed(&site)
    };
    assert_eq!(column("工作动态", "内部资料室开放。"), [""; 0]);
    assert_eq!(
        column("bet365体育", "内部资料\n\n[甲](https://www.example.com/)"),
        [
            "LS0903 error content/news/index.md:3:5",
            "LS0901 error content/news/index.md:5:1",
            "LS0904 warning content/news/index.md:7:5"
        ]
    );
}

#[test]
fn what_is_printed_of_the_settings_is_read_and_their_lists_are_not() {
    let site = site("甲");
    let list =
        "[check]\nforeign_names = [\"bet365\"]\nlink_hosts = [\"www.gоv.example\"]\n[check.rules]";
    let settings = SETTINGS.replace("[check.rules]", list);
    site.write("site.toml", format!("# bet365\n{settings}"));
    assert_eq!(placed(&site), [""; 0]);
    let named = settings.replace(
        "[defaults]",
        "[identity]\norganizer = \"某县⼈民政府\"\n[words]\nhome = \"bet365\"\n[defaults]",
    );
    site.write("site.toml", named);
    assert_eq!(placed(&site), ["LS0908 warning site.toml:4:16", "LS0903 error site.toml:6:9"]);
}

#[test]
fn a_theme_of_the_sites_own_is_read() {
    let site = site("甲");
    site.write("themes/default/footer.html", "<footer><p>内部管理</p></footer>");
    assert_eq!(placed(&site), [""; 0]);
    site.write("themes/default/footer.html", "<footer>\n<p>内部资料</p>bet365</footer>");
    site.write("themes/default/words/zh-CN.toml", "home = \"首⻚\"\n");
    assert_eq!(
        placed(&site),
        [
            "LS0901 error themes/default/footer.html:2:4",
            "LS0903 error themes/default/footer.html:2:12",
            "LS0908 warning themes/default/words/zh-CN.toml:1:10"
        ]
    );
}

fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, text) in parts {
        archive.start_file(*path, zip::write::SimpleFileOptions::default()).expect("a part");
        archive.write_all(text.as_bytes()).expect("memory takes it");
    }
    archive.finish().expect("a whole archive").into_inner()
}

/// A document of Word with a header and some paragraphs, the last of them cells of a row.
fn document(header: &str, paragraphs: &[&str], cells: &[&str]) -> Vec<u8> {
    let names = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let part = |name: &str| {
        format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{word}.{name}+xml\"/>")
    };
    let types = part("document").replace("document+xml", "document.main+xml") + &part("header");
    let paragraph = |text: &&str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body: String = paragraphs.iter().map(paragraph).collect();
    let row: String =
        cells.iter().map(|cell| format!("<w:tc>{}</w:tc>", paragraph(cell))).collect();
    let relation =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    packed(&[
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>{types}</Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{relation}\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/document.xml",
            format!(
                "<w:document {names}><w:body>{body}<w:tbl><w:tr>{row}</w:tr></w:tbl></w:body></w:document>"
            ),
        ),
        ("word/header.xml", format!("<w:hdr {names}>{}</w:hdr>", paragraph(&header))),
    ])
}

/// What is told of a file that a piece of news gives out: codes, severities and messages.
fn told_of_file(title: &str, name: &str, bytes: Vec<u8>) -> Vec<String> {
    let site = site("甲");
    let text = news(title, "乙").replace("---\n乙", &format!("附件: [{name}]\n---\n乙"));
    site.write("content/news/b/index.md", text);
    site.write(&format!("content/news/b/{name}"), bytes);
    found(&site).into_iter().map(|f| format!("{} {} {}", f.code, f.severity, f.message)).collect()
}

#[test]
fn what_lies_inside_a_file_is_told_with_its_part() {
    let file =
        document("内部资料 注意保存", &["工作情况", "Bet365网站", "访问bet365"], &["密级", "机密"]);
    assert_eq!(
        told_of_file("乙", "甲.docx", file),
        [
            "LS0901 error 文件里有涉密或不公开的标记：第1个表格第1行第1列“密级 机密”、页眉“内部资料 注意保存”",
            "LS0903 error 文件里的“Bet365”是博彩类字样：第2段“Bet365”、第3段“bet365”"
        ]
    );
    let lines = "秘密★1年\n名单\n".to_owned().into_bytes();
    assert_eq!(
        told_of_file("乙", "甲.txt", lines),
        ["LS0901 error 文件里有涉密或不公开的标记：第1行“秘密★1年”"]
    );
    let table = "类别,说明\n一,仅供内部使用\n".to_owned().into_bytes();
    assert_eq!(
        told_of_file("乙", "甲.csv", table),
        ["LS0901 warning 文件里有涉密或不公开的标记：第2行“仅供内部使用”"]
    );
}

#[test]
fn a_file_may_speak_of_secrets_and_of_gambling() {
    let law = ["国家秘密分为绝密、机密、秘密三级。", "内部控制和内部资料室管理", "百家乐"];
    let file = document("保密宣传材料", &law, &["绝密", "机密", "秘密"]);
    assert_eq!(told_of_file("关于查禁赌博的通告", "甲.docx", file), [""; 0]);
}

#[test]
fn a_working_paper_is_known_by_the_name_and_the_head_of_a_file() {
    let draft = || document("某局", &["优化营商环境工作方案（讨论稿）", "一、总体要求"], &[]);
    assert_eq!(
        told_of_file("工作方案", "甲.docx", draft()),
        ["LS0902 warning “讨论稿”是内部文稿的字样：第1段“讨论稿”"]
    );
    assert_eq!(told_of_file("公开征求工作方案意见", "甲.docx", draft()), [""; 0]);
    assert_eq!(
        told_of_file("工作方案", "方案（送审稿）.txt", b"1".to_vec()),
        ["LS0902 warning “送审稿”是内部文稿的字样"]
    );
    let late = document("某局", &["方案", "一、", "二、", "三、", "起草送审稿"], &[]);
    assert_eq!(told_of_file("工作方案", "甲.docx", late), [""; 0]);
}

#[test]
fn a_mark_in_the_name_of_a_file_is_one() {
    let marked = told_of_file("乙", "内部资料.txt", b"1".to_vec());
    assert_eq!(marked, ["LS0901 error “内部资料”是涉密或不公开的标记"]);
    assert_eq!(told_of_file("乙", "内部资料室开放时间.txt", b"1".to_vec()), [""; 0]);
}
