//! Decisions about a granted service, as they are sent.

use serde_json::{Value, json};

use super::{Desk, Reply};

fn with(body: Value, more: Value) -> Value {
    let mut words = json!({
        "reasoning": "Pamats ir konstatēts.", "plain_summary": "Par pakalpojumu ir pieņemts lēmums.",
        "official_position": "pakalpojuma vadītājs",
    });
    for part in [body, more] {
        words.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
    }
    words
}

/// Suspends a service.
pub fn suspend(desk: &Desk<'_>, grant: &str, ground: &str, from: &str, more: Value) -> Reply {
    desk.post(&format!("/v1/grants/{grant}/suspensions"), with(json!({ "ground": ground, "from": from }), more))
}

/// Lets a service go on.
pub fn resume(desk: &Desk<'_>, grant: &str, from: &str) -> Reply {
    desk.post(&format!("/v1/grants/{grant}/resumptions"), with(json!({ "from": from }), json!({})))
}

/// Ends a service.
pub fn terminate(desk: &Desk<'_>, grant: &str, ground: &str, more: Value) -> Reply {
    desk.post(&format!("/v1/grants/{grant}/terminations"), with(json!({ "ground": ground }), more))
}

/// Changes what is given.
pub fn amend(desk: &Desk<'_>, grant: &str, from: &str, level: i32, volume: i32, more: Value) -> Reply {
    let body =
        json!({ "effective_from": from, "areas": ["finance", "health"], "level": level, "volume_minutes": volume });
    desk.post(&format!("/v1/grants/{grant}/amendments"), with(body, more))
}

/// The person's own application to end the service.
pub fn own_application(desk: &Desk<'_>, by: &str) -> Value {
    let own = json!({
        "submitted_on": desk.office.today(), "submitted_by": by, "document_reference": "iesniegums 2026/44",
    });
    json!({ "own_application": own })
}

/// Ends a service with a last day, because the person has applied for it.
pub fn end_as_asked(desk: &Desk<'_>, grant: &str, ends_on: &str) -> Reply {
    terminate(desk, grant, "own_request", with(own_application(desk, "person"), json!({ "ends_on": ends_on })))
}

/// Records an attempt to reach the person under a grant.
#[track_caller]
pub fn attempt(desk: &Desk<'_>, grant: &str, on: &str, reached: bool) {
    let body = json!({ "attempted_on": on, "channel": "phone", "reached": reached });
    desk.post(&format!("/v1/grants/{grant}/contact-attempts"), body).ok(201);
}

/// Lets the clock do what is due, and says what that was.
pub fn tick(office: &super::Office) -> aplp::timers::tick::Ticked {
    let ticked = aplp::timers::tick::tick(&office.app.db, office.now(), false);
    actix_web::rt::System::new().block_on(ticked).unwrap()
}
