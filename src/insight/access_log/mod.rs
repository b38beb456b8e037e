//! The access log: who looked at or changed the file of a person, when and for what (VDAR 15. pants).

pub mod wire;

use actix_web::{get, web};

use self::wire::AccessEntry;
use super::journal::store;
use crate::db::Conn;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Slice};
use crate::register::persons::{self, PersonId};

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(list_access_log);
}

/// Lists who looked at or changed the file of a person.
///
/// The newest first, lists with the person too. Asking is recorded too.
#[utoipa::path(params(("id" = PersonId, Path)), responses((status = 200, description = "A page of the access log.", body = Page<AccessEntry>)), security(("bearer" = ["persons:access_log"])))]
#[get("/v1/persons/{id}/access-log")]
async fn list_access_log(
    who: Allowed<rights::ReadAccessLog>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let (caller, person) = (who.caller.clone(), *id);
    let fetch = move |conn: &mut Conn, slice: &Slice<i64>| {
        persons::store::find(conn, person, &caller)?;
        let rows = store::access(conn, person.uuid(), slice)?;
        let total = slice.total(|| store::count_access(conn, person.uuid(), &slice.filters))?;
        let positions: Vec<_> = rows.iter().map(|(link, _)| link.position).collect();
        let entries = rows.into_iter().map(|row| AccessEntry::of(row, person, &caller));
        Ok((positions.into_iter().zip(entries).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}
