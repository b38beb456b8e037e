//! The rows of programmes, of what they were given and of what they have promised.

use aplp_domain::disability::Group;
use aplp_domain::funding::Balance;
use aplp_domain::level::Ceilings;
use aplp_domain::programmes::{Cover, Programme};
use aplp_domain::quantity::{Cents, Minutes};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{AllocationId, ProgrammeId};
use crate::caller::Sight;
use crate::codes::ProgrammeKindCode;
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{allocations, balances, programmes};
use crate::db::{Conn, MultiBackend, Scope, claim, prepared};
use crate::error::Error;
use crate::filtered;
use crate::in_order;

/// What is claimed while a programme with a new code is added.
pub const CODES: &str = "programme_codes";

/// A programme.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = programmes, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: ProgrammeId,
    pub code: String,
    pub title_lv: String,
    pub title_en: String,
    pub kind: ProgrammeKindCode,
    pub funder: String,
    pub owner: Option<String>,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub covers_i_from: Option<NaiveDate>,
    pub covers_ii_from: Option<NaiveDate>,
    pub covers_iii_from: Option<NaiveDate>,
    pub municipalities: String,
    pub level_1_minutes: i32,
    pub level_2_minutes: i32,
    pub level_3_minutes: i32,
    pub term_months: i32,
    pub former_programme: Option<String>,
    pub hour_rate_cents: Option<i64>,
    pub legal_ground: String,
    pub reference_notes: String,
    pub built_in: bool,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// Money or places that a programme was given.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = allocations)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct AllocationRow {
    pub id: AllocationId,
    pub programme_id: ProgrammeId,
    pub effective_on: NaiveDate,
    pub cents: Option<i64>,
    pub places: Option<i32>,
    pub reference: String,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// What a programme may still promise.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = balances, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct BalanceRow {
    pub programme_id: ProgrammeId,
    pub places_allocated: Option<i32>,
    pub places_taken: i32,
    pub cents_allocated: Option<i64>,
    pub cents_committed: i64,
}

/// A programme with what it may still promise, both of the same moment.
pub type Known = (Row, BalanceRow);

impl Row {
    /// The programme as the rules see it. Its places are a matter of the balance, so here it has no limit of its own.
    #[must_use]
    pub fn rules(&self) -> Programme {
        let ceilings = [self.level_1_minutes, self.level_2_minutes, self.level_3_minutes];
        Programme {
            code: self.code.clone(),
            title_lv: self.title_lv.clone(),
            title_en: self.title_en.clone(),
            kind: self.kind.0,
            funder: self.funder.clone(),
            municipality: self.owner.clone(),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            covers: self.covers().collect(),
            municipalities: self.municipality_codes(),
            ceilings: Ceilings(ceilings.map(Minutes)),
            term_months: self.term_months.unsigned_abs(),
            places_max: None,
            hour_rate: self.hour_rate_cents.map(Cents),
            former_programme: self.former_programme.clone(),
            legal_ground: self.legal_ground.clone(),
            references: self.reference_notes.clone(),
        }
    }

    /// The groups that it covers, and since when.
    pub fn covers(&self) -> impl Iterator<Item = Cover> {
        let all =
            [(Group::I, self.covers_i_from), (Group::II, self.covers_ii_from), (Group::III, self.covers_iii_from)];
        all.into_iter().filter_map(|(group, from)| Some(Cover { group, from: from? }))
    }

    /// The municipalities whose inhabitants it serves; none for the whole country.
    #[must_use]
    pub fn municipality_codes(&self) -> Vec<String> {
        self.municipalities.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()
    }
}

impl BalanceRow {
    /// The balance of a programme that was given nothing yet and has promised nothing.
    #[must_use]
    pub fn empty(programme_id: ProgrammeId) -> Self {
        Self { programme_id, places_allocated: None, places_taken: 0, cents_allocated: None, cents_committed: 0 }
    }

    /// The balance as the rules see it.
    #[must_use]
    pub fn value(&self) -> Balance {
        Balance {
            places: self.places_allocated,
            places_taken: self.places_taken,
            cents: self.cents_allocated.map(Cents),
            committed: Cents(self.cents_committed),
        }
    }
}

/// One programme.
///
/// # Errors
/// `NotFound` when there is none.
pub fn find(conn: &mut Conn, id: ProgrammeId) -> Result<Row, Error> {
    let row = programmes::table.find(id).select(Row::as_select()).first(conn).optional()?;
    row.ok_or(Error::NotFound)
}

