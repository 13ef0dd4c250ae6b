//! nginx: one file to be included in a `server { }`.
//!
//! Everything stands in locations, so that the rest of the server stays as it is and no `map` of the
//! level above is needed. What a location says with `add_header` replaces all that is said above
//! it; so each location that has a header of its own has all of them.

use super::sheet::{Comments, Sheet};
use super::{
    Answer, DIGEST_IN_NAME, HSTS, NOT_FOUND, PDF, ServerFacts, headers, literally, media, quoted,
    reason,
};
use crate::diagnostic::Lang;
use crate::say;

pub(super) fn print(facts: &ServerFacts, lang: Lang) -> String {
    let mut sheet = Sheet::new(Comments::Hash, lang);
    begin(&mut sheet, facts);
    let folder = &facts.folder;
    if !facts.is_whole_host() {
        sheet.blank();
        sheet.why(&reason::last_slash());
        let bare = folder.trim_end_matches('/');
        sheet.open(&format!("location = {} {{", quoted(bare)));
        for line in ["absolute_redirect off;", "server_tokens off;", "expires off;"] {
            sheet.line(line);
        }
        add_headers(&mut sheet, facts, Answer::Any);
        sheet.line(&format!("return 301 {};", quoted(&facts.address())));
        sheet.close("}");
    }
    sheet.blank();
    sheet.why(&say!(
        "“^~”：server 里按后缀写的 location（如 PHP）管不到这里",
        "`^~`: locations of the server that go by endings (as of PHP) do not reach in here"
    ));
    sheet.open(&format!("location ^~ {} {{", quoted(folder)));
    files(&mut sheet, facts);
    serving(&mut sheet);
    compression(&mut sheet);
    types(&mut sheet);
    sheet.blank();
    sheet.why(&say!(
        "always：出错的应答也带这些头；nginx 的 add_header 不叠加，下级写了一条，上级的就全不算，所以下面有的段落又写了一遍",
        "always: on errors too. In nginx an add_header below makes all those above void, so some sections below repeat them"
    ));
    for header in headers(Answer::Any) {
        sheet.why(&header.why);
        sheet.line(&add_header(header.name, header.value));
    }
    if facts.may_be_https() {
        sheet.why(&reason::hsts());
        sheet.off(&add_header(HSTS.0, HSTS.1));
    }
    refused(&mut sheet, facts);
    exceptions(&mut sheet, facts);
    moved(&mut sheet, facts);
    sheet.close("}");
    sheet.finish()
}

fn begin(sheet: &mut Sheet, facts: &ServerFacts) {
    let told = facts.told();
    sheet.why(&say!(
        "{told} 的 nginx 配置，由 liangshai publish config nginx 生成",
        "nginx, for {told}; printed by `liangshai publish config nginx`"
    ));
    sheet.why(&say!(
        "用法：存成文件，在这个网站的 server {{ }} 里 include 它；nginx -t 没有报错，再 nginx -s reload",
        "Save it, include it in the site's server {{ }}; where `nginx -t` finds no fault, `nginx -s reload`"
    ));
    sheet.why(&say!(
        "只管 {told} 以下；改了 base_url、目录或旧网址，重新生成。需要 nginx 1.11.8 以上",
        "It rules {told} and what is below; print it again when base_url, the folder or an alias changes. nginx 1.11.8 or later"
    ));
}

fn files(sheet: &mut Sheet, facts: &ServerFacts) {
    if facts.is_whole_host() {
        sheet.line(&format!("root {};", quoted(&facts.root)));
    } else {
        sheet.why(&say!(
            "两边都以“/”结尾，少一个就能跳出目录",
            "both end in `/`: with one left out, requests could climb out of the folder"
        ));
        sheet.line(&format!("alias {};", quoted(&format!("{}/", facts.root))));
    }
    sheet.line("index index.html;");
    sheet.why(&reason::no_listing());
    sheet.line("autoindex off;");
    sheet.why(&reason::links());
    sheet.line(&format!("disable_symlinks on {};", quoted(&format!("from={}", facts.root))));
    sheet.why(&say!(
        "不缓存打开的文件：切换版本（current 改指）当即生效",
        "no cache of open files: a switch of releases (of the link `current`) holds at once"
    ));
    sheet.line("open_file_cache off;");
}

