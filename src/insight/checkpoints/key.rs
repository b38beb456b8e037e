//! The key that signs checkpoints.

use std::path::Path;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};

use crate::error::Error;
use crate::files::{make_folder, named, write_private};

/// The file of the key, in the folder of the keys.
const FILE: &str = "checkpoint-ed25519.p8";
/// What names that folder.
const SETTING: &str = "APLP_DATA";

/// A key of Ed25519 (RFC 8032). Losing it ends nothing: the next one signs what comes, and old statements keep their proof.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// Opens the key of a folder, which is made if it is not there.
    ///
    /// # Errors
    /// When the folder cannot be written, or holds something else under that name.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let file = folder.join(FILE);
        let wrong = |_| {
            Error::Internal(format!(
                "{}: is no key of Ed25519: take it away and a new one is made ({SETTING})",
                file.display()
            ))
        };
        if !file.exists() {
            make_folder(folder, SETTING)?;
            let refused = |_| Error::Internal("a key could not be made".to_owned());
            let made = Ed25519KeyPair::generate().map_err(refused)?;
            write_private(&file, made.to_pkcs8().map_err(refused)?.as_ref(), SETTING)?;
        }
        let bytes = std::fs::read(&file).map_err(named(&file, SETTING))?;
        Ed25519KeyPair::from_pkcs8(&bytes).map(Self).map_err(wrong)
    }

    /// The public half, 32 bytes.
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        self.0.public_key().as_ref().to_vec()
    }

    /// The signature of a text, 64 bytes.
    #[must_use]
    pub fn sign(&self, text: &str) -> Vec<u8> {
        self.0.sign(text.as_bytes()).as_ref().to_vec()
    }
}
