use super::*;

#[test]
fn every_part_of_a_word_document_is_read_with_its_place() {
    let seen = seen("letter.docx");
    assert_eq!((seen.kind, seen.ending), (Kind::Docx, Ending::Agrees));
    for line in [
        "第1段：关于公布任务的通知 & 说明",
        "第2段：完成全部事项",
        "第2段修订标记中已删除的文字：张三举报的",
        "第3段修订标记中已删除的文字：移走的话",
        "第1个表格第2行第1列：王五",
        "第1个表格第2行第2列：13900139000",
        "页眉：内部资料 注意保存",
        "页脚：经办人电话 66001234",
        "脚注或尾注：见来访登记第7号",
        "第1条批注：这里不要公开",
        "图片的替代文字：现场照片：张三住处",
        "链接地址：mailto:zhangsan@example.invalid",
        "文件属性“拟稿人电话”：13800138000",
    ] {
        seen.says(line);
    }
}

#[test]
fn a_document_names_its_people_and_its_changes() {
    let seen = seen("letter.docx");
    seen.found(&person(Role::Author, "赵起草"));
    seen.found(&person(Role::LastModifiedBy, "钱修改"));
    seen.found(&person(Role::Manager, "孙科长"));
    seen.found(&What::Company("某某区政务服务局".to_owned()));
    seen.found(&What::Comments { count: 1, authors: vec!["吴批注".to_owned()] });
    let authors = vec!["李修订".to_owned(), "周移动".to_owned()];
    seen.found(&What::TrackedChanges { inserted: 1, deleted: 1, moved: 1, authors });
    seen.found(&What::HiddenText { characters: 4 });
    let name = "拟稿人电话".to_owned();
    seen.found(&What::CustomProperty { name, value: "13800138000".to_owned() });
    assert!(!seen.has(
        |what| matches!(what, What::CustomProperty { name, .. } if name == "KSOProductBuildVer")
    ));
    assert!(!seen.is_refused());
}

#[test]
fn what_a_document_fetches_or_holds_is_told() {
    let seen = seen("letter.docx");
    let of = |kind, target: &str| What::External { kind, target: target.to_owned() };
    seen.found(&of(External::Template, "file:///C:/Users/zhaoqicao/Normal.dotm"));
    seen.found(&of(External::Picture, "http://example.invalid/track.png"));
    seen.found(&of(External::Picture, "http://example.invalid/a.png"));
    seen.found(&What::EmbeddedFile { name: "word/embeddings/oleObject1.bin".to_owned() });
}

#[test]
fn a_photograph_in_a_document_is_looked_into() {
    let place = seen("letter.docx");
    let place = place.found(&What::PhotoPosition("34°15′30″N 108°57′12″E".to_owned()));
    assert_eq!(place.in_words().zh, "包内“word/media/image1.jpeg”");
    assert_eq!(place.in_words().en, "“word/media/image1.jpeg” inside it");
}

#[test]
fn a_document_with_macros_is_refused_under_any_name() {
    for name in ["macro.docm", "renamed.docx"] {
        let seen = look(name, &fixture("macro.docm"), &Limits::default());
        seen.found(&What::Macros);
        assert!(seen.is_refused());
    }
}

#[test]
fn sheets_are_read_whether_shown_or_not() {
    let seen = seen("roster.xlsx");
    for line in [
        "工作表“公示”A1单元格：任务",
        "工作表“公示”B1单元格：公式得的字",
        "工作表“公示”A2单元格：13800138000",
        "工作表“公示”：&C内部使用",
        "工作表“公示”B2单元格的批注：此人已上访",
        "工作表“名单”C5单元格：张三",
        "工作表“底稿”A1单元格：底稿中的话",
        "图形“xl/drawings/drawing1.xml”：文本框中的话",
    ] {
        seen.says(line);
    }
    let place = seen.found(&What::HiddenSheet { very: false });
    assert_eq!(place.in_words().zh, "工作表“名单”");
    seen.found(&What::HiddenSheet { very: true });
    seen.found(&What::HiddenRows { count: 1 });
    seen.found(&What::HiddenColumns { count: 3 });
    seen.found(&What::Comments { count: 1, authors: vec!["郑批注".to_owned()] });
}

#[test]
fn a_pivot_table_s_copy_of_its_data_is_told() {
    let seen = seen("roster.xlsx");
    let part = "xl/pivotCache/pivotCacheDefinition1.xml";
    seen.says(&format!("图形“{part}”：李四"));
    seen.found(&What::CachedData { part: part.to_owned() });
}

#[test]
fn slides_notes_and_skipped_slides_are_read() {
    let seen = seen("slides.pptx");
    seen.says("第1张幻灯片：亮晒情况");
    seen.says("第1张幻灯片的备注：讲稿：不要提到张三");
    assert_eq!(seen.found(&What::HiddenSlide).spot, Spot::Slide(2));
}

#[test]
fn the_text_of_an_old_document_is_told_not_to_be_read() {
    for name in ["old.doc", "old.xls", "old.rtf"] {
        let seen = seen(name);
        assert_eq!(seen.ending, Ending::Agrees);
        seen.found(&What::TextNotRead(Unread::Format));
        assert!(!seen.is_refused());
    }
    seen("old.doc").says("文件属性“标题”：旧文档");
    let rtf = look("a.doc", br"{\rtf1{\object\objemb{\*\objdata 00}}}", &Limits::default());
    assert_eq!((rtf.kind, rtf.ending), (Kind::Rtf, Ending::Agrees));
    rtf.found(&What::EmbeddedFile { name: "object".to_owned() });
}

