//! When each of a grant's agreements is in force.

use crate::riga::{riga_day, riga_midnight};
use chrono::{DateTime, NaiveDate, Utc};

/// When an agreement is in force: from its third signature on until another one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The first moment at which another agreement is in force; none while none is.
    pub until: Option<DateTime<Utc>>,
}

impl InForce {
    /// Whether it is in force at some moment of a day in Riga.
    pub fn on(self, day: NaiveDate) -> bool {
        let lasts = self.until.is_none_or(|until| self.from < until && riga_midnight(day) < until);
        lasts && riga_day(self.from) <= day
    }
}

/// When each of a grant's signed agreements is in force, by the moments of their third signatures, in the order in which one
/// took the place of the other. A later agreement counts even where its signatures are of an earlier moment, so that at no
/// moment two are in force (design).
pub fn in_force(signed: &[DateTime<Utc>]) -> Vec<InForce> {
    let mut until: Option<DateTime<Utc>> = None;
    let mut periods: Vec<InForce> = Vec::with_capacity(signed.len());
    for &from in signed.iter().rev() {
        periods.push(InForce { from, until });
        until = Some(until.map_or(from, |until| until.min(from)));
    }
    periods.reverse();
    periods
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use chrono::Timelike;
    use rstest::rstest;

    const ON: NaiveDate = day(2026, 3, 1);

    // B44
    #[rstest]
    #[case(&[8], &[Some((8, None))])]
    #[case(&[8, 12], &[Some((8, Some(12))), Some((12, None))])]
    #[case(&[8, 12, 10], &[Some((8, Some(10))), None, Some((10, None))])]
    #[case(&[8, 8], &[None, Some((8, None))])]
    #[case(&[12, 8], &[None, Some((8, None))])]
    fn at_every_moment_at_most_one_agreement_is_in_force(
        #[case] signed: &[u32],
        #[case] expected: &[Option<(u32, Option<u32>)>],
    ) {
        let at = |hour| ON.and_hms_opt(hour, 0, 0).unwrap().and_utc();
        let signed: Vec<_> = signed.iter().map(|&hour| at(hour)).collect();

        let periods = in_force(&signed).into_iter().map(|period| {
            let lasts = period.until.is_none_or(|until| period.from < until);
            lasts.then(|| (period.from.hour(), period.until.map(|until| until.hour())))
        });

        assert_eq!(periods.collect::<Vec<_>>(), expected);
    }
}
