//! What was read along the way, read by those whom it does not concern.

use serde_json::json;

use crate::support::Office;
use crate::support::tour::Tour;

/// Everything that was read along the way is read once more by those whom it does not concern.
// AZ-03
pub fn nobody_else_sees_it(tour: &Tour, office: &Office) {
    let somebody_else = "6f1c2c5e-0000-4000-8000-000000000000";
    let strangers =
        [office.municipality("0002000"), office.support_person(somebody_else), office.person(somebody_else)];
    let about_persons = |path: &str| {
        let kinds = [
            "/v1/persons",
            "/v1/applications",
            "/v1/decisions",
            "/v1/contests",
            "/v1/queue",
            "/v1/grants",
            "/v1/agreements",
            "/v1/time",
            "/v1/incidents",
            "/v1/reminders",
            "/v1/individual-budgets",
            "/v1/barriers",
        ];
        kinds.iter().any(|kind| path.starts_with(kind)) || path.ends_with("/caseload")
    };
    for path in tour.read.iter().filter(|path| about_persons(path)) {
        for stranger in &strangers {
            let reply = stranger.get(path);
            match reply.status {
                200 => assert_eq!(reply.body["items"], json!([]), "{path} shows {:#}", reply.body),
                status => assert!([403, 404].contains(&status), "{path} answers {status}"),
            }
        }
    }
}
