//! The states a problem can be in.

use crate::model::choice::Choice;
use crate::model::{Colour, State};

/// Where a problem stands on a day, from what needs attention most to what needs none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemState {
    /// 逾期未完成整改.
    Overdue,
    /// 重新整改: failed at 回头看 or reopened, not reported since.
    Rework,
    /// 临近时限.
    DueSoon,
    /// 整改中.
    Open,
    /// 待核验: its office applied for 销号.
    Reported,
    /// 公示中.
    Publicised,
    /// 待销号: verified, and no notice that runs.
    Verified,
    /// 已转交: taken over by another office.
    Transferred,
    /// 已销号.
    Closed,
}

impl ProblemState {
    /// Every state, worst first.
    pub const ALL: [ProblemState; 9] = [
        ProblemState::Overdue,
        ProblemState::Rework,
        ProblemState::DueSoon,
        ProblemState::Open,
        ProblemState::Reported,
        ProblemState::Publicised,
        ProblemState::Verified,
        ProblemState::Transferred,
        ProblemState::Closed,
    ];

    /// The state's name in data and addresses.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(state, ..)| *state == self).map_or("", |(_, name, _)| name)
    }

    /// A shape of its own for each, as colour must not tell alone and grey print shows none. All
    /// are in GB 2312, so that every Chinese font has them.
    pub fn shape(self) -> &'static str {
        match self {
            ProblemState::Overdue => "■",
            ProblemState::Rework => "↑",
            ProblemState::DueSoon => "▲",
            ProblemState::Open => "→",
            ProblemState::Reported => "◇",
            ProblemState::Publicised => "□",
            ProblemState::Verified => "◎",
            ProblemState::Transferred => "△",
            ProblemState::Closed => "●",
        }
    }

    /// The state of a task whose colour it bears, so that a plan's board has one set of colours;
    /// what is closed late is never shown as closed in time.
    pub fn of_board(self, closed_late: bool) -> Option<State> {
        match self {
            ProblemState::Overdue => Some(State::Overdue),
            ProblemState::DueSoon => Some(State::DueSoon),
            ProblemState::Closed if closed_late => Some(State::DoneLate),
            ProblemState::Closed => Some(State::Done),
            _ => None,
        }
    }

    /// The colour where a plan sets no other.
    pub fn default_colour(self, closed_late: bool) -> Option<Colour> {
        self.of_board(closed_late).and_then(State::default_colour)
    }

    /// Still to be put right here: neither closed nor taken over.
    pub fn is_open(self) -> bool {
        !matches!(self, ProblemState::Closed | ProblemState::Transferred)
    }
}

impl Choice for ProblemState {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (ProblemState::Overdue, "overdue", &["逾期未完成整改"]),
        (ProblemState::Rework, "rework", &["重新整改"]),
        (ProblemState::DueSoon, "due_soon", &["临近时限"]),
        (ProblemState::Open, "open", &["整改中"]),
        (ProblemState::Reported, "reported", &["待核验"]),
        (ProblemState::Publicised, "publicised", &["公示中"]),
        (ProblemState::Verified, "verified", &["待销号"]),
        (ProblemState::Transferred, "transferred", &["已转交"]),
        (ProblemState::Closed, "closed", &["已销号"]),
    ];
}
