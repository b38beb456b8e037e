//! Notification and remedies: from when a decision has effect, until when it can be contested, and where it stands on a day.

mod contest;
mod effect;
mod put_off;

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::decision::{self, Event, Ground, Outcome, State, Warning};
use crate::grant::EndGround;
use crate::refusal::Refusal;
use crate::terms::{FIRST_DAY, LAST_DAY, Rule, Step, StepWhy, TermFault, last_day};

pub(crate) use contest::FIGURES;
pub use contest::{
    ContestEvent, ContestOutcome, ContestState, HeldAgainst, Instance, forward_by, held_against, instance, next,
    overdue_from,
};
pub use effect::{Done, Effect, NotDone, effect};
pub use put_off::{PutOff, ends_again, put_off};

/// Whether a letter or message that came back undelivered still counts as notified.
///
/// Design, and to be changed here: it does not, whichever way it was sent. Paziņošanas likums lets a registered letter count
/// on the seventh day whether or not it was fetched; the association does not hold that against a person whom it knows not to
/// have been reached, and sends another.
pub const RETURNED_COUNTS: bool = false;

/// On which way a decision is sent to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Handed over, against a signature.
    InPerson,
    /// By registered mail.
    RegisteredMail,
    /// By ordinary mail.
    OrdinaryMail,
    /// To the official e-address.
    EAddress,
    /// By e-mail with a secure signature.
    Email,
}

crate::codes!(Channel as "NotificationChannel" => {
    InPerson = "in_person",
    RegisteredMail = "registered_mail",
    OrdinaryMail = "ordinary_mail",
    EAddress = "e_address",
    Email = "email",
});

/// The day on which something counts as notified, with its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deemed {
    /// The day by the strict reading: a decision has effect from it on.
    pub on: NaiveDate,
    /// The day that skips transferred days off too: from it on a term is held against the person.
    pub lenient_on: NaiveDate,
    /// How the days came about.
    pub steps: Vec<Step>,
}

/// The day on which what was sent counts as notified. What is handed over counts on that day; a letter and a message some days
/// after they were sent.
///
/// # Errors
/// As `terms::last_day`.
pub fn deemed(channel: Channel, sent_on: NaiveDate) -> Result<Deemed, TermFault> {
    let rule = match channel {
        Channel::InPerson if !(FIRST_DAY..=LAST_DAY).contains(&sent_on) => return Err(TermFault::DateOutOfRange),
        Channel::InPerson => {
            let step = |why| Step { day: sent_on, why };
            let steps = vec![step(StepWhy::Event), step(StepWhy::LastDay)];
            return Ok(Deemed { on: sent_on, lenient_on: sent_on, steps });
        }
        Channel::RegisteredMail => Rule::NotifiedRegisteredMail,
        Channel::OrdinaryMail => Rule::NotifiedOrdinaryMail,
        Channel::EAddress => Rule::NotifiedEAddress,
        Channel::Email => Rule::NotifiedEmail,
    };
    let found = last_day(rule, sent_on)?;
    Ok(Deemed { on: found.last_day, lenient_on: found.lenient_last_day, steps: found.steps })
}

/// From when a decision has effect, and until when it can be contested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContestTerm {
    /// The day it takes effect.
    pub took_effect_on: NaiveDate,
    /// The last day of the term by the strict reading.
    pub until: NaiveDate,
    /// The last day that is held against the person.
    pub until_lenient: NaiveDate,
}

/// The term that a notification opens: a month, and a year where the written decision does not say where and when to contest.
///
/// # Errors
/// As `terms::last_day`.
pub fn contest_term(on: NaiveDate, lenient_on: NaiveDate, indicated: bool) -> Result<ContestTerm, TermFault> {
    let rule = if indicated { Rule::Contest } else { Rule::ContestUnindicated };
    let (until, until_lenient) = (last_day(rule, on)?.last_day, last_day(rule, lenient_on)?.lenient_last_day);
    Ok(ContestTerm { took_effect_on: on, until, until_lenient })
}

/// Where a letter or message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterState {
    /// On its way or received: nothing came back.
    Sent,
    /// It came back undelivered.
    Returned,
}

crate::codes!(LetterState { Sent = "sent", Returned = "returned" });

