//! A verification in words, and as text.

use std::io::{self, Write};

use crate::diagnostic::{Lang, Text};
use crate::publish::edition_title;
use crate::publish::package::Receipt;
use crate::publish::trouble::Trouble;
use crate::publish::verify::{
    Fault, Finding, Remark, Signature, Source, Verdict, Verification, Via,
};
use crate::say;

/// How many of one fault are shown unless all are asked for.
const FEW: usize = 20;

/// Writes it as text.
pub fn write(
    all: &Verification,
    place: &str,
    lang: Lang,
    is_verbose: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", summary(all, place).in_lang(lang))?;
    for line in of_the_list(all, place, lang) {
        writeln!(out, "{line}")?;
    }
    let most = if is_verbose { usize::MAX } else { FEW };
    for (fault, findings) in groups(all) {
        let (Text { zh, en }, count) = (fault_name(fault), findings.len());
        let head = say!("{zh}（{count}）", "{en} ({count})");
        writeln!(out, "\n{}", head.in_lang(lang))?;
        for finding in findings.iter().take(most) {
            writeln!(out, "  {}", finding.path)?;
            for line in particulars(finding) {
                writeln!(out, "      {}", line.in_lang(lang))?;
            }
        }
        if count > most {
            let more = count - most;
            let line = say!(
                "  ……另有{more}处，用 --format json 全部列出",
                "  … and {more} more; --format json lists all"
            );
            writeln!(out, "{}", line.in_lang(lang))?;
        }
    }
    if !all.remarks.is_empty() {
        writeln!(out)?;
    }
    for remark in &all.remarks {
        let Text { zh, en } = remark_text(remark);
        writeln!(out, "{}", say!("说明：{zh}", "note: {en}").in_lang(lang))?;
    }
    Ok(())
}

/// Findings by fault, in the order they are told.
pub fn groups(all: &Verification) -> impl Iterator<Item = (Fault, &[Finding])> {
    let groups = all.findings.chunk_by(|a, b| a.fault == b.fault);
    groups.map(|group| (group[0].fault, group))
}

/// How it ended, in a sentence.
pub fn summary(all: &Verification, place: &str) -> Text {
    let files = all.manifest.as_ref().map_or(0, |manifest| manifest.files.len());
    let is_unreached = |finding: &&Finding| finding.fault == Fault::Unreached;
    let unreached = all.findings.iter().filter(is_unreached).count();
    let differing = all.findings.len() - unreached;
    let s = if differing == 1 { "" } else { "s" };
    let places = if unreached == 1 { "thing" } else { "things" };
    let (also_zh, also_en) = match unreached {
        0 => (String::new(), String::new()),
        _ => {
            let Text { zh, en } = say!(
                "；另有{unreached}处没能核对",
                "; {unreached} {places} could not be looked at"
            );
            (zh, en)
        }
    };
    if all.findings.iter().any(|finding| finding.fault == Fault::OtherSite) {
        return say!(
            "{place}：看来不是要核对的网站，没有它的清单，清单里的{files}个文件也一个都没有找到",
            "{place} does not seem to serve the site: it has no manifest of it, and none of its {files} files was found"
        );
    }
    match all.verdict() {
        Verdict::AsReviewed => say!(
            "{place}：清单里的{files}个文件都与审核的一致，没有发现多出来的",
            "{place}: all {files} files are as they were reviewed, and nothing else was found"
        ),
        Verdict::Differs => say!(
            "{place}：与审核的不一致，共{differing}处（清单有{files}个文件）{also_zh}",
            "{place}: not as it was reviewed, {differing} difference{s} ({files} files in the list){also_en}"
        ),
        Verdict::NotSeen => say!(
            "{place}：没能核对，共{unreached}处；这不说明网站被改",
            "{place}: {unreached} {places} could not be looked at, which does not say that the site was tampered with"
        ),
    }
}

/// What is compared with the receipt of a package, and then the list and why it may be believed.
pub fn of_the_list(all: &Verification, place: &str, lang: Lang) -> Vec<String> {
    let name = place.rsplit(['/', '\\']).next().unwrap_or(place);
    let receipt = all.package.iter().map(|proof| Receipt { name, proof }.text(lang));
    let receipt: String = receipt.collect();
    let own = list(all).into_iter().map(|line| line.in_lang(lang).to_owned());
    receipt.lines().map(str::to_owned).chain(own).collect()
}

