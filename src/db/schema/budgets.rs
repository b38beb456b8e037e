//! The tables of individual budgets, brokers, barriers and agreements with municipalities, as in the migration `budgets`.

use diesel::table;

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    individual_budgets (id) {
        id -> Uid,
        person_id -> Uid,
        programme_id -> Uid,
        starts_on -> Date,
        ends_on -> Date,
        cents -> BigInt,
        committed_cents -> BigInt,
        state -> Text,
        ended_on -> Nullable<Date>,
        sealed -> Binary,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    budget_needs (id) {
        id -> Uid,
        budget_id -> Uid,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    budget_choices (id) {
        id -> Uid,
        budget_id -> Uid,
        effect -> Text,
        chosen_on -> Date,
        expression -> Text,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    budget_opinions (id) {
        id -> Uid,
        choice_id -> Uid,
        holder -> Text,
        sealed -> Binary,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    budget_items (id) {
        id -> Uid,
        budget_id -> Uid,
        need_id -> Uid,
        choice_id -> Uid,
        service_kind -> Text,
        planned_units -> Integer,
        unit -> Text,
        unit_cents -> BigInt,
        replaces_id -> Nullable<Uid>,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    budget_item_endings (item_id) {
        item_id -> Uid,
        choice_id -> Uid,
        ended_on -> Date,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    budget_item_totals (item_id) {
        item_id -> Uid,
        planned_units -> Integer,
        used_units -> Integer,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    budget_uses (id) {
        id -> Uid,
        item_id -> Uid,
        used_on -> Date,
        units -> Integer,
        reverses_id -> Nullable<Uid>,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    broker_assignments (id) {
        id -> Uid,
        budget_id -> Uid,
        issuer -> Nullable<Text>,
        subject -> Nullable<Text>,
        support_person_id -> Nullable<Uid>,
        employer_kind -> Text,
        employer_municipality -> Nullable<Text>,
        declared_roles -> Text,
        assigned_on -> Date,
        person_municipality -> Nullable<Text>,
        supports_person -> Bool,
        conflicts -> Text,
        superseded_at -> Nullable<Timestamp>,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    barriers (id) {
        id -> Uid,
        service_kind -> Text,
        municipality -> Text,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        cause -> Text,
        person_id -> Nullable<Uid>,
        individual_budget_id -> Nullable<Uid>,
        sealed -> Binary,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    cooperation_agreements (id) {
        id -> Uid,
        municipality -> Text,
        subject -> Text,
        signed_on -> Date,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        terms_reference -> Text,
        terminated_on -> Nullable<Date>,
        termination_reason -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}
