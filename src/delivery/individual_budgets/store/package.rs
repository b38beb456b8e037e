//! The rows of a package: needs, choices with the opinions of others, services, what was used of them.

use aplp_domain::individual_budget::Line;
use aplp_domain::quantity::Cents;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::super::{BudgetId, ChoiceId, ItemId, NeedId, OpinionId, UseId};
use crate::codes::{ChoiceEffectCode, ExpressionCode, OpinionHolderCode, ServiceKindCode, UnitKindCode};
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{
    budget_choices, budget_item_endings, budget_item_totals, budget_items, budget_needs, budget_opinions, budget_uses,
};
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::kept_sealed;

kept_sealed! {
    /// A need that the package answers.
    pub struct NeedRow from budget_needs as StoredNeed with NeedSecret {
        id: NeedId,
        budget_id: BudgetId,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        need: String,
    }
}

kept_sealed! {
    /// What the person chose.
    pub struct ChoiceRow from budget_choices as StoredChoice with ChoiceSecret {
        id: ChoiceId,
        budget_id: BudgetId,
        effect: ChoiceEffectCode,
        chosen_on: NaiveDate,
        expression: ExpressionCode,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        choice_words: String,
        expression_note: Option<String>,
    }
}

kept_sealed! {
    /// What somebody else thinks of it.
    pub struct OpinionRow from budget_opinions as StoredOpinion with OpinionSecret {
        id: OpinionId,
        choice_id: ChoiceId,
        holder: OpinionHolderCode,
        recorded_at: NaiveDateTime,
        ;
        holder_name: String,
        opinion_words: String,
    }
}

kept_sealed! {
    /// A service of the package.
    pub struct ItemRow from budget_items as StoredItem with ItemSecret {
        id: ItemId,
        budget_id: BudgetId,
        need_id: NeedId,
        choice_id: ChoiceId,
        service_kind: ServiceKindCode,
        planned_units: i32,
        unit: UnitKindCode,
        unit_cents: i64,
        replaces_id: Option<ItemId>,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        service_name: Option<String>,
        provider: String,
    }
}

kept_sealed! {
    /// Units of a service that were used, or a row that takes another back.
    pub struct UseRow from budget_uses as StoredUse with UseSecret {
        id: UseId,
        item_id: ItemId,
        used_on: NaiveDate,
        units: i32,
        reverses_id: Option<UseId>,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        note: Option<String>,
        reason: Option<String>,
    }
}

/// How a service left the package.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = budget_item_endings)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct EndingRow {
    pub item_id: ItemId,
    pub choice_id: ChoiceId,
    pub ended_on: NaiveDate,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// What of a service was used.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = budget_item_totals)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct TotalRow {
    pub item_id: ItemId,
    pub planned_units: i32,
    pub used_units: i32,
}

/// A service with what was used of it and how it ended.
pub type Planned = (ItemRow, TotalRow, Option<EndingRow>);

/// A service as the rules see it.
#[must_use]
pub fn line((item, total, ending): &Planned) -> Line {
    Line {
        unit: Cents(item.unit_cents),
        planned: item.planned_units,
        used: total.used_units,
        ended_on: ending.as_ref().map(|ending| ending.ended_on),
    }
}

/// The needs of some budgets, in the order in which they were recorded.
///
/// # Errors
/// When the database does not answer.
pub fn needs(conn: &mut Conn, of: &[BudgetId]) -> Result<Vec<NeedRow>, Error> {
    let theirs = budget_needs::table.filter(budget_needs::budget_id.eq_any(of));
    Ok(theirs.order((budget_needs::recorded_at, budget_needs::id)).select(NeedRow::as_select()).load(conn)?)
}

fn chosen(of: BudgetId, filters: &Filters) -> budget_choices::BoxedQuery<'static, MultiBackend> {
    let query = budget_choices::table.filter(budget_choices::budget_id.eq(of)).into_boxed();
    filtered!(query, filters, budget_choices {
        updated recorded_at; days chosen_on; codes effect: ChoiceEffectCode, expression: ExpressionCode
    })
}

