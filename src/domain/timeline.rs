//! Eligibility over a span of days: only the days on which a condition can change are judged.

use crate::age::{ADULT_AGE_YEARS, birthday};
use crate::eligibility::{Facts, MissingFact, Outcome, ReasonCode, check};
use crate::figure::{Figure, NotInForce};
use crate::municipalities::changes_within;
use crate::programmes::Programme;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::iter;

/// Days on which the answer stays the same, both ends included; on the days around them it is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The first of the days.
    pub from: NaiveDate,
    /// The last of them.
    pub to: NaiveDate,
    /// The result on each of them.
    pub outcome: Outcome,
    /// The conditions that fail.
    pub failed: Vec<ReasonCode>,
    /// The facts that conditions asked for in vain.
    pub missing: Vec<MissingFact>,
}

/// What `eligibility::check` finds on each day from `from` to `to`, both included.
///
/// # Errors
/// `NotInForce` when the law has no age of adults on one of the days.
pub fn timeline(
    programme: &Programme,
    facts: &Facts,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Interval>, NotInForce> {
    let turns = turning_days(programme, facts).into_iter().filter(|&day| from < day);
    let mut intervals: Vec<Interval> = Vec::new();
    for day in iter::once(from).chain(turns).take_while(|&day| day <= to) {
        let verdict = check(programme, facts, day)?;
        let failed = verdict.failed().collect();
        let found = Interval { from: day, to, outcome: verdict.outcome, failed, missing: verdict.missing };
        match intervals.last_mut() {
            Some(last) if last.answers_as(&found) => continue,
            Some(last) => last.to = day.pred_opt().unwrap_or(day),
            None => {}
        }
        intervals.push(found);
    }
    Ok(intervals)
}

impl Interval {
    fn answers_as(&self, other: &Self) -> bool {
        (self.outcome, &self.failed, &self.missing) == (other.outcome, &other.failed, &other.missing)
    }
}

/// Every day on which a condition may come out otherwise than on the day before it, whichever group the person has.
pub(crate) fn turning_days(programme: &Programme, facts: &Facts) -> BTreeSet<NaiveDate> {
    let mut days = BTreeSet::from([programme.starts_on]);
    days.extend(day_after(programme.ends_on));
    days.extend(programme.covers.iter().map(|cover| cover.from));
    if let Some(disability) = facts.disability {
        days.extend(disability.valid_from);
        days.extend(day_after(disability.valid_to));
    }
    days.extend(days_of_age(&ADULT_AGE_YEARS, facts.born_on));
    if let Some(atvk) = facts.municipality.as_deref().filter(|_| !programme.municipalities.is_empty()) {
        let served = |day: Option<NaiveDate>| day.is_some_and(|day| programme.serves_place(atvk, day));
        let turns = |day: &NaiveDate| served(Some(*day)) != served(day.pred_opt());
        days.extend(changes_within(NaiveDate::MIN, None).filter(turns));
    }
    days
}

/// The days on which the age itself changes, and the birthdays on which a person reaches it before or after that.
fn days_of_age(age: &Figure, born_on: Option<NaiveDate>) -> impl Iterator<Item = NaiveDate> {
    let each = age.values.iter().map(move |since| {
        [Some(since.day), day_after(since.until), born_on.map(|born_on| birthday(born_on, since.value))]
    });
    each.flatten().flatten()
}

fn day_after(last: Option<NaiveDate>) -> Option<NaiveDate> {
    last.and_then(|last| last.succ_opt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use crate::figure::{Since, Unit};
    use crate::law::Source;

    #[test]
    fn a_change_of_the_age_of_adults_is_a_turn_and_so_is_the_birthday_by_either_age() {
        const AGE: Figure = Figure {
            code: "example",
            unit: Unit::Years,
            values: &[
                Since { day: day(1993, 1, 1), until: Some(day(2025, 6, 30)), value: 18, source: Source::only("test") },
                Since { day: day(2026, 1, 1), until: None, value: 16, source: Source::only("test") },
            ],
        };

        let days = |born_on| days_of_age(&AGE, born_on).collect::<BTreeSet<_>>();

        let of_the_law = BTreeSet::from([day(1993, 1, 1), day(2025, 7, 1), day(2026, 1, 1)]);
        let birthdays = BTreeSet::from([day(2026, 3, 1), day(2024, 2, 29)]);
        assert_eq!(days(None), of_the_law);
        assert_eq!(days(Some(day(2008, 2, 29))), &of_the_law | &birthdays);
    }
}
