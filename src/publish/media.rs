//! The type a file is sent as, by its name.

/// The types a site's files have, with the endings they are known by. Every text of a site is UTF-8
/// and says so. What is not here is sent as [`UNKNOWN`]: browsers save it and do not run it.
pub const TYPES: &[(&str, &[&str])] = &[
    (HTML, &["html", "htm"]),
    ("text/css; charset=utf-8", &["css"]),
    ("text/javascript; charset=utf-8", &["js", "mjs"]),
    ("application/json; charset=utf-8", &["json"]),
    ("application/ld+json; charset=utf-8", &["jsonld"]),
    ("application/geo+json; charset=utf-8", &["geojson"]),
    ("application/manifest+json; charset=utf-8", &["webmanifest"]),
    ("application/wasm", &["wasm"]),
    ("text/csv; charset=utf-8", &["csv"]),
    ("text/tab-separated-values; charset=utf-8", &["tsv"]),
    (TEXT, &["txt", "log"]),
    ("text/markdown; charset=utf-8", &["md"]),
    ("application/yaml; charset=utf-8", &["yaml", "yml"]),
    ("application/toml; charset=utf-8", &["toml"]),
    ("application/xml; charset=utf-8", &["xml", "atom"]),
    ("image/svg+xml; charset=utf-8", &["svg"]),
    ("image/png", &["png"]),
    ("image/apng", &["apng"]),
    ("image/jpeg", &["jpg", "jpeg", "jpe", "jfif"]),
    ("image/gif", &["gif"]),
    ("image/webp", &["webp"]),
    ("image/avif", &["avif"]),
    ("image/heic", &["heic"]),
    ("image/bmp", &["bmp"]),
    ("image/tiff", &["tif", "tiff"]),
    ("image/x-icon", &["ico"]),
    (PDF, &["pdf"]),
    ("application/rtf", &["rtf"]),
    ("application/msword", &["doc", "dot"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("application/vnd.ms-excel", &["xls", "xlt"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("application/vnd.ms-powerpoint", &["ppt", "pps", "pot"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    ("application/vnd.oasis.opendocument.text", &["odt"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("application/vnd.oasis.opendocument.presentation", &["odp"]),
    // GB/T 33190-2016 and the formats of WPS.
    ("application/ofd", &["ofd"]),
    ("application/vnd.ms-works", &["wps", "wpt"]),
    ("application/wps-office.et", &["et", "ett"]),
    ("application/wps-office.dps", &["dps", "dpt"]),
    ("application/zip", &["zip"]),
    ("application/gzip", &["gz", "tgz"]),
    ("application/x-tar", &["tar"]),
    ("application/x-7z-compressed", &["7z"]),
    ("application/vnd.rar", &["rar"]),
    ("audio/mpeg", &["mp3"]),
    ("audio/mp4", &["m4a"]),
    ("audio/wav", &["wav"]),
    ("video/mp4", &["mp4", "m4v"]),
    ("video/webm", &["webm"]),
    ("video/quicktime", &["mov"]),
    ("font/woff2", &["woff2"]),
    ("font/woff", &["woff"]),
    // The index of words; some servers give out only endings they know.
    (UNKNOWN, &["pagefind", "pf_meta", "pf_index", "pf_filter", "pf_fragment"]),
];

/// Pages.
pub const HTML: &str = "text/html; charset=utf-8";
/// What only its name says something of.
pub const UNKNOWN: &str = "application/octet-stream";
/// Plain text.
pub const TEXT: &str = "text/plain; charset=utf-8";
/// Documents a browser shows in a viewer of its own.
pub const PDF: &str = "application/pdf";

/// The type with its encoding.
pub fn of(name: &str) -> &'static str {
    by_ending(name).unwrap_or(UNKNOWN)
}

/// Whether a file is of a type that servers send and do not run, its packed copies among them.
pub fn is_sent(name: &str) -> bool {
    let packed = [".gz", ".br"].into_iter().find_map(|ending| name.strip_suffix(ending));
    by_ending(packed.unwrap_or(name)).is_some()
}

fn by_ending(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit('/').next().and_then(|name| name.rsplit_once('.'))?;
    let ending = ending.to_ascii_lowercase();
    let known = TYPES.iter().find(|(_, endings)| endings.contains(&&*ending));
    known.map(|(kind, _)| *kind)
}

/// A type without its encoding; none where it is not said, for it is no text.
pub fn without_charset(kind: &str) -> Option<&str> {
    kind.split_once("; charset=").map(|(bare, _)| bare)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_ending_decides_whatever_its_case() {
        assert_eq!(of("data/tasks.csv"), "text/csv; charset=utf-8");
        assert_eq!(of("附件/通报.PDF"), "application/pdf");
        assert_eq!(of("feed.xml"), "application/xml; charset=utf-8");
        assert_eq!(of("a.b/none"), "application/octet-stream");
        assert_eq!(of("通报.ofd"), "application/ofd");
    }

    #[test]
    fn each_ending_has_one_type_and_each_type_one_row() {
        let endings: Vec<_> = TYPES.iter().flat_map(|(_, endings)| *endings).collect();
        assert_eq!(endings.iter().collect::<BTreeSet<_>>().len(), endings.len());
        assert_eq!(TYPES.iter().map(|(kind, _)| kind).collect::<BTreeSet<_>>().len(), TYPES.len());
        // Servers write them as they are, without quotes.
        let of_a_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(endings.iter().all(|ending| ending.chars().all(of_a_name)));
    }
}
