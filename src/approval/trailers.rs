//! Signatures at the end of a commit's message: `初审: 审批办主任`.

use crate::model::ReviewStage;
use crate::model::choice::choose;

/// Somebody's signature at a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trailer {
    pub stage: ReviewStage,
    /// The post as it was written.
    pub post: String,
}

/// The English names begin with this, so that `First:` in a message signs nothing.
const ENGLISH: &str = "reviewed-";

/// The signatures of a message: those in its last paragraph, where every line of that is
/// `key: value`. A message that is one paragraph is a title, not trailers, unless a line stands
/// above them.
pub fn read(message: &str) -> Vec<Trailer> {
    let message = message.replace("\r\n", "\n");
    let message = message.trim();
    let mut paragraphs = message.rsplit("\n\n").map(str::trim).filter(|p| !p.is_empty());
    let (Some(last), Some(_)) = (paragraphs.next(), paragraphs.next()) else { return Vec::new() };
    let mut found = Vec::new();
    for line in last.lines() {
        let Some((key, value)) = pair(line) else { return Vec::new() };
        let trailer = stage(key).map(|stage| Trailer { stage, post: value.to_owned() });
        found.extend(trailer.filter(|trailer| !found.contains(trailer)));
    }
    found
}

/// The first line of a message that reads like a signature, where the message signs nothing.
pub fn unread(message: &str) -> Option<&str> {
    if !read(message).is_empty() {
        return None;
    }
    let is_like = |line: &&str| pair(line.trim()).is_some_and(|(key, _)| stage(key).is_some());
    message.lines().find(is_like).map(str::trim)
}

/// A line `key: value`, with a colon of either width; a key has no blanks.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once([':', '：'])?;
    let (key, value) = (key.trim_end(), value.trim());
    let is_key = !key.is_empty() && !key.contains(char::is_whitespace);
    (is_key && !value.is_empty()).then_some((key, value))
}

fn stage(key: &str) -> Option<ReviewStage> {
    match key.is_ascii() {
        true => choose(key.to_ascii_lowercase().strip_prefix(ENGLISH)?),
        false => choose(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(message: &str) -> Vec<(ReviewStage, String)> {
        read(message).into_iter().map(|trailer| (trailer.stage, trailer.post)).collect()
    }

    #[test]
    fn the_last_paragraph_signs_in_either_language_and_with_either_colon() {
        let both =
            "公布六月任务\n\n说明。\n\n初审：审批办主任\nReviewed-Second: 分管副局长\n终审: 局长\n";
        let expected = [
            (ReviewStage::First, "审批办主任"),
            (ReviewStage::Second, "分管副局长"),
            (ReviewStage::Final, "局长"),
        ];
        assert_eq!(signed(both), expected.map(|(stage, post)| (stage, post.to_owned())));
        let among = "更新\r\n\r\nCo-authored-by: a <a@b.c>\r\n保密审查: 保密员\r\n";
        assert_eq!(signed(among), [(ReviewStage::Secrecy, "保密员".to_owned())]);
    }

    #[test]
    fn words_that_only_look_like_signatures_sign_nothing() {
        for message in [
            "初审: 审批办主任",
            "更新\n\n初审: 审批办主任\n已经改好",
            "更新\n\n初审: 审批办主任\n\n还有一段",
            "更新\n\n初审:\n",
            "更新\n\nFirst: 局长",
            "更新\n\n初审 意见: 同意",
            "",
        ] {
            assert_eq!(signed(message), [], "{message}");
        }
    }

    #[test]
    fn a_line_that_was_meant_to_sign_is_found() {
        let line = Some("终审: 局长");
        for message in ["终审: 局长", "同意\n终审: 局长", "更新\n\n终审: 局长\n\n还有一段"]
        {
            assert_eq!(unread(message), line, "{message}");
        }
        for message in ["更新\n\n终审: 局长", "更新：终审", "更新\n\nFirst: 局长", ""]
        {
            assert_eq!(unread(message), None, "{message}");
        }
    }
}
