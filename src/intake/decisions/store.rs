//! The rows of this resource.

use std::collections::HashMap;

use aplp_domain::remedy::Effect;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{Or, exists, not};
use diesel::prelude::*;

use super::DecisionId;
use crate::caller::{Caller, Sight};
use crate::codes::{DecisionOutcomeCode, DecisionStateCode, EligibilityCode, GroundCode};
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{contest_resolutions, contests, decisions, personal_codes};
use crate::db::{AreaSet, Coded, Conn, MultiBackend, Scope, claim};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::intake::applications::ApplicationId;
use crate::intake::assessments::AssessmentId;
use crate::intake::grants::GrantId;
use crate::intake::notifications::store::{changed_since, stands};
use crate::intake::queue::QueueEntryId;
use crate::kept_sealed;
use crate::register::persons::sight::{Among, of_own, paid, theirs};
use crate::register::persons::store::CodeRow;
use crate::register::persons::{PersonId, PersonalCodeId};
use crate::register::programmes::{self, ProgrammeId};

kept_sealed! {
    /// A decision.
    pub struct Row from decisions as Stored with Secret {
        id: DecisionId,
        number: String,
        application_id: ApplicationId,
        replaces_id: Option<DecisionId>,
        person_id: PersonId,
        programme_id: ProgrammeId,
        assessment_id: Option<AssessmentId>,
        place_id: Option<QueueEntryId>,
        grant_id: Option<GrantId>,
        outcome: DecisionOutcomeCode,
        decided_on: NaiveDate,
        decided_at: NaiveDateTime,
        official_subject: String,
        official_name: String,
        official_position: String,
        eligibility: Option<EligibilityCode>,
        funding: String,
        ground: Option<GroundCode>,
        effective_on: Option<NaiveDate>,
        term_from: Option<NaiveDate>,
        term_to: Option<NaiveDate>,
        areas: Option<AreaSet>,
        level: Option<i16>,
        volume_minutes: Option<i32>,
        norms: String,
        contest: String,
        rules_hash: String,
        ;
        reasoning: String,
        addressee_view: Option<String>,
        plain_summary: String,
        warnings: String,
        inputs: String,
        trace: String,
        suspension_ground: Option<GroundCode>,
        facts: String,
    }
}

/// Which decisions.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// Only about this person.
    pub person_id: Option<PersonId>,
    /// Only about this programme's money.
    pub programme_id: Option<ProgrammeId>,
    /// Only about this grant, after the one that made it.
    pub grant_id: Option<GrantId>,
}

