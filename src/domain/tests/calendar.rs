//! The calendar against the published one, day by day, and its rules at their edges.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

use std::collections::BTreeMap;

use aplp_domain::calendar::{
    FESTIVALS, HolidayKind, Reading, add_working_days, easter, holiday, is_working_day, moves_a_term, next_working_day,
    transfer_off, transfer_worked,
};
use aplp_domain::day;
use chrono::{Datelike, NaiveDate, Weekday};
use proptest::prelude::*;
use rstest::rstest;

const PUBLISHED: &str = include_str!("../../../tests/data/lv_nonworking_2019_2030.csv");

/// What the published file calls a day, with its name without quotation marks and without what it says in brackets of a free
/// day or of a day that is only announced.
fn published() -> BTreeMap<NaiveDate, (&'static str, String)> {
    let rows = PUBLISHED.lines().skip(1).map(|row| {
        let (on, rest) = row.split_once(',').expect("a date");
        let (kind, name) = rest.split_once(',').expect("a kind");
        let name = name.trim_matches('"').trim_end_matches(" (brīvdiena)");
        let name = name.trim_end_matches(" (datums pēc 2026. gada rīkojuma projekta)").to_owned();
        (on.parse().expect("a date"), (kind, name))
    });
    rows.collect()
}

#[test]
fn the_calendar_equals_the_published_one_day_by_day() {
    let published = published();
    assert_eq!(published.len(), 214);

    for on in day(2019, 1, 1).iter_days().take_while(|on| *on <= day(2030, 12, 31)) {
        let ours = match (holiday(on), transfer_off(on), transfer_worked(on)) {
            (Some(holiday), None, None) => {
                let announced = FESTIVALS.iter().any(|festival| festival.day == on && festival.is_announced);
                let kind = match holiday.kind {
                    HolidayKind::Statutory if announced => "statutory_announced",
                    HolidayKind::Statutory | HolidayKind::OneOff => "statutory",
                    HolidayKind::FreeDay => "observed_next_working_day",
                };
                Some((kind, holiday.name_lv.to_owned()))
            }
            (None, Some(transfer), None) => {
                Some(("transferred_day_off", format!("Brīvdiena (pārcelta no {})", transfer.worked.format("%d.%m.%Y"))))
            }
            (None, None, Some(_)) => Some(("transferred_workday", "Pārceltā darba diena (sestdiena)".to_owned())),
            (None, None, None) => None,
            twice => panic!("{on} is two things at once: {twice:?}"),
        };

        assert_eq!(ours.as_ref(), published.get(&on), "{on}");
    }
}

#[rstest]
#[case(day(1999, 4, 4))]
#[case(day(2008, 3, 23))]
#[case(day(2011, 4, 24))]
#[case(day(2023, 4, 9))]
#[case(day(2024, 3, 31))]
#[case(day(2025, 4, 20))]
#[case(day(2026, 4, 5))]
#[case(day(2027, 3, 28))]
#[case(day(2028, 4, 16))]
#[case(day(2029, 4, 1))]
#[case(day(2030, 4, 21))]
#[case(day(2031, 4, 13))]
#[case::latest_possible(day(2038, 4, 25))]
#[case(day(2049, 4, 18))]
#[case(day(2076, 4, 19))]
fn easter_falls_where_the_tables_say(#[case] on: NaiveDate) {
    assert_eq!(easter(on.year()), Some(on));
}

#[rstest]
#[case(day(2007, 11, 19), Some(HolidayKind::FreeDay))]
#[case(day(2008, 5, 5), Some(HolidayKind::FreeDay))]
#[case(day(2023, 11, 20), Some(HolidayKind::FreeDay))]
#[case(day(2024, 5, 6), Some(HolidayKind::FreeDay))]
#[case(day(2025, 5, 5), Some(HolidayKind::FreeDay))]
#[case(day(2031, 5, 5), Some(HolidayKind::FreeDay))]
#[case::before_the_rule(day(2006, 11, 20), None)]
#[case::the_monday_itself(day(2026, 5, 4), Some(HolidayKind::Statutory))]
#[case::no_monday_for_new_year(day(2028, 1, 3), None)]
#[case::no_monday_for_christmas(day(2027, 12, 27), None)]
#[case::a_festival_closes_on_a_sunday(day(2018, 7, 8), Some(HolidayKind::Statutory))]
#[case(day(2018, 7, 9), Some(HolidayKind::FreeDay))]
#[case(day(2023, 7, 9), Some(HolidayKind::Statutory))]
#[case(day(2023, 7, 10), Some(HolidayKind::FreeDay))]
#[case(day(2028, 7, 9), Some(HolidayKind::Statutory))]
#[case(day(2028, 7, 10), Some(HolidayKind::FreeDay))]
#[case::only_the_next_working_day_is_free(day(2028, 7, 11), None)]
#[case::the_year_before_a_festival(day(2027, 7, 12), None)]
#[case::a_holiday_in_the_week_frees_no_other_day(day(2027, 5, 5), None)]
#[case(day(2018, 9, 24), Some(HolidayKind::OneOff))]
#[case::only_once(day(2024, 5, 29), None)]
#[case::christmas_eve_began_in_2007(day(2006, 12, 24), None)]
#[case(day(2007, 12, 24), Some(HolidayKind::Statutory))]
#[case::easter_monday_began_in_1997(day(1996, 4, 8), None)]
#[case(day(1997, 3, 31), Some(HolidayKind::Statutory))]
#[case::independence_began_in_2002(day(2001, 5, 4), None)]
#[case(day(2002, 5, 4), Some(HolidayKind::Statutory))]
fn a_holiday_is_one_from_its_first_year_on(#[case] on: NaiveDate, #[case] kind: Option<HolidayKind>) {
    assert_eq!(holiday(on).map(|holiday| holiday.kind), kind);
}

