//! What new things start from: the files of a new site, the forms of its records, and what runs on
//! each change.

pub mod ci;
pub mod fields;
pub mod form;

use crate::diagnostic::Lang;

/// Files by their path in the site.
type Files = &'static [(&'static str, &'static str)];

/// The files of a new site; site.toml, which makes it one, is the last.
pub fn files(lang: Lang) -> Files {
    match lang {
        Lang::Zh => ZH,
        Lang::En => EN,
    }
}

macro_rules! files {
    ($folder:literal: $($path:literal)*) => {
        &[$(($path, include_str!(concat!($folder, "/", $path))),)*
            // Named so that they do not take effect in the program's own repository.
            (".gitignore", include_str!("gitignore")),
            (".gitattributes", include_str!("gitattributes")),
            ("site.toml", include_str!(concat!($folder, "/site.toml"))),
        ]
    };
}

#[rustfmt::skip]
const ZH: Files = files! { "zh":
    "content/index.md"
    "content/indicators/shigong-xuke/index.md"
    "content/indicators/shigong-xuke/values.csv"
    "content/news/2026-03-fabu.md"
    "content/offices/zhujian.md"
    "content/offices/zhujian/jianguan.md"
    "content/offices/zhujian/shenpi.md"
    "content/pages/about.md"
    "content/plans/2026.md"
    "content/posts/fu-juzhang.md"
    "content/posts/shenpi-guzhang.md"
    "content/tasks/2026/01/2026-03-27.md"
    "content/tasks/2026/01/2026-04-24-完成.md"
    "content/tasks/2026/01/index.md"
    "content/tasks/2026/02.md"
    "content/tasks/2026/03.md"
};

#[rustfmt::skip]
const EN: Files = files! { "en":
    "content/index.md"
    "content/indicators/building-permit/index.md"
    "content/indicators/building-permit/values.csv"
    "content/news/2026-03-tasks.md"
    "content/offices/housing.md"
    "content/offices/housing/permits.md"
    "content/offices/housing/supervision.md"
    "content/pages/about.md"
    "content/plans/2026.md"
    "content/posts/deputy-director.md"
    "content/posts/head-of-permits.md"
    "content/tasks/2026/01/2026-03-27.md"
    "content/tasks/2026/01/2026-04-24-completed.md"
    "content/tasks/2026/01/index.md"
    "content/tasks/2026/02.md"
    "content/tasks/2026/03.md"
};
