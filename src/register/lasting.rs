//! Which granted services last on a day, whether or not somebody has recorded the end of those that do not.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::grants;

/// The services that have not ended by a day: `aplp_domain::grant::Recorded::on` as a condition on rows.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn on(day: NaiveDate) -> _ {
    grants::state.ne("ended").and(grants::last_day.ge(day))
}
