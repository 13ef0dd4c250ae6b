use super::*;

/// A PDF of one page with these operators; further objects begin at number 10.
fn page(operators: &str, resources: &str, more: &[&str]) -> Vec<u8> {
    let mut out = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
         2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[20 0 R 21 0 R]\
         /Resources<<{resources}>>>>endobj\n\
         4 0 obj<</Length {}>>stream\n{operators}\nendstream endobj\n",
        operators.len()
    );
    for (number, object) in (10..).zip(more) {
        out += &format!("{number} 0 obj{object}endobj\n");
    }
    out += "trailer<</Root 1 0 R/Info 10 0 R>>\n%%EOF\n";
    out.into_bytes()
}

const PLAIN: &str = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";

fn of(bytes: &[u8]) -> Contents {
    look("a.pdf", bytes, &Limits::default())
}

#[test]
fn a_browser_s_pdf_is_read_as_it_is_written() {
    let seen = seen("browser.pdf");
    // Chromium writes the radicals ⾝ and ⼩ for these.
    seen.says("第1页：身份证：张小明");
    seen.says("第2页：13800138000");
    assert_eq!(seen.findings, []);
}

#[test]
fn an_office_s_pdf_is_read() {
    seen("printed.pdf").says("第1页：旧格式文档的正文，联系人张小明。\n电话13800138000");
}

#[test]
fn lines_and_columns_are_told_apart_by_where_they_stand() {
    let text = "BT /F 10 Tf 1 0 0 1 50 700 Tm (138)Tj (0013)Tj 1 0 0 1 200 700 Tm (right)Tj \
                0 -15 Td [(be)-20(low)-600(it)]TJ ET";
    of(&page(text, PLAIN, &[])).says("第1页：1380013 right\nbelow it");
}

#[test]
fn chinese_encodings_are_read_without_the_font_s_help() {
    let fonts = "/Font<</F<</Type/Font/Subtype/Type0/Encoding/GBK-EUC-H>>\
                 /U<</Subtype/Type0/Encoding/UniGB-UCS2-H>>/I<</Subtype/Type0/Encoding/Identity-H>>>>";
    let text = "BT /F 10 Tf <D5C5C8FD>Tj /U 10 Tf <674E56DB>Tj ET";
    of(&page(text, fonts, &[])).says("第1页：张三李四");
    let unknown = of(&page("BT /I 10 Tf <00010002>Tj ET", fonts, &[]));
    assert_eq!(unknown.found(&What::TextNotRead(Unread::Font)).spot, Spot::Page(1));
}

#[test]
fn properties_notes_fields_and_links_are_told() {
    let objects = [
        "<</Author<FEFF8D758D77>/Title(Draft)/Company(GX)/Mobile(x)>>",
        "null",
        "null",
        "null",
        "null",
        "null",
        "null",
        "null",
        "null",
        "null",
        "<</Subtype/Text/Contents(call 13800138000)/T(Sun)>>",
        "<</Subtype/Link/A<</S/URI/URI(mailto:a@example.invalid)>>>>",
        "<</FT/Tx/T(phone)/V(66001234)>>",
    ];
    let seen = of(&page("", "", &objects));
    seen.found(&person(Role::Author, "赵起"));
    seen.says("文件属性“标题”：Draft");
    seen.says("第1页的注释或表单：call 13800138000");
    seen.says("链接地址：mailto:a@example.invalid");
    seen.says("文件属性“phone”：66001234");
    seen.found(&What::PdfAnnotations { count: 1, authors: vec!["Sun".to_owned()] });
    seen.found(&What::PdfForm { fields: 1 });
    assert!(!seen.is_refused());
}

#[test]
fn a_pdf_that_runs_something_is_refused() {
    let script = of(&page("", "", &["<</S/JavaScript/JS(app.alert\\(1\\))>>"]));
    script.found(&What::PdfJavaScript);
    // A name may be written by numbers.
    of(&page("", "", &["<</S/J#61vaScript>>"])).found(&What::PdfJavaScript);
    let launch = of(&page("", "", &["<</A<</S/Launch/F(cmd.exe)>>>>"]));
    launch.found(&What::PdfLaunch);
    assert!(script.is_refused() && launch.is_refused());
}

#[test]
fn a_file_in_a_pdf_is_looked_into() {
    let more = [
        "<</Type/Filespec/UF(list.txt)/EF<</F 11 0 R>>>>",
        "<</Type/EmbeddedFile>>stream\ncall 13800138000\nendstream ",
    ];
    let seen = of(&page("", "", &more));
    seen.found(&What::EmbeddedFile { name: "list.txt".to_owned() });
    seen.says("包内“list.txt”第1行：call 13800138000");
}

#[test]
fn a_locked_pdf_is_refused() {
    let bytes = page("", PLAIN, &["<</Filter/Standard>>"]);
    let text = String::from_utf8(bytes).expect("text").replace("/Info", "/Encrypt");
    let seen = of(text.as_bytes());
    seen.found(&What::Encrypted);
    assert!(seen.is_refused());
}

#[test]
fn pages_that_are_pictures_only_are_told() {
    let picture = ["<</Subtype/Image>>stream\nxx\nendstream "];
    let scanned = of(&page("/I Do", "/XObject<</I 10 0 R>>", &picture));
    scanned.found(&What::PagesWithoutText { pages: vec![1], all: true });
    assert!(!scanned.is_refused());
    let inline = of(&page("BI /W 1 ID xx EI ", "", &[]));
    inline.found(&What::PagesWithoutText { pages: vec![1], all: true });
    let blank = of(&page("", "", &[]));
    assert_eq!(blank.findings, []);
}

#[test]
fn what_a_later_version_replaced_is_told() {
    let mut bytes = page("BT /F 9 Tf (old) Tj ET", PLAIN, &[]);
    bytes.extend(b"4 0 obj<</Length 22>>stream\nBT /F 9 Tf (new) Tj ET\nendstream endobj\n%%EOF");
    let seen = of(&bytes);
    seen.says("第1页：new");
    seen.found(&What::PdfEarlierVersion { objects: 1 });
}

#[test]
fn forms_are_drawn_once_and_every_filter_of_text_is_undone() {
    let form = "<</Subtype/Form/Resources<</Font<</F<</Subtype/Type1>>>>/XObject<</X 10 0 R>>>>\
                /Filter[/AHx/A85]>>stream\n";
    // BT /F 9 Tf (hex)Tj /X Do ET, by Ascii85 and then in hexadecimal.
    let packed: String = ascii_85(b"BT /F 9 Tf (hex)Tj /X Do ET")
        .bytes()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    let object = format!("{form}{packed}>\nendstream ");
    let seen = of(&page("/X Do /X Do", "/XObject<</X 10 0 R>>", &[&object]));
    seen.says("第1页：hex");
}

fn ascii_85(bytes: &[u8]) -> String {
    let mut out = String::new();
    for group in bytes.chunks(4) {
        let mut four = [0; 4];
        four[..group.len()].copy_from_slice(group);
        let value = u32::from_be_bytes(four);
        let digits: Vec<u8> =
            (0..5).rev().map(|n| (value / 85u32.pow(n) % 85) as u8 + b'!').collect();
        out.extend(digits[..=group.len()].iter().map(|byte| char::from(*byte)));
    }
    out + "~>"
}
