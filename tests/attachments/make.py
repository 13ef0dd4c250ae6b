"""Makes the small files the tests of `attachment` look into. Everybody named in them is made up.

    python3 tests/attachments/make.py

Word, Excel, PowerPoint, OFD and OpenDocument are written part by part; pillow writes the
photographs, xlwt the old workbook. rich.pdf is written by hand; old.doc, old.rtf, printed.pdf and browser.pdf were saved once by
LibreOffice and Chromium and are kept as they are.
"""

import io
import pathlib
import zipfile

HERE = pathlib.Path(__file__).parent
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def pack(name, parts):
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in parts.items():
            info = zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


def types(overrides):
    rows = "".join(f'<Override PartName="/{p}" ContentType="{t}"/>' for p, t in overrides.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/'
        f'package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def relations(rows):
    out = "".join(
        f'<Relationship Id="{i}" Type="{TYPES}/{t}" Target="{to}"{" TargetMode=" + chr(34) + "External" + chr(34) if ext else ""}/>'
        for i, t, to, ext in rows
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{out}</Relationships>"
    )


def properties():
    return {
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>关于公布任务的通知</dc:title>'
        "<dc:creator>赵起草</dc:creator><cp:lastModifiedBy>钱修改</cp:lastModifiedBy></cp:coreProperties>",
        "docProps/app.xml": "<Properties><Company>某某区政务服务局</Company><Manager>孙科长</Manager></Properties>",
        "docProps/custom.xml": '<Properties xmlns:vt="v"><property name="KSOProductBuildVer"><vt:lpwstr>2052</vt:lpwstr></property>'
        '<property name="拟稿人电话"><vt:lpwstr>13800138000</vt:lpwstr></property></Properties>',
    }


def word():
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {W} {R} {A}><w:body>'
        "<w:p><w:r><w:t>关于公布</w:t></w:r><w:r><w:t>任务的通知 &amp; 说明</w:t></w:r></w:p>"
        '<w:p><w:r><w:t>完成</w:t></w:r><w:del w:author="李修订"><w:r><w:delText>张三举报的</w:delText></w:r></w:del>'
        '<w:ins w:author="李修订"><w:r><w:t>全部</w:t></w:r></w:ins><w:r><w:t>事项</w:t></w:r></w:p>'
        '<w:p><w:moveFrom w:author="周移动"><w:r><w:t>移走的话</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:author="周移动"><w:r><w:t>移来的话</w:t></w:r></w:moveTo></w:p>'
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部掌握</w:t></w:r><w:r><w:t>公开</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>电话</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>王五</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>13900139000</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        '<w:p><w:r><w:drawing><wp:docPr xmlns:wp="wp" id="1" name="图片 1" descr="现场照片：张三住处"/></w:drawing></w:r></w:p>'
        "<w:p><w:r><w:instrText>INCLUDEPICTURE \"http://example.invalid/a.png\"</w:instrText></w:r></w:p>"
        "</w:body></w:document>"
    )
    wrap = lambda tag, inner: f"<w:{tag} {W}>{inner}</w:{tag}>"
    p = lambda text: f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    parts = {
        "[Content_Types].xml": types(
            {
                "word/document.xml": f"{WORD}.document.main+xml",
                "word/header1.xml": f"{WORD}.header+xml",
                "word/footer1.xml": f"{WORD}.footer+xml",
                "word/footnotes.xml": f"{WORD}.footnotes+xml",
                "word/comments.xml": f"{WORD}.comments+xml",
            }
        ),
        "_rels/.rels": relations([("r1", "officeDocument", "word/document.xml", False)]),
        "word/document.xml": body,
        "word/header1.xml": wrap("hdr", p("内部资料 注意保存")),
        "word/footer1.xml": wrap("ftr", p("经办人电话 66001234")),
        "word/footnotes.xml": wrap("footnotes", f'<w:footnote>{p("见来访登记第7号")}</w:footnote>'),
        "word/comments.xml": wrap("comments", f'<w:comment w:id="0" w:author="吴批注">{p("这里不要公开")}</w:comment>'),
        "word/_rels/document.xml.rels": relations(
            [("r2", "hyperlink", "mailto:zhangsan@example.invalid", True), ("r3", "image", "http://example.invalid/track.png", True)]
        ),
        "word/_rels/settings.xml.rels": relations(
            [("r4", "attachedTemplate", "file:///C:/Users/zhaoqicao/Normal.dotm", True)]
        ),
        "word/embeddings/oleObject1.bin": b"\x00\x01\x02 not looked into",
        "word/media/image1.jpeg": (HERE / "photo.jpg").read_bytes(),
        **properties(),
    }
    pack("letter.docx", parts)
    small = {k: v for k, v in parts.items() if k in ("[Content_Types].xml", "_rels/.rels")}
    small["word/document.xml"] = wrap("document", wrap("body", p("带宏的文档")))
    small["word/vbaProject.bin"] = b"\xcc\x61 program"
    pack("macro.docm", small)


