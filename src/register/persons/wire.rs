//! What is sent and received about persons.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::PersonId;
use super::store::{CodeRow, Known};
use crate::caller::Caller;
use crate::codes::CodeFormCode;
use crate::db::Coded;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};

/// What of a person may change.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonDetails {
    /// Given names.
    #[schema(max_length = 100)]
    pub given_name: String,
    /// Family name.
    #[schema(max_length = 100)]
    pub family_name: String,
    /// Taken from a legacy code if absent.
    pub born_on: Option<NaiveDate>,
    /// `personal_code`, a register or a document.
    #[schema(max_length = 200)]
    pub born_on_source: Option<String>,
    /// The actual address.
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// The ATVK code.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
    /// Telephone.
    #[schema(max_length = 32, pattern = r"^\+?[0-9 ()-]{5,31}$")]
    pub phone: Option<String>,
    /// E-mail.
    #[schema(max_length = 200, pattern = r"^[^\s@]{1,100}@[^\s@]{1,99}$")]
    pub email: Option<String>,
    /// How the person communicates best.
    #[schema(max_length = 500)]
    pub communication: Option<String>,
}

/// A person to register.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonInput {
    /// Given names.
    #[schema(max_length = 100)]
    pub given_name: String,
    /// Family name.
    #[schema(max_length = 100)]
    pub family_name: String,
    /// Legacy (`161175-19997`) or new (`331234-56789`); the hyphen is optional.
    #[schema(min_length = 11, max_length = 12, pattern = "^[0-9]{6}-?[0-9]{5}$")]
    pub personal_code: Option<String>,
    /// Taken from a legacy code if absent.
    pub born_on: Option<NaiveDate>,
    /// A register or a document; needed with `born_on` unless a legacy code says the same.
    #[schema(max_length = 200)]
    pub born_on_source: Option<String>,
    /// The actual address.
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// The ATVK code.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
    /// Telephone.
    #[schema(max_length = 32, pattern = r"^\+?[0-9 ()-]{5,31}$")]
    pub phone: Option<String>,
    /// E-mail.
    #[schema(max_length = 200, pattern = r"^[^\s@]{1,100}@[^\s@]{1,99}$")]
    pub email: Option<String>,
    /// How the person communicates best.
    #[schema(max_length = 500)]
    pub communication: Option<String>,
    /// Where somebody in sight has the same name and day of birth; `warn` if absent.
    pub on_duplicate: Option<OnDuplicate>,
}

/// What becomes of a possible duplicate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnDuplicate {
    /// Registers and names the others.
    #[default]
    Warn,
    /// Nobody is registered.
    Refuse,
}

/// A registered person.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisteredPerson {
    /// The person.
    #[serde(flatten)]
    pub person: Person,
    /// Of the same name and day of birth, if in sight.
    #[schema(max_items = 50)]
    pub possible_duplicates: Vec<PersonId>,
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Person {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// No digit is shown unless the caller may see it.
    pub personal_code: Option<String>,
    /// Its form.
    pub personal_code_form: Option<CodeFormCode>,
    /// What may change.
    #[serde(flatten)]
    pub details: PersonDetails,
}

/// What to look for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum PersonSearch {
    /// A present or former code.
    PersonalCode {
        /// The hyphen is optional.
        #[schema(min_length = 11, max_length = 12, pattern = "^[0-9]{6}-?[0-9]{5}$")]
        personal_code: String,
    },
    /// Beginnings of words of a present or former name, regardless of case and marks.
    Name {
        /// One or more words.
        #[schema(min_length = 2, max_length = 100)]
        name: String,
    },
    /// Of those whose whole file the caller may see.
    BornOn {
        /// The day of birth.
        born_on: NaiveDate,
    },
    /// The telephone.
    Phone {
        /// `+371` may be left out.
        #[schema(max_length = 32, pattern = r"^\+?[0-9 ()-]{5,31}$")]
        phone: String,
    },
}

/// What a person was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchedBy {
    /// A present or former code.
    PersonalCode,
    /// The name of today.
    Name,
    /// A former name, or one together with today's.
    FormerName,
    /// The day of birth.
    BornOn,
    /// The telephone.
    Phone,
}

/// A person found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundPerson {
    /// The person.
    #[serde(flatten)]
    pub person: Person,
    /// What matched.
    pub matched_by: MatchedBy,
}

/// The persons found.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonsFound {
    /// By name.
    #[schema(max_items = 50)]
    pub items: Vec<FoundPerson>,
    /// Whether more match.
    pub more: bool,
}

/// A first code, or the new one after a change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonalCodeInput {
    /// The hyphen is optional.
    #[schema(min_length = 11, max_length = 12, pattern = "^[0-9]{6}-?[0-9]{5}$")]
    pub personal_code: String,
    /// If absent, unknown for a first code and today after a change.
    pub valid_from: Option<NaiveDate>,
}

/// A personal code with its days.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonalCodeRecord {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The person.
    pub person_id: PersonId,
    /// No digit is shown unless the caller may see it.
    pub personal_code: String,
    /// Its form.
    pub form: CodeFormCode,
    /// The first day; null if unknown.
    pub valid_from: Option<NaiveDate>,
    /// The last day; null while in use.
    pub valid_to: Option<NaiveDate>,
}

impl PersonDetails {
    /// Name, telephone, e-mail and way of communicating: what a support person needs before all three have signed.
    fn contact(self) -> Self {
        let Self { given_name, family_name, phone, email, communication, .. } = self;
        let (born_on, born_on_source, address, municipality) = Default::default();
        Self { given_name, family_name, born_on, born_on_source, address, municipality, phone, email, communication }
    }
}

impl Person {
    /// A person as this caller may see them: the file, or only how to reach them.
    #[must_use]
    pub fn of(known: Known, who: &Caller) -> Self {
        let Known { row, code, lives, whole } = known;
        let common = Common::of(who, "person", row.id.uuid(), row.version, (row.created_at, row.updated_at));
        let (code, details) = (code.filter(|_| whole), row.into_details(lives.as_ref()));
        Self {
            common,
            personal_code: code.as_ref().map(|code| code.shown_to(who)),
            personal_code_form: code.map(|code| Coded(code.form())),
            details: if whole { details } else { details.contact() },
        }
    }
}

impl PersonalCodeRecord {
    /// A code as this caller may see it, with when its end was recorded.
    #[must_use]
    pub fn of(row: CodeRow, ended_at: Option<NaiveDateTime>, who: &Caller) -> Self {
        Self {
            common: Common::changed(who, "personal_code", row.id.uuid(), row.recorded_at, ended_at),
            personal_code: row.shown_to(who),
            form: Coded(row.form()),
            person_id: row.person_id,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        }
    }
}

impl Concerns for Person {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, PersonId::of(self.common.id))
    }
}

impl Concerns for RegisteredPerson {
    fn concern(&self) -> Option<Concern> {
        let mut concern = self.person.concern()?;
        concern.persons.extend(self.possible_duplicates.iter().map(|id| id.uuid()));
        concern.persons.sort_unstable();
        Some(concern)
    }
}

impl Concerns for FoundPerson {
    fn concern(&self) -> Option<Concern> {
        self.person.concern()
    }
}

impl Concerns for PersonsFound {
    fn concern(&self) -> Option<Concern> {
        Concern::all(&self.items)
    }
}

impl Concerns for PersonalCodeRecord {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
