//! The two last days of a decision on an application, the promised one and that of the law, and what an extension does to them.

use chrono::{Days, NaiveDate};

use super::{Deadline, FIRST_DAY, Rule, TermFault, last_day};

/// Until when an application is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionDays {
    /// By the association's promise: a month from the submission, and never later than by law.
    pub promised: Deadline,
    /// By law: a month from the receipt (Administratīvā procesa likums 64. p. 1. d.).
    pub legal: Deadline,
}

/// Until when an application is decided. Once it was cured, both months run from the cure (64. p. 1.1 d.).
///
/// # Errors
/// As `last_day`.
pub fn decision_days(
    submitted_on: NaiveDate,
    received_on: NaiveDate,
    cured_on: Option<NaiveDate>,
) -> Result<DecisionDays, TermFault> {
    let promised = last_day(Rule::Decision, cured_on.unwrap_or(submitted_on))?;
    let legal = last_day(Rule::DecisionReceived, cured_on.unwrap_or(received_on))?;
    Ok(DecisionDays { promised: if promised.last_day > legal.last_day { legal.clone() } else { promised }, legal })
}

/// A last day with what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extended {
    /// The last day of the month.
    pub last_day: NaiveDate,
    /// The day to which it was extended last.
    pub extended_to: Option<NaiveDate>,
    /// The last day that had passed when it was extended.
    pub missed: Option<NaiveDate>,
}

impl Extended {
    /// The last day on which the decision is in time. An extension never makes good what was overdue already.
    pub fn until(self) -> NaiveDate {
        let extended = self.extended_to.map_or(self.last_day, |to| to.max(self.last_day));
        self.missed.unwrap_or(extended)
    }

    /// The last day that has passed when the term is extended on a day, if one has.
    pub fn missed_on(self, granted_on: NaiveDate) -> Option<NaiveDate> {
        Some(self.until()).filter(|until| *until < granted_on)
    }
}

/// The days of receipt whose month by law is over on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Every day before this one.
    pub before: NaiveDate,
    /// These days as well.
    pub on: Vec<NaiveDate>,
}

/// The days of receipt whose month by law is over on a day. They are told one by one where it is close, because of two such
/// days the later one may have the earlier last day (a term that ends on the free day after a holiday does not move).
pub fn received_too_long_ago(today: NaiveDate) -> Received {
    let before = today.checked_sub_days(Days::new(DAYS_MAX)).unwrap_or(FIRST_DAY);
    let is_over = |day: &NaiveDate| last_day(Rule::DecisionReceived, *day).is_ok_and(|term| term.last_day < today);
    Received { before, on: before.iter_days().take_while(|day| *day < today).filter(is_over).collect() }
}

/// How many days a month and the free days after it stretch over at the most, with room.
const DAYS_MAX: u64 = 60;
