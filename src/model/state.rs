//! The states a task can be in, and the colours a plan gives them.

use serde::Serialize;

use super::choice::Choice;

/// Where a task stands on a day, from what needs attention most to what needs none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Overdue,
    DueSoon,
    InProgress,
    NoDeadline,
    NotStarted,
    Suspended,
    Standing,
    DoneLate,
    Done,
    Cancelled,
}

impl State {
    /// Every state, worst first.
    pub const ALL: [State; 10] = [
        State::Overdue,
        State::DueSoon,
        State::InProgress,
        State::NoDeadline,
        State::NotStarted,
        State::Suspended,
        State::Standing,
        State::DoneLate,
        State::Done,
        State::Cancelled,
    ];

    /// The state's name in data and addresses.
    pub fn name(self) -> &'static str {
        match self {
            State::Overdue => "overdue",
            State::DueSoon => "due_soon",
            State::InProgress => "in_progress",
            State::NoDeadline => "no_deadline",
            State::NotStarted => "not_started",
            State::Suspended => "suspended",
            State::Standing => "standing",
            State::DoneLate => "done_late",
            State::Done => "done",
            State::Cancelled => "cancelled",
        }
    }

    /// A shape of its own for each, as colour must not tell alone and grey print shows none. All
    /// are in GB 2312, so that every Chinese font has them.
    pub fn shape(self) -> &'static str {
        match self {
            State::Overdue => "■",
            State::DueSoon => "▲",
            State::InProgress => "→",
            State::NoDeadline => "◇",
            State::NotStarted => "○",
            State::Suspended => "‖",
            State::Standing => "∞",
            State::DoneLate => "◆",
            State::Done => "●",
            State::Cancelled => "×",
        }
    }

    /// The colour of the 红黄蓝 board, where a plan sets no other.
    pub fn default_colour(self) -> Option<Colour> {
        match self {
            State::Overdue => Some(Colour::Red),
            State::DueSoon => Some(Colour::Yellow),
            State::Done => Some(Colour::Blue),
            _ => None,
        }
    }

    /// Finished, in time or not.
    pub fn is_done(self) -> bool {
        matches!(self, State::Done | State::DoneLate)
    }

    /// Still to be done: neither finished nor cancelled.
    pub fn is_open(self) -> bool {
        !self.is_done() && self != State::Cancelled
    }

    /// Part of 应完成, the denominator of rates: all but cancelled and standing.
    pub fn is_due(self) -> bool {
        !matches!(self, State::Cancelled | State::Standing)
    }
}

impl Choice for State {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (State::Overdue, "overdue", &["逾期未完成"]),
        (State::DueSoon, "due_soon", &["临近时限"]),
        (State::InProgress, "in_progress", &["正在推进"]),
        (State::NoDeadline, "no_deadline", &["未明确时限"]),
        (State::NotStarted, "not_started", &["未到启动时间"]),
        (State::Suspended, "suspended", &["暂缓实施"]),
        (State::Standing, "standing", &["长期坚持"]),
        (State::DoneLate, "done_late", &["逾期完成"]),
        (State::Done, "done", &["按时完成"]),
        (State::Cancelled, "cancelled", &["经批准不再实施"]),
    ];
}

/// A colour a state may be shown in, always beside its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    Blue,
    Yellow,
    Red,
    Green,
    Orange,
    Purple,
    Grey,
}

impl Colour {
    /// The colour's name in data and style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Colour::Blue => "blue",
            Colour::Yellow => "yellow",
            Colour::Red => "red",
            Colour::Green => "green",
            Colour::Orange => "orange",
            Colour::Purple => "purple",
            Colour::Grey => "grey",
        }
    }
}
