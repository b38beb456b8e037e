//! The municipalities against the published table, and what their codes lead to.

use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::municipalities::{
    ALL, Municipality, MunicipalityKind, current, find, is_same_place, on, same_place_on,
};
use chrono::NaiveDate;
use rstest::rstest;

const PUBLISHED: &str = include_str!("../../../tests/data/lv_municipalities.csv");

fn row(municipality: &Municipality) -> String {
    let Municipality { atvk, name, kind, iso3166_2, valid_from, valid_to, successor } = municipality;
    let kind = match kind {
        MunicipalityKind::StateCity => "valstspilsēta",
        MunicipalityKind::Novads => "novads",
    };
    let valid_to = valid_to.map(|day| day.to_string()).unwrap_or_default();
    let (iso, successor) = (iso3166_2.unwrap_or_default(), successor.unwrap_or_default());
    format!("{atvk};{name};{kind};{iso};{valid_from};{valid_to};{successor}")
}

// A12, B54
#[test]
fn the_municipalities_from_2021_equal_the_published_table() {
    let ours: Vec<String> = ALL.iter().filter(|one| one.valid_from >= day(2021, 7, 1)).map(row).collect();

    assert_eq!(ours, PUBLISHED.lines().skip(1).collect::<Vec<_>>());
}

#[rstest]
#[case::pilot(day(2021, 6, 30), 10)]
#[case::reform(day(2021, 7, 1), 43)]
#[case::last_day_of_varaklani(day(2025, 6, 30), 43)]
#[case::merger(day(2025, 7, 1), 42)]
#[case::before_any(day(2009, 6, 30), 0)]
#[case::far_future(NaiveDate::MAX, 42)]
fn so_many_municipalities_stand_on_a_day(#[case] day: NaiveDate, #[case] count: usize) {
    assert_eq!(on(day).count(), count);
}

// A12
#[rstest]
#[case("0380200", "Balvu novads", "Balvu novads")]
#[case("0400200", "Bauskas novads", "Bauskas novads")]
#[case("0420200", "Cēsu novads", "Cēsu novads")]
#[case("0440200", "Daugavpils novads", "Augšdaugavas novads")]
#[case("0500200", "Gulbenes novads", "Gulbenes novads")]
#[case("0090000", "Jelgava", "Jelgava")]
#[case("0170000", "Liepāja", "Liepāja")]
#[case("0740202", "Ogres novads", "Ogres novads")]
#[case("0880200", "Talsu novads", "Talsu novads")]
#[case("0900200", "Tukuma novads", "Tukuma novads")]
fn each_municipality_of_the_pilot_leads_to_one_of_today(#[case] atvk: &str, #[case] then: &str, #[case] now: &str) {
    assert_eq!(find(atvk).map(|one| one.name), Some(then));
    assert_eq!(current(atvk).map(|one| one.name), Some(now));
}

#[rstest]
#[case::merged("0055000", &["0038000", "0038001", "0055000"])]
#[case::merged_from_the_other_side("0038001", &["0038000", "0038001", "0055000"])]
#[case::daugavpils_novads("0022000", &["0022000", "0440200"])]
#[case::the_city_of_daugavpils("0002000", &["0002000"])]
#[case::the_city_of_jelgava("0090000", &["0003000", "0090000"])]
#[case::jelgavas_novads("0030000", &["0030000"])]
#[case::a_code_never_used("0050000", &[])]
#[case::no_code("", &[])]
fn a_municipality_sees_the_codes_before_it_and_no_others(#[case] atvk: &str, #[case] expected: &[&str]) {
    assert_eq!(same_place_on(atvk, day(2026, 3, 2)), expected);
}

#[test]
fn two_codes_are_the_same_place_exactly_when_each_is_among_the_codes_of_the_other() {
    for one in ALL {
        for other in ALL {
            let listed = same_place_on(one.atvk, day(2026, 3, 2)).contains(&other.atvk);

            assert_eq!(is_same_place(one.atvk, other.atvk), listed, "{} {}", one.atvk, other.atvk);
        }
    }
    assert!(is_same_place("0050000", "0050000") && !is_same_place("0050000", "0440200"));
    assert!(!is_same_place("0050000", "0099999"));
}

#[test]
fn a_code_never_used_leads_nowhere() {
    assert_eq!(find("0050000"), None);
    assert_eq!(current("0050000"), None);
}

#[test]
fn every_code_is_unique_and_every_chain_ends_where_something_stands() {
    for (place, municipality) in ALL.iter().enumerate() {
        let ends_at = current(municipality.atvk).expect("a municipality");

        assert!(!ALL[..place].iter().any(|other| other.atvk == municipality.atvk), "{}", municipality.atvk);
        assert_eq!(municipality.atvk.len(), 7);
        assert!(municipality.atvk.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(ends_at.valid_to, None, "{}", municipality.atvk);
        assert_eq!(municipality.valid_to.is_some(), municipality.successor.is_some());
    }
}

#[test]
fn a_successor_begins_on_the_day_after_the_last_day_or_stands_already() {
    for municipality in ALL {
        if let (Some(last), Some(successor)) = (municipality.valid_to, municipality.successor.and_then(find)) {
            assert!(successor.stands_on(last.succ_opt().expect("a day")), "{}", municipality.atvk);
        }
    }
}

#[test]
fn no_two_municipalities_of_one_day_share_a_name() {
    for on_day in [day(2021, 6, 30), day(2021, 7, 1), day(2025, 7, 1)] {
        let mut names: Vec<&str> = on(on_day).map(|one| one.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();

        assert_eq!(names.len(), count);
    }
}

#[test]
fn the_kinds_have_codes() {
    assert_eq!(MunicipalityKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>(), ["state_city", "novads"]);
}
