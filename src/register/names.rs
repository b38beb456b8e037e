//! The order of names: that of the Latvian alphabet, as a key that is stored beside the name and compared bytewise.
//!
//! The order is CLDR's `lv` as `icu_collator` has it. Since CLDR 45 not only č, ģ, ķ, ļ, ņ, š and ž are letters of their own
//! there, but also ā, ē, ī and ū, and y stands between i and ī; before that, and in the C libraries still, ā is an a with a mark.

pub mod words;

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::{Conn, evidence};
use crate::error::Error;

/// The version of the rules by which names are sorted and taken apart: that of `words`, and the release of `icu_collator` and of
/// its data, which a test holds. It stands beside each key, and `migrate` makes those of another version anew.
pub const RULES: &str = "1 icu4x 2.4.0";

/// How long a key is at the most, in bytes: what is longer is sorted by its beginning. PostgreSQL's indexes hold 2,704.
const KEY_MAX: usize = 1_000;
/// What stands between two parts of a name: sorted before every letter, on each level (UTS #35, part 5, "merged sort keys").
const BETWEEN: char = '\u{fffe}';

static LATVIAN: LazyLock<Result<CollatorBorrowed<'static>, String>> = LazyLock::new(|| {
    Collator::try_new(locale!("lv").into(), CollatorOptions::default()).map_err(|fault| fault.to_string())
});

/// By what a name is sorted: family name first, then given name.
///
/// # Errors
/// `Internal` when this build has no data for Latvian.
pub fn sort_key(family_name: &str, given_name: &str) -> Result<Vec<u8>, Error> {
    let collator = LATVIAN.as_ref().map_err(|fault| Error::Internal(format!("no Latvian order: {fault}")))?;
    let mut key = Vec::with_capacity(64);
    let Ok(()) = collator.write_sort_key_to(&format!("{family_name}{BETWEEN}{given_name}"), &mut key);
    key.truncate(KEY_MAX);
    Ok(key)
}

/// Of how many names what is stored beside them is made anew in one transaction.
pub const BATCH: i64 = 500;

/// Makes what is stored beside names anew, batch by batch, and says of how many: what was done stays done when the work is killed.
/// `other` gives the next names that are of other rules, `anew` makes that of one of them, and `said` tells the journal.
///
/// # Errors
/// Those of the three; when the database does not answer.
pub fn renewed<N>(
    conn: &mut Conn,
    other: impl Fn(&mut Conn) -> Result<Vec<N>, Error>,
    anew: impl Fn(&mut Conn, &N) -> Result<(), Error>,
    said: impl Fn(&mut Conn) -> Result<(), Error>,
) -> Result<usize, Error> {
    let mut renewed = 0;
    loop {
        let batch = other(conn)?;
        if batch.is_empty() {
            return Ok(renewed);
        }
        evidence::within(conn, |tx| {
            batch.iter().try_for_each(|name| anew(tx, name))?;
            said(tx)
        })?;
        renewed += batch.len();
    }
}

/// A row of a list in the order of names, where a walk through the list sees it.
#[derive(Clone, Debug)]
pub struct Placed<R> {
    /// The number of the newest change of a name when the walk began: later ones move nobody in it.
    pub as_of: i64,
    /// By what the row was sorted then.
    pub key: Vec<u8>,
    /// The row as it is now.
    pub row: R,
}

impl<R> Placed<R> {
    /// Two parts of one page together: who stands where they stood always, and who was renamed since the walk began. Who was
    /// renamed between the two questions is in both, at the same place.
    #[must_use]
    pub fn together(mut rows: Vec<Self>, renamed: Vec<Self>, id: impl Fn(&R) -> Uuid, limit: i64) -> Vec<Self> {
        rows.extend(renamed);
        rows.sort_by(|one, other| (&one.key, id(&one.row)).cmp(&(&other.key, id(&other.row))));
        rows.dedup_by_key(|placed| id(&placed.row));
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        rows
    }
}

/// How far a walk through a list has come, as its cursor keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Position {
    rules: String,
    as_of: i64,
    key: String,
    id: Uuid,
}

/// Where a page goes on: after which key and id, in the order of which moment.
#[derive(Clone, Debug)]
pub struct After {
    /// As in `Placed`.
    pub as_of: i64,
    /// By what the last row was sorted.
    pub key: Vec<u8>,
    /// Whose row it was.
    pub id: Uuid,
}

impl After {
    /// Whether somebody may have another name than when the walk began, by the number of the newest change of a name that was
    /// read together with the rows of this page; a page without rows says nothing of it.
    #[must_use]
    pub fn is_followed_by_changes(&self, newest: Option<i64>) -> bool {
        newest.is_none_or(|newest| newest > self.as_of)
    }
}

impl Position {
    /// The position of a row.
    #[must_use]
    pub fn of<R>(placed: &Placed<R>, id: Uuid) -> Self {
        Self { rules: RULES.to_owned(), as_of: placed.as_of, key: URL_SAFE_NO_PAD.encode(&placed.key), id }
    }

    /// Where to go on from here.
    ///
    /// # Errors
    /// `invalid_cursor` where names are sorted by other rules now.
    pub fn after(self) -> Result<After, Error> {
        let key = URL_SAFE_NO_PAD.decode(&self.key).ok().filter(|_| self.rules == RULES);
        let key = key.ok_or(Error::Asked("invalid_cursor"))?;
        Ok(After { as_of: self.as_of, key, id: self.id })
    }
}

#[cfg(test)]
mod tests;
