//! A colour as style sheets write it, and how far two of them are apart.

use std::fmt;

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

/// Of mixing two colours: the finest step by which one nears the other.
const STEPS: u16 = 64;

impl Colour {
    pub const WHITE: Colour = Colour([255; 3]);
    pub const BLACK: Colour = Colour([0; 3]);

    /// `#rgb` or `#rrggbb`.
    pub fn parse(value: &str) -> Option<Self> {
        let digits = value.strip_prefix('#')?;
        let digit = |at: usize| u8::from_str_radix(digits.get(at..=at)?, 16).ok();
        match digits.len() {
            3 => Some(Self([digit(0)? * 17, digit(1)? * 17, digit(2)? * 17])),
            6 => Some(Self([
                digit(0)? * 16 + digit(1)?,
                digit(2)? * 16 + digit(3)?,
                digit(4)? * 16 + digit(5)?,
            ])),
            _ => None,
        }
    }

    /// How far two colours are apart, from 1 to 21 (WCAG 2.2, contrast ratio).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// WCAG 2.2, relative luminance.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The first colour on the way to another that is `least` or more apart from each ground; the
    /// other one itself where none before it is.
    pub fn towards(self, other: Self, grounds: &[Self], least: f64) -> Self {
        let steps = (0..STEPS).map(|step| self.mixed(other, step));
        steps.into_iter().find(|colour| colour.stands_on(grounds, least)).unwrap_or(other)
    }

    /// Whether it is `least` or more apart from each ground.
    pub fn stands_on(self, grounds: &[Self], least: f64) -> bool {
        grounds.iter().all(|ground| self.contrast(*ground) >= least)
    }

    /// The colour half way to another.
    pub fn half_way(self, other: Self) -> Self {
        self.mixed(other, STEPS / 2)
    }

    /// So many steps of all towards another; whole numbers, so that every machine finds the same.
    fn mixed(self, other: Self, step: u16) -> Self {
        let channel = |at: usize| {
            let (own, other) = (u16::from(self.0[at]), u16::from(other.0[at]));
            u8::try_from((own * (STEPS - step) + other * step) / STEPS).unwrap_or(u8::MAX)
        };
        Self([channel(0), channel(1), channel(2)])
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(value: &str) -> Colour {
        Colour::parse(value).expect("a colour")
    }

    #[test]
    fn black_on_white_is_twenty_one_to_one_and_a_known_grey_is_just_enough() {
        assert!((colour("#000").contrast(colour("#ffffff")) - 21.0).abs() < 0.001);
        assert!((colour("#767676").contrast(colour("#fff")) - 4.54).abs() < 0.01);
        assert!((colour("#fff").contrast(colour("#fff")) - 1.0).abs() < 0.001);
        for none in ["var(--ink)", "#12", "#12345g", "#éé", "red", ""] {
            assert_eq!(Colour::parse(none), None, "{none}");
        }
    }

    #[test]
    fn a_colour_goes_towards_another_only_as_far_as_it_must() {
        let white = [Colour::WHITE];
        let dark = colour("#8b1a1a");
        assert_eq!(dark.towards(Colour::BLACK, &white, 4.5), dark);
        let mended = colour("#ffcc00").towards(Colour::BLACK, &white, 4.5);
        assert!(mended.stands_on(&white, 4.5) && mended.contrast(Colour::WHITE) < 5.0, "{mended}");
        assert_eq!(Colour::WHITE.towards(Colour::BLACK, &white, 30.0), Colour::BLACK);
        assert_eq!(Colour::BLACK.half_way(Colour::WHITE).to_string(), "#7f7f7f");
    }
}
