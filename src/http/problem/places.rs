//! Where a no of the rules is about a member of the request: the pointer to it, as with any other fault.

/// The members by code. A code that is not here is about no member alone: about the state of the case, about who asks, or about
/// a member that each operation calls by another name.
const PLACES: &[(&str, &[&str])] = &[
    ("possible_duplicate", &["#/on_duplicate"]),
    ("application_is_open", &["#/person_id"]),
    ("service_still_runs", &["#/submitted_on"]),
    ("submitted_after_received", &["#/submitted_on"]),
    ("vdeavk_not_needed", &["#/register"]),
    ("extension_too_late", &["#/extended_to"]),
    ("extension_not_later", &["#/extended_to"]),
    ("area_twice", &["#/needs"]),
    ("off_the_scale", &["#/needs"]),
    ("override_without_reason", &["#/chosen_level/reason"]),
    ("eligible_is_not_refused", &["#/outcome"]),
    ("ground_not_failed", &["#/ground"]),
    ("funding_available", &["#/outcome"]),
    ("others_waiting", &["#/outcome"]),
    ("no_area", &["#/areas"]),
    ("no_volume", &["#/volume_minutes"]),
    ("over_the_ceiling", &["#/volume_minutes"]),
    ("over_the_assessment", &["#/volume_minutes"]),
    ("live_grant_exists", &["#/programme_id"]),
    ("already_in_queue", &["#/programme_id"]),
    ("skips_the_head", &["#/skip_reason"]),
    ("answer_by_outside", &["#/answer_by"]),
    ("already_signed", &["#/party"]),
    ("signs_for_another", &["#/party"]),
    ("signed_before_decision", &["#/signed_at"]),
    ("support_person_is_broker", &["#/support_person_id"]),
    ("ground_not_in_the_list", &["#/ground"]),
    ("explanation_missing", &["#/explanation"]),
    ("suspends_ahead", &["#/from"]),
    ("suspensions_overlap", &["#/from"]),
    ("resumes_outside", &["#/from"]),
    ("ends_ahead", &["#/ends_on"]),
    ("ends_before_decision", &["#/ends_on"]),
    ("ends_after_term", &["#/ends_on"]),
    ("document_missing", &["#/document_reference"]),
    ("own_application_missing", &["#/own_application"]),
    ("applied_before_decision", &["#/own_application/submitted_on"]),
    ("incident_missing", &["#/incident_ids"]),
    ("not_heard", &["#/hearing"]),
    ("heard_before_incident", &["#/hearing/heard_on"]),
    ("not_unreachable_yet", &["#/ground"]),
    ("too_few_attempts", &["#/ground"]),
    ("no_agreement_yet", &["#/happened_on"]),
    ("not_whole_minutes", &["#/started_at", "#/ended_at"]),
    ("ends_before_it_starts", &["#/ended_at"]),
    ("too_long", &["#/ended_at"]),
    ("no_such_local_time", &["#/started_at", "#/ended_at"]),
    ("in_the_future", &["#/ended_at"]),
    ("before_signature", &["#/started_at"]),
    ("after_replacement", &["#/ended_at"]),
    ("outside_term", &["#/started_at"]),
    ("not_active", &["#/started_at"]),
    ("suspended", &["#/started_at"]),
    ("area_not_granted", &["#/area"]),
    ("inside_consultation", &["#/inside_consultation"]),
    ("overlap_person", &["#/started_at", "#/ended_at"]),
    ("overlap_support_person", &["#/started_at", "#/ended_at"]),
    ("hour_cap_exceeded", &["#/started_at", "#/ended_at"]),
    ("budget_is_open", &["#/person_id"]),
    ("not_an_individual_budget", &["#/programme_id"]),
    ("below_the_package", &["#/cents"]),
    ("budget_needs_full", &["#/need"]),
    ("over_the_plan", &["#/units"]),
    ("outside_the_budget", &["#/used_on"]),
    ("broker_is_social_worker", &["#/declared_roles"]),
    ("broker_is_case_manager", &["#/declared_roles"]),
    ("broker_of_local_social_service", &["#/employer"]),
    ("independence_unknown", &["#/employer"]),
    ("no_conflict_to_admit", &["#/exception"]),
    ("cooperation_overlaps", &["#/starts_on"]),
    ("cooperation_ended", &["#/terminated_on"]),
    ("ends_before_signed", &["#/terminated_on"]),
    ("personal_code_in_use", &["#/personal_code"]),
    ("personal_code_refused", &["#/personal_code"]),
    ("personal_code_change_not_allowed", &["#/personal_code"]),
    ("outside_own_territory", &["#/municipality"]),
    ("subject_in_use", &["#/subject"]),
    ("employment_in_use", &["#/employed_from", "#/employed_to"]),
    ("programme_code_in_use", &["#/code"]),
    ("not_own_programme", &["#/owner", "#/municipalities"]),
    ("grants_outside_period", &["#/starts_on", "#/ends_on"]),
    ("budgets_outside_period", &["#/starts_on", "#/ends_on"]),
    ("client_in_use", &["#/client_id"]),
    ("client_version_replaced", &["#/version"]),
];

