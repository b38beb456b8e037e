//! Decisions about a service that was granted: it is paused, goes on, ends or changes. Each is an act like the first one, with its
//! number, its reasons and the place where it can be contested.

use aplp_domain::decision::{Ground, Outcome};
use aplp_domain::grant::Step;
use aplp_domain::rule_set;
use chrono::NaiveDate;

use super::inputs::{AddresseeKept, FactFound, Kept};
use super::sign::{NOT_CONSIDERED, written};
use super::store::Row;
use super::wire::Words;
use super::{DecisionId, content, number, store};
use crate::caller::Caller;
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::intake::assessments::AssessmentId;
use crate::intake::{applications, grants};
use crate::register::{persons, programmes};

/// A decision about a granted service.
#[derive(Debug, Clone)]
pub struct Act {
    /// What is decided: one of the four.
    pub outcome: Outcome,
    /// On which ground, for a pause and for an end.
    pub ground: Option<Ground>,
    /// From which day on it counts.
    pub effective_on: NaiveDate,
    /// What is given from that day on, for a change.
    pub step: Option<Step>,
    /// The assessment that a change rests on.
    pub assessment: Option<AssessmentId>,
    /// What the official says.
    pub words: Words,
    /// What the person said when they were heard.
    pub addressee_view: Option<String>,
    /// What it rests on.
    pub facts: Vec<FactFound>,
}

/// Signs and adds a decision about a granted service whose person was claimed.
///
/// # Errors
/// `official_unnamed` when the token tells no name.
pub fn issue(tx: &mut Conn, who: &Caller, grant: &grants::store::Row, act: Act) -> Result<Row, Error> {
    let Act { outcome, ground, effective_on, step, assessment, words, addressee_view, facts } = act;
    let official_name = who.name.clone().ok_or(Error::Asked("official_unnamed"))?;
    let granted = store::find(tx, grant.decision_id, who)?;
    let application = applications::store::find(tx, granted.application_id, who)?;
    let person = persons::store::find(tx, grant.person_id, who)?;
    let code = persons::store::code_in_use(tx, person.id)?;
    let programme = programmes::store::find(tx, grant.programme_id)?.rules();
    let lives = persons::store::address_on(tx, person.id, who.today())?;
    let addressee = AddresseeKept::of(&person, code.as_ref(), lives.as_ref(), application.stated_address);
    let kept = Kept { addressee, inputs: None };
    // Where somebody is and why is nobody's business who reads a table.
    let sealed = matches!(ground, Some(Ground::Suspension(_)));
    let mut row = Row {
        id: DecisionId::random(),
        number: String::new(),
        application_id: granted.application_id,
        replaces_id: None,
        person_id: grant.person_id,
        programme_id: grant.programme_id,
        assessment_id: assessment,
        place_id: None,
        grant_id: Some(grant.id),
        outcome: Coded(outcome),
        decided_on: who.today(),
        decided_at: who.at.naive_utc(),
        official_subject: who.official(),
        official_name,
        official_position: words.official_position,
        eligibility: None,
        funding: NOT_CONSIDERED.to_owned(),
        ground: ground.filter(|_| !sealed).map(Coded),
        effective_on: Some(effective_on),
        term_from: None,
        term_to: None,
        areas: step.map(|step| step.areas.into()),
        level: step.map(|step| step.level.number()),
        volume_minutes: step.map(|step| step.volume.0),
        norms: written(&content::norms(&programme, outcome, None))?,
        contest: written(&content::contest(who.today(), &programme)?)?,
        rules_hash: rule_set::hash(),
        reasoning: words.reasoning,
        addressee_view,
        plain_summary: words.plain_summary,
        warnings: written(&[(); 0])?,
        inputs: written(&kept)?,
        trace: written(&None::<super::trace::Trace>)?,
        suspension_ground: ground.filter(|_| sealed).map(Coded),
        facts: written(&facts)?,
    };
    number(tx, who, &mut row)?;
    Ok(row)
}
