//! Pausing a service: the closed list of grounds, the days, and what may not lie within them.

use super::{Event, State, next};
use crate::dates::not_before;
use crate::refusal::Refusal;
use chrono::{Days, NaiveDate};

/// Why a service may be paused; the list is closed (MK 625, 19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuspensionGround {
    /// The person is in an institution of long-term social care and social rehabilitation.
    LtcInstitution,
    /// The person is in a hospital.
    InpatientTreatment,
    /// The person is in prison.
    Imprisonment,
    /// The service cannot be given in fact for another reason, which has to be explained.
    OtherImpossible,
}

crate::codes!(SuspensionGround {
    LtcInstitution = "ltc_institution",
    InpatientTreatment = "inpatient_treatment",
    Imprisonment = "imprisonment",
    OtherImpossible = "other_impossible",
});

/// Days of a suspension, the first and the last one included; without a last one while it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The first day without service.
    pub from: NaiveDate,
    /// The last day without service.
    pub to: Option<NaiveDate>,
}

impl Interval {
    /// Whether a day lies in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// On which days there was service, whatever happened to it later.
#[derive(Debug, Clone, Copy)]
pub struct ServiceDays<'a> {
    /// The day of the third signature under the first agreement.
    pub signed_on: Option<NaiveDate>,
    /// The first day of the term.
    pub term_from: NaiveDate,
    /// The last day of service: that of the term, or an earlier one on which it was ended.
    pub last_day: NaiveDate,
    /// Its suspensions.
    pub suspensions: &'a [Interval],
}

impl ServiceDays<'_> {
    /// Whether the service was active on a day: signed, within its term, not ended and not suspended.
    pub fn holds(&self, day: NaiveDate) -> bool {
        let Self { signed_on, term_from, last_day, suspensions } = *self;
        signed_on.is_some_and(|signed| signed <= day)
            && term_from <= day
            && day <= last_day
            && !suspensions.iter().any(|interval| interval.holds(day))
    }
}

/// What has been found before a suspension.
#[derive(Debug, Clone, Copy)]
pub struct SuspendFacts<'a> {
    /// Where the service stands today.
    pub state: State,
    /// The day of the decision.
    pub today: NaiveDate,
    /// The first day of the term.
    pub term_from: NaiveDate,
    /// The last day of service.
    pub last_day: NaiveDate,
    /// The suspensions so far.
    pub earlier: &'a [Interval],
    /// The days on which support was given.
    pub worked: &'a [NaiveDate],
    /// Whether the ground is explained.
    pub explained: bool,
}

/// Whether a ground carries a suspension on these days. It is decided when it has begun (design): what somebody only expects
/// is not found yet. It may be over already, when it is told of late.
///
/// # Errors
/// `IllegalMove` for a service that does not run, `ExplanationMissing` for another reason without an explanation,
/// `SuspendsAhead`, `OutsideTheTerm`, `TooEarly`, `SuspensionsOverlap`, and `HoursInside` when support was given on
/// one of the days.
pub fn may_suspend(ground: SuspensionGround, days: Interval, facts: &SuspendFacts<'_>) -> Result<State, Refusal> {
    let SuspendFacts { state, today, term_from, last_day: term_to, earlier, worked, explained } = *facts;
    let after = next(state, Event::Suspended)?;
    if ground == SuspensionGround::OtherImpossible && !explained {
        return Err(Refusal::ExplanationMissing);
    }
    if days.from > today {
        return Err(Refusal::SuspendsAhead { today });
    }
    if days.from < term_from || days.to.is_some_and(|to| term_to < to) {
        return Err(Refusal::OutsideTheTerm { term_from, term_to });
    }
    not_before("to", days.to, days.from)?;
    let meets = |other: &&Interval| other.holds(days.from) || days.holds(other.from);
    if let Some(other) = earlier.iter().find(meets) {
        return Err(Refusal::SuspensionsOverlap { from: other.from });
    }
    match worked.iter().find(|&&day| days.holds(day)) {
        Some(&day) => Err(Refusal::HoursInside { day }),
        None => Ok(after),
    }
}

/// Whether a suspension that began on a day ends so that there is service from `on` again.
///
/// # Errors
/// `IllegalMove` for a service that is not suspended, `ResumesOutside` for a day before the second day of the suspension or
/// after today.
pub fn may_resume(state: State, suspended_from: NaiveDate, on: NaiveDate, today: NaiveDate) -> Result<State, Refusal> {
    let after = next(state, Event::Resumed)?;
    if on <= suspended_from || today < on {
        return Err(Refusal::ResumesOutside { suspended_from });
    }
    Ok(after)
}

/// How many days after one day, up to and with another, lie in suspensions, each day counted once.
pub fn days_within(suspensions: &[Interval], after: NaiveDate, to: NaiveDate) -> u32 {
    let days = after.iter_days().skip(1).take_while(|day| *day <= to);
    days.filter(|day| suspensions.iter().any(|interval| interval.holds(*day))).map(|_| 1).sum()
}

impl Interval {
    /// The interval up to the day before service began again.
    pub fn until_resumed(self, on: NaiveDate) -> Self {
        Self { to: on.checked_sub_days(Days::new(1)), ..self }
    }
}
