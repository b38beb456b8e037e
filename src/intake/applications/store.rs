//! The rows of applications.

pub mod completions;
pub mod records;
mod standing;

use aplp_domain::application::{State, Stated};
use aplp_domain::code::Code;
use aplp_domain::terms::DeadlineState;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;

use self::completions::CompletionRequestRow;
use super::ApplicationId;
use crate::caller::Caller;
use crate::codes::{ApplicationStateCode, ChannelCode, FormKindCode};
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{applications, decisions, grants, personal_codes, persons, queue_entries};
use crate::db::{Coded, Conn, MultiBackend, Scope, claim};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::kept_sealed;
use crate::register::lasting;
use crate::register::persons::PersonId;
use crate::register::persons::sight::{handed_in, theirs};

kept_sealed! {
    /// An application.
    pub struct Row from applications as Stored with Secret {
        id: ApplicationId,
        registration_number: i64,
        person_id: PersonId,
        form_kind: FormKindCode,
        channel: ChannelCode,
        submitted_on: NaiveDate,
        received_on: NaiveDate,
        submitted_by_municipality: Option<String>,
        state: ApplicationStateCode,
        decide_by: NaiveDate,
        extended_to: Option<NaiveDate>,
        decided_on: Option<NaiveDate>,
        version: i32,
        created_at: NaiveDateTime,
        updated_at: NaiveDateTime,
        missed_last_day: Option<NaiveDate>,
        missed_legal_last_day: Option<NaiveDate>,
        cure_by: Option<NaiveDate>,
        cured_on: Option<NaiveDate>,
        ;
        stated_address: Option<String>,
        stated_contact: Option<String>,
        stated_disability: Option<String>,
        assisted_by: Option<String>,
        represented_by: Option<String>,
    }
}

/// Which applications a list has.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of this person.
    pub person: Option<PersonId>,
    /// Standing in one of these ways to their last day; those without a running term stand in no way to it. In any where there is
    /// none.
    pub deadlines: Vec<DeadlineState>,
    /// Only those that are overdue by law, or only the others.
    pub overdue_in_law: Option<bool>,
    /// The day that it is.
    pub today: NaiveDate,
}

type Listed<'a> = applications::BoxedQuery<'a, MultiBackend>;

impl Row {
    /// The last day as it stands after the last extension or contest, whether or not one had passed before.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        self.extended_to.unwrap_or(self.decide_by)
    }
}

