//! Signing: the wanted decision held against the rules, and the row that is made of it.

use aplp_domain::areas::Areas;
use aplp_domain::code::Code;
use aplp_domain::decision::{Decided, Ground, Wanted};
use aplp_domain::funding::Funding;
use aplp_domain::level::Level;
use aplp_domain::quantity::Minutes;
use aplp_domain::rule_set;
use aplp_domain::ruling::{Premises, Ruling, rule};
use aplp_domain::terms::{FIRST_DAY, LAST_DAY};
use chrono::NaiveDateTime;
use serde::Serialize;

use super::DecisionId;
use super::case::Case;
use super::content;
use super::inputs::{AddresseeKept, Inputs, Kept, Noted};
use super::store::Row;
use super::trace::{Trace, WarningTold};
use super::wire::{DecisionInput, Words};
use crate::caller::Caller;
use crate::db::Coded;
use crate::error::{Error, Fault, Right};
use crate::intake::applications::ApplicationId;
use crate::intake::assessments::AssessmentId;
use crate::intake::queue::QueueEntryId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// What stands in the column for the money where it was not considered.
pub(super) const NOT_CONSIDERED: &str = "not_considered";

/// A decision that the rules let be signed.
pub(super) struct Signed {
    /// What is decided.
    pub(super) decided: Decided,
    /// The decision, still without its number.
    pub(super) row: Row,
}

/// What a decision is about and who signs it, which no rule looks at.
pub(super) struct Of {
    pub(super) application_id: ApplicationId,
    /// The decision whose place it takes.
    pub(super) replaces_id: Option<DecisionId>,
    pub(super) person_id: PersonId,
    pub(super) programme_id: ProgrammeId,
    pub(super) assessment_id: Option<AssessmentId>,
    pub(super) place_id: Option<QueueEntryId>,
    pub(super) decided_at: NaiveDateTime,
    pub(super) official_subject: String,
    pub(super) official_name: String,
    pub(super) addressee_view: Option<String>,
    pub(super) words: Words,
}

/// Holds what the official wants against the rules, as of today.
///
/// # Errors
/// `official_unnamed` when the token tells no name, a fault in what was sent, and every refusal of `decide`.
pub(super) fn sign(case: &Case, new: &DecisionInput, who: &Caller) -> Result<Signed, Error> {
    let official_name = who.name.clone().ok_or(Error::Asked("official_unnamed"))?;
    let over_assessment_reason = match new {
        DecisionInput::Grant { over_assessment_reason, .. } => over_assessment_reason.clone(),
        DecisionInput::Queue { .. } | DecisionInput::Refuse { .. } => None,
    };
    let premises = case.premises(wanted(new)?, over_assessment_reason.is_some(), who);
    let ruling = rule(&premises)?;
    let decided = ruling.decided.clone()?;
    let noted = Noted {
        assessed_for: case.assessment().map(|row| row.programme_id),
        over_assessment_reason,
        sources: case.sources(premises.on),
    };
    let (code, lives) = (case.code.as_ref(), case.lives.as_ref());
    let addressee = AddresseeKept::of(&case.person, code, lives, case.application.stated_address.clone());
    let kept = Kept { addressee, inputs: Some(Inputs::of(&premises, &ruling, noted)) };
    let of = Of {
        application_id: case.application.id,
        replaces_id: case.undone,
        person_id: case.person.id,
        programme_id: case.programme.0.id,
        assessment_id: case.assessment().map(|row| row.id),
        place_id: case.place.as_ref().map(|place| place.id),
        decided_at: who.at.naive_utc(),
        official_subject: who.official(),
        official_name,
        addressee_view: match new {
            DecisionInput::Refuse { addressee_view, .. } => Some(addressee_view.clone()),
            DecisionInput::Grant { .. } | DecisionInput::Queue { .. } => None,
        },
        words: new.words(),
    };
    let row = row(of, &premises, &ruling, &decided, &kept)?;
    Ok(Signed { decided, row })
}

/// What was sent, in the words of the rules.
fn wanted(new: &DecisionInput) -> Result<Wanted, Error> {
    Ok(match new {
        DecisionInput::Grant { term_from, areas, level, volume_minutes, .. } => {
            if !(FIRST_DAY..=LAST_DAY).contains(term_from) {
                return Err(Error::invalid("#/term_from", "not_valid"));
            }
            Wanted::Grant {
                term_from: *term_from,
                areas: areas.iter().map(|area| area.0).collect::<Areas>(),
                level: Level::from_number(*level)
                    .ok_or_else(|| Error::from(Fault::at("#/level", "too_large").but(Right::Limit(3))))?,
                volume: Minutes(*volume_minutes),
            }
        }
        DecisionInput::Queue { .. } => Wanted::Queue,
        DecisionInput::Refuse { ground, .. } => Wanted::Refuse { ground: ground.0 },
    })
}

/// The row of what was decided, still without its number.
///
/// # Errors
/// When the law has no term to contest for the day.
pub(super) fn row(of: Of, premises: &Premises, ruling: &Ruling, decided: &Decided, kept: &Kept) -> Result<Row, Error> {
    let (granted, ground) = match decided {
        Decided::Grant(granted, _) => (Some(*granted), None),
        Decided::Queue => (None, None),
        Decided::Refuse(ground, _) => (None, Some(*ground)),
    };
    let funding = ruling.considered.map(|considered| considered.funding);
    let warnings: Vec<_> = decided.warnings().iter().copied().map(WarningTold::of).collect();
    Ok(Row {
        id: DecisionId::random(),
        number: String::new(),
        application_id: of.application_id,
        replaces_id: of.replaces_id,
        person_id: of.person_id,
        programme_id: of.programme_id,
        assessment_id: of.assessment_id,
        place_id: of.place_id,
        grant_id: None,
        outcome: Coded(decided.outcome()),
        decided_on: premises.on,
        decided_at: of.decided_at,
        official_subject: of.official_subject,
        official_name: of.official_name,
        official_position: of.words.official_position,
        eligibility: Some(Coded(ruling.verdict.outcome)),
        funding: funding.map_or(NOT_CONSIDERED, Funding::code).to_owned(),
        ground: ground.map(|reason| Coded(Ground::Condition(reason))),
        effective_on: None,
        term_from: granted.map(|granted| granted.term_from),
        term_to: granted.map(|granted| granted.term_to),
        areas: granted.map(|granted| granted.areas.into()),
        level: granted.map(|granted| granted.level.number()),
        volume_minutes: granted.map(|granted| granted.volume.0),
        reasoning: of.words.reasoning,
        addressee_view: of.addressee_view,
        plain_summary: of.words.plain_summary,
        norms: written(&content::norms(&premises.programme, decided.outcome(), ground))?,
        contest: written(&content::contest(premises.on, &premises.programme)?)?,
        warnings: written(&warnings)?,
        inputs: written(kept)?,
        trace: written(&Some(Trace::of(&ruling.verdict, funding)))?,
        suspension_ground: None,
        facts: written(&[(); 0])?,
        rules_hash: rule_set::hash(),
    })
}

pub(super) fn written(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|fault| Error::Internal(fault.to_string()))
}
