//! The assessment of needs: from the answers of the form to level and monthly volume.

use crate::areas::{Area, Areas};
use crate::day;
use crate::figure::{Figure, NotInForce, Since, Unit, months_after};
use crate::law::Source;
use crate::level::{Ceilings, Level};
use crate::quantity::Minutes;
use crate::refusal::Refusal;
use chrono::NaiveDate;

/// The version of the form these rules read (design: a worksheet of ours beside the annex of MK 625).
pub const FORM_VERSION: &str = "v1";

/// The highest answer on the scales of importance and need; the lowest is zero.
pub const SCALE_MAX: u8 = 3;

/// What the form says about one area, in the person's own words where they are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaNeed {
    /// The area.
    pub area: Area,
    /// What the person wishes, word for word.
    pub wish: String,
    /// How important it is to the person, 0 to 3.
    pub importance: u8,
    /// Who helps already without being paid.
    pub natural_support: String,
    /// How much support is needed, 0 to 3.
    pub need: u8,
    /// How often.
    pub frequency: String,
    /// Which risks were talked about.
    pub risks: String,
    /// The minutes a month agreed with the person.
    pub agreed_minutes: Minutes,
}

/// What follows from the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Derived {
    /// The agreed minutes a month of all areas.
    pub total: Minutes,
    /// The smallest level whose ceiling holds the total.
    pub level: Level,
    /// The minutes a month that the highest level allows of it.
    pub volume: Minutes,
    /// The rest.
    pub unmet: Minutes,
}

/// Level and volume with which the assessment ends. An override keeps what was computed and why it was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// What the form gave.
    pub computed: Derived,
    /// The level that counts.
    pub level: Level,
    /// The volume that counts, in minutes a month.
    pub volume: Minutes,
    /// Why it is not the computed one; none when it is.
    pub override_reason: Option<String>,
}

/// Level, volume and unmet need from the answers of the form (design: the sources say only that the form decides).
///
/// # Errors
/// `AreaTwice` when an area comes twice, `OffTheScale` for an answer above 3 or minutes below zero.
pub fn result(needs: &[AreaNeed], ceilings: Ceilings) -> Result<Derived, Refusal> {
    let mut seen = Areas::default();
    for &AreaNeed { area, importance, need, agreed_minutes, .. } in needs {
        if seen.contains(area) {
            return Err(Refusal::AreaTwice { area });
        }
        if importance > SCALE_MAX || need > SCALE_MAX || agreed_minutes < Minutes(0) {
            return Err(Refusal::OffTheScale { area });
        }
        seen = seen.iter().chain([area]).collect();
    }
    Ok(read(needs.iter().map(|need| need.agreed_minutes).sum(), None, ceilings))
}

/// Level and volume of an assessed total by the ceilings of a programme: at the level that was chosen, where one was, and else
/// at the smallest that holds the total. Each programme has its own ceilings, so what was assessed for one is read anew for
/// another.
pub fn read(total: Minutes, chosen: Option<Level>, ceilings: Ceilings) -> Derived {
    let (computed, ..) = ceilings.level_for(total);
    let level = chosen.unwrap_or(computed);
    let volume = total.min(ceilings.of(level));
    Derived { total, level, volume, unmet: total - volume }
}

/// Replaces the computed level; the volume becomes what the new level allows of the total.
///
/// # Errors
/// `OverrideWithoutReason` when another level comes without a reason.
pub fn overridden(computed: Derived, level: Level, reason: &str, ceilings: Ceilings) -> Result<Agreed, Refusal> {
    if level == computed.level {
        return Ok(Agreed { computed, level, volume: computed.volume, override_reason: None });
    }
    if reason.trim().is_empty() {
        return Err(Refusal::OverrideWithoutReason);
    }
    let Derived { volume, .. } = read(computed.total, Some(level), ceilings);
    Ok(Agreed { computed, level, volume, override_reason: Some(reason.trim().to_owned()) })
}

const STALE: Since = Since {
    day: day(2019, 12, 1),
    until: None,
    value: 6,
    source: Source::only("design: an older assessment is confirmed or renewed before a grant"),
};

/// How long an assessment may be granted from, in months.
pub const ASSESSMENT_GOOD_MONTHS: Figure =
    Figure { code: "assessment_good_months", unit: Unit::Months, values: &[STALE] };

pub(crate) const FIGURES: &[&Figure] = &[&ASSESSMENT_GOOD_MONTHS];

