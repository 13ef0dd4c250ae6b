use proptest::prelude::*;

use super::*;
use crate::tree::{Entry, Stamp};

/// A site's files by path.
#[derive(Default)]
struct Memory(BTreeMap<SitePath, &'static str>);

impl Tree for Memory {
    fn list(&self, folder: &str) -> anyhow::Result<BTreeMap<SitePath, Entry>> {
        let below = |path: &SitePath| {
            let rest = path.as_str().strip_prefix(folder);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let entry = |text: &str| Entry::File(Stamp::of_bytes(text.len() as u64));
        let files = self.0.iter().filter(|(path, _)| below(path));
        Ok(files.map(|(path, text)| (path.clone(), entry(text))).collect())
    }

    fn read(&self, path: &SitePath) -> anyhow::Result<Vec<u8>> {
        let text = self.0.get(path).ok_or_else(|| anyhow::anyhow!("no {path}"))?;
        Ok(text.as_bytes().to_vec())
    }
}

/// Every file with what may stand in it; the first is sound, and nothing stands for no file.
const FILES: &[(&str, &[&str])] = &[
    (
        "site.toml",
        &[
            "title = \"亮晒\"\n[defaults]\ndisclosure = \"主动公开\"\n",
            "title = \"亮晒\"\n",
            "title = \"亮晒\"\n[defaults]\ndisclosure = \"主动公开\"\nwarning_days = 3\n",
            "title = \"亮晒\"\nbase_url = \"x\"\n",
            "title = 亮晒\n",
        ],
    ),
    (
        "content/plans/p.md",
        &[
            "---\n标题: 方案\n发文机关: 局\n发布日期: 2023-03-01\n参与单位: [甲办, 乙办]\n---\n",
            "---\n标题: 方案\n发文机关: 局\n发布日期: 2024-03-01\n参与单位: [乙办]\n---\n",
            "---\n标题: 新方案\n发文机关: 局\n发布日期: 2023-03-01\n---\n",
            "---\n标题: 方案\n发文机关: 局\n发布日期: 2023-03-01\n公开属性: 系统内\n---\n",
            "---\n标题: 方案\n坏\n---\n",
            "",
        ],
    ),
    (
        "content/offices/a.md",
        &[
            "---\n标题: 甲办\n简称: 甲\n分管领导: 局长\n---\n",
            "---\n标题: 乙办\n---\n",
            "---\n标题: 甲办公室\n曾用名: [{名称: 甲办, 止: 2022-12-31}]\n---\n",
            "---\n标题: 甲办\n上级: 乙办\n---\n[附](../tasks/p/2/x.pdf)\n",
            "---\n标题: 甲办\n草稿: 是\n---\n",
            "",
        ],
    ),
    (
        "content/offices/b.md",
        &[
            "---\n标题: 乙办\n---\n",
            "---\n标题: 乙办\n上级: 甲办\n---\n",
            "---\n标题: 丙办\n---\n",
            "",
        ],
    ),
    ("content/posts/z.md", &["---\n标题: 局长\n---\n", "---\n标题: 副局长\n---\n", ""]),
    (
        "content/tasks/p/1.md",
        &[
            "---\n标题: 一\n方案: 方案\n责任单位: 甲办\n完成时限: 9月底前\n---\n见[二](2/index.md)。\n",
            "---\n标题: 一一\n方案: 方案\n责任单位: 甲办、乙办\n---\n见[事](2/2023-03-10.md)。\n",
            "---\n标题: 一\n方案: p\n责任单位: 丁办\n完成时限: 2022年\n---\n[附](2/x.pdf)\n",
            "---\n标题: 一\n方案: 方案\n责任单位: 各股室\n草稿: 是\n---\n[无](没有.md)\n",
            "---\n标题: 二\n方案: 方案\n责任单位: 甲\n---\n[甲](../../offices/a.md)[n](../../news/n.md)\n",
            "",
        ],
    ),
    (
        "content/tasks/p/2/index.md",
        &[
            "---\n标题: 二\n方案: 方案\n责任单位: 乙办\n附件: [x.pdf]\n---\n",
            "---\n标题: 三\n方案: 方案\n责任单位: 乙办\n---\n",
            "---\n标题: 二\n网址名: er\n方案: 方案\n责任单位: 乙办\n---\n",
            "---\n标题: 二\n网址名: 不行\n方案: 方案\n---\n",
            "没有\n",
            "",
        ],
    ),
    (
        "content/tasks/p/2/2023-03-10.md",
        &[
            "---\n---\n启动。\n",
            "---\n事项: 取消\n理由: 合并\n批准: 局长\n并入: 一\n---\n",
            "---\n事项: 核验\n核验人: 甲办\n结果: 通过\n---\n",
            "---\n事项: 完成\n草稿: 是\n---\n",
            "---\n事项: 完成\n附件: [x.pdf, y.pdf]\n---\n[一](../1.md)\n",
            "",
        ],
    ),
    ("content/tasks/p/2/x.pdf", &["%PDF", "%PDF 长", ""]),
    ("content/tasks/p/2/说明.md", &["", "---\n标题: 说明\n---\n"]),
    (
        "content/tasks/p/3.md",
        &["", "---\n标题: 三\n网址名: '1'\n方案: 方案\n责任单位: 甲办\n---\n"],
    ),
    (
        "content/returns/r.md",
        &[
            "---\n标题: 第10周\n单位: 甲办\n方案: 方案\n周期: 2023-W10\n报送时间: 2023-03-10 11:30\n任务: [{任务: 一, 进展: 已启动}, {任务: 二, 进展: 完了, 事项: 完成}]\n---\n",
            "---\n标题: 第10周\n单位: 甲办\n方案: 方案\n周期: 2023-W10\n报送时间: 2023-03-11 11:30\n任务: [{任务: 一, 进展: 已启动}]\n---\n",
            "---\n标题: 第10周\n单位: 甲办\n方案: 方案\n周期: 2023-W10\n任务: [{任务: 二, 进展: 已启动}]\n---\n",
            "",
        ],
    ),
    (
        "content/returns/s.md",
        &[
            "",
            "---\n标题: 第11周\n单位: 乙办\n方案: 方案\n周期: 2023-W11\n报送时间: 2023-03-17 11:30\n任务: [{任务: 二, 进展: 续}]\n---\n",
        ],
    ),
    (
        "content/indicators/i/index.md",
        &["---\n标题: 指标\n---\n", "---\n标题: 指标\n上级: 指标\n---\n", ""],
    ),
    ("content/indicators/i/values.csv", &["日期,值\n2023,1\n", "日期,值\n2024,二\n", ""]),
    ("content/indicators/i/values.xlsx", &["", "PK"]),
    (
        "content/news/n.md",
        &[
            "---\n标题: 动态\n发布日期: 2023-04-01\n---\n[表](../indicators/i/values.csv)\n",
            "---\n标题：动态\n发布日期: 2023-04-01\n---\n",
            "",
        ],
    ),
    (
        "content/tasks/index.md",
        &["---\n标题: 任务\n---\n[一](p/1.md)\n", "---\n题: 任务\n---\n", ""],
    ),
    ("content/index.md", &["---\n---\n[一](tasks/p/1.md)[坏](坏.md)\n", ""]),
    ("content/x.md.txt", &["", "---\n---\n"]),
    ("content/other/y.md", &["", "---\n标题: 乙\n---\n"]),
    ("content/news/n2.md/y.md", &["", "---\n标题: 乙\n---\n"]),
];

fn path(file: usize) -> SitePath {
    SitePath::new(FILES[file].0).expect("a sound path")
}

fn told(read: Option<&Reading>, found: &Diagnostics) -> (String, String) {
    (format!("{:?}", read.map(Reading::model)), format!("{found:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn reading_again_is_reading_from_nothing(
        steps in proptest::collection::vec(
            (proptest::collection::vec((0..FILES.len(), 0..8_usize), 1..3), any::<bool>()),
            1..24,
        ),
    ) {
        let mut tree = Memory::default();
        for (file, (_, texts)) in FILES.iter().enumerate() {
            if !texts[0].is_empty() {
                tree.0.insert(path(file), texts[0]);
            }
        }
        let mut last = read(&tree, &mut Diagnostics::new()).expect("memory does not fail");
        for (edits, is_known) in steps {
            let mut changed = BTreeSet::new();
            for (file, text) in edits {
                let texts = FILES[file].1;
                match texts[text % texts.len()] {
                    "" => tree.0.remove(&path(file)),
                    text => tree.0.insert(path(file), text),
                };
                changed.insert(path(file));
            }
            let mut found = Diagnostics::new();
            let again = read_again(&tree, last, is_known.then_some(&changed), &mut found)
                .expect("memory does not fail");
            let mut anew_found = Diagnostics::new();
            let anew = read(&tree, &mut anew_found).expect("memory does not fail");
            prop_assert_eq!(told(again.as_ref(), &found), told(anew.as_ref(), &anew_found));
            last = again;
        }
    }
}

#[test]
fn what_did_not_change_is_not_read_again() {
    let mut tree = Memory::default();
    for (file, (_, texts)) in FILES.iter().enumerate() {
        tree.0.insert(path(file), texts[0]);
    }
    tree.0.retain(|_, text| !text.is_empty());
    let last = read(&tree, &mut Diagnostics::new()).expect("memory does not fail");
    let before = last.as_ref().map(|last| last.model().clone()).expect("a site");
    let edited = SitePath::new("content/tasks/p/1.md").expect("a sound path");
    tree.0.insert(edited.clone(), "---\n标题: 一\n方案: 方案\n责任单位: 乙办\n---\n");
    let changed = [edited].into();
    let again = read_again(&tree, last, Some(&changed), &mut Diagnostics::new());
    let again = again.expect("memory does not fail").expect("a site");
    let same = |i: usize| Arc::ptr_eq(&before.tasks[i], &again.model().tasks[i]);
    assert_eq!((same(0), same(1)), (false, true));
    assert!(Arc::ptr_eq(&before.offices[0], &again.model().offices[0]));
}
