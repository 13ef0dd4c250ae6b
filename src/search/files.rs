//! The files of an index, as Pagefind makes them and asks them in the browser.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;

use crate::render::{Found, FoundState};
use crate::write::hex;

/// How many files the records lie in at most; more lie several in one. A portal counts its files.
const FILES: u32 = 1000;
/// How much more a word of the title weighs than one of the text.
const TITLE_WEIGHT: &str = "7";
/// What begins and ends a stretch of another weight, and must not stand in a text.
const MARK: &str = "___PAGEFIND";
const END_MARK: &str = "___END_PAGEFIND";
/// The files a page of search asks for, beside those of the index: the rest of what comes with them
/// is other people's markup.
const PROGRAMS: [&str; 2] = ["pagefind.js", "pagefind-worker.js"];

/// The files by their names.
pub fn files(found: &[Found], language: &str) -> Result<BTreeMap<String, Vec<u8>>> {
    // Pagefind asks for the folder it runs in, which may be gone; no file tells it.
    std::path::absolute(".").context("cannot tell the folder this runs in")?;
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.context("cannot start the making of the index")?.block_on(make(found, language))
}

async fn make(found: &[Found], language: &str) -> Result<BTreeMap<String, Vec<u8>>> {
    let config = PagefindServiceConfig::builder().keep_index_url(true).max_fragments(FILES).build();
    let mut index = PagefindIndex::new(Some(config)).context("cannot begin the index")?;
    for record in found {
        let Found { href, title, text, .. } = record;
        let words = format!(
            "{MARK}_WEIGHT___{TITLE_WEIGHT} {} {END_MARK}_WEIGHT___ {}",
            plain(title),
            plain(text)
        );
        let added = index.add_custom_record(
            href.clone(),
            words,
            language.to_lowercase(),
            Some(shown(record)),
            Some(filters(record)),
            Some(sorts(record)),
        );
        added.await.with_context(|| format!("cannot index {href}"))?;
    }
    let files = index.get_files().await.context("cannot make the index")?;
    let files = files.into_iter().filter_map(|file| {
        let path = file.filename.to_str()?.replace('\\', "/");
        let is_program = path.ends_with(".js") || path.ends_with(".css");
        (!is_program || PROGRAMS.contains(&&*path)).then_some((path, file.contents))
    });
    Ok(files.collect())
}

/// A text with nothing in it that the index would take for its own.
fn plain(text: &str) -> String {
    text.replace(MARK, "PAGEFIND").replace(END_MARK, "PAGEFIND")
}

/// What a result shows of itself. It is looked for as well, so all but the title is spelled as
/// nobody spells a word: a letter or two and hexadecimal digits.
fn shown(record: &Found) -> BTreeMap<String, String> {
    let mut shown = BTreeMap::from([("title".to_owned(), plain(&record.title))]);
    if let Some(FoundState { chip, .. }) = &record.state {
        let days = chip.days.as_deref().unwrap_or("");
        let chip = format!("{}|{}|{}|{days}", chip.colour, chip.shape, chip.word);
        shown.insert("chip".to_owned(), format!("zc{}", hex(chip.as_bytes())));
    }
    if let Some(day) = record.day {
        shown.insert("day".to_owned(), format!("zd{}", hex(day.to_string().as_bytes())));
    }
    shown
}

fn filters(record: &Found) -> BTreeMap<String, Vec<String>> {
    let mut filters = BTreeMap::from([("kind".to_owned(), vec![record.kind.to_owned()])]);
    if let Some(state) = &record.state {
        filters.insert("state".to_owned(), vec![state.value.clone()]);
    }
    if !record.offices.is_empty() {
        filters.insert("office".to_owned(), record.offices.clone());
    }
    if let Some(year) = record.year {
        filters.insert("year".to_owned(), vec![year.to_string()]);
    }
    filters
}

/// Those without a day come after those with one.
fn sorts(record: &Found) -> BTreeMap<String, String> {
    let day = record.day.map_or_else(|| "0000-00-00".to_owned(), |day| day.to_string());
    BTreeMap::from([("day".to_owned(), day)])
}
