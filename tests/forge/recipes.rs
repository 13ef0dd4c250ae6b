//! What the forges run, as they read it; what of it needs no forge is run.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::scratch::Scratch;
use super::{run_in, sh, shell, site, yaml};

const FORGES: [&str; 4] = ["github", "gitlab", "gitea", "gitee"];
const FILES: [&str; 5] = [
    ".github/workflows/liangshai.yml",
    ".gitlab-ci.yml",
    ".gitea/workflows/liangshai.yml",
    ".workflow/liangshai-pr.yml",
    ".workflow/liangshai-main.yml",
];

/// A new site with the recipes of every forge, in a repository.
fn with_recipes(lang: &str) -> Scratch {
    let scratch = Scratch::new();
    sh(&scratch.0, "git init -q -b main .");
    let run = run_in(&scratch.0, &["init", ".", "--ci", &FORGES.join(","), "--lang", lang]);
    assert_eq!(run.code, 0, "{}", run.err);
    scratch
}

fn recipe(site: &Scratch, file: &str) -> Value {
    yaml::read(&fs::read_to_string(site.path(file)).expect("a recipe"))
}

/// Each script of a recipe, wherever it stands.
fn scripts<'v>(value: &'v Value, out: &mut Vec<&'v str>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("run", Value::String(script)) => out.push(script),
                    ("script" | "before_script" | "commands", Value::Array(lines)) => {
                        out.extend(lines.iter().filter_map(Value::as_str));
                    }
                    _ => scripts(value, out),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| scripts(item, out)),
        _ => {}
    }
}

#[test]
fn every_recipe_says_in_both_languages_what_it_must() {
    let [zh, en] = ["zh-CN", "en"].map(with_recipes);
    for file in FILES {
        let text = fs::read_to_string(zh.path(file)).expect("a recipe");
        for word in [
            "LIANGSHAI_URL",
            "LIANGSHAI_SHA256",
            "sha256sum --check",
            "cargo install --path",
            "内网",
        ] {
            assert!(text.contains(word) || file.ends_with("main.yml"), "{file}: {word}");
        }
        assert!(!text.contains("set -x"), "{file}: nothing that shows secrets");
        let (chinese, english) = (recipe(&zh, file), recipe(&en, file));
        let (mut own, mut other) = (Vec::new(), Vec::new());
        scripts(&chinese, &mut own);
        scripts(&english, &mut other);
        assert_eq!(own.len(), other.len(), "{file}");
        let all = own.join("\n");
        for step in [
            "check",
            "build --drafts --offline",
            "review \"$BASE\" --format markdown",
            "publish \"$LIANGSHAI_TARGET\" --from",
        ] {
            let is_told = all.contains(step) || file.contains(".workflow/");
            assert!(is_told, "{file}: {step}");
        }
        for script in own.into_iter().chain(other) {
            let run = Command::new("sh").args(["-n", "-c", script]).output().expect("a shell");
            let err = String::from_utf8_lossy(&run.stderr);
            assert!(run.status.success(), "{file}: {err}\n{script}");
            // What comes from outside reaches a script by its environment only.
            assert!(!script.contains("${{"), "{file}: {script}");
        }
    }
}

