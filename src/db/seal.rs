//! Sealed values: what only somebody with the keys can read, and nobody can move to another place.
//!
//! A value is sealed with AES-256-GCM under a random nonce. Its table, column, row and key are authenticated with it, so
//! that a blob which is copied to another row does not open. The keys lie on the database threads, beside the connection:
//! nothing else in the process opens anything.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use aws_lc_rs::hmac;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::cipher::{Cipher, KEY};
use crate::error::Error;

/// How a sealed value begins: the form of what follows.
const FORM: u8 = 1;
/// Where the number of the key stands.
const KEY_AT: std::ops::Range<usize> = 1..5;
/// How many bytes of the keyed digest an index keeps: 128 bits, so that two codes never meet.
const INDEX: usize = 16;

/// How long what a value is bound to is at the most, so that it grows only once.
const BOUND: usize = 64;

/// The number of a data key.
pub type KeyNumber = u32;

/// Where a sealed value stands.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// The table; the column is `sealed` everywhere.
    pub table: &'static str,
    /// The id of the row.
    pub row: Uuid,
}

impl Cell {
    /// The cell of a row of a table.
    #[must_use]
    pub const fn new(table: &'static str, row: Uuid) -> Self {
        Self { table, row }
    }

    fn bound_to(&self, key: KeyNumber) -> Vec<u8> {
        let mut bound = Vec::with_capacity(BOUND);
        bound.extend_from_slice(b"aplp sealed 1\n");
        bound.extend_from_slice(self.table.as_bytes());
        bound.push(b'\n');
        bound.extend_from_slice(self.row.as_bytes());
        bound.extend_from_slice(&key.to_be_bytes());
        bound
    }
}

/// Why a sealed value could not be opened or made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// This thread has no keys.
    NoKeys,
    /// It was sealed with a key that this process does not know yet.
    UnknownKey(KeyNumber),
    /// It was changed, cut or moved.
    Broken,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKeys => f.write_str("a sealed value was met where no keys are"),
            Self::UnknownKey(number) => write!(f, "a value is sealed with key {number}, which is not known here"),
            Self::Broken => f.write_str("a sealed value does not open"),
        }
    }
}

impl std::error::Error for Fault {}

/// The data keys in use: the newest seals, all of them open.
pub struct Ring {
    keys: BTreeMap<KeyNumber, Cipher>,
    index: hmac::Key,
    /// Follows from the key of the indexes, which no rotation changes.
    evidence: hmac::Key,
}

impl Ring {
    /// A ring of data keys of 32 bytes, and the key of the indexes.
    ///
    /// # Errors
    /// `Internal` for keys of another length, or none.
    pub fn new(keys: &[(KeyNumber, Vec<u8>)], index: &[u8]) -> Result<Self, Error> {
        let wrong = || Error::Internal("a data key has 32 bytes, and there is one at least".to_owned());
        let made = keys.iter().map(|(number, bytes)| Some((*number, Cipher::new(bytes)?)));
        let keys: BTreeMap<_, _> = made.collect::<Option<_>>().ok_or_else(wrong)?;
        if keys.is_empty() || index.len() != KEY {
            return Err(wrong());
        }
        let index = hmac::Key::new(hmac::HMAC_SHA256, index);
        let evidence = hmac::sign(&index, b"aplp evidence, version 1");
        Ok(Self { keys, evidence: hmac::Key::new(hmac::HMAC_SHA256, evidence.as_ref()), index })
    }
}

/// The keys of one database, shared by its threads.
pub struct Vault {
    ring: RwLock<Ring>,
}

thread_local! {
    static HERE: RefCell<Option<Arc<Vault>>> = const { RefCell::new(None) };
}

/// Takes the keys off the thread again when dropped.
pub struct Held(Option<Arc<Vault>>);

impl Drop for Held {
    fn drop(&mut self) {
        HERE.set(self.0.take());
    }
}

