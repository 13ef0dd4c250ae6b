//! IIS: a `<location>` of applicationHost.config, or of the web.config above the site.
//!
//! It does not lie among the site's files: a publication would take it away, and a comparison with
//! the list of files would name it.

use super::sheet::{Comments, Sheet};
use super::{
    Answer, DIGEST_IN_NAME, FOR_EVER, HSTS, NOT_FOUND, PDF, POLICY_OF_PDF, ServerFacts, headers,
    literally, media, reason,
};
use crate::diagnostic::Lang;
use crate::say;

pub(super) fn print(facts: &ServerFacts, lang: Lang) -> String {
    let mut sheet = Sheet::new(Comments::Xml, lang);
    sheet.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    begin(&mut sheet, facts);
    sheet.open("<configuration>");
    sheet.why(&say!(
        "path：网站在 IIS 里的名称，后面接网址里的目录",
        "path: the name of the website in IIS, then the folder of its address"
    ));
    let host = facts.origin.as_deref().and_then(|origin| origin.split_once("://"));
    let site = host.map_or("Default Web Site", |(_, host)| host);
    let path = format!("{site}{}", facts.folder.trim_end_matches('/'));
    sheet.open(&format!("<location path={}>", quoted(&path)));
    sheet.open("<system.webServer>");
    serving(&mut sheet);
    types(&mut sheet);
    custom_headers(&mut sheet, facts);
    filtering(&mut sheet, facts);
    errors(&mut sheet, facts);
    rewrite(&mut sheet, facts);
    sheet.close("</system.webServer>");
    sheet.close("</location>");
    sheet.close("</configuration>");
    sheet.finish()
}

fn begin(sheet: &mut Sheet, facts: &ServerFacts) {
    let (told, root) = (facts.told(), &facts.root);
    sheet.why(&say!(
        "{told} 的 IIS 配置，由 liangshai publish config iis 生成",
        "IIS, for {told}; printed by `liangshai publish config iis`"
    ));
    sheet.why(&say!(
        "用法：网站（或虚拟目录）的物理路径设为 {root}；把 location 一段放进 applicationHost.config。不要放在发布目录里：发布会冲掉它，核对会报它是多出来的文件",
        "The physical path of the website or virtual directory is {root}; the location below goes into applicationHost.config. Not into the site's folder: a publication takes it away, and `verify` names it as a file too many"
    ));
    sheet.why(&say!(
        "只有上级网站的 web.config 可写时：放在那里，path 只写网址里的目录",
        "Where only the web.config of the website above can be written: put it there, with the folder alone as path"
    ));
    sheet.why(&say!(
        "rewrite 一段需要 URL Rewrite 模块；没有就删去那一段，旧网址由页面来转，带校验值的文件也每次先问",
        "The part `rewrite` needs the module URL Rewrite; without it take that part out: old addresses lead on by a page, and files with a digest in their names are asked for again too"
    ));
}

/// An attribute's value.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn serving(sheet: &mut Sheet) {
    sheet.why(&reason::scripts());
    sheet.open("<handlers accessPolicy=\"Read\">");
    sheet.line("<clear />");
    sheet.line(
        "<add name=\"StaticFile\" path=\"*\" verb=\"GET,HEAD\" modules=\"StaticFileModule,DefaultDocumentModule\" resourceType=\"Either\" requireAccess=\"Read\" />",
    );
    sheet.close("</handlers>");
    sheet.why(&reason::no_listing());
    sheet.line("<directoryBrowse enabled=\"false\" />");
    sheet.line(
        "<defaultDocument enabled=\"true\"><files><clear /><add value=\"index.html\" /></files></defaultDocument>",
    );
    sheet.why(&say!(
        "IIS 自己压缩静态文件并留存，不用旁边的 .gz",
        "IIS compresses static files itself and keeps them; it does not use the copies as .gz"
    ));
    sheet.line("<urlCompression doStaticCompression=\"true\" doDynamicCompression=\"false\" />");
}

fn types(sheet: &mut Sheet) {
    sheet.why(&reason::types());
    sheet.why(&reason::charset());
    sheet.open("<staticContent>");
    sheet.line("<clientCache cacheControlMode=\"NoControl\" />");
    for (kind, endings) in media::TYPES {
        for ending in *endings {
            sheet.line(&format!("<remove fileExtension=\".{ending}\" />"));
            let kind = quoted(kind);
            sheet.line(&format!("<mimeMap fileExtension=\".{ending}\" mimeType={kind} />"));
        }
    }
    sheet.close("</staticContent>");
}

