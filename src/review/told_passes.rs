//! What the gate lets pass, in words.

use super::told::{Item, Line, Section, Teller, from_to, plain};
use crate::diagnostic::{Code, Lang, Severity};
use crate::model::settings::{Language, Level};

impl Teller<'_> {
    /// What `check` lets pass and did not before.
    pub(super) fn passes(&self) -> Section {
        let (passes, words) = (&self.review.passes, self.words);
        let item = |badge: &str, title: String, of: Option<String>, line: Line| Item {
            badge: Some(words.get(badge).to_owned()),
            title,
            of,
            note: None,
            lines: vec![line],
        };
        let mut items: Vec<Item> = Vec::new();
        for rule in &passes.rules {
            let label = words.get("rv_pass_level").to_owned();
            let line = from_to(label, &self.level(rule.from), &self.level(rule.to));
            let is_alarm = rule.code.is_private() && rule.silenced > 0;
            let note = (rule.silenced > 0).then(|| {
                let name = if is_alarm { "rv_silenced_private" } else { "rv_silenced" };
                words.fill(name, &[("count", &rule.silenced)])
            });
            let line = self.alarmed(Line { note, ..line }, is_alarm);
            items.push(item("rv_pass_rule", title(rule.code), None, line));
        }
        for waiver in &passes.site {
            let line = self.leave(&waiver.reason, &waiver.approved_by, false);
            items.push(item("rv_pass_site", title(waiver.code), waiver.path.clone(), line));
        }
        let lang = match words.language() {
            Language::Chinese => Lang::Zh,
            Language::English => Lang::En,
        };
        for passed in &passes.findings {
            let shown = passed.fault.shown(lang);
            let line = passed.fault.place.positions().0.line;
            let place = words.fill("rv_line", &[("path", &shown.path), ("line", &line)]);
            let place = passed.title.iter().fold(place, |place, title| format!("{title}  {place}"));
            let name = format!("{} {}", passed.fault.code, shown.message);
            let is_private = passed.fault.code.is_private();
            let line = self.leave(&passed.reason, &passed.approved_by, is_private);
            items.push(item("rv_pass_waived", name, Some(place), line));
        }
        self.section("rv_s_passes", items, false)
    }

    /// Why something is let pass, and by whose leave.
    fn leave(&self, reason: &str, by: &str, is_private: bool) -> Line {
        let words = self.words;
        let (reason, by) = (
            words.fill("rv_reason", &[("reason", &reason)]),
            words.fill("rv_approved", &[("by", &by)]),
        );
        let line = plain(String::new(), format!("{reason}{}{by}", words.get("rv_separator")));
        let note = is_private.then(|| words.get("rv_in_full").to_owned());
        self.alarmed(Line { note, ..line }, is_private)
    }

    fn alarmed(&self, line: Line, is_alarm: bool) -> Line {
        match line.note {
            Some(note) if is_alarm => {
                let note = Some(self.words.fill("rv_alarm", &[("text", &note)]));
                Line { note, is_alarm, ..line }
            }
            note => Line { note, ..line },
        }
    }

    fn level(&self, level: Level) -> String {
        let name = match level {
            Level::Off => "rv_off",
            Level::At(Severity::Warning) => "rv_warning",
            Level::At(Severity::Error) => "rv_error",
        };
        self.words.get(name).to_owned()
    }
}

fn title(code: Code) -> String {
    format!("{code} {}", code.name())
}
