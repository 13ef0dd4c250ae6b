//! README.md and README.zh.md with their chapters in docs/, held against the program: what they show
//! is run, what they list is compared.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use liangshai::check::{RULES, Rule};
use liangshai::diagnostic::{Lang, Severity};
use liangshai::model::key::{Field, Key};
use liangshai::model::parts::{PARTS, Part};
use liangshai::model::settings::Language;
use liangshai::model::{Kind, State, entry, record, translation};
use liangshai::words::Words;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PROGRAM: &str = env!("CARGO_BIN_EXE_liangshai");

const READMES: [Readme; 2] = [
    Readme { file: "README.md", language: Language::English },
    Readme { file: "README.zh.md", language: Language::Chinese },
];

/// One of the two, in its language, with its chapters.
struct Readme {
    file: &'static str,
    language: Language,
}

impl Readme {
    /// The README and the chapters it lists, in that order.
    fn files(&self) -> Vec<PathBuf> {
        let ending = if self.is_chinese() { ".zh.md" } else { ".md" };
        let first = Path::new(ROOT).join(self.file);
        let text = fs::read_to_string(&first).expect("the README is there");
        let listed =
            text.lines().filter_map(|line| line.strip_prefix("- [")?.split_once("](docs/"));
        let chapters = listed.filter_map(|(_, rest)| rest.split_once(')')).map(|(name, _)| name);
        let chapters = chapters.filter(|name| name.ends_with(ending));
        let chapters: Vec<_> =
            chapters.map(|name| Path::new(ROOT).join("docs").join(name)).collect();
        [vec![first], chapters].concat()
    }

    fn text(&self) -> String {
        let text = |file: &PathBuf| fs::read_to_string(file).expect("a chapter is there");
        self.files().iter().map(text).collect()
    }

    fn is_chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<Block> = None;
        for line in self.text().lines() {
            match (line.strip_prefix("```"), open.take()) {
                (Some(_), Some(block)) => blocks.push(block),
                (Some(tag), None) => open = Some(Block { tag: tag.into(), lines: Vec::new() }),
                (None, Some(mut block)) => {
                    block.lines.push(line.into());
                    open = Some(block);
                }
                (None, None) => {}
            }
        }
        blocks
    }

    /// The rows of the table under `<!-- name -->`, its head left out.
    fn table(&self, name: &str) -> Vec<Vec<String>> {
        let text = self.text();
        let marker = format!("<!-- {name} -->");
        let (_, below) = text.split_once(&marker).unwrap_or_else(|| panic!("no {marker}"));
        let rows = below.lines().skip(1).take_while(|line| line.starts_with('|')).skip(2);
        let cells = |row: &str| {
            let row = row.trim().trim_matches('|');
            row.split('|').map(|cell| cell.trim().to_owned()).collect()
        };
        rows.map(cells).collect()
    }
}

/// A fenced block.
struct Block {
    tag: String,
    lines: Vec<String>,
}

impl Block {
    /// The file a block is the text of, told in a comment on its first line, and that text.
    fn file(&self) -> Option<(&str, String)> {
        let first = self.lines.first()?;
        let path = match self.tag.as_str() {
            "yaml" | "toml" => first.strip_prefix("# ")?,
            "html" => first.strip_prefix("<!-- ")?.strip_suffix(" -->")?,
            _ => return None,
        };
        Some((path, self.lines[1..].iter().map(|line| format!("{line}\n")).collect()))
    }

    /// The commands of a session with what each is shown to print.
    fn commands(&self) -> Vec<(&str, Vec<&str>)> {
        let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in self.lines.iter().filter(|_| self.tag == "console") {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command, Vec::new())),
                (None, Some((_, shown))) => shown.push(line),
                (None, None) => panic!("a session begins with a command: {line}"),
            }
        }
        commands
    }
}

/// A folder of this test's own, taken away at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let name = format!("liangshai-readme-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).expect("a fresh folder");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs a line as a shell would; its exit status and what it printed.
fn run(line: &str, folder: &Path) -> (i32, String) {
    let mut path = Path::new(PROGRAM).parent().expect("a folder").as_os_str().to_owned();
    if let Some(others) = std::env::var_os("PATH") {
        path.push(":");
        path.push(others);
    }
    let output = Command::new("sh")
        .args(["-c", &format!("{line} 2>&1")])
        .current_dir(folder)
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("a shell");
    let status = output.status.code().expect("it ended by itself");
    (status, String::from_utf8(output.stdout).expect("UTF-8"))
}

