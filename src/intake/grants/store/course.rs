//! The rows of what a grant gives, by days, and of what happened to it: they are added and never changed.

use std::collections::{BTreeMap, HashMap};

use aplp_domain::code::Code;
use aplp_domain::grant::{Contents, Event, Given, Interval, Step};
use aplp_domain::hours::Month;
use aplp_domain::level::Level;
use aplp_domain::quantity::Minutes;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::super::{GrantEventId, GrantId, GrantStepId};
use super::Row;
use crate::caller::Caller;
use crate::codes::{AreaCode, GrantEventCode};
use crate::db::schema::{grant_events, grant_steps, grants, month_totals, time_entries, time_entry_parts};
use crate::db::{AreaSet, Coded, Conn};
use crate::error::Error;
use crate::intake::decisions::DecisionId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// What a grant gives from a day on.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = grant_steps)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct StepRow {
    pub id: GrantStepId,
    pub grant_id: GrantId,
    pub decision_id: DecisionId,
    pub effective_from: NaiveDate,
    pub areas: AreaSet,
    pub level: i16,
    pub volume_minutes: i32,
    pub recorded_at: NaiveDateTime,
}

/// Something that happened to a grant.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = grant_events)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct EventRow {
    pub id: GrantEventId,
    pub grant_id: GrantId,
    pub person_id: PersonId,
    pub decision_id: Option<DecisionId>,
    pub kind: GrantEventCode,
    pub effective_from: NaiveDate,
    pub effective_to: Option<NaiveDate>,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// A suspension with the decision that made it.
#[derive(Debug, Clone)]
pub struct Suspension {
    /// Of which grant.
    pub grant: GrantId,
    /// The decision.
    pub decision: Option<DecisionId>,
    /// Its days.
    pub days: Interval,
}

impl EventRow {
    /// Something that happened to a grant today, without a decision.
    #[must_use]
    pub fn of(who: &Caller, grant: &Row, kind: Event) -> Self {
        Self {
            id: GrantEventId::in_order(),
            grant_id: grant.id,
            person_id: grant.person_id,
            decision_id: None,
            kind: Coded(kind),
            effective_from: who.today(),
            effective_to: None,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        }
    }
}

impl StepRow {
    fn step(&self) -> Result<Step, Error> {
        let level = Level::from_number(self.level);
        let level = level.ok_or_else(|| Error::Internal(format!("the step {} has no level", self.id)))?;
        Ok(Step { from: self.effective_from, areas: self.areas.areas(), level, volume: Minutes(self.volume_minutes) })
    }
}

/// Adds what is given from a day on.
///
/// # Errors
/// When the database does not answer.
pub fn insert_step(tx: &mut Conn, row: &StepRow) -> Result<(), Error> {
    diesel::insert_into(grant_steps::table).values(row).execute(tx)?;
    Ok(())
}

/// Adds something that happened.
///
/// # Errors
/// When the database does not answer.
pub fn insert_event(tx: &mut Conn, row: &EventRow) -> Result<(), Error> {
    diesel::insert_into(grant_events::table).values(row).execute(tx)?;
    Ok(())
}

/// What some grants give, by days.
///
/// # Errors
/// When the database does not answer, or a grant gives nothing.
pub fn contents(conn: &mut Conn, of: &[GrantId]) -> Result<HashMap<GrantId, Contents>, Error> {
    let rows = grant_steps::table.filter(grant_steps::grant_id.eq_any(of)).select(StepRow::as_select());
    let rows: Vec<StepRow> = rows.order((grant_steps::recorded_at, grant_steps::id)).load(conn)?;
    let mut all: HashMap<GrantId, Contents> = HashMap::with_capacity(of.len());
    for row in rows {
        let step = row.step()?;
        let given = match all.remove(&row.grant_id) {
            Some(contents) => contents.amended(step),
            None => Contents::granted(step),
        };
        all.insert(row.grant_id, given);
    }
    Ok(all)
}

/// What a grant gives, by days.
///
/// # Errors
/// As `contents`.
pub fn contents_of(conn: &mut Conn, grant: GrantId) -> Result<Contents, Error> {
    let found = contents(conn, &[grant])?.remove(&grant);
    found.ok_or_else(|| Error::Internal(format!("the grant {grant} gives nothing")))
}

