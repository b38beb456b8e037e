//! The services that one person has under one programme, each beside the others: months that two of them share are given once.

use std::collections::HashMap;
use std::slice;

use aplp_domain::grant::{Contents, Service};
use aplp_domain::hours::Month;
use aplp_domain::quantity::{Cents, Minutes};
use diesel::prelude::*;

use super::{Row, course};
use crate::db::Conn;
use crate::db::schema::grants;
use crate::error::Error;
use crate::intake::grants::GrantId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// The minutes posted, by month.
type Used = Vec<(Month, Minutes)>;

/// A service with what it gives and what of it was used.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The grant.
    pub grant: Row,
    /// What it gives, by days.
    pub contents: Contents,
    /// The minutes posted, by month.
    pub used: Used,
}

impl Beside {
    /// The service as the rules see it.
    #[must_use]
    pub fn service(&self) -> Service<'_> {
        service(&self.grant, &self.contents, &self.used)
    }
}

/// A grant as the rules of its months see it.
#[must_use]
pub fn service<'a>(grant: &Row, contents: &'a Contents, used: &'a [(Month, Minutes)]) -> Service<'a> {
    let hour_rate = grant.hour_rate_cents.map(Cents);
    Service { contents, term_from: grant.term_from, last_day: grant.last_day, hour_rate, used }
}

/// The services of a person under a programme, in the order in which they share a month: by their first days.
///
/// # Errors
/// When the database does not answer.
pub fn of_person(conn: &mut Conn, person: PersonId, programme: ProgrammeId) -> Result<Vec<Beside>, Error> {
    let rows = grants::table.filter(grants::person_id.eq(person)).filter(grants::programme_id.eq(programme));
    let rows: Vec<Row> = rows.order((grants::term_from, grants::id)).select(Row::as_select()).load(conn)?;
    read(conn, rows)
}

/// The other services of the persons of some grants under the same programmes, by the grant that they are beside; a grant that is
/// alone is not listed.
///
/// # Errors
/// When the database does not answer.
pub fn others(conn: &mut Conn, of: &[Row]) -> Result<HashMap<GrantId, Vec<Beside>>, Error> {
    let persons: Vec<PersonId> = of.iter().map(|row| row.person_id).collect();
    let rows = grants::table.filter(grants::person_id.eq_any(persons)).order((grants::term_from, grants::id));
    let rows: Vec<Row> = rows.select(Row::as_select()).load(conn)?;
    let is_beside = |one: &Row, other: &Row| {
        one.id != other.id && one.person_id == other.person_id && one.programme_id == other.programme_id
    };
    let needed = rows.into_iter().filter(|row| of.iter().any(|one| is_beside(one, row))).collect();
    let all = read(conn, needed)?;
    let with_others = of
        .iter()
        .map(|one| (one.id, all.iter().filter(|other| is_beside(one, &other.grant)).cloned().collect::<Vec<_>>()));
    Ok(with_others.filter(|(_, others)| !others.is_empty()).collect())
}

/// The other services of one grant's person under the same programme.
///
/// # Errors
/// When the database does not answer.
pub fn others_of(conn: &mut Conn, grant: &Row) -> Result<Vec<Beside>, Error> {
    Ok(others(conn, slice::from_ref(grant))?.remove(&grant.id).unwrap_or_default())
}

/// All services of a programme, in the order of their rows.
///
/// # Errors
/// When the database does not answer.
pub fn of_programme(conn: &mut Conn, rows: Vec<Row>, programme: ProgrammeId) -> Result<Vec<Beside>, Error> {
    let used = course::used_in(conn, programme)?;
    with(conn, rows, used)
}

fn read(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Beside>, Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<GrantId> = rows.iter().map(|row| row.id).collect();
    let used = course::used_of(conn, &ids)?;
    with(conn, rows, used)
}

fn with(conn: &mut Conn, rows: Vec<Row>, mut used: HashMap<GrantId, Used>) -> Result<Vec<Beside>, Error> {
    let ids: Vec<GrantId> = rows.iter().map(|row| row.id).collect();
    let mut contents = course::contents(conn, &ids)?;
    let with = rows.into_iter().filter_map(|grant| {
        let contents = contents.remove(&grant.id)?;
        let used = used.remove(&grant.id).unwrap_or_default();
        Some(Beside { grant, contents, used })
    });
    Ok(with.collect())
}
