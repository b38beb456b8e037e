//! The package of an individual budget: its sum, its plans, and what stays when a service ends.

use aplp_domain::day;
use aplp_domain::individual_budget::{
    Event, ItemState, Line, Recorded, State, UseState, changed, endable, price, resized, reversible, usable, within,
};
use aplp_domain::quantity::Cents;
use aplp_domain::refusal::Refusal;
use chrono::NaiveDate;
use proptest::prelude::*;
use rstest::rstest;

const FIRST: NaiveDate = day(2019, 12, 1);
const LAST: NaiveDate = day(2021, 1, 31);

fn line(unit: i64, planned: i32, used: i32, ended_on: Option<NaiveDate>) -> Line {
    Line { unit: Cents(unit), planned, used, ended_on }
}

fn over(ended_on: NaiveDate) -> Refusal {
    Refusal::ItemEnded { ended_on }.standing(ItemState::Ended, vec!["used", "use_reversed"])
}

// A38
#[rstest]
#[case(0, 10_000, Ok(10_000))]
#[case(90_000, 10_000, Ok(100_000))]
#[case(90_001, 10_000, Err(Refusal::OverTheBudget { left: Cents(9_999) }))]
#[case(100_000, 0, Ok(100_000))]
fn a_service_comes_into_the_package_while_the_budget_carries_all_that_is_planned(
    #[case] package: i64,
    #[case] unit: i64,
    #[case] expected: Result<i64, Refusal>,
) {
    let after = changed(Cents(100_000), Cents(package), None, Some(line(unit, 1, 0, None)));

    assert_eq!(after, expected.map(Cents));
}

// A31
#[test]
fn of_a_service_that_ended_only_what_was_used_still_counts() {
    let standing = line(2_500, 10, 4, None);
    let ended = standing.ended(day(2020, 6, 1)).unwrap();

    assert_eq!((standing.cost(), ended.cost()), (Cents(25_000), Cents(10_000)));
    assert_eq!(changed(Cents(30_000), Cents(25_000), Some(standing), Some(ended)), Ok(Cents(10_000)));
    assert_eq!(ended.ended(day(2020, 7, 1)), Err(over(day(2020, 6, 1))));
}

// A31
#[test]
fn a_late_use_of_a_service_that_ended_takes_of_the_budget() {
    let before = line(2_500, 10, 4, Some(day(2020, 6, 1)));
    let after = before.with_use(1).unwrap();

    assert_eq!(changed(Cents(12_500), Cents(10_000), Some(before), Some(after)), Ok(Cents(12_500)));
    let over = changed(Cents(12_499), Cents(10_000), Some(before), Some(after));
    assert_eq!(over, Err(Refusal::OverTheBudget { left: Cents(12_499) }));
}

#[rstest]
#[case(9, 1, Ok(10))]
#[case(9, 2, Err(Refusal::OverThePlan { left: 1 }))]
#[case(10, 1, Err(Refusal::OverThePlan { left: 0 }))]
#[case(10, -3, Ok(7))]
fn never_more_is_used_than_is_planned(#[case] used: i32, #[case] units: i32, #[case] expected: Result<i32, Refusal>) {
    assert_eq!(line(100, 10, used, None).with_use(units).map(|line| line.used), expected);
}

#[rstest]
#[case(50_000, Ok(()))]
#[case(49_999, Err(Refusal::BelowThePackage { package: Cents(50_000) }))]
#[case(80_000, Ok(()))]
fn a_budget_is_never_less_than_its_package(#[case] cents: i64, #[case] expected: Result<(), Refusal>) {
    assert_eq!(resized(Cents(cents), Cents(50_000)).map(|_| ()), expected);
}

// A3
#[rstest]
#[case(FIRST, None, Ok(()))]
#[case(LAST, None, Ok(()))]
#[case(day(2019, 11, 30), None, Err(Refusal::OutsideTheBudget { starts_on: FIRST, ends_on: LAST }))]
#[case(day(2021, 2, 1), None, Err(Refusal::OutsideTheBudget { starts_on: FIRST, ends_on: LAST }))]
#[case(day(2020, 6, 1), Some(day(2020, 6, 1)), Ok(()))]
#[case(day(2020, 6, 2), Some(day(2020, 6, 1)), Err(over(day(2020, 6, 1))))]
fn a_service_is_used_in_the_period_and_while_the_person_chooses_it(
    #[case] on: NaiveDate,
    #[case] ended_on: Option<NaiveDate>,
    #[case] expected: Result<(), Refusal>,
) {
    assert_eq!(usable((FIRST, LAST), ended_on, on), expected);
}