/// What happened to some grants, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn events(conn: &mut Conn, of: &[GrantId]) -> Result<Vec<EventRow>, Error> {
    let rows = grant_events::table.filter(grant_events::grant_id.eq_any(of)).select(EventRow::as_select());
    Ok(rows.order((grant_events::recorded_at, grant_events::id)).load(conn)?)
}

/// The suspensions of some grants, the oldest first: each up to its own last day, or to the day before service began again.
///
/// # Errors
/// When the database does not answer.
pub fn suspensions(conn: &mut Conn, of: &[GrantId]) -> Result<Vec<Suspension>, Error> {
    let mut all: Vec<Suspension> = Vec::new();
    for EventRow { grant_id, decision_id, kind, effective_from: from, effective_to: to, .. } in events(conn, of)? {
        match kind.0 {
            Event::Suspended => {
                all.push(Suspension { grant: grant_id, decision: decision_id, days: Interval { from, to } });
            }
            Event::Resumed => {
                if let Some(last) = all.iter_mut().rev().find(|other| other.grant == grant_id) {
                    last.days = last.days.until_resumed(from);
                }
            }
            Event::Contracted | Event::Started | Event::Amended | Event::Ended => {}
        }
    }
    Ok(all)
}

/// The minutes posted on each of some grants, by month.
///
/// # Errors
/// When the database does not answer, or a month is none.
pub fn used_of(conn: &mut Conn, of: &[GrantId]) -> Result<HashMap<GrantId, Vec<(Month, Minutes)>>, Error> {
    let rows = month_totals::table.filter(month_totals::grant_id.eq_any(of));
    by_grant(rows.select((month_totals::grant_id, month_totals::month, month_totals::minutes)).load(conn)?)
}

/// The minutes posted on each grant of a programme, by month.
///
/// # Errors
/// As `used_of`.
pub fn used_in(conn: &mut Conn, programme: ProgrammeId) -> Result<HashMap<GrantId, Vec<(Month, Minutes)>>, Error> {
    let rows = month_totals::table.inner_join(grants::table).filter(grants::programme_id.eq(programme));
    by_grant(rows.select((month_totals::grant_id, month_totals::month, month_totals::minutes)).load(conn)?)
}

fn by_grant(rows: Vec<(GrantId, String, i32)>) -> Result<HashMap<GrantId, Vec<(Month, Minutes)>>, Error> {
    let mut all: HashMap<GrantId, Vec<(Month, Minutes)>> = HashMap::new();
    for (grant, text, minutes) in rows {
        all.entry(grant).or_default().push((month(&text)?, Minutes(minutes)));
    }
    Ok(all)
}

/// A month as it is kept.
fn month(text: &str) -> Result<Month, Error> {
    let known = text.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    known.ok_or_else(|| Error::Internal(format!("{text} is no month")))
}

/// The days on which support was given under a grant from a day on, each once, in order. What was taken back was not given.
///
/// # Errors
/// When the database does not answer.
pub fn worked(conn: &mut Conn, grant: GrantId, from: NaiveDate) -> Result<Vec<NaiveDate>, Error> {
    let mut days: Vec<NaiveDate> = given(conn, grant, from)?.into_iter().map(|given| given.day).collect();
    days.dedup();
    Ok(days)
}

/// The support that was given under a grant from a day on, by day and area, in the order of the days. What was taken back was not
/// given.
///
/// # Errors
/// When the database does not answer.
pub fn given(conn: &mut Conn, grant: GrantId, from: NaiveDate) -> Result<Vec<Given>, Error> {
    let parts = time_entries::table.inner_join(time_entry_parts::table).filter(time_entries::grant_id.eq(grant));
    let parts = parts.filter(time_entry_parts::day.ge(from));
    let columns = (time_entry_parts::day, time_entries::area, time_entry_parts::minutes);
    let mut sums: BTreeMap<(NaiveDate, &'static str), Given> = BTreeMap::new();
    for (day, Coded(area), minutes) in parts.select(columns).load::<(NaiveDate, AreaCode, i32)>(conn)? {
        let sum = sums.entry((day, area.code())).or_insert(Given { day, area, minutes: Minutes(0) });
        sum.minutes.0 += minutes;
    }
    Ok(sums.into_values().filter(|given| given.minutes > Minutes(0)).collect())
}
