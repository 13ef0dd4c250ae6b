//! # home-address
//!
//! A home address goes beyond the town or street office.
//!
//! 家庭住址写到了乡镇、街道以下。
//!
//! The circular of 永安市 (2023) keeps home addresses to the town or street office; where an office or
//! a firm sits is left.
//! Basis: 个人信息保护法, article 28. Somebody has to say where it ends: nothing is mended by itself.
//!
//! 永安市2023年的通报要求家庭住址只保留到乡（镇）、街道。单位和企业的地址不会查出。
//! 依据：《个人信息保护法》第二十八条。删到哪里要人来定，不自动改。
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