fn list(all: &Verification) -> Vec<Text> {
    let mut lines = Vec::new();
    let from = match &all.source {
        Source::Place if all.package.is_some() => say!("取自包里", "from the package"),
        Source::Place => say!("取自核对的地方", "from the place itself"),
        Source::File(name) => say!("取自 {name}", "from {name}"),
        Source::Records(name) => say!("取自发布记录 {name}", "from the record {name}"),
    };
    if let Some(digest) = &all.digest {
        let (zh, en) = (from.zh, from.en);
        lines.push(say!("清单的 SHA-256：{digest}（{zh}）", "the list's SHA-256: {digest} ({en})"));
    }
    if let Some(manifest) = &all.manifest {
        let (day, edition) = (&manifest.as_of, &manifest.edition);
        let (zh, en) = match &manifest.revision {
            Some(revision) => (format!("，提交 {revision}"), format!(", commit {revision}")),
            None => (String::new(), String::new()),
        };
        let Text { zh: edition_zh, en: edition_en } = edition_title(edition);
        lines.push(say!(
            "它所列的网站：截至 {day}，{edition_zh}{zh}",
            "the site it lists: as of {day}, {edition_en}{en}"
        ));
    }
    match &all.signature {
        Signature::Valid(key) => {
            lines.push(say!("签名有效，公钥 {key}", "its signature holds, by the key {key}"));
        }
        Signature::Unproved => lines.push(say!(
            "有签名，没有公钥可以核对",
            "it bears a signature, and there is no key to prove it by"
        )),
        Signature::None | Signature::Invalid => {}
    }
    lines
}

/// A fault in a few words.
pub fn fault_name(fault: Fault) -> Text {
    match fault {
        Fault::Digest => {
            say!("清单不是记下的那一份", "the list is not the one that was noted down")
        }
        Fault::Unsigned => say!("清单没有签名", "the list is not signed"),
        Fault::Forged => say!("清单的签名无效", "the signature of the list does not hold"),
        Fault::Manifest => say!("清单读不出来", "the list cannot be read"),
        Fault::OtherSite => say!("看来是别的网站", "another site, as it seems"),
        Fault::Package => say!("包不可用", "the package is not sound"),
        Fault::Changed => say!("内容被改", "changed"),
        Fault::Missing => say!("缺少", "missing"),
        Fault::Extra => say!("多出来的，没有审核过", "never reviewed"),
        Fault::Withdrawn => say!("已经撤下，仍然在", "withdrawn, and still there"),
        Fault::Redirect => say!("被转到别处", "sent elsewhere"),
        Fault::ContentType => say!("发送的类型不对", "sent as another type"),
        Fault::Listing => say!("目录里的文件谁都能列出", "a folder's files are shown to everybody"),
        Fault::FalseFound => say!("不存在的网址也答“有”", "what is not there is said to be there"),
        Fault::Link => say!("符号链接", "symbolic links"),
        Fault::Device => say!("不是普通文件", "no plain files"),
        Fault::Name => say!("文件名不是Unicode", "names that are not Unicode"),
        Fault::Unfinished => say!("没有写完", "not completely written"),
        Fault::Unreached => say!("没能核对", "could not be looked at"),
    }
}

/// What one ought to know of a fault.
pub fn advice(fault: Fault) -> Option<Text> {
    Some(match fault {
        Fault::Digest | Fault::Unsigned | Fault::Forged | Fault::Manifest => say!(
            "清单不可信，以下结果也就不可信；用审核时留存的清单再核对一次。",
            "What the list says cannot be relied on; look again with the one kept from the review."
        ),
        Fault::OtherSite => say!(
            "先核对网址，栏目在子目录下的要写到那个目录；网址没错，就是整个网站被撤下或换掉了。",
            "Look at the address first, down to the site's folder; if it is right, the whole site was taken down or replaced."
        ),
        Fault::Package => say!(
            "不要用这个包；从制作方重新取一份，先核对摆渡单。",
            "Do not use it; fetch it anew from who made it, and compare it with the receipt."
        ),
        Fault::Changed | Fault::Missing => say!(
            "先留存服务器上的文件和日志，再重新发布。",
            "Keep the server's files and logs first, then publish again."
        ),
        Fault::Extra => say!(
            "可能是网页后门或暗链：先留存，再查是怎么放上去的，然后删除。",
            "It may be a back door or hidden links: keep a copy, find out how it got there, then remove it."
        ),
        Fault::Withdrawn => say!("从服务器上删除。", "Remove it from the server."),
        Fault::Redirect => say!(
            "查服务器和域名的设置，是不是被人改过。",
            "See whether somebody changed the settings of the server or of the name."
        ),
        Fault::ContentType | Fault::Listing | Fault::FalseFound => {
            say!("改服务器的设置。", "Mend the settings of the server.")
        }
        Fault::Link | Fault::Device | Fault::Name => {
            say!(
                "生成的网站里没有这些，查清来历。",
                "No build makes these: find out where they came from."
            )
        }
        Fault::Unfinished => say!(
            "有人正在写，或写到一半停了：再生成或发布一次。",
            "Somebody is writing there, or stopped halfway: build or publish once more."
        ),
        Fault::Unreached => say!(
            "多半是网络或服务器的问题，过一会再核对。",
            "Most likely the network or the server fails: look again later."
        ),
    })
}

