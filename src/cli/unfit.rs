//! What is wrong with a folder of files, in words.

use std::path::Path;

use super::{Outcome, Session};
use crate::diagnostic::{Lang, Text};
use crate::publish::Unfit;
use crate::publish::folder::{Difference, Odd};
use crate::say;
use crate::site::MANIFEST;

/// Names of files that are listed before the rest is counted.
const SHOWN: usize = 20;

/// Says why a folder is no build to publish or to pack.
pub fn refuse(
    unfit: &Unfit,
    from: &Path,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let from = from.display();
    let build_again = say!("重新运行 liangshai build", "run `liangshai build` again");
    let (message, help) = match unfit {
        Unfit::NoBuild => {
            return session.refuse(
                lang,
                &say!("“{from}”里没有生成好的网站", "there is no build in `{from}`"),
                Some(&say!(
                    "先运行 liangshai build，或用 --from 指明",
                    "run `liangshai build` first, or name one by --from"
                )),
            );
        }
        Unfit::BadManifest => (
            say!(
                "“{from}”里的 {MANIFEST} 不是生成网站时写出的",
                "{MANIFEST} in `{from}` is not as a build writes it"
            ),
            build_again,
        ),
        Unfit::Unfinished => {
            (say!("“{from}”里的网站没有生成完", "the build in `{from}` was cut off"), build_again)
        }
        Unfit::Drafts => (
            say!(
                "“{from}”里有草稿，不得公开",
                "`{from}` holds drafts, which must not be published"
            ),
            say!("不带 --drafts 重新生成", "build it without --drafts"),
        ),
        Unfit::Changed(all) => {
            let Text { zh, en } = differences(all.iter());
            (
                say!(
                    "“{from}”里的文件与 {MANIFEST} 不符：{zh}",
                    "`{from}` is not as its {MANIFEST} has it:{en}"
                ),
                say!(
                    "查明是谁改的；移走多出来的文件，再运行 liangshai build",
                    "find out who changed it; move away what is in no list, and run `liangshai build` again"
                ),
            )
        }
    };
    session.fail(lang, &message, &help)
}

/// Differences of a folder, one a line.
pub fn differences<'a>(all: impl ExactSizeIterator<Item = (&'a String, &'a Difference)>) -> Text {
    listed(all.map(|(path, difference)| {
        let (zh, en) = match difference {
            Difference::Missing => ("缺少", "missing"),
            Difference::Changed => ("内容不同", "changed"),
            Difference::Extra => ("多出来的", "in no list"),
            Difference::Odd(Odd::Link) => ("是链接", "a link"),
            Difference::Odd(Odd::Device) => ("不是普通文件", "no plain file"),
            Difference::Odd(Odd::Name) => ("文件名不是 Unicode", "a name that is not Unicode"),
        };
        say!("{path}　{zh}", "{path}: {en}")
    }))
}

/// The first of many lines, and how many more there are.
pub fn listed(lines: impl ExactSizeIterator<Item = Text>) -> Text {
    let more = lines.len().saturating_sub(SHOWN);
    let (mut zh, mut en) = (String::new(), String::new());
    for line in lines.take(SHOWN) {
        zh += &format!("\n  {}", line.zh);
        en += &format!("\n  {}", line.en);
    }
    if more > 0 {
        zh += &format!("\n  还有 {more} 个");
        en += &format!("\n  and {more} more");
    }
    say!("{zh}", "{en}")
}