def excel():
    sheet = lambda inner, tail="", head="": f'<worksheet {S} {R}>{head}<sheetData>{inner}</sheetData>{tail}</worksheet>'
    text = lambda cell, words: f'<c r="{cell}" t="inlineStr"><is><t>{words}</t></is></c>'
    parts = {
        "[Content_Types].xml": types({}),
        "_rels/.rels": relations([("r1", "officeDocument", "xl/workbook.xml", False)]),
        "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="公示" sheetId="1" r:id="r1"/>'
        '<sheet name="名单" sheetId="2" state="hidden" r:id="r2"/>'
        '<sheet name="底稿" sheetId="3" state="veryHidden" r:id="r3"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml", False) for n in (1, 2, 3)]
        ),
        "xl/sharedStrings.xml": f"<sst {S}><si><t>任务</t></si><si><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></si></sst>",
        "xl/worksheets/sheet1.xml": sheet(
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><f>A1</f><v>公式得的字</v></c></row>'
            '<row r="2" hidden="1"><c r="A2"><v>1.3800138E+10</v></c></row>',
            "<headerFooter><oddHeader>&amp;C内部使用</oddHeader></headerFooter>",
            '<cols><col min="3" max="5" width="9" hidden="1"/></cols>',
        ),
        "xl/worksheets/sheet2.xml": sheet(
            f'<row r="1">{text("A1", "姓名")}</row><row r="5"><c r="C5" t="s"><v>1</v></c></row>'
        ),
        "xl/worksheets/sheet3.xml": sheet(f'<row r="1">{text("A1", "底稿中的话")}</row>'),
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            [("c1", "comments", "../comments1.xml", False), ("d1", "drawing", "../drawings/drawing1.xml", False)]
        ),
        "xl/comments1.xml": f'<comments {S}><authors><author>郑批注</author></authors><commentList>'
        '<comment ref="B2" authorId="0"><text><r><t>此人已上访</t></r></text></comment></commentList></comments>',
        "xl/drawings/drawing1.xml": f"<d {A}><a:p><a:r><a:t>文本框中的话</a:t></a:r></a:p></d>",
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition {S}><sharedItems><s v="李四"/></sharedItems></pivotCacheDefinition>',
        **properties(),
    }
    pack("roster.xlsx", parts)
    hidden = {k: v for k, v in parts.items() if k in ("[Content_Types].xml", "_rels/.rels")}
    hidden["xl/workbook.xml"] = (
        f'<workbook {S} {R}><sheets><sheet name="公示" sheetId="1" r:id="r1"/>'
        '<sheet name="名单" sheetId="2" state="hidden" r:id="r2"/></sheets></workbook>'
    )
    hidden["xl/_rels/workbook.xml.rels"] = relations(
        [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml", False) for n in (1, 2)]
    )
    hidden["xl/worksheets/sheet1.xml"] = sheet(f'<row r="1">{text("A1", "公示名单见下")}</row>')
    hidden["xl/worksheets/sheet2.xml"] = sheet(
        f'<row r="1">{text("A1", "发放名单")}</row>'
        f'<row r="2">{text("A2", "姓名")}{text("B2", "身份证号")}{text("C2", "病种")}</row>'
        f'<row r="3">{text("A3", "张三")}{text("B3", "110101199003070038")}{text("C3", "肾病")}</row>'
    )
    pack("hidden.xlsx", hidden)


def slides():
    slide = lambda words, more="": f'<p:sld {P} {A}{more}><p:cSld><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:cSld></p:sld>'
    pack(
        "slides.pptx",
        {
            "[Content_Types].xml": types({}),
            "ppt/presentation.xml": f"<p:presentation {P}/>",
            "ppt/slides/slide1.xml": slide("亮晒情况"),
            "ppt/slides/slide2.xml": slide("备用页", ' show="0"'),
            "ppt/notesSlides/notesSlide1.xml": slide("讲稿：不要提到张三"),
        },
    )


def packages():
    pack(
        "page.ofd",
        {
            "OFD.xml": '<ofd:OFD xmlns:ofd="o"><ofd:DocBody><ofd:DocInfo><ofd:Author>冯制作</ofd:Author></ofd:DocInfo></ofd:DocBody></ofd:OFD>',
            "Doc_0/Pages/Page_0/Content.xml": '<ofd:Page xmlns:ofd="o"><ofd:TextObject><ofd:TextCode X="0">版式文件的正文</ofd:TextCode></ofd:TextObject></ofd:Page>',
        },
    )
    pack(
        "text.odt",
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<m/>",
            "meta.xml": '<o xmlns:dc="d"><dc:creator>陈作者</dc:creator></o>',
            "content.xml": '<o xmlns:text="t" xmlns:office="f" xmlns:dc="d"><text:p>开放文档的正文</text:p>'
            "<text:p>前<office:annotation><dc:creator>褚批注</dc:creator><text:p>批注的话</text:p></office:annotation></text:p></o>",
        },
    )
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt", (2026, 1, 1, 0, 0, 0)), "a")
    pack(
        "bundle.zip",
        {
            "说明.txt": "包内的说明\n电话 13700137000\n",
            "名单.csv": "姓名,电话\n卫六,13600136000\n".encode("gb18030"),
            "内层.zip": inner.getvalue(),
            "工具/setup.exe": b"MZ\x90\x00\x03\x00\x00\x00",
            "run.js": "WScript.Echo(1)",
            "letter.docx": (HERE / "macro.docm").read_bytes(),
        },
    )


