//! The offer to somebody whose turn has come: what has to be known before it, how long it stands, and how it is answered.

use super::{Event, Renewal, State, allowed, next};
use crate::code::Code;
use crate::figure::{Figure, NotInForce, Since, Unit, days_after};
use crate::law::Source;
use crate::refusal::Refusal;
use crate::terms::FIRST_DAY;
use chrono::NaiveDate;

const fn since(value: i64, source: &'static str) -> Since {
    Since { day: FIRST_DAY, until: None, value, source: Source::only(source) }
}

/// How many days the person has at least to answer an offer.
const OFFER_DAYS_MIN: Figure = Figure {
    code: "offer_days_min",
    unit: Unit::Days,
    values: &[since(7, "design: time to think and to ask somebody for help")],
};
/// How many days the person has at most, because others wait.
const OFFER_DAYS_MAX: Figure =
    Figure { code: "offer_days_max", unit: Unit::Days, values: &[since(60, "design: money is put aside meanwhile")] };
/// On how many days somebody has to have tried to reach the person before an offer lapses.
pub const OFFER_ATTEMPTS: Figure =
    Figure { code: "offer_attempts", unit: Unit::Days, values: &[since(3, "design: documented attempts")] };
/// After how many days a person who could not be reached is asked again.
const ASK_AGAIN_DAYS: Figure = Figure {
    code: "ask_again_days",
    unit: Unit::Days,
    values: &[since(30, "design: then the next one is served meanwhile")],
};

/// Within how many days somebody whose turn came is to be asked.
const OFFER_WITHIN_DAYS: Figure = Figure {
    code: "offer_within_days",
    unit: Unit::Days,
    values: &[since(14, "design: time to ask the registers and to assess anew; money is put aside meanwhile")],
};
/// Within how many days the association is to decide after an offer was accepted.
const DECIDE_WITHIN_DAYS: Figure = Figure {
    code: "decide_within_days",
    unit: Unit::Days,
    values: &[since(30, "design: as long as for an application; money is put aside meanwhile")],
};

pub(crate) const FIGURES: &[&Figure] =
    &[&OFFER_DAYS_MIN, &OFFER_DAYS_MAX, &OFFER_ATTEMPTS, &ASK_AGAIN_DAYS, &OFFER_WITHIN_DAYS, &DECIDE_WITHIN_DAYS];

/// What is known when a place that was called up is offered.
#[derive(Debug, Clone, Copy)]
pub struct Offering<'a> {
    /// Where the place stands.
    pub state: State,
    /// What has to be found anew.
    pub to_renew: &'a [Renewal],
    /// The conditions that fail today.
    pub failed: &'a [&'static str],
    /// What of today nobody knows yet, so that a condition cannot be judged.
    pub missing: &'a [&'static str],
    /// Today.
    pub today: NaiveDate,
    /// By when the person is to answer.
    pub answer_by: NaiveDate,
}

/// The state after an offer.
///
/// # Errors
/// `IllegalMove`, `ChecksNotRenewed` with what is missing, `NotEligible` with the conditions that fail today, `FactsMissing`
/// while one cannot be judged, `AnswerByOutside` for too little or too much time.
pub fn may_offer(offering: &Offering<'_>) -> Result<State, Refusal> {
    let Offering { state, to_renew, failed, missing, today, answer_by } = *offering;
    let after = next(state, Event::Offered)?;
    if !to_renew.is_empty() {
        return Err(Refusal::ChecksNotRenewed { missing: to_renew.iter().map(|renewal| renewal.code()).collect() });
    }
    if !failed.is_empty() {
        return Err(Refusal::NotEligible { failed: failed.to_vec() });
    }
    if !missing.is_empty() {
        return Err(Refusal::FactsMissing { missing: missing.to_vec() });
    }
    let bound = |figure: &Figure| days_after(today, figure);
    let (earliest, latest) = (bound(&OFFER_DAYS_MIN)?, bound(&OFFER_DAYS_MAX)?);
    if answer_by < earliest || latest < answer_by {
        return Err(Refusal::AnswerByOutside { nearest: answer_by.clamp(earliest, latest) });
    }
    Ok(after)
}

