//! A granted service as a calendar month sees it: what it gives, when, and what of it was used; alone, and beside the others that
//! the person has under the same programme.

use super::Contents;
use crate::hours::Month;
use crate::quantity::{Cents, Minutes};
use chrono::{Datelike, NaiveDate};

/// A granted service.
#[derive(Debug, Clone, Copy)]
pub struct Service<'a> {
    /// What is given, by days.
    pub contents: &'a Contents,
    /// The first day of the term.
    pub term_from: NaiveDate,
    /// The last day of service.
    pub last_day: NaiveDate,
    /// What an hour costs; none where money is not counted.
    pub hour_rate: Option<Cents>,
    /// The minutes posted, by month; a month that is not listed is unused.
    pub used: &'a [(Month, Minutes)],
}

impl Service<'_> {
    /// Whether a calendar month has a day of the service.
    pub fn serves(&self, month: Month) -> bool {
        let of = |day: NaiveDate| (day.year(), day.month());
        self.term_from <= self.last_day && of(self.term_from) <= month && month <= of(self.last_day)
    }

    /// What was used of a month.
    pub fn used_in(&self, month: Month) -> Minutes {
        self.used.iter().filter(|(of, _)| *of == month).map(|&(_, minutes)| minutes).sum()
    }
}

/// The volume of a month for all services of a person under one programme together: the greatest that has a day in it. A renewal
/// or a new service within the month gives the month no second time (reading of MK 625 8. p.: the volume is that of a month).
pub fn volume_together(services: &[Service<'_>], month: Month) -> Minutes {
    let served = services.iter().filter(|service| service.serves(month));
    served.map(|service| service.contents.volume_in(month)).max().unwrap_or(Minutes(0))
}

/// What is left of a month under a service, with the others that the person has under the same programme: its own volume less what
/// was used of it, and no more than all of them leave together. A month of which more was used has nothing left.
pub fn remaining(service: &Service<'_>, beside: &[Service<'_>], month: Month) -> Minutes {
    let own = service.contents.volume_in(month) - service.used_in(month);
    let all: Vec<_> = beside.iter().copied().chain([*service]).collect();
    let used: Minutes = all.iter().map(|one| one.used_in(month)).sum();
    // Before its first day and after its last one a service has its volume still, for what the days themselves refuse.
    let together = volume_together(&all, month).max(service.contents.volume_in(month)) - used;
    own.min(together).max(Minutes(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::{Area, Areas};
    use crate::day;
    use crate::grant::Step;
    use crate::level::Level;
    use proptest::prelude::*;
    use rstest::rstest;

    const MARCH: Month = (2026, 3);

    fn giving(volume: i32) -> Contents {
        let areas = Areas::from_iter([Area::Finance]);
        Contents::granted(Step { from: day(2026, 1, 1), areas, level: Level::One, volume: Minutes(volume) })
    }

    // The first service ends on 14 March, the next one begins on the 15th.
    #[rstest]
    #[case((480, 0), (480, 0), 480)]
    #[case((480, 300), (480, 0), 180)]
    #[case((480, 300), (480, 180), 0)]
    #[case((480, 480), (1200, 0), 720)]
    #[case((1200, 1000), (480, 0), 200)]
    #[case((1200, 0), (480, 0), 480)]
    #[case((480, 480), (480, 480), 0)]
    fn a_month_is_given_once_whatever_follows_within_it(
        #[case] first: (i32, i32),
        #[case] next: (i32, i32),
        #[case] left: i32,
    ) {
        let contents = [giving(first.0), giving(next.0)];
        let used = [[(MARCH, Minutes(first.1))], [(MARCH, Minutes(next.1))]];
        let days = [(day(2025, 3, 15), day(2026, 3, 14)), (day(2026, 3, 15), day(2027, 3, 14))];
        let [first, next] = [0, 1].map(|at| Service {
            contents: &contents[at],
            term_from: days[at].0,
            last_day: days[at].1,
            hour_rate: None,
            used: &used[at],
        });

        assert_eq!(remaining(&next, &[first], MARCH), Minutes(left));
        assert_eq!(remaining(&next, &[first], (2026, 4)), next.contents.volume_in(MARCH));
    }

    proptest! {
        #[test]
        fn what_is_left_never_passes_the_own_volume_nor_the_greatest_of_all(
            volumes in prop::collection::vec(1..3_000_i32, 1..4),
            used in prop::collection::vec(0..3_000_i32, 4),
        ) {
            let contents: Vec<_> = volumes.iter().map(|volume| giving(*volume)).collect();
            let used: Vec<_> = used.iter().map(|minutes| [(MARCH, Minutes(*minutes))]).collect();
            let services: Vec<_> = contents.iter().zip(&used).map(|(contents, used)| Service {
                contents, term_from: day(2026, 3, 1), last_day: day(2026, 3, 31), hour_rate: None, used,
            }).collect();
            let (own, beside) = services.split_first().unwrap();

            let left = remaining(own, beside, MARCH);

            let all: i32 = services.iter().map(|service| service.used_in(MARCH).0).sum();
            let greatest = volumes.iter().copied().max().unwrap();
            prop_assert!(left.0 == 0 || own.used_in(MARCH).0 + left.0 <= volumes[0]);
            prop_assert!(left.0 == 0 || all + left.0 <= greatest);
            prop_assert!(left.0 >= 0);
        }
    }
}
