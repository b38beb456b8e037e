//! Granted services: each stands where what happened to it leads, holds the money that follows, and pauses on its own days.

use std::collections::HashMap;

use aplp_domain::funding::{Held, held, settled_as_of};
use aplp_domain::grant::{Contents, Event, Interval, Service, replay, volume_together};
use aplp_domain::quantity::Minutes;
use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use crate::codes::AreaCode;
use crate::db::Conn;
use crate::db::schema::{grants, month_totals, time_entries, time_entry_parts};
use crate::delivery::hours::store::{MonthRow, PartRow};
use crate::delivery::month::CalendarMonth;
use crate::error::Error;
use crate::intake::grants::GrantId;
use crate::intake::grants::store::beside::{Beside as Other, others, service};
use crate::intake::grants::store::{Row, course};

/// How many services are in memory at a time.
const PAGE: i64 = 200;
/// How many things are held of each service.
pub(super) const HELD: usize = 8;

/// What belongs to one service.
#[derive(Default)]
struct Beside {
    contents: Option<Contents>,
    happened: Vec<Event>,
    /// The last day that was named for the pause that was decided last.
    paused_to: Option<NaiveDate>,
    pauses: Vec<Interval>,
    months: Vec<MonthRow>,
    /// The other services of the person under the programme, by their first days.
    others: Vec<Other>,
    days: HashMap<(AreaCode, NaiveDate), i32>,
}

/// A sentence for each thing that does not hold of a granted service.
pub(super) fn faults(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let (mut lines, mut after) = (Vec::new(), GrantId::of(Uuid::nil()));
    loop {
        let page = grants::table.filter(grants::id.gt(after)).order(grants::id).limit(PAGE);
        let page: Vec<Row> = page.select(Row::as_select()).load(conn)?;
        let Some(last) = page.last() else { return Ok(lines) };
        after = last.id;
        let ids: Vec<GrantId> = page.iter().map(|grant| grant.id).collect();
        let mut beside = beside(conn, &ids)?;
        for (grant, others) in others(conn, &page)? {
            beside.entry(grant).or_default().others = others;
        }
        for grant in page {
            let faults = wrong(&grant, &beside.remove(&grant.id).unwrap_or_default())?;
            lines.extend(faults.into_iter().map(|fault| format!("{fault}: {}", grant.id)));
        }
    }
}

fn beside(conn: &mut Conn, of: &[GrantId]) -> Result<HashMap<GrantId, Beside>, Error> {
    let mut all: HashMap<GrantId, Beside> = HashMap::new();
    for (grant, contents) in course::contents(conn, of)? {
        all.entry(grant).or_default().contents = Some(contents);
    }
    for event in course::events(conn, of)? {
        let beside = all.entry(event.grant_id).or_default();
        beside.happened.push(event.kind.0);
        if event.kind.0 == Event::Suspended {
            beside.paused_to = event.effective_to;
        }
    }
    for pause in course::suspensions(conn, of)? {
        all.entry(pause.grant).or_default().pauses.push(pause.days);
    }
    let totals = month_totals::table.filter(month_totals::grant_id.eq_any(of));
    for total in totals.select(MonthRow::as_select()).load::<MonthRow>(conn)? {
        all.entry(total.grant_id).or_default().months.push(total);
    }
    let given = time_entry_parts::table.inner_join(time_entries::table).filter(time_entries::grant_id.eq_any(of));
    let given = given.select((time_entries::grant_id, time_entries::area, PartRow::as_select()));
    for (grant, area, part) in given.load::<(GrantId, AreaCode, PartRow)>(conn)? {
        *all.entry(grant).or_default().days.entry((area, part.day)).or_insert(0) += part.minutes;
    }
    Ok(all)
}

fn wrong(grant: &Row, beside: &Beside) -> Result<Vec<&'static str>, Error> {
    let Beside { contents, happened, paused_to, pauses, months, others, days } = beside;
    let mut faults = Vec::new();
    let state = replay(happened);
    if state != Some(grant.state.0) {
        faults.push("a service does not stand where what happened to it leads");
    }
    let pauses_now = grant.state.0 == aplp_domain::grant::State::Suspended;
    if grant.suspended_to != paused_to.filter(|_| pauses_now) {
        faults.push("a service is suspended to another day than was decided");
    }
    if !pauses_are_apart(grant, pauses) {
        faults.push("suspensions of a service overlap or leave its term");
    }
    let Some(contents) = contents else {
        faults.push("a service gives nothing");
        return Ok(faults);
    };
    if !counts_its_volume(months, contents) {
        faults.push("a month of a service counts another volume than it gives");
    }
    let used: Vec<_> = months.iter().filter_map(MonthRow::value).collect();
    let (own, others) = (service(grant, contents, &used), others.as_slice());
    if !holds_its_money(grant, &own, others)? {
        faults.push("a service holds other money than follows from it");
    }
    if !shares_its_months(&own, others) {
        faults.push("services of a person under one programme used more of a month than the greatest of them gives");
    }
    let paused = |day: NaiveDate| pauses.iter().any(|pause| pause.holds(day));
    let outside = |day: NaiveDate, area: &AreaCode| paused(day) || !contents.on(day).areas.contains(area.0);
    if days.iter().any(|((area, day), minutes)| *minutes > 0 && outside(*day, area)) {
        faults.push("support was given on a day of a suspension or in an area of another day");
    }
    Ok(faults)
}

/// Whether the pauses lie in the term, each after the one before. One that ended on the day on which it was to begin has no day.
fn pauses_are_apart(grant: &Row, pauses: &[Interval]) -> bool {
    let in_term = |pause: &Interval| grant.term_from <= pause.from && pause.to.is_none_or(|to| to <= grant.term_to);
    let mut in_order: Vec<&Interval> = pauses.iter().collect();
    in_order.sort_by_key(|pause| pause.from);
    let apart = |pair: &[&Interval]| matches!(pair, [one, other] if one.to.is_some_and(|to| to < other.from));
    pauses.iter().all(in_term) && in_order.windows(2).all(apart)
}

fn counts_its_volume(months: &[MonthRow], contents: &Contents) -> bool {
    let volume = |row: &MonthRow| row.month.parse::<CalendarMonth>().map(|month| contents.volume_in(month.0).0);
    months.iter().all(|row| volume(row) == Ok(row.volume_minutes))
}

/// A service holds what it held when it was settled last: up to the day before the next month is.
fn holds_its_money(grant: &Row, own: &Service<'_>, others: &[Other]) -> Result<bool, Error> {
    let first = |row: &Row| (row.term_from, row.id);
    let before = others.iter().filter(|other| first(&other.grant) < first(grant)).map(Other::service);
    let held = held(own, &before.collect::<Vec<_>>(), settled_as_of(grant.settles_on))?;
    let cents: i64 = held.iter().map(|Held { spent, committed, .. }| spent.0 + committed.0).sum();
    Ok(cents == grant.committed_cents)
}

/// No month was given twice over services that share it.
fn shares_its_months(own: &Service<'_>, others: &[Other]) -> bool {
    let all: Vec<_> = others.iter().map(Other::service).chain([*own]).collect();
    own.used.iter().filter(|_| !others.is_empty()).all(|(month, _)| {
        let used: Minutes = all.iter().map(|one| one.used_in(*month)).sum();
        used <= volume_together(&all, *month).max(own.contents.volume_in(*month))
    })
}
