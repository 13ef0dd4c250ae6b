//! # home-address
//!
//! A home address goes beyond the town or street office.
//!
//! 家庭住址写到了乡镇、街道以下。
//!
//! The circular of 永安市 (2023) keeps home addresses to the town or street office; where an office or
//! a firm sits is left.
//! Basis: 个人信息保护法, articles 28 and 51(3); 2018年政务公开工作要点 asks for de-identification. No rule of the
//! whole country says which digits stay; the pattern is that of 永安市 (2023) unless `[check.masks]`
//! gives another. A mask is proposed, and `check --fix` writes it.
//!
//! 永安市2023年的通报要求家庭住址只保留到乡（镇）、街道。单位和企业的地址不会查出。
//! 依据：《个人信息保护法》第二十八条、第五十一条第三项；《2018年政务公开工作要点》要求去标识化
//! 处理。全国没有统一规定遮盖哪几位，默认按永安市2023年的样式，可在 site.toml 的 `[check.masks]` 里改。
//! 提示里给出遮盖后的写法，`check --fix` 可以直接改好。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! ---
//! 李四，家住东来镇幸福村3组12号，家庭人口4人。
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
//! 李四，家住东来镇，家庭人口4人。
//! ```

use crate::check::Private;
use crate::detect::Kind;
use crate::diagnostic::{Code, Diagnostics};

/// Tells each one, wherever it stands.
pub fn check(of: &Private, out: &mut Diagnostics) {
    out.extend(of.told(Kind::Address, Code::HomeAddress));
}
