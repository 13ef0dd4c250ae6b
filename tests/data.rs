//! The data of the shipped site: the same in every form, and what the public standards say they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use liangshai::export::dictionary::{self, Field, Holds};
use serde_json::Value;
use sha2::{Digest, Sha256};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const EDITIONS: [&str; 2] = ["public", "internal"];

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("data").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the last run's folder can be removed");
    }
    folder
}

fn build(site: &Path, out: &Path, options: &[&str]) {
    let mut run = Command::new(env!("CARGO_BIN_EXE_liangshai"));
    run.args(["build", "--quiet", "--site"]).arg(site).arg("--out").arg(out).args(options);
    let run = run.output().expect("the program starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// The shipped site in one edition, built once.
fn built(edition: &'static str) -> PathBuf {
    static BUILT: [OnceLock<PathBuf>; 2] = [OnceLock::new(), OnceLock::new()];
    let at = EDITIONS.iter().position(|known| *known == edition).expect("an edition");
    BUILT[at]
        .get_or_init(|| {
            let out = folder(edition);
            build(Path::new(ROOT), &out, &["--edition", edition]);
            out
        })
        .clone()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&text(path)).expect("JSON")
}

/// The names of the files of data with an ending, the ending left out.
fn names(site: &Path, ending: &str) -> Vec<String> {
    let files = fs::read_dir(site.join("data")).expect("the data");
    let names = files.map(|file| file.expect("a file").file_name().into_string().expect("ASCII"));
    let mut names: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(ending)?.to_owned())).collect();
    names.sort();
    names
}

/// The records of a CSV, the head first.
fn records(site: &Path, name: &str) -> Vec<Vec<String>> {
    let text = text(&site.join(format!("data/{name}.csv")));
    let text = text.strip_prefix('\u{feff}').expect("a byte-order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let record = |record: csv::Result<csv::StringRecord>| {
        record.expect("rows of one length").iter().map(str::to_owned).collect()
    };
    reader.records().map(record).collect()
}

#[cfg(feature = "xlsx")]
mod workbooks {
    use std::sync::Arc;

    use calamine::{Data, DataType as _, ExcelDateTime, Range, Reader as _, Xlsx};
    use liangshai::diagnostic::Diagnostics;
    use liangshai::disclose::{Audience, Edition, Unpublished, disclose};
    use liangshai::facts::evaluate;
    use liangshai::load;
    use liangshai::render::{Renderer, Theme};
    use liangshai::site::{Addressing, lay_out};
    use liangshai::tree::Disk;

    use super::*;

    type Book = Xlsx<std::io::BufReader<fs::File>>;

