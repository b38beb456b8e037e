//! The demo issuer: keys of its own, and tokens for trying the service out and for tests.

use std::path::Path;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

use super::Claims;
use crate::error::Error;
use crate::files::{named, write_private};

/// What names the folder of its keys.
const SETTING: &str = "APLP_DATA";

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
        write_private(&folder.join("demo-ed25519.p8"), ed.to_pkcs8().map_err(refused)?.as_ref(), SETTING)?;
        write_private(&folder.join("demo-p256.p8"), ec.to_pkcs8v1().map_err(refused)?.as_ref(), SETTING)?;
        write_private(&folder.join("jwks.json"), format!("{jwks:#}\n").as_bytes(), SETTING)
    }

    /// Opens the Ed25519 key of a folder, or the P-256 one.
    ///
    /// # Errors
    /// When the key is not there.
    pub fn open(folder: &Path, algorithm: Algorithm) -> Result<Self, Error> {
        let es256 = algorithm == Algorithm::ES256;
        let kid = if es256 { "demo-p256" } else { "demo-ed25519" };
        let file = folder.join(format!("{kid}.p8"));
        let der = std::fs::read(&file).map_err(named(&file, SETTING))?;
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
