//! The money that a grant holds of its programme: put aside, spent, and given back.

use aplp_domain::funding::{self, Held, Service};
use aplp_domain::grant::Contents;
use aplp_domain::hours::Month;
use aplp_domain::quantity::{Cents, Minutes};
use aplp_domain::refusal::Refusal;
use chrono::{Datelike, NaiveDate};

use super::store::{self, Row, course};
use crate::db::Conn;
use crate::error::Error;
use crate::register::persons::PersonId;
use crate::register::programmes::{self, ProgrammeId};

/// What a grant holds, month by month.
///
/// # Errors
/// When nothing says how long a month is kept open.
pub fn held(grant: &Row, contents: &Contents, used: &[(Month, Minutes)], today: NaiveDate) -> Result<Vec<Held>, Error> {
    let service = Service {
        contents,
        term_from: grant.term_from,
        last_day: grant.last_day,
        hour_rate: grant.hour_rate_cents.map(Cents),
        used,
    };
    Ok(funding::held(&service, today)?)
}

/// Brings what a grant holds up to date, and takes the difference from its programme, which was claimed, or gives it back. The
/// row is changed and not written.
///
/// # Errors
/// `FundingExhausted` when the programme has not got what is missing.
pub fn settle(tx: &mut Conn, grant: &mut Row, today: NaiveDate) -> Result<(), Error> {
    let contents = course::contents_of(tx, grant.id)?;
    let used = course::used(tx, grant.id)?;
    let months = held(grant, &contents, &used, today)?;
    let Cents(cents) = months.iter().map(|month| month.spent + month.committed).sum();
    grant.settles_on = funding::settles_next(&months);
    let more = cents - grant.committed_cents;
    if more > 0 && !funding::affords(&programmes::store::balance(tx, grant.programme_id)?.value(), Cents(more)) {
        return Err(Refusal::FundingExhausted.into());
    }
    programmes::store::take(tx, grant.programme_id, 0, more)?;
    grant.committed_cents = cents;
    Ok(())
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
