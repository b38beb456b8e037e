//! A checkpoint as it is sent, kept in a file and signed.

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::store::Row;
use crate::db::chain::hex;
use crate::http::Concerns;
use crate::http::wire::Moment;

/// How far the journal had come, signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// `checkpoint`.
    pub object: String,
    /// By the hash of its first entry.
    #[schema(max_length = 37, pattern = "^aplp/[0-9a-f]{32}$")]
    pub origin: String,
    /// Of the newest entry.
    #[schema(minimum = 1, maximum = 9007199254740991i64)]
    pub position: i64,
    /// Of that entry and all before it.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub hash: String,
    /// SHA-256 of the database's structure.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub structure: String,
    /// When it was signed.
    pub at: Moment,
    /// The first 16 hexadecimal digits of the public key's SHA-256.
    #[schema(min_length = 16, max_length = 16, pattern = "^[0-9a-f]{16}$")]
    pub key_id: String,
    /// Ed25519, in base64url; check it elsewhere.
    #[schema(min_length = 43, max_length = 43, pattern = "^[A-Za-z0-9_-]{43}$")]
    pub public_key: String,
    /// Ed25519 (RFC 8032 §5.1), in base64url, over seven lines, each ended by a line feed:
    /// `aplp journal checkpoint, version 1`, `origin …`, `position …`, `hash …`, `structure …`,
    /// `at …` (UTC, six decimals, `Z`), `key …`.
    #[schema(min_length = 86, max_length = 86, pattern = "^[A-Za-z0-9_-]{86}$")]
    pub signature: String,
}

/// It holds hashes, and nobody's data.
impl Concerns for Checkpoint {}

/// The id of a public key.
#[must_use]
pub fn key_id(public_key: &[u8]) -> String {
    hex(&Sha256::digest(public_key)[..8])
}

impl Checkpoint {
    /// A checkpoint as it is sent.
    #[must_use]
    pub fn of(row: Row) -> Self {
        let Row { position, origin, hash, structure, at, key_id, public_key, signature } = row;
        Self {
            object: "checkpoint".to_owned(),
            origin,
            position,
            hash: hex(&hash),
            structure: hex(&structure),
            at: at.into(),
            key_id,
            public_key: URL_SAFE_NO_PAD.encode(public_key),
            signature: URL_SAFE_NO_PAD.encode(signature),
        }
    }

    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { origin, position, hash, structure, at, key_id, .. } = self;
        let at = at.0.to_rfc3339_opts(SecondsFormat::Micros, true);
        format!(
            "aplp journal checkpoint, version 1\norigin {origin}\nposition {position}\nhash {hash}\nstructure {structure}\n\
             at {at}\nkey {key_id}\n"
        )
    }

    /// A line of the file in which they are kept.
    ///
    /// # Errors
    /// Never: it holds nothing that JSON cannot.
    pub fn line(&self) -> serde_json::Result<String> {
        serde_json::to_string(self).map(|line| line + "\n")
    }

    /// Whether the key that it names signed it, just as it is.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        let Ok(public_key) = URL_SAFE_NO_PAD.decode(&self.public_key) else { return false };
        let Ok(signature) = URL_SAFE_NO_PAD.decode(&self.signature) else { return false };
        self.key_id == key_id(&public_key)
            && UnparsedPublicKey::new(&ED25519, public_key).verify(self.text().as_bytes(), &signature).is_ok()
    }
}
