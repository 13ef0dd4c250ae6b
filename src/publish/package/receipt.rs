//! 摆渡单: what goes into the log of discs, and what is compared with it on the other side.

use std::fmt::Write as _;

use anyhow::Context as _;
use serde::Serialize;
use tera::{Context, Tera};

use super::{Kind, Proof};
use crate::diagnostic::{Lang, Text};
use crate::publish::edition_title;
use crate::say;

const TEMPLATE: &str = include_str!("receipt.html");

/// What is known of a package.
#[derive(Debug)]
pub struct Receipt<'a> {
    /// The package's own file name.
    pub name: &'a str,
    pub proof: &'a Proof,
}

/// A line of it.
struct Row {
    name: Text,
    value: Text,
    /// Whether it is a digest, in groups.
    digest: bool,
}

impl Receipt<'_> {
    /// As text, a line each.
    pub fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for row in self.rows() {
            let colon = if lang == Lang::Zh { "：" } else { ": " };
            let (name, value) = (row.name.in_lang(lang), row.value.in_lang(lang));
            // A text of one's own takes whatever is written.
            let _ = writeln!(out, "{name}{colon}{value}");
        }
        out
    }

    /// As a page of A4 to print, with lines to sign.
    pub fn html(&self, lang: Lang) -> anyhow::Result<String> {
        #[derive(Serialize)]
        struct RowView {
            name: String,
            /// The groups of a digest, else one text.
            value: Vec<String>,
            digest: bool,
        }
        #[derive(Serialize)]
        struct View {
            lang: &'static str,
            title: String,
            rows: Vec<RowView>,
            heads: Vec<String>,
            signers: Vec<String>,
            medium: String,
            notes: Vec<String>,
        }
        let text = |text: Text| text.in_lang(lang).to_owned();
        let rows = self.rows().into_iter().map(|row| {
            let value = text(row.value);
            let value = match row.digest {
                true => value.split(' ').map(str::to_owned).collect(),
                false => vec![value],
            };
            RowView { name: text(row.name), value, digest: row.digest }
        });
        let view = View {
            lang: if lang == Lang::Zh { "zh-CN" } else { "en" },
            title: text(say!("网站数据摆渡单", "Receipt of a package for an isolated network")),
            rows: rows.collect(),
            heads: vec![
                text(say!("环节", "Step")),
                text(say!("岗位", "Post")),
                text(say!("签名", "Signature")),
                text(say!("时间", "Date and time")),
            ],
            signers: vec![
                text(say!("制作人", "Made by")),
                text(say!("审核人", "Checked by")),
                text(say!("接收人", "Received by")),
            ],
            medium: text(say!("介质编号", "Number of the medium")),
            notes: vec![
                text(say!(
                    "接收时运行 liangshai unpack 包文件 目录 --dry-run，它只核对、不写入；把它打印的 SHA-256 和 SM3 与本单逐组核对，有一组不同，不得解包。",
                    "On receipt run `liangshai unpack PACKAGE DIR --dry-run`, which proves and writes nothing, and compare each group of the SHA-256 and SM3 that it prints with this sheet; if one differs, do not unpack."
                )),
                text(say!(
                    "核对无误后运行 liangshai unpack 包文件 目录。",
                    "When all agree, run `liangshai unpack PACKAGE DIR`."
                )),
            ],
        };
        let mut tera = Tera::new();
        let added = tera.add_raw_templates([("receipt.html", TEMPLATE)]);
        added.context("the receipt is a sound template")?;
        let mut context = Context::new();
        context.insert("receipt", &view);
        tera.render("receipt.html", &context).context("the receipt can be printed")
    }

    fn rows(&self) -> Vec<Row> {
        let Proof { digest, package, .. } = self.proof;
        let same = |value: &str| say!("{value}", "{value}");
        let row = |name, value| Row { name, value, digest: false };
        let groups = |name, hex: &str| Row { name, value: same(&in_groups(hex)), digest: true };
        let (name, bytes) = (self.name, digest.bytes);
        let (entries, unpacked) = (package.entry_count, package.bytes);
        let gone = package.deletions.len();
        let mut rows = vec![
            row(say!("文件名", "File"), same(name)),
            row(say!("大小", "Size"), say!("{bytes} 字节", "{bytes} bytes")),
            groups(say!("SHA-256", "SHA-256"), &digest.sha256),
            groups(say!("SM3", "SM3"), &digest.sm3),
            row(
                say!("种类", "Kind"),
                match package.kind {
                    Kind::Full => say!("全量", "full: the whole site"),
                    Kind::Difference => say!(
                        "增量（只含与原版本不同的文件）",
                        "difference: what changed since an earlier build"
                    ),
                },
            ),
        ];
        if let Some(base) = &package.base {
            let name = say!("原清单 SHA-256", "SHA-256 of the earlier manifest");
            rows.push(groups(name, base));
        }
        rows.extend([
            row(say!("版本", "Edition"), edition_title(&package.edition)),
            row(say!("数据截至", "As of"), same(&package.as_of)),
            row(
                say!("提交", "Commit"),
                match &package.revision {
                    Some(revision) => same(revision),
                    None => say!("无（含没有提交的内容）", "none: of what is not committed"),
                },
            ),
            row(
                say!("内容", "Contents"),
                say!(
                    "{entries} 个文件，{unpacked} 字节；删除 {gone} 个",
                    "{entries} files, {unpacked} bytes; {gone} to be removed"
                ),
            ),
            groups(say!("清单 SHA-256", "SHA-256 of the manifest"), &package.manifest.sha256),
            groups(say!("清单 SM3", "SM3 of the manifest"), &package.manifest.sm3),
            row(
                say!("清单签名", "Signature of the manifest"),
                match package.signature {
                    Some(_) => say!("有", "enclosed"),
                    None => say!("无", "none"),
                },
            ),
        ]);
        if let Some(reason) = &package.forced {
            rows.push(row(say!("强制打包的理由", "Packed by force, because"), same(reason)));
        }
        rows
    }
}

/// Digits as they are read aloud: eight at a time.
fn in_groups(hex: &str) -> String {
    let digits: Vec<char> = hex.chars().collect();
    let groups: Vec<String> = digits.chunks(8).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}
