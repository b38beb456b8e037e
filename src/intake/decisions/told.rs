//! A decision as it is read: its row, with what was made of it.

use aplp_domain::code::Code;
use aplp_domain::funding::Funding;
use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::DecisionId;
use super::content::{Contest, Institution, Norm};
use super::inputs::{FactFound, Inputs, Kept};
use super::store::{self, Row};
use super::trace::{Trace, WarningTold};
use crate::caller::{Caller, Sight};
use crate::codes::{AreaCode, DecisionOutcomeCode, DecisionStateCode, EligibilityCode, FundingCode, GroundCode};
use crate::db::{AreaSet, Coded, Conn};
use crate::error::Error;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::intake::applications::ApplicationId;
use crate::intake::assessments::AssessmentId;
use crate::intake::grants::GrantId;
use crate::intake::notifications::store::Standing;
use crate::intake::queue::QueueEntryId;
use crate::intake::{grants, notifications, queue};
use crate::register::persons::PersonId;
use crate::register::persons::outline::{Outlined, Outlines};
use crate::register::persons::store::CodeRow;
use crate::register::programmes::ProgrammeId;
use crate::register::programmes::rules::sees_balance;

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decision {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Without gaps in its year.
    #[schema(max_length = 40)]
    pub number: String,
    /// Issued until notified, then in effect; contested while a contest waits; final once answered or the time is over.
    pub state: DecisionStateCode,
    /// The application.
    pub application_id: ApplicationId,
    /// The decision that a contest undid.
    pub replaces_id: Option<DecisionId>,
    /// The person.
    pub person_id: PersonId,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// Null for a refusal before the assessment.
    pub assessment_id: Option<AssessmentId>,
    /// What is decided.
    pub outcome: DecisionOutcomeCode,
    /// Who decides.
    pub institution: Institution,
    /// To whom.
    pub addressee: Addressee,
    /// The day.
    pub decided_on: NaiveDate,
    /// Who signed.
    pub official_name: String,
    /// The official's position.
    #[schema(max_length = 200)]
    pub official_position: String,
    /// Null if about a granted service.
    pub eligibility: Option<EligibilityCode>,
    /// Null where not considered.
    pub funding: Option<FundingCode>,
    /// The failed condition, or why the service pauses or ends; else null.
    pub ground: Option<GroundCode>,
    /// Null unless about a granted service.
    pub effective_on: Option<NaiveDate>,
    /// The first day; null unless it grants.
    pub term_from: Option<NaiveDate>,
    /// The last day; null unless it grants.
    pub term_to: Option<NaiveDate>,
    /// Empty unless it grants or amends.
    #[schema(max_items = 6)]
    pub areas: Vec<AreaCode>,
    /// Null unless it grants or amends.
    #[schema(minimum = 1, maximum = 3)]
    pub level: Option<i16>,
    /// In minutes a month; null unless it grants or amends.
    #[schema(minimum = 1, maximum = 100000)]
    pub volume_minutes: Option<i32>,
    /// Null for a municipality that does not pay, like all that tells of the case.
    #[schema(max_length = 10000)]
    pub reasoning: Option<String>,
    /// What the person said when heard.
    #[schema(max_length = 10000)]
    pub addressee_view: Option<String>,
    /// Easy to read.
    #[schema(max_length = 5000)]
    pub plain_summary: Option<String>,
    /// The norms applied.
    pub norms: Vec<Norm>,
    /// Where and when to contest.
    pub contest: Contest,
    /// The day it counts as notified; null before.
    pub took_effect_on: Option<NaiveDate>,
    /// The last day, read strictly; null until notified.
    pub contest_until: Option<NaiveDate>,
    /// The last day held against the person: transferred days off are skipped too.
    pub contest_until_lenient: Option<NaiveDate>,
    /// Warnings to the official.
    pub warnings: Vec<WarningTold>,
    /// Null if about a granted service.
    pub inputs: Option<Inputs>,
    /// Null if about a granted service.
    pub trace: Option<Trace>,
    /// Empty unless about a granted service.
    #[schema(max_items = 50)]
    pub facts: Vec<FactFound>,
    /// Of the rules in force: `GET /v1/rules`.
    #[schema(min_length = 64, max_length = 64)]
    pub rules_hash: String,
    /// The grant.
    pub grant_id: Option<GrantId>,
    /// The place in the queue.
    pub queue_entry_id: Option<QueueEntryId>,
}

/// The addressee as on that day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Addressee {
    /// Given and family name.
    pub name: String,
    /// No digit shown unless the caller may see it.
    pub personal_code: Option<String>,
    /// Where the person lived.
    pub address: Option<String>,
}

