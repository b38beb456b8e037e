//! A set of public keys (RFC 7517), and what a token says that one of them signed.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

use super::{AUDIENCE, Claims};

/// How long the modulus of an RSA key is, in bits (RFC 8725 §3.5): shorter ones can be broken, longer ones cost too much.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2_048..=8_192;
/// How many keys a set may have.
const KEYS_MAX: usize = 100;

/// The public keys whose tokens we accept, by key id.
#[derive(Default)]
pub(super) struct KeySet(HashMap<String, (DecodingKey, Validation)>);

/// Why a token says nothing to us.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It names a key that is not in the set.
    UnknownKey,
    /// Whatever else.
    Refused,
}

#[derive(Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

impl KeySet {
    /// Reads a set as it is published. A key of another kind than ours, or one that is too weak, is left out.
    ///
    /// # Errors
    /// A sentence for the operator, where the text is no set or none of its keys is left.
    pub(super) fn read(text: &[u8], issuers: &[String]) -> Result<Self, String> {
        let set: Published = serde_json::from_slice(text).map_err(|fault| format!("is no set of keys: {fault}"))?;
        let keys = set.keys.into_iter().take(KEYS_MAX).filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
        let usable = keys.filter_map(|key| {
            let algorithms = algorithms(&key);
            let known = key.common.key_id.clone().filter(|_| !algorithms.is_empty())?;
            let decoding = DecodingKey::from_jwk(&key).ok()?;
            let mut validation = Validation::new(*algorithms.first()?);
            validation.algorithms = algorithms;
            validation.set_issuer(issuers);
            validation.set_audience(&[AUDIENCE]);
            validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
            // Times are judged by the clock of the service.
            validation.validate_exp = false;
            validation.validate_nbf = false;
            Some((known, (decoding, validation)))
        });
        let set: HashMap<_, _> = usable.collect();
        if set.is_empty() {
            return Err("holds no key for ES256, EdDSA, RS256 or PS256 that has a kid and is strong enough".to_owned());
        }
        Ok(Self(set))
    }

    /// What a token says, if one of these keys signed it and it holds now.
    pub(super) fn claims(&self, token: &str, at: DateTime<Utc>) -> Result<Claims, Unread> {
        let header = decode_header(token).map_err(|_| Unread::Refused)?;
        let typed = header.typ.as_deref().is_some_and(|typ| ["at+jwt", "application/at+jwt"].contains(&typ));
        if !typed || says_crit(token) {
            return Err(Unread::Refused);
        }
        // The header only names the key; which algorithms hold is the key's own business.
        let kid = header.kid.ok_or(Unread::Refused)?;
        let (key, validation) = self.0.get(&kid).ok_or(Unread::UnknownKey)?;
        let claims = decode::<Claims>(token, key, validation).map_err(|_| Unread::Refused)?.claims;
        if claims.hold(at) { Ok(claims) } else { Err(Unread::Refused) }
    }
}

/// The algorithms that a key may be used with: those of its kind and, where it names one, that one.
fn algorithms(key: &Jwk) -> Vec<Algorithm> {
    if key.common.public_key_use.as_ref().is_some_and(|purpose| *purpose != PublicKeyUse::Signature) {
        return Vec::new();
    }
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

/// We understand no critical extension, so a token that has one is not for us (RFC 7515 §4.1.11).
fn says_crit(token: &str) -> bool {
    let header = token.split('.').next().and_then(|header| URL_SAFE_NO_PAD.decode(header).ok());
    let header = header.and_then(|header| serde_json::from_slice::<serde_json::Value>(&header).ok());
    header.is_none_or(|header| header.get("crit").is_some())
}
