//! The journal as it is sent.

use aplp_domain::code::Code;
use aplp_domain::purpose::Purpose;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::Caller;
use crate::codes::PurposeCode;
use crate::db::Coded;
use crate::db::chain::{Link, hex};
use crate::db::journal::Row;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};

/// As the token said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Actor {
    /// The issuer of the token.
    #[schema(max_length = 2000)]
    pub issuer: String,
    /// The issuer's name for them, never their own.
    #[schema(max_length = 2000)]
    pub subject: String,
    /// The program they used.
    #[schema(max_length = 2000)]
    pub client_id: String,
    /// The `jti`, or the script token's id; null for neither.
    #[schema(max_length = 2000)]
    pub token_id: Option<String>,
}

/// What it was done to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct About {
    /// The kind; where access was denied, the missing right.
    pub object: String,
    /// Null for several at once.
    #[schema(max_length = 36)]
    pub id: Option<Uuid>,
    /// Null for several at once.
    #[schema(minimum = 1, maximum = 2147483647)]
    pub version: Option<i32>,
}

/// An effect, a read or a denial; it holds no values.
#[derive(Debug, Serialize, ToSchema)]
pub struct JournalEntry {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Without gaps.
    #[schema(minimum = 1, maximum = 9007199254740991i64)]
    pub position: i64,
    /// Who did it.
    pub actor: Actor,
    /// `persons_read` for a read, `access_denied` for a denial.
    pub action: String,
    /// What it was done to.
    pub about: About,
    /// The persons.
    #[schema(max_items = 1000)]
    pub person_ids: Vec<Uuid>,
    /// For what.
    pub purpose: Option<PurposeCode>,
    /// `done` or `denied`.
    #[schema(pattern = "^(done|denied)$")]
    pub outcome: String,
    /// The request.
    pub request_id: String,
    /// The first 24 bits of the address, 48 with IPv6.
    #[schema(max_length = 43)]
    pub source: String,
    /// The person whose entries were asked for, of whom every one of them tells.
    #[serde(skip)]
    #[schema(ignore)]
    pub asked_about: Option<Uuid>,
    /// SHA-256 over the place, the hash before and the entry.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub hash: String,
}

/// It names persons by their ids only, so that reading it is recorded for its own sake.
impl Concerns for JournalEntry {
    fn concern(&self) -> Option<Concern> {
        Some(Concern::about("journal_entry", self.asked_about.into_iter().collect()))
    }
}

impl Actor {
    /// Who a row says it was.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        let Row { issuer, subject, client, token, .. } = row;
        let (issuer, subject, client_id) = (issuer.clone(), subject.clone(), client.clone());
        Self { issuer, subject, client_id, token_id: token.clone() }
    }
}

impl About {
    /// What a row says it was done to.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        let id = Some(row.object_id.uuid()).filter(|id| !id.is_nil());
        Self { object: row.object.clone(), id, version: Some(row.object_version).filter(|version| *version > 0) }
    }
}

/// For what a row says it was done; rows from before purposes were recorded say nothing.
#[must_use]
pub fn purpose(row: &Row) -> Option<PurposeCode> {
    row.purpose.as_deref().and_then(Purpose::from_code).map(Coded)
}

impl JournalEntry {
    /// A row with its place in the chain.
    #[must_use]
    pub fn of((link, row): (Link, Row), asked_about: Option<Uuid>, who: &Caller) -> Self {
        Self {
            common: Common::record(who, "journal_entry", row.id.uuid(), row.at),
            position: link.position,
            actor: Actor::of(&row),
            about: About::of(&row),
            person_ids: row.whose(),
            purpose: purpose(&row),
            hash: hex(&link.hash),
            action: row.action,
            outcome: row.outcome,
            request_id: row.request,
            source: row.source,
            asked_about,
        }
    }
}
