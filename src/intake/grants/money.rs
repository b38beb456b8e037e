//! The money that a grant holds of its programme: put aside, spent, and given back.

use aplp_domain::funding::{self, Held};
use aplp_domain::quantity::Cents;
use aplp_domain::refusal::Refusal;
use chrono::{Datelike, NaiveDate};

use super::store::beside::{self, Beside};
use super::store::{self, Row};
use crate::db::Conn;
use crate::error::Error;
use crate::register::persons::PersonId;
use crate::register::programmes::{self, ProgrammeId};

/// What each of the services of one person under one programme held when it was settled last, in the order in which they share
/// their months.
///
/// # Errors
/// When nothing says how long a month is kept open.
pub fn held_as_settled(all: &[Beside]) -> Result<Vec<Vec<Held>>, Error> {
    held(all, |grant| funding::settled_as_of(grant.settles_on))
}

fn held(all: &[Beside], as_of: impl Fn(&Row) -> NaiveDate) -> Result<Vec<Vec<Held>>, Error> {
    let services: Vec<_> = all.iter().map(Beside::service).collect();
    let each = all.iter().zip(&services).enumerate().map(|(at, (one, service))| {
        let before = services.get(..at).unwrap_or_default();
        Ok(funding::held(service, before, as_of(&one.grant))?)
    });
    each.collect()
}

/// Brings what a grant holds up to date, with the others that its person has under the same programme, since they share months;
/// and takes the difference from the programme, which was claimed, or gives it back. The row is changed and not written; the
/// others are written.
///
/// # Errors
/// `FundingExhausted` when the programme has not got what is missing.
pub fn settle(tx: &mut Conn, grant: &mut Row, today: NaiveDate) -> Result<(), Error> {
    let mut all = beside::of_person(tx, grant.person_id, grant.programme_id)?;
    let own = all.iter_mut().find(|one| one.grant.id == grant.id);
    let own = own.ok_or_else(|| Error::Internal(format!("the grant {} gives nothing", grant.id)))?;
    let before = own.grant.committed_cents;
    own.grant = Row { committed_cents: before, ..grant.clone() };
    let held = held(&all, |_| today)?;
    let now: Vec<_> = held.iter().map(|months| (sum(months), funding::settles_next(months))).collect();
    let more = all.iter().zip(&now).map(|(one, (cents, _))| cents - one.grant.committed_cents).sum();
    if more > 0 && !funding::affords(&programmes::store::balance(tx, grant.programme_id)?.value(), Cents(more)) {
        return Err(Refusal::FundingExhausted.into());
    }
    programmes::store::take(tx, grant.programme_id, 0, more)?;
    for (Beside { grant: row, .. }, (committed_cents, settles_on)) in all.into_iter().zip(now) {
        if row.id == grant.id {
            (grant.committed_cents, grant.settles_on) = (committed_cents, settles_on);
        } else if (row.committed_cents, row.settles_on) != (committed_cents, settles_on) {
            store::settle(tx, &Row { committed_cents, settles_on, ..row })?;
        }
    }
    Ok(())
}

/// What some months hold together.
fn sum(months: &[Held]) -> i64 {
    months.iter().map(|month| month.spent.0 + month.committed.0).sum()
}

/// Whether hours on these days cost the programme something anew: their month was settled, and nothing is kept for it any more.
///
/// # Errors
/// When nothing says how long a month is kept open.
pub fn takes_anew(grant: &Row, days: impl Iterator<Item = NaiveDate>, today: NaiveDate) -> Result<bool, Error> {
    if grant.hour_rate_cents.is_none() {
        return Ok(false);
    }
    for day in days {
        if funding::is_settled((day.year(), day.month()), today)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes a place of a programme that was claimed for a person, and money. Who has a place there already needs no other.
///
/// # Errors
/// When the database does not answer or, the second wall, the programme has not got it.
pub fn take(tx: &mut Conn, person: PersonId, programme: ProgrammeId, cents: i64) -> Result<(), Error> {
    let places = i32::from(!store::holds_place(tx, person, programme)?);
    programmes::store::take(tx, programme, places, cents)
}

/// Gives money back to a programme that was claimed, and the place of a person who has nothing more there.
///
/// # Errors
/// When the database does not answer.
pub fn give_back(tx: &mut Conn, person: PersonId, programme: ProgrammeId, cents: i64) -> Result<(), Error> {
    let places = i32::from(!store::holds_place(tx, person, programme)?);
    programmes::store::take(tx, programme, -places, -cents)
}