/// What is known of one finding, a line each.
pub fn particulars(finding: &Finding) -> Vec<Text> {
    let mut lines = Vec::new();
    match (&finding.expected, &finding.found) {
        (Some(expected), Some(found)) => {
            lines.push(say!("应为 {expected}，实为 {found}", "{expected} expected, {found} found"));
        }
        (Some(expected), None) if finding.fault == Fault::ContentType => {
            lines.push(say!("应为 {expected}，没有写明类型", "{expected} expected, none given"));
        }
        (Some(expected), None) => lines.push(say!("应为 {expected}", "{expected} expected")),
        (None, Some(to)) if finding.fault == Fault::Redirect => {
            lines.push(say!("转到 {to}", "to {to}"));
        }
        (None, Some(found)) => lines.push(say!("实为 {found}", "{found} found")),
        (None, None) => {}
    }
    if let Some(via) = &finding.from {
        lines.push(via_text(via));
    }
    if !finding.leads.is_empty() {
        let leads: Vec<&str> = finding.leads.iter().take(FEW).map(String::as_str).collect();
        let (zh, en) = (leads.join("、"), leads.join(", "));
        let (more_zh, more_en) = match finding.leads.len().saturating_sub(FEW) {
            0 => (String::new(), String::new()),
            more => (format!(" 等，另有{more}处"), format!(" and {more} more")),
        };
        lines.push(say!(
            "指向审核过的页面都不指向的：{zh}{more_zh}",
            "leads where no reviewed page does: {en}{more_en}"
        ));
    }
    lines.extend(finding.trouble.as_ref().map(Trouble::text));
    lines.extend(finding.told.clone());
    lines
}

fn via_text(via: &Via) -> Text {
    match via {
        Via::Page(page) => say!("{page} 链接到它", "{page} leads there"),
        Via::Listing(folder) => say!("列在 {folder} 的目录里", "shown in the folder {folder}"),
        Via::Earlier(file) => say!("列在以前的清单 {file} 里", "in the earlier list {file}"),
        Via::Name => say!("按后门常用的名字找到", "found by a name such files go by"),
    }
}

/// What is worth knowing and no fault.
pub fn remark_text(remark: &Remark) -> Text {
    match remark {
        Remark::SameSource => say!(
            "清单和文件出自同一个地方，能改文件的人也能改清单；用 --manifest、--digest 或 --public-key 才核对得实",
            "the list came from the same place as the files: who can change these can change it too; --manifest, --digest or --public-key prove more"
        ),
        Remark::OnlyThePackage => say!(
            "能改包的人也能改里面的清单；与摆渡单逐组核对上面的 SHA-256 和 SM3，或用 --digest、--manifest、--public-key",
            "who can change the package can change the list in it too: compare the groups above with the receipt, or use --digest, --manifest or --public-key"
        ),
        Remark::NoOwnManifest => {
            say!("那里没有自己的 MANIFEST.json", "there is no MANIFEST.json of its own there")
        }
        Remark::NoCharset { count, example } => say!(
            "{count}个文本文件发送时没有写明 UTF-8，如 {example}",
            "texts sent without saying that they are UTF-8: {count}, such as {example}"
        ),
        Remark::NoHeaders { names, count } => {
            let (zh, en) = (names.join("、"), names.join(", "));
            say!("{count}个页面没有带上安全头 {zh}", "pages sent without {en}: {count}")
        }
        Remark::OtherNotFound { leads } if leads.is_empty() => say!(
            "不存在的网址，显示的不是本站的 404.html",
            "for an address that is not there the server shows another page than 404.html"
        ),
        Remark::OtherNotFound { leads } => {
            let leads: Vec<&str> = leads.iter().take(FEW).map(String::as_str).collect();
            let (zh, en) = (leads.join("、"), leads.join(", "));
            say!(
                "不存在的网址，显示的不是本站的 404.html，它指向 {zh}",
                "for an address that is not there the server shows another page than 404.html, which leads to {en}"
            )
        }
        Remark::Unanswered(count) => say!(
            "按后门常用的名字去问，有{count}个没有应答，可能被防火墙拦下",
            "names that back doors go by that got no answer, as behind a firewall: {count}"
        ),
        Remark::NotFollowed(count) => {
            say!(
                "链接太多，有{count}个没有再查",
                "links not followed, there being too many: {count}"
            )
        }
        Remark::Unforeseeable(count) => say!(
            "有{count}种后缀，不存在的也每次答一个不同的页面，无法查找",
            "endings of which nothing can be found out, for what is not there has another page each time: {count}"
        ),
        Remark::OtherReleases(count) => say!(
            "另有{count}个没有对外的版本，只核对了文件名和大小",
            "releases beside the one served, of which names and sizes were compared: {count}"
        ),
    }
}