/// Adds a decision.
///
/// # Errors
/// When the database does not answer, or the decision is none that may be.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(decisions::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// One decision with all that hangs on it, if the caller may see the file of whom it is about; a municipality, if it pays.
///
/// # Errors
/// `NotFound` for an absent decision and for one about another alike.
pub fn find(conn: &mut Conn, id: DecisionId, who: &Caller) -> Result<Row, Error> {
    let sight = who.sight();
    let seen = decisions::table.find(id).filter(theirs(decisions::person_id, &sight));
    let seen = seen.filter(of_own(decisions::programme_id, &sight));
    seen.select(Row::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

/// The decisions that a caller may see at least in outline: a municipality those of its own programmes for good.
fn in_outline(sight: &Sight) -> Or<Among<decisions::person_id>, Among<decisions::programme_id>> {
    theirs(decisions::person_id, sight).or(paid(decisions::programme_id, sight))
}

/// One decision that the caller may see at least in outline.
///
/// # Errors
/// As `find`.
pub fn find_shown(conn: &mut Conn, id: DecisionId, who: &Caller) -> Result<Row, Error> {
    let seen = decisions::table.find(id).filter(in_outline(&who.sight()));
    seen.select(Row::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

/// Claims the case of a decision's person until the transaction ends, then reads the decision.
///
/// # Errors
/// As `find`.
pub fn claimed(tx: &mut Conn, id: DecisionId, who: &Caller) -> Result<Row, Error> {
    let person = find(tx, id, who)?.person_id;
    claim(tx, &Scope::Person(person.uuid()))?;
    find(tx, id, who)
}

/// The last decision on an application: the one that stands there, unless a contest undid it. What was decided about the granted
/// service is none on the application.
///
/// # Errors
/// When the database does not answer.
pub fn last_of(conn: &mut Conn, application: ApplicationId) -> Result<Option<DecisionId>, Error> {
    let all = decisions::table.filter(decisions::application_id.eq(application)).filter(decisions::grant_id.is_null());
    // Of one moment the one with the later number.
    let last = all.order((decisions::decided_at.desc(), decisions::number.desc())).select(decisions::id);
    Ok(last.first(conn).optional()?)
}

/// The decisions that took the place of some others, each after the one before it.
///
/// # Errors
/// When the database does not answer.
pub fn following(conn: &mut Conn, of: &[DecisionId]) -> Result<Vec<(DecisionId, DecisionId)>, Error> {
    let next = decisions::table.filter(decisions::replaces_id.assume_not_null().eq_any(of));
    Ok(next.select((decisions::replaces_id.assume_not_null(), decisions::id)).load(conn)?)
}

fn chosen(which: &Which, who: &Caller, filters: &Filters) -> decisions::BoxedQuery<'static, MultiBackend> {
    let mut query = decisions::table.filter(in_outline(&who.sight())).into_boxed();
    if let Some(person) = which.person_id {
        query = query.filter(decisions::person_id.eq(person));
    }
    if let Some(programme) = which.programme_id {
        query = query.filter(decisions::programme_id.eq(programme));
    }
    if let Some(grant) = which.grant_id {
        query = query.filter(decisions::grant_id.eq(grant));
    }
    filtered!(query, filters, decisions {
        updated decided_at or changed_since; days decided_on, effective_on, term_from, term_to; codes outcome: DecisionOutcomeCode;
        told state: DecisionStateCode => |state| stands(state, who.today())
    })
}

/// A page of decisions, the newest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    which: &Which,
    slice: &Slice<(NaiveDateTime, DecisionId)>,
) -> Result<Vec<Row>, Error> {
    let query = chosen(which, who, &slice.filters);
    Ok(in_order!(query, slice, Down, (decisions::decided_at, decisions::id)).select(Row::as_select()).load(conn)?)
}

/// How many decisions a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, which: &Which, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(which, who, filters).count().get_result(conn)?)
}

/// The officials who issued some decisions.
///
/// # Errors
/// When the database does not answer.
pub fn issuers(conn: &mut Conn, of: &[DecisionId]) -> Result<HashMap<DecisionId, String>, Error> {
    let issued = decisions::table.filter(decisions::id.eq_any(of)).select((decisions::id, decisions::official_subject));
    Ok(issued.load(conn)?.into_iter().collect())
}

/// The assessment on which the last change of a grant rests, if there was one. What a contest annulled or changed is none: what is
/// decided in its place may rest on the same assessment.
///
/// # Errors
/// When the database does not answer.
pub fn last_amendment(conn: &mut Conn, grant: GrantId) -> Result<Option<AssessmentId>, Error> {
    let changes = decisions::table.filter(decisions::grant_id.eq(grant)).filter(decisions::outcome.eq("amend"));
    let undone = contest_resolutions::table.inner_join(contests::table);
    let undone = undone.filter(contests::decision_id.eq(decisions::id));
    let undone = undone.filter(contest_resolutions::effect.ne(Coded(Effect::None)));
    let standing = changes.filter(not(exists(undone)));
    let last = standing.order((decisions::decided_at.desc(), decisions::id.desc())).select(decisions::assessment_id);
    Ok(last.first::<Option<AssessmentId>>(conn).optional()?.flatten())
}

/// The records of personal codes that some decisions were addressed by.
///
/// # Errors
/// When the database does not answer.
pub fn codes(conn: &mut Conn, ids: &[PersonalCodeId]) -> Result<Vec<CodeRow>, Error> {
    Ok(personal_codes::table.filter(personal_codes::id.eq_any(ids)).select(CodeRow::as_select()).load(conn)?)
}

/// Some programmes.
///
/// # Errors
/// When the database does not answer.
pub fn programmes(conn: &mut Conn, ids: &[ProgrammeId]) -> Result<Vec<programmes::store::Row>, Error> {
    use crate::db::schema::programmes::{id, table};
    Ok(table.filter(id.eq_any(ids)).select(programmes::store::Row::as_select()).load(conn)?)
}
