//! The journal: who did, read or was refused what, in the order of the chain.

pub mod store;
pub mod wire;

use actix_web::{get, web};
use aplp_domain::riga::riga_midnight;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::store::Wanted;
use self::wire::JournalEntry;
use crate::caller::Sight;
use crate::db::Conn;
use crate::db::chain::Link;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Slice};
use crate::register::persons::PersonId;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(list_journal);
}

/// Which entries.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// This day or later.
    #[param(nullable = false)]
    from: Option<NaiveDate>,
    /// This day or earlier.
    #[param(nullable = false)]
    to: Option<NaiveDate>,
    /// Only about this person.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
    /// Only about this kind.
    #[param(max_length = 60, pattern = "^[a-z_:]+$", nullable = false)]
    object: Option<String>,
    /// Only about this resource.
    #[param(max_length = 36, nullable = false)]
    object_id: Option<Uuid>,
    /// Only this action.
    #[param(max_length = 60, pattern = "^[a-z_]+$", nullable = false)]
    action: Option<String>,
    /// Only this subject's.
    #[param(max_length = 200, nullable = false)]
    actor: Option<String>,
}

impl Filter {
    fn wanted(self) -> Wanted {
        let Self { from, to, person_id, object, object_id, action, actor } = self;
        let midnight = |day: NaiveDate| riga_midnight(day).naive_utc();
        Wanted {
            from: from.map(midnight),
            until: to.and_then(|day| day.succ_opt()).map(midnight),
            person: person_id.map(PersonId::uuid),
            object,
            object_id,
            action,
            actor,
        }
    }
}

/// Lists the journal.
///
/// A new entry stands here within a second. Reading is recorded too.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of the journal.", body = Page<JournalEntry>)), security(("bearer" = ["journal:read"])))]
#[get("/v1/journal")]
async fn list_journal(
    who: Allowed<rights::ReadJournal>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let wanted = filter.into_inner().wanted();
    // Who asks for the entries about one person looks at that person.
    let person = wanted.person;
    let fetch = move |conn: &mut Conn, slice: &Slice<i64>| {
        let rows = store::list(conn, &wanted, slice)?;
        Ok((rows, slice.total(|| store::count(conn, &wanted, &slice.filters))?))
    };
    let caller = who.caller.clone();
    let show = move |row: (Link, _)| (row.0.position, JournalEntry::of(row, person, &caller));
    paging.list_shared(&app, &who, Sight::Nobody, fetch, show).await
}