/// Whether lines are as shown; a line `...` stands for any number of lines.
fn is_as_shown(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&"...", rest)) => (0..=printed.len()).any(|skip| is_as_shown(rest, &printed[skip..])),
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(first, others)| mask(line) == mask(first) && is_as_shown(rest, others)),
    }
}

/// A line without what a build prints of its own size and speed, which is not promised.
fn mask(line: &str) -> String {
    let is_build = line.starts_with("built ") || line.starts_with("已生成 ");
    let words = line.split_whitespace().map(|word| {
        let number = word.trim_end_matches(['，', ',', ';']);
        let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.');
        if is_build && is_number { "#" } else { word }
    });
    if is_build { words.collect::<Vec<_>>().join(" ") } else { line.to_owned() }
}

#[test]
fn what_the_readmes_show_is_what_happens() {
    for readme in READMES {
        let scratch = Scratch::new(readme.file);
        let (mut folder, mut status) = (scratch.0.clone(), 0);
        for block in readme.blocks() {
            if let Some((path, text)) = block.file() {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
                fs::write(path, text).expect("a file");
            }
            let commands = block.commands();
            for (i, (command, mut shown)) in commands.iter().cloned().enumerate() {
                if let Some(into) = command.strip_prefix("cd ") {
                    folder = folder.join(into);
                    assert!(folder.is_dir(), "{}: $ {command}", readme.file);
                    continue;
                }
                if command == "echo $?" {
                    assert_eq!(shown, [status.to_string()], "{}: $ {command}", readme.file);
                    continue;
                }
                let printed;
                (status, printed) = run(command, &folder);
                let mut lines: Vec<&str> = printed.lines().collect();
                for lines in [&mut shown, &mut lines] {
                    while lines.last().is_some_and(|line| line.is_empty()) {
                        lines.pop();
                    }
                }
                let told = format!("{}: $ {command}\n{printed}", readme.file);
                assert!(is_as_shown(&shown, &lines), "{told}");
                let is_told = commands.get(i + 1).is_some_and(|(next, _)| *next == "echo $?");
                assert!(status == 0 || is_told, "{told}");
            }
        }
    }
}

#[test]
fn the_template_shown_changes_the_pages_of_tasks() {
    for readme in READMES {
        let scratch = Scratch::new(&format!("theme-{}", readme.file));
        let made = run("liangshai init .", &scratch.0);
        assert_eq!(made.0, 0, "{}", made.1);
        let blocks = readme.blocks();
        let (path, text) = blocks
            .iter()
            .find(|block| block.tag == "html")
            .and_then(Block::file)
            .expect("a template");
        let path = scratch.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, &text).expect("a file");
        let built = run("liangshai build", &scratch.0);
        assert_eq!(built.0, 0, "{}", built.1);
        let page = fs::read_to_string(scratch.0.join("public/tasks/2026/01/index.html"));
        let put_in =
            text.split("<p>").nth(1).and_then(|rest| rest.split("</p>").next()).expect("words");
        assert!(page.expect("a page").contains(put_in), "{}", readme.file);
    }
}

#[test]
fn both_readmes_have_the_same_commands_and_files() {
    let [english, chinese] = READMES.map(|readme| {
        let mut steps = Vec::new();
        for block in readme.blocks() {
            steps.extend(block.file().map(|(path, _)| path.to_owned()));
            steps.extend(block.lines.iter().filter(|_| block.tag == "sh").cloned());
            let commands = block.commands().into_iter().map(|(command, _)| command);
            steps.extend(commands.filter(|c| c.starts_with("liangshai ")).map(in_chinese));
        }
        steps
    });
    assert_eq!(english, chinese);
}

#[test]
fn the_chinese_readme_shows_the_program_in_chinese() {
    let readme = &READMES[1];
    assert!(readme.is_chinese());
    for block in readme.blocks() {
        for (command, _) in block.commands() {
            assert!(!command.contains("--lang"), "$ {command}");
        }
        if let Some((path, text)) = block.file() {
            assert!(!text.contains("language = \"en\""), "{path}");
        }
    }
}

