//! Which granted services last on a day, whether or not somebody has recorded the end of those that do not.

use chrono::NaiveDate;
use diesel::dsl::{And, GtEq, NotEq};
use diesel::prelude::*;

use crate::db::schema::grants;

/// The condition made by `on`.
pub type On = And<NotEq<grants::state, &'static str>, GtEq<grants::last_day, NaiveDate>>;

/// The services that have not ended by a day: `aplp_domain::grant::Recorded::on` as a condition on rows.
#[must_use]
pub fn on(day: NaiveDate) -> On {
    grants::state.ne("ended").and(grants::last_day.ge(day))
}