/// Whether the person may accept: an offer stands, and they have not done so already.
///
/// # Errors
/// `IllegalMove` for a place that was not offered, `OfferAccepted`.
pub fn may_accept(state: State, accepted: bool) -> Result<(), Refusal> {
    next(state, Event::Converted)?;
    if accepted { Err(Refusal::OfferAccepted.standing(state, allowed(state))) } else { Ok(()) }
}

/// The state after the person declined an offer. Who was not asked cannot decline; they may leave.
///
/// # Errors
/// `IllegalMove` for a place that was not offered.
pub fn may_decline(state: State) -> Result<State, Refusal> {
    next(state, Event::Converted)?;
    next(state, Event::Left)
}

/// The last day on which an offer of a day can be answered.
///
/// # Errors
/// `NotInForce` on a day of which nothing says how long an offer stands.
pub fn last_answer_day(offered_on: NaiveDate) -> Result<NaiveDate, NotInForce> {
    days_after(offered_on, &OFFER_DAYS_MAX)
}

/// Whether an offer lapses: nobody has answered by its day, and somebody has tried to reach the person on enough days, in vain or
/// without being told yes or no.
///
/// # Errors
/// `NotInForce` on a day of which nothing says how many those are.
pub fn may_lapse(
    answer_by: NaiveDate,
    accepted: bool,
    attempts: &[NaiveDate],
    today: NaiveDate,
) -> Result<bool, NotInForce> {
    let mut days = attempts.to_vec();
    days.sort_unstable();
    days.dedup();
    let tried: i64 = days.iter().map(|_| 1).sum();
    Ok(answer_by < today && !accepted && tried >= OFFER_ATTEMPTS.on(today)?.value)
}

/// From which day on somebody is asked again whose offer lapsed.
///
/// # Errors
/// `NotInForce` on a day of which nothing says so.
pub fn ask_again_from(lapsed_on: NaiveDate) -> Result<NaiveDate, NotInForce> {
    days_after(lapsed_on, &ASK_AGAIN_DAYS)
}

/// From which day on an offer is missing to somebody whose turn came on a day.
///
/// # Errors
/// `NotInForce` on a day of which nothing says so.
pub fn offer_missing_from(called_on: NaiveDate) -> Result<NaiveDate, NotInForce> {
    Ok(after(days_after(called_on, &OFFER_WITHIN_DAYS)?))
}

/// From which day on a decision is missing to somebody who accepted an offer on a day.
///
/// # Errors
/// `NotInForce` on a day of which nothing says so.
pub fn decision_missing_from(accepted_on: NaiveDate) -> Result<NaiveDate, NotInForce> {
    Ok(after(days_after(accepted_on, &DECIDE_WITHIN_DAYS)?))
}