/// A command as it would be given for a Chinese site.
fn in_chinese(command: &str) -> String {
    let words = command.split(' ').map(|word| {
        let mut events = Kind::ALL.into_iter().flat_map(Kind::events);
        events.find(|event| event.en == word).map_or(word, |event| event.zh)
    });
    words.collect::<Vec<_>>().join(" ").replace(" --lang en", "")
}

/// The first of them does not end by itself; tests/serve.rs runs it. A change is tried in the form
/// that the tests compile anyway, as the released one takes minutes.
#[test]
fn the_commands_to_try_are_what_every_change_must_pass() {
    let ci = fs::read_to_string(Path::new(ROOT).join(".ci/run")).expect("the script is there");
    for readme in READMES {
        let mut shell = readme.blocks().into_iter().filter(|block| block.tag == "sh");
        let mut line = || shell.next().expect("a block").lines.concat();
        let (serve, build, tests) = (line(), line(), line());
        assert_eq!(serve, "cargo run --release -- serve");
        assert!(build.starts_with("cargo run --release -- build"), "{build}");
        for command in [build.replace(" --release", ""), tests] {
            assert!(ci.lines().any(|line| line == command), "{}: {command}", readme.file);
        }
    }
}

/// What stands between backticks.
fn code(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The lines of a part of a help text.
fn part<'a>(help: &'a str, heading: &str) -> Vec<&'a str> {
    let below = help.lines().skip_while(|line| *line != heading).skip(1);
    below.take_while(|line| line.is_empty() || line.starts_with(' ')).collect()
}

fn commands(help: &str) -> BTreeSet<String> {
    let lines = part(help, "Commands:").into_iter().filter(|line| !line.trim().is_empty());
    let names = lines.map(|line| line.split_whitespace().next().expect("a name").to_owned());
    names.filter(|name| name != "help").collect()
}

fn options(help: &str, heading: &str) -> BTreeSet<String> {
    let words = part(help, heading).into_iter().map(str::trim).filter(|line| line.starts_with('-'));
    let names = words.flat_map(|line| line.split_whitespace().find(|word| word.starts_with("--")));
    let names = names.filter(|name| !["--help", "--version"].contains(name));
    names.map(str::to_owned).collect()
}

#[test]
fn the_table_of_commands_is_that_of_the_program() {
    let help =
        |command: &str| run(&format!("liangshai {command} --help --lang en"), Path::new(ROOT)).1;
    for readme in READMES {
        let mut named = BTreeSet::new();
        for row in readme.table("commands") {
            let words = code(&row[0]).concat();
            let is_name = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase());
            let name: Vec<&str> = words.split(' ').take_while(is_name).collect();
            let name = name.join(" ");
            let own: BTreeSet<String> = code(&row[2]).into_iter().map(str::to_owned).collect();
            assert_eq!(own, options(&help(&name), "Options:"), "{}: {name}", readme.file);
            named.insert(name);
        }
        let mut all = commands(&help(""));
        // `new` and `publish` are commands of their own too, the others only with one of their words.
        for of in ["bulletin", "approval", "theme"] {
            all.remove(of);
        }
        for of in ["new", "bulletin", "approval", "publish", "theme"] {
            all.extend(commands(&help(of)).iter().map(|name| format!("{of} {name}")));
        }
        assert_eq!(named, all, "{}", readme.file);
        let text = readme.text();
        for option in options(&help(""), "Options of every command:") {
            assert!(text.contains(&format!("`{option}`")), "{} lacks {option}", readme.file);
        }
    }
}

#[test]
fn the_table_of_states_is_that_of_the_program() {
    for readme in READMES {
        let words = Words::builtin(readme.language);
        let colour = |state: State| match state.default_colour().map(|colour| colour.name()) {
            Some("red") if readme.is_chinese() => "红",
            Some("yellow") if readme.is_chinese() => "黄",
            Some("blue") if readme.is_chinese() => "蓝",
            None if readme.is_chinese() => "无",
            colour => colour.unwrap_or("none"),
        };
        let shown = readme.table("states").into_iter().map(|row| {
            let [name, words, _, colour] = row.try_into().expect("four columns");
            (name, words, colour)
        });
        let real = State::ALL.into_iter().map(|state| {
            let name = format!("`{}`", state.name());
            (name, words.state(state).to_owned(), colour(state).to_owned())
        });
        assert_eq!(shown.collect::<Vec<_>>(), real.collect::<Vec<_>>(), "{}", readme.file);
    }
}

