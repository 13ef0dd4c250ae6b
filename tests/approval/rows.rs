//! Rows of returns are entries of the tasks they name, and are signed with them.

use super::{
    ALL_STAGES, SETTINGS, TASK, fault, form_code, found, repo, repo_of, run, states, task,
};
use crate::repo::Repo;

const RETURN: &str = "content/returns/w10.md";

/// A return of one week that names two tasks, one of them `b`, which is not there at first.
fn filed(row: &str) -> String {
    format!(
        "---\n标题: 第10周\n单位: 审批办\n方案: plan\n周期: 2023-W10\n报送时间: 2023-03-10\n任务:\n  - {{任务: 甲, {row}}}\n  - {{任务: b, 进展: 另一项}}\n---\n"
    )
}

fn signed() -> Repo {
    let repo = repo();
    repo.write("content/tasks/b.md", &task("二。").replace("标题: 甲", "标题: 乙"));
    repo.write(RETURN, &filed("进展: 一"));
    repo.commit("2023-03-11", ALL_STAGES);
    assert_eq!(found(&repo), []);
    repo
}

#[test]
fn a_row_that_completes_a_task_voids_its_signatures_and_no_other() {
    let repo = signed();
    repo.write(RETURN, &filed("进展: 一, 事项: 完成"));
    repo.commit("2023-03-12", "更新");
    assert_eq!(states(&repo, None, "tasks/a"), ["void"; 3]);
    assert_eq!(states(&repo, None, "tasks/b"), [""; 0], "its own row is as it was");
    assert_eq!(found(&repo), [fault("LS1602", TASK)]);

    // It is on the form, and what came back is written into the task.
    let form = run(&repo, &["approval", "form", "HEAD~1"]);
    assert!(form.out.contains("<td>甲"), "{}", form.out);
    for (stage, post) in [("初审", "主任"), ("复审", "副局长"), ("终审", "局长")] {
        let code = form_code(&form.out);
        let args = ["approval", "sign", "HEAD~1", stage, post, "--code", &code];
        let signed = run(&repo, &[&args[..], &["--date", "2023-03-13"]].concat());
        assert_eq!(signed.code, 0, "{}", signed.err);
    }
    assert_eq!(states(&repo, None, "tasks/a"), [""; 0]);
    assert_eq!(found(&repo), []);
}

#[test]
fn a_row_that_is_gone_or_of_an_earlier_commit_is_seen() {
    let repo = signed();
    repo.0.remove(RETURN);
    repo.commit("2023-03-12", "删去");
    for task in ["tasks/a", "tasks/b"] {
        assert_eq!(states(&repo, None, task), ["void"; 3], "{task}");
    }
    // Another file that says the same is the same.
    repo.write("content/returns/other.md", &filed("进展: 一"));
    repo.commit("2023-03-12", "改名");
    assert_eq!(found(&repo), []);
}

#[test]
fn where_returns_are_signed_themselves_their_rows_are_signed_with_them() {
    let repo = repo_of(&SETTINGS.replace("\"tasks\"]", "\"tasks\", \"returns\"]"));
    repo.commit("2023-03-10", ALL_STAGES);
    repo.write("content/tasks/b.md", &task("二。").replace("标题: 甲", "标题: 乙"));
    repo.write(RETURN, &filed("事项: 完成"));
    repo.commit("2023-03-11", "报送");
    assert_eq!(states(&repo, None, "tasks/a"), [""; 0]);
    assert_eq!(states(&repo, None, "returns/w10"), ["missing"; 3]);
}
