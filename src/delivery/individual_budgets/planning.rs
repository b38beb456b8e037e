//! How a package changes: a service comes, leaves or gives way by the person's own choice.

use aplp_domain::dates::has_come;
use aplp_domain::individual_budget::{Effect, Event, Line, State, changed, endable};
use aplp_domain::refusal::Refusal;

use super::rules::misnamed;
use super::store::package::{
    self, ChoiceRow, Choices, EndingRow, ItemRow, NeedRow, OpinionRow, Planned, TotalRow, line,
};
use super::store::{self, Row, items, uses};
use super::wire::NeedInput;
use super::wire::package::{BudgetChangeInput, BudgetChoiceInput, BudgetItemInput, Change, Opinion, Service};
use super::{BudgetId, ChoiceId, ItemId, NeedId, OpinionId, object};
use crate::caller::Caller;
use crate::db::journal;
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::http::seen::Seen;

/// A budget that is claimed, in a version that the client saw, and still open for what is to happen.
fn planned(tx: &mut Conn, who: &Caller, id: BudgetId, seen: &Seen, event: Event) -> Result<Row, Error> {
    let budget = store::claimed(tx, id, who)?;
    seen.is(budget.version)?;
    budget.recorded().next(event, who.today())?;
    Ok(budget)
}

/// Adds a service that the person chose, as far as the budget carries it.
pub(super) fn added(
    tx: &mut Conn,
    who: &Caller,
    id: BudgetId,
    seen: &Seen,
    new: BudgetItemInput,
) -> Result<(Row, Planned), Error> {
    let BudgetItemInput { service, choice } = new;
    let budget = planned(tx, who, id, seen, Event::ItemAdded)?;
    named(tx, &budget, &service, "#/service")?;
    let choice = chosen_now(tx, who, &budget, choice, Effect::Add)?;
    let (budget, item) = put_in(tx, who, budget, service, choice.id, None)?;
    kept(tx, who, budget, "budget_item_added").map(|budget| (budget, item))
}

/// Records what the person chose now, and lets the package follow.
pub(super) fn chosen(
    tx: &mut Conn,
    who: &Caller,
    id: BudgetId,
    seen: &Seen,
    new: BudgetChangeInput,
) -> Result<(Row, Choices), Error> {
    let BudgetChangeInput { choice, change } = new;
    let budget = planned(tx, who, id, seen, Event::Chosen)?;
    let (budget, choice, action) = match change {
        Change::Wish {} => {
            let choice = chosen_now(tx, who, &budget, choice, Effect::Wish)?;
            (budget, choice, "budget_choice_recorded")
        }
        Change::End { item_id } => {
            let choice = chosen_now(tx, who, &budget, choice, Effect::End)?;
            (ended(tx, who, budget, item_id, &choice)?, choice, "budget_item_ended")
        }
        Change::Replace { item_id, service } => {
            named(tx, &budget, &service, "#/change/service")?;
            let choice = chosen_now(tx, who, &budget, choice, Effect::Replace)?;
            let budget = ended(tx, who, budget, item_id, &choice)?;
            let (budget, _) = put_in(tx, who, budget, service, choice.id, Some(item_id))?;
            (budget, choice, "budget_item_replaced")
        }
    };
    let budget = kept(tx, who, budget, action)?;
    let choices = package::whole(tx, vec![choice])?;
    Ok((budget, choices))
}

/// Records the person's choice with what others think of it.
fn chosen_now(
    tx: &mut Conn,
    who: &Caller,
    budget: &Row,
    new: BudgetChoiceInput,
    effect: Effect,
) -> Result<ChoiceRow, Error> {
    let BudgetChoiceInput { chosen_on, choice_words, expression, expression_note, opinions } = new;
    has_come("choice/chosen_on", chosen_on, who.today())?;
    let recorded_at = who.at.naive_utc();
    let row = ChoiceRow {
        id: ChoiceId::in_order(),
        budget_id: budget.id,
        effect: Coded(effect),
        chosen_on,
        expression,
        recorded_by: who.official(),
        recorded_at,
        choice_words,
        expression_note,
    };
    let opinion = |Opinion { holder, holder_name, opinion_words }| {
        let id = OpinionId::in_order();
        OpinionRow { id, choice_id: row.id, holder, recorded_at, holder_name, opinion_words }
    };
    let opinions: Vec<_> = opinions.into_iter().map(opinion).collect();
    package::insert_choice(tx, &row, &opinions)?;
    Ok(row)
}

