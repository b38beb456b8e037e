//! What lasts on a day, whether or not somebody has recorded the end of what does not: granted services, and employment.

use chrono::NaiveDate;
use diesel::dsl::{And, AssumeNotNull, GtEq, IsNull, LtEq, NotEq, Or};
use diesel::prelude::*;

use crate::db::schema::{grants, support_persons};

/// The condition made by `on`.
pub type On = And<NotEq<grants::state, &'static str>, GtEq<grants::last_day, NaiveDate>>;

/// The services that have not ended by a day: `aplp_domain::grant::Recorded::on` as a condition on rows.
#[must_use]
pub fn on(day: NaiveDate) -> On {
    grants::state.ne("ended").and(grants::last_day.ge(day))
}

/// The condition made by `employed`.
pub type Employed = And<
    LtEq<support_persons::employed_from, NaiveDate>,
    Or<IsNull<support_persons::employed_to>, GtEq<AssumeNotNull<support_persons::employed_to>, NaiveDate>>,
>;

/// The support persons who are employed on a day: `aplp_domain::agreement::Employment::covers` as a condition on rows.
#[must_use]
pub fn employed(day: NaiveDate) -> Employed {
    let last = support_persons::employed_to;
    support_persons::employed_from.le(day).and(last.is_null().or(last.assume_not_null().ge(day)))
}
