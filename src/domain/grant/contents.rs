//! What a grant gives, day by day: areas, level and volume as first granted and as amended since.

use crate::areas::Areas;
use crate::hours::Month;
use crate::level::Level;
use crate::quantity::Minutes;
use chrono::{Datelike, Months, NaiveDate};

/// What a grant gives from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The first day.
    pub from: NaiveDate,
    /// The areas of support.
    pub areas: Areas,
    /// The level.
    pub level: Level,
    /// The volume, in minutes a calendar month.
    pub volume: Minutes,
}

/// The steps of a grant, the first one as it was granted, in the order of their days; of two from the same day the later one
/// in the list counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    first: Step,
    amended: Vec<Step>,
}

impl Contents {
    /// What was granted, without an amendment.
    pub fn granted(first: Step) -> Self {
        Self { first, amended: Vec::new() }
    }

    /// With one more step; it counts after those from the same day.
    #[must_use]
    pub fn amended(mut self, step: Step) -> Self {
        let at = self.amended.partition_point(|other| other.from <= step.from);
        self.amended.insert(at, step);
        self
    }

    /// Every step, in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        std::iter::once(&self.first).chain(&self.amended)
    }

    /// What counts on a day; before the first day what was granted.
    pub fn on(&self, day: NaiveDate) -> &Step {
        self.amended.iter().rfind(|step| step.from <= day).unwrap_or(&self.first)
    }

    /// The first day of the first month that has the volume of a change and no other: that of the change where it gives more, or
    /// begins with its month, and else the next one.
    pub fn full_from(&self, changed: NaiveDate) -> NaiveDate {
        let (year, month) = (changed.year(), changed.month());
        let first = changed.with_day(1).unwrap_or(changed);
        let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
        if self.volume_in((year, month)) == self.on(changed).volume { first } else { next }
    }

    /// The volume of a calendar month. A month within which it changes has the greater of both (design: no pro-rata, and nothing
    /// that was promised for a month is taken away within it).
    pub fn volume_in(&self, (year, month): Month) -> Minutes {
        let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return Minutes(0) };
        let within = |step: &&Step| (step.from.year(), step.from.month()) == (year, month);
        let changed = self.amended.iter().filter(within).map(|step| step.volume);
        changed.fold(self.on(first).volume, Minutes::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::Area;
    use crate::day;
    use rstest::rstest;

    fn step(from: NaiveDate, volume: i32, area: Area) -> Step {
        Step { from, areas: Areas::from_iter([area]), level: Level::One, volume: Minutes(volume) }
    }

    fn contents() -> Contents {
        Contents::granted(step(day(2026, 1, 12), 480, Area::Finance))
            .amended(step(day(2026, 5, 1), 120, Area::Health))
            .amended(step(day(2026, 3, 15), 1200, Area::Rights))
    }

    // The change of May is on its first day, so that the whole month has the new volume.
    #[rstest]
    #[case((2026, 1), 480)]
    #[case((2026, 2), 480)]
    #[case((2026, 3), 1200)]
    #[case((2026, 4), 1200)]
    #[case((2026, 5), 120)]
    #[case((2026, 6), 120)]
    fn a_month_within_which_the_volume_changes_has_the_greater_of_both(#[case] month: Month, #[case] volume: i32) {
        assert_eq!(contents().volume_in(month), Minutes(volume));
    }

    #[test]
    fn a_volume_that_is_lowered_within_a_month_counts_from_the_next_one() {
        let lowered = contents().amended(step(day(2026, 4, 2), 60, Area::Health));

        assert_eq!([(2026, 4), (2026, 5)].map(|month| lowered.volume_in(month)), [Minutes(1200), Minutes(120)]);
        assert_eq!(lowered.on(day(2026, 4, 2)).volume, Minutes(60));
        assert_eq!(lowered.full_from(day(2026, 4, 2)), day(2026, 5, 1));
        assert_eq!(contents().full_from(day(2026, 3, 15)), day(2026, 3, 1));
    }

    #[rstest]
    #[case(day(2026, 1, 1), Area::Finance)]
    #[case(day(2026, 3, 14), Area::Finance)]
    #[case(day(2026, 3, 15), Area::Rights)]
    #[case(day(2026, 4, 30), Area::Rights)]
    #[case(day(2026, 5, 1), Area::Health)]
    fn the_areas_count_from_their_day(#[case] on: NaiveDate, #[case] area: Area) {
        assert!(contents().on(on).areas.contains(area));
        assert_eq!(contents().on(on).areas.iter().count(), 1);
    }

    #[test]
    fn of_two_amendments_from_the_same_day_the_later_one_counts() {
        let twice = contents().amended(step(day(2026, 3, 15), 600, Area::Finance));

        assert_eq!(twice.on(day(2026, 3, 20)).volume, Minutes(600));
    }
}
