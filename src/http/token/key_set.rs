//! A set of public keys (RFC 7517), and what a token says that one of them signed.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::Value;

use super::{AUDIENCE, Claims};
use crate::token_check::TokenCheck;

/// How long the modulus of an RSA key is, in bits (RFC 8725 §3.5): shorter ones can be broken, longer ones cost too much.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2_048..=8_192;
/// How many keys a set may have.
const KEYS_MAX: usize = 100;
/// What every token says.
const REQUIRED: [&str; 8] = ["iss", "aud", "exp", "iat", "sub", "client_id", "jti", "roles"];

/// The public keys whose tokens we accept, by key id.
#[derive(Default)]
pub(super) struct KeySet(HashMap<String, (DecodingKey, Validation)>);

#[derive(Deserialize)]
struct Published {
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads a set as it is published. A key that cannot be used is left out, and the log says which one and why.
    ///
    /// # Errors
    /// A sentence for the operator, where the text is no set, two of its keys have one kid, or none of its keys is left.
    pub(super) fn read(text: &[u8], issuers: &[String]) -> Result<Self, String> {
        let set: Published = serde_json::from_slice(text).map_err(|fault| format!("is no set of keys: {fault}"))?;
        if set.keys.len() > KEYS_MAX {
            log::warn!("a set of keys has more than {KEYS_MAX}: the others are not used");
        }
        let mut usable = HashMap::new();
        for key in set.keys.iter().take(KEYS_MAX) {
            match used(key, issuers) {
                Ok((kid, used)) => {
                    if usable.insert(kid.clone(), used).is_some() {
                        return Err(format!("has two keys of the kid {kid:?}, so that it is unclear which one signs"));
                    }
                }
                Err(why) => log::warn!("a key of the issuer is not used: kid {}: {why}", key["kid"]),
            }
        }
        if usable.is_empty() {
            return Err("holds no key for ES256, EdDSA, RS256 or PS256 that has a kid and is strong enough".to_owned());
        }
        Ok(Self(usable))
    }

    /// What a token says, if one of these keys signed it and it holds now.
    pub(super) fn claims(&self, token: &str, at: DateTime<Utc>) -> Result<Claims, TokenCheck> {
        let header = decode_header(token).map_err(|_| TokenCheck::Form)?;
        if !header.typ.as_deref().is_some_and(|typ| ["at+jwt", "application/at+jwt"].contains(&typ)) {
            return Err(TokenCheck::Type);
        }
        // We understand no critical extension, so a token that has one is not for us (RFC 7515 §4.1.11).
        if part(token, 0).is_none_or(|header| header.get("crit").is_some()) {
            return Err(TokenCheck::Critical);
        }
        // The header only names the key; which algorithms hold is the key's own business.
        let kid = header.kid.ok_or(TokenCheck::KeyMissing)?;
        let (key, validation) = self.0.get(&kid).ok_or(TokenCheck::KeyUnknown)?;
        let claims = decode::<Claims>(token, key, validation).map_err(|fault| unread(fault.kind(), token))?.claims;
        claims.timely(at)?;
        claims.readable()?;
        Ok(claims)
    }
}

/// Which check a token did not pass. Its claims are only read after its signature was found to be right.
fn unread(kind: &ErrorKind, token: &str) -> TokenCheck {
    match kind {
        ErrorKind::InvalidSignature => TokenCheck::Signature,
        ErrorKind::InvalidIssuer => TokenCheck::Issuer,
        ErrorKind::InvalidAudience => TokenCheck::Audience,
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => TokenCheck::Algorithm,
        ErrorKind::Json(_) | ErrorKind::MissingRequiredClaim(_) => {
            let said = part(token, 1).unwrap_or_default();
            let lacks = |claim: &&&str| said.get(**claim).is_none();
            match REQUIRED.iter().find(lacks) {
                Some(claim) => TokenCheck::ClaimMissing(claim),
                // Nothing else is read from a list or a number but whom the token is for.
                None if !said["aud"].is_string() => TokenCheck::Audience,
                None => TokenCheck::ClaimType,
            }
        }
        _ => TokenCheck::Form,
    }
}

/// A part of a token, read.
fn part(token: &str, place: usize) -> Option<Value> {
    let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(place)?).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// A key that can be used, by its id.
///
/// # Errors
/// Why it cannot.
fn used(key: &Value, issuers: &[String]) -> Result<(String, (DecodingKey, Validation)), &'static str> {
    let key = Jwk::deserialize(key).map_err(|_| "it is of a kind that is not known here")?;
    let verifies = |all: &Vec<KeyOperations>| all.contains(&KeyOperations::Verify);
    if !key.common.key_operations.as_ref().is_none_or(verifies) {
        return Err("its key_ops do not name verify");
    }
    if key.common.public_key_use.as_ref().is_some_and(|purpose| *purpose != PublicKeyUse::Signature) {
        return Err("its use is not sig");
    }
    let algorithms = algorithms(&key);
    let first = *algorithms.first().ok_or("it is not for ES256, EdDSA, RS256 or PS256, or is too weak or too long")?;
    let kid = key.common.key_id.clone().filter(|kid| !kid.is_empty()).ok_or("it has no kid")?;
    let decoding = DecodingKey::from_jwk(&key).map_err(|_| "it cannot be read")?;
    let mut validation = Validation::new(first);
    validation.algorithms = algorithms;
    validation.set_issuer(issuers);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // Times are judged by the clock of the service.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    Ok((kid, (decoding, validation)))
}

/// The algorithms that a key may be used with: those of its kind and, where it names one, that one.
fn algorithms(key: &Jwk) -> Vec<Algorithm> {
    let own: &[(KeyAlgorithm, Algorithm)] = match &key.algorithm {
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
            &[(KeyAlgorithm::ES256, Algorithm::ES256)]
        }
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            &[(KeyAlgorithm::EdDSA, Algorithm::EdDSA)]
        }
        AlgorithmParameters::RSA(key) if bits(&key.n).is_some_and(|bits| RSA_BITS.contains(&bits)) => {
            &[(KeyAlgorithm::RS256, Algorithm::RS256), (KeyAlgorithm::PS256, Algorithm::PS256)]
        }
        _ => &[],
    };
    let named = key.common.key_algorithm;
    own.iter().filter(|(name, _)| named.is_none_or(|named| named == *name)).map(|(_, algorithm)| *algorithm).collect()
}

/// How many bits a number in base64 has.
fn bits(number: &str) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(number).ok()?;
    let first = bytes.iter().position(|byte| *byte != 0)?;
    Some((bytes.len() - first) * 8 - usize::try_from(bytes[first].leading_zeros()).ok()?)
}
