//! Diagnostics drawn for a terminal, with the source line and a caret under the fault.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Lang, Severity};

/// Longest stretch of source shown for one fault, in bytes; a minified line is not drawn whole.
const LONGEST_SOURCE: usize = 2_000;

/// Writes one diagnostic; `colour` is for terminals that show it.
pub fn write_human(
    out: &mut dyn Write,
    diagnostic: &Diagnostic,
    lang: Lang,
    colour: bool,
) -> io::Result<()> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let level = match (diagnostic.severity(), lang) {
        (Severity::Error, Lang::En) => Level::ERROR,
        (Severity::Error, Lang::Zh) => Level::ERROR.with_name("错误"),
        (Severity::Warning, Lang::En) => Level::WARNING,
        (Severity::Warning, Lang::Zh) => Level::WARNING.with_name("提醒"),
    };
    let level_of_help = match lang {
        Lang::En => Level::HELP,
        Lang::Zh => Level::HELP.with_name("办法"),
    };
    let place = &diagnostic.place;
    // Drawn only if it is short, so that a long one is not copied.
    let drawable = (1..=LONGEST_SOURCE).contains(&place.lines().0.len());
    let (start, _) = place.positions();
    let shown = diagnostic.shown(lang);
    let title = level.primary_title(&*shown.message).id(diagnostic.code.to_string());
    let mut group = Group::with_title(title);
    group = if drawable {
        let (lines, lines_start, number) = diagnostic.lines();
        let from = place.span.start.clamp(lines_start, lines_start + lines.len()) - lines_start;
        let to = place.span.end.clamp(lines_start + from, lines_start + lines.len()) - lines_start;
        group.element(
            Snippet::source(lines)
                .line_start(number)
                .path(&*shown.path)
                .annotation(AnnotationKind::Primary.span(from..to)),
        )
    } else {
        group.element(Origin::path(&*shown.path).line(start.line).char_column(start.column))
    };
    if let Some(help) = &shown.help {
        group = group.element(level_of_help.message(&**help));
    }
    writeln!(out, "{}\n", renderer.render(&[group]))
}
