//! The blocks a run falls into, and windows over them: a number is one block, or several that
//! stand beside each other in a grouping such numbers have.

use super::policy::Mask;
use super::seen::{Gap, Glyph, Mark, Run, shown_gap};

/// Glyphs that touch.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    from: usize,
    to: usize,
    /// What stands between it and the block before.
    pub gap: Gap,
    /// It holds letters, or belongs to a number somebody masked: it is no number.
    odd: bool,
    /// A mask stands between it and the block before.
    cut: bool,
    /// Stars stand there, a mask or emphasis.
    pub starred: bool,
    /// It ends a number that was found.
    pub taken: bool,
}

impl Block {
    pub fn len(&self) -> usize {
        self.to - self.from
    }
}

/// A run without the stars of emphasis.
pub struct Blocks {
    glyphs: Vec<Glyph>,
    pub blocks: Vec<Block>,
}

/// From so many stars on they are a mask and no emphasis.
const MASK: usize = 4;

impl Blocks {
    /// Of a run.
    pub fn new(run: &Run) -> Self {
        let mut all = Self { glyphs: Vec::with_capacity(run.glyphs.len()), blocks: Vec::new() };
        let (mut stars, mut gap) = (0, Gap::None);
        for glyph in &run.glyphs {
            if glyph.mark == Mark::Star {
                (stars, gap) = (stars + 1, gap.max(glyph.gap).max(Gap::Tag));
                continue;
            }
            all.push(*glyph, gap.max(glyph.gap), stars);
            (stars, gap) = (0, Gap::None);
        }
        if stars >= MASK && gap <= Gap::Tag {
            all.spoil_last();
        }
        all
    }

    fn push(&mut self, glyph: Glyph, gap: Gap, stars: usize) {
        let at = self.glyphs.len();
        let cut = stars >= MASK;
        // The letters of an identifier; the last digit of an identity number is not one.
        let odd = matches!(glyph.mark, Mark::Letter(letter) if letter != b'X');
        self.glyphs.push(Glyph { gap, ..glyph });
        match self.blocks.last_mut() {
            Some(block) if gap == Gap::None => {
                let after_x = !self.glyphs[at - 1].is_digit();
                (block.to, block.odd) = (at + 1, block.odd || odd || after_x);
            }
            _ => {
                let short = self.blocks.last().is_some_and(|block| block.len() < 11);
                if cut && (gap <= Gap::Tag || short) {
                    self.spoil_last();
                }
                let spoiled = cut && gap <= Gap::Tag;
                let starred = stars > 0;
                let odd = odd || spoiled;
                self.blocks.push(Block {
                    from: at,
                    to: at + 1,
                    gap,
                    odd,
                    cut,
                    starred,
                    taken: false,
                });
            }
        }
    }

    fn spoil_last(&mut self) {
        if let Some(block) = self.blocks.last_mut() {
            block.odd = true;
        }
    }

    /// The blocks from one to another, both included, as one number; `None` where they are none.
    pub fn window(&self, first: usize, last: usize) -> Option<Window<'_>> {
        let blocks = self.blocks.get(first..=last)?;
        let sound = blocks.iter().enumerate().all(|(place, block)| {
            let ends = place + 1 == blocks.len();
            let digits = &self.glyphs[block.from..block.to];
            !block.odd
                && (place == 0 || !block.cut)
                && (ends || digits.iter().all(|g| g.is_digit()))
        });
        let glyphs = self.glyphs.get(blocks.first()?.from..blocks.last()?.to)?;
        sound.then_some(Window {
            glyphs,
            blocks,
            left: first.checked_sub(1).map(|at| &self.blocks[at]),
            right: self.blocks.get(last + 1),
            after_zero: first
                .checked_sub(1)
                .is_some_and(|at| self.glyphs[self.blocks[at].from].digit() == Some(0)),
        })
    }
}

/// Some blocks as one number.
#[derive(Debug, Clone, Copy)]
pub struct Window<'a> {
    pub glyphs: &'a [Glyph],
    pub blocks: &'a [Block],
    /// The block before, and the one after.
    pub left: Option<&'a Block>,
    pub right: Option<&'a Block>,
    /// Whether the block before begins with 0, as the code of an area does.
    pub after_zero: bool,
}

impl<'a> Window<'a> {
    /// Its digits; X is ten.
    pub fn digits(&self) -> Vec<u8> {
        self.glyphs.iter().filter_map(|glyph| glyph.digit()).collect()
    }

    /// Without the first glyphs, which are a prefix of the number.
    pub fn without(self, prefix: usize) -> Self {
        Self { glyphs: &self.glyphs[prefix..], ..self }
    }

    /// The gap after it: to the next block.
    pub fn gap_after(&self) -> Option<Gap> {
        self.right.map(|block| block.gap)
    }

    /// The gap before it.
    pub fn gap_before(&self) -> Option<Gap> {
        self.left.and(self.blocks.first()).map(|block| block.gap)
    }

    /// Whether stars stand within it.
    pub fn is_starred(&self) -> bool {
        self.blocks.iter().skip(1).any(|block| block.starred)
    }

    /// How long its blocks are.
    pub fn sizes(&self) -> Vec<usize> {
        self.blocks.iter().map(Block::len).collect()
    }

    /// Whether all gaps within are such.
    pub fn gaps_are(&self, such: impl Fn(Gap) -> bool) -> bool {
        self.blocks.iter().skip(1).all(|block| such(block.gap))
    }

    /// The bytes it takes.
    pub fn range(&self) -> std::ops::Range<usize> {
        match (self.glyphs.first(), self.glyphs.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }
}

/// Glyphs masked, with what groups them.
pub fn masked(text: &str, glyphs: &[Glyph], mask: Mask) -> String {
    let mut out = String::new();
    for (place, glyph) in glyphs.iter().enumerate() {
        if let Some(before) = place.checked_sub(1).and_then(|before| glyphs.get(before)) {
            out.extend(shown_gap(text, before.end, *glyph));
        }
        match glyph.mark {
            Mark::Digit(digit) if mask.keeps(place, glyphs.len()) => {
                out.push(char::from(b'0' + digit));
            }
            Mark::Letter(letter) if mask.keeps(place, glyphs.len()) => out.push(char::from(letter)),
            _ => out.push('*'),
        }
    }
    out
}
