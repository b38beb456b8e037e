//! Checkpoints: signed statements of how far the journal had come.

pub mod key;
pub mod store;
pub mod wire;

use actix_web::{get, web};

use self::store::Row;
use self::wire::Checkpoint;
use crate::caller::Sight;
use crate::db::Conn;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Slice};

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(list_checkpoints);
}

/// Lists the checkpoints of the journal.
///
/// The newest first, one every hour. Keep them elsewhere: a journal changed since no longer fits them.
#[utoipa::path(responses((status = 200, description = "A page of checkpoints.", body = Page<Checkpoint>)), security(("bearer" = ["journal:read"])))]
#[get("/v1/journal/checkpoints")]
async fn list_checkpoints(
    who: Allowed<rights::ReadJournal>,
    app: web::Data<App>,
    paging: Paging,
) -> Result<Answer, Error> {
    let fetch = |conn: &mut Conn, slice: &Slice<i64>| {
        let rows = store::list(conn, slice)?;
        Ok((rows, slice.total(|| store::count(conn))?))
    };
    let show = |row: Row| (row.position, Checkpoint::of(row));
    paging.list_shared(&app, &who, Sight::Nobody, fetch, show).await
}
