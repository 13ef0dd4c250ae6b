//! A rule's manual page: the first lines of its file.
//!
//! What it finds and why it matters, in English and in Chinese, paragraph by paragraph; the first of
//! each is the rule in one sentence. Then, under `## Fails` and `## Passes`, small sites that show
//! it; a test builds them.

use std::fmt::Write as _;

use crate::diagnostic::Lang;

/// A manual page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manual {
    pub en: Vec<String>,
    pub zh: Vec<String>,
    /// A site the rule finds something in.
    pub fails: Example,
    /// One it has nothing to say of.
    pub passes: Example,
}

/// A small site, step by step.
pub type Example = Vec<Step>;

/// What is done to a site that has an office or two.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// A file is written: its path and text.
    File(String, String),
    /// A file of the program's own tests, by its name there, is put at a path.
    Copy(String, String),
    /// What stands so far is what readers have seen: a commit to compare with.
    Commit,
    /// A file is taken out.
    Remove(String),
    /// A command of the program is run, as `bulletin issue 2023 2023-03`.
    Run(String),
}

impl Manual {
    /// Reads the page at the top of a rule's file.
    pub fn read(source: &str) -> Self {
        let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
        let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
        let mut manual = Manual::default();
        let mut part = Part::Text;
        let mut paragraph = String::new();
        let mut in_example = false;
        for line in lines.chain([""]) {
            match line {
                "## Fails" => part = Part::Fails,
                "## Passes" => part = Part::Passes,
                _ if line.starts_with("```") => in_example = !in_example,
                _ if in_example => manual.example(part, line),
                _ if line.starts_with("# ") => {}
                "" => manual.paragraph(std::mem::take(&mut paragraph)),
                _ => {
                    // Chinese is set without blanks between the lines.
                    let joint =
                        paragraph.ends_with(|c: char| c.is_ascii()) && !paragraph.is_empty();
                    if joint {
                        paragraph.push(' ');
                    }
                    paragraph.push_str(line);
                }
            }
        }
        manual
    }

    fn paragraph(&mut self, text: String) {
        match text.chars().next() {
            None => {}
            Some(first) if first.is_ascii() => self.en.push(text),
            Some(_) => self.zh.push(text),
        }
    }

    fn example(&mut self, part: Part, line: &str) {
        let example = match part {
            Part::Fails => &mut self.fails,
            Part::Passes => &mut self.passes,
            Part::Text => return,
        };
        let is_below =
            ["content/", "themes/", "words/"].iter().any(|folder| line.starts_with(folder));
        let is_path = line == "site.toml" || (is_below && !line.contains(' '));
        if line == "$ git commit" {
            example.push(Step::Commit);
        } else if let Some(path) = line.strip_prefix("$ git rm ") {
            example.push(Step::Remove(path.to_owned()));
        } else if let Some(command) = line.strip_prefix("$ liangshai ") {
            example.push(Step::Run(command.to_owned()));
        } else if let Some((path, from)) = line
            .split_once(" < ")
            .filter(|(path, _)| path.starts_with("content/") && !path.contains(' '))
        {
            example.push(Step::Copy(path.to_owned(), from.to_owned()));
        } else if is_path {
            example.push(Step::File(line.to_owned(), String::new()));
        } else if let Some(Step::File(_, text)) = example.last_mut() {
            let _ = writeln!(text, "{line}");
        }
    }

    /// The rule in one sentence.
    pub fn sentence(&self, lang: Lang) -> &str {
        self.paragraphs(lang).first().map_or("", |first| first)
    }

    /// What it says, in one language.
    pub fn paragraphs(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Text,
    Fails,
    Passes,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_from_the_first_lines_of_a_file() {
        let source = "//! # a-rule\n//!\n//! Something is\n//! wrong.\n//!\n//! 有一处\n//! 不对。\n//!\n\
            //! More.\n//!\n//! ## Fails\n//!\n//! ```text\n//! content/news/a.md\n//! ---\n//! 标题: 甲\n\
            //!\n//! site.toml\n//! title = \"乙\"\n//! $ liangshai status\n//! ```\n//!\n//! ## Passes\n//!\n//! ```text\n//! ```\n\nuse std;";
        insta::assert_debug_snapshot!(Manual::read(source));
    }

    #[test]
    fn every_rule_has_a_page_in_both_languages_with_examples() {
        for rule in crate::check::RULES {
            let (manual, name) = (rule.manual(), rule.code.name());
            assert!(rule.source.starts_with(&format!("//! # {name}\n//!\n")), "{name}: its title");
            for lang in [Lang::Zh, Lang::En] {
                assert!(manual.paragraphs(lang).len() >= 2, "{name}: {lang:?}");
            }
            assert!(rule.code.sentence(Lang::Zh).is_empty(), "{name}: its page says it");
            assert!(!manual.fails.is_empty() && !manual.passes.is_empty(), "{name}: examples");
        }
    }

    #[test]
    fn every_other_code_has_a_sentence_in_both_languages() {
        for code in crate::diagnostic::Code::ALL {
            let is_rule = crate::check::rule(*code).is_some();
            let said = |lang| !code.sentence(lang).is_empty();
            assert!(said(Lang::En) && (is_rule || said(Lang::Zh)), "{}", code.name());
        }
    }
}
