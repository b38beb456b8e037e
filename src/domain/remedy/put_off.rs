//! The suspensive effect of a contest on the end of a service: the end is put off until the answer, and then counts again.
//!
//! Who contests a decision holds off what it does, with exceptions (APL 80).
//! Whether it does in a case an official says. Of what decisions do, only the end of a service is put off here (design).

use chrono::NaiveDate;

use crate::decision::Outcome;

/// What a suspensive effect did to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PutOff {
    /// The end is put off: the service goes on, to its term at the latest.
    EndPutOff,
    /// Nothing: only the end of a service is put off.
    OnlyEnds,
    /// Nothing: the service was over already, or does not end by this decision.
    ServiceOver,
    /// Nothing: another service of the person follows already.
    ServiceFollows,
    /// Nothing: the programme has not the money for the rest of the term any more.
    FundingExhausted,
}

crate::codes!(PutOff as "ContestPutOff" => {
    EndPutOff = "end_put_off",
    OnlyEnds = "only_ends_are_put_off",
    ServiceOver = "service_over",
    ServiceFollows = "service_follows",
    FundingExhausted = "funding_exhausted",
});

/// What a suspensive effect does to a service as far as its days tell: whether the decision ends it and it goes on still, and
/// whether another one follows within its term. What is missing then is the money.
pub fn put_off(act: Outcome, ends_later: bool, followed: bool) -> PutOff {
    match act {
        Outcome::Grant | Outcome::Queue | Outcome::Refuse | Outcome::Suspend | Outcome::Resume | Outcome::Amend => {
            PutOff::OnlyEnds
        }
        Outcome::Terminate if !ends_later => PutOff::ServiceOver,
        Outcome::Terminate if followed => PutOff::ServiceFollows,
        Outcome::Terminate => PutOff::EndPutOff,
    }
}

/// The last day of a service whose end was put off and counts again: the decided day or that of the answer, whichever is later.
/// What was given until then stays given, so that it is not before the last day of support. None where the service is over by then.
pub fn ends_again(
    decided: NaiveDate,
    answered_on: NaiveDate,
    worked_on: Option<NaiveDate>,
    last_day: NaiveDate,
) -> Option<NaiveDate> {
    let day = decided.max(answered_on).max(worked_on.unwrap_or(decided));
    (day < last_day).then_some(day)
}
