//! Agreements with municipalities and barriers by the day.

use aplp_domain::barrier::stands;
use aplp_domain::cooperation::{Period, Status, beside, status_on, terminated};
use aplp_domain::day;
use aplp_domain::refusal::Refusal;
use chrono::NaiveDate;
use rstest::rstest;

const FIRST: NaiveDate = day(2024, 1, 1);
const LAST: NaiveDate = day(2024, 12, 31);
const YEAR: Period = Period { starts_on: FIRST, ends_on: Some(LAST), terminated_on: None };
const CUT: Period = Period { terminated_on: Some(day(2024, 6, 30)), ..YEAR };
const ONGOING: Period = Period { ends_on: None, ..YEAR };

// A37
#[rstest]
#[case(YEAR, day(2023, 12, 31), Status::Planned)]
#[case(YEAR, FIRST, Status::InForce)]
#[case(YEAR, LAST, Status::InForce)]
#[case(YEAR, day(2025, 1, 1), Status::Ended)]
#[case(CUT, day(2024, 6, 30), Status::InForce)]
#[case(CUT, day(2024, 7, 1), Status::Terminated)]
#[case(CUT, day(2025, 1, 1), Status::Terminated)]
#[case(ONGOING, day(2100, 1, 1), Status::InForce)]
#[case(Period { terminated_on: Some(day(2023, 12, 1)), ..YEAR }, day(2023, 12, 2), Status::Terminated)]
fn where_an_agreement_stands_follows_from_the_day(#[case] period: Period, #[case] on: NaiveDate, #[case] is: Status) {
    assert_eq!(status_on(&period, on), is);
}

// A37
#[rstest]
#[case("0051000", ONGOING, Err(LAST))]
#[case("0880200", ONGOING, Err(LAST))]
#[case("0052000", ONGOING, Ok(()))]
#[case("0051000", Period { starts_on: day(2025, 1, 1), ..ONGOING }, Ok(()))]
#[case("0051000", Period { starts_on: LAST, ..ONGOING }, Err(LAST))]
fn one_place_has_one_agreement_about_a_subject_at_a_time(
    #[case] place: &str,
    #[case] other: Period,
    #[case] expected: Result<(), NaiveDate>,
) {
    let other = Period { starts_on: other.starts_on.max(LAST), ..other };
    let expected = expected.map_err(|from| Refusal::CooperationOverlaps { from });

    assert_eq!(beside(("0051000", &YEAR), (place, &other)), expected);
    assert_eq!(beside((place, &other), ("0051000", &YEAR)), expected);
}

#[test]
fn an_agreement_that_was_ended_leaves_room_from_the_next_day_on() {
    let next = |starts_on| Period { starts_on, ..ONGOING };

    assert!(beside(("0051000", &CUT), ("0051000", &next(day(2024, 6, 30)))).is_err());
    assert!(beside(("0051000", &CUT), ("0051000", &next(day(2024, 7, 1)))).is_ok());
    let never = Period { terminated_on: Some(day(2023, 12, 1)), ..YEAR };
    assert!(beside(("0051000", &never), ("0051000", &YEAR)).is_ok());
}

#[test]
fn two_places_that_were_merged_later_have_an_agreement_each_until_then() {
    let year = |year| Period {
        starts_on: NaiveDate::from_ymd_opt(year, 7, 1).unwrap(),
        ends_on: NaiveDate::from_ymd_opt(year + 1, 6, 30),
        terminated_on: None,
    };

    assert!(beside(("0038000", &year(2024)), ("0055000", &year(2024))).is_ok());
    assert!(beside(("0038001", &year(2025)), ("0055000", &year(2025))).is_err());
}

const MERGED: NaiveDate = day(2025, 7, 1);

