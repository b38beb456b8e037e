//! An entry: what an effect's row of the journal carries of one row that the effect wrote.

use uuid::Uuid;

use super::layout::Layout;
use crate::db::chain::unhex;
use crate::db::seal::{self, Cell};
use crate::error::Error;

/// How long an entry is without digests, with one, and with two.
const LENGTHS: [usize; 3] = [29, 45, 61];
const GONE: u8 = 1;
const SEALED: u8 = 2;

/// A keyed digest of 128 bits.
pub type Digest = [u8; 16];

/// What a row is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Over the table and all columns that stand open.
    pub open: Digest,
    /// Over what is sealed, as it reads when it is opened: a new key changes nothing.
    pub sealed: Option<Digest>,
}

/// What an effect wrote in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What stands for the table.
    pub table: [u8; 4],
    /// The id of the row, or what stands for its key.
    pub key: Uuid,
    /// Greater ones are newer.
    pub number: i64,
    /// What the row holds since; none when it is gone.
    pub held: Option<Held>,
}

impl Held {
    /// What a row holds. One that is sealed and does not open has no digest of what is sealed.
    ///
    /// # Errors
    /// When this thread has no keys, or not yet the one that seals.
    pub fn of(layout: &Layout, row: &[Option<String>]) -> Result<Self, Error> {
        let named = layout.names.iter().zip(row).enumerate().filter(|(at, _)| Some(*at) != layout.sealed);
        // What is null says nothing, so that a column which is added later changes no digest.
        let columns = named.filter_map(|(_, (name, value))| Some([name.as_bytes(), value.as_deref()?.as_bytes()]));
        let open = seal::digest([b"row".as_slice(), layout.table.as_bytes()].into_iter().chain(columns.flatten()))?;
        let blob = layout.sealed.and_then(|at| row.get(at)?.as_deref()).and_then(unhex);
        let Some(blob) = blob else { return Ok(Self { open, sealed: None }) };
        let key = layout.key(row);
        let plain = match seal::open_bytes(Cell::new(layout.table, key), &blob) {
            Err(seal::Fault::Broken) => return Ok(Self { open, sealed: None }),
            plain => plain?,
        };
        let parts = [b"sealed".as_slice(), layout.table.as_bytes(), key.as_bytes(), &plain];
        Ok(Self { open, sealed: Some(seal::digest(parts.into_iter())?) })
    }
}

impl Entry {
    /// Adds the entry to others.
    pub fn write(&self, to: &mut Vec<u8>) {
        let Self { table, key, number, held } = self;
        let flags = match held {
            None => GONE,
            Some(Held { sealed: None, .. }) => 0,
            Some(_) => SEALED,
        };
        to.extend_from_slice(table);
        to.extend_from_slice(key.as_bytes());
        to.extend_from_slice(&number.to_be_bytes());
        to.push(flags);
        if let Some(Held { open, sealed }) = held {
            to.extend_from_slice(open);
            to.extend_from_slice(sealed.as_ref().map_or(&[], <[u8; 16]>::as_slice));
        }
    }

    /// The first of several entries, and the rest; none where these bytes are no entry.
    #[must_use]
    pub fn read(from: &[u8]) -> Option<(Self, &[u8])> {
        let (table, rest) = from.split_first_chunk::<4>()?;
        let (key, rest) = rest.split_first_chunk::<16>()?;
        let (number, rest) = rest.split_first_chunk::<8>()?;
        let (flags, mut rest) = rest.split_first()?;
        let mut held = None;
        if flags & GONE == 0 {
            let (open, after) = rest.split_first_chunk::<16>()?;
            rest = after;
            let mut sealed = None;
            if flags & SEALED != 0 {
                let (digest, after) = rest.split_first_chunk::<16>()?;
                (sealed, rest) = (Some(*digest), after);
            }
            held = Some(Held { open: *open, sealed });
        }
        let number = i64::from_be_bytes(*number);
        Some((Self { table: *table, key: Uuid::from_bytes(*key), number, held }, rest))
    }

    /// How many entries there are at the most in so many bytes.
    #[must_use]
    pub const fn most(bytes: usize) -> usize {
        bytes / LENGTHS[1]
    }
}

/// Several entries, up to the first that is none.
pub fn all(mut bytes: &[u8]) -> impl Iterator<Item = Entry> {
    std::iter::from_fn(move || {
        let (entry, rest) = Entry::read(bytes)?;
        bytes = rest;
        Some(entry)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_one_after_another_as_they_were() {
        let entry = |held| Entry { table: [1, 2, 3, 4], key: Uuid::from_u128(7), number: 9, held };
        let all = [
            entry(None),
            entry(Some(Held { open: [5; 16], sealed: None })),
            entry(Some(Held { open: [6; 16], sealed: Some([7; 16]) })),
        ];
        let mut bytes = Vec::new();
        for (entry, length) in all.iter().zip(LENGTHS) {
            let before = bytes.len();
            entry.write(&mut bytes);
            assert_eq!(bytes.len() - before, length);
        }

        let (first, rest) = Entry::read(&bytes).unwrap();
        let (second, rest) = Entry::read(rest).unwrap();
        let (third, rest) = Entry::read(rest).unwrap();

        assert_eq!([first, second, third], all);
        assert_eq!((rest, Entry::read(rest), Entry::read(&bytes[..20])), (&[] as &[u8], None, None));
    }
}
