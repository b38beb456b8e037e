//! What a list brings along where it is asked to: the resources that its rows name, each once, as their own lists show them. Who
//! asks needs the right to read each kind, and sees of it what that right and their sight show; each kind that is about
//! persons is recorded like a list of it. They are of the same moment as the rows that name them, but where those were read
//! before or in another sight. Depth is one.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpRequest, web};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use super::concern::{Concern, Concerns};
use super::{App, access};
use crate::caller::{Caller, Sight};
use crate::db::Conn;
use crate::db::filters::Filters;
use crate::error::Error;

/// The kinds that lists bring along: the member that names one is its name with `_id`, its place in the answer its plural.
pub(super) const KINDS: [Kind; 6] = [
    Kind { name: "application", plural: "applications", schema: "Application" },
    Kind { name: "decision", plural: "decisions", schema: "Decision" },
    Kind { name: "grant", plural: "grants", schema: "Grant" },
    Kind { name: "person", plural: "persons", schema: "Person" },
    Kind { name: "programme", plural: "programmes", schema: "Programme" },
    Kind { name: "support_person", plural: "support_persons", schema: "SupportPerson" },
];

/// How many kinds are brought along at once at the most.
pub(super) const KINDS_MAX: usize = 4;

/// One kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) plural: &'static str,
    pub(super) schema: &'static str,
}

/// How resources of a kind are read.
#[derive(Clone, Copy)]
pub struct Expansion {
    /// The right to read them.
    pub right: &'static str,
    /// Reads those of some ids that a caller may see.
    pub load: Load,
}

/// Reads the resources of some ids that a caller may see.
pub type Load = fn(&mut Conn, &Caller, &[Uuid]) -> Result<Vec<Expanded>, Error>;

/// A resource as it is answered, and whom it concerns.
pub struct Expanded {
    value: Box<RawValue>,
    concern: Option<Concern>,
}

impl Expanded {
    /// Resources as they are answered.
    ///
    /// # Errors
    /// `Internal` when one cannot be written as JSON.
    pub fn all<T: Serialize + Concerns>(resources: impl IntoIterator<Item = T>) -> Result<Vec<Self>, Error> {
        let loaded = |resource: T| match to_raw_value(&resource) {
            Ok(value) => Ok(Self { value, concern: resource.concern() }),
            Err(fault) => Err(Error::Internal(fault.to_string())),
        };
        resources.into_iter().map(loaded).collect()
    }
}

impl Concerns for Expanded {
    fn concern(&self) -> Option<Concern> {
        self.concern.clone()
    }
}

/// A kind that a list is asked to bring along, for whom, and how.
#[derive(Clone)]
pub(super) struct Requested {
    pub(super) kind: Kind,
    pub(super) caller: Caller,
    pub(super) load: Load,
}

impl Requested {
    /// What of the kind is seen.
    pub(super) fn sight(&self) -> Sight {
        self.caller.sight()
    }
}

/// What a list is asked to bring along, each for the caller as far as they have the right to read it.
pub(super) fn asked(request: &HttpRequest, app: &App, filters: &Filters) -> Result<Vec<Requested>, Error> {
    let names = filters.values("expand").into_iter().flatten();
    let asked = names.filter_map(|name| {
        let kind = *KINDS.iter().find(|kind| kind.name == name)?;
        let Expansion { right, load } = (app.expansions)(name)?;
        Some(access::allowed(request, right).map(|caller| Requested { kind, caller, load }))
    });
    asked.collect()
}

/// What a page brings along: of each kind the resources, and what is told by them of whom, to whoever has the right.
#[derive(Default)]
pub(super) struct Included {
    pub(super) kinds: BTreeMap<&'static str, Vec<Box<RawValue>>>,
    pub(super) told: Vec<(Caller, Concern)>,
}

impl Included {
    /// Reads what rows name, of these kinds.
    ///
    /// # Errors
    /// When the database does not answer; `Internal` when a row cannot be written as JSON.
    pub(super) fn read<'r, T: Serialize + 'r>(
        conn: &mut Conn,
        kinds: &[Requested],
        rows: impl Iterator<Item = &'r T>,
    ) -> Result<Self, Error> {
        let mut included = Self::default();
        for (requested, ids) in kinds.iter().zip(named(kinds, rows)?) {
            included.add(requested, (requested.load)(conn, &requested.caller, &ids)?);
        }
        Ok(included)
    }

    /// The same after the rows were read, each kind in the sight of whoever may read it.
    ///
    /// # Errors
    /// As `read`; as `Db::view`.
    pub(super) async fn read_after<'r, T: Serialize + 'r>(
        mut self,
        app: &web::Data<App>,
        kinds: &[Requested],
        rows: impl Iterator<Item = &'r T>,
    ) -> Result<Self, Error> {
        for (requested, ids) in kinds.iter().zip(named(kinds, rows)?) {
            let (load, caller) = (requested.load, requested.caller.clone());
            let found = app.db.view(requested.sight(), move |conn| load(conn, &caller, &ids)).await?;
            self.add(requested, found);
        }
        Ok(self)
    }

    fn add(&mut self, Requested { kind, caller, .. }: &Requested, found: Vec<Expanded>) {
        self.told.extend(Concern::all(&found).map(|concern| (caller.clone(), concern)));
        self.kinds.insert(kind.plural, found.into_iter().map(|found| found.value).collect());
    }

    /// How many resources are brought along.
    pub(super) fn count(&self) -> usize {
        self.kinds.values().map(Vec::len).sum()
    }
}

/// The ids that rows name, of each of these kinds, each once.
fn named<'r, T: Serialize + 'r>(
    kinds: &[Requested],
    rows: impl Iterator<Item = &'r T>,
) -> Result<Vec<Vec<Uuid>>, Error> {
    // Most lists bring nothing along: their rows are not written for it.
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let broken = |fault: serde_json::Error| Error::Internal(fault.to_string());
    let mut named: Vec<(String, BTreeSet<Uuid>)> =
        kinds.iter().map(|asked| (format!("{}_id", asked.kind.name), BTreeSet::new())).collect();
    for row in rows {
        let row = serde_json::to_string(row).map_err(broken)?;
        let members: BTreeMap<&str, &RawValue> = serde_json::from_str(&row).map_err(broken)?;
        for (member, ids) in &mut named {
            let value = members.get(member.as_str());
            let id: Option<Uuid> = value.and_then(|value| serde_json::from_str(value.get()).ok());
            ids.extend(id);
        }
    }
    Ok(named.into_iter().map(|(_, ids)| ids.into_iter().collect()).collect())
}
