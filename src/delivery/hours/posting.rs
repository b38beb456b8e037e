//! How the ledger grows: an entry held against the rules, or a row that takes one back.

use aplp_domain::death::lives_on;
use aplp_domain::grant::Contents;
use aplp_domain::hours::{EntryState, PostingFacts, may_reverse, post};
use aplp_domain::quantity::Minutes;
use aplp_domain::refusal::Refusal;

use super::TimeEntryId;
use super::store::{self, MonthRow, PartRow, Row, standing};
use super::wire::{MonthUse, PostedTimeEntry, ReversalInput, TimeEntry, TimeEntryInput};
use crate::caller::{Caller, Role};
use crate::db::journal::{self, Object};
use crate::db::{Conn, Scope, claim};
use crate::delivery::agreements::store as agreements;
use crate::delivery::grants::store as grants;
use crate::delivery::month::CalendarMonth;
use crate::error::Error;
use crate::http::access::forbidden;
use crate::http::rights::{self, Right};
use crate::http::seen::Seen;
use crate::intake::grants as given;
use crate::intake::grants::GrantId;
use crate::intake::grants::store::beside::{self, Beside};
use crate::intake::grants::store::{Row as GrantRow, course};
use crate::register::persons::store::deaths;
use crate::register::programmes::store as programmes;
use crate::register::support_persons::store as support_persons;

/// Posts support that the caller gave under a grant, as far as the rules let it count.
pub(super) fn posted(
    tx: &mut Conn,
    who: &Caller,
    grant: GrantId,
    seen: &Seen,
    id: TimeEntryId,
    new: TimeEntryInput,
) -> Result<PostedTimeEntry, Error> {
    let supporter = who.support_person_id().ok_or_else(|| forbidden(who, rights::PostHours::CODE))?;
    let grant = grants::claimed_by_supporter(tx, grant, who)?;
    seen.is(grant.version)?;
    let supporter = support_persons::claimed(tx, supporter)?;
    // Of the own agreements the one that was the last to begin before the entry did: who was replaced may still post late.
    let own: Vec<_> = agreements::signed(tx, grant.id)?;
    let own: Vec<_> = own.into_iter().filter(|(row, _)| row.support_person_id == supporter.id).collect();
    let begun = own.iter().rposition(|(_, in_force)| in_force.from <= new.started_at).unwrap_or_default();
    let agreement = own.get(begun);
    let programme = programmes::find(tx, grant.programme_id)?;
    let (from, to) = (new.started_at.naive_utc(), new.ended_at.naive_utc());
    let totals = store::totals(tx, grant.id)?;
    let contents = course::contents_of(tx, grant.id)?;
    let beside = beside::others_of(tx, &grant)?;
    let suspensions: Vec<_> = course::suspensions(tx, &[grant.id])?.into_iter().map(|pause| pause.days).collect();
    let facts = PostingFacts {
        state: grant.state.0,
        term_from: grant.term_from,
        term_to: grant.last_day,
        contents: &contents,
        signed_at: agreement.map(|(_, in_force)| in_force.from),
        replaced_at: agreement.and_then(|(_, in_force)| in_force.until),
        support_person: supporter.employment(),
        programme_from: programme.starts_on,
        programme_to: programme.ends_on,
        suspensions: &suspensions,
        used: &totals.iter().filter_map(MonthRow::value).collect::<Vec<_>>(),
        beside: &beside.iter().map(Beside::service).collect::<Vec<_>>(),
        overlaps_person: standing::overlaps_person(tx, grant.person_id, from, to)?,
        overlaps_support_person: standing::overlaps_support_person(tx, supporter.id, from, to)?,
    };
    let parts = post(&facts, &new.entry(), who.at)?;
    let died_on = deaths::died_on(tx, grant.person_id)?;
    parts.iter().try_for_each(|part| lives_on(died_on, part.day))?;
    let parts: Vec<PartRow> = parts.into_iter().map(|part| PartRow::of(id, part)).collect();
    let TimeEntryInput { area, component, mode, place_kind, note, travel_minutes, .. } = new;
    let row = Row {
        id,
        grant_id: grant.id,
        // Without an agreement the rules have said no already.
        agreement_id: agreement.ok_or(Refusal::BeforeSignature)?.0.id,
        person_id: grant.person_id,
        support_person_id: supporter.id,
        started_at: from,
        ended_at: to,
        minutes: parts.iter().map(|part| part.minutes).sum(),
        travel_minutes,
        area,
        component,
        mode,
        place_kind,
        note,
        reverses_id: None,
        reason: None,
        posted_by: who.official(),
        posted_at: who.at.naive_utc(),
    };
    kept(tx, who, (grant, &contents, &beside), row, &parts, "hours_posted")
}

