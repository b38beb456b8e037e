//! The rows of deaths and of those taken back, and whether a person lives.

use aplp_domain::death;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Row, address_on, update};
use crate::caller::Caller;
use crate::codes::DeathSourceCode;
use crate::db::schema::{death_retractions, deaths};
use crate::db::{Conn, Id, journal};
use crate::error::Error;
use crate::kept_sealed;
use crate::register::persons::{PersonId, object};

/// The id of a record of a death.
pub type DeathId = Id<DeathRow>;
/// The id of a death taken back.
pub type DeathRetractionId = Id<RetractionRow>;

kept_sealed! {
    /// A death as it was told.
    pub struct DeathRow from deaths as StoredDeath with DeathSecret {
        id: DeathId,
        person_id: PersonId,
        died_on: NaiveDate,
        source: DeathSourceCode,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        document_reference: String,
    }
}

kept_sealed! {
    /// A death taken back as a mistake.
    pub struct RetractionRow from death_retractions as StoredRetraction with RetractionSecret {
        id: DeathRetractionId,
        death_id: DeathId,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        reason: String,
    }
}

/// The deaths that were not taken back.
#[diesel::dsl::auto_type(type_case = "PascalCase")]
fn standing() -> _ {
    let taken_back = death_retractions::table.filter(death_retractions::death_id.eq(deaths::id));
    deaths::table.filter(not(exists(taken_back)))
}

/// The persons who have died.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn dead() -> _ {
    let standing: Standing = standing();
    standing.select(deaths::person_id)
}

/// The day on which a person died, whoever asks; none while they live as far as anybody told.
///
/// # Errors
/// When the database does not answer.
pub fn died_on(conn: &mut Conn, person: PersonId) -> Result<Option<NaiveDate>, Error> {
    conn.beyond_sight(|conn| {
        let theirs = standing().filter(deaths::person_id.eq(person)).select(deaths::died_on);
        Ok(theirs.first(conn).optional()?)
    })
}

/// Everything that was told of a person's death, the latest first, with what took it back.
///
/// # Errors
/// When the database does not answer.
pub fn all(conn: &mut Conn, person: PersonId) -> Result<Vec<(DeathRow, Option<RetractionRow>)>, Error> {
    let rows = deaths::table.left_join(death_retractions::table).filter(deaths::person_id.eq(person));
    let rows = rows.order((deaths::recorded_at.desc(), deaths::id.desc()));
    Ok(rows.select((DeathRow::as_select(), Option::<RetractionRow>::as_select())).load(conn)?)
}

/// One record of a person's death.
///
/// # Errors
/// `NotFound`.
pub fn find(conn: &mut Conn, person: PersonId, id: DeathId) -> Result<(DeathRow, Option<RetractionRow>), Error> {
    all(conn, person)?.into_iter().find(|(row, _)| row.id == id).ok_or(Error::NotFound)
}

/// Adds a death.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &DeathRow) -> Result<(), Error> {
    diesel::insert_into(deaths::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Takes a death back.
///
/// # Errors
/// When the database does not answer.
pub fn retract(tx: &mut Conn, row: &RetractionRow) -> Result<(), Error> {
    diesel::insert_into(death_retractions::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// The next version of a person whose death was told or taken back; their details stay.
///
/// # Errors
/// When the database does not answer.
pub fn changed(tx: &mut Conn, who: &Caller, person: &Row, action: &str) -> Result<(), Error> {
    let lives = address_on(tx, person.id, who.today())?;
    let details = person.clone().into_details(lives.as_ref());
    journal::keep(tx, who, object(person), &details)?;
    let changed = Row { version: person.version + 1, updated_at: who.at.naive_utc(), ..person.clone() };
    update(tx, person, &changed)?;
    journal::record(tx, who, action, object(&changed))
}

/// Sees to it that nothing is done today for a person who has died.
///
/// # Errors
/// `PersonDied`.
pub fn lives_today(conn: &mut Conn, person: PersonId, who: &Caller) -> Result<(), Error> {
    Ok(death::lives_on(died_on(conn, person)?, who.today())?)
}