// A37: Madona and Varakļāni, and before them what went into Talsi and Augšdaugava in 2021.
#[rstest]
#[case("0038000", "0055000", day(2024, 1, 1), Some(day(2026, 12, 31)), Some(MERGED))]
#[case("0038000", "0055000", day(2024, 1, 1), None, Some(MERGED))]
#[case("0038000", "0055000", day(2024, 1, 1), Some(MERGED), Some(MERGED))]
#[case("0038000", "0055000", day(2024, 1, 1), Some(day(2025, 6, 30)), None)]
#[case("0038000", "0055000", MERGED, Some(MERGED), Some(MERGED))]
#[case("0038000", "0055000", day(2025, 8, 1), None, Some(day(2025, 8, 1)))]
#[case("0038000", "0022000", day(2020, 1, 1), None, None)]
#[case("0038001", "0055000", day(2024, 1, 1), Some(day(2026, 12, 31)), Some(day(2024, 1, 1)))]
#[case("0880200", "0051000", day(2020, 1, 1), None, Some(day(2020, 1, 1)))]
fn two_places_that_become_one_while_both_agreements_hold_overlap_from_then_on(
    #[case] one: &str,
    #[case] other: &str,
    #[case] starts_on: NaiveDate,
    #[case] last: Option<NaiveDate>,
    #[case] from: Option<NaiveDate>,
) {
    let expected = from.map(|from| Refusal::CooperationOverlaps { from });
    let ongoing = Period { starts_on: day(2019, 1, 1), ..ONGOING };
    // The last shared day is that of one of the two, agreed or earlier.
    let agreed = Period { starts_on, ends_on: last, terminated_on: None };
    let cut = Period { starts_on, ends_on: None, terminated_on: last };

    for period in [agreed, cut] {
        assert_eq!(beside((one, &ongoing), (other, &period)).err(), expected);
        assert_eq!(beside((other, &period), (one, &ongoing)).err(), expected);
    }
}

const SIGNED: NaiveDate = day(2023, 12, 1);

fn over(last: NaiveDate, current: Status, allowed: &[&'static str]) -> Result<(), Refusal> {
    Err(Refusal::CooperationEnded { last }.standing(current, allowed.to_vec()))
}

#[rstest]
#[case(YEAR, FIRST, day(2024, 6, 30), Ok(()))]
#[case(YEAR, SIGNED, SIGNED, Ok(()))]
#[case(YEAR, FIRST, day(2023, 11, 30), Err(Refusal::EndsBeforeSigned { signed_on: SIGNED }))]
#[case(YEAR, LAST, day(2024, 12, 30), Ok(()))]
#[case(YEAR, SIGNED, LAST, over(LAST, Status::Planned, &["terminated"]))]
#[case(YEAR, FIRST, LAST, over(LAST, Status::InForce, &["terminated"]))]
#[case(YEAR, day(2025, 1, 1), day(2024, 6, 30), over(LAST, Status::Ended, &[]))]
#[case(CUT, FIRST, day(2024, 3, 1), over(day(2024, 6, 30), Status::InForce, &[]))]
#[case(CUT, LAST, day(2024, 3, 1), over(day(2024, 6, 30), Status::Terminated, &[]))]
#[case(ONGOING, FIRST, day(2090, 1, 1), Ok(()))]
fn an_agreement_is_ended_once_and_before_its_own_end(
    #[case] period: Period,
    #[case] today: NaiveDate,
    #[case] on: NaiveDate,
    #[case] expected: Result<(), Refusal>,
) {
    assert_eq!(terminated(&period, SIGNED, on, today).map(|_| ()), expected);
}

// A30
#[rstest]
#[case(day(2020, 3, 11), false)]
#[case(day(2020, 3, 12), true)]
#[case(day(2020, 6, 9), true)]
#[case(day(2020, 6, 10), false)]
fn a_barrier_stands_from_its_first_to_its_last_day(#[case] on: NaiveDate, #[case] expected: bool) {
    assert_eq!(stands(day(2020, 3, 12), Some(day(2020, 6, 9)), on), expected);
    assert_eq!(stands(day(2020, 3, 12), None, on), on >= day(2020, 3, 12));
}
