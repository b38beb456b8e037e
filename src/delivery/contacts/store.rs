//! When somebody was last in contact with a person, and when somebody tried in vain since.

use aplp_domain::agreement::Party;
use aplp_domain::hours::is_contact;
use aplp_domain::remedy::Channel;
use aplp_domain::riga::riga_day;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::max;
use diesel::prelude::*;

use crate::codes::{ComponentCode, ModeCode};
use crate::db::schema::{
    agreements, applications, assessments, contact_attempts, contests, decisions, incidents, notifications, signatures,
    time_entries,
};
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::intake::grants::GrantId;
use crate::intake::grants::store::Row as Grant;

/// How many of the newest entries of hours are looked through for one that was a contact.
const ENTRIES_MAX: i64 = 1_000;

/// The day of the last contact in both directions: a successful attempt; support in person, by telephone or by video; or anything
/// else that the person took part in: a signature, a decision that was handed over, an assessment, a contest, an incident. The
/// first day of the service when there was none.
///
/// # Errors
/// When the database does not answer.
pub fn last_contact(conn: &mut Conn, grant: &Grant) -> Result<NaiveDate, Error> {
    let reached = contact_attempts::table.filter(contact_attempts::grant_id.eq(grant.id));
    let reached = reached.filter(contact_attempts::reached.eq(true));
    let reached: Option<NaiveDate> = reached.select(max(contact_attempts::attempted_on)).first(conn)?;
    let taken_back = diesel::alias!(time_entries as taken_back);
    let own = time_entries::table.filter(time_entries::grant_id.eq(grant.id)).filter(time_entries::minutes.gt(0));
    let standing = own.filter(diesel::dsl::not(diesel::dsl::exists(
        taken_back.filter(taken_back.field(time_entries::reverses_id).eq(time_entries::id.nullable())),
    )));
    let entries: Vec<(NaiveDateTime, ModeCode, ComponentCode)> = standing
        .order(time_entries::ended_at.desc())
        .limit(ENTRIES_MAX)
        .select((time_entries::ended_at, time_entries::mode, time_entries::component))
        .load(conn)?;
    let met = entries.iter().find(|(_, mode, component)| is_contact(mode.0, component.0));
    let met = met.map(|(ended_at, ..)| riga_day(ended_at.and_utc()));
    let took_part = took_part(conn, grant)?;
    Ok([reached, met].into_iter().chain(took_part).flatten().fold(grant.term_from, NaiveDate::max))
}

/// The days on which the person last took part in each thing that nobody does without them.
fn took_part(conn: &mut Conn, grant: &Grant) -> Result<[Option<NaiveDate>; 5], Error> {
    let person = grant.person_id;
    let of_grant = agreements::table.filter(agreements::grant_id.eq(grant.id)).select(agreements::id);
    let signed = signatures::table.filter(signatures::agreement_id.eq_any(of_grant));
    let signed = signed.filter(signatures::party.eq(Coded(Party::Person))).select(max(signatures::signed_at));
    let signed: Option<NaiveDateTime> = signed.first(conn)?;
    let decided = decisions::table.filter(decisions::person_id.eq(person)).select(decisions::id);
    let handed = notifications::table.filter(notifications::decision_id.eq_any(decided));
    let handed = handed.filter(notifications::channel.eq(Coded(Channel::InPerson)));
    let applied = applications::table.filter(applications::person_id.eq(person)).select(applications::id);
    let assessed = assessments::table.filter(assessments::application_id.eq_any(applied));
    let contested = contests::table.filter(contests::person_id.eq(person));
    let happened = incidents::table.filter(incidents::grant_id.eq(grant.id));
    Ok([
        signed.map(|at| riga_day(at.and_utc())),
        handed.select(max(notifications::sent_on)).first(conn)?,
        assessed.select(max(assessments::assessed_on)).first(conn)?,
        contested.select(max(contests::submitted_on)).first(conn)?,
        happened.select(max(incidents::happened_on)).first(conn)?,
    ])
}

/// The days after one on which somebody tried to reach the person in vain, in order.
///
/// # Errors
/// When the database does not answer.
pub fn in_vain_after(conn: &mut Conn, grant: GrantId, after: NaiveDate) -> Result<Vec<NaiveDate>, Error> {
    let tried = contact_attempts::table.filter(contact_attempts::grant_id.eq(grant));
    let tried = tried.filter(contact_attempts::reached.eq(false)).filter(contact_attempts::attempted_on.gt(after));
    let days = tried.select(contact_attempts::attempted_on).distinct();
    Ok(days.order(contact_attempts::attempted_on).load(conn)?)
}