/// From which day on an answer is missing that was to come by a day.
#[must_use]
pub fn answer_missing_from(answer_by: NaiveDate) -> NaiveDate {
    after(answer_by)
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// The state after the service is granted: only to whom it was offered and who accepted it.
///
/// # Errors
/// `IllegalMove` for a place that was not offered, `OfferNotAccepted`.
pub fn may_convert(state: State, accepted: bool) -> Result<State, Refusal> {
    let after = next(state, Event::Converted)?;
    if accepted { Ok(after) } else { Err(Refusal::OfferNotAccepted.standing(state, allowed(state))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use rstest::rstest;

    const TODAY: NaiveDate = day(2026, 3, 2);

    fn offered(to_renew: &[Renewal], failed: &[&'static str], answer_by: NaiveDate) -> Result<State, &'static str> {
        let offering = Offering { state: State::Waiting, to_renew, failed, missing: &[], today: TODAY, answer_by };
        may_offer(&offering).map_err(|refusal| refusal.code())
    }

    #[rstest]
    #[case(day(2026, 3, 8), Err("answer_by_outside"))]
    #[case(day(2026, 3, 9), Ok(State::Offered))]
    #[case(day(2026, 5, 1), Ok(State::Offered))]
    #[case(day(2026, 5, 2), Err("answer_by_outside"))]
    fn an_offer_leaves_a_week_at_least_and_sixty_days_at_most(
        #[case] answer_by: NaiveDate,
        #[case] expected: Result<State, &'static str>,
    ) {
        assert_eq!(offered(&[], &[], answer_by), expected);
        assert_eq!(last_answer_day(TODAY), Ok(day(2026, 5, 1)));
    }

    #[test]
    fn nothing_is_offered_on_what_was_found_long_ago_or_to_whom_a_condition_fails() {
        let answer_by = day(2026, 3, 20);

        assert_eq!(offered(&[Renewal::RegistryCheck], &[], answer_by), Err("checks_not_renewed"));
        assert_eq!(offered(&[Renewal::Assessment], &["no_disability"], answer_by), Err("checks_not_renewed"));
        assert_eq!(offered(&[], &["no_disability"], answer_by), Err("not_eligible"));
    }

    #[test]
    fn nothing_is_offered_while_a_condition_cannot_be_judged() {
        let (missing, answer_by) = (&["mental_disorder"][..], day(2026, 3, 20));
        let offering = Offering { state: State::Waiting, to_renew: &[], failed: &[], missing, today: TODAY, answer_by };

        assert_eq!(may_offer(&offering), Err(Refusal::FactsMissing { missing: missing.to_vec() }));
    }

    #[rstest]
    #[case(day(2026, 3, 8), day(2026, 3, 9))]
    #[case(day(2026, 5, 2), day(2026, 5, 1))]
    fn the_nearest_day_to_answer_by_is_told(#[case] answer_by: NaiveDate, #[case] nearest: NaiveDate) {
        let offering =
            Offering { state: State::Waiting, to_renew: &[], failed: &[], missing: &[], today: TODAY, answer_by };

        assert_eq!(may_offer(&offering), Err(Refusal::AnswerByOutside { nearest }));
    }

    #[test]
    fn only_an_offer_is_answered_and_only_once_accepted() {
        assert_eq!(may_accept(State::Offered, false), Ok(()));
        let again = Refusal::OfferAccepted.standing(State::Offered, allowed(State::Offered));
        assert_eq!(may_accept(State::Offered, true), Err(again));
        assert_eq!(may_decline(State::Offered), Ok(State::Left));
        for state in [State::Waiting, State::Converted, State::Left, State::Removed] {
            let refused = [may_accept(state, false).unwrap_err(), may_decline(state).unwrap_err()];
            assert_eq!(refused.map(|refusal| refusal.code()), ["illegal_state_transition"; 2], "{}", state.code());
        }
    }

    #[rstest]
    #[case(day(2026, 3, 1), false, &[1, 2, 3], true)]
    #[case(day(2026, 3, 2), false, &[1, 2, 3], false)]
    #[case(day(2026, 3, 1), true, &[1, 2, 3], false)]
    #[case(day(2026, 3, 1), false, &[1, 2, 2, 2], false)]
    #[case(day(2026, 3, 1), false, &[1, 2, 2, 4], true)]
    fn an_offer_lapses_after_its_day_when_somebody_tried_on_three_days(
        #[case] answer_by: NaiveDate,
        #[case] accepted: bool,
        #[case] attempts: &[u32],
        #[case] lapses: bool,
    ) {
        let attempts: Vec<_> = attempts.iter().map(|&on| day(2026, 2, on)).collect();

        assert_eq!(may_lapse(answer_by, accepted, &attempts, TODAY), Ok(lapses));
        assert_eq!(ask_again_from(TODAY), Ok(day(2026, 4, 1)));
    }

    #[test]
    fn an_offer_is_missing_after_two_weeks_an_answer_after_its_day_and_a_decision_after_thirty_days() {
        assert_eq!(offer_missing_from(TODAY), Ok(day(2026, 3, 17)));
        assert_eq!(answer_missing_from(day(2026, 3, 16)), day(2026, 3, 17));
        assert_eq!(decision_missing_from(TODAY), Ok(day(2026, 4, 2)));
    }

    #[test]
    fn the_service_is_granted_only_to_whom_it_was_offered_and_who_accepted() {
        assert_eq!(may_convert(State::Offered, true), Ok(State::Converted));
        let early = Refusal::OfferNotAccepted.standing(State::Offered, allowed(State::Offered));
        assert_eq!(may_convert(State::Offered, false), Err(early));
        assert_eq!(may_convert(State::Waiting, true).unwrap_err().code(), "illegal_state_transition");
    }
}
