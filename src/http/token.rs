//! Tokens: what a JWT access token (RFC 9068, RFC 8725) says, who issues them, and with which keys.

mod issuer;
mod key_set;
mod keys;

use std::borrow::Cow;

use aplp_domain::code::Code;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

pub use self::issuer::Issuer;
pub use self::keys::{Jwks, Keys, STALE_MAX};
use super::asked::Asked;
use crate::caller::{Caller, Role};
use crate::http::text;
use crate::token_check::TokenCheck;

/// How far two clocks may differ, in seconds.
const LEEWAY_SECONDS: i64 = 30;
/// How long a text in a token may be, in characters.
const TEXT_MAX: usize = 2_000;
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

    /// Whether a moment is within their time.
    ///
    /// # Errors
    /// The check that they do not pass.
    pub(super) fn timely(&self, at: DateTime<Utc>) -> Result<(), TokenCheck> {
        let now = at.timestamp();
        if self.exp <= now - LEEWAY_SECONDS {
            return Err(TokenCheck::Expired);
        }
        if self.iat > now + LEEWAY_SECONDS || self.nbf.is_some_and(|nbf| nbf > now + LEEWAY_SECONDS) {
            return Err(TokenCheck::NotYet);
        }
        let seconds = self.exp.saturating_sub(self.iat);
        if (1..=LIFETIME_MAX_MINUTES * 60).contains(&seconds) { Ok(()) } else { Err(TokenCheck::Lifetime) }
    }

    /// Whether each text in them is what it looks like: records and log lines name people by these.
    fn readable(&self) -> Result<(), TokenCheck> {
        let one = |claim, value: &str| {
            let steers = value.chars().any(char::is_control) || value.trim() != value;
            if value.is_empty() || steers || value.chars().count() > TEXT_MAX {
                return Err(TokenCheck::ClaimText(claim));
            }
            match text::taken(value) {
                Ok(Cow::Borrowed(_)) => Ok(()),
                Ok(Cow::Owned(_)) => Err(TokenCheck::ClaimNotNfc(claim)),
                Err(_) => Err(TokenCheck::ClaimText(claim)),
            }
        };
        let Self { sub, client_id, jti, name, municipality, roles, programmes, .. } = self;
        one("sub", sub)?;
        one("client_id", client_id)?;
        one("jti", jti)?;
        name.iter().try_for_each(|name| one("name", name))?;
        municipality.iter().try_for_each(|atvk| one("municipality", atvk))?;
        roles.iter().try_for_each(|role| one("roles", role))?;
        programmes.iter().try_for_each(|programme| one("programmes", programme))
    }

    /// The caller these claims stand for; a role we do not know opens nothing.
    pub(super) fn caller(&self, asked: &Asked, livemode: bool) -> Caller {
        Caller {
            issuer: self.iss.clone(),
            subject: self.sub.clone(),
            client: self.client_id.clone(),
            token: Some(self.jti.clone()),
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
