//! The tables of the register, as in the migration of that name.

use diesel::table;

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    persons (id) {
        id -> Uid,
        given_name -> Text,
        family_name -> Text,
        sort_key -> Binary,
        name_rules -> Text,
        born_on_index -> Nullable<Binary>,
        phone_index -> Nullable<Binary>,
        sealed -> Binary,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    person_name_words (person_id, word, is_former) {
        person_id -> Uid,
        word -> Text,
        is_former -> Bool,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    person_renames (number) {
        number -> BigInt,
        person_id -> Uid,
        since -> BigInt,
        sort_key -> Binary,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    person_addresses (id) {
        id -> Uid,
        person_id -> Uid,
        kind -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        municipality -> Nullable<Text>,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    deaths (id) {
        id -> Uid,
        person_id -> Uid,
        died_on -> Date,
        source -> Text,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    death_retractions (id) {
        id -> Uid,
        death_id -> Uid,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    personal_codes (id) {
        id -> Uid,
        person_id -> Uid,
        code_index -> Binary,
        sealed -> Binary,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    support_persons (id) {
        id -> Uid,
        given_name -> Text,
        family_name -> Text,
        sort_key -> Binary,
        name_rules -> Text,
        issuer -> Nullable<Text>,
        subject -> Nullable<Text>,
        qualification -> Text,
        areas -> Text,
        employed_from -> Date,
        employed_to -> Nullable<Date>,
        caseload_max -> Integer,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    support_person_renames (number) {
        number -> BigInt,
        support_person_id -> Uid,
        since -> BigInt,
        sort_key -> Binary,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    programmes (id) {
        id -> Uid,
        code -> Text,
        title_lv -> Text,
        title_en -> Text,
        kind -> Text,
        funder -> Text,
        owner -> Nullable<Text>,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        covers_i_from -> Nullable<Date>,
        covers_ii_from -> Nullable<Date>,
        covers_iii_from -> Nullable<Date>,
        municipalities -> Text,
        level_1_minutes -> Integer,
        level_2_minutes -> Integer,
        level_3_minutes -> Integer,
        term_months -> Integer,
        former_programme -> Nullable<Text>,
        hour_rate_cents -> Nullable<BigInt>,
        legal_ground -> Text,
        reference_notes -> Text,
        built_in -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    allocations (id) {
        id -> Uid,
        programme_id -> Uid,
        effective_on -> Date,
        cents -> Nullable<BigInt>,
        places -> Nullable<Integer>,
        reference -> Text,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    balances (programme_id) {
        programme_id -> Uid,
        places_allocated -> Nullable<Integer>,
        places_taken -> Integer,
        cents_allocated -> Nullable<BigInt>,
        cents_committed -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    calendar_days (id) {
        id -> Uid,
        day_off -> Date,
        worked_on -> Date,
        source -> Text,
        withdrawal_reason -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}
