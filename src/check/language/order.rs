//! # wrong-order
//!
//! Names or titles stand in another order than the site's list gives.
//!
//! 姓名或职务的排列次序跟站点的名单不一致。
//!
//! The list is the office's own (`[check] orders` of site.toml, see wrong-title). Looked at is only
//! one list of a sentence, its parts parted by 、.
//!
//! 名单由单位自己定（site.toml 的 `[check] orders`，见 wrong-title）。只看一句话里用顿号并列的。
//!
//! ## Fails
//!
//! ```text
//! words/次序.csv
//! 名称
//! 组织部
//! 住建局
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [check]
//! orders = ["words/次序.csv"]
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 住建局、组织部参加。
//! ```
//!
//! ## Passes
//!
//! ```text
//! words/次序.csv
//! 名称
//! 组织部
//! 住建局
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [check]
//! orders = ["words/次序.csv"]
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 组织部、住建局参加；住建局牵头，组织部配合。
//! ```

use crate::check::Subject;
use crate::check::text::lexicon::Lexicon;
use crate::check::text::prose::{Found, each};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::settings::Listed;
use crate::say;

/// Warns of the first that stands too late, once a list.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let orders = &of.model.settings.check.orders;
    if orders.is_empty() {
        return;
    }
    let lexicons: Vec<Lexicon<(usize, &Listed)>> = orders
        .iter()
        .map(|order| {
            let places = order.iter().enumerate();
            Lexicon::new(places.map(|(place, listed)| (listed.name.as_str(), (place, listed))))
        })
        .collect();
    each(of, out, |prose, out| {
        for lexicon in &lexicons {
            let whole = prose.text.whole();
            let mut named: Vec<(usize, &Listed)> =
                lexicon.places(whole).into_iter().map(|(_, _, listed)| listed).collect();
            named.sort_by_key(|(place, _)| *place);
            named.dedup_by_key(|(place, _)| *place);
            if named.len() < 2 {
                continue;
            }
            out.extend(prose.find(|line| find(line, &named)).map(|found| {
                let name = &whole[found.span.clone()];
                let message =
                    say!("“{name}”应排在前面那个之前", "`{name}` belongs before the one before it");
                let help =
                    say!("按名单的次序排列", "follow the order of the list under [check] orders");
                found.told(prose, Code::WrongOrder, message, help)
            }));
        }
    });
}

/// The names of a line's lists that stand behind one they belong before.
fn find(line: &str, named: &[(usize, &Listed)]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut start = 0;
    for clause in line.split_inclusive(['，', '。', '；', '：', '\n', '（', '）']) {
        let mut last: Option<usize> = None;
        let mut at = start;
        for part in clause.split_inclusive('、') {
            let is_named = |(_, listed): &&(usize, &Listed)| part.contains(listed.name.as_str());
            // 副局长 is no 局长.
            let longest = named.iter().filter(is_named).max_by_key(|(_, listed)| listed.name.len());
            if let Some((place, listed)) = longest {
                if last.is_some_and(|last| *place < last) {
                    let name = at + part.find(listed.name.as_str()).unwrap_or(0);
                    found.push(Found::open(name..name + listed.name.len()));
                    break;
                }
                last = Some(*place);
            }
            at += part.len();
        }
        start += clause.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_list_has_an_order() {
        let listed = |name: &str| Listed { name: name.to_owned(), title: None };
        let all = [listed("局长"), listed("副局长"), listed("科长")];
        let named: Vec<(usize, &Listed)> = all.iter().enumerate().collect();
        assert_eq!(find("副局长、局长参加", &named).len(), 1);
        for line in ["局长、副局长、科长参加", "副局长汇报，局长讲话", "副局长、科长"] {
            assert_eq!(find(line, &named), [], "{line}");
        }
    }
}
