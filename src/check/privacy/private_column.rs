//! # private-column
//!
//! A column of a table is headed by what must not be published, and its cells are not masked.
//!
//! 表格有一列是身份证号、银行账号、住址、病种之类，格里没有遮盖。
//!
//! The head says what the cells are even where their letters do not, as 病种 or 残疾等级. Told once a
//! column; `check --fix` masks its numbers, and leaves addresses and illnesses to somebody. Where the table names nobody and no cell
//! proves itself, as in a count by illness, it is a warning. In workbooks and documents the rule is
//! private-attachment.
//!
//! Basis: 个人信息保护法, articles 28 and 51(3); 2018年政务公开工作要点 asks for de-identification. No rule of the
//! whole country says which digits stay; the pattern is that of 永安市 (2023) unless `[check.masks]`
//! gives another. A mask is proposed, and `check --fix` writes it where
//! no judgement is needed.
//!
//! 列名说明了格里是什么，即使单看内容看不出来，如病种、残疾等级。每列只提示一次，`check --fix` 把这一列
//! 的号码都遮盖好，住址、病种由人来改。表里没有姓名一类的列、格里也没有可以证实的号码时（如按病种统计），只是提醒。
//! 工作簿和文档里的，见 private-attachment。
//!
//! 依据：《个人信息保护法》第二十八条、第五十一条第三项；《2018年政务公开工作要点》要求去标识化
//! 处理。全国没有统一规定遮盖哪几位，默认按永安市2023年的样式，可在 site.toml 的 `[check.masks]` 里改。
//! 提示里给出遮盖后的写法，不需要判断的，`check --fix` 直接改好。
//!
//! ## Fails
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [名单.csv]
//! ---
//! content/news/a/名单.csv
//! 姓名,身份证号,残疾等级
//! 张三,110101199003070011,二级
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [名单.csv]
//! ---
//! content/news/a/名单.csv
//! 姓名,身份证号,补助标准
//! 张三,11*************011,100
//! ```

use crate::check::{At, Private};
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Tells each column once, at the first of its cells.
pub fn check(of: &Private, out: &mut Diagnostics) {
    let At::Column { head, cells, of_people } = &of.at else { return };
    let masked = of.masked();
    let message = say!(
        "“{head}”一列有{cells}格没有遮盖",
        "{cells} cell(s) of the column `{head}` are not masked"
    );
    let help = say!(
        "每格都遮盖，这一格改为 {masked}；不需要公开就删去这一列",
        "mask each, this one as `{masked}`; take the column out where nobody needs it"
    );
    let is_sure = *of_people || of.is_certain();
    out.push(of.diagnostic(Code::PrivateColumn, message, is_sure).help(help));
}