#[test]
fn mothers_day_and_whit_sunday_may_meet_and_the_day_stays_one_holiday() {
    assert_eq!(holiday(day(2008, 5, 11)).map(|holiday| holiday.name_lv), Some("Mātes diena"));
}

#[rstest]
#[case::transferred_day_off(day(2026, 1, 2), true, false)]
#[case::worked_saturday(day(2026, 1, 17), false, false)]
#[case::ordinary_monday(day(2026, 1, 5), true, true)]
#[case::saturday(day(2026, 1, 10), false, false)]
#[case::sunday(day(2026, 1, 11), false, false)]
#[case::holiday(day(2026, 5, 1), false, false)]
fn a_transferred_day_off_is_a_working_day_by_the_strict_reading_only(
    #[case] on: NaiveDate,
    #[case] strict: bool,
    #[case] lenient: bool,
) {
    assert_eq!(is_working_day(on, Reading::Strict), strict);
    assert_eq!(is_working_day(on, Reading::Lenient), lenient);
}

#[rstest]
#[case::free_day_after_a_saturday(day(2023, 11, 20), false, true)]
#[case::free_day_after_a_sunday(day(2025, 5, 5), false, true)]
#[case::free_day_after_the_festival(day(2028, 7, 10), false, true)]
#[case::transferred_day_off(day(2026, 1, 2), false, true)]
#[case::holiday(day(2026, 5, 4), true, true)]
#[case::one_off_holiday(day(2023, 5, 29), true, true)]
#[case::saturday(day(2023, 11, 18), true, true)]
#[case::worked_saturday(day(2026, 1, 17), true, true)]
#[case::working_day(day(2023, 11, 21), false, false)]
fn a_free_day_after_a_holiday_moves_a_term_by_the_lenient_reading_only(
    #[case] on: NaiveDate,
    #[case] strict: bool,
    #[case] lenient: bool,
) {
    assert_eq!(moves_a_term(on, Reading::Strict), strict);
    assert_eq!(moves_a_term(on, Reading::Lenient), lenient);
}

#[rstest]
#[case(day(2026, 3, 6), 1, Reading::Strict, day(2026, 3, 9))]
#[case(day(2026, 3, 6), 2, Reading::Strict, day(2026, 3, 10))]
#[case(day(2026, 4, 2), 2, Reading::Strict, day(2026, 4, 8))]
#[case(day(2025, 12, 30), 1, Reading::Strict, day(2026, 1, 2))]
#[case(day(2025, 12, 30), 1, Reading::Lenient, day(2026, 1, 5))]
#[case::no_free_day_after_a_holiday_is_counted(day(2023, 11, 17), 2, Reading::Strict, day(2023, 11, 22))]
#[case::none_to_add(day(2026, 3, 7), 0, Reading::Strict, day(2026, 3, 7))]
fn working_days_are_counted_from_the_day_after(
    #[case] after: NaiveDate,
    #[case] count: u16,
    #[case] reading: Reading,
    #[case] expected: NaiveDate,
) {
    assert_eq!(add_working_days(after, count, reading), Some(expected));
}

#[test]
fn the_end_of_the_calendar_has_no_next_working_day() {
    assert_eq!(next_working_day(NaiveDate::MAX, Reading::Strict), None);
}

proptest! {
    #[test]
    fn the_next_working_day_is_the_first_one_after(days in 0_u64..40_000) {
        let after = day(1993, 1, 1) + chrono::Days::new(days);
        for reading in [Reading::Strict, Reading::Lenient] {
            let next = next_working_day(after, reading).expect("a day");

            prop_assert!(next > after && is_working_day(next, reading));
            prop_assert!(after.iter_days().skip(1).take_while(|on| *on < next).all(|on| !is_working_day(on, reading)));
        }
    }

    #[test]
    fn easter_is_a_sunday_from_22_march_to_25_april(year in 1583_i32..9999) {
        let easter = easter(year).expect("a day");

        prop_assert_eq!(easter.weekday(), Weekday::Sun);
        prop_assert!((day(2000, 3, 22)..=day(2000, 4, 25)).contains(&easter.with_year(2000).expect("a day")));
    }

    #[test]
    fn any_day_of_the_calendar_has_an_answer(days in any::<u32>(), reading in prop_oneof![Just(Reading::Strict), Just(Reading::Lenient)]) {
        let on = NaiveDate::MIN.checked_add_days(chrono::Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX);
        prop_assert!(!(is_working_day(on, reading) && holiday(on).is_some()));
    }
}
