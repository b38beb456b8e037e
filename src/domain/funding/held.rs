//! What a grant holds of its programme's money, month by month: spent, still promised, and given back when a month is settled.

use super::month_cost;
use crate::figure::{Figure, NotInForce, Since, Unit};
use crate::grant::{Service, volume_together};
use crate::hours::Month;
use crate::law::Source;
use crate::quantity::Cents;
use crate::terms::FIRST_DAY;
use chrono::{Datelike, Days, Months, NaiveDate};

const LATE: Since = Since {
    day: FIRST_DAY,
    until: None,
    value: 60,
    source: Source::only(
        "design: what of a month was not used is given back when nobody is expected to post its hours any more",
    ),
};

/// How long after a month its unused money is kept for hours that are posted late, in days.
const MONTH_KEPT_DAYS: Figure = Figure { code: "month_kept_days", unit: Unit::Days, values: &[LATE] };

pub(crate) const FIGURES: &[&Figure] = &[&MONTH_KEPT_DAYS];

/// What a grant holds for a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The month.
    pub month: Month,
    /// What its hours cost.
    pub spent: Cents,
    /// What is kept for hours that may still come.
    pub committed: Cents,
    /// From which day on nothing is kept for them; none when nothing is kept any more, or no money is counted. A month of
    /// which every hour was given keeps nothing, until one of them is taken back.
    pub settles_on: Option<NaiveDate>,
}

/// What a grant holds on a day, for each calendar month that has a day of service or an hour, in order, beside the services of the
/// same person under the same programme that come before it. A month that is not settled yet holds the price of its whole volume;
/// one that it shares with services before it holds only what its volume and its rate add to theirs, so that nothing is put aside
/// twice, and a cent, because each of them is rounded up. What it spends of theirs is then more than it holds. Once a month is
/// settled it holds what was spent.
///
/// # Errors
/// `NotInForce` for a month of which nothing says how long it is kept open.
pub fn held(service: &Service<'_>, before: &[Service<'_>], today: NaiveDate) -> Result<Vec<Held>, NotInForce> {
    let mut all: Vec<Month> = months_between(service.term_from, service.last_day);
    // Of a service that was ended earlier than it was used there is no month; what was used is spent all the same.
    all.extend(service.used.iter().map(|(month, _)| *month));
    all.sort_unstable();
    all.dedup();
    let mut months = Vec::with_capacity(all.len());
    for month in all {
        let spent = month_cost(service.used_in(month), service.hour_rate);
        let settles = settles_on(month)?;
        let open = today < settles && service.serves(month);
        let committed = if open { kept_aside(service, before, month) - spent } else { Cents(0) };
        let settles_on = (open && service.hour_rate.is_some()).then_some(settles);
        months.push(Held { month, spent, committed, settles_on });
    }
    Ok(months)
}

