//! # missing-footer-item
//!
//! The foot of a page has lost an item of the portal's identity.
//!
//! 页脚漏了门户的标识。
//!
//! Organiser, contact, records, site code and the two marks stand at the foot of every page, and
//! inspections count a page without them. The built-in theme shows what site.toml gives; this is a
//! template of the site that lost it. Basis: 国办发〔2017〕47号; the items are those that inspection
//! software looks for.
//!
//! 主办单位、联系方式、备案号、网站标识码和两个标识要显示在每页页脚，检查时缺失要计数。自带主题会
//! 显示 site.toml 里写的各项，出现这一条说明站点自己的模板漏了。依据：国办发〔2017〕47号，各项据
//! 检查软件所查。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [identity]
//! site_name = "示例县人民政府"
//! site_id_code = "1234560001"
//! organizer = "示例县人民政府办公室"
//! themes/default/footer.html
//! <footer><p>{{ site.title }}</p></footer>
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
//! site_name = "示例县人民政府"
//! site_id_code = "1234560001"
//! organizer = "示例县人民政府办公室"
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Reports each page.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    if !of.is_page() {
        return;
    }
    let identity = &of.site.facts.settings().identity;
    let (foot, links) = (&of.outline.foot, &of.outline.foot_links);
    let words = |value: &str| foot.iter().any(|text| text.contains(value));
    let link = |value: &str| !value.starts_with("http") || links.contains(&value);
    let texts = [
        ("主办单位", "organizer", &identity.organizer),
        ("联系方式", "contact", &identity.contact),
        ("ICP备案号", "icp", &identity.icp),
        ("公安备案号", "police_record", &identity.police_record),
        ("网站标识码", "site_id_code", &identity.site_id_code),
    ];
    let marks = [
        ("党政机关标识", "party_gov_mark", &identity.party_gov_mark),
        ("找错", "error_report", &identity.error_report),
    ];
    let lost = |value: &Option<String>, is_there: &dyn Fn(&str) -> bool| {
        value.as_deref().is_some_and(|value| !is_there(value))
    };
    let texts = texts.into_iter().filter(|(.., value)| lost(value, &words));
    let marks = marks.into_iter().filter(|(.., value)| lost(value, &link));
    let (zh, en): (Vec<_>, Vec<_>) = texts.chain(marks).map(|(zh, en, _)| (zh, en)).unzip();
    if zh.is_empty() {
        return;
    }
    let (zh, en) = (zh.join("、"), en.join(", "));
    out.push(
        Diagnostic::new(
            Code::MissingFooterItem,
            of.place(0..0),
            say!("页脚没有显示{zh}", "the foot of the page lacks {en}"),
        )
        .help(say!(
            "在主题的 footer.html 里照自带的输出 site.footer",
            "give out site.footer in the theme's footer.html as the built-in one does"
        )),
    );
}
