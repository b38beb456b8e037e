//! Tokens: what a JWT access token (RFC 9068, RFC 8725) says, who issues them, and with which keys.

mod issuer;
mod key_set;
mod keys;

use aplp_domain::code::Code;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

pub use self::issuer::Issuer;
pub use self::keys::{Jwks, Keys, STALE_MAX};
use super::asked::Asked;
use crate::caller::{Caller, Role};

/// How far two clocks may differ, in seconds.
const LEEWAY_SECONDS: i64 = 30;
/// How long a token may live, in minutes.
const LIFETIME_MAX_MINUTES: i64 = 60;
/// The audience of every token that we accept.
pub const AUDIENCE: &str = "aplp";
/// Who issues the tokens of the demo.
pub const DEMO_ISSUER: &str = "https://demo.aplp.example";

/// What a token says. All members but the last six are required.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued it.
    pub iss: String,
    /// For whom it is: exactly us, alone or as the only one of a list.
    #[serde(deserialize_with = "only_one")]
    pub aud: String,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
    /// When it was made.
    pub iat: i64,
    /// Before when it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    /// Who is asking.
    pub sub: String,
    /// Through which program.
    pub client_id: String,
    /// The token's own id.
    pub jti: String,
    /// What they do, by code.
    pub roles: Vec<String>,
    /// Their name, for documents they sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The ATVK code of their municipality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// Who they are in the register of support persons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_person: Option<Uuid>,
    /// Who they are in the register of persons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
    /// The programmes they pay for, by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<String>,
}

/// RFC 7519 §4.1.3 lets an audience be a list; one that names others too is not for us alone.
fn only_one<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Audience {
        One(String),
        List([String; 1]),
    }
    Audience::deserialize(from).map(|audience| match audience {
        Audience::One(one) | Audience::List([one]) => one,
    })
}

impl Claims {
    /// What the demo issuer says of somebody with these roles, for an hour from now.
    #[must_use]
    pub fn demo(subject: &str, roles: &[Role], at: DateTime<Utc>) -> Self {
        Self {
            iss: DEMO_ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            exp: (at + Duration::minutes(LIFETIME_MAX_MINUTES)).timestamp(),
            iat: at.timestamp(),
            nbf: None,
            sub: subject.to_owned(),
            client_id: "demo".to_owned(),
            jti: Uuid::new_v4().to_string(),
            roles: roles.iter().map(|role| role.code().to_owned()).collect(),
            name: None,
            municipality: None,
            support_person: None,
            person: None,
            programmes: Vec::new(),
        }
    }

    /// Whether they hold at a moment: their time, and that nothing which is required is empty.
    pub(super) fn hold(&self, at: DateTime<Utc>) -> bool {
        let now = at.timestamp();
        let timely = self.exp > now - LEEWAY_SECONDS
            && self.iat <= now + LEEWAY_SECONDS
            && self.nbf.is_none_or(|nbf| nbf <= now + LEEWAY_SECONDS)
            && (1..=LIFETIME_MAX_MINUTES * 60).contains(&(self.exp - self.iat));
        // Without characters that steer, so that a line each tells callers apart.
        let named = |value: &&String| !value.is_empty() && !value.contains(char::is_control);
        timely && [&self.sub, &self.client_id, &self.jti].iter().all(named)
    }

    /// The caller these claims stand for; a role we do not know opens nothing.
    pub(super) fn caller(&self, asked: &Asked, livemode: bool) -> Caller {
        Caller {
            issuer: self.iss.clone(),
            subject: self.sub.clone(),
            client: self.client_id.clone(),
            name: self.name.clone(),
            roles: self.roles.iter().filter_map(|code| Role::from_code(code)).collect(),
            scopes: None,
            municipality: self.municipality.clone(),
            support_person: self.support_person,
            person: self.person,
            programmes: self.programmes.clone(),
            expires_at: DateTime::from_timestamp(self.exp, 0).unwrap_or_default(),
            purpose: None,
            request: asked.request.clone(),
            source: asked.source.clone(),
            at: asked.at,
            language: asked.language,
            livemode,
        }
    }
}
