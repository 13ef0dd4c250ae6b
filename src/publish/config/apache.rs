//! Apache: one file to be included in a `<VirtualHost>`, without any .htaccess.
//!
//! What others could set again stands in `<Location>`, which is read last; compressed copies are
//! found by rules of the virtual host, which come before the folder is looked at.

use super::sheet::{Comments, Sheet};
use super::{
    Answer, DIGEST_IN_NAME, FOR_EVER, HSTS, NOT_FOUND, PDF, POLICY_OF_PDF, ServerFacts, compressed,
    headers, literally, media, quoted, reason,
};
use crate::diagnostic::Lang;
use crate::say;

pub(super) fn print(facts: &ServerFacts, lang: Lang) -> String {
    let mut sheet = Sheet::new(Comments::Hash, lang);
    begin(&mut sheet, facts);
    sheet.blank();
    let root = &facts.root;
    if facts.is_whole_host() {
        sheet.line(&format!("DocumentRoot {}", quoted(root)));
    } else {
        sheet.why(&say!("两边都以“/”结尾，少一个就对不上", "both end in `/`, or they do not fit"));
        let root = quoted(&format!("{root}/"));
        sheet.line(&format!("Alias {} {root}", quoted(&facts.folder)));
    }
    sheet.why(&reason::methods());
    sheet.line("TraceEnable Off");
    rules(&mut sheet, facts);
    folder(&mut sheet, facts);
    location(&mut sheet, facts);
    exceptions(&mut sheet, facts);
    sheet.finish()
}

fn begin(sheet: &mut Sheet, facts: &ServerFacts) {
    let told = facts.told();
    sheet.why(&say!(
        "{told} 的 Apache 配置，由 liangshai publish config apache 生成",
        "Apache, for {told}; printed by `liangshai publish config apache`"
    ));
    sheet.why(&say!(
        "用法：存成文件，在这个网站的 <VirtualHost> 里 Include 它；apachectl configtest 没有报错，再 apachectl graceful",
        "Save it, Include it in the site's <VirtualHost>; where `apachectl configtest` finds no fault, `apachectl graceful`"
    ));
    sheet.why(&say!(
        "只管 {told} 以下；改了 base_url、目录或旧网址，重新生成",
        "It rules {told} and what is below; print it again when base_url, the folder or an alias changes"
    ));
    sheet.why(&say!(
        "需要 Apache 2.4 和模块 alias、allowmethods、authz_core、dir、env、headers、mime、rewrite（Debian：a2enmod headers rewrite allowmethods）",
        "It needs Apache 2.4 with alias, allowmethods, authz_core, dir, env, headers, mime and rewrite (Debian: a2enmod headers rewrite allowmethods)"
    ));
    sheet.why(&say!(
        "不报版本号要在总配置里写：ServerTokens Prod",
        "In the main configuration, so that the version is not told: ServerTokens Prod"
    ));
}

