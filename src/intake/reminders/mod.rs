//! Reminders: what is due about a person, raised once when its day comes.

pub mod store;
pub mod wire;

use actix_web::{get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::{Row, Wanted};
use self::wire::Reminder;
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Slice};
use crate::register::persons::PersonId;

/// The id of a reminder.
pub type ReminderId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(list_reminders);
}

/// Which reminders.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only about this person.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
}

/// Lists reminders.
///
/// Those whose day has come and that nobody has followed yet, of persons the caller may see. `possible_duplicate` only for those who
/// see everybody.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of reminders.", body = Page<Reminder>)), security(("bearer" = ["reminders:read"])))]
#[get("/v1/reminders")]
async fn list_reminders(
    who: Allowed<rights::ReadReminders>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let Filter { person_id } = filter.into_inner();
    let (caller, wanted) = (who.caller.clone(), Wanted { person_id });
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::list(conn, &caller, &wanted, slice)?;
        let total = slice.total(|| store::count(conn, &caller, &wanted, &slice.filters))?;
        let shown = |row: Row| ((row.due_on, row.id), Reminder::of(row, &caller));
        Ok((rows.into_iter().map(shown).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}