fn serving(sheet: &mut Sheet) {
    sheet.why(&reason::scripts());
    sheet.line("ssi off;");
    sheet.why(&reason::version());
    sheet.line("server_tokens off;");
    sheet.why(&say!(
        "转到别的网址时不写协议和主机：前面有负载均衡或 WAF 时，nginx 不知道外面是 https",
        "redirects name neither scheme nor host: behind a balancer or a firewall nginx cannot know them"
    ));
    sheet.line("absolute_redirect off;");
    sheet.why(&reason::etag());
    sheet.line("etag on;");
    sheet.line("if_modified_since exact;");
    sheet.why(&say!("只用下面的 Cache-Control", "Cache-Control below, and nothing beside it"));
    sheet.line("expires off;");
    sheet.why(&reason::methods());
    methods(sheet);
}

/// It does not pass to locations within.
fn methods(sheet: &mut Sheet) {
    sheet.line("if ($request_method !~ \"^(?:GET|HEAD)$\") { return 405; }");
}

fn compression(sheet: &mut Sheet) {
    sheet.blank();
    sheet.why(&reason::compressed());
    sheet.line("gzip off;");
    sheet.line("gzip_static on;");
    sheet.why(&say!("经过代理来的请求也一样", "also for requests that come by way of a proxy"));
    sheet.line("gzip_proxied any;");
    sheet.why(&reason::vary());
    sheet.line("gzip_vary on;");
    sheet.why(&reason::brotli());
    sheet.off("brotli_static on;");
}

fn types(sheet: &mut Sheet) {
    sheet.blank();
    sheet.why(&reason::types());
    sheet.open("types {");
    let mut texts = Vec::new();
    for (kind, endings) in media::TYPES {
        let bare = media::without_charset(kind);
        // nginx lists text/html by itself, and warns of it twice.
        texts.extend(bare.filter(|_| *kind != media::HTML));
        sheet.line(&format!("{} {};", bare.unwrap_or(kind), endings.join(" ")));
    }
    sheet.close("}");
    sheet.line(&format!("default_type {};", media::UNKNOWN));
    sheet.why(&reason::charset());
    sheet.line("charset utf-8;");
    sheet.line(&format!("charset_types {};", texts.join(" ")));
}

fn add_header(name: &str, value: &str) -> String {
    format!("add_header {name} {} always;", quoted(value))
}

/// All of them without their reasons, which stand above.
fn add_headers(sheet: &mut Sheet, facts: &ServerFacts, answer: Answer) {
    for header in headers(answer) {
        sheet.line(&add_header(header.name, header.value));
    }
    if facts.may_be_https() {
        sheet.off(&add_header(HSTS.0, HSTS.1));
    }
}

fn refused(sheet: &mut Sheet, facts: &ServerFacts) {
    let page = format!("{}{NOT_FOUND}", facts.folder);
    sheet.blank();
    sheet.why(&reason::not_found());
    sheet.line(&format!("error_page 403 404 =404 {};", quoted(&page)));
    sheet.why(&reason::page_of_not_found());
    sheet.line(&format!("location = {} {{ internal; }}", quoted(&page)));
    sheet.why(&reason::dots());
    sheet.line("location ~ \"/[.]\" { return 404; }");
    if !facts.hidden().is_empty() {
        sheet.why(&reason::manifest());
    }
    for name in facts.hidden() {
        let hidden = quoted(&format!("{}{name}", facts.folder));
        sheet.line(&format!("location = {hidden} {{ return 404; }}"));
    }
}

/// Files whose headers differ from the others'.
fn exceptions(sheet: &mut Sheet, facts: &ServerFacts) {
    let folder = literally(&facts.folder);
    for (why, how, pattern, answer) in [
        (reason::for_ever(), "~", format!("^{folder}{DIGEST_IN_NAME}"), Answer::Fixed),
        (reason::pdf(), "~*", PDF.to_owned(), Answer::Pdf),
    ] {
        sheet.blank();
        sheet.why(&why);
        sheet.open(&format!("location {how} {} {{", quoted(&pattern)));
        methods(sheet);
        add_headers(sheet, facts, answer);
        sheet.close("}");
    }
}

fn moved(sheet: &mut Sheet, facts: &ServerFacts) {
    if facts.moved.is_empty() {
        return;
    }
    sheet.blank();
    sheet.why(&reason::moved());
    for (spellings, to) in facts.moved() {
        let to = quoted(&to);
        for from in spellings {
            sheet.line(&format!("location = {} {{ return 301 {to}; }}", quoted(&from)));
        }
    }
}
