//! Paths as patterns and expressions.

use super::*;

#[test]
fn a_pattern_takes_each_letter_of_a_path_as_it_is() {
    let of = |path| pattern(path, Syntax::Patterns);
    assert_eq!(of("content/tasks/2023/"), "/content/tasks/2023/");
    assert_eq!(of("content/报送/a b#1[2].md"), r"/content/报送/a\ b\#1\[2\].md");
    assert_eq!(of("a*b?c!d"), r"/a\*b\?c\!d");
}

#[test]
fn an_expression_means_its_path_and_what_is_below_a_folder() {
    let of = |path| pattern(path, Syntax::Expressions);
    assert_eq!(of("content/tasks/2023/"), "content/tasks/2023/.*");
    assert_eq!(of("content/a b#1[2].md"), r"content/a\ b\#1.2.[.]md");
    assert_eq!(of("a+b(c)$^"), "a[+]b[(]c[)][$].");
}

#[test]
fn only_a_file_that_says_so_is_ours() {
    for (text, syntax) in [
        ("# liangshai codeowners\n* @a\n", Some(Syntax::Patterns)),
        ("# liangshai codeowners\r\n* @a\r\n", Some(Syntax::Patterns)),
        ("# liangshai codeowners --for gitea\n", Some(Syntax::Expressions)),
        ("# liangshai codeownership\n", None),
        ("* @a\n# liangshai codeowners\n", None),
        ("", None),
    ] {
        assert_eq!(Syntax::of(text), syntax, "{text:?}");
    }
    for syntax in [Syntax::Patterns, Syntax::Expressions] {
        for language in [Language::Chinese, Language::English] {
            assert_eq!(Syntax::of(&head(syntax, language)), Some(syntax));
        }
    }
}