/// Fields as the tables list them, the required ones in bold.
fn listed<'a>(readme: &Readme, fields: impl IntoIterator<Item = &'a Field>) -> String {
    let name = |field: &Field| {
        let name = if readme.is_chinese() { field.key.zh[0] } else { field.key.en };
        if field.required { format!("**{name}**") } else { name.to_owned() }
    };
    let names: Vec<String> = fields.into_iter().map(name).collect();
    names.join(if readme.is_chinese() { "、" } else { ", " })
}

fn row(name: &str, chinese: &str, fields: &str) -> String {
    format!("| `{name}` {chinese} | {fields} |\n")
}

#[test]
fn the_table_of_what_a_text_may_ask_for_is_that_of_the_program() {
    let real: BTreeSet<String> = liangshai::filled::names().into_iter().collect();
    for readme in READMES {
        let rows = readme.table("asked");
        let names: Vec<&str> = rows.iter().flat_map(|row| code(&row[0])).collect();
        let named: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(named, real, "{}", readme.file);
        assert_eq!(names.len(), named.len(), "{}: each once", readme.file);
    }
}

#[test]
fn the_table_of_what_fields_hold_is_that_of_the_program() {
    for readme in READMES {
        let name = |key: &Key| if readme.is_chinese() { key.zh[0] } else { key.en };
        let part = |part: &Part| match part.required {
            true => format!("**{}**", name(part.key)),
            false => name(part.key).to_owned(),
        };
        let row = |(of, parts): &(&Key, &[Part])| {
            let parts: Vec<String> = parts.iter().map(part).collect();
            let parts = parts.join(if readme.is_chinese() { "、" } else { ", " });
            vec![format!("`{}`", name(of)), parts]
        };
        let real: Vec<Vec<String>> = PARTS.iter().map(row).collect();
        assert_eq!(readme.table("parts"), real, "{}", readme.file);
    }
}

#[test]
fn the_tables_of_fields_are_those_of_the_program() {
    for readme in READMES {
        let every = if readme.is_chinese() { "每一类" } else { "every kind" };
        let own_title = match readme.is_chinese() {
            true => "**标题**（通报不用写）",
            false => "**title** (bulletins have one of their own)",
        };
        let title = own_title.split_once(['（', ' ']).expect("a note").0;
        let of_every = listed(&readme, record::FIELDS).replacen(title, own_title, 1);
        let mut kinds = format!("| {every} | {of_every} |\n");
        for kind in Kind::ALL {
            kinds += &row(kind.folder(), kind.chinese(), &listed(&readme, kind.fields()));
        }
        let any = if readme.is_chinese() { "任何" } else { "any" };
        let mut events = format!("| {any} | {any} | {} |\n", listed(&readme, entry::FIELDS));
        for kind in Kind::ALL.into_iter().filter(|kind| kind.has_entries()) {
            let name = format!("`{}` {}", kind.folder(), kind.chinese());
            if !kind.entry_fields().is_empty() {
                events +=
                    &format!("| {name} | {any} | {} |\n", listed(&readme, kind.entry_fields()));
            }
            for event in kind.events() {
                let fields = listed(&readme, event.fields);
                events += &format!("| {name} | `{}` {} | {fields} |\n", event.en, event.zh);
            }
        }
        for (name, real) in [("kinds", kinds), ("events", events)] {
            let shown =
                readme.table(name).into_iter().map(|row| format!("| {} |\n", row.join(" | ")));
            let shown: String = shown.collect();
            assert!(shown == real, "{}: {name} should be\n{real}", readme.file);
        }
    }
}

#[test]
fn the_table_of_what_is_translated_is_that_of_the_program() {
    for readme in READMES {
        let name = |key: &'static Key| if readme.is_chinese() { key.zh[0] } else { key.en };
        let fields = |kind| translation::own_fields(kind).map(name).collect::<Vec<_>>();
        let separator = if readme.is_chinese() { "、" } else { ", " };
        let real: String = Kind::ALL
            .into_iter()
            .filter(|kind| !fields(*kind).is_empty())
            .map(|kind| row(kind.folder(), kind.chinese(), &fields(kind).join(separator)))
            .collect();
        let shown = readme.table("translatable").into_iter();
        let shown: String = shown.map(|row| format!("| {} |\n", row.join(" | "))).collect();
        assert_eq!(shown, real, "{}", readme.file);
    }
}

