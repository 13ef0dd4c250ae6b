//! # travel-document
//!
//! The number of a passport or a permit to travel stands in full beside its word.
//!
//! 护照、通行证的号码完整写出。
//!
//! Such numbers have no check character, so that only the word beside one tells what it is.
//! Basis: 个人信息保护法, articles 28 and 51(3); 2018年政务公开工作要点 asks for de-identification. No rule of the
//! whole country says which digits stay; the pattern is that of 永安市 (2023) unless `[check.masks]`
//! gives another. A mask is proposed, and `check --fix` writes it where
//! no judgement is needed.
//!
//! 这类号码没有校验位，靠旁边的字判断。
//! 依据：《个人信息保护法》第二十八条、第五十一条第三项；《2018年政务公开工作要点》要求去标识化
//! 处理。全国没有统一规定遮盖哪几位，默认按永安市2023年的样式，可在 site.toml 的 `[check.masks]` 里改。
//! 提示里给出遮盖后的写法，不需要判断的，`check --fix` 直接改好。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! ---
//! 持中国护照E00001234。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! ---
//! 持中国护照E\*\*\*\*\*234。
//! ```

use crate::check::Private;
use crate::detect::Kind;
use crate::diagnostic::{Code, Diagnostics};

/// Tells each one, wherever it stands.
pub fn check(of: &Private, out: &mut Diagnostics) {
    out.extend(of.told(Kind::TravelDocument, Code::TravelDocument));
}
