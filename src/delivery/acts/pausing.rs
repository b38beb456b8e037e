//! A service is paused and goes on.

use aplp_domain::code::Code;
use aplp_domain::decision::{Ground, Outcome};
use aplp_domain::grant::{Event, Interval, SuspendFacts, SuspensionGround, may_resume, may_suspend};
use aplp_domain::refusal::Refusal;

use super::wire::{ResumptionInput, SuspensionInput, words};
use crate::caller::Caller;
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::intake::decisions;
use crate::intake::grants::store::course::{self, EventRow};
use crate::intake::grants::store::{Row, change};

/// Suspends a service that was claimed.
pub(super) fn suspended(
    tx: &mut Conn,
    who: &Caller,
    mut grant: Row,
    new: SuspensionInput,
) -> Result<decisions::store::Row, Error> {
    let SuspensionInput { ground, from, to, explanation, addressee_view, reasoning, plain_summary, official_position } =
        new;
    let ground = SuspensionGround::from_code(&ground).ok_or_else(Refusal::pauses_nothing)?;
    let (days, today) = (Interval { from, to }, who.today());
    let earlier: Vec<Interval> = course::suspensions(tx, &[grant.id])?.into_iter().map(|pause| pause.days).collect();
    let facts = SuspendFacts {
        state: grant.recorded().on(today),
        today,
        term_from: grant.term_from,
        last_day: grant.last_day,
        earlier: &earlier,
        worked: &course::worked(tx, grant.id, from)?,
        explained: explanation.is_some(),
    };
    let state = may_suspend(ground, days, &facts)?;
    let act = decisions::acts::Act {
        outcome: Outcome::Suspend,
        ground: Some(Ground::Suspension(ground)),
        effective_on: from,
        step: None,
        assessment: None,
        words: words(reasoning, plain_summary, official_position),
        addressee_view,
        facts: [
            to.map(|to| decisions::inputs::FactFound::told("suspended_to", to.to_string())),
            explanation.map(|explanation| decisions::inputs::FactFound::told("explanation", explanation)),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    let decision = decisions::acts::issue(tx, who, &grant, act)?;
    let event = EventRow::of(who, &grant, Event::Suspended);
    let event = EventRow { decision_id: Some(decision.id), effective_from: from, effective_to: to, ..event };
    course::insert_event(tx, &event)?;
    grant.state = Coded(state);
    grant.suspended_to = to;
    change(tx, who, grant, "grant_suspended")?;
    Ok(decision)
}

/// Lets a suspended service go on that was claimed.
pub(super) fn resumed(
    tx: &mut Conn,
    who: &Caller,
    mut grant: Row,
    new: ResumptionInput,
) -> Result<decisions::store::Row, Error> {
    let ResumptionInput { from, reasoning, plain_summary, official_position } = new;
    let today = who.today();
    let pauses = course::suspensions(tx, &[grant.id])?;
    let since = pauses.last().map_or(today, |pause| pause.days.from);
    let state = may_resume(grant.recorded().on(today), since, from, today)?;
    let act = decisions::acts::Act {
        outcome: Outcome::Resume,
        ground: None,
        effective_on: from,
        step: None,
        assessment: None,
        words: words(reasoning, plain_summary, official_position),
        addressee_view: None,
        facts: vec![decisions::inputs::FactFound::told("suspended_from", since.to_string())],
    };
    let decision = decisions::acts::issue(tx, who, &grant, act)?;
    let event = EventRow::of(who, &grant, Event::Resumed);
    course::insert_event(tx, &EventRow { decision_id: Some(decision.id), effective_from: from, ..event })?;
    grant.state = Coded(state);
    grant.suspended_to = None;
    change(tx, who, grant, "grant_resumed")?;
    Ok(decision)
}
