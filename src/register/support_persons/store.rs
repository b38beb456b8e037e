//! The rows of support persons, and whom they support.

use aplp_domain::agreement::Employment;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::count;
use diesel::prelude::*;

use super::SupportPersonId;
use crate::db::schema::{agreements, grants, support_persons};
use crate::db::{AreaSet, Conn, Scope, claim};
use crate::error::Error;

/// A support person.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = support_persons, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: SupportPersonId,
    pub given_name: String,
    pub family_name: String,
    pub name_folded: String,
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

/// How many persons have an agreement with the support person, drafted or signed, on a grant that has not ended.
///
/// # Errors
/// When the database does not answer.
pub fn caseload(conn: &mut Conn, id: SupportPersonId) -> Result<i64, Error> {
    let mine = agreements::table.inner_join(grants::table).filter(agreements::support_person_id.eq(id));
    let live = mine.filter(agreements::state.ne("superseded").and(grants::state.ne("ended")));
    Ok(live.select(count(agreements::person_id).aggregate_distinct()).first(conn)?)
}