fn custom_headers(sheet: &mut Sheet, facts: &ServerFacts) {
    sheet.open("<httpProtocol>");
    sheet.open("<customHeaders>");
    sheet.why(&say!(
        "上级设的（如 X-Powered-By）不带下来",
        "nothing of the levels above, as X-Powered-By"
    ));
    sheet.line("<clear />");
    let add = |name, value| format!("<add name={} value={} />", quoted(name), quoted(value));
    for header in headers(Answer::Any) {
        sheet.why(&header.why);
        sheet.line(&add(header.name, header.value));
    }
    if facts.may_be_https() {
        sheet.why(&reason::hsts());
        sheet.off(&add(HSTS.0, HSTS.1));
    }
    sheet.close("</customHeaders>");
    sheet.close("</httpProtocol>");
}

fn filtering(sheet: &mut Sheet, facts: &ServerFacts) {
    sheet.open("<security>");
    sheet.why(&say!(
        "不报服务器版本：IIS 10（1709）以上可以加 removeServerHeader=\"true\"",
        "so that the version is not told, IIS 10 (1709) or later takes removeServerHeader=\"true\" here"
    ));
    sheet.open("<requestFiltering allowDoubleEscaping=\"false\">");
    sheet.why(&reason::methods());
    sheet.line(
        "<verbs allowUnlisted=\"false\"><clear /><add verb=\"GET\" allowed=\"true\" /><add verb=\"HEAD\" allowed=\"true\" /></verbs>",
    );
    sheet.why(&reason::dots());
    sheet.line("<denyUrlSequences><add sequence=\"/.\" /></denyUrlSequences>");
    if !facts.hidden().is_empty() {
        sheet.why(&reason::manifest());
        let segment = |name: &&str| format!("<add segment={} />", quoted(name));
        let hidden: String = facts.hidden().iter().map(segment).collect();
        sheet.line(&format!("<hiddenSegments>{hidden}</hiddenSegments>"));
    }
    sheet.close("</requestFiltering>");
    sheet.close("</security>");
}

fn errors(sheet: &mut Sheet, facts: &ServerFacts) {
    sheet.why(&reason::not_found());
    sheet.open("<httpErrors errorMode=\"Custom\" existingResponse=\"Replace\">");
    let page = quoted(&format!("{}\\{NOT_FOUND}", facts.root));
    for (status, sub) in [(404, ""), (403, " subStatusCode=\"14\"")] {
        sheet.line(&format!("<remove statusCode=\"{status}\"{sub} />"));
        sheet.line(&format!(
            "<error statusCode=\"{status}\"{sub} path={page} responseMode=\"File\" />"
        ));
    }
    sheet.close("</httpErrors>");
}

/// Old addresses are keys and values of a map, where no letter has a meaning.
fn rewrite(sheet: &mut Sheet, facts: &ServerFacts) {
    let folder = literally(&facts.folder);
    sheet.open("<rewrite>");
    if !facts.moved.is_empty() {
        sheet.why(&reason::moved());
        sheet.open("<rewriteMaps>");
        sheet.open("<rewriteMap name=\"moved\">");
        for (spellings, to) in facts.moved() {
            for from in spellings {
                sheet.line(&format!("<add key={} value={} />", quoted(&from), quoted(&to)));
            }
        }
        sheet.close("</rewriteMap>");
        sheet.close("</rewriteMaps>");
        sheet.open("<rules>");
        sheet.open("<rule name=\"moved\" stopProcessing=\"true\">");
        sheet.line("<match url=\".*\" />");
        sheet.line("<conditions><add input=\"{moved:{URL}}\" pattern=\"(.+)\" /></conditions>");
        sheet.line(
            "<action type=\"Redirect\" url=\"{C:1}\" appendQueryString=\"false\" redirectType=\"Permanent\" />",
        );
        sheet.close("</rule>");
        sheet.close("</rules>");
    }
    sheet.open("<outboundRules>");
    for (why, name, header, pattern, value) in [
        (
            reason::for_ever(),
            "for-ever",
            "RESPONSE_Cache_Control",
            format!("^{folder}{DIGEST_IN_NAME}"),
            FOR_EVER,
        ),
        (
            reason::pdf(),
            "pdf",
            "RESPONSE_Content_Security_Policy",
            format!("^{folder}.*{PDF}"),
            POLICY_OF_PDF,
        ),
    ] {
        sheet.why(&why);
        sheet.open(&format!("<rule name=\"{name}\">"));
        sheet.line(&format!("<match serverVariable=\"{header}\" pattern=\".*\" />"));
        let pattern = quoted(&pattern);
        sheet.line(&format!(
            "<conditions><add input=\"{{URL}}\" pattern={pattern} /><add input=\"{{RESPONSE_STATUS}}\" pattern=\"^[23]\" /></conditions>"
        ));
        sheet.line(&format!("<action type=\"Rewrite\" value={} />", quoted(value)));
        sheet.close("</rule>");
    }
    sheet.close("</outboundRules>");
    sheet.close("</rewrite>");
}