def photographs():
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    picture = Image.new("RGB", (24, 16))
    picture.putdata([(x * 9 % 256, y * 13 % 256, 90) for y in range(16) for x in range(24)])
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera Maker"
    exif[0x013B] = "Jiang"
    exif[0x9C9D] = "蒋摄影".encode("utf-16-le")
    exif.get_ifd(0x8769)[0xA431] = "SN-0042"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (34.0, 15.0, 30.5), "E", (108.0, 57.0, 12.0)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r" xmlns:dc="d"><rdf:Description><dc:creator><rdf:Seq><rdf:li>\xe6\xb2\x88\xe4\xbd\x9c\xe8\x80\x85</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>'
    picture.save(HERE / "photo.jpg", quality=80, exif=exif.tobytes(), xmp=xmp, comment="拍摄说明".encode(), icc_profile=b"icc profile")
    texts = PngInfo()
    texts.add_text("Author", "Han")
    texts.add_itxt("Description", "说明", zip=True)
    picture.save(HERE / "photo.png", exif=exif.tobytes(), pnginfo=texts)
    picture.save(HERE / "photo.webp", exif=exif.tobytes(), xmp=xmp, lossless=True)


def old_workbook():
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    shown = book.add_sheet("公示")
    shown.write(0, 0, "任务")
    shown.write(1, 1, 13800138000)
    shown.write(2, 0, "长" * 4200)
    shown.row(1).hidden = True
    shown.col(3).hidden = True
    hidden = book.add_sheet("名单")
    hidden.visibility = 1
    hidden.write(4, 2, "杨七")
    book.save(str(HERE / "old.xls"))


photographs()
word()
excel()
slides()
packages()
old_workbook()