#[test]
fn recipes_clone_the_whole_history_and_have_no_more_leave_than_they_need() {
    let site = with_recipes("zh-CN");
    for (file, is_github) in [(FILES[0], true), (FILES[2], false)] {
        let recipe = recipe(&site, file);
        assert_eq!(recipe["permissions"]["contents"], "read", "{file}");
        let on = recipe["on"].as_object().expect("events");
        assert!(
            on.contains_key("pull_request") && !on.contains_key("pull_request_target"),
            "{file}"
        );
        let jobs = recipe["jobs"].as_object().expect("jobs");
        let steps = || jobs.values().flat_map(|job| job["steps"].as_array().expect("steps"));
        let mut clones = 0;
        for step in steps() {
            let Some(uses) = step["uses"].as_str() else { continue };
            let (action, digest) = uses.split_once('@').expect("a version");
            assert!(digest.len() == 40 && digest.chars().all(|c| c.is_ascii_hexdigit()), "{uses}");
            if action == "actions/checkout" {
                assert_eq!(step["with"]["fetch-depth"], "0", "{file}");
                assert_eq!(step["with"]["persist-credentials"], "false", "{file}");
                clones += 1;
            }
        }
        assert!(clones > 0, "{file}");
        let publish = steps().find(|step| {
            step["run"].as_str().is_some_and(|r| r.contains("publish \"$LIANGSHAI_TARGET\""))
        });
        let guard = publish.expect("a step")["if"].as_str().expect("a condition");
        assert!(guard.contains("vars.LIANGSHAI_TARGET != ''"), "{guard}");
        if is_github {
            assert_eq!(jobs["check"].get("permissions"), None);
            let leave = jobs["comment"]["permissions"].as_object().expect("its own");
            assert_eq!(leave.iter().collect::<Vec<_>>().len(), 1);
            assert_eq!(leave["pull-requests"], "write");
        }
    }
    let gitlab = recipe(&site, FILES[1]);
    assert_eq!(gitlab["variables"]["GIT_DEPTH"], "0");
    assert_eq!(
        gitlab["check"]["artifacts"]["reports"]["codequality"],
        "gl-code-quality-report.json"
    );
    let guard = |job: &str| gitlab[job]["rules"][0]["if"].as_str().expect("a rule").to_owned();
    assert!(guard("publish").contains("$LIANGSHAI_TARGET"));
    assert!(guard("comment").contains("$LIANGSHAI_TOKEN"));
    let stages: Vec<&Value> = gitlab["stages"].as_array().expect("stages").iter().collect();
    for job in ["check", "review", "preview", "comment", "build", "publish"] {
        assert!(stages.contains(&&gitlab[job]["stage"]), "{job}");
    }
    for (file, event) in [(FILES[3], "pr"), (FILES[4], "push")] {
        let gitee = recipe(&site, file);
        assert_eq!(gitee["version"], "1.0");
        assert_eq!(format!(".workflow/{}.yml", gitee["name"].as_str().expect("a name")), file);
        assert!(gitee["triggers"][event]["branches"]["precise"].is_array(), "{file}");
        let step = &gitee["stages"][0]["steps"][0];
        assert_eq!(step["step"], "build@gcc");
        let script = step["commands"][0].as_str().expect("a script");
        assert!(script.contains("git fetch --quiet --unshallow"), "{file}");
        assert!(step["artifacts"][0]["path"].is_array(), "{file}");
        // A build's artifacts are for later steps; what people fetch is uploaded by one of those.
        let upload = &gitee["stages"][0]["steps"][1];
        assert_eq!(upload["step"], "publish@general_artifacts", "{file}");
        assert_eq!(upload["dependArtifact"], step["artifacts"][0]["name"], "{file}");
        assert_eq!(upload["dependsOn"], step["name"], "{file}");
    }
}

/// The keys Gitee Go documents, by where they stand: anything else it refuses or passes over.
const GITEE: [(&str, &[&str]); 4] = [
    ("", &["version", "name", "displayName", "triggers", "variables", "stages"]),
    ("stages", &["name", "displayName", "strategy", "trigger", "executor", "steps"]),
    (
        "build@gcc",
        &[
            "step",
            "name",
            "displayName",
            "gccVersion",
            "commands",
            "artifacts",
            "notify",
            "strategy",
        ],
    ),
    (
        "publish@general_artifacts",
        &[
            "step",
            "name",
            "displayName",
            "dependArtifact",
            "artifactRepository",
            "artifactName",
            "dependsOn",
            "notify",
            "strategy",
        ],
    ),
];

#[test]
fn gitee_is_told_nothing_in_words_it_does_not_know() {
    let site = with_recipes("zh-CN");
    let hold = |value: &Value, of: &str| {
        let (_, known) = GITEE.iter().find(|(name, _)| *name == of).expect("a step it knows");
        let own = value.as_object().expect("a map");
        let strange: Vec<_> = own.keys().filter(|key| !known.contains(&key.as_str())).collect();
        assert!(strange.is_empty(), "{of}: {strange:?}");
    };
    for file in &FILES[3..] {
        let gitee = recipe(&site, file);
        hold(&gitee, "");
        for stage in gitee["stages"].as_array().expect("stages") {
            hold(stage, "stages");
            assert_eq!(stage["strategy"], "naturally");
            for step in stage["steps"].as_array().expect("steps") {
                hold(step, step["step"].as_str().expect("a plugin"));
            }
        }
    }
}

