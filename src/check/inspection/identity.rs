//! # missing-identity
//!
//! Items of the portal's identity that every page must carry are missing.
//!
//! 门户网站必须标明的项目缺了。
//!
//! The pages live in a government portal, whose site code, organiser, contact, records and marks
//! stand at the foot of each page and in its meta tags. Basis: 国办发〔2017〕47号, as implementers and
//! live portals have it; the annex itself was not at hand.
//!
//! 网页在政府门户里，网站标识码、主办单位、联系方式、备案号和两个标识要出现在每页页脚和元标签里。
//! 依据：国办发〔2017〕47号（据各地实施说明和在线门户，未见附件原文）。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! base_url = "https://www.example.gov.cn/zl/"
//! [defaults]
//! disclosure = "主动公开"
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! base_url = "https://www.example.gov.cn/zl/"
//! [defaults]
//! disclosure = "主动公开"
//! [identity]
//! site_name = "示例县人民政府"
//! site_domain = "www.example.gov.cn"
//! site_id_code = "0000000000"
//! organizer = "示例县人民政府办公室"
//! contact = "0000-0000000"
//! icp = "示ICP备00000000号"
//! police_record = "示公网安备00000000000000号"
//! party_gov_mark = "https://bszs.conac.cn/"
//! error_report = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=0000000000"
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// Warns once a site, of all that is missing.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let settings = &of.model.settings;
    let place = Place::start(&settings.source);
    let identity = &settings.identity;
    let missing: Vec<&str> = [
        ("site_name", &identity.site_name),
        ("site_domain", &identity.site_domain),
        ("site_id_code", &identity.site_id_code),
        ("organizer", &identity.organizer),
        ("contact", &identity.contact),
        ("icp", &identity.icp),
        ("police_record", &identity.police_record),
        ("party_gov_mark", &identity.party_gov_mark),
        ("error_report", &identity.error_report),
    ]
    .into_iter()
    .filter(|(_, value)| value.is_none())
    .map(|(name, _)| name)
    .collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        out.push(
            Diagnostic::new(
                Code::NoIdentity,
                place,
                say!("[identity] 缺少门户的标识：{missing}", "[identity] lacks: {missing}"),
            )
            .help(say!("向门户网站的管理单位索取后填写", "ask the portal's operator for them")),
        );
    }
}
