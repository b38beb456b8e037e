//! The one way in which bytes are sealed: AES-256-GCM under a random nonce, which stands before what it sealed.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};

use crate::error::Error;

/// How long a key is, in bytes.
pub const KEY: usize = 32;
/// How many bytes longer what is sealed is than what it was: a nonce before it and a tag behind it.
pub const LONGER: usize = NONCE + 16;
/// How long a nonce is, in bytes.
const NONCE: usize = 12;

/// A key that seals and opens.
pub struct Cipher(RandomizedNonceKey);

impl Cipher {
    /// Takes a key; none if it has another length than a key has.
    #[must_use]
    pub fn new(key: &[u8]) -> Option<Self> {
        RandomizedNonceKey::new(&AES_256_GCM, key).ok().map(Self)
    }

    /// Seals bytes, bound to something without which they do not open.
    ///
    /// # Errors
    /// `Internal` when the machine cannot.
    pub fn seal(&self, bound: &[u8], plain: &[u8]) -> Result<Vec<u8>, Error> {
        let mut text = plain.to_vec();
        let refused = |_| Error::Internal("bytes could not be sealed".to_owned());
        let nonce = self.0.seal_in_place_append_tag(Aad::from(bound), &mut text).map_err(refused)?;
        Ok([nonce.as_ref().as_slice(), &text].concat())
    }

    /// Opens what was sealed and bound to the same; none for what was changed, cut, or sealed by another key.
    #[must_use]
    pub fn open(&self, bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_at_checked(NONCE)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        self.0.open_in_place(nonce, Aad::from(bound), &mut text).ok().map(|plain| plain.to_vec())
    }
}

/// Bytes that nobody can guess.
///
/// # Errors
/// `Internal` when the machine has none.
pub fn random() -> Result<[u8; KEY], Error> {
    let mut bytes = [0; KEY];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Error::Internal("no random bytes".to_owned()))?;
    Ok(bytes)
}
