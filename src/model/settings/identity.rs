//! The portal the pages live in.

use crate::diagnostic::Diagnostics;
use crate::model::fields::Fields;
use crate::model::key::Key;

/// Of the portal the pages live in: the items its pages must carry (国办发〔2017〕47号).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identity {
    pub site_name: Option<String>,
    pub site_domain: Option<String>,
    pub site_id_code: Option<String>,
    pub region_code: Option<String>,
    pub organizer: Option<String>,
    pub operator: Option<String>,
    pub contact: Option<String>,
    pub icp: Option<String>,
    pub police_record: Option<String>,
    pub party_gov_mark: Option<String>,
    pub error_report: Option<String>,
}

setting_keys! {
    SITE_NAME = "site_name"; SITE_DOMAIN = "site_domain"; SITE_ID_CODE = "site_id_code";
    REGION_CODE = "region_code"; ORGANIZER = "organizer"; OPERATOR = "operator";
    CONTACT = "contact"; ICP = "icp"; POLICE_RECORD = "police_record";
    PARTY_GOV_MARK = "party_gov_mark"; ERROR_REPORT = "error_report";
}

/// Reads `[identity]`.
pub fn decode(mut fields: Fields, out: &mut Diagnostics) -> Identity {
    let identity = Identity {
        site_name: fields.text(&SITE_NAME, out),
        site_domain: fields.text(&SITE_DOMAIN, out),
        site_id_code: fields.text(&SITE_ID_CODE, out),
        region_code: fields.text(&REGION_CODE, out),
        organizer: fields.text(&ORGANIZER, out),
        operator: fields.text(&OPERATOR, out),
        contact: fields.text(&CONTACT, out),
        icp: fields.text(&ICP, out),
        police_record: fields.text(&POLICE_RECORD, out),
        party_gov_mark: fields.text(&PARTY_GOV_MARK, out),
        error_report: fields.text(&ERROR_REPORT, out),
    };
    fields.finish(out);
    identity
}
