use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::line::{Point, Progress};
use super::scale::{Axis, Time};
use super::*;
use crate::model::Day;
use crate::model::settings::Language;
use crate::words::Words;

fn words() -> Words {
    Words::builtin(Language::Chinese)
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn point(on: &str, value: &str) -> Point {
    Point { day: day(on), number: number(value), text: value.into() }
}

/// 审批时间: lower is better.
fn approval() -> Progress {
    Progress {
        values: vec![
            point("2023-03-31", "4.5"),
            point("2023-05-31", "4.0"),
            point("2023-07-31", "3.0"),
        ],
        baseline: Some(point("2023-02-01", "5.0")),
        target: Some(point("2023-12-31", "2.0")),
        level: None,
        digits: 1,
    }
}

/// The numbers of an attribute's value, each with whether it goes across.
fn places(name: &str, value: &str) -> Vec<(bool, f64)> {
    let number = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("`{text}`"));
    match name {
        "x" => value.split(' ').map(|x| (true, number(x))).collect(),
        "width" | "cx" => vec![(true, number(value))],
        "y" | "height" | "cy" | "r" => vec![(false, number(value))],
        "d" => {
            let mut found = Vec::new();
            let commands = value.split_inclusive(|c: char| c.is_ascii_alphabetic());
            let mut command = ' ';
            for part in commands {
                let (numbers, next) = match part.char_indices().last() {
                    Some((at, c)) if c.is_ascii_alphabetic() => (&part[..at], c),
                    _ => (part, ' '),
                };
                for (i, text) in numbers.split_whitespace().enumerate() {
                    let across = match command {
                        'M' | 'L' => i == 0,
                        'H' => true,
                        'V' => false,
                        other => panic!("`{other}` takes no numbers in {value}"),
                    };
                    found.push((across, number(text)));
                }
                command = next;
            }
            found
        }
        _ => Vec::new(),
    }
}

/// That every coordinate lies in the view box, and that the whole is small.
fn is_sound(picture: &Picture) -> Result<(), TestCaseError> {
    prop_assert!(picture.shapes.len() < 48_000, "{} bytes", picture.shapes.len());
    prop_assert_eq!(picture.width, 320);
    let mut rest = picture.shapes.as_str();
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.rsplit([' ', '<']).next().unwrap_or("");
        let (value, after) = after.split_once('"').expect("a value ends");
        for (across, at) in places(name, value) {
            let most = f64::from(if across { picture.width } else { picture.height });
            prop_assert!((0.0..=most).contains(&at), "{name}={value} of {most}");
        }
        rest = after;
    }
    Ok(())
}

fn any_number() -> impl Strategy<Value = Decimal> {
    let wild = (any::<i64>(), any::<u32>(), 0u32..=28, any::<bool>()).prop_map(
        |(low, high, scale, is_wide)| {
            let wide = if is_wide { i128::from(high) << 63 } else { 0 };
            Decimal::try_from_i128_with_scale(i128::from(low) + wide, scale).unwrap_or_default()
        },
    );
    prop_oneof![
        wild,
        Just(Decimal::MAX),
        Just(Decimal::MIN),
        (-300i64..300).prop_map(Decimal::from),
        (0i64..1000).prop_map(|tenths| Decimal::new(tenths, 1)),
    ]
}

fn any_day() -> impl Strategy<Value = Day> {
    prop_oneof![
        (0i64..800).prop_map(|days| day("2022-01-01").plus(days)),
        (0i64..60_000).prop_map(|days| day("1950-01-01").plus(days)),
    ]
}

fn any_point() -> impl Strategy<Value = Point> {
    (any_day(), any_number()).prop_map(|(day, number)| Point {
        day,
        number,
        text: number.to_string(),
    })
}

