//! The hours as tables: splitting at midnight, the clock changes, and every reason not to post an entry.

#![expect(clippy::unwrap_used, reason = "the allowance for tests does not reach their helper functions")]

use std::sync::LazyLock;

use aplp_domain::agreement::Employment;
use aplp_domain::areas::{Area, Areas};
use aplp_domain::dates::DateFault;
use aplp_domain::day;
use aplp_domain::grant::{Contents, Interval, State, Step};
use aplp_domain::hours::{Component, Entry, Fold, Mode, Month, PostingFacts, local_instant, post, split};
use aplp_domain::level::Level;
use aplp_domain::quantity::Minutes;
use aplp_domain::refusal::Refusal;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use proptest::prelude::*;
use rstest::rstest;

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    local_instant(local(text), Fold::Earlier).unwrap()
}

fn minutes(from: &str, to: &str) -> Vec<(Month, i32)> {
    split(at(from), at(to)).unwrap().into_iter().map(|part| (part.month, part.minutes.0)).collect()
}

static CONTENTS: LazyLock<Contents> = LazyLock::new(|| {
    let areas = Areas::from_iter([Area::Finance, Area::Health]);
    Contents::granted(Step { from: day(2026, 1, 1), areas, level: Level::One, volume: Minutes(450) })
});

fn facts() -> PostingFacts<'static> {
    PostingFacts {
        state: State::Active,
        term_from: day(2026, 1, 1),
        term_to: day(2026, 12, 31),
        contents: &CONTENTS,
        signed_at: Some(at("2026-01-05 12:00")),
        replaced_at: None,
        support_person: Employment { from: day(2025, 1, 1), to: Some(day(2026, 10, 31)) },
        programme_from: day(2023, 11, 1),
        programme_to: None,
        suspensions: &[],
        used: &[],
        beside: &[],
        overlaps_person: false,
        overlaps_support_person: false,
    }
}

fn entry(from: &str, to: &str) -> Entry {
    Entry {
        started_at: at(from),
        ended_at: at(to),
        area: Area::Finance,
        component: Component::DecisionSupport,
        mode: Mode::InPerson,
        inside_consultation: false,
        travel: Minutes(40),
    }
}

