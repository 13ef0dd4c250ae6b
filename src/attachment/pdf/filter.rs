//! The ways bytes are packed in a PDF.

use weezl::decode::Decoder;
use weezl::{BitOrder, LzwStatus};

use super::object::{Dict, Object, hex_digit, is_space};
use crate::attachment::contents::Reason;
use crate::attachment::limits::{Budget, Limits};

/// Undoes one filter; `None` for those of pictures, and for unknown ones.
pub(super) fn decode(
    name: &str,
    settings: Option<&Dict>,
    bytes: &[u8],
    budget: &mut Budget,
    limits: &Limits,
) -> Result<Option<Vec<u8>>, Reason> {
    Ok(match name {
        // What stands before damage is shown by every reader.
        "FlateDecode" | "Fl" => {
            let (bytes, _) = budget.unpack(bytes, limits)?;
            Some(predicted(bytes, settings))
        }
        "LZWDecode" | "LZW" => {
            let early = settings.and_then(|s| s.get("EarlyChange")).and_then(Object::count);
            Some(predicted(lzw(bytes, early != Some(0), budget)?, settings))
        }
        "ASCIIHexDecode" | "AHx" => Some(ascii_hex(bytes)),
        "ASCII85Decode" | "A85" => Some(ascii_85(bytes)),
        "RunLengthDecode" | "RL" => Some(run_length(bytes, budget)?),
        _ => None,
    })
}

fn ascii_hex(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().take_while(|byte| **byte != b'>').filter_map(|b| hex_digit(*b));
    let digits: Vec<u8> = digits.collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn ascii_85(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut group) = (Vec::new(), Vec::with_capacity(5));
    let mut flush = |group: &mut Vec<u8>| {
        let length = group.len();
        if length < 2 {
            return;
        }
        group.resize(5, 84);
        let value = group
            .iter()
            .fold(0u32, |value, digit| value.wrapping_mul(85).wrapping_add(u32::from(*digit)));
        out.extend_from_slice(&value.to_be_bytes()[..length - 1]);
        group.clear();
    };
    for byte in bytes.iter().copied().filter(|byte| !is_space(*byte)) {
        match byte {
            b'z' if group.is_empty() => group.extend([0; 5]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => break,
        }
        if group.len() == 5 {
            flush(&mut group);
        }
    }
    flush(&mut group);
    out
}

fn run_length(bytes: &[u8], budget: &mut Budget) -> Result<Vec<u8>, Reason> {
    let (mut out, mut rest) = (Vec::new(), bytes);
    while let Some((length, more)) = rest.split_first() {
        let taken = match *length {
            128 => break,
            length @ 0..=127 => {
                let taken = (usize::from(length) + 1).min(more.len());
                out.extend_from_slice(&more[..taken]);
                taken
            }
            length => {
                let Some(byte) = more.first() else { break };
                let count = 257 - usize::from(length);
                budget.spend(count)?;
                out.extend(std::iter::repeat_n(*byte, count));
                1
            }
        };
        rest = &more[taken..];
    }
    Ok(out)
}

/// LZW as in TIFF; what stands before damage is kept.
fn lzw(bytes: &[u8], early: bool, budget: &mut Budget) -> Result<Vec<u8>, Reason> {
    let mut decoder = match early {
        true => Decoder::with_tiff_size_switch(BitOrder::Msb, 8),
        false => Decoder::new(BitOrder::Msb, 8),
    };
    let (mut out, mut chunk, mut rest) = (Vec::new(), [0; 16 << 10], bytes);
    loop {
        let done = decoder.decode_bytes(rest, &mut chunk);
        budget.spend(done.consumed_out)?;
        out.extend_from_slice(&chunk[..done.consumed_out]);
        rest = &rest[done.consumed_in..];
        if !matches!(done.status, Ok(LzwStatus::Ok)) {
            return Ok(out);
        }
    }
}

/// Undoes the prediction of PNG, row by row.
fn predicted(bytes: Vec<u8>, settings: Option<&Dict>) -> Vec<u8> {
    let of = |key: &str, usual: u32| {
        settings.and_then(|s| s.get(key)).and_then(Object::count).unwrap_or(usual) as usize
    };
    if of("Predictor", 1) < 10 {
        return bytes;
    }
    let pixel = (of("Colors", 1).min(64) * of("BitsPerComponent", 8).min(64)).div_ceil(8).max(1);
    let row = (of("Columns", 1).min(1 << 24)
        * of("Colors", 1).min(64)
        * of("BitsPerComponent", 8).min(64))
    .div_ceil(8)
    .max(1);
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = 0..0;
    for line in bytes.chunks(row + 1) {
        let start = out.len();
        let Some((how, line)) = line.split_first() else { break };
        for (n, byte) in line.iter().enumerate() {
            let left = if n >= pixel { out[start + n - pixel] } else { 0 };
            let up = above.clone().nth(n).map_or(0, |at: usize| out[at]);
            let corner = match n.checked_sub(pixel) {
                Some(n) => above.clone().nth(n).map_or(0, |at| out[at]),
                None => 0,
            };
            let guess = match how {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            out.push(byte.wrapping_add(guess));
        }
        above = start..out.len();
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |byte: u8| (guess - i16::from(byte)).abs();
    if far(left) <= far(up) && far(left) <= far(corner) {
        left
    } else if far(up) <= far(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(name: &str, settings: Option<&Dict>, bytes: &[u8]) -> Vec<u8> {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits);
        decode(name, settings, bytes, &mut budget, &limits).expect("within").expect("known")
    }

    #[test]
    fn the_standard_s_example_of_lzw_is_undone() {
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(undone("LZWDecode", None, &packed), b"-----A---B");
        assert_eq!(undone("LZWDecode", None, &packed[..5]), b"-----");
    }

    #[test]
    fn runs_and_hexadecimal_are_undone() {
        assert_eq!(
            undone("RunLengthDecode", None, &[2, b'a', b'b', b'c', 254, b'x', 128]),
            b"abcxxx"
        );
        assert_eq!(undone("ASCIIHexDecode", None, b"41 4\n2 7>"), b"ABp");
    }

    #[test]
    fn rows_predicted_from_those_above_are_undone() {
        let settings = Dict(vec![
            ("Columns".to_owned(), Object::Number(3.0)),
            ("Predictor".to_owned(), Object::Number(12.0)),
        ]);
        let rows = [1, 1, 1, 1, 2, 1, 1, 1, 4, 0, 0, 1].to_vec();
        assert_eq!(predicted(rows, Some(&settings)), [1, 2, 3, 2, 3, 4, 2, 3, 5]);
    }
}
