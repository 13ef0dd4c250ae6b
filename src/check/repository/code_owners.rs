//! # stale-code-owners
//!
//! CODEOWNERS is no longer what the offices make it.
//!
//! 各单位的分工变了，CODEOWNERS 没有跟着更新。
//!
//! The forge asks those people to look at a change whom the file names. A task handed to another
//! office, or a new one outside its folders, then goes to the wrong people or past them. Only a file
//! that says that it was generated is looked at; so are the names in `[owners]`.
//!
//! 代码托管平台按这个文件请人审查改动。任务换了责任单位，或新任务不在原来的文件夹里，文件没有跟着更新，改动就会送错人，或没有人看。只看由 liangshai codeowners 生成的文件；[owners] 里写的单位也一并核对。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [owners]
//! default = "@zhuanlan/bianji"
//! "审批办" = "@zhuanlan/shenpi"
//! "示例局" = "@zhuanlan/ju"
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! ---
//! content/tasks/01.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! ---
//! content/tasks/02.md
//! ---
//! 标题: 公布清单
//! 方案: 工作方案
//! 责任单位: 局
//! ---
//! $ liangshai codeowners --write
//! content/tasks/02.md
//! ---
//! 标题: 公布清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! ---
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [owners]
//! default = "@zhuanlan/bianji"
//! "审批办" = "@zhuanlan/shenpi"
//! "示例局" = "@zhuanlan/ju"
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! ---
//! content/tasks/01.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! ---
//! $ liangshai codeowners --write
//! ```

use crate::check::Subject;
use crate::check::code_owners::{Syntax, check_names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// Warns at the first line that would be another.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    check_names(of.model, out);
    for written in of.code_owners {
        let text = &written.lies.text;
        let command = Syntax::of(text).unwrap_or(Syntax::Patterns).command();
        let mut should = written.would_be.lines();
        let mut at = 0;
        let mut other = None;
        for line in text.split_inclusive('\n') {
            let shown = line.trim_end_matches(['\r', '\n']);
            if should.next() != Some(shown) {
                other = Some(at..at + shown.len());
                break;
            }
            at += line.len();
        }
        let other = other.or_else(|| should.next().map(|_| text.len()..text.len()));
        if let Some(span) = other {
            out.push(
                Diagnostic::new(
                    Code::StaleCodeOwners,
                    Place::new(&written.lies, span),
                    say!(
                        "从这里起与各单位现在的分工对不上",
                        "from here on it is not what the offices make it now"
                    ),
                )
                .help(say!("运行 {command} 重新生成", "`{command}` generates it anew")),
            );
        }
    }
}