    fn open(path: &Path) -> Book {
        calamine::open_workbook(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
    }

    fn sheet(book: &mut Book, name: &str) -> Range<Data> {
        book.worksheet_range(name).expect("the sheet")
    }

    /// A time as the data write it: with the time of day where `like` has one.
    fn as_text(time: &ExcelDateTime, like: &str) -> String {
        let (year, month, day, hour, minute, ..) = time.to_ymd_hms_milli();
        match like.contains(' ') {
            true => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            false => format!("{year:04}-{month:02}-{day:02}"),
        }
    }

    /// What is wrong with a cell of a workbook beside that of the CSV.
    fn differs(cell: Option<&Data>, csv: &str, field: &Field) -> Option<String> {
        let words = csv.strip_prefix('\'').unwrap_or(csv);
        let same = match cell.unwrap_or(&Data::Empty) {
            Data::Empty => csv.is_empty(),
            Data::String(text) => {
                let is_text = !matches!(field.holds, Holds::Date | Holds::Whole | Holds::Number);
                is_text && (text == csv || text == words)
            }
            Data::Bool(flag) => csv == flag.to_string() && matches!(field.holds, Holds::Flag),
            Data::Float(number) => csv.parse::<f64>() == Ok(*number),
            Data::Int(number) => csv.parse::<i64>() == Ok(*number),
            Data::DateTime(time) => {
                matches!(field.holds, Holds::Date | Holds::Moment) && as_text(time, csv) == csv
            }
            _ => false,
        };
        (!same).then(|| format!("{cell:?} beside {csv:?}"))
    }

    #[test]
    fn a_workbook_holds_what_the_csv_holds_and_each_cell_is_of_its_type() {
        let (mut cells, mut wrong) = (0, Vec::new());
        for edition in EDITIONS {
            let site = built(edition);
            let mut told = Vec::new();
            for name in names(&site, ".xlsx") {
                let mut book = open(&site.join(format!("data/{name}.xlsx")));
                let sheets = book.sheet_names();
                let (last, sheets) = sheets.split_last().expect("sheets");
                assert_eq!(last, "字段说明", "{name}");
                assert_eq!(sheets[0], name);
                for sheet_name in sheets {
                    told.push(sheet_name.clone());
                    let file = dictionary::file(sheet_name, edition == "internal").expect("a file");
                    let columns = file.columns();
                    let csv = records(&site, sheet_name);
                    let range = sheet(&mut book, sheet_name);
                    assert_eq!(range.height(), csv.len(), "{name} {sheet_name}");
                    for (row, record) in (0u32..).zip(&csv) {
                        for ((at, value), column) in (0u32..).zip(record).zip(&columns) {
                            let cell = range.get_value((row, at));
                            let fault = match row {
                                0 => (cell.and_then(|cell| cell.get_string()) != Some(value))
                                    .then(|| format!("{cell:?} heads {value}")),
                                _ => differs(cell, value, &column.field),
                            };
                            wrong.extend(
                                fault.map(|fault| format!("{sheet_name} {row} {at}: {fault}")),
                            );
                            cells += 1;
                        }
                    }
                }
            }
            told.sort();
            assert_eq!(told, names(&site, ".csv"), "every table is in a workbook, once");
        }
        assert!(wrong.is_empty(), "{}", wrong[..wrong.len().min(20)].join("\n"));
        assert!(cells > 10_000, "{cells}");
    }

    /// A small site of its own, with what workbooks are apt to spoil.
    fn small(name: &str) -> PathBuf {
        let site = folder(name);
        let write = |path: &str, text: &str| {
            let file = site.join(path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, text).expect("a file");
        };
        write(
            "site.toml",
            "title = \"=1+1\"\nas_of = 2023-08-31\n[defaults]\ndisclosure = \"主动公开\"\n",
        );
        write(
            "content/plans/a.md",
            "---\n标题: '@SUM(A1)'\n发文机关: 审批办\n发布日期: 2023-03-03 09:05\n发文字号: '150521199001011234'\n---\n",
        );
        write("content/offices/spb.md", "---\n标题: 审批办\n---\n");
        write(
            "content/indicators/x/index.md",
            "---\n标题: '=HYPERLINK(\"http://a\")'\n编号: '3.10'\n牵头单位: 审批办\n监测项: [{代号: d, 名称: 天}]\n---\n",
        );
        write(
            "content/indicators/x/values.csv",
            "日期,d,来源\n2022年,60.10,+86-475\n2023-06-30,1234567890123456.5,-甲\n",
        );
        site
    }

    #[test]
    fn codes_stay_text_numbers_stay_numbers_and_nothing_runs() {
        let site = small("cells");
        let out = folder("cells-out");
        build(&site, &out, &[]);
        let mut book = open(&out.join("data/indicators.xlsx"));
        for name in book.sheet_names() {
            let formulas = book.worksheet_formula(&name).expect("a sheet");
            assert!(formulas.used_cells().next().is_none(), "{name}");
        }
        let rows = sheet(&mut book, "indicators");
        assert_eq!(rows.get_value((1, 1)), Some(&Data::String("3.10".into())));
        let title = Data::String("=HYPERLINK(\"http://a\")".into());
        assert_eq!(rows.get_value((1, 2)), Some(&title), "the words themselves, without a guard");
        let values = sheet(&mut book, "indicator-values");
        assert_eq!(values.get_value((1, 4)), Some(&Data::Float(60.1)));
        assert_eq!(
            values.get_value((2, 4)),
            Some(&Data::String("1234567890123456.5".into())),
            "digits a spreadsheet would drop"
        );
        let mut plans = open(&out.join("data/plans.xlsx"));
        let plans = sheet(&mut plans, "plans");
        assert_eq!(plans.get_value((1, 4)), Some(&Data::String("150521199001011234".into())));
        let Some(Data::DateTime(published)) = plans.get_value((1, 7)) else {
            panic!("{:?} is no time", plans.get_value((1, 7)));
        };
        assert_eq!(as_text(published, "with a time"), "2023-03-03 09:05");
    }

    /// The keys of a site's workbooks, by their addresses: while one stays, none is made.
    fn keys(site: &Path) -> BTreeMap<String, String> {
        let (tree, mut found) = (Disk::new(site), Diagnostics::new());
        let model = load(&tree, &mut found).expect("it can be read").expect("a site");
        let theme = Theme::load(&model.settings, &tree, &mut found).expect("a theme");
        let day = model.settings.as_of.expect("a day");
        let audience = Audience { edition: Edition::Public, unpublished: Unpublished::Hidden };
        let facts = Arc::new(evaluate(Arc::new(disclose(Arc::new(model), audience)), day));
        let laid = lay_out(facts, Addressing::default(), theme.assets(), &mut found);
        let renderer = Renderer::new(Arc::new(laid), Arc::new(theme));
        let pages = renderer.site().pages.iter();
        let books = pages.filter(|(route, _)| route.as_str().ends_with(".xlsx"));
        let key = |route, page| renderer.key(route, page).ok().flatten().expect("a key");
        books.map(|(route, page)| (route.to_string(), key(route, page).hex())).collect()
    }

    #[test]
    fn a_workbook_has_no_clock_in_it_and_is_made_anew_only_when_its_rows_change() {
        let site = small("twice");
        let [first, second] = ["twice-1", "twice-2"].map(folder);
        build(&site, &first, &[]);
        std::thread::sleep(std::time::Duration::from_millis(1100));
        build(&site, &second, &[]);
        let read = |out: &Path, name: &str| fs::read(out.join("data").join(name)).expect("a file");
        for name in ["plans.xlsx", "indicators.xlsx", "offices.xlsx"] {
            assert!(read(&first, name) == read(&second, name), "{name}");
        }
        let time = |name: &str| {
            let file = first.join("data").join(name);
            fs::metadata(file).and_then(|file| file.modified()).expect("a time")
        };
        let (plans, offices) = (time("plans.xlsx"), time("offices.xlsx"));
        let before = keys(&site);
        fs::write(site.join("content/offices/spb.md"), "---\n标题: 审批办\n简称: 审批\n---\n")
            .expect("a file");
        build(&site, &first, &[]);
        assert_eq!(time("plans.xlsx"), plans);
        assert_ne!(time("offices.xlsx"), offices);
        let after = keys(&site);
        let changed = before.iter().filter(|(book, key)| after[*book] != **key);
        assert_eq!(
            changed.map(|(book, _)| book.as_str()).collect::<Vec<_>>(),
            ["data/offices.xlsx"]
        );
    }
}

/// The fields of an object, held against what is said of them; in its order.
fn hold(value: &Value, fields: &[Field], place: &str, wrong: &mut Vec<String>) {
    let Value::Object(object) = value else {
        wrong.push(format!("{place} is no object"));
        return;
    };
    let mut said: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    said.sort_unstable();
    let has: Vec<&str> = object.keys().map(String::as_str).collect();
    if said != has {
        wrong.push(format!("{place}: {has:?}, said {said:?}"));
        return;
    }
    for field in fields {
        let (value, place) = (&object[&field.key], format!("{place}.{}", field.key));
        match &field.holds {
            Holds::Object(inner) => hold(value, inner, &place, wrong),
            Holds::List(inner) | Holds::Table(inner) => {
                for item in value.as_array().into_iter().flatten() {
                    hold(item, inner, &place, wrong);
                }
            }
            _ => {}
        }
    }
}

#[test]
fn every_key_of_the_json_is_told_down_to_the_last_list() {
    let mut wrong = Vec::new();
    for edition in EDITIONS {
        let site = built(edition);
        for name in names(&site, ".json").iter().filter(|name| *name != "datapackage") {
            let file = dictionary::file(name, edition == "internal").expect("a file");
            let Value::Object(data) = json(&site.join(format!("data/{name}.json"))) else {
                panic!("{name} is no object");
            };
            for (key, value) in &data {
                if ["schema_version", "site", "as_of", "edition"].contains(&key.as_str()) {
                    continue;
                }
                if let Some(whole) = file.whole.iter().find(|field| field.key == *key) {
                    let one = serde_json::json!({key: value});
                    hold(&one, std::slice::from_ref(whole), name, &mut wrong);
                } else if key == name {
                    for row in value.as_array().expect("rows") {
                        hold(row, &file.fields, name, &mut wrong);
                    }
                } else {
                    wrong.push(format!("{name}: nothing is said of {key}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn the_package_and_the_page_tell_the_size_and_digest_of_every_file() {
    let site = built("public");
    let package = json(&site.join("data/datapackage.json"));
    let page = text(&site.join("data/index.html"));
    let mut told = BTreeMap::new();
    for resource in package["resources"].as_array().expect("resources") {
        let others = resource["alternates"].as_array().into_iter().flatten();
        for file in std::iter::once(resource).chain(others) {
            let path = file["path"].as_str().expect("a path").to_owned();
            let bytes = fs::read(site.join("data").join(&path)).expect("the file");
            assert_eq!(file["bytes"].as_u64(), Some(bytes.len() as u64), "{path}");
            let digest = liangshai::write::hex(&Sha256::digest(&bytes));
            assert_eq!(file["hash"], format!("sha256:{digest}"), "{path}");
            assert!(page.contains(&format!("data/{path}\"")), "the page gives {path}");
            told.insert(path, ());
        }
    }
    for ending in [".csv", ".json", ".xlsx"] {
        for name in names(&site, ending).iter().filter(|name| *name != "datapackage") {
            assert!(told.contains_key(&format!("{name}{ending}")), "{name}{ending} is told");
        }
    }
    assert!(page.len() < 500 << 10, "{}", page.len());
}

#[test]
fn the_standards_own_programs_find_nothing_wrong() {
    let python = Path::new(ROOT).join("tests/data/.venv/bin/python");
    assert!(python.exists(), "tests/run puts the standards' programs into tests/data/.venv");
    for edition in EDITIONS {
        let site = built(edition);
        let mut run = Command::new(&python);
        run.arg(Path::new(ROOT).join("tests/data/valid.py")).arg(&site).env("PYTHONUTF8", "1");
        let run = run.output().expect("python runs");
        let told = String::from_utf8_lossy(&run.stdout);
        let fault = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{edition}:\n{told}\n{fault}");
        let told: Value = serde_json::from_str(&told).expect("counts");
        assert!(told["tables"].as_u64() > Some(20), "{told}");
        assert!(told["datasets"] == told["tables"] && told["json"].as_u64() > Some(20), "{told}");
    }
}

/// A site of one plan, with lines of site.toml.
fn with_settings(name: &str, settings: &str) -> PathBuf {
    let site = folder(name);
    fs::create_dir_all(site.join("content/plans")).expect("a folder");
    let start = "title = \"亮晒\"\nas_of = 2023-08-31\n";
    let settings = format!("{start}{settings}[defaults]\ndisclosure = \"主动公开\"\n");
    fs::write(site.join("site.toml"), settings).expect("a file");
    let plan = "---\n标题: 方案\n发文机关: 局\n发布日期: 2023-03-03\n---\n";
    fs::write(site.join("content/plans/a.md"), plan).expect("a file");
    let out = folder(&format!("{name}-out"));
    build(&site, &out, &[]);
    out
}

#[test]
fn a_licence_is_told_everywhere_and_none_is_made_up() {
    let url = "https://creativecommons.org/licenses/by/4.0/";
    let licence =
        format!("[licence]\nname = \"CC-BY-4.0\"\ntitle = \"署名4.0\"\nurl = \"{url}\"\n");
    let site = with_settings("licensed", &licence);
    let package = json(&site.join("data/datapackage.json"));
    let licence = serde_json::json!([{"name": "CC-BY-4.0", "title": "署名4.0", "path": url}]);
    assert_eq!(package["licenses"], licence);
    let catalogue = text(&site.join("data/catalog.jsonld"));
    let page = text(&site.join("data/index.html"));
    assert!(catalogue.contains(url) && page.contains(url) && page.contains("署名4.0"));
    let site = with_settings("unlicensed", "");
    assert_eq!(json(&site.join("data/datapackage.json"))["licenses"], Value::Null);
    let catalogue = text(&site.join("data/catalog.jsonld"));
    assert!(!catalogue.contains("license"), "{catalogue}");
    assert!(!text(&site.join("data/index.html")).contains("rel=\"license\""));
}

#[test]
fn addresses_are_whole_where_the_site_s_own_is_known_and_lean_on_the_catalogue_elsewhere() {
    let download = |site: &Path| {
        let catalogue = json(&site.join("data/catalog.jsonld"));
        catalogue["dcat:dataset"][0]["dcat:distribution"][0]["dcat:downloadURL"]["@id"].clone()
    };
    assert_eq!(download(&with_settings("relative", "")), "plans.json");
    let known = with_settings("known", "base_url = \"https://www.example.gov.cn/a/\"\n");
    assert_eq!(download(&known), "https://www.example.gov.cn/a/data/plans.json");
    let schema = json(&known.join("data/schemas/plans.json"));
    assert_eq!(schema["$id"], "https://www.example.gov.cn/a/data/schemas/plans.json");
}

#[test]
fn the_public_schemas_name_nothing_the_public_edition_has_not() {
    let site = built("public");
    let schema = text(&site.join("data/schemas/returns.json"));
    assert!(!schema.contains("\"items\": {\n      \"description\"") && !schema.contains("audited"));
    assert!(text(&built("internal").join("data/schemas/returns.json")).contains("audited"));
}