#[test]
fn recipes_are_added_to_a_site_and_nothing_there_is_overwritten() {
    let site = site();
    site.write(".gitlab-ci.yml", "mine: {}\n");
    let told = site.run(&["init", site.0.to_str().expect("a plain path"), "--ci", "gitlab,github"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains(".gitlab-ci.yml   已有，没有改动"), "{}", told.out);
    assert!(told.out.contains("liangshai.yml   已写入"), "{}", told.out);
    assert_eq!(fs::read_to_string(site.path(".gitlab-ci.yml")).expect("theirs"), "mine: {}\n");
    let again = run_in(&site.0, &["init", ".", "--ci", "github", "--ci", "github"]);
    assert_eq!(again.out.matches("  .github/workflows/liangshai.yml   已有，内容相同").count(), 1);
    assert_eq!(run_in(&site.0, &["init", "."]).code, 2, "it is a site already");
    // A site in a folder: the forge looks at the top only.
    let top = Scratch::new();
    sh(&top.0, "git init -q .");
    assert_eq!(run_in(&top.0, &["init", "web site", "--ci", "github", "--lang", "en"]).code, 0);
    let text = fs::read_to_string(top.path(FILES[0])).expect("at the top");
    assert!(text.contains("LIANGSHAI_SITE: \"web site\""), "{text}");
    // In English, as the site is.
    let more = run_in(&top.0, &["init", "web site", "--ci", "gitea"]);
    assert!(more.out.contains("gitea/workflows/liangshai.yml   written"), "{}", more.out);
    assert_eq!(run_in(&top.0, &["init", "web site", "--ci", "jenkins"]).code, 2);
}

/// The steps of a GitHub job by their names.
fn steps(recipe: &Value, job: &str) -> Vec<(String, String)> {
    let steps = recipe["jobs"][job]["steps"].as_array().expect("steps");
    let named =
        |step: &Value| Some((step["name"].as_str()?.to_owned(), step["run"].as_str()?.to_owned()));
    steps.iter().filter_map(named).collect()
}

#[test]
fn the_steps_of_github_that_need_no_forge_pass_in_a_clone_of_a_new_site() {
    let site = with_recipes("en");
    sh(&site.0, "git add -A && git commit -qm one");
    let clone = Scratch::new();
    sh(&clone.0, &format!("git clone -q '{}' site && mkdir temp", site.0.display()));
    let recipe = recipe(&site, FILES[0]);
    let (folder, temp) = (clone.path("site"), clone.path("temp"));
    let mut run = 0;
    for job in ["check", "publish"] {
        for (name, script) in steps(&recipe, job) {
            // The others ask for commands that come with other parts, or for the forge itself.
            if !["get the program", "find what to compare with", "check", "preview", "build"]
                .contains(&&*name)
            {
                continue;
            }
            let mut command = shell(&folder, &script);
            for (name, value) in recipe["env"].as_object().expect("an environment") {
                command.env(name, value.as_str().expect("a text"));
            }
            command.env("RUNNER_TEMP", &temp).env("GITHUB_ENV", temp.join("env"));
            command.env("GITHUB_PATH", temp.join("path")).env("BEFORE", "0".repeat(40));
            let output = command.output().expect("a shell");
            let (out, err) = (
                String::from_utf8_lossy(&output.stdout).into_owned(),
                String::from_utf8_lossy(&output.stderr).into_owned(),
            );
            assert!(output.status.success(), "{name}: {out}{err}");
            assert!(name != "check" || out.contains("::warning file=site.toml,line=1"), "{out}");
            run += 1;
        }
    }
    assert_eq!(run, 6);
    assert!(temp.join("preview/index.html").is_file() && temp.join("public/index.html").is_file());
    assert!(!temp.join("env").exists(), "a first push has nothing to compare with");
    // What came to the other branch since this one left it is none of the change.
    let left = sh(&folder, "git rev-parse HEAD");
    sh(
        &folder,
        "git commit -q --allow-empty -m later && git update-ref refs/remotes/origin/main HEAD",
    );
    sh(&folder, "git checkout -q -b change HEAD~1 && git commit -q --allow-empty -m change");
    let mut base = shell(&folder, &steps(&recipe, "check")[1].1);
    base.env("GITHUB_BASE_REF", "main").env("GITHUB_ENV", temp.join("env"));
    assert!(base.status().expect("a shell").success());
    let env = fs::read_to_string(temp.join("env")).expect("it is set");
    assert_eq!(env, format!("BASE={}\n", left.trim()));
}

/// A `curl` that knows one comment, or none, and notes what it is asked.
const CURL: &str = "#!/bin/sh\nprintf '%s\\n' \"$*\" >> \"$LOG\"\ncat >> \"$LOG\"\ncase \"$*\" in\n\
    *--data*) ;;\n*) printf '%s' \"$COMMENTS\" ;;\nesac\n";

#[test]
fn the_review_is_one_comment_that_is_brought_up_to_date() {
    let site = with_recipes("en");
    let github = recipe(&site, FILES[0]);
    let gitlab = recipe(&site, FILES[1]);
    let scripts = [
        steps(&github, "comment").remove(0).1,
        gitlab["comment"]["script"][0].as_str().expect("a script").to_owned(),
    ];
    let scratch = Scratch::new();
    scratch.write("bin/curl", CURL);
    scratch.write("review.md", "第一行 \"引号\"\n");
    scratch.write("liangshai-review/review.md", "第一行 \"引号\"\n");
    sh(&scratch.0, "chmod +x bin/curl");
    let own = r#"[{"id":7,"body":"hello","user":{"type":"User"}},{"id":42,"body":"<!-- liangshai review -->\nold","user":{"type":"Bot"}}]"#;
    for script in scripts {
        for (comments, is_new) in [("[]", true), (own, false)] {
            let _ = fs::remove_file(scratch.path("log"));
            let script = format!("PATH=\"$PWD/bin:$PATH\"\n{script}");
            let mut command = shell(&scratch.0, &script);
            command.env("LOG", scratch.path("log")).env("COMMENTS", comments);
            command.env("TOKEN", "s3cret").env("LIANGSHAI_TOKEN", "s3cret").env("NUMBER", "5");
            command.env("API", "https://forge/repos/a/b").env("CI_API_V4_URL", "https://forge");
            command.env("CI_PROJECT_ID", "9").env("CI_MERGE_REQUEST_IID", "5");
            let output = command.output().expect("a shell");
            let err = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{err}");
            let shown = [output.stdout, output.stderr].concat();
            assert!(!String::from_utf8_lossy(&shown).contains("s3cret"), "nothing secret is shown");
            let log = fs::read_to_string(scratch.path("log")).expect("it asked");
            let calls: Vec<&str> = log.lines().filter(|line| line.contains("https://")).collect();
            assert!(calls.iter().all(|call| !call.contains("s3cret")), "{calls:?}");
            assert_eq!(calls.len(), 2, "{log}");
            assert_eq!(calls[1].contains("/42"), !is_new, "{log}");
            assert_eq!(calls[1].contains("--request"), !is_new, "{log}");
            let body = fs::read(scratch.path("comment.json")).expect("a body");
            let body: Value = serde_json::from_slice(&body).expect("JSON");
            assert_eq!(body["body"], "<!-- liangshai review -->\n第一行 \"引号\"\n");
        }
    }
}

#[test]
fn recipes_are_what_the_forges_own_schemas_allow() {
    let checker =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/.venv/bin/check-jsonschema");
    assert!(checker.exists(), "tests/run puts the standards' programs into tests/data/.venv");
    for lang in ["zh-CN", "en"] {
        let site = with_recipes(lang);
        // Gitea reads what GitHub reads; of Gitee no schema is published.
        for (file, schema) in
            FILES.into_iter().zip(["github-workflows", "gitlab-ci", "github-workflows"])
        {
            let mut run = Command::new(&checker);
            run.args(["--builtin-schema", &format!("vendor.{schema}")]).arg(site.path(file));
            let run = run.env("PYTHONUTF8", "1").output().expect("the program runs");
            assert!(run.status.success(), "{file}: {}", String::from_utf8_lossy(&run.stdout));
        }
    }
}