// A3
#[rstest]
#[case(FIRST, LAST, true)]
#[case(day(2019, 11, 30), LAST, false)]
#[case(FIRST, day(2021, 2, 1), false)]
fn a_budget_lies_within_its_programme(#[case] from: NaiveDate, #[case] to: NaiveDate, #[case] lies: bool) {
    assert_eq!(within((from, to), (FIRST, Some(LAST))).is_ok(), lies);
    assert!(within((FIRST, to), (FIRST, None)).is_ok());
}

// A3
#[rstest]
#[case(State::Open, None, LAST, State::Open, None)]
#[case(State::Open, None, day(2021, 2, 1), State::Ended, Some(LAST))]
#[case(State::Ended, Some(day(2020, 6, 1)), day(2020, 6, 1), State::Ended, Some(day(2020, 6, 1)))]
#[case(State::Ended, Some(day(2020, 6, 1)), day(2022, 1, 1), State::Ended, Some(day(2020, 6, 1)))]
fn no_budget_outlives_its_last_day_whatever_is_recorded(
    #[case] state: State,
    #[case] ended_on: Option<NaiveDate>,
    #[case] today: NaiveDate,
    #[case] expected: State,
    #[case] over: Option<NaiveDate>,
) {
    let recorded = Recorded { state, ends_on: LAST, ended_on };

    assert_eq!((recorded.on(today), recorded.over(today)), (expected, over));
}

#[test]
fn nothing_is_planned_in_a_budget_that_has_ended_but_its_uses_are_still_recorded() {
    let open = Recorded { state: State::Open, ends_on: LAST, ended_on: None };
    let after = day(2021, 2, 1);

    assert_eq!(open.next(Event::ItemAdded, LAST), Ok(State::Open));
    assert_eq!(open.next(Event::Ended, LAST), Ok(State::Ended));
    assert_eq!(open.next(Event::Used, after), Ok(State::Ended));
    let refused = Refusal::BudgetEnded { ended_on: LAST }.standing(State::Ended, vec!["used", "use_reversed"]);
    assert_eq!(open.next(Event::ItemAdded, after), Err(refused));
}

// A31
#[rstest]
#[case(None, day(2020, 2, 9), Err(day(2020, 2, 10)))]
#[case(None, day(2020, 2, 10), Ok(()))]
#[case(Some(day(2020, 2, 20)), day(2020, 2, 19), Err(day(2020, 2, 20)))]
#[case(Some(day(2020, 2, 20)), day(2020, 2, 20), Ok(()))]
#[case(Some(day(2020, 2, 1)), day(2020, 2, 9), Err(day(2020, 2, 10)))]
fn a_service_ends_no_earlier_than_it_was_chosen_and_last_used(
    #[case] used_on: Option<NaiveDate>,
    #[case] on: NaiveDate,
    #[case] expected: Result<(), NaiveDate>,
) {
    let expected = expected.map_err(|earliest| Refusal::EndsBeforeChosenOrUsed { earliest });

    assert_eq!(endable(day(2020, 2, 10), used_on, on), expected);
}

#[rstest]
#[case(UseState::Standing, None)]
#[case(UseState::Reversed, Some(Refusal::UseReversedAlready))]
#[case(UseState::Reversal, Some(Refusal::UseIsAReversal))]
fn a_use_is_taken_back_once(#[case] state: UseState, #[case] refused: Option<Refusal>) {
    assert_eq!(reversible(state).err(), refused.map(|why| why.standing(state, Vec::new())));
}

proptest! {
    // A38: whatever is planned, used, given back and ended, the package is the sum of its lines and never passes the budget.
    #[test]
    fn a_package_is_always_the_sum_of_its_services_and_within_its_budget(
        budget in 1_i64..100_000,
        moves in proptest::collection::vec((0_u8..3, 0_usize..8, 0_i64..3_000, 1_i32..20), 0..60),
    ) {
        let (budget, mut package) = (Cents(budget), Cents(0));
        let mut lines: Vec<Line> = Vec::new();
        for (kind, at, unit, units) in moves {
            let before = lines.get(at).copied();
            let after = match (kind, before) {
                (0, _) => Ok(line(unit, units, 0, None)),
                (_, None) => continue,
                (1, Some(before)) => before.with_use(units),
                (_, Some(before)) => before.ended(FIRST),
            };
            let before = before.filter(|_| kind != 0);
            let Ok((now, after)) = after.and_then(|after| Ok((changed(budget, package, before, Some(after))?, after))) else {
                continue;
            };
            package = now;
            match before {
                None => lines.push(after),
                Some(_) => lines[at] = after,
            }
            prop_assert_eq!(package, lines.iter().map(Line::cost).sum::<Cents>());
            prop_assert!(package <= budget);
            prop_assert!(lines.iter().all(|line| (0..=line.planned).contains(&line.used)));
        }
    }

    #[test]
    fn a_price_never_wraps(unit in 0_i64..i64::MAX, units in 0_i32..i32::MAX) {
        prop_assert!(price(Cents(unit), units) >= Cents(0));
    }
}