const RULE_TABLE: &str = "<!-- rules -->\n";

/// `SNAPSHOTS=overwrite cargo test --test readme` takes over a change.
#[test]
fn the_table_of_rules_is_that_of_the_program() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|way| way == "overwrite");
    for readme in READMES {
        let lang = if readme.is_chinese() { Lang::Zh } else { Lang::En };
        let severity = |severity| match (severity, lang) {
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Warning, Lang::Zh) => "提醒",
            (Severity::Error, Lang::En) => "error",
            (Severity::Warning, Lang::En) => "warning",
        };
        let mut rules: Vec<&Rule> = RULES.iter().collect();
        rules.sort_by_key(|rule| rule.code);
        let row = |rule: &&Rule| {
            let (code, manual) = (rule.code, rule.manual());
            let severity = severity(code.severity());
            let sentence = manual.sentence(lang).replace('|', "\\|");
            format!("| {code} | `{}` | {severity} | {sentence} |\n", code.name())
        };
        let real: String = rules.iter().map(row).collect();
        let mut files = readme.files().into_iter().map(|file| (fs::read_to_string(&file), file));
        let (text, file) = files
            .find_map(|(text, file)| {
                Some((text.ok().filter(|text| text.contains(RULE_TABLE))?, file))
            })
            .expect("a chapter has the marker");
        let (above, below) = text.split_once(RULE_TABLE).expect("the marker");
        let head: String = below.split_inclusive('\n').take(2).collect();
        let shown: String = below[head.len()..]
            .split_inclusive('\n')
            .take_while(|line| line.starts_with('|'))
            .collect();
        if overwrite && shown != real {
            let rest = &below[head.len() + shown.len()..];
            let text = format!("{above}{RULE_TABLE}{head}{real}{rest}");
            fs::write(file, text).expect("the chapter is ours");
            continue;
        }
        assert!(shown == real, "{}: the rules should be\n{real}", readme.file);
    }
}

/// A built copy of the repository's own site.
fn own_site(name: &str, edition: &str) -> Scratch {
    let scratch = Scratch::new(name);
    let build = format!("liangshai build --site '{ROOT}' --edition {edition} --out site");
    let built = run(&build, &scratch.0);
    assert_eq!(built.0, 0, "{}", built.1);
    scratch
}

#[test]
fn each_system_of_the_documents_has_the_pages_named() {
    let public = own_site("systems-public", "public");
    let internal = own_site("systems-internal", "internal");
    let has = |site: &Scratch, path: &str| {
        let path = site.0.join("site").join(path.trim_start_matches('/'));
        path.join("index.html").is_file() || path.is_file()
    };
    let named = READMES.map(|readme| {
        let mark = if readme.is_chinese() { "（系统内版）" } else { " (internal)" };
        let mut named = Vec::new();
        for row in readme.table("systems") {
            let mut parts = row[2].split('`').skip(1);
            let mut shown = 0;
            while let (Some(code), Some(after)) = (parts.next(), parts.next()) {
                let told = format!("{}: {code}", readme.file);
                let is_internal = after.starts_with(mark);
                if code.starts_with('/') {
                    assert!(has(&internal, code), "{told}");
                    assert_eq!(has(&public, code), !is_internal, "{told}");
                } else {
                    let (status, printed) = run(code, Path::new(ROOT));
                    assert_eq!(status, 0, "{told}\n{printed}");
                }
                named.push((code.to_owned(), is_internal));
                shown += 1;
            }
            assert!(shown > 0, "{}: {row:?} shows nothing", readme.file);
        }
        named
    });
    assert_eq!(named[0], named[1]);
    let plans = READMES.map(|readme| {
        let rows = readme.table("systems").into_iter();
        rows.filter(|row| !row[0].is_empty()).map(|row| row[2].clone()).collect::<Vec<_>>()
    });
    assert_eq!(plans[0].len(), 5, "a first row for each document");
    assert!(plans.iter().flatten().all(|pages| pages.starts_with("`/plans/")), "{plans:?}");
}

