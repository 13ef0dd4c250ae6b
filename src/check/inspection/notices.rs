//! # notice-without-phone
//!
//! A public notice does not say whom to ring with an objection.
//!
//! 公示没有写受理或监督电话。
//!
//! A notice is up so that people may object before a problem is closed; without a telephone of the
//! office nobody can. Looked for in the 公示 of problems, whose field 受理电话 it is, and in the words of
//! these and of news of the category 公示.
//!
//! 公示是为了在销号以前听取异议，不写电话就没有人能提出来。问题台账的“公示”写在
//! “受理电话”或正文里，类别为公示的动态写在正文里。写办公座机，不写个人手机。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! 类别: 公示
//! ---
//! 拟对以下问题予以销号，公示五个工作日。
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! 类别: 公示
//! ---
//! 拟对以下问题予以销号，公示五个工作日。受理电话：审批办公布的座机。
//! ```

use crate::check::Subject;
use crate::check::text::{field, of_record};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::entry::{Filing, Words};
use crate::model::key;
use crate::model::problem::Event;
use crate::model::{EntryBase, Kind, RecordId};
use crate::say;

/// Warns of each notice: of a problem, and in the news.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let facts = &of.site.facts;
    for record in facts.ids(Kind::Problem) {
        let problem = of.model.problem(record.typed());
        let day = facts.day();
        for entry in problem.entries.iter().filter(|entry| entry.base.exists_from() <= day) {
            if let Event::Publicised { phone: None, .. } = &entry.event
                && !has_phone(words(&entry.base))
                && !has_phone(body(of, record))
            {
                let (Filing::File { place, .. } | Filing::Return { place, .. }) =
                    &entry.base.filing;
                out.push(mute(place.clone()).help(say!(
                    "写 受理电话: 办公座机",
                    "write `phone:` with an office's number"
                )));
            }
        }
    }
    for record in facts.ids(Kind::News) {
        let category = of.model.news_item(record.typed()).category.as_deref();
        let is_notice = category.is_some_and(|category| category.contains("公示"));
        if is_notice && !has_phone(body(of, record)) {
            out.push(mute(field(of.model.base(record), &key::CATEGORY)).help(say!(
                "在正文里写明受理电话，用办公座机",
                "give an office's number in the text"
            )));
        }
    }
}

fn mute(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::NoticeWithoutPhone,
        place,
        say!("公示没有写受理或监督电话", "the notice gives no telephone for objections"),
    )
}

fn words(entry: &EntryBase) -> &str {
    match &entry.text {
        Words::Body(body) => body.text(),
        Words::Plain(text) => text,
    }
}

fn body<'a>(of: &Subject<'a>, record: RecordId) -> &'a str {
    let text = of_record(of.model, record);
    text.source.text.get(text.body).unwrap_or("")
}

/// Whether a text tells whom to ring, or that there is a place that says so.
fn has_phone(text: &str) -> bool {
    text.contains("电话") || text.contains("热线") || text.contains("telephone")
}
