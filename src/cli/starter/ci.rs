//! What runs on each change: the recipes of the forges, and the hook before a commit.
//!
//! One text serves both languages: a comment stands in each, marked `#zh` and `#en`, and what is
//! shown by the forge as `«中文|English»`. `@SITE@` is the site's folder in the repository.

use clap::ValueEnum;

use crate::diagnostic::Lang;

/// A forge with a recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Forge {
    /// GitLab CI
    Gitlab,
    /// Gitee Go
    Gitee,
    /// Gitea Actions
    Gitea,
    /// GitHub Actions
    Github,
}

/// The files of a forge by their places in the repository, for a site in one of its folders (`.`
/// where that is the repository itself).
pub fn files(forge: Forge, site: &str, lang: Lang) -> Vec<(&'static str, String)> {
    let files: &[(&str, &str)] = match forge {
        Forge::Github => &[(".github/workflows/liangshai.yml", include_str!("ci/github.yml"))],
        Forge::Gitea => &[(".gitea/workflows/liangshai.yml", include_str!("ci/gitea.yml"))],
        Forge::Gitlab => &[(".gitlab-ci.yml", include_str!("ci/gitlab.yml"))],
        Forge::Gitee => &[
            (".workflow/liangshai-pr.yml", include_str!("ci/gitee-pr.yml")),
            (".workflow/liangshai-main.yml", include_str!("ci/gitee-main.yml")),
        ],
    };
    let site = yaml_text(site);
    files
        .iter()
        .map(|(place, text)| (*place, in_lang(text, lang).replace("@SITE@", &site)))
        .collect()
}

/// The hook that checks a site before a commit.
#[cfg(feature = "git")]
pub fn hook(site: &str, lang: Lang) -> String {
    let quoted = format!("'{}'", site.replace('\'', r"'\''"));
    in_lang(include_str!("ci/pre-commit.sh"), lang).replace("@SITE@", &quoted)
}

/// A text between double quotes, as YAML takes it; JSON is a part of YAML.
fn yaml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The text in one of the languages.
fn in_lang(text: &str, lang: Lang) -> String {
    let (own, other) = match lang {
        Lang::Zh => ("#zh", "#en"),
        Lang::En => ("#en", "#zh"),
    };
    let mut out = String::new();
    for line in text.lines() {
        let rest = line.trim_start();
        if rest.starts_with(other) {
            continue;
        }
        let indent = &line[..line.len() - rest.len()];
        match rest.strip_prefix(own) {
            Some(rest) => out.extend([indent, "#", rest]),
            None => out += &chosen(line, lang),
        }
        out.push('\n');
    }
    out
}

/// A line with each `«中文|English»` in one of the languages.
fn chosen(line: &str, lang: Lang) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, pair, after)) = next_pair(rest) {
        let (zh, en) = pair;
        out.extend([before, if lang == Lang::Zh { zh } else { en }]);
        rest = after;
    }
    out + rest
}

fn next_pair(text: &str) -> Option<(&str, (&str, &str), &str)> {
    let (before, rest) = text.split_once('«')?;
    let (pair, after) = rest.split_once('»')?;
    Some((before, pair.split_once('|')?, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_two_languages_is_told_in_one() {
        let text = "  #zh 中\n  #en Eng\nname: «检查|check» # x\nrun: a | b\n";
        assert_eq!(in_lang(text, Lang::Zh), "  # 中\nname: 检查 # x\nrun: a | b\n");
        assert_eq!(in_lang(text, Lang::En), "  # Eng\nname: check # x\nrun: a | b\n");
    }

    #[test]
    fn no_mark_is_left_in_what_is_written() {
        let all = Forge::value_variants().iter();
        for lang in [Lang::Zh, Lang::En] {
            for (place, text) in all.clone().flat_map(|forge| files(*forge, "a\"b", lang)) {
                for mark in ["«", "»", "#zh", "#en", "@SITE@"] {
                    assert!(!text.contains(mark), "{place}: {mark}");
                }
                assert!(
                    text.contains("LIANGSHAI_SITE: \"a\\\"b\"") || place.starts_with(".workflow")
                );
                let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
                assert_eq!(text.contains(is_chinese), lang == Lang::Zh, "{place}");
            }
        }
    }
}
