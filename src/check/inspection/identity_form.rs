//! # odd-identity
//!
//! An item of the portal's identity has a form it cannot have.
//!
//! 门户标识的写法不对。
//!
//! A site code has ten digits, or bm and eight; a police record has 14; a government site lives
//! below .gov.cn, and site_domain is its bare host. A slip is repeated on every page. Basis:
//! 国办发〔2017〕47号 on domains, as a copy has it; the forms are those of live sites.
//!
//! 网站标识码是10位数字，或 bm 加8位数字；公安备案号是14位数字；政府网站使用 .gov.cn 域名，site_domain
//! 只写域名。写错一处，每一页都错。依据：国办发〔2017〕47号关于域名的规定（据所见副本）；各种写法
//! 据在线网站。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [identity]
//! site_id_code = "123"
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [identity]
//! site_id_code = "1234560001"
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Text};
use crate::say;

/// Digits of a police record's number.
const POLICE_DIGITS: usize = 14;

/// Warns of each item.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let settings = &of.model.settings;
    let identity = &settings.identity;
    let mut odd = |name: &str, message: Text, help: Text| {
        let place = settings.place(name);
        out.push(Diagnostic::new(Code::OddIdentity, place, message).help(help));
    };
    if let Some(code) = identity.site_id_code.as_deref().filter(|code| !is_site_code(code)) {
        odd(
            "site_id_code",
            say!("网站标识码“{code}”的写法不对", "`{code}` is no code of a government site"),
            say!("10位数字，或 bm 加8位数字", "ten digits, or bm and eight"),
        );
    }
    if let Some(record) = &identity.police_record {
        let digits = record.chars().filter(char::is_ascii_digit).count();
        if digits != POLICE_DIGITS {
            odd(
                "police_record",
                say!(
                    "公安备案号有{digits}位数字，应为14位",
                    "the police record has {digits} digits instead of 14"
                ),
                say!("按备案页面抄写", "copy it from the register"),
            );
        }
    }
    let base = settings.base_url.as_deref().and_then(|url| url.split_once("://"));
    let base = base.map(|(_, rest)| rest.split('/').next().unwrap_or(rest));
    let domain = identity.site_domain.as_deref();
    if let Some(domain) = domain.filter(|domain| domain.contains('/')) {
        odd(
            "site_domain",
            say!("site_domain“{domain}”应只写域名", "`site_domain` is a host alone, not `{domain}`"),
            say!("去掉 https:// 和路径", "leave out the scheme and the path"),
        );
        return;
    }
    for (name, host) in [("site_domain", domain), ("base_url", base)] {
        let host = host.map(|host| host.split(':').next().unwrap_or(host));
        if let Some(host) = host.filter(|host| !host.ends_with(".gov.cn")) {
            odd(
                name,
                say!("域名“{host}”不以 .gov.cn 结尾", "the host `{host}` does not end in .gov.cn"),
                say!("政府网站使用 .gov.cn 域名", "government sites have names below .gov.cn"),
            );
        }
    }
}

/// Ten digits, or those of a ministry.
fn is_site_code(code: &str) -> bool {
    let (digits, count) = match code.strip_prefix("bm") {
        Some(rest) => (rest, 8),
        None => (code, 10),
    };
    digits.len() == count && digits.bytes().all(|byte| byte.is_ascii_digit())
}
