//! A person and a personal code as rows: what stands open in the tables, and what is sealed.

use aplp_domain::personal_code::{CodeForm, PersonalCode};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::addresses::store::AddressRow;
use super::wire::PersonDetails;
use super::{PersonId, PersonalCodeId};
use crate::caller::{Caller, Sight};
use crate::db::schema::{personal_codes, persons};
use crate::db::seal::{self, Cell, Fault};
use crate::http::access::may;
use crate::{kept_sealed, opened_on_the_way};

kept_sealed! {
    /// A person.
    pub struct Row from persons as Stored with Secret {
        id: PersonId,
        given_name: String,
        family_name: String,
        name_folded: String,
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
    #[must_use]
    pub fn new(
        id: PersonId,
        details: PersonDetails,
        version: i32,
        created_at: NaiveDateTime,
        now: NaiveDateTime,
    ) -> Self {
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
        let name_folded = folded(&format!("{family_name} {given_name}"));
        Self {
            id,
            given_name,
            family_name,
            name_folded,
            born_on,
            born_on_source,
            phone,
            email,
            communication,
            version,
            created_at,
            updated_at: now,
        }
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

/// A name as it is searched: lower case, without marks, single spaces.
#[must_use]
pub fn folded(name: &str) -> String {
    let plain: String = name.nfd().filter(|c| !is_combining_mark(*c)).collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
