//! The tables of the intake, as in the migration of that name.

use diesel::table;

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    applications (id) {
        id -> Uid,
        registration_number -> BigInt,
        person_id -> Uid,
        form_kind -> Text,
        channel -> Text,
        submitted_on -> Date,
        received_on -> Date,
        sealed -> Binary,
        submitted_by_municipality -> Nullable<Text>,
        state -> Text,
        decide_by -> Date,
        extended_to -> Nullable<Date>,
        decided_on -> Nullable<Date>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        missed_last_day -> Nullable<Date>,
        missed_legal_last_day -> Nullable<Date>,
        cure_by -> Nullable<Date>,
        cured_on -> Nullable<Date>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    completion_requests (id) {
        id -> Uid,
        application_id -> Uid,
        requested_on -> Date,
        cure_by -> Date,
        unsigned -> Bool,
        language -> Bool,
        authority_not_proven -> Bool,
        missing -> Text,
        cured_on -> Nullable<Date>,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    withdrawals (id) {
        id -> Uid,
        application_id -> Uid,
        withdrawn_on -> Date,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    registry_checks (id) {
        id -> Uid,
        application_id -> Uid,
        register -> Text,
        adapter -> Text,
        sealed -> Binary,
        purpose -> Text,
        evidence_sha256 -> Text,
        checked_at -> Timestamp,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    certificate_requests (id) {
        id -> Uid,
        application_id -> Uid,
        requested_on -> Date,
        answer_by -> Date,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    certificates (id) {
        id -> Uid,
        application_id -> Uid,
        request_id -> Uid,
        sealed -> Binary,
        received_on -> Date,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    assessments (id) {
        id -> Uid,
        application_id -> Uid,
        programme_id -> Uid,
        form_version -> Text,
        assessed_on -> Date,
        sealed -> Binary,
        total_minutes -> Integer,
        level -> SmallInt,
        volume_minutes -> Integer,
        unmet_minutes -> Integer,
        chosen_level -> Nullable<SmallInt>,
        chosen_volume_minutes -> Nullable<Integer>,
        assessor -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    extensions (id) {
        id -> Uid,
        application_id -> Uid,
        extended_to -> Date,
        sealed -> Binary,
        notified_on -> Date,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    decisions (id) {
        id -> Uid,
        number -> Text,
        application_id -> Uid,
        replaces_id -> Nullable<Uid>,
        person_id -> Uid,
        programme_id -> Uid,
        assessment_id -> Nullable<Uid>,
        place_id -> Nullable<Uid>,
        grant_id -> Nullable<Uid>,
        outcome -> Text,
        decided_on -> Date,
        decided_at -> Timestamp,
        official_subject -> Text,
        official_name -> Text,
        official_position -> Text,
        eligibility -> Nullable<Text>,
        funding -> Text,
        ground -> Nullable<Text>,
        effective_on -> Nullable<Date>,
        term_from -> Nullable<Date>,
        term_to -> Nullable<Date>,
        areas -> Nullable<Text>,
        level -> Nullable<SmallInt>,
        volume_minutes -> Nullable<Integer>,
        sealed -> Binary,
        norms -> Text,
        contest -> Text,
        rules_hash -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    queue_entries (id) {
        id -> Uid,
        decision_id -> Uid,
        decision_outcome -> Text,
        person_id -> Uid,
        programme_id -> Uid,
        submitted_on -> Date,
        registration_number -> BigInt,
        state -> Text,
        reserved_cents -> Nullable<BigInt>,
        answer_by -> Nullable<Date>,
        accepted -> Bool,
        ask_again_from -> Nullable<Date>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}
