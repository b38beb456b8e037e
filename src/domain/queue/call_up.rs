//! How a place comes to its turn, and that nobody is skipped in silence.

use super::{Event, State, allowed, next};
use crate::assessment::good_until;
use crate::figure::NotInForce;
use crate::refusal::Refusal;
use chrono::NaiveDate;

/// What happened to a place in the queue; its state follows from these in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceEvent {
    /// A decision put the person there.
    Queued,
    /// Money was freed and put aside for the person; what was found before is found anew.
    CalledUp,
    /// The person was asked, with a day to answer by.
    Offered,
    /// The person wants the service.
    Accepted,
    /// The person does not want it.
    Declined,
    /// The person could not be reached; the place is kept, and the person is asked again later.
    Lapsed,
    /// The person left on their own wish.
    Left,
    /// The service was granted.
    Converted,
    /// A decision found the conditions failed.
    Removed,
}

crate::codes!(PlaceEvent as "PlaceEventKind" => {
    Queued = "queued",
    CalledUp = "called_up",
    Offered = "offered",
    Accepted = "accepted",
    Declined = "declined",
    Lapsed = "lapsed",
    Left = "left",
    Converted = "converted",
    Removed = "removed",
});

/// What has to be found anew before an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Renewal {
    /// The registers were not asked that day.
    RegistryCheck,
    /// The assessment is too old.
    Assessment,
}

crate::codes!(Renewal { RegistryCheck = "registry_check", Assessment = "assessment" });

/// Whether money may be put aside for this place: nobody waits before it who could be asked, or a reason for passing them by
/// is recorded.
///
/// # Errors
/// `IllegalMove` for a place that does not wait, `CalledUpAlready`, and `SkipsTheHead` with the number of those before it.
pub fn may_call_up(state: State, called: bool, ahead: i64, reason_recorded: bool) -> Result<(), Refusal> {
    next(state, Event::Offered)?;
    if called {
        return Err(Refusal::CalledUpAlready.standing(state, allowed(state)));
    }
    if ahead > 0 && !reason_recorded { Err(Refusal::SkipsTheHead { ahead }) } else { Ok(()) }
}

/// What has to be found anew before an offer of a day: the registers are asked on that very day, and an assessment is good for
/// some months only.
///
/// # Errors
/// `NotInForce` for an assessment of a day on which nothing says how long it is good.
pub fn to_renew(
    asked_on: Option<NaiveDate>,
    assessed_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Vec<Renewal>, NotInForce> {
    let good_until = assessed_on.map(good_until).transpose()?;
    let stale = good_until.is_none_or(|until| until < today);
    let asked = (asked_on != Some(today)).then_some(Renewal::RegistryCheck);
    Ok(asked.into_iter().chain(stale.then_some(Renewal::Assessment)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::day;
    use rstest::rstest;

    // B32
    #[rstest]
    #[case(0, false, Ok(()))]
    #[case(1, false, Err(Refusal::SkipsTheHead { ahead: 1 }))]
    #[case(1, true, Ok(()))]
    fn nobody_is_passed_by_without_a_recorded_reason(
        #[case] ahead: i64,
        #[case] reason: bool,
        #[case] expected: Result<(), Refusal>,
    ) {
        assert_eq!(may_call_up(State::Waiting, false, ahead, reason), expected);
        let again = Refusal::CalledUpAlready.standing(State::Waiting, allowed(State::Waiting));
        assert_eq!(may_call_up(State::Waiting, true, 0, reason), Err(again));
        for state in [State::Offered, State::Converted, State::Left, State::Removed] {
            let refused = may_call_up(state, false, 0, true).unwrap_err();
            assert_eq!(refused.code(), "illegal_state_transition", "{}", state.code());
        }
    }

    #[rstest]
    #[case(Some(day(2026, 3, 2)), Some(day(2025, 9, 2)), &[])]
    #[case(Some(day(2026, 3, 1)), Some(day(2025, 9, 2)), &[Renewal::RegistryCheck])]
    #[case(Some(day(2026, 3, 2)), Some(day(2025, 9, 1)), &[Renewal::Assessment])]
    #[case(None, None, &[Renewal::RegistryCheck, Renewal::Assessment])]
    fn registers_are_asked_on_the_very_day_and_an_assessment_is_good_for_six_months(
        #[case] asked_on: Option<NaiveDate>,
        #[case] assessed_on: Option<NaiveDate>,
        #[case] expected: &[Renewal],
    ) {
        assert_eq!(to_renew(asked_on, assessed_on, day(2026, 3, 2)).unwrap(), expected);
    }
}
