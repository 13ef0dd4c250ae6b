//! # mobile-number
//!
//! A mobile number stands in full in a text, a table, a name or on a page.
//!
//! 文字、表格、文件名或网页里有完整的手机号码。
//!
//! A mobile number is one person's. What an office has people call is a landline, which is left; where
//! it does publish a mobile number, a waiver says by whose leave.
//! Basis: 个人信息保护法, articles 28 and 51(3); 2018年政务公开工作要点 asks for de-identification. No rule of the
//! whole country says which digits stay; the pattern is that of 永安市 (2023) unless `[check.masks]`
//! gives another. A mask is proposed, and `check --fix` writes it where
//! no judgement is needed.
//!
//! 手机号码属于个人。单位公开的联系方式用固定电话，固定电话不会查出；确需公开手机号码的，写豁免并
//! 注明由谁批准。
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
//! 联系人张三，电话13800138000。
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
//! 联系人张三，电话138\*\*\*\*8000；值班电话0475-0000000。
//! ```

use crate::check::Private;
use crate::detect::Kind;
use crate::diagnostic::{Code, Diagnostics};

/// Tells each one, wherever it stands.
pub fn check(of: &Private, out: &mut Diagnostics) {
    out.extend(of.told(Kind::Mobile, Code::MobileNumber));
}
