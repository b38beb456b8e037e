//! The key of cursors.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::Error;

/// The key that seals cursors, and signs those of open lists, which hide nothing.
pub struct CursorKey {
    sealing: RandomizedNonceKey,
    signing: hmac::Key,
}

impl CursorKey {
    /// Takes a key of 32 bytes.
    ///
    /// # Errors
    /// `Internal` when it has another length.
    pub fn new(bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |_| Error::Internal("a cursor key has 32 bytes".to_owned());
        let sealing = RandomizedNonceKey::new(&AES_256_GCM, bytes).map_err(wrong)?;
        let signing = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, bytes), b"cursors of open lists");
        Ok(Self { sealing, signing: hmac::Key::new(hmac::HMAC_SHA256, signing.as_ref()) })
    }

    pub(super) fn open_in_place<'b>(
        &self,
        nonce: Nonce,
        aad: Aad<[u8; 32]>,
        sealed: &'b mut [u8],
    ) -> Result<&'b [u8], Error> {
        self.sealing.open_in_place(nonce, aad, sealed).map(|plain| &*plain).map_err(|_| Error::Asked("invalid_cursor"))
    }

    pub(super) fn seal_in_place_append_tag(&self, aad: Aad<[u8; 32]>, bytes: &mut Vec<u8>) -> Result<Nonce, Error> {
        let refused = |_| Error::Internal("a cursor could not be sealed".to_owned());
        self.sealing.seal_in_place_append_tag(aad, bytes).map_err(refused)
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