/// What is put aside for a month of a service while it is open.
fn kept_aside(service: &Service<'_>, before: &[Service<'_>], month: Month) -> Cents {
    let mut sharing: Vec<_> = before.iter().copied().filter(|other| other.serves(month)).collect();
    let of_all =
        |all: &[Service<'_>]| month_cost(volume_together(all, month), all.iter().filter_map(|one| one.hour_rate).max());
    let of_others = of_all(&sharing);
    let rounding = Cents(i64::from(!sharing.is_empty() && service.hour_rate.is_some()));
    sharing.push(*service);
    of_all(&sharing) - of_others + rounding
}

/// The calendar months with a day of a term; none when it ends before it begins.
fn months_between(from: NaiveDate, to: NaiveDate) -> Vec<Month> {
    let first = from.with_day(1).unwrap_or(from);
    let months = (0..).map_while(|count| first.checked_add_months(Months::new(count)));
    if to < from {
        Vec::new()
    } else {
        months.take_while(|day| *day <= to).map(|day| (day.year(), day.month())).collect()
    }
}

/// On which day a grant is to be settled next: when the first of its months that are still open closes.
pub fn settles_next(months: &[Held]) -> Option<NaiveDate> {
    months.iter().filter_map(|month| month.settles_on).min()
}

/// A day as of which a grant holds what it held when it was settled last, by the day on which it is to be settled next: the day
/// before that one, or any day after all of its months where none is open.
pub fn settled_as_of(settles_next: Option<NaiveDate>) -> NaiveDate {
    settles_next.and_then(|day| day.pred_opt()).unwrap_or(NaiveDate::MAX)
}

/// Whether hours of a month cost the programme something anew on a day, because nothing is kept for them any more.
///
/// # Errors
/// `NotInForce` for a month of which nothing says how long it is kept open.
pub fn is_settled(month: Month, on: NaiveDate) -> Result<bool, NotInForce> {
    Ok(settles_on(month)? <= on)
}

/// The day from which on nothing is kept any more for the hours of a month.
///
/// # Errors
/// `NotInForce` for a month of which nothing says how long it is kept open.
fn settles_on((year, month): Month) -> Result<NaiveDate, NotInForce> {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MIN);
    let kept = MONTH_KEPT_DAYS.on(first)?.value;
    let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
    Ok(next.checked_add_days(Days::new(kept.unsigned_abs())).unwrap_or(NaiveDate::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::{Area, Areas};
    use crate::day;
    use crate::grant::{Contents, Step};
    use crate::level::Level;
    use crate::quantity::Minutes;
    use proptest::prelude::*;
    use rstest::rstest;

    const RATE: Option<Cents> = Some(Cents(1500));

    fn contents() -> Contents {
        let areas = Areas::from_iter([Area::Finance]);
        Contents::granted(Step { from: day(2026, 1, 12), areas, level: Level::One, volume: Minutes(480) })
    }

    fn sums(service: &Service<'_>, today: NaiveDate) -> (i64, i64) {
        let held = held(service, &[], today).unwrap();
        (held.iter().map(|held| held.spent.0).sum(), held.iter().map(|held| held.committed.0).sum())
    }

    // B42
    #[rstest]
    #[case(day(2026, 1, 12), (6_000, 54_000))]
    #[case(day(2026, 4, 1), (6_000, 54_000))]
    #[case(day(2026, 4, 2), (6_000, 48_000))]
    #[case(day(2026, 4, 30), (6_000, 36_000))]
    #[case(day(2026, 12, 31), (6_000, 0))]
    fn a_month_keeps_the_price_of_its_volume_for_sixty_days_and_then_what_was_spent(
        #[case] today: NaiveDate,
        #[case] sums: (i64, i64),
    ) {
        let contents = contents();
        let used = [((2026, 1), Minutes(240))];
        let service = Service {
            contents: &contents,
            term_from: day(2026, 1, 12),
            last_day: day(2026, 5, 11),
            hour_rate: RATE,
            used: &used,
        };

        assert_eq!(self::sums(&service, today), sums);
    }

    #[test]
    fn a_service_that_ended_before_it_began_holds_nothing_and_what_was_used_is_spent_whatever_ended() {
        let contents = contents();
        let service = |used| Service {
            contents: &contents,
            term_from: day(2026, 1, 12),
            last_day: day(2026, 1, 11),
            hour_rate: RATE,
            used,
        };

        assert_eq!(sums(&service(&[]), day(2026, 1, 1)), (0, 0));
        assert_eq!(sums(&service(&[((2026, 3), Minutes(60))]), day(2026, 1, 1)), (1_500, 0));
    }

    proptest! {
        #[test]
        fn what_is_held_never_rises_while_days_pass_and_nothing_is_posted(
            used in prop::collection::vec(0..480_i32, 5),
            days in prop::array::uniform2(0..400_u64),
        ) {
            let contents = contents();
            let used: Vec<_> = (1..).zip(used).map(|(month, minutes)| ((2026, month), Minutes(minutes))).collect();
            let service = Service {
                contents: &contents,
                term_from: day(2026, 1, 12),
                last_day: day(2026, 5, 11),
                hour_rate: RATE,
                used: &used,
            };
            let on = |days: u64| day(2026, 1, 1) + Days::new(days);
            let [before, after] = [days[0].min(days[1]), days[0].max(days[1])].map(|days| sums(&service, on(days)));

            prop_assert!(after.0 + after.1 <= before.0 + before.1);
            prop_assert_eq!(after.0, before.0);
        }
    }
}
