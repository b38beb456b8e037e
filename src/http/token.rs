//! Tokens: JWT access tokens (RFC 9068, RFC 8725) verified against a JWKS file, and the demo issuer that makes them.

use std::collections::HashMap;
use std::path::Path;

use aplp_domain::code::Code;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::asked::Asked;
use crate::caller::{Caller, Role};
use crate::error::Error;

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

    /// The caller these claims stand for; a role we do not know opens nothing.
    pub(super) fn into_caller(self, asked: Asked, livemode: bool) -> Caller {
        Caller {
            issuer: self.iss,
            subject: self.sub,
            client: self.client_id,
            name: self.name,
            roles: self.roles.iter().filter_map(|code| Role::from_code(code)).collect(),
            municipality: self.municipality,
            support_person: self.support_person,
            person: self.person,
            programmes: self.programmes,
            expires_at: DateTime::from_timestamp(self.exp, 0).unwrap_or_default(),
            purpose: None,
            request: asked.request,
            at: asked.at,
            language: asked.language,
            livemode,
        }
    }
}

/// The public keys whose tokens we accept, by key id.
pub struct Keys {
    by_kid: HashMap<String, (DecodingKey, Validation)>,
    issuers: Vec<String>,
}

impl Keys {
    /// Reads a JWKS file; of its keys those for ES256 and EdDSA are taken.
    ///
    /// # Errors
    /// A sentence about the file for the one who starts the service.
    pub fn from_file(file: &Path, issuers: Vec<String>) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|fault| format!("{}: {fault}", file.display()))?;
        let set: JwkSet = serde_json::from_str(&text).map_err(|fault| format!("{}: {fault}", file.display()))?;
        let mut by_kid = HashMap::new();
        for key in &set.keys {
            let (Some(kid), Some(algorithm)) = (key.common.key_id.clone(), algorithm_of(&key.algorithm)) else {
                continue;
            };
            let decoding =
                DecodingKey::from_jwk(key).map_err(|fault| format!("{}: key {kid}: {fault}", file.display()))?;
            let mut validation = Validation::new(algorithm);
            validation.set_issuer(&issuers);
            validation.set_audience(&[AUDIENCE]);
            validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
            // Times are judged below, by the clock of the service.
            validation.validate_exp = false;
            validation.validate_nbf = false;
            by_kid.insert(kid, (decoding, validation));
        }
        if by_kid.is_empty() {
            return Err(format!("{}: holds no ES256 or EdDSA key with a kid", file.display()));
        }
        Ok(Self { by_kid, issuers })
    }

    /// Who issues the tokens that we accept.
    #[must_use]
    pub fn issuers(&self) -> &[String] {
        &self.issuers
    }

    /// What a token says, if it is one of ours: one answer for every way in which it may not be.
    ///
    /// # Errors
    /// `Unauthenticated`.
    pub fn verify(&self, token: &str, at: DateTime<Utc>) -> Result<Claims, Error> {
        self.read(token, at).ok_or(Error::Unauthenticated)
    }

    fn read(&self, token: &str, at: DateTime<Utc>) -> Option<Claims> {
        let header = decode_header(token).ok()?;
        let typed = header.typ.as_deref().is_some_and(|typ| ["at+jwt", "application/at+jwt"].contains(&typ));
        if !typed || header_says_crit(token)? {
            return None;
        }
        // The header only names the key; which algorithm holds is the key's own business.
        let (key, validation) = self.by_kid.get(header.kid.as_deref()?)?;
        let claims = decode::<Claims>(token, key, validation).ok()?.claims;
        let now = at.timestamp();
        let timely = claims.exp > now - LEEWAY_SECONDS
            && claims.iat <= now + LEEWAY_SECONDS
            && claims.nbf.is_none_or(|nbf| nbf <= now + LEEWAY_SECONDS)
            && (1..=LIFETIME_MAX_MINUTES * 60).contains(&(claims.exp - claims.iat));
        let complete = [&claims.sub, &claims.client_id, &claims.jti].iter().all(|value| !value.is_empty());
        (timely && complete).then_some(claims)
    }
}

fn algorithm_of(parameters: &AlgorithmParameters) -> Option<Algorithm> {
    match parameters {
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => Some(Algorithm::ES256),
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => Some(Algorithm::EdDSA),
        _ => None,
    }
}

/// We understand no critical extension, so a token that has one is not for us (RFC 7515 §4.1.11).
fn header_says_crit(token: &str) -> Option<bool> {
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next()?).ok()?;
    let header: serde_json::Value = serde_json::from_slice(&header).ok()?;
    Some(header.get("crit").is_some())
}

/// The demo issuer: a private key of each kind in a folder, beside the JWKS file with their public halves.
pub struct Issuer {
    kid: String,
    key: EncodingKey,
    algorithm: Algorithm,
}

impl Issuer {
    /// Makes the keys if the folder has none, and writes `jwks.json` beside them.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn prepare(folder: &Path) -> Result<(), Error> {
        if folder.join("jwks.json").exists() {
            return Ok(());
        }
        let refused = |_| Error::Internal("a key could not be made".to_owned());
        let ed = Ed25519KeyPair::generate().map_err(refused)?;
        let ec = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(refused)?;
        let point = ec.public_key().as_ref();
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let jwks = serde_json::json!({ "keys": [
            { "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "demo-ed25519", "x": text(ed.public_key().as_ref()) },
            { "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "demo-p256", "x": text(&point[1..33]), "y": text(&point[33..65]) },
        ] });
        write_private(&folder.join("demo-ed25519.p8"), ed.to_pkcs8().map_err(refused)?.as_ref())?;
        write_private(&folder.join("demo-p256.p8"), ec.to_pkcs8v1().map_err(refused)?.as_ref())?;
        std::fs::write(folder.join("jwks.json"), format!("{jwks:#}\n"))?;
        Ok(())
    }

    /// Opens the Ed25519 key of a folder, or the P-256 one.
    ///
    /// # Errors
    /// When the key is not there.
    pub fn open(folder: &Path, algorithm: Algorithm) -> Result<Self, Error> {
        let es256 = algorithm == Algorithm::ES256;
        let kid = if es256 { "demo-p256" } else { "demo-ed25519" };
        let der = std::fs::read(folder.join(format!("{kid}.p8")))?;
        let key = if es256 { EncodingKey::from_ec_der(&der) } else { EncodingKey::from_ed_der(&der) };
        Ok(Self { kid: kid.to_owned(), key, algorithm })
    }

    /// Signs claims.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn sign(&self, claims: &Claims) -> Result<String, Error> {
        let mut header = Header::new(self.algorithm);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(self.kid.clone());
        encode(&header, claims, &self.key).map_err(|fault| Error::Internal(fault.to_string()))
    }
}

/// Writes a file that only its owner may read.
pub(crate) fn write_private(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)?.write_all(bytes)?;
    Ok(())
}
