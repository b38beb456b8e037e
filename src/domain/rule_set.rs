//! The whole set of rules of this build, and the hash that names it in every decision.

use std::fmt::Write;
use std::sync::LazyLock;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::code::Code;
use crate::figure::{Figure, Since};
use crate::law::{Act, ActDetails, COPIES_READ_ON, Citation};
use crate::{
    age, application, assessment, calendar, decision, funding, hours, known_programmes, municipalities, programmes,
    queue, remedy, terms,
};

/// The figures of each part of the rules.
const PARTS: &[&[&Figure]] = &[
    terms::FIGURES,
    age::FIGURES,
    known_programmes::FIGURES,
    assessment::FIGURES,
    decision::FIGURES,
    application::FIGURES,
    hours::FIGURES,
    funding::FIGURES,
    queue::FIGURES,
    remedy::FIGURES,
];

/// What the canonical text begins with; it changes whenever the layout of the text does.
const LAYOUT: &str = "aplp-rule-set-3";

/// Every figure of the product, each with all its values.
pub fn figures() -> impl Iterator<Item = &'static Figure> {
    PARTS.iter().flat_map(|part| part.iter().copied())
}

/// Every figure that has a value on a day, with that value.
pub fn in_force(on: NaiveDate) -> Vec<(&'static Figure, Since)> {
    figures().filter_map(|figure| figure.on(on).ok().map(|since| (figure, since))).collect()
}

/// The name of this rule set: SHA-256 of its canonical text, 64 lower hexadecimal digits.
///
/// The canonical text is a row of fields without anything between them; a field is the number of its UTF-8 bytes in decimal,
/// a colon and the bytes (`8:decision`), so that no two sets share a text. It starts with the field `aplp-rule-set-3`. Then
/// follow records, each a field that names its kind and the fields of that kind; dates are `YYYY-MM-DD`, absent is empty:
/// - `act`: code, number at likumi.lv, gazette, first day in force, first day applied, day on which its copy was read;
/// - `figure`, once a value: code, unit, first day, last day, value, note of its source;
/// - `citation`, for each place that the source of the figure before it names: act, paragraph;
/// - `yearly_holiday`: when, first year, first year of its free day after a weekend, name;
/// - `festival`: closing day, source;
/// - `one_off_holiday`: day, name, source;
/// - `transfer`: day off, Saturday worked instead, source;
/// - `municipality`: ATVK, name, kind, ISO 3166-2, first day, last day, successor;
/// - `programmes`: the canonical text of the built-in programmes.
pub fn hash() -> String {
    static HASH: LazyLock<String> = LazyLock::new(|| digest(&canonical(figures())));
    HASH.clone()
}

/// The name of the calendar with which terms are computed: the same hash over the yearly holidays and days of one year, the
/// transfers of this build, and those that were added.
pub fn calendar_hash(added: &calendar::DaysOff) -> String {
    let mut text = String::new();
    write_calendar(&mut text);
    for day in added.days() {
        write_fields(&mut text, ["added", &day.to_string()]);
    }
    digest(&text)
}

fn canonical<'a>(figures: impl Iterator<Item = &'a Figure>) -> String {
    let mut text = String::new();
    write_fields(&mut text, [LAYOUT]);
    for act in Act::ALL {
        let ActDetails { likumi_id, gazette, in_force_from, applied_from, .. } = act.details();
        let (id, read_on) = (likumi_id.to_string(), COPIES_READ_ON.to_string());
        let (in_force, applied) = (day_or_empty(in_force_from), day_or_empty(applied_from));
        write_fields(&mut text, ["act", act.code(), &id, gazette.unwrap_or_default(), &in_force, &applied, &read_on]);
    }
    for figure in figures {
        for Since { day, until, value, source } in figure.values {
            let (first, last, value) = (day.to_string(), day_or_empty(*until), value.to_string());
            write_fields(&mut text, ["figure", figure.code, figure.unit.code(), &first, &last, &value, source.note]);
            for Citation { act, paragraph } in source.citations() {
                write_fields(&mut text, ["citation", act.code(), paragraph]);
            }
        }
    }
    write_calendar(&mut text);
    for municipalities::Municipality { atvk, name, kind, iso3166_2, valid_from, valid_to, successor } in
        municipalities::ALL
    {
        let (first, last) = (valid_from.to_string(), day_or_empty(*valid_to));
        let (iso, successor) = (iso3166_2.unwrap_or_default(), successor.unwrap_or_default());
        write_fields(&mut text, ["municipality", atvk, name, kind.code(), iso, &first, &last, successor]);
    }
    write_fields(&mut text, ["programmes", &programmes::canonical()]);
    text
}

