//! A page as it is written: its rows with the members that are asked for, what stands behind them, and its tag.

use actix_web::http::StatusCode;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use xxhash_rust::xxh3::Xxh3Default;

use super::answer::Answer;
use super::concern::{Concern, Concerns};
use super::expand::Included;
use super::{App, Paging};
use crate::error::Error;

/// What stands behind the rows of a page: its cursor, how many there are in all, and what is brought along.
pub(super) type End = (Option<String>, Option<i64>, Included);

/// A page as it is written: its rows are already.
#[derive(Serialize)]
struct Written<'a> {
    items: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    included: Option<Box<RawValue>>,
    next: Option<String>,
    next_cursor: Option<String>,
    #[serde(rename = "self")]
    this: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<i64>,
}

/// Its rows say whom it concerns.
impl Concerns for Written<'_> {}

impl Paging {
    /// A page with the members that are asked for, and its tag.
    pub(super) fn shown<T: Serialize + ToSchema + Concerns>(
        &self,
        app: &App,
        items: Vec<T>,
        end: End,
        day: i64,
    ) -> Result<(Answer, String), Error> {
        match self.fields::<T>(app)? {
            None => self.written(&items, end, day),
            Some(fields) => {
                let parts: Result<Vec<_>, Error> = items.iter().map(|row| fields.of_row(row)).collect();
                self.written(&parts?, end, day)
            }
        }
    }

    /// A page and its tag: of its rows, how many there are and whether there are more, but not of the cursor, which is another one
    /// in each answer. The tag changes every day, so that a page that is still right has a cursor that still holds.
    fn written<T: Serialize + Concerns>(
        &self,
        items: &[T],
        (next_cursor, total, included): End,
        day: i64,
    ) -> Result<(Answer, String), Error> {
        let broken = |fault: serde_json::Error| Error::Internal(fault.to_string());
        let rows = serde_json::value::to_raw_value(items).map_err(broken)?;
        let brought = included.count();
        let Included { kinds, told } = included;
        let along = (!kinds.is_empty()).then(|| serde_json::value::to_raw_value(&kinds)).transpose().map_err(broken)?;
        let mut hash = Xxh3Default::new();
        hash.update(rows.get().as_bytes());
        hash.update(format!("{total:?} {} {day} ", next_cursor.is_some()).as_bytes());
        hash.update(along.as_ref().map_or("", |along| along.get()).as_bytes());
        let tag = format!("\"{:032x}\"", hash.digest128());
        let next = next_cursor.as_deref().map(|cursor| self.address(Some(cursor)));
        let mut extra: Vec<_> = next.iter().map(|next| ("link", format!("<{next}>; rel=\"next\""))).collect();
        if total.is_some() {
            extra.push(("preference-applied", "return=total-count".to_owned()));
        }
        let (shown, concern) = (items.len() + brought, Concern::all(items));
        let page = Written { items: &rows, included: along, next, next_cursor, this: self.this(), total };
        let answer = Answer { extra, compressible: true, concern, told, ..Answer::rows(StatusCode::OK, &page, shown)? };
        Ok((answer, tag))
    }
}