/// Takes an entry back by a second row with the same times and negative minutes; the entry itself stays as it is.
pub(super) fn reversed(
    tx: &mut Conn,
    who: &Caller,
    id: TimeEntryId,
    seen: &Seen,
    new: ReversalInput,
) -> Result<PostedTimeEntry, Error> {
    // A support person takes back the own entries only, and also after somebody else has taken over.
    let entry = match who.support_person_id() {
        Some(own) if !who.is(Role::Coordinator) => store::own(tx, id, own, who.today())?,
        _ => store::find(tx, id, who)?,
    };
    let grant = grants::claimed_by_supporter(tx, entry.grant_id, who)?;
    support_persons::claimed(tx, entry.support_person_id)?;
    may_reverse(match entry.reverses_id {
        Some(_) => EntryState::Reversal,
        None if store::reversals(tx, &[id])?.is_empty() => EntryState::Posted,
        None => EntryState::Reversed,
    })?;
    let reversal = TimeEntryId::in_order();
    seen.is(1)?;
    let parts = store::parts(tx, &[id])?;
    let parts: Vec<PartRow> =
        parts.into_iter().map(|part| PartRow { entry_id: reversal, minutes: -part.minutes, ..part }).collect();
    let row = Row {
        id: reversal,
        minutes: -entry.minutes,
        travel_minutes: -entry.travel_minutes,
        note: None,
        reverses_id: Some(id),
        reason: Some(new.reason),
        posted_by: who.official(),
        posted_at: who.at.naive_utc(),
        ..entry
    };
    let contents = course::contents_of(tx, grant.id)?;
    let others = beside::others_of(tx, &grant)?;
    kept(tx, who, (grant, &contents, &others), row, &parts, "hours_reversed")
}

/// Writes a row with its parts, its months and its trace. Where a month was settled already, its money is taken anew, from what
/// other months have given back by now.
fn kept(
    tx: &mut Conn,
    who: &Caller,
    (grant, contents, others): (GrantRow, &Contents, &[Beside]),
    row: Row,
    parts: &[PartRow],
    action: &str,
) -> Result<PostedTimeEntry, Error> {
    let volume = |month: CalendarMonth| contents.volume_in(month.0).0;
    let takes_anew = given::money::takes_anew(&grant, parts.iter().map(|part| part.day), who.today())?;
    if takes_anew {
        claim(tx, &Scope::Programme(grant.programme_id.uuid()))?;
        given::expiry::catch_up(tx, who, grant.programme_id)?;
    }
    store::insert(tx, &row, parts, |month| month.parse().map_or(0, volume))?;
    if takes_anew {
        let mut grant = given::store::find(tx, grant.id)?;
        given::money::settle(tx, &mut grant, who.today())?;
        given::store::settle(tx, &grant)?;
    }
    let person = Some(row.person_id.uuid());
    journal::record(tx, who, action, Object { kind: "time_entry", id: row.id.uuid(), version: 1, person })?;
    let mut touched: Vec<CalendarMonth> = parts.iter().map(|part| CalendarMonth::of(part.day)).collect();
    touched.dedup();
    let used: Vec<_> = store::totals(tx, grant.id)?.iter().filter_map(MonthRow::value).collect();
    let own = beside::service(&grant, contents, &used);
    let others: Vec<_> = others.iter().map(Beside::service).collect();
    let months = touched.into_iter().map(|month| MonthUse::of(month, &own, &others)).collect();
    Ok(PostedTimeEntry { entry: TimeEntry::of(row, parts, &[], who), months })
}

impl MonthRow {
    /// The month and its minutes as the rules see them.
    pub(crate) fn value(&self) -> Option<(aplp_domain::hours::Month, Minutes)> {
        Some((self.month.parse::<CalendarMonth>().ok()?.0, Minutes(self.minutes)))
    }
}

impl PartRow {
    fn of(entry_id: TimeEntryId, part: aplp_domain::hours::Part) -> Self {
        Self { entry_id, day: part.day, month: CalendarMonth(part.month).to_string(), minutes: part.minutes.0 }
    }
}
