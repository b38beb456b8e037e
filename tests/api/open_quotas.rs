//! Quotas on what is open to anybody: whoever shows a token that is accepted is no stranger there.

use rstest::rstest;

use crate::limits::{SMALL, is_over, limit, office};
use crate::support::Reply;

// HT-05: an office behind one address.
#[rstest]
#[case("/v1/programmes")]
#[case("/v1/municipalities")]
#[case("/v1/rules")]
#[case("/v1/law")]
#[case("/v1/deadlines?rule=decision&from=2026-01-31")]
#[case("/problems")]
fn a_caller_with_a_token_that_is_accepted_is_no_stranger_anywhere(#[case] path: &str) {
    let office = office(SMALL);
    for _ in 0..6 {
        office.anyone("GET", "/v1/rules", None).ok(200);
    }
    is_over(&office.anyone("GET", "/v1/rules", None), "strangers", 10);

    let reply = office.coordinator().get(path);

    assert_eq!((reply.status, limit(&reply).as_str()), (200, "\"default\";r=7;t=60"));
}

// HT-05, AU-09
#[test]
fn a_token_that_is_not_accepted_is_counted_on_open_calls_too_and_they_are_answered() {
    let office = office(SMALL);
    let shown = || office.send("GET", "/v1/rules", &[("authorization", "Bearer abc".to_owned())], None);

    let replies: Vec<Reply> = (0..3).map(|_| shown()).collect();

    assert_eq!(replies.iter().map(|reply| reply.status).collect::<Vec<_>>(), [200; 3]);
    assert_eq!(limit(&replies[0]), "\"strangers\";r=5;t=60, \"failures\";r=1;t=60");
    assert!(limit(&replies[2]).ends_with("\"failures\";r=0;t=30"));
    let guarded = office.send("GET", "/v1/me", &[("authorization", "Bearer abc".to_owned())], None);
    is_over(&guarded, "failures", 30);
}