/// Whether a notification can come back: once, and what was handed over against a signature was received.
///
/// # Errors
/// `HandedOver`, `ReturnedAlready`.
pub fn may_return(channel: Channel, state: LetterState) -> Result<(), Refusal> {
    match (channel, state) {
        (Channel::InPerson, _) => Err(Refusal::HandedOver),
        (_, LetterState::Returned) => Err(Refusal::ReturnedAlready.standing(state, Vec::new())),
        (_, LetterState::Sent) => Ok(()),
    }
}

/// What is said after the answer: nothing moves any more.
fn resolved() -> Refusal {
    Refusal::ContestResolved.standing(State::Final, Vec::new())
}

/// Which of several notifications a decision takes effect by, each with whether it came back.
///
/// Design: the earliest deemed day counts, and with it what that notification says of contesting; a later one opens no second
/// term. Of two with the same day, the one that leaves the person more time.
pub fn governing(notices: &[(ContestTerm, bool)]) -> Option<usize> {
    let counting = notices.iter().enumerate().filter(|(_, (_, returned))| !returned || RETURNED_COUNTS);
    let key = |term: &ContestTerm| (term.took_effect_on, Reverse(term.until_lenient), Reverse(term.until));
    counting.min_by_key(|(_, (term, _))| key(term)).map(|(at, _)| at)
}

/// How the contest of a decision stands; one that was taken back is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contested {
    /// Nobody has contested it, or whoever did took it back.
    Not,
    /// It waits for an answer.
    Open,
    /// It was answered.
    Resolved,
}

/// What became of a decision after it was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Since it was notified: its effect and the term to contest it.
    pub term: Option<ContestTerm>,
    /// How its contest stands.
    pub contested: Contested,
}

impl Course {
    /// Where the decision stands on a day: the days move it first, and then its contest. It is final when the term that is held
    /// against the person is over without a contest, or when the contest was answered.
    pub fn state_on(&self, today: NaiveDate) -> State {
        let mut events = Vec::new();
        if let Some(term) = self.term {
            events.extend((today >= term.took_effect_on).then_some(Event::TookEffect));
            events.extend((today > term.until_lenient).then_some(Event::BecameFinal));
        }
        match self.contested {
            Contested::Not => {}
            Contested::Open => events.push(Event::Contested),
            Contested::Resolved => events.extend([Event::Contested, Event::Resolved]),
        }
        events.into_iter().fold(State::Issued, |state, event| decision::next(state, event).unwrap_or(state))
    }

    /// Whether the decision can be contested on a day: at any time, but not twice at once, and no more once one was
    /// answered, because then the court is asked.
    ///
    /// # Errors
    /// `ContestResolved`, or `IllegalMove` while a contest is open.
    pub fn may_contest(&self, today: NaiveDate) -> Result<(), Refusal> {
        if self.contested == Contested::Resolved {
            return Err(resolved());
        }
        decision::next(self.state_on(today), Event::Contested).map(|_| ())
    }

    /// Whether what came back may be recorded: no more once a contest was answered, because whether that was in
    /// time and from when the decision has effect is settled then (design).
    ///
    /// # Errors
    /// `ContestResolved`.
    pub fn may_return(&self) -> Result<(), Refusal> {
        if self.contested == Contested::Resolved { Err(resolved()) } else { Ok(()) }
    }

    /// What is worth a second look: a decision that takes something away from a day on which it has no effect yet, because an
    /// administrative act takes effect when the person is notified (APL 70(1)). Of a death there is nobody to
    /// notify.
    pub fn warning(
        &self,
        act: Outcome,
        ground: Option<Ground>,
        counts: NaiveDate,
        today: NaiveDate,
    ) -> Option<Warning> {
        let takes_away = match act {
            Outcome::Suspend | Outcome::Terminate | Outcome::Amend => ground != Some(Ground::End(EndGround::Death)),
            Outcome::Grant | Outcome::Queue | Outcome::Refuse | Outcome::Resume => false,
        };
        // Before the notification, today is the earliest day on which it can take effect.
        let takes_effect = self.term.map(|term| term.took_effect_on);
        let early = takes_away && counts < takes_effect.unwrap_or(today);
        early.then_some(Warning::EffectiveBeforeNotified(takes_effect))
    }
}
