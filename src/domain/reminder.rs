//! What somebody is reminded of, each on its day.

use crate::application::REGRANT_APPLICATION_DAYS;
use crate::figure::NotInForce;
use chrono::{Days, NaiveDate};

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reminder {
    /// From now on the next application is taken: the service ends soon.
    RegrantOpens,
    /// The service begins, and no agreement is signed.
    AgreementMissing,
    /// The disability that was established runs out; the service stands, and the next one is decided on what is established then.
    DisabilityEnds,
    /// Money was put aside for somebody whose turn came, and nothing was offered.
    OfferMissing,
    /// The day to answer an offer is over.
    OfferUnanswered,
    /// The person accepted an offer, and nothing was decided.
    DecisionMissing,
    /// The person lives where the programme serves nobody.
    MovedAway,
    /// Another person has the same name and day of birth, whom whoever registered this one could not see.
    PossibleDuplicate,
}

crate::codes!(Reminder as "ReminderKind" => {
    RegrantOpens = "regrant_opens",
    AgreementMissing = "agreement_missing",
    DisabilityEnds = "disability_ends",
    OfferMissing = "offer_missing",
    OfferUnanswered = "offer_unanswered",
    DecisionMissing = "decision_missing",
    MovedAway = "moved_away",
    PossibleDuplicate = "possible_duplicate",
});

/// What is due within the term of a service, each with its day.
///
/// # Errors
/// `NotInForce` for a last day of which nothing says when the next application is taken.
pub fn of_a_grant(
    term_from: NaiveDate,
    term_to: NaiveDate,
    disability_to: Option<NaiveDate>,
) -> Result<Vec<(Reminder, NaiveDate)>, NotInForce> {
    let before = Days::new(REGRANT_APPLICATION_DAYS.on(term_to)?.value.unsigned_abs());
    let regrant = term_to.checked_sub_days(before).unwrap_or(term_to).max(term_from);
    let mut due = vec![(Reminder::AgreementMissing, term_from), (Reminder::RegrantOpens, regrant)];
    let runs_out = disability_to.filter(|last| *last <= term_to).and_then(|last| last.succ_opt());
    due.extend(runs_out.map(|day| (Reminder::DisabilityEnds, day)));
    Ok(due)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use rstest::rstest;

    // B31
    #[rstest]
    #[case(day(2026, 1, 12), day(2027, 1, 11), day(2026, 11, 12))]
    #[case(day(2026, 1, 12), day(2026, 1, 31), day(2026, 1, 12))]
    fn the_next_application_is_taken_from_sixty_days_before_the_end(
        #[case] from: NaiveDate,
        #[case] to: NaiveDate,
        #[case] regrant: NaiveDate,
    ) {
        let due = of_a_grant(from, to, None).unwrap();

        assert_eq!(due, [(Reminder::AgreementMissing, from), (Reminder::RegrantOpens, regrant)]);
    }

    #[rstest]
    #[case(None, None)]
    #[case(Some(day(2026, 5, 31)), Some(day(2026, 6, 1)))]
    #[case(Some(day(2027, 1, 11)), Some(day(2027, 1, 12)))]
    #[case(Some(day(2027, 1, 12)), None)]
    fn a_disability_that_runs_out_within_the_term_is_due_on_the_day_after(
        #[case] disability_to: Option<NaiveDate>,
        #[case] expected: Option<NaiveDate>,
    ) {
        let due = of_a_grant(day(2026, 1, 12), day(2027, 1, 11), disability_to).unwrap();

        let found = due.iter().find(|(reminder, _)| *reminder == Reminder::DisabilityEnds).map(|(_, day)| *day);
        assert_eq!(found, expected);
    }
}
