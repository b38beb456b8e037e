//! How a package changes: a service comes, leaves or gives way by the person's own choice, and units of it are used.

use aplp_domain::budget::{Effect, Line, ServiceKind, changed, open, usable};
use chrono::NaiveDate;

use super::store::package::{
    self, ChoiceRow, Choices, EndingRow, ItemRow, NeedRow, OpinionRow, Planned, TotalRow, UseRow, line,
};
use super::store::{self, Row, uses};
use super::wire::NewNeed;
use super::wire::package::{Change, NewChange, NewChoice, NewItem, NewUse, Opinion, Service, UseReversal};
use super::{BudgetId, ChoiceId, ItemId, NeedId, OpinionId, UseId, object};
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::http::seen::Seen;

/// A budget that is claimed, in a version that the client saw, and still open for plans.
fn planned(tx: &mut Conn, who: &Caller, id: BudgetId, seen: &Seen) -> Result<Row, Error> {
    let budget = store::claimed(tx, id, who)?;
    seen.is(budget.version)?;
    open(budget.state.0, budget.ended_on)?;
    Ok(budget)
}

/// Adds a service that the person chose, as far as the budget carries it.
pub(super) fn added(
    tx: &mut Conn,
    who: &Caller,
    id: BudgetId,
    seen: &Seen,
    new: NewItem,
) -> Result<(Row, Planned), Error> {
    let NewItem { service, choice } = new;
    let budget = planned(tx, who, id, seen)?;
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
    new: NewChange,
) -> Result<(Row, Choices), Error> {
    let NewChange { choice, change } = new;
    let budget = planned(tx, who, id, seen)?;
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

/// Records units that were used of what is planned.
pub(super) fn used(
    tx: &mut Conn,
    who: &Caller,
    (id, item): (BudgetId, ItemId),
    seen: &Seen,
    new: NewUse,
) -> Result<(Row, UseRow), Error> {
    let NewUse { used_on, units, note } = new;
    let budget = store::claimed(tx, id, who)?;
    seen.is(budget.version)?;
    let planned = package::item(tx, id, item)?;
    not_to_come(used_on, who, "#/used_on")?;
    let before = line(&planned);
    usable(budget.period(), before.ended_on, used_on)?;
    let row = UseRow {
        id: UseId::in_order(),
        item_id: item,
        used_on,
        units,
        reverses_id: None,
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
        note,
        reason: None,
    };
    counted(tx, who, budget, before, row, "budget_use_recorded")
}

/// Takes a use back by a second row with as many units below zero; the use itself stays as it is.
pub(super) fn reversed(
    tx: &mut Conn,
    who: &Caller,
    (id, item, of): (BudgetId, ItemId, UseId),
    seen: &Seen,
    new: UseReversal,
) -> Result<(Row, UseRow), Error> {
    let budget = store::claimed(tx, id, who)?;
    let planned = package::item(tx, id, item)?;
    let used = uses::find(tx, item, of)?;
    seen.is(1)?;
    if used.reverses_id.is_some() {
        return Err(Error::Conflict("use_is_a_reversal"));
    }
    if !uses::reversals(tx, &[of])?.is_empty() {
        return Err(Error::Conflict("use_reversed_already"));
    }
    let row = UseRow {
        id: UseId::in_order(),
        units: -used.units,
        reverses_id: Some(of),
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
        note: None,
        reason: Some(new.reason),
        ..used
    };
    counted(tx, who, budget, line(&planned), row, "budget_use_reversed")
}

/// Writes a row of the ledger with its total, what the package takes by it, and its trace.
fn counted(
    tx: &mut Conn,
    who: &Caller,
    budget: Row,
    before: Line,
    row: UseRow,
    action: &str,
) -> Result<(Row, UseRow), Error> {
    let after = before.with_use(row.units)?;
    // Of a service that has ended only what was used counts, so that a late use still takes of the budget.
    let budget = taken(tx, budget, Some(before), after)?;
    uses::insert(tx, &row)?;
    let person = Some(budget.person_id.uuid());
    journal::record(tx, who, action, Object { kind: "budget_use", id: row.id.uuid(), version: 1, person })?;
    Ok((budget, row))
}

/// Records the person's choice with what others think of it.
fn chosen_now(tx: &mut Conn, who: &Caller, budget: &Row, new: NewChoice, effect: Effect) -> Result<ChoiceRow, Error> {
    let NewChoice { chosen_on, choice_words, expression, expression_note, opinions } = new;
    not_to_come(chosen_on, who, "#/choice/chosen_on")?;
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
    let before = line(&package::item(tx, budget.id, id).map_err(unknown("#/change/item_id"))?);
    let after = before.ended(choice.chosen_on)?;
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
fn taken(tx: &mut Conn, budget: Row, before: Option<Line>, after: Line) -> Result<Row, Error> {
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

/// The need is one of the budget's, and another service is named, and only there.
fn named(tx: &mut Conn, budget: &Row, service: &Service, at: &str) -> Result<(), Error> {
    if !package::needs(tx, &[budget.id])?.iter().any(|need| need.id == service.need_id) {
        return Err(Error::invalid(format!("{at}/need_id"), "reference_unknown"));
    }
    match (service.service_kind.0 == ServiceKind::Other, service.service_name.is_some()) {
        (true, false) => Err(Error::invalid(format!("{at}/service_name"), "required")),
        (false, true) => Err(Error::invalid(format!("{at}/service_name"), "only_for_other")),
        _ => Ok(()),
    }
}

/// Adds a need.
pub(super) fn insert_need(tx: &mut Conn, who: &Caller, budget: &Row, NewNeed { need }: NewNeed) -> Result<(), Error> {
    let (recorded_by, recorded_at) = (who.official(), who.at.naive_utc());
    package::insert_need(tx, &NeedRow { id: NeedId::in_order(), budget_id: budget.id, recorded_by, recorded_at, need })
}

/// What is said of an id in a request that leads nowhere.
pub(super) fn unknown(at: &str) -> impl Fn(Error) -> Error {
    move |fault| match fault {
        Error::NotFound => Error::invalid(at, "reference_unknown"),
        other => other,
    }
}

pub(super) fn in_order(starts_on: NaiveDate, ends_on: NaiveDate) -> Result<(), Error> {
    if ends_on < starts_on { Err(Error::invalid("#/ends_on", "before_start")) } else { Ok(()) }
}

pub(super) fn not_to_come(day: NaiveDate, who: &Caller, at: &str) -> Result<(), Error> {
    if day > who.today() { Err(Error::invalid(at, "in_the_future")) } else { Ok(()) }
}
