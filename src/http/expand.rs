//! What a list brings along where it is asked to: the resources that its rows name, each once, as their own lists show them. Who
//! asks needs the right to read each kind, and sees of it what that right and their sight show; each kind that is about
//! persons is recorded like a list of it. They are read right after the rows that name them. Depth is one.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, web};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::concern::{self, Concern, Concerns};
use super::{App, Paging, access};
use crate::caller::Caller;
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
    value: Value,
    concern: Option<Concern>,
}

impl Expanded {
    /// Resources as they are answered.
    ///
    /// # Errors
    /// `Internal` when one cannot be written as JSON.
    pub fn all<T: Serialize + Concerns>(resources: impl IntoIterator<Item = T>) -> Result<Vec<Self>, Error> {
        let loaded = |resource: T| match serde_json::to_value(&resource) {
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

impl Paging {
    /// What the rows of a page name, as far as it is asked for: recorded before it is answered.
    ///
    /// # Errors
    /// As `Db::view`; `read_not_recorded`.
    pub(super) async fn included<T: Serialize>(
        &self,
        app: &web::Data<App>,
        rows: &[T],
    ) -> Result<Option<Map<String, Value>>, Error> {
        if self.expand.is_empty() {
            return Ok(None);
        }
        let written = rows.iter().take(self.limit).map(serde_json::to_value);
        let written: Vec<Value> =
            written.collect::<Result<_, _>>().map_err(|fault| Error::Internal(fault.to_string()))?;
        let mut included = Map::new();
        for Requested { kind, caller, load } in self.expand.iter().cloned() {
            let member = format!("{}_id", kind.name);
            let ids = written.iter().filter_map(|row| row[&member].as_str()?.parse().ok());
            let ids: Vec<Uuid> = ids.collect::<BTreeSet<_>>().into_iter().collect();
            let who = caller.clone();
            let found = app.db.view(who.sight(), move |conn| load(conn, &who, &ids)).await?;
            concern::recorded(app, &caller, Concern::all(&found)).await?;
            included.insert(kind.plural.to_owned(), found.into_iter().map(|found| found.value).collect());
        }
        Ok(Some(included))
    }
}
