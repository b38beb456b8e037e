//! Lists of places, in the order of the queue.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::QueueEntryId;
use super::{Row, Which};
use crate::codes::QueueStateCode;
use crate::db::filters::{Filters, Slice};
use crate::db::schema::queue_entries;
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::register::persons::sight::{of_own, theirs};

fn chosen(which: &Which, filters: &Filters) -> queue_entries::BoxedQuery<'static, MultiBackend> {
    let mut query = queue_entries::table.into_boxed();
    if let Some(sight) = &which.sight {
        query = query.filter(theirs(queue_entries::person_id, sight));
        query = query.filter(of_own(queue_entries::programme_id, sight));
    }
    if let Some(person) = which.person_id {
        query = query.filter(queue_entries::person_id.eq(person));
    }
    if let Some(programme) = which.programme_id {
        query = query.filter(queue_entries::programme_id.eq(programme));
    }
    if !which.states.is_empty() {
        query = query.filter(queue_entries::state.eq_any(which.states.clone()));
    }
    filtered!(query, filters, queue_entries {
        updated updated_at; days submitted_on, answer_by, ask_again_from; codes state: QueueStateCode
    })
}

/// The position of a place in lists: one application may have had several.
pub type Position = (NaiveDate, i64, QueueEntryId);

/// A page of places in the order of the queue.
///
/// # Errors
/// When the database does not answer.
pub fn page(conn: &mut Conn, which: &Which, slice: &Slice<Position>) -> Result<Vec<Row>, Error> {
    let query = chosen(which, &slice.filters);
    let query = in_order!(
        query,
        slice,
        Up,
        (queue_entries::submitted_on, queue_entries::registration_number, queue_entries::id)
    );
    Ok(query.select(Row::as_select()).load(conn)?)
}

/// How many places a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, which: &Which, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(which, filters).count().get_result(conn)?)
}
