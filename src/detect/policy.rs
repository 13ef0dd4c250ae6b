//! How numbers are masked.

use super::Kind;

/// What of a number stays: its first and last digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mask {
    /// How many stay at the front.
    pub head: usize,
    /// How many stay at the end.
    pub tail: usize,
    /// How many digits a mask made by others may show before it hides too little.
    pub shown: usize,
}

impl Mask {
    /// Reads a mask from an example such as `35*************123` or `138****1234`: what is not a
    /// star stays. `None` where it is no such example, or would hide too little of that kind.
    pub fn of_example(kind: Kind, example: &str) -> Option<Self> {
        let (head, rest) = example.split_at(example.find('*')?);
        let tail = rest.trim_start_matches('*');
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == 'X');
        let (head, tail) =
            (digits(head).then_some(head.len())?, digits(tail).then_some(tail.len())?);
        // Of an identity number the month and day of birth never show; of the others as many
        // digits stay hidden as nobody tries out.
        let (most_head, most_tail, usual) = match kind {
            Kind::ResidentId => (10, 4, Self::ID),
            Kind::Mobile => (3, 4, Self::MOBILE),
            Kind::BankCard => (6, 4, Self::CARD),
            _ => return None,
        };
        let fits = head <= most_head && tail <= most_tail;
        fits.then_some(Self { head, tail, shown: usual.shown.max(head + tail) })
    }

    /// 身份证号: `35*************123`, as 永安市 prescribes. Of the masks in use the region and the
    /// last four digits may show, which is ten.
    const ID: Self = Self { head: 2, tail: 3, shown: 10 };
    /// 手机号码: `138****1234`, as 永安市 prescribes.
    const MOBILE: Self = Self { head: 3, tail: 4, shown: 7 };
    /// 银行卡号: the last four digits stay; of the masks in use the issuer's six and the last four
    /// may show.
    const CARD: Self = Self { head: 0, tail: 4, shown: 10 };
    /// Passports and permits: the letter and the last three.
    pub(super) const PAPER: Self = Self { head: 1, tail: 3, shown: 4 };

    /// Whether the digit at a place of a number so long stays.
    pub(super) fn keeps(self, place: usize, length: usize) -> bool {
        let enough = length >= self.head + self.tail + 4;
        enough && (place < self.head || place + self.tail >= length)
    }
}

/// How a site masks numbers. The default is the pattern of 永安市 (2023): no rule of the whole
/// country says how many digits stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// For 身份证号.
    pub id: Mask,
    /// For 手机号码.
    pub mobile: Mask,
    /// For 银行卡号.
    pub card: Mask,
}

impl Default for Policy {
    fn default() -> Self {
        Self { id: Mask::ID, mobile: Mask::MOBILE, card: Mask::CARD }
    }
}

impl Policy {
    /// How a number of eighteen, eleven or nineteen digits looks when masked, for the help.
    pub fn example(&self, kind: Kind) -> Option<String> {
        let (mask, sample) = match kind {
            Kind::ResidentId => (self.id, "350000000000000123"),
            Kind::Mobile => (self.mobile, "13800001234"),
            Kind::BankCard => (self.card, "6200000000000001234"),
            _ => return None,
        };
        let keep = |place| mask.keeps(place, sample.len());
        Some(sample.chars().enumerate().map(|(i, c)| if keep(i) { c } else { '*' }).collect())
    }
}

/// What takes the place of words that are no number.
pub(super) const HIDDEN: &str = "***";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_the_pattern_of_yongan() {
        let policy = Policy::default();
        assert_eq!(policy.example(Kind::ResidentId).as_deref(), Some("35*************123"));
        assert_eq!(policy.example(Kind::Mobile).as_deref(), Some("138****1234"));
        assert_eq!(policy.example(Kind::BankCard).as_deref(), Some("***************1234"));
        assert_eq!(policy.example(Kind::Address), None);
    }

    #[test]
    fn a_mask_is_read_from_its_example() {
        let of = |kind, example| Mask::of_example(kind, example).map(|mask| (mask.head, mask.tail));
        assert_eq!(of(Kind::ResidentId, "35*************123"), Some((2, 3)));
        assert_eq!(of(Kind::ResidentId, "350181********123X"), Some((6, 4)));
        assert_eq!(of(Kind::Mobile, "138****1234"), Some((3, 4)));
        assert_eq!(of(Kind::BankCard, "***************1234"), Some((0, 4)));
    }

    #[test]
    fn a_mask_that_hides_too_little_is_none() {
        for (kind, example) in [
            (Kind::ResidentId, "350181199001****34"),
            (Kind::ResidentId, "35**********19123X"),
            (Kind::Mobile, "1381234**78"),
            (Kind::Mobile, "13812345678"),
            (Kind::Mobile, "电话****1234"),
            (Kind::BankCard, "6222021234*5678"),
            (Kind::Address, "***"),
        ] {
            assert_eq!(Mask::of_example(kind, example), None, "{example}");
        }
    }
}