/// The members of the request that a code is about.
pub(super) fn of(code: &str) -> &'static [&'static str] {
    PLACES.iter().find(|(known, _)| *known == code).map_or(&[], |(_, places)| places)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::Value;

    use super::*;
    use crate::http::problem::{all, tests::unique};

    /// What is about no member alone.
    const ABOUT_NO_MEMBER: [&str; 50] = [
        // A table has no body, and which of its filters could be narrower nobody knows.
        "export_too_large",
        // The state of the case, which another request changes.
        "illegal_state_transition",
        "application_incomplete",
        "register_not_checked",
        "certificate_not_needed",
        "certificate_outstanding",
        "facts_missing",
        "not_eligible",
        "not_assessed",
        "not_assessed_anew",
        "assessment_stale",
        "funding_exhausted",
        "nobody_to_call_up",
        "called_up_already",
        "checks_not_renewed",
        "offer_not_accepted",
        "offer_accepted_already",
        "nothing_changes",
        "end_decided_already",
        "handed_over",
        "returned_already",
        "contest_resolved",
        "entry_reversed_already",
        "reversal_of_reversal",
        "budget_ended",
        "over_the_budget",
        "item_ended",
        "use_reversed_already",
        "use_is_a_reversal",
        "barrier_ended_already",
        "caseload_full",
        "built_in_programme",
        "grants_above_ceiling",
        "allocation_below_use",
        "code_changed_already",
        "client_tokens_used_up",
        "client_approved_already",
        "too_many_addresses",
        "client_token_revoked",
        "not_replayable",
        // Who asks.
        "the_assessor_does_not_decide",
        "client_approval_own",
        "official_unnamed",
        "handed_in_by_others",
        // A member that has another name in each operation, or what an agreement says and not the request.
        "figure_not_in_force",
        "outside_the_programme",
        "starts_before_decision",
        "not_employed",
        "hours_inside",
        "used_outside_the_period",
    ];
    /// The same, as they came to be in one of both ways.
    const SEVERAL_NAMES: [&str; 6] = [
        "ends_before_chosen_or_used",
        "broker_is_support_person",
        "born_on_differs_from_code",
        "municipality_unknown_on_day",
        "days_out_of_order",
        "idempotency_key_reused",
    ];

    #[test]
    fn every_conflict_and_every_rule_either_names_its_members_or_is_about_none() {
        unique(PLACES.iter().map(|(code, _)| *code));
        let named: HashSet<_> = PLACES.iter().map(|(code, _)| *code).collect();
        let none: HashSet<_> = ABOUT_NO_MEMBER.into_iter().chain(SEVERAL_NAMES).collect();
        assert_eq!(named.intersection(&none).collect::<Vec<_>>(), Vec::<&&str>::new());
        let all: HashSet<_> = all().filter(|kind| [409, 422].contains(&kind.status)).map(|kind| kind.code).collect();

        assert_eq!(
            named.union(&none).copied().collect::<HashSet<_>>().symmetric_difference(&all).collect::<Vec<_>>(),
            Vec::<&&str>::new()
        );
    }

    /// Whether a schema has a member, in one of its alternatives too.
    fn has(schema: &Value, schemas: &Value, path: &[&str]) -> bool {
        if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
            return has(&schemas[name], schemas, path);
        }
        let Some((first, rest)) = path.split_first() else { return true };
        let own = schema["properties"].get(first).is_some_and(|member| has(member, schemas, rest));
        let alternatives = ["oneOf", "anyOf", "allOf"].iter().filter_map(|name| schema[*name].as_array()).flatten();
        own || alternatives.into_iter().any(|part| has(part, schemas, path))
    }

    #[test]
    fn the_members_of_a_code_stand_together_in_a_request_of_the_contract() {
        let document: Value = serde_json::from_str(crate::http::contract::TEXT).unwrap();
        let schemas = &document["components"]["schemas"];
        let bodies: Vec<&Value> = document["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|item| item.as_object().unwrap().values())
            .filter_map(|operation| operation["requestBody"]["content"].as_object())
            .flat_map(|content| content.values().map(|described| &described["schema"]))
            .collect();

        for (code, places) in PLACES {
            let paths: Vec<Vec<&str>> =
                places.iter().map(|place| place.trim_start_matches("#/").split('/').collect()).collect();
            let together = bodies.iter().any(|body| paths.iter().all(|path| has(body, schemas, path)));
            assert!(together, "{code}: no request has {places:?}");
        }
    }
}
