//! Which tables are held by digests, and how a row of theirs is read.

use std::collections::HashMap;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::map::{Kept, MAP};

/// The tables without digests, each with the reason.
pub const EXEMPT: [(&str, &str); 8] = [
    ("repeats", "an answer is stored for three days, so that it can be repeated, and proves nothing"),
    ("journal", "the chain holds every column of every row"),
    ("journal_waiting", "is a queue of work, held against the journal"),
    ("journal_links", "is the chain"),
    ("journal_persons", "is recomputed from the journal"),
    ("person_sets", "is recomputed: the id of a set follows from who is in it"),
    ("checkpoints", "is signed, and is kept outside too"),
    ("written_rows", "is a queue of work, empty between two transactions"),
];

/// The name under which the structure of the tables is held, as if it were a row.
pub const STRUCTURE: &str = "structure";

/// How a row of a table is read.
pub struct Layout {
    /// The table.
    pub table: &'static str,
    /// As it stands on the map; none for the structure.
    pub kept: Option<&'static Kept>,
    /// Its columns in the order of their names.
    pub names: Vec<&'static str>,
    key: Vec<usize>,
    /// Which of the columns is sealed.
    pub sealed: Option<usize>,
    /// What stands for the table in an entry.
    pub mark: [u8; 4],
}

impl Layout {
    fn new(table: &'static str, kept: Option<&'static Kept>, mut names: Vec<&'static str>, key: &str) -> Self {
        names.sort_unstable();
        let at = |name: &str| names.iter().position(|known| *known == name);
        let key = key.split(", ").filter_map(at).collect();
        let sealed = at("sealed");
        let mut mark = [0; 4];
        mark.copy_from_slice(&Sha256::digest(table)[..4]);
        Self { table, kept, names, key, sealed, mark }
    }

    fn of(kept: &'static Kept) -> Self {
        let open = kept.open.iter().flat_map(|(_, names)| names.split_whitespace());
        let names = open.chain(kept.sealed.map(|_| "sealed")).collect();
        Self::new(kept.table, Some(kept), names, kept.key)
    }

    /// The key of a row: the id itself, or a digest where it is none.
    #[must_use]
    pub fn key(&self, row: &[Option<String>]) -> Uuid {
        let parts: Vec<&str> = self.key.iter().filter_map(|at| row.get(*at)?.as_deref()).collect();
        if let [id] = parts.as_slice()
            && id.len() == 32
            && let Ok(id) = id.parse()
        {
            return id;
        }
        let mut key = [0; 16];
        key.copy_from_slice(&Sha256::digest(parts.join("\n"))[..16]);
        Uuid::from_bytes(key)
    }

    /// How a row is named in a fault.
    #[must_use]
    pub fn named(&self, row: &[Option<String>]) -> String {
        let part = |at: &usize| row.get(*at)?.as_deref();
        self.key
            .iter()
            .filter_map(part)
            .map(|part| match part.parse::<Uuid>() {
                Ok(id) if part.len() == 32 => id.to_string(),
                _ => part.to_owned(),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }
}

static ALL: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    let covered = MAP.iter().filter(|kept| EXEMPT.iter().all(|(table, _)| *table != kept.table));
    covered.map(Layout::of).chain([Layout::new(STRUCTURE, None, vec!["fingerprint", "kind"], "kind")]).collect()
});
static BY_NAME: LazyLock<HashMap<&'static str, &'static Layout>> =
    LazyLock::new(|| ALL.iter().map(|layout| (layout.table, layout)).collect());

/// Every table that is held by digests, and the structure of all.
pub fn layouts() -> impl Iterator<Item = &'static Layout> {
    ALL.iter()
}

/// The layout of a table; none where it is exempt.
#[must_use]
pub fn layout(table: &str) -> Option<&'static Layout> {
    BY_NAME.get(table).copied()
}
