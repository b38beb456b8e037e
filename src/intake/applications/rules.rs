//! What must fit together when an application is taken in.

use std::slice;

use aplp_domain::application::{Event, State, may_apply, next, restated};
use aplp_domain::dates::{has_come, not_before};
use aplp_domain::terms::{DecisionDays, Extended, decision_days};

use chrono::NaiveDate;

use super::store::{self, Row};
use super::wire::{ApplicationInput, ApplicationStatement};
use super::{ApplicationId, object};
use crate::caller::{Caller, Sight};
use crate::db::{Coded, Conn, journal};
use crate::error::Error;
use crate::register::persons;
use crate::register::persons::store::deaths::lives_today;

/// A municipality changes only what its own officers handed in, though it sees all applications of its territory.
pub(super) fn handed_in_by(application: &Row, who: &Caller) -> Result<(), Error> {
    let by = application.submitted_by_municipality.as_deref();
    match who.sight() {
        Sight::Territory(own, _) if !by.is_some_and(|atvk| own.contains(&atvk)) => {
            Err(Error::Asked("handed_in_by_others"))
        }
        _ => Ok(()),
    }
}

/// The series of the numbers of applications.
const NUMBERS: &str = "registration";

/// An application as it is taken in, under the claim of its person, with what the register of persons adds to it.
pub(super) fn taken_in(tx: &mut Conn, new: ApplicationInput, who: &Caller) -> Result<Row, Error> {
    let ApplicationInput {
        person_id,
        form_kind,
        channel,
        submitted_on,
        received_on,
        address,
        contact,
        disability,
        assisted_by,
        represented_by,
    } = new;
    let person = persons::store::claimed(tx, person_id, who).map_err(Error::unknown("#/person_id"))?;
    lives_today(tx, person_id, who)?;
    let in_order = not_before("received_on", received_on, submitted_on);
    let received_on = received_on.unwrap_or_else(|| who.today());
    Error::dates([
        has_come("submitted_on", submitted_on, who.today()),
        has_come("received_on", received_on, who.today()),
        in_order,
    ])?;
    let days = decision_days(submitted_on, received_on, None);
    let days = days.map_err(|_| Error::invalid("#/submitted_on", "not_valid"))?;
    may_apply(store::has_open(tx, person_id)?, store::served_until(tx, person_id, who.today())?, submitted_on)?;

    let lives = persons::store::address_on(tx, person_id, who.today())?;
    let known_contact: Vec<_> = [person.phone, person.email].into_iter().flatten().collect();
    let known_contact = Some(known_contact.join(", ")).filter(|contact| !contact.is_empty());
    let row = Row {
        id: ApplicationId::random(),
        registration_number: journal::next_number(tx, NUMBERS)?,
        person_id,
        form_kind,
        channel,
        submitted_on,
        received_on,
        stated_address: address.or_else(|| lives.and_then(|row| row.address)),
        stated_contact: contact.or(known_contact),
        stated_disability: disability,
        assisted_by,
        represented_by,
        submitted_by_municipality: match who.sight() {
            Sight::Territory(..) => who.municipality.clone(),
            Sight::All | Sight::Caseload(..) | Sight::Own(_) | Sight::Brokered(..) | Sight::Nobody => None,
        },
        state: Coded(State::Submitted),
        decide_by: days.promised.last_day,
        extended_to: None,
        decided_on: None,
        version: 1,
        created_at: who.at.naive_utc(),
        updated_at: who.at.naive_utc(),
        missed_last_day: None,
        missed_legal_last_day: None,
        cure_by: None,
        cured_on: None,
    };
    let stated = store::stated(tx, slice::from_ref(&row))?;
    let state = stated.first().map_or(Ok(State::Submitted), |stated| restated(State::Submitted, stated))?;
    Ok(Row { state: Coded(state), ..row })
}

/// Ends an application whose defect was not cured by the day that was set, and says whether it had to.
///
/// # Errors
/// When the database does not answer.
pub fn end_uncured(tx: &mut Conn, who: &Caller, id: ApplicationId) -> Result<bool, Error> {
    let row = store::claimed(tx, id, who)?;
    if row.state.0 != State::Incomplete || row.cure_by.is_none_or(|by| by >= who.today()) {
        return Ok(false);
    }
    let to = next(row.state.0, Event::NotCured)?;
    let row = store::move_to(tx, who, row, to, |_| ())?;
    journal::record(tx, who, "application_not_submitted", object(&row))?;
    Ok(true)
}

impl Row {
    /// What the application states, as far as it may be mended.
    #[must_use]
    pub fn statement(&self) -> ApplicationStatement {
        ApplicationStatement {
            address: self.stated_address.clone(),
            contact: self.stated_contact.clone(),
            disability: self.stated_disability.clone(),
            assisted_by: self.assisted_by.clone(),
            represented_by: self.represented_by.clone(),
        }
    }

    /// The application stating something else.
    pub(super) fn stating(self, statement: ApplicationStatement) -> Self {
        let ApplicationStatement { address, contact, disability, assisted_by, represented_by } = statement;
        Self {
            stated_address: address,
            stated_contact: contact,
            stated_disability: disability,
            assisted_by,
            represented_by,
            ..self
        }
    }

    /// Until when it is decided, with the steps; none outside the days for which terms are computed.
    #[must_use]
    pub fn days(&self) -> Option<DecisionDays> {
        decision_days(self.submitted_on, self.received_on, self.cured_on).ok()
    }

    /// The promised last day with what became of it.
    #[must_use]
    pub fn promised(&self) -> Extended {
        Extended { last_day: self.decide_by, extended_to: self.extended_to, missed: self.missed_last_day }
    }

    /// The last day by law with what became of it.
    #[must_use]
    pub fn legal(&self, days: Option<&DecisionDays>) -> Extended {
        let last_day = days.map_or(self.decide_by, |days| days.legal.last_day);
        Extended { last_day, extended_to: self.extended_to, missed: self.missed_legal_last_day }
    }

    /// The application with a longer term, granted on a day. What was overdue on it stays so.
    pub(super) fn extend(&mut self, extended_to: NaiveDate, granted_on: NaiveDate) {
        let legal = self.legal(self.days().as_ref());
        self.missed_last_day = self.promised().missed_on(granted_on);
        self.missed_legal_last_day = legal.missed_on(granted_on);
        self.extended_to = Some(extended_to);
    }

    /// The application with a term that begins anew.
    pub fn begin_anew(&mut self, until: NaiveDate) {
        self.decided_on = None;
        self.extended_to = Some(until);
        self.missed_last_day = None;
        self.missed_legal_last_day = None;
    }

    /// The application with both months running from a cure. An extension that reaches no further is none any more.
    pub(super) fn cure(&mut self, cured_on: NaiveDate) {
        self.cured_on = Some(cured_on);
        self.cure_by = None;
        self.decide_by = self.days().map_or(self.decide_by, |days| days.promised.last_day);
        self.extended_to = self.extended_to.filter(|to| *to > self.decide_by);
        self.missed_last_day = None;
        self.missed_legal_last_day = None;
    }

    /// Whether its term runs or ran to a decision: it was not taken back, and waits for no cure.
    #[must_use]
    pub fn counts(&self) -> bool {
        !matches!(self.state.0, State::Withdrawn | State::NotSubmitted) && self.cure_by.is_none()
    }
}
