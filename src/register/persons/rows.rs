//! A person and a personal code as rows: what stands open in the tables, and what is sealed.

use aplp_domain::personal_code::{CodeForm, PersonalCode};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::addresses::store::AddressRow;
use super::wire::PersonDetails;
use super::{PersonId, PersonalCodeId};
use crate::caller::{Caller, Sight};
use crate::db::schema::{personal_codes, persons};
use crate::db::seal::{self, Cell, Fault};
use crate::error::Error;
use crate::http::access::may;
use crate::register::names::{RULES, sort_key};
use crate::{kept_sealed, opened_on_the_way};

kept_sealed! {
    /// A person.
    pub struct Row from persons as Stored with Secret {
        id: PersonId,
        given_name: String,
        family_name: String,
        sort_key: Vec<u8>,
        name_rules: String,
        born_on_index: Option<Vec<u8>>,
        phone_index: Option<Vec<u8>>,
        version: i32,
        created_at: NaiveDateTime,
        updated_at: NaiveDateTime,
        ;
        born_on: Option<NaiveDate>,
        born_on_source: Option<String>,
        phone: Option<String>,
        email: Option<String>,
        communication: Option<String>,
    }
}

/// A personal code that a person has or has had.
#[derive(Clone)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct CodeRow {
    pub id: PersonalCodeId,
    pub person_id: PersonId,
    pub code: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub recorded_at: NaiveDateTime,
}

/// A code as stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = personal_codes)]
pub struct StoredCode {
    id: PersonalCodeId,
    person_id: PersonId,
    code_index: Vec<u8>,
    sealed: Vec<u8>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    recorded_at: NaiveDateTime,
}

opened_on_the_way!(CodeRow from StoredCode);

/// What the index of codes is called.
const CODE: &str = "personal_codes.code";

/// What the index of days of birth is called.
const BORN_ON: &str = "persons.born_on";
/// What the index of telephones is called.
const PHONE: &str = "persons.phone";

/// The keyed digest by which those are found who were born on a day.
pub(crate) fn born_on_index(born_on: NaiveDate) -> Result<Vec<u8>, Fault> {
    seal::index(BORN_ON, &born_on.to_string())
}

/// The keyed digest by which those are found who have a telephone; none where there is no digit in it.
pub(crate) fn phone_index(phone: &str) -> Option<Result<Vec<u8>, Fault>> {
    phone_digits(phone).map(|digits| seal::index(PHONE, &digits))
}

/// The digits of a telephone by which it is told from others: those of a Latvian one without the code of the country.
pub(super) fn phone_digits(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let abroad = digits.strip_prefix("00").unwrap_or(&digits);
    let latvian = abroad.strip_prefix("371").filter(|rest| rest.len() == 8);
    Some(latvian.unwrap_or(abroad).to_owned()).filter(|digits| !digits.is_empty())
}

/// The keyed digest by which a code is found.
pub(super) fn code_index(code: &PersonalCode) -> Result<Vec<u8>, Fault> {
    seal::index(CODE, code.digits())
}

impl CodeRow {
    /// The row as it is stored.
    pub(super) fn stored(&self) -> Result<StoredCode, Fault> {
        let Self { id, person_id, code, valid_from, valid_to, recorded_at } = self.clone();
        let cell = Cell::new("personal_codes", id.uuid());
        let code_index = seal::index(CODE, &code)?;
        let sealed = seal::seal(cell, &code)?;
        Ok(StoredCode { id, person_id, code_index, sealed, valid_from, valid_to, recorded_at })
    }
}

impl TryFrom<StoredCode> for CodeRow {
    type Error = Fault;

    fn try_from(stored: StoredCode) -> Result<Self, Fault> {
        let StoredCode { id, person_id, code_index: _, sealed, valid_from, valid_to, recorded_at } = stored;
        let code = seal::open(Cell::new("personal_codes", id.uuid()), &sealed)?;
        Ok(Self { id, person_id, code, valid_from, valid_to, recorded_at })
    }
}

impl Row {
    /// The changeable part, with where the person lives.
    #[must_use]
    pub fn into_details(self, lives: Option<&AddressRow>) -> PersonDetails {
        let Self { given_name, family_name, born_on, born_on_source, phone, email, communication, .. } = self;
        let (address, municipality) =
            lives.map(|row| (row.address.clone(), row.municipality.clone())).unwrap_or_default();
        PersonDetails {
            given_name,
            family_name,
            born_on,
            born_on_source,
            address,
            municipality,
            phone,
            email,
            communication,
        }
    }

    /// A row out of its changeable part; where the person lives has rows of its own.
    ///
    /// # Errors
    /// As `sort_key`.
    pub fn new(
        id: PersonId,
        details: PersonDetails,
        version: i32,
        created_at: NaiveDateTime,
        now: NaiveDateTime,
    ) -> Result<Self, Error> {
        let PersonDetails {
            given_name,
            family_name,
            born_on,
            born_on_source,
            address: _,
            municipality: _,
            phone,
            email,
            communication,
        } = details;
        Ok(Self {
            sort_key: sort_key(&family_name, &given_name)?,
            name_rules: RULES.to_owned(),
            born_on_index: born_on.map(born_on_index).transpose()?,
            phone_index: phone.as_deref().and_then(phone_index).transpose()?,
            id,
            given_name,
            family_name,
            born_on,
            born_on_source,
            phone,
            email,
            communication,
            version,
            created_at,
            updated_at: now,
        })
    }
}

impl CodeRow {
    /// Which form the code has; by construction only codes that were parsed are stored.
    #[must_use]
    pub fn form(&self) -> CodeForm {
        PersonalCode::parse(&self.code).map_or(CodeForm::New, |code| code.form())
    }

    /// The code for this caller: whole only for those who may see it and for the person.
    #[must_use]
    pub fn shown_to(&self, who: &Caller) -> String {
        let Ok(code) = PersonalCode::parse(&self.code) else { return String::new() };
        let own = who.sight() == Sight::Own(self.person_id.uuid());
        if own || may(who, "persons:pii") { code.hyphenated() } else { code.masked().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+371 20000000", Some("20000000"))]
    #[case("20000000", Some("20000000"))]
    #[case("(00371) 2000-0000", Some("20000000"))]
    #[case("371 6744 2828", Some("67442828"))]
    // Nine digits are no Latvian telephone.
    #[case("+371 200000001", Some("371200000001"))]
    #[case("+370 5 2000000", Some("37052000000"))]
    #[case("00370 52000000", Some("37052000000"))]
    #[case("( - ) - -", None)]
    fn a_telephone_is_its_digits(#[case] phone: &str, #[case] digits: Option<&str>) {
        assert_eq!(phone_digits(phone).as_deref(), digits);
    }
}
