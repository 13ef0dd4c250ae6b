//! The arithmetic of numbers: check digits, dates, regions.

/// Whether the first two digits of a region code are a province's (GB/T 2260), or stand for the
/// residence permits of Hong Kong, Macao and Taiwan (81 to 83).
pub fn is_province(two: u8) -> bool {
    matches!(two, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

/// Whether six digits can be a region: a province, and neither a city nor a county that no
/// province ever numbered.
fn is_region(digits: &[u8]) -> bool {
    let [a, b, c, d, e, f] = *digits else { return false };
    let (city, county) = (c * 10 + d, e * 10 + f);
    let residence = (81..=83).contains(&(a * 10 + b)) && city == 0 && county == 0;
    residence || is_province(a * 10 + b) && (matches!(city, 1..=70 | 90)) && county < 90
}

/// Whether month and day are of a year that had them.
fn is_date(year: u32, month: u8, day: u8) -> bool {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// The year inside an 18-digit number, where region and date of birth are such. No clock: the
/// years of birth end where nobody now living reads this.
pub fn birth_year(digits: &[u8]) -> Option<u32> {
    let year = digits.get(6..10)?.iter().fold(0, |year, digit| year * 10 + u32::from(*digit));
    let rest = digits.get(10..14)?;
    let day = is_date(year, rest[0] * 10 + rest[1], rest[2] * 10 + rest[3]);
    (is_region(&digits[..6]) && day && (1900..2050).contains(&year)).then_some(year)
}

/// Whether the 18th is the check digit of the first 17: GB 11643-1999, MOD 11-2; X is 10.
pub fn is_mod_11_2(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 18] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
    digits.len() == 18 && sum(digits, &WEIGHTS) % 11 == 1
}

fn sum(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum()
}

/// Whether 15 digits have the region and date of birth of a number given out before 1999.
pub fn is_old_id(digits: &[u8]) -> bool {
    let [region @ .., y, z, m, n, d, e, _, _, _] = digits else { return false };
    is_region(region) && is_date(1900 + u32::from(y * 10 + z), m * 10 + n, d * 10 + e)
}

/// Whether 18 digits are a 统一社会信用代码 of digits alone: GB 32100-2015, modulus 31, with the
/// 组织机构代码 inside it (GB 11714-1997, modulus 11).
pub fn is_credit_code(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let [a, b, .., check] = digits else { return false };
    let kind = match a {
        1 => matches!(b, 1..=3 | 9),
        5 => matches!(b, 1..=4 | 9),
        9 => matches!(b, 1..=3),
        2..=4 | 6..=8 => matches!(b, 1..=5 | 9),
        _ => false,
    };
    digits.len() == 18
        && kind
        && (is_province(digits[2] * 10 + digits[3]) || digits[2..4] == [1, 0])
        && *check < 10
        && (31 - sum(&digits[..17], &WEIGHTS) % 31) % 31 == u32::from(*check)
        && is_organisation(&digits[8..17])
}

fn is_organisation(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    (11 - sum(&digits[..8], &WEIGHTS) % 11) % 11 == u32::from(digits[8])
}

/// Whether the last digit is the check digit of the others: ISO/IEC 7812-1, the Luhn formula.
pub fn is_luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| u32::from(if place % 2 == 1 { doubled(*digit) } else { *digit }))
        .sum();
    sum.is_multiple_of(10)
}

/// Whether the first digits of a number as long as this are a bank card's.
pub fn is_card_prefix(digits: &[u8]) -> bool {
    matches!(
        (digits, digits.len()),
        ([6, 2, ..], 16..=19)
            | ([9, 5, 5, 8 | 9, ..] | [6, 0, 1, 3, ..], 19)
            | ([4, ..] | [5, 1..=5, ..] | [3, 5, 2..=8, ..] | [6, 0, 1, 3, ..], 16)
    )
}

/// Whether a card number begins as only those of China's banks do.
pub fn is_union_pay(digits: &[u8]) -> bool {
    matches!(digits, [6, 2, ..] | [9, 5, 5, 8 | 9, ..])
}

/// Whether eleven digits are a mobile number's.
pub fn is_mobile(digits: &[u8]) -> bool {
    digits.len() == 11 && digits[0] == 1 && digits[1] >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|b| if b == b'X' { 10 } else { b - b'0' }).collect()
    }

    #[test]
    fn the_standards_own_examples_have_their_check_digits() {
        assert!(is_mod_11_2(&digits("11010519491231002X")));
        assert!(!is_mod_11_2(&digits("110105194912310021")));
        assert!(is_mod_11_2(&digits("440524188001010014")));
        assert_eq!(birth_year(&digits("440524188001010014")), None);
        assert_eq!(birth_year(&digits("11010519491231002X")), Some(1949));
        assert!(is_luhn(&digits("4111111111111111")));
        assert!(is_organisation(&digits("000014349")));
    }

    #[test]
    fn a_day_no_year_had_is_no_birthday() {
        assert_eq!(birth_year(&digits("110105200102290019")), None);
        assert!(birth_year(&digits("110105200002290019")).is_some());
        assert!(!is_old_id(&digits("110105491331002")));
        assert!(is_old_id(&digits("110105491231002")));
    }

    #[test]
    fn a_credit_code_of_digits_is_known_by_both_its_checks() {
        let body = "91150521";
        let made: Vec<String> = (0..99_999_999u32)
            .step_by(1_234_567)
            .flat_map(|org| (0..10).map(move |check| format!("{body}{org:08}{check}")))
            .flat_map(|code| (0..10).map(move |last| format!("{code}{last}")))
            .filter(|code| is_credit_code(&digits(code)))
            .collect();
        assert!(!made.is_empty() && made.len() < 81);
    }
}
