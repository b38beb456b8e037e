//! What is given changes, on a new assessment of needs.

use aplp_domain::areas::Areas;
use aplp_domain::decision::Outcome;
use aplp_domain::grant::{AmendFacts, Event, Step, amend};
use aplp_domain::level::Level;
use aplp_domain::quantity::Minutes;
use chrono::Datelike;

use super::wire::{AmendmentInput, words};
use crate::caller::Caller;
use crate::db::Conn;
use crate::delivery::hours;
use crate::error::{Error, Fault, Right};
use crate::intake::assessments;
use crate::intake::decisions;
use crate::intake::grants as given;
use crate::intake::grants::GrantStepId;
use crate::intake::grants::store::Row;
use crate::intake::grants::store::course::{self, EventRow, StepRow};
use crate::register::programmes;

/// Changes a service that was claimed.
pub(super) fn amended(
    tx: &mut Conn,
    who: &Caller,
    mut grant: Row,
    new: AmendmentInput,
) -> Result<decisions::store::Row, Error> {
    let AmendmentInput {
        effective_from,
        areas,
        level,
        volume_minutes,
        over_assessment_reason,
        addressee_view,
        reasoning,
        plain_summary,
        official_position,
    } = new;
    let step = Step {
        from: effective_from,
        areas: areas.iter().map(|area| area.0).collect::<Areas>(),
        level: Level::from_number(level)
            .ok_or_else(|| Error::from(Fault::at("#/level", "too_large").but(Right::Limit(3))))?,
        volume: Minutes(volume_minutes),
    };
    let programme = programmes::store::find(tx, grant.programme_id)?.rules();
    let contents = course::contents_of(tx, grant.id)?;
    let (rested_on, application) = rests_on(tx, who, &grant)?;
    let newest = assessments::store::all(tx, application)?.pop().filter(|newest| Some(newest.id) != rested_on);
    let facts = AmendFacts {
        state: grant.recorded().on(who.today()),
        today: who.today(),
        term_from: grant.term_from,
        last_day: grant.last_day,
        programme: &programme,
        assessment: newest.as_ref().map(assessments::store::Row::value),
        by_the_assessor: newest.as_ref().is_some_and(|newest| newest.assessor == who.official()),
        override_noted: over_assessment_reason.is_some(),
        contents: &contents,
        given: &course::given(tx, grant.id, effective_from)?,
    };
    amend(&facts, &step)?;
    let contents = contents.amended(step);
    let month = |day: chrono::NaiveDate| format!("{:04}-{:02}", day.year(), day.month());
    let full_from = contents.full_from(effective_from);
    let act = decisions::acts::Act {
        outcome: Outcome::Amend,
        ground: None,
        effective_on: effective_from,
        step: Some(step),
        assessment: newest.map(|newest| newest.id),
        words: words(reasoning, plain_summary, official_position),
        addressee_view,
        facts: [
            Some(decisions::inputs::FactFound::told("volume_counts_from_month", month(full_from))),
            over_assessment_reason.map(|reason| decisions::inputs::FactFound::told("over_assessment_reason", reason)),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    let decision = decisions::acts::issue(tx, who, &grant, act)?;
    let row = StepRow {
        id: GrantStepId::in_order(),
        grant_id: grant.id,
        decision_id: decision.id,
        effective_from,
        areas: step.areas.into(),
        level,
        volume_minutes,
        recorded_at: who.at.naive_utc(),
    };
    course::insert_step(tx, &row)?;
    let event = EventRow::of(who, &grant, Event::Amended);
    course::insert_event(tx, &EventRow { decision_id: Some(decision.id), effective_from, ..event })?;
    hours::store::give_volumes(tx, grant.id, |month| contents.volume_in(month.0).0)?;
    given::money::settle(tx, &mut grant, who.today())?;
    given::store::change(tx, who, grant, "grant_amended")?;
    Ok(decision)
}

type RestsOn = (Option<assessments::AssessmentId>, crate::intake::applications::ApplicationId);

/// The assessment on which the last decision rests that gave something and was not undone since, and the application whose
/// assessments count.
fn rests_on(tx: &mut Conn, who: &Caller, grant: &Row) -> Result<RestsOn, Error> {
    let granted = decisions::store::find(tx, grant.decision_id, who)?;
    let amended = decisions::store::last_amendment(tx, grant.id)?;
    Ok((amended.or(granted.assessment_id), granted.application_id))
}