/// A page of the choices about a budget in the order in which they were recorded.
///
/// # Errors
/// When the database does not answer.
pub fn choices(
    conn: &mut Conn,
    of: BudgetId,
    slice: &Slice<(NaiveDateTime, ChoiceId)>,
) -> Result<Vec<ChoiceRow>, Error> {
    let query = chosen(of, &slice.filters);
    Ok(in_order!(query, slice, Up, (budget_choices::recorded_at, budget_choices::id))
        .select(ChoiceRow::as_select())
        .load(conn)?)
}

/// How many choices there are about a budget in all.
///
/// # Errors
/// When the database does not answer.
pub fn count_choices(conn: &mut Conn, of: BudgetId, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(of, filters).count().get_result(conn)?)
}

/// Some choices with the opinions of others about them and the services that they ended.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// The choices.
    pub rows: Vec<ChoiceRow>,
    /// What others think of them.
    pub opinions: Vec<OpinionRow>,
    /// The services that they brought into the package.
    pub added: Vec<(ChoiceId, ItemId)>,
    /// The services that they ended.
    pub ended: Vec<(ChoiceId, ItemId)>,
    /// When the services that were asked for were last used.
    pub last_used: Vec<(ItemId, NaiveDateTime)>,
}

/// Choices with all that belongs to them.
///
/// # Errors
/// When the database does not answer.
pub fn whole(conn: &mut Conn, rows: Vec<ChoiceRow>) -> Result<Choices, Error> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let opinions = budget_opinions::table.filter(budget_opinions::choice_id.eq_any(&ids));
    let opinions = opinions.order(budget_opinions::id).select(OpinionRow::as_select()).load(conn)?;
    let added = budget_items::table.filter(budget_items::choice_id.eq_any(&ids));
    let added = added.select((budget_items::choice_id, budget_items::id)).load(conn)?;
    let ended = budget_item_endings::table.filter(budget_item_endings::choice_id.eq_any(&ids));
    let ended = ended.select((budget_item_endings::choice_id, budget_item_endings::item_id)).load(conn)?;
    Ok(Choices { rows, opinions, added, ended, last_used: Vec::new() })
}

/// The day of a choice.
///
/// # Errors
/// `NotFound` for one that is not there.
pub fn chosen_on(conn: &mut Conn, id: ChoiceId) -> Result<NaiveDate, Error> {
    let day = budget_choices::table.find(id).select(budget_choices::chosen_on).first(conn).optional()?;
    day.ok_or(Error::NotFound)
}

/// The choices by which some services came into the package.
///
/// # Errors
/// When the database does not answer.
pub fn behind(conn: &mut Conn, items: &[Planned]) -> Result<Choices, Error> {
    let (ids, items): (Vec<_>, Vec<_>) = items.iter().map(|(item, ..)| (item.choice_id, item.id)).unzip();
    let rows =
        budget_choices::table.filter(budget_choices::id.eq_any(ids)).select(ChoiceRow::as_select()).load(conn)?;
    Ok(Choices { last_used: super::items::last_used(conn, &items)?, ..whole(conn, rows)? })
}

/// Adds a need.
///
/// # Errors
/// When the database does not answer.
pub fn insert_need(tx: &mut Conn, row: &NeedRow) -> Result<(), Error> {
    diesel::insert_into(budget_needs::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Adds a choice with the opinions of others about it.
///
/// # Errors
/// When the database does not answer.
pub fn insert_choice(tx: &mut Conn, row: &ChoiceRow, opinions: &[OpinionRow]) -> Result<(), Error> {
    diesel::insert_into(budget_choices::table).values(row.stored()?).execute(tx)?;
    for opinion in opinions {
        diesel::insert_into(budget_opinions::table).values(opinion.stored()?).execute(tx)?;
    }
    Ok(())
}

/// Adds a service of which nothing was used yet.
///
/// # Errors
/// When the database does not answer.
pub fn insert_item(tx: &mut Conn, row: &ItemRow, total: &TotalRow) -> Result<(), Error> {
    diesel::insert_into(budget_items::table).values(row.stored()?).execute(tx)?;
    diesel::insert_into(budget_item_totals::table).values(total).execute(tx)?;
    Ok(())
}

/// Ends a service.
///
/// # Errors
/// When the database does not answer.
pub fn insert_ending(tx: &mut Conn, row: &EndingRow) -> Result<(), Error> {
    diesel::insert_into(budget_item_endings::table).values(row).execute(tx)?;
    Ok(())
}
