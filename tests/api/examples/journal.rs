//! What the journal says in the examples: the chain, its checkpoints, who looked, and what happened to each thing.

use crate::support::records::{sequence, sign};
use crate::support::tour::Tour;
use crate::support::{Desk, Office};

/// The id that a device made for an entry.
pub const PUT_ENTRY: &str = "5f0c2f8e-3c1d-4b8e-9a63-2d5f1c7e4b90";

/// What the journal says of all this, and what those who may ask are told.
pub fn watched(tour: &mut Tour, office: &Office, path: &str, grant: &str, laura: &str) {
    let (ilze, auditor) = (office.coordinator(), office.desk(aplp::caller::Role::Auditor));
    sequence(office);
    sign(office).unwrap();
    tour.get(&auditor, "/v1/journal?limit=2");
    tour.get(&auditor, "/v1/journal/checkpoints");
    let application = tour.get(&ilze, path);
    let person = format!("/v1/persons/{}", application["person_id"].as_str().unwrap());
    tour.get(&ilze, &format!("{person}/access-log?limit=2"));
    let listed = |desk: &Desk<'_>, path: &str| desk.get(path).ok(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let programme = listed(&ilze, "/v1/programmes?code=talsi_own");
    // One of each that is told apart without chance.
    let decision = listed(&ilze, &format!("/v1/decisions?person_id={}", &person["/v1/persons/".len()..]));
    let agreement = listed(&ilze, "/v1/agreements");
    for of in [
        person.as_str(),
        &format!("/v1/support-persons/{laura}"),
        &format!("/v1/programmes/{programme}"),
        path,
        &format!("/v1/decisions/{decision}"),
        &format!("/v1/grants/{grant}"),
        &format!("/v1/agreements/{agreement}"),
        &format!("/v1/time-entries/{PUT_ENTRY}"),
    ] {
        tour.get(&ilze, &format!("{of}/history?limit=2"));
    }
}
