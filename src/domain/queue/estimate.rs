//! When a place may come to its turn: a range of days with what it assumes, never a promise.

use chrono::{Days, NaiveDate};

/// What an estimate assumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Assumption {
    /// Each granted service runs to its last day and then frees one place.
    GrantsRunToTheirLastDay,
    /// As many come to their turn or leave as in the last twelve months.
    PaceOfTheLastYear,
    /// No new money or places come.
    NoNewMoney,
}

crate::codes!(Assumption {
    GrantsRunToTheirLastDay = "grants_run_to_their_last_day",
    PaceOfTheLastYear = "pace_of_the_last_year",
    NoNewMoney = "no_new_money",
});

/// The range in which a place may come to its turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// The earlier day that an assumption leads to.
    pub from: NaiveDate,
    /// The later one.
    pub to: NaiveDate,
    /// What was assumed.
    pub assumptions: Vec<Assumption>,
}

/// The days of the year by which a pace is counted.
const YEAR: u64 = 365;

/// What frees the place and the money for somebody who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frees {
    /// They are free already.
    Already,
    /// The end of a service does; so many others end before it.
    EndAfter(i64),
    /// No end does: the money is used up, and what a service has cost does not come back with its last day.
    NoEnd,
}

/// What frees the place and the money for somebody, with those whose turn comes before; of those nothing is put aside for yet.
/// `free_places` is none without a limit, `money_lasts` is whether there is money for all of them.
pub fn frees(turns_before: i64, free_places: Option<i64>, money_lasts: bool) -> Frees {
    match free_places {
        _ if !money_lasts => Frees::NoEnd,
        Some(free) if free.max(0) <= turns_before => Frees::EndAfter(turns_before - free.max(0)),
        Some(_) | None => Frees::Already,
    }
}

/// The first day of the twelve months by which the pace of a queue is counted.
pub fn pace_since(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(YEAR)).unwrap_or(today)
}

/// When the place at a position may come to its turn; none when nothing tells of it. `ends_on` is the last day of the granted
/// service with which the place would be freed, where one does; `moved_in_a_year` is how many places of the queue became a grant
/// or were left in the last twelve months.
pub fn estimate(
    position: i64,
    (frees, ends_on): (Frees, Option<NaiveDate>),
    moved_in_a_year: i64,
    today: NaiveDate,
) -> Option<Estimate> {
    let place = u64::try_from(position).ok().filter(|place| *place > 0)?;
    if frees == Frees::Already {
        return Some(Estimate { from: today, to: today, assumptions: vec![Assumption::NoNewMoney] });
    }
    let after_the_end = ends_on.and_then(|last| last.succ_opt()).map(|day| day.max(today));
    let pace = u64::try_from(moved_in_a_year).ok().filter(|moved| *moved > 0);
    let by_pace = pace.and_then(|moved| today.checked_add_days(Days::new(place.saturating_mul(YEAR).div_ceil(moved))));
    let known = [(after_the_end, Assumption::GrantsRunToTheirLastDay), (by_pace, Assumption::PaceOfTheLastYear)];
    let days = || known.iter().filter_map(|(day, _)| *day);
    let (from, to) = (days().min()?, days().max()?);
    let assumed = known.iter().filter(|(day, _)| day.is_some()).map(|(_, assumed)| *assumed);
    Some(Estimate { from, to, assumptions: assumed.chain([Assumption::NoNewMoney]).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use rstest::rstest;

    const TODAY: NaiveDate = day(2026, 3, 2);

    // B32
    #[rstest]
    #[case(1, None, 0, None)]
    #[case(0, Some(day(2026, 4, 30)), 12, None)]
    #[case(1, Some(day(2026, 4, 30)), 0, Some((day(2026, 5, 1), day(2026, 5, 1))))]
    #[case(2, None, 365, Some((day(2026, 3, 4), day(2026, 3, 4))))]
    #[case(2, None, 12, Some((day(2026, 5, 2), day(2026, 5, 2))))]
    #[case(2, Some(day(2026, 4, 30)), 12, Some((day(2026, 5, 1), day(2026, 5, 2))))]
    #[case(1, Some(day(2026, 1, 31)), 0, Some((TODAY, TODAY)))]
    fn an_estimate_spans_what_the_ends_of_grants_and_the_pace_of_the_last_year_lead_to(
        #[case] position: i64,
        #[case] ends_on: Option<NaiveDate>,
        #[case] moved: i64,
        #[case] range: Option<(NaiveDate, NaiveDate)>,
    ) {
        let frees = ends_on.map_or(Frees::NoEnd, |_| Frees::EndAfter(position - 1));
        let estimated = estimate(position, (frees, ends_on), moved, TODAY);

        assert_eq!(estimated.as_ref().map(|estimate| (estimate.from, estimate.to)), range);
        assert!(estimated.is_none_or(|estimate| estimate.assumptions.contains(&Assumption::NoNewMoney)));
    }
    #[rstest]
    #[case(0, Some(0), true, Frees::EndAfter(0))]
    #[case(2, Some(0), true, Frees::EndAfter(2))]
    #[case(2, Some(-1), true, Frees::EndAfter(2))]
    #[case(2, Some(2), true, Frees::EndAfter(0))]
    #[case(2, Some(3), true, Frees::Already)]
    #[case(2, None, true, Frees::Already)]
    #[case(0, Some(5), false, Frees::NoEnd)]
    fn a_place_is_freed_by_an_end_only_while_the_money_lasts(
        #[case] turns_before: i64,
        #[case] free_places: Option<i64>,
        #[case] money_lasts: bool,
        #[case] expected: Frees,
    ) {
        assert_eq!(frees(turns_before, free_places, money_lasts), expected);
    }

    #[test]
    fn what_is_free_already_is_free_today() {
        let estimated = estimate(3, (Frees::Already, None), 0, TODAY).unwrap();

        assert_eq!((estimated.from, estimated.to), (TODAY, TODAY));
    }
}