#[test]
fn macros_and_objects_of_an_old_document_are_told() {
    let seen = look("a.xls", &ole(&["/Workbook"], &["/_VBA_PROJECT_CUR"]), &Limits::default());
    assert_eq!((seen.kind, seen.ending), (Kind::Xls, Ending::Agrees));
    seen.found(&What::Macros);
    assert!(seen.is_refused());
    let seen =
        look("a.doc", &ole(&["/WordDocument", "/\u{1}Ole10Native"], &[]), &Limits::default());
    seen.found(&What::EmbeddedFile { name: "\u{1}ole10native".to_owned() });
    let seen = look("a.msi", &ole(&["/x"], &[]), &Limits::default());
    seen.found(&What::Executable { name: "a.msi".to_owned() });
}

#[test]
fn wps_s_own_endings_are_known() {
    assert_eq!(look("a.wps", &fixture("old.doc"), &Limits::default()).ending, Ending::Agrees);
    assert_eq!(look("a.et", &fixture("old.xls"), &Limits::default()).ending, Ending::Agrees);
    assert_eq!(look("a.xls", &fixture("old.doc"), &Limits::default()).ending, Ending::Differs);
}

#[test]
fn ofd_and_opendocument_are_read() {
    let ofd = seen("page.ofd");
    ofd.says("第1页：版式文件的正文");
    ofd.found(&person(Role::Author, "冯制作"));
    let odt = seen("text.odt");
    odt.says("第1段：开放文档的正文");
    odt.says("第1条批注：批注的话");
    odt.found(&What::Comments { count: 1, authors: vec!["褚批注".to_owned()] });
    odt.found(&person(Role::Author, "陈作者"));
}

#[test]
fn plain_text_is_read_in_the_encodings_offices_use() {
    let (gb, _, _) = encoding_rs::GB18030.encode("姓名,电话\n张三,13800138000\n");
    for bytes in [gb.as_ref(), "姓名,电话\n张三,13800138000\n".as_bytes()] {
        let seen = look("名单.csv", bytes, &Limits::default());
        assert_eq!((seen.kind, seen.ending), (Kind::Text, Ending::Agrees));
        seen.says("第2行：张三,13800138000");
    }
}

#[test]
fn an_svg_that_acts_by_itself_is_refused() {
    let of = |inner: &str| {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inner}<text>图</text></svg>");
        look("a.svg", svg.as_bytes(), &Limits::default())
    };
    let active = |inner: &str| of(inner).findings.into_iter().map(|f| f.what).collect::<Vec<_>>();
    let external = |address: &str| vec![What::Active(Active::External(address.to_owned()))];
    assert_eq!(active("<g/>"), []);
    assert_eq!(active("<use href='#a'/><a href='https://example.invalid/'/>"), []);
    assert_eq!(active("<image href='data:image/png;base64,AA=='/>"), []);
    assert_eq!(active("<script>alert(1)</script>"), [What::Active(Active::Script)]);
    assert_eq!(active("<s:SCRIPT xmlns:s='x'/>"), [What::Active(Active::Script)]);
    let handler = What::Active(Active::Handler("onload".to_owned()));
    assert_eq!(active("<g onload='x()'/>"), [handler]);
    assert_eq!(active("<a href='java&#10;script:x()'/>"), [What::Active(Active::ScriptAddress)]);
    let set = "<set attributeName='href' to='javascript:x()'/>";
    assert!(active(set).contains(&What::Active(Active::ScriptAddress)));
    let foreign = What::Active(Active::Foreign("foreignObject".to_owned()));
    assert_eq!(active("<foreignObject/>"), [foreign]);
    assert_eq!(
        active("<image href='https://example.invalid/a'/>"),
        external("https://example.invalid/a")
    );
    assert_eq!(
        active("<style>a{fill:url(//example.invalid)}</style>"),
        external("//example.invalid")
    );
    assert!(of("<script/>").is_refused());
    of("").says("文件：图");
}

#[test]
fn a_page_given_out_as_a_file_is_read_and_its_scripts_are_told() {
    let page = "<!DOCTYPE html><title>题</title><p>电话<b>138</b>00138000<p title='提示' ONCLICK=x()>\
                <script>if (a <b\") document.write('<p>')</SCRIPT><!-- <script> --><img src=a.png><img src=//b.example/a.png>";
    let seen = look("a.html", page.as_bytes(), &Limits::default());
    assert_eq!((seen.kind, seen.ending), (Kind::Html, Ending::Agrees));
    seen.says("文件：电话13800138000");
    seen.says("图片的替代文字：提示");
    let what: Vec<What> = seen.findings.into_iter().map(|finding| finding.what).collect();
    assert_eq!(
        what,
        [
            What::Active(Active::Handler("onclick".to_owned())),
            What::Active(Active::Script),
            What::Active(Active::External("//b.example/a.png".to_owned())),
        ]
    );
}
