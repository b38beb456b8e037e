//! The rows of agreements with municipalities.

use aplp_domain::cooperation::Period;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::CooperationAgreementId;
use crate::caller::Sight;
use crate::db::filters::{Filters, Slice};
use crate::db::schema::cooperation_agreements;
use crate::db::{Conn, MultiBackend, Scope, claim};
use crate::error::Error;
use crate::filtered;
use crate::in_order;

/// An agreement of the association with a municipality.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = cooperation_agreements, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: CooperationAgreementId,
    pub municipality: String,
    pub subject: String,
    pub signed_on: NaiveDate,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub terms_reference: String,
    pub terminated_on: Option<NaiveDate>,
    pub termination_reason: Option<String>,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// Which agreements.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only with these municipalities, by every code of a place.
    pub municipalities: Option<Vec<&'static str>>,
    /// Only those that are in force on this day.
    pub on: Option<NaiveDate>,
}

type Boxed<'a> = cooperation_agreements::BoxedQuery<'a, MultiBackend>;

impl Row {
    /// Its days.
    #[must_use]
    pub fn period(&self) -> Period {
        Period { starts_on: self.starts_on, ends_on: self.ends_on, terminated_on: self.terminated_on }
    }
}

/// The agreements that a caller may see: they are nobody's data, but a municipality sees its own only.
fn seen<'a>(sight: &Sight) -> Boxed<'a> {
    let all = cooperation_agreements::table.into_boxed();
    match sight {
        Sight::Territory(own, _) => all.filter(cooperation_agreements::municipality.eq_any(own.clone())),
        Sight::Nobody => all.filter(cooperation_agreements::id.is_null()),
        _ => all,
    }
}

/// One agreement, if the caller may see it.
///
/// # Errors
/// `NotFound` for an absent agreement and for another's alike.
pub fn find(conn: &mut Conn, id: CooperationAgreementId, sight: &Sight) -> Result<Row, Error> {
    let row = seen(sight).filter(cooperation_agreements::id.eq(id)).select(Row::as_select());
    row.first(conn).optional()?.ok_or(Error::NotFound)
}

/// Claims all agreements until the transaction ends, so that none is added beside another or ended meanwhile.
///
/// # Errors
/// When the database does not answer.
pub fn claim_all(tx: &mut Conn) -> Result<(), Error> {
    claim(tx, &Scope::Register("cooperation_agreements"))
}

/// Every agreement about a subject.
///
/// # Errors
/// When the database does not answer.
pub fn about(conn: &mut Conn, subject: &str) -> Result<Vec<Row>, Error> {
    let all = cooperation_agreements::table.filter(cooperation_agreements::subject.eq(subject));
    Ok(all.select(Row::as_select()).load(conn)?)
}

/// A page of agreements in the order of their first days.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    sight: &Sight,
    wanted: &Wanted,
    slice: &Slice<(NaiveDate, CooperationAgreementId)>,
) -> Result<Vec<Row>, Error> {
    let query = matching(sight, wanted, &slice.filters);
    Ok(in_order!(query, slice, Up, (cooperation_agreements::starts_on, cooperation_agreements::id))
        .select(Row::as_select())
        .load(conn)?)
}

/// How many agreements a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, sight: &Sight, wanted: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(matching(sight, wanted, filters).count().get_result(conn)?)
}

fn matching<'a>(sight: &Sight, wanted: &Wanted, filters: &Filters) -> Boxed<'a> {
    let mut query = seen(sight);
    if let Some(places) = &wanted.municipalities {
        query = query.filter(cooperation_agreements::municipality.eq_any(places.clone()));
    }
    // `aplp_domain::cooperation::status_on` as a condition on rows.
    if let Some(on) = wanted.on {
        let (last, cut) = (cooperation_agreements::ends_on, cooperation_agreements::terminated_on);
        query = query.filter(cooperation_agreements::starts_on.le(on));
        query = query.filter(last.is_null().or(last.assume_not_null().ge(on)));
        query = query.filter(cut.is_null().or(cut.assume_not_null().ge(on)));
    }
    filtered!(query, filters, cooperation_agreements {
        updated updated_at; days signed_on, starts_on, ends_on, terminated_on
    })
}

/// Adds an agreement.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(cooperation_agreements::table).values(row).execute(tx)?;
    Ok(())
}

/// Replaces an agreement.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::update(cooperation_agreements::table.find(row.id)).set(row).execute(tx)?;
    Ok(())
}
