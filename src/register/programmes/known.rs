//! The programmes as the open calls know them: remembered for a second, so that whoever asks in bulk asks no database.

use std::sync::Arc;

use aplp_domain::programmes::Programme;
use chrono::NaiveDate;

use super::store;
use crate::error::Error;
use crate::http::App;

/// Every programme as the rules see it, in the order of their codes.
pub struct Programmes(Vec<Programme>);

impl Programmes {
    /// The programmes now; a change by another instance may be a second away.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn now(app: &App) -> Result<Arc<Self>, Error> {
        app.memo.of(app, |conn| store::all(conn).map(Self)).await
    }

    /// What is remembered was changed.
    pub(super) fn changed(app: &App) {
        app.memo.forget::<Self>();
    }

    /// The programme with a code, if there is one.
    #[must_use]
    pub fn called(&self, code: &str) -> Option<&Programme> {
        self.0.iter().find(|programme| programme.code == code)
    }

    /// Those whose period holds a day.
    #[must_use]
    pub fn open_on(&self, day: NaiveDate) -> Vec<&Programme> {
        self.open_between(day, day)
    }

    /// Those whose period holds a day from `first` to `last`, both included.
    #[must_use]
    pub fn open_between(&self, first: NaiveDate, last: NaiveDate) -> Vec<&Programme> {
        let open = |programme: &&Programme| {
            programme.starts_on <= last && programme.ends_on.is_none_or(|ends_on| first <= ends_on)
        };
        self.0.iter().filter(open).collect()
    }
}