fn write_calendar(text: &mut String) {
    for [when, since, moves_since, name] in calendar::yearly_rules() {
        write_fields(text, ["yearly_holiday", &when, &since, &moves_since, &name]);
    }
    for calendar::Festival { day, is_announced: _, source } in calendar::FESTIVALS {
        write_fields(text, ["festival", &day.to_string(), source]);
    }
    for calendar::OneOff { day, name_lv, name_en: _, source } in calendar::ONE_OFF {
        write_fields(text, ["one_off_holiday", &day.to_string(), name_lv, source]);
    }
    for calendar::Transfer { day_off, worked, source } in calendar::TRANSFERS {
        write_fields(text, ["transfer", &day_off.to_string(), &worked.to_string(), source]);
    }
}

fn write_fields<const N: usize>(text: &mut String, fields: [&str; N]) {
    for field in fields {
        // Writing to a String cannot fail.
        let _ = write!(text, "{}:{field}", field.len());
    }
}

fn day_or_empty(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::law::Source;

    fn hash_with(place: usize, changed: Figure) -> String {
        let all: Vec<Figure> =
            figures().enumerate().map(|(at, one)| if at == place { changed } else { *one }).collect();
        digest(&canonical(all.iter()))
    }

    #[test]
    fn the_hash_is_the_same_each_time_and_looks_like_sha_256() {
        assert_eq!(hash(), hash());
        assert_eq!(hash(), digest(&canonical(figures())));
        assert_eq!(hash().len(), 64);
        assert!(hash().bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    }

    #[test]
    fn sha_256_is_written_as_the_standard_writes_it() {
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn any_changed_figure_changes_the_hash() {
        for (place, figure) in figures().enumerate() {
            for value in 0..figure.values.len() {
                let changes: [fn(&mut Since); 5] = [
                    |since| since.value += 1,
                    |since| since.day = since.day.succ_opt().unwrap(),
                    |since| since.until = Some(since.until.map_or(since.day, |until| until.succ_opt().unwrap())),
                    |since| since.source = since.source.noting("another"),
                    |since| since.source = Source::law(Act::Iesl, "1").noting(since.source.note),
                ];
                for change in changes {
                    let mut values = figure.values.to_vec();
                    change(&mut values[value]);

                    assert_ne!(
                        hash_with(place, Figure { values: values.leak(), ..*figure }),
                        hash(),
                        "{}",
                        figure.code
                    );
                }
            }
            assert_ne!(hash_with(place, Figure { code: "another", ..*figure }), hash());
        }
    }

    #[test]
    fn what_moves_from_one_field_to_the_next_changes_the_text() {
        let text = |fields| {
            let mut text = String::new();
            write_fields(&mut text, fields);
            text
        };

        assert_ne!(text(["ab", "c"]), text(["a", "bc"]));
        assert_ne!(text(["1:a", ""]), text(["", "1:a"]));
        assert_eq!(text(["Rīga", ""]), "5:Rīga0:");
    }

    #[test]
    fn every_part_of_the_rules_is_in_the_canonical_text() {
        let text = canonical(figures());

        for field in [
            "2023/213.11",
            "transitional 59",
            "adult_age_years",
            "easter+49",
            "2023-05-29",
            "2028-07-09",
            "2026-06-27",
            "0440200",
            "programmes",
        ] {
            assert!(text.contains(&format!("{}:{field}", field.len())), "{field}");
        }
        assert!(text.contains(&programmes::canonical()));
    }

    #[test]
    fn no_two_figures_share_a_code() {
        let codes: BTreeSet<&str> = figures().map(|figure| figure.code).collect();

        assert_eq!(codes.len(), figures().count());
    }

    #[test]
    fn every_figure_has_values_in_order_that_do_not_overlap_and_sources() {
        for figure in figures() {
            assert!(!figure.values.is_empty(), "{}", figure.code);
            assert!(
                figure.code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')),
                "{}",
                figure.code
            );
            for since in figure.values {
                assert!(!since.source.text().trim().is_empty(), "{}", figure.code);
                assert!(!since.source.text().contains("not verified"), "{}", figure.code);
                assert!(since.until.is_none_or(|until| since.day <= until), "{}", figure.code);
            }
            for pair in figure.values.windows(2) {
                let ends = pair[0].until.unwrap_or(pair[0].day);
                assert!(ends < pair[1].day, "{}", figure.code);
            }
        }
    }

    #[test]
    fn the_figures_in_force_are_those_with_a_value_that_day() {
        let on = crate::day(2026, 1, 1);
        let codes: Vec<&str> = in_force(on).iter().map(|(figure, _)| figure.code).collect();

        assert!(codes.contains(&"decision_term_months"));
        assert_eq!(codes.len(), figures().filter(|figure| figure.on(on).is_ok()).count());
        assert!(in_force(crate::day(1992, 12, 31)).is_empty());
    }
}
