//! Changing what a grant gives: on a new assessment, within its term, and never in silence.

use super::{Contents, Event, State, Step, next};
use crate::areas::Area;
use crate::assessment::good_until;
use crate::decision::{Assessed, follows};
use crate::programmes::Programme;
use crate::quantity::Minutes;
use crate::refusal::Refusal;
use chrono::{Datelike, NaiveDate};

/// Support that was given on a day, in one area; what was taken back was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The day.
    pub day: NaiveDate,
    /// The area.
    pub area: Area,
    /// How much of it.
    pub minutes: Minutes,
}

/// What has been found before a change.
#[derive(Debug, Clone, Copy)]
pub struct AmendFacts<'a> {
    /// Where the service stands today.
    pub state: State,
    /// The day of the decision.
    pub today: NaiveDate,
    /// The first day of the term.
    pub term_from: NaiveDate,
    /// The last day of service.
    pub last_day: NaiveDate,
    /// The programme that pays.
    pub programme: &'a Programme,
    /// The assessment on which what is given does not rest yet, if there is one.
    pub assessment: Option<Assessed>,
    /// Whether the official who decides is the one who assessed.
    pub by_the_assessor: bool,
    /// Whether a reason is noted for giving more than was assessed.
    pub override_noted: bool,
    /// What is given without the change.
    pub contents: &'a Contents,
    /// The support that was given from the day of the change on, in the order of its days.
    pub given: &'a [Given],
}

/// Whether a service may change like this. Money is not looked at here.
///
/// # Errors
/// `IllegalMove` for a service that is over, `AssessorDecides`, `NotAssessedAnew`, `AssessmentStale`, `StartsBeforeTheDecision`,
/// `OutsideTheTerm`, `NoArea`, `NoVolume`, `OverTheCeiling`, those of `follows`, `NothingChanges`, and `HoursInside` when
/// support that was given on the day of the change would not have been granted by it.
pub fn amend(facts: &AmendFacts<'_>, wanted: &Step) -> Result<(), Refusal> {
    let AmendFacts { state, today, term_from, last_day: term_to, programme, assessment, override_noted, .. } = *facts;
    next(state, Event::Amended)?;
    if facts.by_the_assessor {
        return Err(Refusal::AssessorDecides);
    }
    let assessed = assessment.ok_or(Refusal::NotAssessedAnew)?;
    let good_until = good_until(assessed.on)?;
    if good_until < today {
        return Err(Refusal::AssessmentStale { good_until });
    }
    if wanted.from < today {
        return Err(Refusal::StartsBeforeTheDecision { decided_on: today });
    }
    if wanted.from < term_from || term_to < wanted.from {
        return Err(Refusal::OutsideTheTerm { term_from, term_to });
    }
    if wanted.areas.is_empty() {
        return Err(Refusal::NoArea);
    }
    if wanted.volume <= Minutes(0) {
        return Err(Refusal::NoVolume);
    }
    let ceiling = programme.ceilings.of(wanted.level);
    if wanted.volume > ceiling {
        return Err(Refusal::OverTheCeiling { ceiling });
    }
    let now = facts.contents.on(wanted.from);
    if (wanted.areas, wanted.level, wanted.volume) == (now.areas, now.level, now.volume) {
        return Err(Refusal::NothingChanges);
    }
    follows(assessed, programme, (wanted.areas, wanted.level, wanted.volume), override_noted)?;
    match outside(&facts.contents.clone().amended(*wanted), facts.given) {
        Some(day) => Err(Refusal::HoursInside { day }),
        None => Ok(()),
    }
}

