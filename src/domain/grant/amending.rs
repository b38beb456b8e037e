//! Changing what a grant gives: on a new assessment, within its term, and never in silence.

use super::{State, Step};
use crate::assessment::good_until;
use crate::decision::Assessed;
use crate::programmes::Programme;
use crate::quantity::Minutes;
use crate::refusal::Refusal;
use chrono::NaiveDate;

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
    /// The assessment that was made since the last decision, if there is one.
    pub assessment: Option<Assessed>,
    /// Whether the official who decides is the one who assessed.
    pub by_the_assessor: bool,
    /// Whether a reason is noted for giving more than was assessed.
    pub override_noted: bool,
    /// What would count on the day of the change without it.
    pub now: &'a Step,
}

/// Whether a service may change like this. Money is not looked at here.
///
/// # Errors
/// `IllegalMove` for a service that is over, `AssessorDecides`, `NotAssessedAnew`, `AssessmentStale`, `StartsBeforeTheDecision`,
/// `OutsideTheTerm`, `NoArea`, `NoVolume`, `OverTheCeiling`, `OverTheAssessment`, `NothingChanges`.
pub fn amend(facts: &AmendFacts<'_>, wanted: &Step) -> Result<(), Refusal> {
    let AmendFacts { state, today, term_from, last_day: term_to, programme, assessment, override_noted, now, .. } =
        *facts;
    if state == State::Ended {
        return Err(super::next(State::Ended, super::Event::Contracted).err().unwrap_or(Refusal::NotActive));
    }
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
    let needed = assessed.under(programme).volume;
    if wanted.volume > needed && !override_noted {
        return Err(Refusal::OverTheAssessment { assessed: needed });
    }
    let same = (wanted.areas, wanted.level, wanted.volume) == (now.areas, now.level, now.volume);
    if same { Err(Refusal::NothingChanges) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::{Area, Areas};
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
        let mut facts = AmendFacts {
            state: State::Active,
            today: day(2026, 3, 2),
            term_from: day(2026, 1, 12),
            last_day: day(2027, 1, 11),
            programme: &programme,
            assessment: Some(Assessed { on: day(2026, 2, 20), total: Minutes(600), chosen: None }),
            by_the_assessor: false,
            override_noted: false,
            now: &now,
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
}
