//! Who was turned away although they are known: a row of the journal, as many as fit.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use actix_web::HttpMessage;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use chrono::{DateTime, Utc};

use super::App;
use super::access::Denied;
use super::asked::Asked;
use crate::db::journal::Row;
use crate::error::Error;

/// How many denials an instance records in a minute: one for each caller and right. The log has them all.
const DENIALS_MAX: usize = 1_024;

/// The denials of one minute that stand in the journal already, so that knocking often fills nothing.
#[derive(Default)]
pub struct Denials(Mutex<(i64, HashSet<String>)>);

impl Denials {
    /// Whether this is the first of its kind in its minute, and there is room for it.
    fn is_new(&self, kind: String, at: DateTime<Utc>) -> bool {
        let Ok(mut known) = self.0.lock() else { return false };
        let minute = at.timestamp().div_euclid(60);
        if known.0 != minute {
            *known = (minute, HashSet::new());
        }
        known.1.len() < DENIALS_MAX && known.1.insert(kind)
    }
}

/// Notes that a request was refused for who asked. That it could not be noted changes nothing for the caller, who is told
/// nothing in either case.
pub(super) async fn noted(app: &App, answered: &ServiceResponse<BoxBody>) {
    let error = answered.response().error().and_then(|error| error.as_error::<Error>());
    let why = match error {
        Some(Error::Forbidden(right, _)) => right,
        Some(Error::Asked("purpose_not_registered")) => "purpose",
        _ => return,
    };
    let (request, denied) = {
        let extensions = answered.request().extensions();
        let request = extensions.get::<Arc<Asked>>().map_or("-", |asked| asked.request.as_str()).to_owned();
        (request, extensions.get::<Denied>().cloned())
    };
    let Some(Denied(who)) = denied else { return };
    if app.denials.is_new(format!("{}\n{why}", who.key()), who.at)
        && let Err(fault) = app.db.record(Row::denied(&who, why)).await
    {
        log::error!(target: "aplp::failure", "request={request} a denial could not be recorded: {fault}");
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    #[test]
    fn a_denial_is_recorded_once_a_minute_and_no_more_of_them_than_fit() {
        let denials = Denials::default();
        let now = DateTime::from_timestamp(1_772_434_800, 0).unwrap();

        assert!(denials.is_new("ilze applications:decide".to_owned(), now));
        assert!(!denials.is_new("ilze applications:decide".to_owned(), now + Duration::seconds(59)));
        assert!(denials.is_new("ilze applications:decide".to_owned(), now + Duration::seconds(60)));
        for number in 1..DENIALS_MAX {
            assert!(denials.is_new(number.to_string(), now + Duration::seconds(60)));
        }
        assert!(!denials.is_new("one more".to_owned(), now + Duration::seconds(60)));
    }
}
