//! The list of clients.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::Row;
use crate::codes::ClientStateCode;
use crate::db::filters::{Filters, Slice};
use crate::db::schema::clients;
use crate::db::{Coded, Conn, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::http::clients::ClientId;
use crate::http::clients::wire::ClientState;
use crate::in_order;

/// `Row::told` as a condition on rows.
fn told_as(state: ClientState) -> Box<dyn BoxableExpression<clients::table, MultiBackend, SqlType = Bool>> {
    let recorded = |state| clients::state.eq(Coded(state));
    match state {
        ClientState::Pending => Box::new(recorded(ClientState::Active).and(clients::waits_since.is_not_null())),
        ClientState::Active => Box::new(recorded(ClientState::Active).and(clients::waits_since.is_null())),
        ClientState::Suspended => Box::new(recorded(ClientState::Suspended)),
    }
}

fn chosen(filters: &Filters) -> clients::BoxedQuery<'static, MultiBackend> {
    filtered!(clients::table.into_boxed(), filters, clients { updated updated_at; told state: ClientStateCode => told_as })
}

/// A page of clients in the order in which they were registered.
///
/// # Errors
/// When the database does not answer.
pub fn list(conn: &mut Conn, slice: &Slice<(NaiveDateTime, ClientId)>) -> Result<Vec<Row>, Error> {
    let query = chosen(&slice.filters);
    Ok(in_order!(query, slice, Up, (clients::created_at, clients::id)).select(Row::as_select()).load(conn)?)
}

/// How many clients there are.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(filters).count().get_result(conn)?)
}
