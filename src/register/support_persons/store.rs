//! The rows of support persons, and whom they support.

pub mod lists;
pub mod names;

use std::collections::HashSet;

use aplp_domain::agreement::Employment;
use aplp_domain::riga::riga_day;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::count;
use diesel::prelude::*;

use super::SupportPersonId;
use crate::caller::Caller;
use crate::db::schema::{agreements, grants, persons, signatures, support_persons, time_entries};
use crate::db::{AreaSet, Conn, Id, Scope, claim};
use crate::error::Error;
use crate::register::lasting;
use crate::register::persons::PersonId;
use crate::register::persons::sight::met_by;

/// A support person.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = support_persons, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: SupportPersonId,
    pub given_name: String,
    pub family_name: String,
    pub sort_key: Vec<u8>,
    pub name_rules: String,
    pub issuer: Option<String>,
    pub subject: Option<String>,
    pub qualification: String,
    pub areas: AreaSet,
    pub employed_from: NaiveDate,
    pub employed_to: Option<NaiveDate>,
    pub caseload_max: i32,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Row {
    /// When the support person is employed.
    #[must_use]
    pub fn employment(&self) -> Employment {
        Employment { from: self.employed_from, to: self.employed_to }
    }
}

/// One support person.
///
/// # Errors
/// `NotFound` when there is none.
pub fn find(conn: &mut Conn, id: SupportPersonId) -> Result<Row, Error> {
    let row = support_persons::table.find(id).select(Row::as_select()).first(conn).optional()?;
    row.ok_or(Error::NotFound)
}

/// Claims a support person's calendar and caseload until the transaction ends, then reads who it is.
///
/// # Errors
/// As `find`.
pub fn claimed(tx: &mut Conn, id: SupportPersonId) -> Result<Row, Error> {
    claim(tx, &Scope::SupportPerson(id.uuid()))?;
    find(tx, id)
}

/// How many persons have an agreement with the support person, drafted or signed, on a grant that has not ended by today.
///
/// # Errors
/// When the database does not answer.
pub fn caseload(conn: &mut Conn, id: SupportPersonId, today: NaiveDate) -> Result<i64, Error> {
    let mine = agreements::table.inner_join(grants::table).filter(agreements::support_person_id.eq(id));
    let live = mine.filter(agreements::state.ne("superseded")).filter(lasting::on(today));
    Ok(live.select(count(agreements::person_id).aggregate_distinct()).first(conn)?)
}

/// Somebody whom a support person supports.
#[derive(Debug, Clone, Queryable)]
#[allow(missing_docs, reason = "the columns are explained in the wire types")]
pub struct SupportedRow {
    pub person_id: PersonId,
    pub agreement_id: Id<Agreement>,
    pub grant_id: Id<Grant>,
    pub signed_at: Option<NaiveDateTime>,
}

/// An agreement, of which only the id is known here.
pub struct Agreement;
/// A grant, of which only the id is known here.
pub struct Grant;

/// Whom a support person supports, as far as the caller may see them: one row a grant, the signed agreement before one
/// that is only drafted, the longest supported first.
///
/// # Errors
/// When the database does not answer.
pub fn supported(conn: &mut Conn, id: SupportPersonId, who: &Caller) -> Result<Vec<SupportedRow>, Error> {
    let mine = agreements::table.inner_join(grants::table).filter(agreements::support_person_id.eq(id));
    let live = mine.filter(agreements::state.ne("superseded")).filter(lasting::on(who.today()));
    let columns = (agreements::person_id, agreements::id, agreements::grant_id, agreements::signed_at);
    let mut rows: Vec<SupportedRow> = live.select(columns).load(conn)?;
    let ids: Vec<_> = rows.iter().map(|row| row.person_id).collect();
    let seen = persons::table.filter(met_by(&who.sight())).filter(persons::id.eq_any(&ids)).select(persons::id);
    let seen: HashSet<PersonId> = seen.load(conn)?.into_iter().collect();
    rows.retain(|row| seen.contains(&row.person_id));
    // A null sorts differently in the two databases, so the order is made here; the caseload has an upper limit.
    rows.sort_by_key(|row| (row.signed_at.is_none(), row.signed_at, row.agreement_id));
    let mut grants = HashSet::new();
    rows.retain(|row| grants.insert(row.grant_id));
    Ok(rows)
}

/// Whether a support person is employed on a day.
///
/// # Errors
/// When the database does not answer.
pub fn is_employed(conn: &mut Conn, id: SupportPersonId, on: NaiveDate) -> Result<bool, Error> {
    let own = support_persons::table.filter(support_persons::id.eq(id)).filter(lasting::employed(on));
    Ok(own.count().get_result::<i64>(conn)? > 0)
}

/// Whether another support person has this subject of an issuer; until the transaction ends nobody else takes it.
///
/// # Errors
/// When the database does not answer.
pub fn subject_is_taken(tx: &mut Conn, (issuer, subject): (&str, &str), own: SupportPersonId) -> Result<bool, Error> {
    claim(tx, &Scope::Register("support_person_subjects"))?;
    let others =
        support_persons::table.filter(support_persons::subject.eq(subject)).filter(support_persons::id.ne(own));
    let others = others.filter(support_persons::issuer.eq(issuer));
    Ok(others.count().get_result::<i64>(tx)? > 0)
}

/// Adds a support person.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(support_persons::table).values(row).execute(tx)?;
    Ok(())
}

/// Replaces the changeable part of a support person.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, before: &Row, row: &Row) -> Result<(), Error> {
    names::keep(tx, before, row)?;
    diesel::update(support_persons::table.find(row.id)).set(row).execute(tx)?;
    Ok(())
}

/// The days in Riga on which an agreement of the support person was signed or an entry of theirs begins.
///
/// # Errors
/// When the database does not answer.
pub fn days_at_work(tx: &mut Conn, id: SupportPersonId) -> Result<Vec<NaiveDate>, Error> {
    let theirs = signatures::table.inner_join(agreements::table).filter(agreements::support_person_id.eq(id));
    let mut moments: Vec<NaiveDateTime> = theirs.select(signatures::signed_at).load(tx)?;
    let posted = time_entries::table.filter(time_entries::support_person_id.eq(id));
    moments.extend(posted.select(time_entries::started_at).load::<NaiveDateTime>(tx)?);
    Ok(moments.into_iter().map(|at| riga_day(at.and_utc())).collect())
}