/// One application, if the caller may see the person it is of.
///
/// # Errors
/// `NotFound` for an absent application and for one of another's person alike.
pub fn find(conn: &mut Conn, id: ApplicationId, who: &Caller) -> Result<Row, Error> {
    let sight = who.sight();
    let query = applications::table.find(id).filter(theirs(applications::person_id, &sight));
    query
        .filter(handed_in(applications::id, &sight))
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// Claims the case of the application's person until the transaction ends, then reads the application.
///
/// # Errors
/// As `find`.
pub fn claimed(tx: &mut Conn, id: ApplicationId, who: &Caller) -> Result<Row, Error> {
    let before = find(tx, id, who)?;
    claim(tx, &Scope::Person(before.person_id.uuid()))?;
    find(tx, id, who)
}

/// Saves an application in the state it moves to, as a new version, with whatever else the move changes.
///
/// Whether the move is one that its state knows, the rules have said before.
///
/// # Errors
/// When the database does not answer.
pub fn move_to(
    tx: &mut Conn,
    who: &Caller,
    mut row: Row,
    to: State,
    change: impl FnOnce(&mut Row),
) -> Result<Row, Error> {
    change(&mut row);
    row.state = Coded(to);
    row.version += 1;
    row.updated_at = who.at.naive_utc();
    diesel::update(applications::table.find(row.id)).set(row.stored()?).execute(tx)?;
    Ok(row)
}

/// Adds an application.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(applications::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Whether a person has an application that is neither decided nor withdrawn.
///
/// # Errors
/// When the database does not answer.
pub fn has_open(tx: &mut Conn, person: PersonId) -> Result<bool, Error> {
    let open = applications::state.ne_all([State::Decided.code(), State::Withdrawn.code(), State::NotSubmitted.code()]);
    let mine = applications::table.filter(applications::person_id.eq(person)).filter(open);
    Ok(diesel::select(exists(mine)).get_result(tx)?)
}

/// Whether something goes on today that began with an application: its person waits for their turn, or has the service. One whose
/// last day is over does not, whether or not somebody has recorded that it ended.
///
/// # Errors
/// When the database does not answer.
pub fn goes_on(tx: &mut Conn, application: ApplicationId, today: NaiveDate) -> Result<bool, Error> {
    let on_it = || decisions::table.filter(decisions::application_id.eq(application)).select(decisions::id);
    let waits = queue_entries::table.filter(queue_entries::decision_id.eq_any(on_it()));
    let waits = waits.filter(queue_entries::state.eq_any(["waiting", "offered"]));
    let served = grants::table.filter(grants::decision_id.eq_any(on_it())).filter(lasting::on(today));
    Ok(diesel::select(exists(waits)).get_result(tx)? || diesel::select(exists(served)).get_result(tx)?)
}

/// The last day of the service that a person has today, or will have, whoever pays for it.
///
/// # Errors
/// When the database does not answer.
pub fn served_until(tx: &mut Conn, person: PersonId, today: NaiveDate) -> Result<Option<NaiveDate>, Error> {
    let live = grants::table.filter(grants::person_id.eq(person)).filter(lasting::on(today));
    Ok(live.select(diesel::dsl::max(grants::last_day)).first(tx)?)
}

/// Which of the obligatory contents each of some applications states: names and code stand in the register of persons.
///
/// # Errors
/// When the database does not answer.
pub fn stated(conn: &mut Conn, rows: &[Row]) -> Result<Vec<Stated>, Error> {
    let ids: Vec<_> = rows.iter().map(|row| row.person_id).collect();
    let named: Vec<(PersonId, String, String)> = persons::table
        .filter(persons::id.eq_any(&ids))
        .select((persons::id, persons::given_name, persons::family_name))
        .load(conn)?;
    let coded: Vec<PersonId> = personal_codes::table
        .filter(personal_codes::person_id.eq_any(&ids).and(personal_codes::valid_to.is_null()))
        .select(personal_codes::person_id)
        .load(conn)?;
    let waiting: Vec<_> = rows.iter().filter(|row| row.cure_by.is_some()).map(|row| row.id).collect();
    let requests = completions::of(conn, &waiting)?;
    let of = |row: &Row| {
        let last = requests.iter().rfind(|request| request.application_id == row.id && request.is_open());
        let name = named.iter().find(|(id, ..)| *id == row.person_id);
        Stated {
            given_name: name.is_some_and(|(_, given, _)| !given.is_empty()),
            family_name: name.is_some_and(|(.., family)| !family.is_empty()),
            personal_code: coded.contains(&row.person_id),
            address: row.stated_address.is_some(),
            contact: row.stated_contact.is_some(),
            disability: row.stated_disability.is_some(),
            defects: last.map(CompletionRequestRow::defects).unwrap_or_default(),
        }
    };
    Ok(rows.iter().map(of).collect())
}

/// A page of applications by the day they were submitted, those of one day by their registration number.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    wanted: &Wanted,
    slice: &Slice<(NaiveDate, i64)>,
) -> Result<Vec<Row>, Error> {
    let query = picked(who, wanted, &slice.filters);
    let query = in_order!(query, slice, Up, (applications::submitted_on, applications::registration_number));
    Ok(query.select(Row::as_select()).load(conn)?)
}

/// How many applications a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, wanted: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(picked(who, wanted, filters).count().get_result(conn)?)
}

/// How many applications nobody has decided although their last day has passed, of all persons.
///
/// # Errors
/// When the database does not answer.
pub fn overdue(conn: &mut Conn, today: NaiveDate) -> Result<i64, Error> {
    let late = applications::table.filter(standing::counts()).filter(standing::standing(DeadlineState::Overdue, today));
    Ok(late.count().get_result(conn)?)
}

fn picked<'a>(who: &Caller, wanted: &Wanted, filters: &Filters) -> Listed<'a> {
    let Wanted { person, deadlines, overdue_in_law, today } = wanted;
    let sight = who.sight();
    let seen = applications::table.filter(theirs(applications::person_id, &sight));
    let mut query = seen.filter(handed_in(applications::id, &sight)).into_boxed();
    if let Some(person) = person {
        query = query.filter(applications::person_id.eq(*person));
    }
    let ways = deadlines.iter().map(|state| standing::standing(*state, *today));
    if let Some(any) = ways.reduce(|any, way| Box::new(any.or(way))) {
        query = query.filter(standing::counts()).filter(any);
    }
    if let Some(overdue) = overdue_in_law {
        query = query.filter(standing::overdue_in_law(*overdue, *today));
    }
    filtered!(query, filters, applications {
        updated updated_at; days submitted_on, received_on, decided_on;
        codes state: ApplicationStateCode, channel: ChannelCode, form_kind: FormKindCode
    })
}
