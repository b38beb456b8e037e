//! What is sent and received about registered clients and their tokens.

use aplp_domain::codes;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ClientId;
use super::store::{ApprovalRow, MoveRow, Row, TokenRow, parts};
use crate::caller::{Caller, Role};
use crate::codes::{ClientStateCode, RoleCode};
use crate::db::Coded;
use crate::http::Concerns;
use crate::http::wire::{Common, Moment};

/// How far a client is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientState {
    /// Its tokens are accepted.
    Active,
    /// What it asks for waits for a second admin; until then it has what was last approved.
    Pending,
    /// None of its tokens is, however long they would hold.
    Suspended,
}

codes!(ClientState { Active = "active", Pending = "pending", Suspended = "suspended" });

/// A client's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientDetails {
    /// Its name.
    #[schema(max_length = 200)]
    pub name: String,
    /// The `iss` of its tokens; never changes.
    #[schema(max_length = 300)]
    pub issuer: String,
    /// The program's `client_id`; never changes.
    #[schema(max_length = 200)]
    pub client_id: String,
    /// One user's `sub`, absent for all; never changes.
    #[schema(max_length = 200)]
    pub subject: Option<String>,
    /// Of the roles in a token only these count.
    #[schema(min_items = 1, max_items = 11)]
    pub roles: Vec<RoleCode>,
    /// ATVK code; a token that names another opens nothing.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
}

/// A program, or one user of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisteredClient {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Whether it is let in.
    pub state: ClientStateCode,
    /// Its settings.
    #[serde(flatten)]
    pub details: ClientDetails,
    /// The roles in force; none until approved.
    #[schema(max_items = 11)]
    pub granted_roles: Vec<RoleCode>,
    /// The municipality in force.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub granted_municipality: Option<String>,
    /// Since when it waits for a second admin.
    pub waits_since: Option<Moment>,
}

/// What is approved.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientApprovalInput {
    /// The version that was read.
    #[schema(minimum = 1, maximum = 2147483647)]
    pub version: i32,
}

/// An approval by a second admin.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientApproval {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The client.
    pub client_id: ClientId,
    /// The version approved.
    #[schema(minimum = 1, maximum = 2147483647)]
    pub approved_version: i32,
    /// The roles approved.
    #[schema(min_items = 1, max_items = 11)]
    pub roles: Vec<RoleCode>,
    /// The municipality approved.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
    /// Who approved it.
    pub approved_by: String,
}

/// Why it is suspended or let in again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientMoveInput {
    /// The reason.
    #[schema(max_length = 500)]
    pub reason: String,
}

/// A suspension or its end.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientMove {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The client.
    pub client_id: ClientId,
    /// The state since.
    pub state: ClientStateCode,
    /// The reason.
    pub reason: String,
    /// Who recorded it.
    pub recorded_by: String,
}

/// A token for a script.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientTokenInput {
    /// Its name.
    #[schema(max_length = 200)]
    pub name: String,
    /// Its rights, among those of the client's roles.
    #[schema(min_items = 1, max_items = 50)]
    pub scopes: Vec<String>,
    /// Its last moment, at most 90 days ahead.
    pub expires_at: DateTime<Utc>,
    /// Addresses or networks it is accepted from; none for any.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub addresses: Vec<String>,
}

/// What is kept of a token.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientToken {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The client.
    pub client_id: ClientId,
    /// Its name.
    pub name: String,
    /// Its rights.
    #[schema(max_items = 50)]
    pub scopes: Vec<String>,
    /// Its last moment.
    pub expires_at: Moment,
    /// Since when it is accepted; null while it waits for a second admin.
    pub accepted_at: Option<Moment>,
    /// Addresses or networks it is accepted from; none for any.
    #[schema(max_items = 20)]
    pub addresses: Vec<String>,
    /// When it was taken back.
    pub revoked_at: Option<Moment>,
    /// Last used, to the minute.
    pub last_used_at: Option<Moment>,
}

/// A new token, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedClientToken {
    /// What the register keeps of it.
    #[serde(flatten)]
    pub kept: ClientToken,
    /// For `Authorization: Bearer`; null in a repeated answer.
    pub token: Option<String>,
}

/// Empty.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevocationInput {}

impl RegisteredClient {
    /// A client as an operator sees it.
    #[must_use]
    pub fn of(row: Row, who: &Caller) -> Self {
        let common = Common::of(who, "client", row.id.uuid(), row.version, (row.created_at, row.updated_at));
        Self {
            common,
            state: Coded(row.told()),
            granted_roles: row.granted_roles.as_deref().map(roles).unwrap_or_default(),
            granted_municipality: row.granted_municipality.clone(),
            waits_since: row.waits_since.map(Moment::from),
            details: row.into_details(),
        }
    }
}

impl ClientApproval {
    /// An approval as an operator sees it.
    #[must_use]
    pub fn of(row: ApprovalRow, who: &Caller) -> Self {
        let ApprovalRow { id, client_id, version, roles: text, municipality, approved_by, approved_at } = row;
        let common = Common::record(who, "client_approval", id.uuid(), approved_at);
        Self { common, client_id, approved_version: version, roles: roles(&text), municipality, approved_by }
    }
}

impl ClientMove {
    /// A record as an operator sees it.
    #[must_use]
    pub fn of(row: MoveRow, who: &Caller) -> Self {
        let MoveRow { id, client_id, state, reason, recorded_by, recorded_at } = row;
        let common = Common::record(who, "client_move", id.uuid(), recorded_at);
        Self { common, client_id, state, reason, recorded_by }
    }
}

impl ClientToken {
    /// A token as an operator sees it.
    #[must_use]
    pub fn of(row: TokenRow, who: &Caller) -> Self {
        let common = Common::of(who, "client_token", row.id.uuid(), row.version, (row.created_at, row.updated_at));
        Self {
            common,
            scopes: parts(&row.scopes),
            addresses: parts(&row.addresses),
            client_id: row.client_id,
            name: row.name,
            expires_at: row.expires_at.into(),
            accepted_at: row.accepted_at.map(Moment::from),
            revoked_at: row.revoked_at.map(Moment::from),
            last_used_at: row.last_used_at.map(Moment::from),
        }
    }
}

/// The roles of a client, once each and in the order of the table.
pub(in crate::http) fn roles(text: &str) -> Vec<RoleCode> {
    use aplp_domain::code::Code;
    parts(text).iter().filter_map(|code| Role::from_code(code)).map(Coded).collect()
}

// Programs and their tokens: nobody who is supported.
impl Concerns for RegisteredClient {}
impl Concerns for ClientApproval {}
impl Concerns for ClientMove {}
impl Concerns for ClientToken {}
impl Concerns for IssuedClientToken {}
