//! Defects for which an application is left without movement until they are cured.

use chrono::NaiveDate;

use super::{Event, State, next};
use crate::refusal::Refusal;

/// Why an application is left without movement (Administratīvā procesa likums 56. p. 1.1 d., 64. p. 1.1 d.). What it does not
/// state is none: that is asked for while the month runs on (56. p. 4. d.).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Defect {
    /// Nobody signed it.
    Unsigned,
    /// It is not in the language that the State Language law asks for.
    Language,
    /// Whoever acts for the person has not proven the authority.
    AuthorityNotProven,
}

crate::codes!(Defect { Unsigned = "unsigned", Language = "language", AuthorityNotProven = "authority_not_proven" });

/// The defects of one application.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Defects {
    /// `Defect::Unsigned`.
    pub unsigned: bool,
    /// `Defect::Language`.
    pub language: bool,
    /// `Defect::AuthorityNotProven`.
    pub authority_not_proven: bool,
}

impl Defects {
    /// Those among some.
    pub fn among(found: &[Defect]) -> Self {
        let has = |defect| found.contains(&defect);
        Self {
            unsigned: has(Defect::Unsigned),
            language: has(Defect::Language),
            authority_not_proven: has(Defect::AuthorityNotProven),
        }
    }

    /// Each of them.
    pub fn all(self) -> Vec<Defect> {
        let Self { unsigned, language, authority_not_proven } = self;
        let all = [
            (Defect::Unsigned, unsigned),
            (Defect::Language, language),
            (Defect::AuthorityNotProven, authority_not_proven),
        ];
        all.into_iter().filter(|(_, is)| *is).map(|(defect, _)| defect).collect()
    }
}

/// Where an application stands when the person is asked to complete it: before its review begins (design), because one that
/// waits for a cure is not reviewed.
///
/// # Errors
/// `IllegalMove` from the review on.
pub fn found_defective(state: State) -> Result<State, Refusal> {
    match state {
        State::Incomplete => Ok(State::Incomplete),
        other => next(other, Event::FoundIncomplete),
    }
}

/// Where an application stands when a cure of a day is recorded, before it is looked at what it still lacks; none where the cure
/// came after the day that was set, for such a one is none. That day never moves (Administratīvā procesa likums 43. p. 3. d.).
///
/// # Errors
/// `IllegalMove` where nothing waits for a cure.
pub fn cured(state: State, cured_on: NaiveDate, cure_by: NaiveDate) -> Result<Option<State>, Refusal> {
    let after = match state {
        State::Incomplete => State::Incomplete,
        other => next(other, Event::Cured)?,
    };
    Ok((cured_on <= cure_by).then_some(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::day;
    use rstest::rstest;

    #[rstest]
    fn defects_are_those_that_were_found(#[values(0, 1, 2, 3, 4, 5, 6, 7)] which: usize) {
        let found = Defect::ALL.iter().enumerate().filter(|(at, _)| which >> at & 1 == 1).map(|(_, defect)| *defect);
        let found: Vec<_> = found.collect();

        assert_eq!(Defects::among(&found).all(), found);
    }

    #[rstest]
    #[case(State::Submitted, true)]
    #[case(State::Incomplete, true)]
    #[case(State::UnderReview, false)]
    #[case(State::Assessed, false)]
    #[case(State::Decided, false)]
    #[case(State::NotSubmitted, false)]
    fn an_application_is_found_defective_before_its_review(#[case] state: State, #[case] may: bool) {
        assert_eq!(found_defective(state).ok(), may.then_some(State::Incomplete));
    }

    #[rstest]
    #[case::on_the_day_that_was_set(State::Incomplete, 20, Some(true))]
    #[case::a_day_late(State::Incomplete, 21, Some(false))]
    #[case::posted_in_time_and_come_later(State::NotSubmitted, 20, Some(true))]
    #[case::late_after_the_end(State::NotSubmitted, 21, Some(false))]
    #[case::nothing_waits(State::Submitted, 20, None)]
    #[case::withdrawn(State::Withdrawn, 20, None)]
    fn a_cure_counts_until_the_day_that_was_set(#[case] state: State, #[case] on: u32, #[case] counts: Option<bool>) {
        let found = cured(state, day(2026, 6, on), day(2026, 6, 20));

        let expected = counts.map(|counts| counts.then_some(State::Incomplete));
        assert_eq!(found.ok(), expected);
    }
}
