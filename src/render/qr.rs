//! QR codes, drawn at build time: nobody else is asked for a picture of a page's address.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};
use tera::{Kwargs, State, Tera, TeraResult, Value};

/// What templates call, so that a theme without codes takes no time for them.
const FUNCTION: &str = "qr_code";

/// The clear ground around a code, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// Lets templates draw codes.
pub fn provide(tera: &mut Tera) {
    tera.register_function(FUNCTION, |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let address: &str = arguments.must_get("address")?;
        let label: &str = arguments.must_get("label")?;
        Ok(svg(address, label).map_or_else(Value::none, |code| Value::safe_string(&code)))
    });
}

/// An address as a drawing that is black on white whatever the page's colours; none where it is too
/// long for a code.
fn svg(address: &str, label: &str) -> Option<String> {
    // A print may be creased or copied, so more than the least can be mended.
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    let side = code.size + 2 * QUIET;
    let mut lines = String::new();
    for y in 0..code.size {
        let row: Vec<bool> = code[y].iter().take(code.size).map(|module| module.value()).collect();
        line(&mut lines, y, &row);
    }
    Some(format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {side} {side}\" \
         width=\"160\" height=\"160\" focusable=\"false\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path stroke=\"#000\" d=\"{lines}\"/></svg>",
        escaped(label)
    ))
}

/// A row of modules as strokes one module thick, each after the first told by its distance.
fn line(out: &mut String, y: usize, row: &[bool]) {
    let mut at = None;
    let mut x = 0;
    for run in row.chunk_by(|a, b| a == b) {
        if run[0] {
            // Memory takes whatever is written to it.
            let _ = match at {
                None => write!(out, "M{} {}.5h{}", x + QUIET, y + QUIET, run.len()),
                Some(end) => write!(out, "m{} 0h{}", x - end, run.len()),
            };
            at = Some(x + run.len());
        }
        x += run.len();
    }
}

fn escaped(text: &str) -> String {
    let mut bytes = Vec::new();
    // As above.
    let _ = tera::escape_html(text, &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_told_by_its_dark_runs() {
        let mut out = String::new();
        line(&mut out, 2, &[false, true, true, false, false, true, false]);
        assert_eq!(out, "M5 6.5h2m2 0h1");
    }

    #[test]
    fn a_code_has_its_quiet_ground_and_is_small() {
        let svg = svg("https://www.example.gov.cn/ljsbp/tasks/kezuozhongqi/12/", "“甲”").unwrap();
        // Version 4, 33 modules, and four of ground on each side.
        assert!(svg.contains("viewBox=\"0 0 41 41\""), "{svg}");
        assert!(svg.contains("width=\"160\""), "no larger where a theme says nothing: {svg}");
        assert!(svg.contains("M4 4.5h7"), "the first finder begins where the ground ends: {svg}");
        assert!(svg.len() < 2500, "{} bytes", svg.len());
    }

    #[test]
    fn what_no_code_can_hold_has_none() {
        assert_eq!(super::svg(&"x".repeat(5000), ""), None);
    }
}
