//! What a government site must state of itself (国办发〔2017〕47号) and this one does not.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::Settings;
use crate::say;

/// Warns of what a government site must state of itself (国办发〔2017〕47号) and this one does not.
pub fn identity(settings: &Settings, out: &mut Diagnostics) {
    let place = Place::start(&settings.source);
    // One that was written but cannot be read was told already.
    if settings.base_url.is_none() && !settings.base_url_is_bad {
        out.push(
            Diagnostic::new(
                Code::NoBaseUrl,
                place.clone(),
                say!(
                    "没有写 base_url，不生成订阅源和站点地图文件",
                    "no base_url, so no feed and no sitemap.xml"
                ),
            )
            .help(say!("加一行 base_url = \"https://…/\"", "add base_url = \"https://…/\"")),
        );
    }
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