/// Decisions as a caller may see them, in their order.
///
/// # Errors
/// When the database does not answer, or a column does not hold what was written there.
pub fn told(conn: &mut Conn, who: &Caller, rows: Vec<Row>) -> Result<Vec<Decision>, Error> {
    let kept: Vec<Kept> = rows.iter().map(|row| read(&row.inputs)).collect::<Result<_, _>>()?;
    let code_ids: Vec<_> = kept.iter().filter_map(|kept| kept.addressee.personal_code_id).collect();
    // What belongs to a decision is told with it, also of somebody whose file is open no more.
    let codes = conn.beyond_sight(|conn| store::codes(conn, &code_ids))?;
    let programme_ids: Vec<_> = rows.iter().map(|row| row.programme_id).collect();
    let programmes = store::programmes(conn, &programme_ids)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let (made, standings) = conn.beyond_sight(|conn| {
        let made = (grants::store::of_decisions(conn, &ids)?, queue::store::of_decisions(conn, &ids)?);
        Ok((made, notifications::store::standings(conn, &ids)?))
    })?;
    let outlines = Outlines::of(conn, who, &[])?;
    let own = |person: PersonId| who.sight() == Sight::Own(person.uuid());
    let decision = |((row, mut kept), standing): ((Row, Kept), Standing)| {
        let money_is_seen = own(row.person_id)
            || programmes.iter().any(|programme| programme.id == row.programme_id && sees_balance(programme, who));
        if let Some(inputs) = kept.inputs.as_mut().filter(|_| !money_is_seen) {
            inputs.money = None;
        }
        let code = codes.iter().find(|code| Some(code.id) == kept.addressee.personal_code_id);
        let grant = made.0.iter().find(|(decision, _)| *decision == row.id).map(|(_, grant)| *grant);
        let entry = made.1.iter().find(|(decision, _)| *decision == row.id).map(|(_, entry)| *entry);
        let extent = outlines.decision(row.programme_id);
        Ok(Decision::of(row, kept, code, (grant, entry), standing, who)?.outlined(extent))
    };
    rows.into_iter().zip(kept).zip(standings).map(decision).collect()
}

impl Decision {
    fn of(
        row: Row,
        kept: Kept,
        code: Option<&CodeRow>,
        (grant_made, place_made): (Option<GrantId>, Option<QueueEntryId>),
        Standing { course, changed_at, .. }: Standing,
        who: &Caller,
    ) -> Result<Self, Error> {
        let Row {
            id,
            number,
            application_id,
            replaces_id,
            person_id,
            programme_id,
            assessment_id,
            place_id,
            grant_id,
            outcome,
            decided_on,
            decided_at,
            official_subject: _,
            official_name,
            official_position,
            eligibility,
            funding,
            ground,
            effective_on,
            term_from,
            term_to,
            areas,
            level,
            volume_minutes,
            reasoning,
            addressee_view,
            plain_summary,
            norms,
            contest,
            warnings,
            inputs: _,
            trace,
            suspension_ground,
            facts,
            rules_hash,
        } = row;
        let contest: Contest = read(&contest)?;
        let ground = ground.or(suspension_ground);
        let mut warnings: Vec<WarningTold> = read(&warnings)?;
        let early = effective_on
            .and_then(|counts| course.warning(outcome.0, ground.map(|ground| ground.0), counts, who.today()));
        warnings.extend(early.map(WarningTold::of));
        Ok(Self {
            common: Common::changed(who, "decision", id.uuid(), decided_at, changed_at),
            number,
            state: Coded(course.state_on(who.today())),
            application_id,
            replaces_id,
            person_id,
            programme_id,
            assessment_id,
            outcome,
            institution: contest.through.clone(),
            addressee: Addressee {
                name: kept.addressee.name,
                personal_code: code.map(|code| code.shown_to(who)),
                address: kept.addressee.address,
            },
            decided_on,
            official_name,
            official_position,
            eligibility,
            funding: Funding::from_code(&funding).map(Coded),
            ground,
            effective_on,
            term_from,
            term_to,
            areas: areas.as_ref().map(AreaSet::coded).unwrap_or_default(),
            level,
            volume_minutes,
            reasoning: Some(reasoning),
            addressee_view,
            plain_summary: Some(plain_summary),
            norms: read(&norms)?,
            contest,
            took_effect_on: course.term.map(|term| term.took_effect_on),
            contest_until: course.term.map(|term| term.until),
            contest_until_lenient: course.term.map(|term| term.until_lenient),
            warnings,
            inputs: kept.inputs,
            trace: read(&trace)?,
            facts: read(&facts)?,
            rules_hash,
            grant_id: grant_id.or(grant_made),
            queue_entry_id: place_id.or(place_made),
        })
    }
}

/// A column that holds JSON.
pub(super) fn read<T: DeserializeOwned>(column: &str) -> Result<T, Error> {
    serde_json::from_str(column).map_err(|fault| Error::Internal(format!("a decision cannot be read: {fault}")))
}

impl Concerns for Decision {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
