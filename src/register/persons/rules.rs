//! What must fit together in what is sent about a person: code, day of birth, territory.

use aplp_domain::code::Code;
use aplp_domain::dates::has_come;
use aplp_domain::personal_code::PersonalCode;
use chrono::NaiveDate;
use uuid::Uuid;

use super::addresses::stands;
use super::store::{self, CodeRow};
use super::wire::{OnDuplicate, PersonDetails, PersonInput};
use super::{PersonId, PersonalCodeId};
use crate::caller::{Caller, Sight};
use crate::db::Conn;
use crate::db::journal::{self, Object};
use crate::error::{Error, Fault};
use crate::http::{Answer, problem};

/// The code in what was sent, as far as it can be one.
pub(super) fn parsed(code: &str) -> Result<PersonalCode, Error> {
    PersonalCode::parse(code).map_err(|fault| Error::Invalid(vec![Fault::at("#/personal_code", fault.code())]))
}

/// What was sent about a new person, with the day of birth that a legacy code tells.
pub(super) fn checked(new: PersonInput, who: &Caller) -> Result<(PersonDetails, Option<PersonalCode>), Error> {
    let PersonInput {
        given_name,
        family_name,
        personal_code,
        born_on,
        born_on_source,
        address,
        municipality,
        phone,
        email,
        communication,
        on_duplicate: _,
    } = new;
    let code = personal_code.as_deref().map(parsed).transpose()?;
    let details = PersonDetails {
        given_name,
        family_name,
        born_on,
        born_on_source,
        address,
        municipality,
        phone,
        email,
        communication,
    };
    let details = with_birth(details, code.as_ref())?;
    has_come("born_on", details.born_on, who.today())?;
    placed(&details, who)?;
    Ok((details, code))
}

/// Fills in the day of birth from a legacy code, and never against it.
pub(super) fn with_birth(mut details: PersonDetails, code: Option<&PersonalCode>) -> Result<PersonDetails, Error> {
    let told = code.and_then(PersonalCode::born_on);
    match (details.born_on, told) {
        (Some(born_on), Some(_)) => {
            if let Some(code) = code {
                same_birth(code, born_on)?;
            }
        }
        (None, Some(told)) => details.born_on = Some(told),
        (_, None) => {}
    }
    if details.born_on.is_some() && details.born_on_source.is_none() {
        let source = told.map(|_| "personal_code".to_owned());
        details.born_on_source = Some(source.ok_or_else(|| Error::invalid("#/born_on_source", "required"))?);
    }
    if details.born_on.is_none() {
        details.born_on_source = None;
    }
    Ok(details)
}

/// A legacy code and a day of birth say the same.
pub(super) fn same_birth(code: &PersonalCode, born_on: NaiveDate) -> Result<(), Error> {
    match code.born_on() {
        Some(told) if told != born_on => Err(Error::Asked("born_on_differs_from_code")),
        _ => Ok(()),
    }
}

/// The municipality exists today and, for a municipality's own officer, is theirs; whoever sees nobody registers nobody.
fn placed(details: &PersonDetails, who: &Caller) -> Result<(), Error> {
    stands(details.municipality.as_deref(), who.today())?;
    let theirs = match who.sight() {
        Sight::All => true,
        Sight::Territory(own, _) => details.municipality.as_deref().is_some_and(|atvk| own.contains(&atvk)),
        Sight::Caseload(..) | Sight::Own(_) | Sight::Brokered(..) | Sight::Nobody => false,
    };
    if theirs { Ok(()) } else { Err(Error::Asked("outside_own_territory")) }
}

/// The answer to a code that is in the register already; none when nobody has had it.
///
/// A code belongs to one person only, so no answer can hide that it was not recorded. Whoever may see its person is told why.
/// Anybody else is told only that it cannot be recorded here, not that there is such a person. Since either tells that somebody
/// has the code, the attempt is journalled in that person's case, which is why this is an answer and no error: an error would
/// undo the row.
pub(super) fn taken(tx: &mut Conn, who: &Caller, code: &PersonalCode) -> Result<Option<Answer>, Error> {
    let Some(known) = store::code_known(tx, code)? else { return Ok(None) };
    let why = match store::find(tx, known.person_id, who) {
        Ok(_) => "personal_code_in_use",
        Err(Error::NotFound) => "personal_code_refused",
        Err(fault) => return Err(fault),
    };
    let (id, person) = (known.id.uuid(), Some(known.person_id.uuid()));
    journal::record(tx, who, "personal_code_tried", Object { kind: "personal_code", id, version: 1, person })?;
    Ok(Some(problem::answer(&Error::Conflict(why), who)))
}

/// The answer to a new person who is like some in the register, where these stand in the way. That the caller is told of them is
/// journalled in their cases either way.
pub(super) fn like_others(
    tx: &mut Conn,
    who: &Caller,
    others: &[PersonId],
    on_duplicate: OnDuplicate,
) -> Result<Option<Answer>, Error> {
    if others.is_empty() {
        return Ok(None);
    }
    let others: Vec<Uuid> = others.iter().map(|id| id.uuid()).collect();
    let object = Object { kind: "person", id: Uuid::nil(), version: 0, person: None };
    journal::add(tx, journal::Row::of(who, "duplicate_found", object).about(&others))?;
    match on_duplicate {
        OnDuplicate::Warn => Ok(None),
        OnDuplicate::Refuse => Ok(Some(problem::answer(&Error::Duplicate(others), who))),
    }
}

/// Records a code that nobody has had before, which `taken` has found out. None of a first code: nobody asked since when it holds, only that it does.
pub(super) fn keep_code(
    tx: &mut Conn,
    who: &Caller,
    person_id: PersonId,
    code: &PersonalCode,
    valid_from: Option<NaiveDate>,
) -> Result<CodeRow, Error> {
    let code = code.digits().to_owned();
    let id = PersonalCodeId::random();
    let row = CodeRow { id, person_id, code, valid_from, valid_to: None, recorded_at: who.at.naive_utc() };
    store::insert_code(tx, &row)?;
    Ok(row)
}
