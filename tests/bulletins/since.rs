//! What the board tells first: what changed since the bulletin its readers saw last.

use super::*;

const BOARD: &str = "tasks/index.html";

/// The section of the board that tells it, without its markup.
fn since(site: &Scratch, day: &str, options: &[&str]) -> String {
    let tree = site.built(&[&["--as-of", day], options].concat());
    let html = String::from_utf8(tree[BOARD].clone()).expect("text");
    let start = html.find("<section class=\"since\"").expect("a section");
    let section = &html[start..start + html[start..].find("</section>").expect("its end")];
    let mut text = String::new();
    for piece in section.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    text.replace('\n', "")
}

fn tells(site: &Scratch, day: &str, told: &str) {
    let text = since(site, day, &[]);
    assert!(text.contains(told), "{day}: {told} is not in {text}");
}

#[test]
fn the_board_tells_what_changed_since_the_last_bulletin() {
    let site = site();
    site.write(
        "content/tasks/03/2023-04-12-调整.md",
        "---\n事项: 调整\n完成时限: 10月底前\n理由: 系统改造\n批准: 局长办公会\n---\n",
    );
    site.write(
        "content/tasks/04/index.md",
        "---\n标题: 后来加的\n方案: 工作方案\n责任单位: 股\n完成时限: 9月底前\n发布日期: 2023-04-15\n---\n",
    );
    issued(&site, &[("2023-03", "2023-03-30")]);
    let last = "自上期通报（数据截至2023年3月30日）以来：";
    tells(&site, "2023-04-10", &format!("{last}没有新完成、新逾期、时限调整和新增的任务。"));
    tells(&site, "2023-04-12", &format!("{last}时限调整 1。"));
    tells(&site, "2023-04-20", &format!("{last}时限调整 1，新增任务 1。"));
    tells(&site, "2023-04-21", &format!("{last}新转为逾期 1，时限调整 1，新增任务 1。"));
    // What was overdue in between is done by now.
    tells(&site, "2023-05-08", &format!("{last}新完成 1，时限调整 1，新增任务 1。"));
    let home = page(&site, "2023-05-08", "index.html");
    assert!(home.contains(&format!("{last}新逾期0项，新完成1项，时限调整1项，新增1项。")));
    issued(&site, &[("2023-04", "2023-05-04")]);
    let text = since(&site, "2023-05-08", &[]);
    assert!(text.contains("新完成 1。") && text.contains("压减材料"), "{text}");
    assert!(!text.contains("后来加的"), "what the bulletin counted is not new: {text}");
}

#[test]
fn each_edition_counts_from_the_last_bulletin_its_readers_saw() {
    let site = site();
    site.write("content/bulletins/2023/2023-04.md", "---\n通报范围: 系统内\n---\n");
    issued(&site, &[("2023-03", "2023-03-30"), ("2023-04", "2023-05-04")]);
    let public = since(&site, "2023-05-06", &[]);
    assert!(public.contains("截至2023年3月30日") && public.contains("新转为逾期 1"), "{public}");
    let internal = since(&site, "2023-05-06", &["--edition", "internal"]);
    assert!(internal.contains("截至2023年4月") && internal.contains("没有新完成"), "{internal}");
}

#[test]
fn before_the_first_bulletin_the_board_tells_of_the_last_days() {
    let site = site();
    tells(&site, "2023-03-10", "尚未通报，自2023年3月3日以来：没有新完成");
    tells(&site, "2023-05-10", "尚未通报，自2023年4月10日以来：新完成 1。");
}
