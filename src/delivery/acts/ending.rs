//! A service ends before its term, on a ground that is on file.

use aplp_domain::code::Code;
use aplp_domain::dates::has_come;
use aplp_domain::decision::{Ground, Outcome};
use aplp_domain::grant::{EndFacts, EndGround, RequestedBy, counted_attempts, days_within, may_decide_end, may_end};
use aplp_domain::refusal::Refusal;
use chrono::{Days, NaiveDate};

use super::wire::{OwnApplication, TerminationInput, words};
use crate::caller::Caller;
use crate::db::{Coded, Conn};
use crate::delivery::{contacts, grants, incidents};
use crate::error::Error;
use crate::intake::decisions;
use crate::intake::grants as given;
use crate::intake::grants::store::Row;
use crate::intake::grants::store::course;

/// Ends a service that was claimed.
pub(super) fn terminated(
    tx: &mut Conn,
    who: &Caller,
    mut grant: Row,
    new: TerminationInput,
) -> Result<decisions::store::Row, Error> {
    let ground = EndGround::from_code(&new.ground).ok_or_else(Refusal::ends_nothing)?;
    let today = who.today();
    let ends_on = new.ends_on.unwrap_or(today);
    may_decide_end(grant.recorded().on(today), grant.end_ground.map(|decided| decided.0), ground)?;
    let found = Found::of(tx, who, &grant, &new, ends_on)?;
    let rules = found.rules(&grant, today, ends_on);
    may_end(ground, &rules)?;
    let addressee_view = new.hearing.as_ref().map(|hearing| hearing.view.clone());
    let facts = found.told(ground, &new, &counted_attempts(&rules));
    let TerminationInput { reasoning, plain_summary, official_position, .. } = new;
    let act = decisions::acts::Act {
        outcome: Outcome::Terminate,
        ground: Some(Ground::End(ground)),
        effective_on: ends_on,
        step: None,
        assessment: None,
        words: words(reasoning, plain_summary, official_position),
        addressee_view,
        facts,
    };
    let decision = decisions::acts::issue(tx, who, &grant, act)?;
    grant.last_day = ends_on;
    grant.end_ground = Some(Coded(ground));
    given::money::settle(tx, &mut grant, today)?;
    let grant = given::store::change(tx, who, grant, "grant_end_decided")?;
    if grant.last_day < today {
        given::expiry::end(tx, who, grant)?;
    }
    Ok(decision)
}

/// What is on file before an ending.
struct Found {
    granted_on: NaiveDate,
    own_application: Option<NaiveDate>,
    documented: bool,
    newest_incident: Option<NaiveDate>,
    heard_on: Option<NaiveDate>,
    last_contact: NaiveDate,
    attempts: Vec<NaiveDate>,
    days_suspended: u32,
    worked_on: Option<NaiveDate>,
}

impl Found {
    fn of(tx: &mut Conn, who: &Caller, grant: &Row, new: &TerminationInput, ends_on: NaiveDate) -> Result<Self, Error> {
        let today = who.today();
        let own = new.own_application.as_ref();
        let applied = own.map(|own| has_come("own_application/submitted_on", own.submitted_on, today));
        let heard = new.hearing.as_ref().map(|hearing| has_come("hearing/heard_on", hearing.heard_on, today));
        Error::dates([applied, heard].into_iter().flatten())?;
        let known = incidents::store::of_grant(tx, grant.id)?;
        let mut named = Vec::with_capacity(new.incident_ids.len());
        for (at, id) in new.incident_ids.iter().enumerate() {
            let found = known.iter().find(|incident| incident.id == *id);
            let found = found.ok_or_else(|| Error::invalid(format!("#/incident_ids/{at}"), "reference_unknown"))?;
            named.push(found.happened_on);
        }
        let last_contact = contacts::store::last_contact(tx, grant)?;
        let attempts = contacts::store::in_vain_after(tx, grant.id, last_contact)?;
        let pauses: Vec<_> = course::suspensions(tx, &[grant.id])?.into_iter().map(|pause| pause.days).collect();
        let after = ends_on.checked_add_days(Days::new(1)).unwrap_or(ends_on);
        Ok(Self {
            granted_on: grants::store::decided_on(tx, grant)?,
            own_application: own.filter(|own| own.submitted_by.0 == RequestedBy::Person).map(|own| own.submitted_on),
            documented: new.document_reference.is_some(),
            newest_incident: named.into_iter().max(),
            heard_on: new.hearing.as_ref().map(|hearing| hearing.heard_on),
            last_contact,
            attempts,
            days_suspended: days_within(&pauses, last_contact, today),
            worked_on: course::worked(tx, grant.id, after)?.last().copied(),
        })
    }

    fn rules(&self, grant: &Row, on: NaiveDate, ends_on: NaiveDate) -> EndFacts<'_> {
        EndFacts {
            on,
            granted_on: self.granted_on,
            ends_on,
            term_to: grant.last_day,
            worked_on: self.worked_on,
            own_application: self.own_application,
            documented: self.documented,
            newest_incident: self.newest_incident,
            heard_on: self.heard_on,
            last_contact: self.last_contact,
            days_suspended: self.days_suspended,
            attempts: &self.attempts,
        }
    }

    /// What the decision says that it rests on. Of the attempts those are named that the rule counts.
    fn told(
        &self,
        ground: EndGround,
        new: &TerminationInput,
        counted: &[NaiveDate],
    ) -> Vec<decisions::inputs::FactFound> {
        let mut facts = Vec::new();
        let mut tell = |fact: &str, value: String| facts.push(decisions::inputs::FactFound::told(fact, value));
        match ground {
            EndGround::MovedAbroad | EndGround::Death | EndGround::Expired | EndGround::Annulled => {}
            EndGround::OwnRequest => {
                if let Some(OwnApplication { submitted_on, document_reference, .. }) = &new.own_application {
                    tell("own_application", format!("{submitted_on} {document_reference}"));
                }
            }
            EndGround::SafetyOrDignity => {
                new.incident_ids.iter().for_each(|id| tell("incident", id.to_string()));
                new.safety_kind.iter().for_each(|kind| tell("safety_kind", kind.0.code().to_owned()));
            }
            EndGround::Unreachable4Months => {
                tell("last_contact", self.last_contact.to_string());
                tell("days_suspended", self.days_suspended.to_string());
                tell("attempts", self.attempts.len().to_string());
                counted.iter().for_each(|day| tell("attempt", day.to_string()));
            }
        }
        new.document_reference.iter().for_each(|document| tell("document", document.clone()));
        self.heard_on.iter().for_each(|day| tell("heard_on", day.to_string()));
        facts
    }
}