/// The first day on which more support was given than a service gives: in an area that it has not on that day, or beyond the volume
/// of the month (design: what was given is not made ungiven by a later decision).
fn outside(contents: &Contents, given: &[Given]) -> Option<NaiveDate> {
    let day = given.iter().enumerate().find(|(at, Given { day, area, .. })| {
        let month = (day.year(), day.month());
        let so_far = given.iter().take(at + 1).filter(|other| (other.day.year(), other.day.month()) == month);
        let used: Minutes = so_far.map(|other| other.minutes).sum();
        !contents.on(*day).areas.contains(*area) || used > contents.volume_in(month)
    });
    day.map(|(_, given)| given.day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::Areas;
    use crate::day;
    use crate::level::Level;
    use crate::programmes::built_in;

    type Change = fn(&mut AmendFacts<'_>);
    type StepChange = fn(&mut Step);

    fn step(change: fn(&mut Step)) -> Step {
        let areas = Areas::from_iter([Area::Finance]);
        let mut step = Step { from: day(2026, 3, 2), areas, level: Level::Two, volume: Minutes(600) };
        change(&mut step);
        step
    }

    fn answer(change: Change, wanted: &Step) -> Option<&'static str> {
        let programme = built_in().into_iter().find(|programme| programme.code == "state").unwrap();
        let now = step(|step: &mut Step| (step.level, step.volume) = (Level::One, Minutes(480)));
        let contents = Contents::granted(Step { from: day(2026, 1, 12), ..now });
        let mut facts = AmendFacts {
            state: State::Active,
            today: day(2026, 3, 2),
            term_from: day(2026, 1, 12),
            last_day: day(2027, 1, 11),
            programme: &programme,
            assessment: Some(Assessed { on: day(2026, 2, 20), total: Minutes(600), chosen: None, areas: None }),
            by_the_assessor: false,
            override_noted: false,
            contents: &contents,
            given: &[],
        };
        change(&mut facts);
        amend(&facts, wanted).err().map(|refusal| refusal.code())
    }

    #[test]
    fn a_service_changes_on_a_new_assessment_within_its_term() {
        let cases: [(Change, Option<&str>); 11] = [
            (|_| (), None),
            (|facts| facts.state = State::Granted, None),
            (|facts| facts.state = State::Suspended, None),
            (|facts| facts.state = State::Ended, Some("illegal_state_transition")),
            (|facts| facts.by_the_assessor = true, Some("the_assessor_does_not_decide")),
            (|facts| facts.assessment = None, Some("not_assessed_anew")),
            (|facts| facts.today = day(2026, 8, 21), Some("assessment_stale")),
            (|facts| facts.today = day(2026, 3, 3), Some("starts_before_decision")),
            (|facts| facts.term_from = day(2026, 3, 3), Some("outside_term")),
            (|facts| facts.last_day = day(2026, 3, 2), None),
            (|facts| facts.last_day = day(2026, 3, 1), Some("outside_term")),
        ];
        for (at, (change, refused)) in cases.into_iter().enumerate() {
            assert_eq!(answer(change, &step(|_| ())), refused, "case {at}");
        }
    }

    #[test]
    fn what_is_given_stays_below_the_ceiling_and_the_assessment() {
        let cases: [(StepChange, Option<&str>); 7] = [
            (|step| step.areas = Areas::default(), Some("no_area")),
            (|step| step.volume = Minutes(0), Some("no_volume")),
            (|step| step.volume = Minutes(1201), Some("over_the_ceiling")),
            (|step| step.volume = Minutes(601), Some("over_the_assessment")),
            (|step| (step.level, step.volume) = (Level::One, Minutes(480)), Some("nothing_changes")),
            (|step| (step.level, step.volume) = (Level::One, Minutes(479)), None),
            (|step| step.areas = Areas::from_iter([Area::Health]), None),
        ];
        for (at, (change, refused)) in cases.into_iter().enumerate() {
            assert_eq!(answer(|_| (), &step(change)), refused, "case {at}");
        }
    }

    #[test]
    fn more_than_was_assessed_is_given_for_a_noted_reason() {
        assert_eq!(
            answer(
                |facts: &mut AmendFacts<'_>| facts.override_noted = true,
                &step(|step: &mut Step| step.volume = Minutes(601))
            ),
            None
        );
    }

    const fn given(on: NaiveDate, area: Area, minutes: i32) -> Given {
        Given { day: on, area, minutes: Minutes(minutes) }
    }

    // On the first of a month its whole volume changes; on a later day only the areas do, and a higher volume.
    #[test]
    fn what_was_given_on_the_day_of_a_change_still_fits_after_it() {
        const FIRST: NaiveDate = day(2026, 4, 1);
        const SECOND: NaiveDate = day(2026, 4, 2);
        let cases: [(NaiveDate, i32, &[Given], Option<NaiveDate>); 7] = [
            (FIRST, 120, &[given(FIRST, Area::Finance, 120)], None),
            (FIRST, 120, &[given(FIRST, Area::Finance, 121)], Some(FIRST)),
            (FIRST, 120, &[given(FIRST, Area::Finance, 60), given(SECOND, Area::Finance, 61)], Some(SECOND)),
            (FIRST, 120, &[given(FIRST, Area::Finance, 60), given(day(2026, 5, 1), Area::Finance, 61)], None),
            (SECOND, 120, &[given(SECOND, Area::Finance, 480)], None),
            (SECOND, 120, &[given(SECOND, Area::Health, 1)], Some(SECOND)),
            (FIRST, 600, &[given(FIRST, Area::Finance, 480), given(FIRST, Area::Health, 1)], Some(FIRST)),
        ];
        for (at, (from, volume, given, turns_on)) in cases.into_iter().enumerate() {
            let both = Areas::from_iter([Area::Finance, Area::Health]);
            let before = Step { from: day(2026, 1, 12), areas: both, level: Level::One, volume: Minutes(480) };
            let areas = Areas::from_iter([Area::Finance]);
            let after = Contents::granted(before).amended(Step { from, areas, volume: Minutes(volume), ..before });

            assert_eq!(outside(&after, given), turns_on, "case {at}");
        }
    }

    #[test]
    fn a_change_does_not_take_back_what_was_given() {
        let lowered = step(|step: &mut Step| (step.from, step.volume) = (day(2026, 4, 1), Minutes(120)));
        let change: Change = |facts| {
            facts.today = day(2026, 4, 1);
            facts.given = const { &[given(day(2026, 4, 1), Area::Finance, 180)] };
        };

        assert_eq!(answer(change, &lowered), Some("hours_inside"));
    }
}
