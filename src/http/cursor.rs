//! The key of cursors.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::cipher::{Cipher, KEY};
use crate::error::Error;

/// The key that seals cursors, and signs those of open lists, which hide nothing.
pub struct CursorKey {
    pub(super) sealing: Cipher,
    signing: hmac::Key,
}

impl CursorKey {
    /// Takes a key of 32 bytes.
    ///
    /// # Errors
    /// `Internal` when it has another length.
    pub fn new(bytes: &[u8]) -> Result<Self, Error> {
        let wrong = || Error::Internal(format!("a cursor key has {KEY} bytes"));
        let sealing = Cipher::new(bytes).ok_or_else(wrong)?;
        let signing = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, bytes), b"cursors of open lists");
        Ok(Self { sealing, signing: hmac::Key::new(hmac::HMAC_SHA256, signing.as_ref()) })
    }

    pub(super) fn signed(&self, position: usize, list: &[u8]) -> String {
        let position = u32::try_from(position).unwrap_or(u32::MAX).to_be_bytes();
        let tag = hmac::sign(&self.signing, &[&position, list].concat());
        URL_SAFE_NO_PAD.encode([&position, tag.as_ref()].concat())
    }

    pub(super) fn opened(&self, cursor: &str, list: &[u8]) -> Result<usize, Error> {
        let open = || -> Option<usize> {
            let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
            let (position, tag) = bytes.split_first_chunk::<4>()?;
            hmac::verify(&self.signing, &[position, list].concat(), tag).ok()?;
            usize::try_from(u32::from_be_bytes(*position)).ok()
        };
        open().ok_or(Error::Asked("invalid_cursor"))
    }
}
