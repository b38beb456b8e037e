//! Notifications and contests for stories: what is sent, and decisions to send it about.

use serde_json::{Value, json};

use super::rulings::{decide, grant, refuse};
use super::steps::{application, checked_as, programme, ready, registered_person};
use super::{Desk, Office, Reply};

/// A decision of today, and whose it is.
pub struct Decided {
    pub id: String,
    pub person: String,
    pub application: String,
    pub body: Value,
}

impl Decided {
    /// A decision as it was answered.
    pub fn of(body: Value) -> Self {
        let text = |member: &str| body[member].as_str().unwrap().to_owned();
        Self { id: text("id"), person: text("person_id"), application: text("application_id"), body }
    }

    /// Where the decision is.
    pub fn path(&self) -> String {
        format!("/v1/decisions/{}", self.id)
    }

    /// The decision as it stands now.
    #[track_caller]
    pub fn now(&self, office: &Office) -> Value {
        office.decision_maker().get(&self.path()).ok(200)
    }

    /// Records a notification of the decision.
    pub fn notify(&self, desk: &Desk<'_>, channel: &str, sent_on: &str) -> Reply {
        desk.post(&format!("{}/notifications", self.path()), notification(channel, sent_on))
    }

    /// Contests the decision.
    pub fn contest(&self, desk: &Desk<'_>, change: Value) -> Reply {
        desk.post(&format!("{}/contests", self.path()), contest(change))
    }

    /// Contests the decision today and passes that on; answers the id of the contest.
    #[track_caller]
    pub fn forwarded(&self, office: &Office) -> String {
        let contest = self.contest(&office.coordinator(), json!({})).id(201);
        office.coordinator().post(&format!("/v1/contests/{contest}/forwardings"), json!({})).ok(201);
        contest
    }

    /// Contests the decision today; the director answers at once.
    #[track_caller]
    pub fn answered(&self, office: &Office, outcome: &str) -> Value {
        let contest = self.forwarded(office);
        resolve(office, &contest, outcome).ok(201)
    }
}

/// A decision of today that grants eight hours a month in finance with the money of a programme, given by its id.
#[track_caller]
pub fn granted(office: &Office, number: u32, programme: &str) -> Decided {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = ready(&ilze, number, 480);
    Decided::of(decide(&andris, &application, grant(&andris, programme)).ok(201))
}

/// A decision of today that grants with the money of the state.
#[track_caller]
pub fn granted_by_the_state(office: &Office, number: u32) -> Decided {
    granted(office, number, &programme(&office.coordinator(), "state"))
}

/// A decision of today that refuses somebody of whom no disability is known.
#[track_caller]
pub fn refused(office: &Office, number: u32) -> Decided {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = application(&ilze, &registered_person(&ilze, number));
    checked_as(&ilze, &application, "none");
    let state = programme(&ilze, "state");
    Decided::of(decide(&andris, &application, refuse(&state, "no_disability")).ok(201))
}

/// An office on the day on which a registered letter of 2 March 2026 is sent, and a refusal that is in it.
#[track_caller]
pub fn notified() -> (Office, Decided) {
    let office = Office::open();
    let decision = refused(&office, 1);
    decision.notify(&office.coordinator(), "registered_mail", "2026-03-02").ok(201);
    (office, decision)
}

/// A refusal that the director annuls so many times, each time refused anew; the decision that stands.
#[track_caller]
pub fn refused_again(office: &Office, number: u32, times: usize) -> Decided {
    let andris = office.decision_maker();
    let state = programme(&andris, "state");
    let again = |before: Decided, _| {
        before.answered(office, "annulled");
        let anew = decide(&andris, &before.application, refuse(&state, "no_disability")).ok(201);
        assert_eq!(anew["replaces_id"], before.id.as_str());
        Decided::of(anew)
    };
    (0..times).fold(refused(office, number), again)
}

/// What is sent with a notification.
pub fn notification(channel: &str, sent_on: &str) -> Value {
    json!({ "channel": channel, "sent_on": sent_on, "document_reference": "sūtījums RR 12/2026" })
}

/// What is sent with a contest that the person submits today.
pub fn contest(change: Value) -> Value {
    let mut new =
        json!({ "submitted_by": { "kind": "person" }, "grounds": "Lēmumā nav ņemtas vērā manas vajadzības." });
    new.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    new
}

/// What is sent with the director's answer of a day.
pub fn resolution(outcome: &str, resolved_on: &str) -> Value {
    json!({
        "outcome": outcome, "resolved_on": resolved_on, "document_reference": "direktora lēmums 2026/77",
        "reasoning": "Iestāde nav izvērtējusi visus apstākļus.",
    })
}

/// Records that the director answers a contest today.
pub fn resolve(office: &Office, contest: &str, outcome: &str) -> Reply {
    let body = resolution(outcome, &office.today().to_string());
    office.director().post(&format!("/v1/contests/{contest}/resolutions"), body)
}
