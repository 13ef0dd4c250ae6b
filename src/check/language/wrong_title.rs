//! # wrong-title
//!
//! Somebody bears another title than the site's list gives.
//!
//! 姓名与职务跟站点的名单不一致。
//!
//! The list is the office's own: a table of the columns 名称 and 职务, in the order in which they are
//! to be named, under `[check] orders` of site.toml. Looked at is only a name with a title of the
//! list right before or behind it.
//!
//! 名单由单位自己定：表的两列是“名称”“职务”，按应有的次序排列，写在 site.toml 的 `[check] orders`。只看
//! 紧挨着姓名、名单里有的职务。
//!
//! ## Fails
//!
//! ```text
//! words/名单.csv
//! 名称,职务
//! 甲某某,局长
//! 乙某某,副局长
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [check]
//! orders = ["words/名单.csv"]
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 局长乙某某出席会议。
//! ```
//!
//! ## Passes
//!
//! ```text
//! words/名单.csv
//! 名称,职务
//! 甲某某,局长
//! 乙某某,副局长
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [check]
//! orders = ["words/名单.csv"]
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 副局长乙某某出席会议。
//! ```

use crate::check::Subject;
use crate::check::text::lexicon::Lexicon;
use crate::check::text::prose::{Found, each};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::settings::Listed;
use crate::say;

/// Tells each such name.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let orders = &of.model.settings.check.orders;
    if orders.iter().flatten().all(|listed| listed.title.is_none()) {
        return;
    }
    let names = orders.iter().flat_map(|order| order.iter().map(move |listed| (listed, order)));
    let lexicon = Lexicon::new(names.map(|(listed, order)| {
        (listed.name.as_str(), (listed, order.as_slice()))
    }));
    each(of, out, |prose, out| {
        // Most texts name nobody.
        let mut told: Vec<&Listed> = Vec::new();
        for (_, _, (listed, order)) in lexicon.places(prose.text.whole()) {
            if let (Some(title), false) = (&listed.title, told.iter().any(|one| std::ptr::eq(*one, listed))) {
                told.push(listed);
                out.extend(prose.find(|line| find(line, listed, order)).map(|found| {
                    let written = &prose.text.whole()[found.span.clone()];
                    let name = &listed.name;
                    let message = say!(
                        "{name}的职务写作“{written}”，名单上是“{title}”",
                        "{name} is `{written}` here, and `{title}` in the list"
                    );
                    let help =
                        say!("核对后改正文字或名单", "mend the text, or the list under [check] orders");
                    found.told(prose, Code::WrongTitle, message, help)
                }));
            }
        }
    });
}

/// The other titles of the list that stand right before or behind a name.
fn find(line: &str, listed: &Listed, order: &[Listed]) -> Vec<Found> {
    let titles = || order.iter().filter_map(|listed| listed.title.as_deref());
    let own = listed.title.as_deref();
    let longest = |fits: &dyn Fn(&str) -> bool| {
        titles().filter(|title| fits(title)).max_by_key(|title| title.len())
    };
    let mut found = Vec::new();
    for (at, name) in line.match_indices(listed.name.as_str()) {
        let (lead, behind) = (&line[..at], &line[at + name.len()..]);
        // A title before the name is its own; one behind it may be the next one's.
        if let Some(title) = longest(&|title| lead.ends_with(title)) {
            if Some(title) != own {
                found.push(Found::open(at - title.len()..at));
            }
        } else if let Some(title) = longest(&|title| behind.starts_with(title)) {
            let next = &behind[title.len()..];
            let is_next = order.iter().any(|other| next.starts_with(other.name.as_str()));
            if Some(title) != own && !is_next {
                let start = at + name.len();
                found.push(Found::open(start..start + title.len()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_title_next_to_the_name_counts() {
        let listed = |name: &str, title: &str| Listed {
            name: name.to_owned(),
            title: Some(title.to_owned()),
        };
        let order = [listed("甲某某", "局长"), listed("乙某某", "副局长")];
        let places = |line| find(line, &order[1], &order).len();
        assert_eq!(places("局长乙某某"), 1);
        assert_eq!(places("乙某某局长主持"), 1);
        for line in ["副局长乙某某", "局长甲某某、副局长乙某某", "乙某某、局长甲某某", "乙某某局长甲某某"] {
            assert_eq!(places(line), 0, "{line}");
        }
    }
}