impl Vault {
    /// A vault with these keys.
    #[must_use]
    pub fn new(ring: Ring) -> Arc<Self> {
        Arc::new(Self { ring: RwLock::new(ring) })
    }

    /// Lays the keys on this thread until the returned value is dropped.
    #[must_use]
    pub fn here(self: &Arc<Self>) -> Held {
        Held(HERE.replace(Some(Arc::clone(self))))
    }

    /// Takes another ring, after a rotation.
    pub fn renew(&self, ring: Ring) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
    }

    /// The number of the key that seals.
    #[must_use]
    pub fn current(&self) -> KeyNumber {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        ring.keys.last_key_value().map_or(0, |(number, _)| *number)
    }
}

fn with_ring<T>(work: impl FnOnce(&Ring) -> Result<T, Fault>) -> Result<T, Fault> {
    HERE.with_borrow(|vault| {
        let vault = vault.as_ref().ok_or(Fault::NoKeys)?;
        work(&vault.ring.read().unwrap_or_else(PoisonError::into_inner))
    })
}

/// Seals bytes for a cell.
///
/// # Errors
/// `NoKeys` on a thread without keys.
pub fn seal_bytes(cell: Cell, plain: &[u8]) -> Result<Vec<u8>, Fault> {
    with_ring(|ring| {
        let (number, key) = ring.keys.last_key_value().ok_or(Fault::NoKeys)?;
        let text = key.seal(&cell.bound_to(*number), plain).map_err(|_| Fault::Broken)?;
        Ok([&[FORM], number.to_be_bytes().as_slice(), &text].concat())
    })
}

/// Opens what was sealed for a cell.
///
/// # Errors
/// Each `Fault`.
pub fn open_bytes(cell: Cell, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
    let number = key_of(sealed).ok_or(Fault::Broken)?;
    with_ring(|ring| {
        let key = ring.keys.get(&number).ok_or(Fault::UnknownKey(number))?;
        key.open(&cell.bound_to(number), &sealed[KEY_AT.end..]).ok_or(Fault::Broken)
    })
}

/// The key that a value is sealed with.
#[must_use]
pub fn key_of(sealed: &[u8]) -> Option<KeyNumber> {
    let number = sealed.first().filter(|form| **form == FORM).and(sealed.get(KEY_AT))?;
    Some(KeyNumber::from_be_bytes(number.try_into().ok()?))
}

/// Seals facts for a cell, as JSON.
///
/// # Errors
/// As `seal_bytes`.
pub fn seal(cell: Cell, facts: &impl Serialize) -> Result<Vec<u8>, Fault> {
    seal_bytes(cell, &serde_json::to_vec(facts).map_err(|_| Fault::Broken)?)
}

/// Opens facts that were sealed for a cell.
///
/// # Errors
/// As `open_bytes`.
pub fn open<T: DeserializeOwned>(cell: Cell, sealed: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(&open_bytes(cell, sealed)?).map_err(|_| Fault::Broken)
}

/// A keyed digest of a value by which exactly this value can be found again and nothing else be learnt.
///
/// # Errors
/// `NoKeys` on a thread without keys.
pub fn index(column: &'static str, value: &str) -> Result<Vec<u8>, Fault> {
    with_ring(|ring| {
        let mut context = hmac::Context::with_key(&ring.index);
        context.update(column.as_bytes());
        context.update(b"\n");
        context.update(value.as_bytes());
        Ok(context.sign().as_ref()[..INDEX].to_vec())
    })
}

/// A keyed digest of some parts, each told from the next by its length.
///
/// # Errors
/// `NoKeys` on a thread without keys.
pub fn digest<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Result<[u8; INDEX], Fault> {
    with_ring(|ring| {
        let mut context = hmac::Context::with_key(&ring.evidence);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut digest = [0; INDEX];
        digest.copy_from_slice(&context.sign().as_ref()[..INDEX]);
        Ok(digest)
    })
}

#[cfg(test)]
mod tests;