/// Programmes by their ids, each with what it may still promise. Everybody may see them all.
///
/// # Errors
/// When the database does not answer.
pub fn known(conn: &mut Conn, _: &Sight, ids: &[ProgrammeId]) -> Result<Vec<(ProgrammeId, Known)>, Error> {
    let these = programmes::table.inner_join(balances::table).filter(programmes::id.eq_any(ids));
    let found: Vec<Known> = prepared(these.select(Known::as_select())).load(conn)?;
    Ok(found.into_iter().map(|known| (known.0.id, known)).collect())
}

/// The programme with this code, if there is one.
///
/// # Errors
/// When the database does not answer.
pub fn find_by_code(conn: &mut Conn, code: &str) -> Result<Option<Row>, Error> {
    Ok(programmes::table.filter(programmes::code.eq(code)).select(Row::as_select()).first(conn).optional()?)
}

/// Every programme as the rules see it, in the order of their codes.
///
/// # Errors
/// When the database does not answer.
pub fn all(conn: &mut Conn) -> Result<Vec<Programme>, Error> {
    let rows = programmes::table.order(programmes::code).select(Row::as_select()).load(conn)?;
    Ok(rows.iter().map(Row::rules).collect())
}

/// What a programme may still promise.
///
/// # Errors
/// `NotFound` when there is no such programme.
pub fn balance(conn: &mut Conn, id: ProgrammeId) -> Result<BalanceRow, Error> {
    let row = balances::table.find(id).select(BalanceRow::as_select()).first(conn).optional()?;
    row.ok_or(Error::NotFound)
}

/// Claims a programme's money, places and queue until the transaction ends, then reads it with its balance.
///
/// # Errors
/// As `find`.
pub fn claimed(tx: &mut Conn, id: ProgrammeId) -> Result<Known, Error> {
    claim(tx, &Scope::Programme(id.uuid()))?;
    known(tx, &Sight::All, &[id])?.pop().map(|(_, known)| known).ok_or(Error::NotFound)
}

/// Takes places and money from a programme that was claimed, or gives them back when they are below zero.
///
/// # Errors
/// When the database does not answer or, the second wall, would be left with more taken than was allocated.
pub fn take(tx: &mut Conn, id: ProgrammeId, places: i32, cents: i64) -> Result<(), Error> {
    diesel::update(balances::table.find(id))
        .set((
            balances::places_taken.eq(balances::places_taken + places),
            balances::cents_committed.eq(balances::cents_committed + cents),
        ))
        .execute(tx)?;
    Ok(())
}

/// Which programmes a list has.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only those whose period holds this day.
    pub on: Option<NaiveDate>,
    /// Only the one with this code.
    pub code: Option<String>,
}

type Boxed<'a> = programmes::BoxedQuery<'a, MultiBackend>;

fn wanted<'a>(filter: &'a Wanted, filters: &Filters) -> Boxed<'a> {
    let mut query = programmes::table.into_boxed();
    if let Some(on) = filter.on {
        query = query.filter(programmes::starts_on.le(on));
        query = query.filter(programmes::ends_on.is_null().or(programmes::ends_on.assume_not_null().ge(on)));
    }
    if let Some(code) = &filter.code {
        query = query.filter(programmes::code.eq(code));
    }
    filtered!(query, filters, programmes { updated updated_at; days starts_on, ends_on; codes kind: ProgrammeKindCode })
}

/// A page of programmes in the order of their codes, each with its balance.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    filter: &Wanted,
    slice: &Slice<(String, ProgrammeId)>,
) -> Result<Vec<(Row, BalanceRow)>, Error> {
    let query = in_order!(wanted(filter, &slice.filters), slice, Up, (programmes::code, programmes::id));
    let rows: Vec<Row> = query.select(Row::as_select()).load(conn)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let balances = balances::table.filter(balances::programme_id.eq_any(&ids)).select(BalanceRow::as_select());
    let balances: Vec<BalanceRow> = balances.load(conn)?;
    let of = |id| balances.iter().find(|balance| balance.programme_id == id).cloned();
    Ok(rows.into_iter().filter_map(|row| Some((of(row.id)?, row))).map(|(balance, row)| (row, balance)).collect())
}

/// How many programmes a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, filter: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(wanted(filter, filters).count().get_result(conn)?)
}

/// Adds a programme that was given nothing yet.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(programmes::table).values(row).execute(tx)?;
    diesel::insert_into(balances::table).values(&BalanceRow::empty(row.id)).execute(tx)?;
    Ok(())
}

/// Replaces the changeable part of a programme.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::update(programmes::table.find(row.id)).set(row).execute(tx)?;
    Ok(())
}