/// Puts a service into the package.
fn put_in(
    tx: &mut Conn,
    who: &Caller,
    budget: Row,
    service: Service,
    choice_id: ChoiceId,
    replaces_id: Option<ItemId>,
) -> Result<(Row, Planned), Error> {
    let Service { service_kind, service_name, provider, planned_units, unit, unit_cents, need_id } = service;
    let row = ItemRow {
        id: ItemId::in_order(),
        budget_id: budget.id,
        need_id,
        choice_id,
        service_kind,
        planned_units,
        unit,
        unit_cents,
        replaces_id,
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
        service_name,
        provider,
    };
    let item = (row.clone(), TotalRow { item_id: row.id, planned_units, used_units: 0 }, None);
    let budget = taken(tx, budget, None, line(&item))?;
    package::insert_item(tx, &row, &item.1)?;
    Ok((budget, item))
}

/// Takes a service out of the package; what was used of it stays, and stays paid for.
fn ended(tx: &mut Conn, who: &Caller, budget: Row, id: ItemId, choice: &ChoiceRow) -> Result<Row, Error> {
    let item = items::find(tx, budget.id, id).map_err(Error::unknown("#/change/item_id"))?;
    let before = line(&item);
    let after = before.ended(choice.chosen_on)?;
    let chosen_on = package::chosen_on(tx, item.0.choice_id)?;
    endable(chosen_on, uses::last_day(tx, id)?, choice.chosen_on)?;
    let budget = taken(tx, budget, Some(before), after)?;
    let ending = EndingRow {
        item_id: id,
        choice_id: choice.id,
        ended_on: choice.chosen_on,
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
    };
    package::insert_ending(tx, &ending)?;
    Ok(budget)
}

/// Lets the package take what a service costs now, as far as the budget carries it.
pub(super) fn taken(tx: &mut Conn, budget: Row, before: Option<Line>, after: Line) -> Result<Row, Error> {
    let package = changed(budget.sum(), budget.package(), before, Some(after))?;
    store::take(tx, budget.id, package - budget.package())?;
    Ok(Row { committed_cents: package.0, ..budget })
}

/// Writes the next version of a budget, and its trace.
fn kept(tx: &mut Conn, who: &Caller, budget: Row, action: &str) -> Result<Row, Error> {
    let budget = budget.raised(who);
    store::update(tx, &budget)?;
    journal::record(tx, who, action, object(&budget))?;
    Ok(budget)
}

/// Records the end of a budget whose last day is over, before another one takes its place.
pub(super) fn run_out(tx: &mut Conn, who: &Caller, before: Row) -> Result<(), Error> {
    let ended_on = before.recorded().over(who.today()).ok_or(Refusal::BudgetIsOpen)?;
    let ended = Row { state: Coded(State::Ended), ended_on: Some(ended_on), ..before };
    kept(tx, who, ended, "individual_budget_ended").map(|_| ())
}

/// The need is one of the budget's, and another service is named, and only there.
fn named(tx: &mut Conn, budget: &Row, service: &Service, at: &str) -> Result<(), Error> {
    if !package::needs(tx, &[budget.id])?.iter().any(|need| need.id == service.need_id) {
        return Err(Error::invalid(format!("{at}/need_id"), "reference_unknown"));
    }
    match misnamed(service.service_kind.0, service.service_name.as_deref(), at) {
        Some(fault) => Err(Error::Invalid(vec![fault])),
        None => Ok(()),
    }
}

/// Adds a need.
pub(super) fn insert_need(
    tx: &mut Conn,
    who: &Caller,
    budget: &Row,
    NeedInput { need }: NeedInput,
) -> Result<(), Error> {
    let (recorded_by, recorded_at) = (who.official(), who.at.naive_utc());
    package::insert_need(tx, &NeedRow { id: NeedId::in_order(), budget_id: budget.id, recorded_by, recorded_at, need })
}