fn any_progress() -> impl Strategy<Value = Progress> {
    let level = option::of(any_number().prop_map(|number| (number, number.to_string())));
    let values = prop_oneof![4 => vec(any_point(), 0..12), 1 => vec(any_point(), 300..600)];
    (values, option::of(any_point()), option::of(any_point()), level, 0u32..=20).prop_map(
        |(mut values, baseline, target, level, digits)| {
            values.sort_by_key(|point| point.day);
            Progress { values, baseline, target, level, digits }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_measure_is_drawn_inside_its_picture_whatever_its_values(of in any_progress()) {
        let drawn = line::progress(&of, &words());
        prop_assert_eq!(&drawn, &line::progress(&of, &words()), "the same bytes each time");
        if let Some(picture) = &drawn {
            is_sound(picture)?;
        }
        if let Some((way, aim)) = line::spark(&of) {
            for path in [Some(way), aim].into_iter().flatten() {
                let shapes = format!("<path d=\"{path}\"/>");
                is_sound(&Picture { width: 320, height: 20, shapes })?;
            }
        }
    }

    #[test]
    fn ranks_are_drawn_inside_their_picture(
        mut places in vec((any_day(), prop_oneof![1u32..40, any::<u32>()]), 0..60),
    ) {
        places.sort();
        if let Some(picture) = line::ranks(&places, &|place| format!("第{place}位"), &words()) {
            is_sound(&picture)?;
        }
    }

    #[test]
    fn bars_are_drawn_inside_their_picture_whatever_the_names(
        rows in vec(("[^\"]{0,60}", vec(0u32..1_000_000, 1..10)), 0..40),
    ) {
        let part = |count| bars::Part { class: "c-red s-overdue".into(), shape: "■", count };
        let rows: Vec<bars::Row> = rows
            .into_iter()
            .map(|(name, counts)| bars::Row { name, parts: counts.into_iter().map(part).collect() })
            .collect();
        if let Some(picture) = bars::bars(&rows) {
            is_sound(&picture)?;
        }
    }

    #[test]
    fn stages_are_drawn_inside_their_picture(
        stages in vec(("[^\"]{0,30}", any_day(), 0i64..400), 0..30),
        now in any_day(),
    ) {
        let stages: Vec<timeline::Stage> = stages
            .into_iter()
            .map(|(name, start, days)| timeline::Stage {
                name,
                start,
                end: start.plus(days),
                phase: "past",
            })
            .collect();
        let now = timeline::Now { day: now, label: "截至2023年8月31日".into() };
        if let Some(picture) = timeline::timeline(&stages, &now, &words()) {
            is_sound(&picture)?;
        }
    }

    #[test]
    fn what_is_done_and_due_is_drawn_inside_its_picture(
        due in vec(any_day(), 0..400),
        done in vec(any_day(), 0..400),
        [start, end, now] in [any_day(), any_day(), any_day()],
    ) {
        let whole = u32::try_from(due.len().max(done.len())).expect("few");
        let of = burn_up::BurnUp {
            start: start.min(end),
            end: start.max(end),
            now,
            label: "已完成3".into(),
            due: crate::facts::burn_up::growth(due),
            done: crate::facts::burn_up::growth(done),
            whole,
            half: Some(burn_up::Half {
                day: now,
                time_label: "时间过半".into(),
                tasks_label: "任务过半".into(),
            }),
        };
        if let Some(picture) = burn_up::burn_up(&of, &words()) {
            is_sound(&picture)?;
        }
    }

    #[test]
    fn cells_are_drawn_inside_their_picture(columns in 0usize..20, rows in vec("[^\"]{0,40}", 0..40)) {
        let head = |n| grid::Head { label: format!("{n}"), year: Some("2023年".into()) };
        let heads: Vec<grid::Head> = (0..columns).map(head).collect();
        let cells = vec![grid::Cell { class: "c-red", shape: "×" }; columns];
        let rows: Vec<grid::Row> =
            rows.into_iter().map(|name| grid::Row { name, cells: cells.clone() }).collect();
        if let Some(picture) = grid::grid(&heads, &rows) {
            is_sound(&picture)?;
        }
    }

    #[test]
    fn a_wrapped_name_keeps_its_room_and_loses_no_letter(name in "[一-龥a-z （）]{0,80}") {
        let lines = wrapped(&name, 1000, 100);
        prop_assert!(lines.iter().all(|line| width_of(line) <= 1000), "{lines:?}");
        let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
        prop_assert_eq!(letters(&lines.concat()), letters(&name));
        let cut = wrapped(&name, 1000, 2);
        prop_assert!(cut.len() <= 2 && cut.iter().all(|line| width_of(line) <= 1000), "{cut:?}");
    }

    #[test]
    fn an_axis_has_room_for_its_numbers_and_few_round_ticks(
        numbers in vec(any_number(), 1..8),
        digits in 0u32..=20,
    ) {
        if let Some(axis) = Axis::around(&numbers, digits) {
            prop_assert!((2..=13).contains(&axis.ticks.len()), "{:?}", axis.ticks);
            let (low, high) = (axis.ticks[0], axis.ticks[axis.ticks.len() - 1]);
            prop_assert!(numbers.iter().all(|n| (low..=high).contains(n)));
        }
    }
}

fn ticks(numbers: &[&str], digits: u32) -> Vec<String> {
    let numbers: Vec<Decimal> = numbers.iter().map(|text| number(text)).collect();
    let axis = Axis::around(&numbers, digits).expect("an axis");
    axis.ticks.iter().map(|tick| axis.printed(*tick)).collect()
}

#[test]
fn ticks_are_round_numbers_with_the_digits_of_the_measure() {
    assert_eq!(ticks(&["89", "60", "75"], 0), ["60", "70", "80", "90"]);
    assert_eq!(ticks(&["5.0", "2.0"], 1), ["0", "2", "4", "6"], "zero is not far");
    assert_eq!(ticks(&["98.6", "99.8"], 1), ["98.5", "99.0", "99.5", "100.0"]);
    assert_eq!(ticks(&["98", "99"], 0), ["98", "99"], "no finer than the measure");
    assert_eq!(ticks(&["7", "7"], 0), ["6", "7", "8"], "equal values have room around them");
    assert_eq!(ticks(&["-4", "3"], 0), ["−4", "−2", "0", "2", "4"]);
    assert_eq!(ticks(&["120000", "480000"], 0), ["0", "200000", "400000", "600000"]);
    let huge = ticks(&["802433367206365495296", "-0.00000001"], 0);
    assert_eq!(huge[..2], ["−500000000000000000000", "0"], "less than zero, if by little");
}

#[test]
fn numbers_no_axis_can_be_written_for_have_none() {
    assert_eq!(Axis::around(&[Decimal::MAX, Decimal::MIN], 0), None);
    assert_eq!(Axis::around(&[], 0), None);
}

fn days(first: &str, last: &str, language: Language) -> Vec<String> {
    let time = Time::around([day(first), day(last)]).expect("a line");
    let ticks = time.ticks(&Words::builtin(language)).into_iter();
    ticks.map(|tick| [tick.year.unwrap_or_default(), tick.label].concat()).collect()
}

#[test]
fn ticks_below_are_months_with_their_years_or_years() {
    let chinese = |first, last| days(first, last, Language::Chinese);
    assert_eq!(chinese("2023-03-03", "2023-07-31"), ["2023年4月", "5月", "6月", "7月"]);
    assert_eq!(
        chinese("2022-09-01", "2023-09-30"),
        ["2022年10月", "2023年1月", "4月", "7月"],
        "a new year is named"
    );
    assert_eq!(chinese("2019-12-31", "2023-06-30"), ["2020年", "2021年", "2022年", "2023年"]);
    assert_eq!(chinese("2023-03-03", "2023-03-24"), ["2023年3月3日", "2023年3月24日"]);
    assert_eq!(days("2023-03-03", "2023-05-31", Language::English), ["2023April", "May"]);
}

#[test]
fn days_lie_along_the_line_in_proportion() {
    let time = Time::around([day("2023-01-01"), day("2023-01-11")]).expect("a line");
    assert_eq!(time.at(day("2023-01-06"), 1000), 500);
    assert_eq!(time.at(day("2022-01-06"), 1000), 0, "what lies before is at its start");
    assert_eq!(time.at(day("2024-01-06"), 1000), 1000);
}

#[test]
fn the_lower_value_lies_lower_whichever_way_is_better() {
    let picture = line::progress(&approval(), &words()).expect("a picture");
    let dots: Vec<f64> = picture
        .shapes
        .split("<circle class=\"dot\"")
        .skip(1)
        .filter_map(|rest| rest.split("cy=\"").nth(1)?.split('"').next()?.parse().ok())
        .collect();
    assert_eq!(dots.len(), 3);
    assert!(dots.is_sorted(), "4.5, 4.0 and 3.0 go down the page: {dots:?}");
}

#[test]
fn one_value_alone_is_no_picture_and_one_against_a_baseline_is() {
    let one = Progress { values: vec![point("2023-03-31", "4.5")], ..Progress::default() };
    assert_eq!(line::progress(&one, &words()), None);
    assert_eq!(line::spark(&one), None);
    let held = Progress { baseline: Some(point("2023-01-31", "5")), ..one };
    assert!(line::progress(&held, &words()).is_some());
    let none = Progress { values: Vec::new(), ..held };
    assert_eq!(line::progress(&none, &words()), None, "a target is no progress");
    assert_eq!(bars::bars(&[]), None);
    assert_eq!(grid::grid(&[], &[]), None);
}

#[test]
fn the_first_place_is_at_the_top() {
    let places = [(day("2023-01-31"), 5), (day("2023-06-30"), 1)];
    let picture = line::ranks(&places, &|place| format!("第{place}位"), &words()).expect("one");
    let at = |text: &str| {
        let of = picture.shapes.find(&format!(">{text}<")).expect("a label");
        let tag = &picture.shapes[picture.shapes[..of].rfind("<text").expect("a tag")..of];
        let y = tag.split(" y=\"").nth(1).and_then(|rest| rest.split('"').next());
        y.and_then(|y| y.parse::<f64>().ok()).expect("a place")
    };
    assert!(at("第1位") < at("第5位"));
}

#[test]
fn words_of_records_cannot_become_markup() {
    let row = |name: &str| bars::Row {
        name: name.into(),
        parts: vec![bars::Part { class: "c-none s-done".into(), shape: "●", count: 2 }],
    };
    let picture = bars::bars(&[row("<b>甲&乙</b>")]).expect("a picture");
    assert!(picture.shapes.contains("&lt;b&gt;甲&amp;乙&lt;/b&gt;"), "{}", picture.shapes);
}

#[test]
fn a_measure_of_ten_years_of_days_takes_a_few_kilobytes() {
    let values = (0..3650)
        .map(|i| Point {
            day: day("2013-01-01").plus(i),
            number: Decimal::from(i * 7919 % 1000),
            text: String::new(),
        })
        .collect();
    let of = Progress { values, ..approval() };
    let picture = line::progress(&of, &words()).expect("a picture");
    assert!(picture.shapes.len() < 4096, "{} bytes", picture.shapes.len());
}

#[test]
fn pictures_look_as_they_did() {
    let shapes = |picture: Option<Picture>| {
        let picture = picture.expect("a picture");
        format!("{} {}\n{}", picture.width, picture.height, picture.shapes.replace("><", ">\n<"))
    };
    insta::assert_snapshot!("progress", shapes(line::progress(&approval(), &words())));
    let part = |class: &str, shape, count| bars::Part { class: class.into(), shape, count };
    let rows = [
        bars::Row {
            name: "审批办".into(),
            parts: vec![part("c-red s-overdue", "■", 1), part("c-blue s-done", "●", 12)],
        },
        bars::Row { name: "办公室".into(), parts: vec![part("c-blue s-done", "●", 2)] },
    ];
    insta::assert_snapshot!("bars", shapes(bars::bars(&rows)));
    let of = burn_up::BurnUp {
        start: day("2023-03-03"),
        end: day("2023-12-31"),
        now: day("2023-08-31"),
        label: "已完成2".into(),
        due: vec![(day("2023-06-30"), 1), (day("2023-09-30"), 4)],
        done: vec![(day("2023-05-26"), 1), (day("2023-08-02"), 2)],
        whole: 5,
        half: Some(burn_up::Half {
            day: day("2023-08-01"),
            time_label: "时间过半".into(),
            tasks_label: "任务过半".into(),
        }),
    };
    let cell = |class, shape| grid::Cell { class, shape };
    let rows = [grid::Row {
        name: "消防审验股".into(),
        cells: vec![cell("c-blue", "●"), cell("c-red", "×"), cell("idle", "·")],
    }];
    let head = |label: &str| grid::Head { label: label.into(), year: None };
    let heads = [head("3月"), head("4月"), head("5月")];
    insta::assert_snapshot!("grid", shapes(grid::grid(&heads, &rows)));
    insta::assert_snapshot!("burn_up", shapes(burn_up::burn_up(&of, &words())));
}