#[test]
fn the_columns_named_are_in_the_data() {
    let scratch = own_site("data", "public");
    let data = scratch.0.join("site/data");
    for readme in READMES {
        let mut named = BTreeSet::new();
        for row in readme.table("data") {
            for name in code(&row[0]) {
                let table = fs::read_to_string(data.join(format!("{name}.csv"))).expect("a table");
                let mut heads =
                    table.lines().next().expect("a head").trim_matches('\u{feff}').split(',');
                for column in code(&row[2]) {
                    assert!(heads.any(|head| head == column), "{}: {name} {column}", readme.file);
                }
                named.insert(format!("{name}.csv"));
            }
        }
        let written = fs::read_dir(&data)
            .expect("a folder")
            .map(|file| file.expect("a file").file_name().into_string().expect("a plain name"));
        let written: BTreeSet<String> = written.filter(|name| name.ends_with(".csv")).collect();
        assert_eq!(named, written, "{}", readme.file);
    }
}

#[test]
fn every_setting_of_a_new_site_is_named() {
    for (readme, folder) in READMES.iter().zip(["en", "zh"]) {
        let text = readme.text();
        let settings = Path::new(ROOT).join("src/cli/starter").join(folder).join("site.toml");
        for line in fs::read_to_string(settings).expect("settings").lines() {
            let Some((name, _)) = line.trim_start_matches("# ").split_once(" = ") else { continue };
            let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            let is_told = text.contains(&format!("`{name}`"));
            assert!(!is_name || is_told, "{} lacks {name}", readme.file);
        }
    }
}

#[test]
fn every_room_is_named() {
    let library = fs::read_to_string(Path::new(ROOT).join("src/lib.rs")).expect("the library");
    let rooms = library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let rooms: BTreeSet<String> = rooms.map(|room| format!("[src/{room}]")).collect();
    for readme in READMES {
        let named = readme
            .table("rooms")
            .into_iter()
            .map(|row| row[0].split_once('(').expect("a link").0.to_owned());
        assert_eq!(named.collect::<BTreeSet<_>>(), rooms, "{}", readme.file);
    }
}

#[test]
fn each_chapter_is_listed_in_both_languages() {
    let written = fs::read_dir(Path::new(ROOT).join("docs")).expect("a folder");
    let mut written: BTreeSet<PathBuf> =
        written.map(|file| file.expect("a file").path()).filter(|file| file.is_file()).collect();
    // Printed by `theme doc`, in both languages at once.
    written.remove(&Path::new(ROOT).join("docs/templates.md"));
    let [english, chinese] = READMES.map(|readme| readme.files().split_off(1));
    let in_english = |file: &PathBuf| {
        let name = file.file_name().and_then(|name| name.to_str()).expect("a plain name");
        file.with_file_name(name.replace(".zh.md", ".md"))
    };
    assert_eq!(english, chinese.iter().map(in_english).collect::<Vec<_>>());
    assert_eq!(english.into_iter().chain(chinese).collect::<BTreeSet<_>>(), written);
}

/// The fragment a heading is linked by.
fn fragment(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// The text of a file without its fenced blocks, where `#` and `](` mean something else.
fn prose(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_else(|fault| panic!("{path:?}: {fault}"));
    text.split("```").step_by(2).collect()
}

#[test]
fn every_linked_file_and_heading_is_there() {
    let mut files: Vec<PathBuf> =
        ["CHANGELOG.md", "benches/README.md"].map(|name| Path::new(ROOT).join(name)).to_vec();
    files.extend(READMES.iter().flat_map(Readme::files));
    for path in files {
        for link in prose(&path).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("http") {
                continue;
            }
            let (name, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = match name {
                "" => path.clone(),
                name => path.parent().expect("a folder").join(name),
            };
            assert!(target.exists(), "{path:?}: {link}");
            let is_heading = |line: &str| {
                line.starts_with('#') && fragment(line.trim_start_matches(['#', ' '])) == heading
            };
            assert!(
                heading.is_empty() || prose(&target).lines().any(is_heading),
                "{path:?}: {link} leads to no heading"
            );
        }
    }
}
