//! # resident-id
//!
//! An identity number stands in full in a text, a table, a name or on a page.
//!
//! 文字、表格、文件名或网页里有完整的身份证号。
//!
//! With it anybody can pass for somebody else, and once copied it is never taken back. Its last
//! character proves it; where that does not fit, but a word before it says what it is, it is a warning.
//! Basis: 个人信息保护法, articles 28 and 51(3); 2018年政务公开工作要点 asks for de-identification. No rule of the
//! whole country says which digits stay; the pattern is that of 永安市 (2023) unless `[check.masks]`
//! gives another. A mask is proposed, and `check --fix` writes it where
//! no judgement is needed.
//!
//! 凭它可以冒充他人，被人复制后收不回来。校验位相符的是错误；校验位不符、但前面写明是身份证号的
//! 是提醒。
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
//! 张三，身份证号110101199003070011，经审核符合条件。
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
//! 张三，身份证号11\*\*\*\*\*\*\*\*\*\*\*\*\*011，经审核符合条件。
//! ```

use crate::check::Private;
use crate::detect::Kind;
use crate::diagnostic::{Code, Diagnostics};

/// Tells each one, wherever it stands.
pub fn check(of: &Private, out: &mut Diagnostics) {
    out.extend(of.told(Kind::ResidentId, Code::ResidentId));
}
