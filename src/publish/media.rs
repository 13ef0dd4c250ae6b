//! The type a file is sent as, by its name.

/// The type with its encoding: every text of a site is UTF-8.
pub fn of(name: &str) -> &'static str {
    let ending = name.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    match ending.map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("html" | "htm") => HTML,
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt") => TEXT,
        Some("xml" | "atom") => "application/xml; charset=utf-8",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("pdf") => PDF,
        Some("doc") => "application/msword",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("xls") => "application/vnd.ms-excel",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("ppt") => "application/vnd.ms-powerpoint",
        Some("pptx") => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        // GB/T 33190-2016 and the formats of WPS.
        Some("ofd") => "application/ofd",
        Some("wps") => "application/vnd.ms-works",
        Some("zip") => "application/zip",
        Some("mp3") => "audio/mpeg",
        Some("mp4") => "video/mp4",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        _ => UNKNOWN,
    }
}

/// Pages.
pub const HTML: &str = "text/html; charset=utf-8";
/// What only its name says something of.
pub const UNKNOWN: &str = "application/octet-stream";
/// Plain text.
pub const TEXT: &str = "text/plain; charset=utf-8";
/// Documents a browser shows in a viewer of its own.
pub const PDF: &str = "application/pdf";

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_ending_decides_whatever_its_case() {
        assert_eq!(of("data/tasks.csv"), "text/csv; charset=utf-8");
        assert_eq!(of("附件/通报.PDF"), "application/pdf");
        assert_eq!(of("feed.xml"), "application/xml; charset=utf-8");
        assert_eq!(of("a.b/none"), "application/octet-stream");
        assert_eq!(of("通报.ofd"), "application/ofd");
    }
}