/// What a rule puts in place, where `$`, `%` and `\` are not its own.
fn put(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '$' | '%' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A word of a rule within double quotes, where a backslash is one, other than elsewhere. It holds
/// no double quote: what is put is encoded or refused, and patterns have another name for it.
fn word(text: &str) -> String {
    format!("\"{text}\"")
}

fn rule(sheet: &mut Sheet, pattern: &str, to: &str, flags: &str) {
    sheet.line(&format!("RewriteRule {} {} [{flags}]", word(pattern), word(to)));
}

fn rules(sheet: &mut Sheet, facts: &ServerFacts) {
    let folder = literally(&facts.folder);
    // Where it is known the whole address, for Apache would add the scheme it is spoken to by.
    let top = put(&format!("{}{}", facts.origin.as_deref().unwrap_or(""), facts.address()));
    sheet.blank();
    sheet.line("RewriteEngine On");
    if !facts.is_whole_host() {
        sheet.why(&reason::last_slash());
        rule(sheet, &format!("^{}$", folder.trim_end_matches('/')), &top, "R=301,NE,L");
    }
    sheet.why(&reason::dots());
    // At a host's root a certificate is renewed by what the server puts there itself.
    let but = if facts.is_whole_host() { "(?![.]well-known/)" } else { "" };
    rule(sheet, &format!("^{folder}{but}(?:.*/)?[.]"), "-", "R=404,L");
    if !facts.hidden().is_empty() {
        sheet.why(&reason::manifest());
    }
    for name in facts.hidden() {
        rule(sheet, &format!("^{folder}{}$", literally(name)), "-", "R=404,L");
    }
    sheet.why(&reason::page_of_not_found());
    sheet.line("RewriteCond \"%{ENV:REDIRECT_STATUS}\" \"^$\"");
    rule(sheet, &format!("^{folder}{}$", literally(NOT_FOUND)), "-", "R=404,L");
    if !facts.moved.is_empty() {
        sheet.why(&reason::moved());
    }
    for (spellings, to) in facts.moved() {
        let to = put(&format!("{}{to}", facts.origin.as_deref().unwrap_or("")));
        for from in spellings {
            rule(sheet, &format!("^{}$", literally(&from)), &to, "R=301,NE,QSD,L");
        }
    }
    sheet.why(&reason::last_slash());
    sheet.line(&format!("RewriteCond {} -d", word(&format!("{}/$1", put(&facts.root)))));
    rule(sheet, &format!("^{folder}(.*[^/])$"), &format!("{}$1/", unencoded(facts)), "R=301,L");
    copies(sheet, facts, &folder);
}

/// The site's address as a rule puts it that encodes what it puts.
fn unencoded(facts: &ServerFacts) -> String {
    put(&format!("{}{}", facts.origin.as_deref().unwrap_or(""), facts.folder))
}

/// Where a client takes a coding and does not rule it out by `q=0`.
fn takes(coding: &str) -> String {
    let pattern = format!("(?:^|[, ]){coding}(?! *; *q=0(?:[.]0*)? *(?:,|$)) *(?:[;,]|$)");
    format!("RewriteCond \"%{{HTTP:Accept-Encoding}}\" {}", word(&pattern))
}

/// Sends the copy that lies beside a file, of a folder that of its page.
fn copies(sheet: &mut Sheet, facts: &ServerFacts, folder: &str) {
    let rules = |coding: &str, ending: &str| {
        let copy = |name: &str| word(&format!("{}/$1{name}.{ending}", put(&facts.root)));
        let files = format!("^{folder}(.+[.](?:{}))$", compressed());
        let cases = [(format!("^{folder}((?:.*/)?)$"), copy("index.html")), (files, copy(""))];
        cases
            .into_iter()
            .flat_map(move |(pattern, copy)| {
                let pattern = word(&pattern);
                [
                    takes(coding),
                    format!("RewriteCond {copy} -f"),
                    format!("RewriteRule {pattern} {copy} [L]"),
                ]
            })
            .collect::<Vec<_>>()
    };
    sheet.why(&reason::brotli());
    rules("br", "br").iter().for_each(|line| sheet.off(line));
    sheet.why(&reason::compressed());
    rules("gzip", "gz").iter().for_each(|line| sheet.line(line));
}

fn folder(sheet: &mut Sheet, facts: &ServerFacts) {
    sheet.blank();
    sheet.open(&format!("<Directory {}>", quoted(&facts.root)));
    sheet.line("Require all granted");
    sheet.why(&say!(
        "不列目录，不跑 CGI、SSI，不认链接（发布目录本身是链接 current 的，上一级要有 FollowSymLinks，这是默认的）",
        "no listing, no CGI, no SSI, no links (where the folder is itself the link `current`, the one above needs FollowSymLinks, which is the default)"
    ));
    sheet.line("Options None");
    sheet.why(&say!(
        "不读 .htaccess：有人塞进来也没用",
        "no .htaccess is read, should somebody slip one in"
    ));
    sheet.line("AllowOverride None");
    sheet.line("DirectoryIndex index.html");
    sheet.why(&reason::etag());
    sheet.line("FileETag MTime Size");
    sheet.why(&reason::types());
    sheet.why(&reason::charset());
    for (kind, endings) in media::TYPES {
        let endings: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
        sheet.line(&format!("AddType {} {}", quoted(kind), endings.join(" ")));
    }
    let unknown = quoted(media::UNKNOWN);
    sheet.line(&format!("Header set Content-Type {unknown} \"expr=-z %{{CONTENT_TYPE}}\""));
    sheet.why(&say!(
        "压缩好的文件：类型按原来的文件，另注明压缩",
        "compressed copies have the type of the file they are copies of, and say what they are"
    ));
    let endings = compressed();
    sheet.open(&format!("<FilesMatch \"[.](?:{endings})[.](?:gz|br)$\">"));
    sheet.line("RemoveType .gz .br");
    sheet.line("RemoveLanguage .br");
    sheet.line("AddEncoding gzip .gz");
    sheet.line("AddEncoding br .br");
    sheet.close("</FilesMatch>");
    sheet.why(&reason::vary());
    sheet.open(&format!("<FilesMatch \"[.](?:{endings})(?:[.](?:gz|br))?$\">"));
    sheet.line("Header merge Vary Accept-Encoding");
    sheet.close("</FilesMatch>");
    sheet.close("</Directory>");
}

fn location(sheet: &mut Sheet, facts: &ServerFacts) {
    sheet.blank();
    // Without its last slash it holds for the folder's own name too, and for no longer one.
    let folder = facts.folder.trim_end_matches('/');
    let folder = if folder.is_empty() { "/" } else { folder };
    sheet.open(&format!("<Location {}>", quoted(folder)));
    sheet.why(&reason::scripts());
    sheet.line("SetHandler default-handler");
    sheet.why(&reason::methods());
    sheet.line("AllowMethods GET HEAD");
    sheet.why(&reason::not_found());
    // What begins with a slash is an address, and is not percent-encoded here.
    let page = quoted(&format!("{}{NOT_FOUND}", facts.folder));
    sheet.line(&format!("ErrorDocument 404 {page}"));
    sheet.line(&format!("ErrorDocument 403 {page}"));
    sheet.why(&reason::version());
    sheet.line("ServerSignature Off");
    sheet.why(&say!(
        "不现压：现压的会改掉“变没变”的标记",
        "nothing is compressed on demand, which would spoil what tells whether a file changed"
    ));
    sheet.line("SetEnv no-gzip 1");
    sheet.line("SetEnv no-brotli 1");
    sheet.why(&say!(
        "always：出错的应答也带这些头；unset：上级设过的同名头去掉，不重复",
        "always: on errors too; unset: what the server has set by the same name does not stand beside it"
    ));
    for header in headers(Answer::Any) {
        sheet.why(&header.why);
        sheet.line(&format!("Header unset {}", header.name));
        sheet.line(&set(header.name, header.value));
    }
    sheet.line("<IfModule mod_expires.c>");
    sheet.line("    ExpiresActive Off");
    sheet.line("</IfModule>");
    if facts.may_be_https() {
        sheet.why(&reason::hsts());
        sheet.off(&set(HSTS.0, HSTS.1));
    }
    sheet.close("</Location>");
}

fn set(name: &str, value: &str) -> String {
    format!("Header always set {name} {}", quoted(value))
}

/// Files whose headers differ from the others'.
fn exceptions(sheet: &mut Sheet, facts: &ServerFacts) {
    let folder = literally(&facts.folder);
    sheet.blank();
    sheet.why(&reason::for_ever());
    sheet.open(&format!("<LocationMatch {}>", quoted(&format!("^{folder}{DIGEST_IN_NAME}"))));
    // An error must not stay for a year.
    let found = "\"expr=%{REQUEST_STATUS} -lt 400\"";
    sheet.line(&format!("{} {found}", set("Cache-Control", FOR_EVER)));
    sheet.close("</LocationMatch>");
    sheet.blank();
    sheet.why(&reason::pdf());
    sheet.open(&format!("<LocationMatch {}>", quoted(&format!("(?i)^{folder}.*{PDF}"))));
    sheet.line(&set("Content-Security-Policy", POLICY_OF_PDF));
    sheet.close("</LocationMatch>");
}
