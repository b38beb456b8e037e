//! An application is taken back by the person, or by somebody who shows that they may.

use serde_json::json;

use crate::applications::at;
use crate::support::Office;
use crate::support::steps::{application, registered_person};

#[test]
fn nobody_takes_an_application_back_for_the_person_without_a_document() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("{}/withdrawal", at(&application(&ilze, &registered_person(&ilze, 1))));

    ilze.post(&path, json!({ "requested_by": "kaimiņš" })).fault("#/requested_by", "not_one_of");
    let refused = ilze.post(&path, json!({ "requested_by": "representative" })).problem(422, "authority_not_proven");
    let by = json!({ "requested_by": "representative", "document_reference": "pilnvara 2026/4" });
    let withdrawal = ilze.post(&path, by).ok(201);

    assert_eq!(refused["errors"][0]["pointer"], "#/document_reference");
    assert_eq!(withdrawal["requested_by"], "representative");
}