/// The last day on which an assessment may be granted from, counted from the day it was made or last confirmed.
///
/// # Errors
/// `NotInForce` for an assessment of a day on which nothing says how long it is good.
pub fn good_until(assessed_on: NaiveDate) -> Result<NaiveDate, NotInForce> {
    months_after(assessed_on, &ASSESSMENT_GOOD_MONTHS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use proptest::prelude::*;
    use rstest::rstest;

    const STATE: Ceilings = Ceilings([Minutes(480), Minutes(1200), Minutes(2100)]);
    const PILOT: Ceilings = Ceilings([Minutes(450), Minutes(1200), Minutes(2220)]);

    fn need(area: Area, minutes: i32) -> AreaNeed {
        AreaNeed {
            area,
            wish: "Gribu pati plānot savu naudu.".to_owned(),
            importance: 3,
            natural_support: String::new(),
            need: 2,
            frequency: String::new(),
            risks: String::new(),
            agreed_minutes: Minutes(minutes),
        }
    }

    // B11, B28
    #[test]
    fn level_and_volume_follow_from_the_minutes_agreed_area_by_area() {
        let needs = [need(Area::Finance, 481), need(Area::Health, 720), need(Area::Rights, 959)];

        let derived = result(&needs, STATE);

        let expected = Derived { total: Minutes(2160), level: Level::Three, volume: Minutes(2100), unmet: Minutes(60) };
        assert_eq!(derived, Ok(expected));
    }

    #[test]
    fn an_area_is_assessed_once_and_every_answer_is_on_its_scale() {
        let answer = |change: fn(&mut AreaNeed)| {
            let mut changed = need(Area::Health, 0);
            change(&mut changed);
            result(&[changed], STATE).map(|derived| derived.level)
        };
        let off = Err(Refusal::OffTheScale { area: Area::Health });

        assert_eq!(
            result(&[need(Area::Health, 1), need(Area::Health, 2)], STATE),
            Err(Refusal::AreaTwice { area: Area::Health })
        );
        assert_eq!(answer(|need| need.importance = 3), Ok(Level::One));
        assert_eq!(answer(|need| need.importance = 4), off);
        assert_eq!(answer(|need| need.need = 4), off);
        assert_eq!(answer(|need| need.agreed_minutes = Minutes(0)), Ok(Level::One));
        assert_eq!(answer(|need| need.agreed_minutes = Minutes(-1)), off);
    }

    #[test]
    fn an_overridden_level_keeps_the_computed_one_and_needs_a_reason() {
        let computed = result(&[need(Area::DailyLife, 1000)], STATE).unwrap();

        let lowered = overridden(computed, Level::One, " Persona tā vēlas. ", STATE).unwrap();

        assert_eq!((lowered.level, lowered.volume, lowered.computed), (Level::One, Minutes(480), computed));
        assert_eq!(lowered.override_reason.as_deref(), Some("Persona tā vēlas."));
        assert_eq!(overridden(computed, Level::Three, "", STATE), Err(Refusal::OverrideWithoutReason));
        assert_eq!(overridden(computed, Level::Two, "", STATE).map(|agreed| agreed.override_reason), Ok(None));
    }

    // A13, B29
    #[rstest]
    #[case(480, None, (Level::One, 480, 0), (Level::Two, 480, 0))]
    #[case(450, None, (Level::One, 450, 0), (Level::One, 450, 0))]
    #[case(451, None, (Level::One, 451, 0), (Level::Two, 451, 0))]
    #[case(2160, None, (Level::Three, 2100, 60), (Level::Three, 2160, 0))]
    #[case(2221, None, (Level::Three, 2100, 121), (Level::Three, 2220, 1))]
    #[case(1000, Some(Level::One), (Level::One, 480, 520), (Level::One, 450, 550))]
    #[case(460, Some(Level::Two), (Level::Two, 460, 0), (Level::Two, 460, 0))]
    fn the_same_needs_are_read_by_the_ceilings_of_each_programme(
        #[case] total: i32,
        #[case] chosen: Option<Level>,
        #[case] state: (Level, i32, i32),
        #[case] pilot: (Level, i32, i32),
    ) {
        let read = |ceilings| {
            let Derived { total: _, level, volume, unmet } = read(Minutes(total), chosen, ceilings);
            (level, volume.0, unmet.0)
        };

        assert_eq!((read(STATE), read(PILOT)), (state, pilot));
    }

    #[test]
    fn an_assessment_is_good_for_six_months() {
        assert_eq!(good_until(day(2026, 1, 15)), Ok(day(2026, 7, 15)));
        assert_eq!(good_until(day(2025, 8, 31)), Ok(day(2026, 2, 28)));
    }

    #[test]
    fn before_anything_says_how_long_an_assessment_is_good_that_is_an_error() {
        let on = day(2019, 11, 30);

        assert_eq!(good_until(on), Err(NotInForce { figure: "assessment_good_months", on }));
        assert_eq!(good_until(day(2019, 12, 1)), Ok(day(2020, 6, 1)));
    }

    proptest! {
        #[test]
        fn the_order_of_the_areas_does_not_matter(minutes in prop::array::uniform6(0..1000_i32)) {
            let needs: Vec<_> = Area::ALL.iter().zip(minutes).map(|(&area, minutes)| need(area, minutes)).collect();
            let reversed: Vec<_> = needs.iter().rev().cloned().collect();

            prop_assert_eq!(result(&needs, STATE), result(&reversed, STATE));
            prop_assert_eq!(result(&needs, STATE).unwrap().total, Minutes(minutes.iter().sum()));
        }
    }
}
