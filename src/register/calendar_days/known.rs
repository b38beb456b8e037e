//! The calendar as the open calls know it: remembered for a second.

use std::sync::Arc;

use aplp_domain::calendar::DaysOff;

use super::store::{self, Row};
use crate::error::Error;
use crate::http::App;

/// The transferred days off that were added.
pub struct Calendar {
    rows: Vec<Row>,
    days_off: DaysOff,
}

impl Calendar {
    /// The calendar now; a change by another instance may be a second away.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn now(app: &App) -> Result<Arc<Self>, Error> {
        app.memo.of(app, |conn| store::all(conn).map(|rows| Self { days_off: store::days_off(&rows), rows })).await
    }

    /// What is remembered was changed.
    pub(super) fn changed(app: &App) {
        app.memo.forget::<Self>();
    }

    /// Those that were not withdrawn.
    #[must_use]
    pub fn days_off(&self) -> &DaysOff {
        &self.days_off
    }

    /// Every row, withdrawn ones as well.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }
}