fn code(facts: &PostingFacts<'_>, entry: &Entry) -> Option<&'static str> {
    post(facts, entry, at("2026-12-31 23:59")).err().map(|refusal| refusal.code())
}

#[test]
fn an_entry_over_midnight_counts_on_both_days_and_in_both_months() {
    assert_eq!(minutes("2026-01-31 23:00", "2026-02-01 01:00"), [((2026, 1), 60), ((2026, 2), 60)]);
    assert_eq!(minutes("2026-01-31 23:00", "2026-02-01 00:00"), [((2026, 1), 60)]);
    assert_eq!(minutes("2026-02-01 00:00", "2026-02-01 00:01"), [((2026, 2), 1)]);
}

#[test]
fn minutes_are_real_ones_when_the_clock_is_changed() {
    assert_eq!(minutes("2026-03-29 02:30", "2026-03-29 04:30"), [((2026, 3), 60)]);
    assert_eq!(minutes("2026-10-25 02:30", "2026-10-25 04:30"), [((2026, 10), 180)]);
    assert_eq!(local_instant(local("2026-03-29 03:00"), Fold::Earlier), Err(Refusal::NoSuchLocalTime));
    assert_eq!(local_instant(local("2026-03-29 03:59"), Fold::Later), Err(Refusal::NoSuchLocalTime));

    let twice = |fold| local_instant(local("2026-10-25 03:30"), fold).unwrap();
    assert_eq!(twice(Fold::Later) - twice(Fold::Earlier), TimeDelta::hours(1));
}

#[test]
fn an_entry_has_whole_minutes_at_least_one_of_them_and_no_more_than_a_day_and_a_night() {
    let start = at("2026-02-01 10:00");
    let until = |delta| split(start, start + delta).map(|parts| parts.len());
    let too_long = Refusal::TooLong { most: Minutes(1440) };

    assert_eq!(until(TimeDelta::minutes(1)), Ok(1));
    assert_eq!(until(TimeDelta::zero()), Err(Refusal::Date(DateFault::TooEarly("ended_at"))));
    assert_eq!(until(TimeDelta::minutes(-1)), Err(Refusal::Date(DateFault::TooEarly("ended_at"))));
    assert_eq!(until(TimeDelta::seconds(59)), Err(Refusal::NotWholeMinutes));
    assert_eq!(until(TimeDelta::minutes(1) + TimeDelta::nanoseconds(1)), Err(Refusal::NotWholeMinutes));
    assert_eq!(until(TimeDelta::hours(24)), Ok(2));
    assert_eq!(until(TimeDelta::hours(24) + TimeDelta::minutes(1)), Err(too_long));
}

#[test]
fn an_entry_of_a_day_without_a_longest_entry_is_an_error() {
    let on = |start: &str| split(at(start), at(start) + TimeDelta::minutes(1)).map(|parts| parts.len());

    let missing = Refusal::FigureNotInForce { figure: "entry_minutes_max", on: day(2019, 11, 30) };
    assert_eq!(on("2019-11-30 23:59"), Err(missing));
    assert_eq!(on("2019-12-01 00:00"), Ok(1));
}

// A13, B29, B41
#[test]
fn a_month_never_passes_the_volume_and_says_what_is_left() {
    let used = [((2026, 2), Minutes(440)), ((2026, 3), Minutes(450))];
    let facts = PostingFacts { used: &used, ..facts() };
    let remaining = |left| Some(Refusal::OverTheVolume { remaining: Minutes(left) });
    let refused = |from, to| post(&facts, &entry(from, to), at("2026-12-31 23:59")).err();

    assert_eq!(refused("2026-02-10 10:00", "2026-02-10 10:10"), None);
    assert_eq!(refused("2026-02-10 10:00", "2026-02-10 10:11"), remaining(10));
    assert_eq!(refused("2026-03-10 10:00", "2026-03-10 10:01"), remaining(0));
    assert_eq!(refused("2026-04-10 10:00", "2026-04-10 17:30"), None);
    assert_eq!(refused("2026-04-10 10:00", "2026-04-10 17:31"), remaining(450));
    assert_eq!(refused("2026-02-28 23:50", "2026-03-01 00:01"), remaining(0));
}

// B44
#[test]
fn no_minute_is_posted_before_the_third_signature() {
    let unsigned = PostingFacts { signed_at: None, ..facts() };

    assert_eq!(code(&facts(), &entry("2026-01-05 11:59", "2026-01-05 13:00")), Some("before_signature"));
    assert_eq!(code(&facts(), &entry("2026-01-05 12:00", "2026-01-05 13:00")), None);
    assert_eq!(code(&unsigned, &entry("2026-02-05 12:00", "2026-02-05 13:00")), Some("before_signature"));
}

// B44
#[rstest]
#[case("2026-03-10 09:00", "2026-03-10 10:00", None)]
#[case("2026-03-10 09:30", "2026-03-10 10:01", Some("after_replacement"))]
#[case("2026-03-10 10:00", "2026-03-10 11:00", Some("after_replacement"))]
fn hours_belong_to_the_agreement_that_was_in_force_at_that_minute(
    #[case] from: &str,
    #[case] to: &str,
    #[case] refused: Option<&str>,
) {
    let replaced = PostingFacts { replaced_at: Some(at("2026-03-10 10:00")), ..facts() };

    assert_eq!(code(&replaced, &entry(from, to)), refused);
    assert_eq!(code(&facts(), &entry(from, to)), None);
}

// A3, B30
#[rstest]
#[case(State::Active, "2026-12-31 20:00", None)]
#[case(State::Contracted, "2026-02-02 10:00", None)]
#[case(State::Suspended, "2026-02-02 10:00", None)]
#[case(State::Granted, "2026-02-02 10:00", Some("not_active"))]
#[case(State::Ended, "2026-03-31 10:00", None)]
#[case(State::Ended, "2026-04-01 10:00", Some("outside_term"))]
#[case(State::Active, "2027-01-01 00:00", Some("outside_term"))]
#[case(State::Active, "2025-12-31 23:00", Some("outside_term"))]
#[case(State::Active, "2023-10-31 23:00", Some("outside_the_programme"))]
fn an_entry_lies_in_the_term_while_the_service_is_given(
    #[case] state: State,
    #[case] start: &str,
    #[case] refused: Option<&str>,
) {
    let signed_at = Some(at("2020-01-01 00:00"));
    let support_person = Employment { from: day(2020, 1, 1), to: None };
    let term_to = if state == State::Ended { day(2026, 3, 31) } else { day(2026, 12, 31) };
    let facts = PostingFacts { state, signed_at, support_person, term_to, ..facts() };
    let started_at = at(start);
    let entry = Entry { started_at, ended_at: started_at + TimeDelta::hours(1), ..entry(start, start) };

    let answer = post(&facts, &entry, at("2028-01-01 00:00")).err().map(|refusal| refusal.code());

    assert_eq!(answer, refused);
}

// B45, B48
#[rstest]
#[case("2026-02-09 23:00", "2026-02-10 00:00", None)]
#[case("2026-02-09 23:00", "2026-02-10 00:01", Some("suspended"))]
#[case("2026-02-20 10:00", "2026-02-20 11:00", Some("suspended"))]
#[case("2026-02-21 00:00", "2026-02-21 01:00", None)]
#[case("2026-06-01 00:00", "2026-06-01 01:00", Some("suspended"))]
#[case("2026-09-01 00:00", "2026-09-01 01:00", Some("suspended"))]
fn nothing_is_posted_on_a_suspended_day(#[case] from: &str, #[case] to: &str, #[case] refused: Option<&str>) {
    let interval = |from, to| Interval { from, to };
    let suspensions = [interval(day(2026, 2, 10), Some(day(2026, 2, 20))), interval(day(2026, 6, 1), None)];
    let facts = PostingFacts { suspensions: &suspensions, ..facts() };

    assert_eq!(code(&facts, &entry(from, to)), refused);
}

// B15, B25, B41
#[rstest]
#[case(facts(), Area::Finance, true, None)]
#[case(facts(), Area::Health, false, None)]
#[case(facts(), Area::Health, true, Some("inside_consultation"))]
#[case(facts(), Area::Rights, false, Some("area_not_granted"))]
#[case(PostingFacts { overlaps_person: true, ..facts() }, Area::Health, false, Some("overlap_person"))]
#[case(PostingFacts { overlaps_support_person: true, ..facts() }, Area::Health, false, Some("overlap_support_person"))]
fn support_is_given_in_a_granted_area_to_one_person_at_a_time_and_not_inside_the_consultation(
    #[case] facts: PostingFacts<'static>,
    #[case] area: Area,
    #[case] inside_consultation: bool,
    #[case] refused: Option<&str>,
) {
    let entry = Entry { area, inside_consultation, ..entry("2026-02-02 10:00", "2026-02-02 11:00") };

    assert_eq!(code(&facts, &entry), refused);
}

// B15
#[test]
fn the_support_person_is_employed_on_every_day_of_an_entry() {
    assert_eq!(code(&facts(), &entry("2026-10-31 22:00", "2026-11-01 00:00")), None);
    assert_eq!(code(&facts(), &entry("2026-10-31 22:00", "2026-11-01 00:01")), Some("not_employed"));
}

#[test]
fn an_entry_is_posted_when_it_is_over() {
    let entry = entry("2026-02-02 10:00", "2026-02-02 11:00");

    assert_eq!(
        post(&facts(), &entry, at("2026-02-02 10:59")).err(),
        Some(Refusal::Date(DateFault::InTheFuture("ended_at")))
    );
    assert!(post(&facts(), &entry, at("2026-02-02 11:00")).is_ok());
}

proptest! {
    #[test]
    fn the_parts_make_up_the_whole_and_each_lies_on_its_own_day(start in 0..1_500_000_i64, length in 1..=1440_i64) {
        let started_at = at("2025-01-01 00:00") + TimeDelta::minutes(start);

        let parts = split(started_at, started_at + TimeDelta::minutes(length)).unwrap();

        prop_assert_eq!(parts.iter().map(|part| i64::from(part.minutes.0)).sum::<i64>(), length);
        prop_assert!(parts.iter().all(|part| part.minutes > Minutes(0)));
        prop_assert!(parts.windows(2).all(|two| two[0].day.succ_opt() == Some(two[1].day)));
    }

    #[test]
    fn what_is_used_never_passes_the_volume(
        entries in prop::collection::vec((0..60 * 24 * 60_i64, 1..600_i64), 0..60),
    ) {
        let mut used: Vec<(Month, Minutes)> = Vec::new();

        for (start, length) in entries {
            let started_at = at("2026-01-05 12:00") + TimeDelta::minutes(start);
            let ended_at = started_at + TimeDelta::minutes(length);
            let entry = Entry { started_at, ended_at, ..entry("2026-02-02 10:00", "2026-02-02 11:00") };
            let posted = post(&PostingFacts { used: &used, ..facts() }, &entry, at("2026-12-31 23:59"));
            used.extend(posted.into_iter().flatten().map(|part| (part.month, part.minutes)));
        }

        for month in [(2026, 1), (2026, 2), (2026, 3)] {
            let minutes: Minutes = used.iter().filter(|(of, _)| *of == month).map(|&(_, minutes)| minutes).sum();
            prop_assert!(minutes <= Minutes(450));
        }
    }
}
