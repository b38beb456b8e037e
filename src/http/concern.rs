//! Whose data stands in an answer, and the receipt without which it does not leave.

use actix_web::HttpMessage;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use futures_util::future::try_join_all;
use uuid::Uuid;

use super::App;
use super::answer::Told;
use super::page::Page;
use super::wire::Common;
use crate::caller::Caller;
use crate::db::Id;
use crate::db::journal::{self, Object};
use crate::error::Error;

/// What can be answered. Every body says whose data stands in it, so that no read can be forgotten: an implementation that
/// adds nothing says that it tells of nobody.
pub trait Concerns {
    /// What is told of whom; none where it tells of nobody.
    fn concern(&self) -> Option<Concern> {
        None
    }
}

/// What an answer tells of whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// The kind of resource, as in its `object` member.
    pub kind: String,
    /// Which one; nil for several.
    pub id: Uuid,
    /// In which version; 0 for several.
    pub version: i32,
    /// Whose data it is: each once, in order. Nobody's where reading is recorded for its own sake.
    pub persons: Vec<Uuid>,
}

impl Concern {
    /// A resource that is about a person.
    #[must_use]
    pub fn of<T>(common: &Common, person: Id<T>) -> Option<Self> {
        let Common { object, id, version, .. } = common;
        Some(Self { kind: (*object).to_owned(), id: *id, version: *version, persons: vec![person.uuid()] })
    }

    /// Something without an id of its own.
    #[must_use]
    pub fn about(kind: &str, persons: Vec<Uuid>) -> Self {
        Self { kind: kind.to_owned(), id: Uuid::nil(), version: 0, persons }
    }

    /// Several resources of one kind; none where they tell of nobody.
    #[must_use]
    pub fn all<T: Concerns>(rows: &[T]) -> Option<Self> {
        let mut concerns = rows.iter().filter_map(Concerns::concern);
        let first = concerns.next()?;
        let mut persons = concerns.fold(first.persons, |mut persons, next| {
            persons.extend(next.persons);
            persons
        });
        persons.sort_unstable();
        persons.dedup();
        Some(Self::about(&first.kind, persons))
    }
}

/// What tells of nobody at all.
impl Concerns for () {}

impl<T: Concerns> Concerns for Page<T> {
    fn concern(&self) -> Option<Concern> {
        Concern::all(&self.items)
    }
}

impl<T: Concerns> Concerns for &T {
    fn concern(&self) -> Option<Concern> {
        (*self).concern()
    }
}

/// Lets an answer out when the receipt for it is written. An effect needs none: its row of the journal, written with it, says
/// who saw what came of it.
///
/// # Errors
/// `read_not_recorded`, and then the answer must not leave.
pub(super) async fn receipted(app: &App, answered: &mut ServiceResponse<BoxBody>) -> Result<(), Error> {
    let concern = answered.response_mut().extensions_mut().remove::<Concern>();
    let told = answered.response_mut().extensions_mut().remove::<Told>();
    if concern.is_none() && told.is_none() {
        return Ok(());
    }
    let request = answered.request();
    if !answered.status().is_success() || [Method::PATCH, Method::PUT].contains(request.method()) {
        return Ok(());
    }
    let caller = request.extensions().get::<Caller>().cloned();
    let unknown = || Error::Internal("the data of a person would leave without a caller".to_owned());
    let own = concern.map(|concern| caller.ok_or_else(unknown).map(|caller| (caller, concern))).transpose()?;
    // All wait for the same commit.
    let all = told.into_iter().flat_map(|Told(told)| told).chain(own);
    let written = all.map(|(caller, concern)| async move { recorded(app, &caller, Some(concern)).await });
    try_join_all(written).await.map(drop)
}

/// Writes the receipt for what is about to leave.
///
/// # Errors
/// `read_not_recorded`, and then it must not leave.
pub(super) async fn recorded(app: &App, who: &Caller, concern: Option<Concern>) -> Result<(), Error> {
    let Some(receipt) = concern.map(|concern| row(who, concern)) else { return Ok(()) };
    app.db.record(receipt).await.map_err(|fault| {
        log::error!(target: "aplp::failure", "the receipt for a read could not be written: {fault}");
        Error::Asked("read_not_recorded")
    })
}

fn row(who: &Caller, concern: Concern) -> journal::Row {
    let Concern { kind, id, version, persons } = concern;
    let object = Object { kind: "", id, version, person: None };
    journal::Row { object: kind, ..journal::Row::of(who, journal::READ, object) }.about(&persons)
}
