//! The tables of the delivery, as in the migration of that name.

use diesel::table;

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    grants (id) {
        id -> Uid,
        decision_id -> Uid,
        decision_outcome -> Text,
        person_id -> Uid,
        programme_id -> Uid,
        term_from -> Date,
        term_to -> Date,
        areas -> Text,
        level -> SmallInt,
        volume_minutes -> Integer,
        previous_id -> Nullable<Uid>,
        hour_rate_cents -> Nullable<BigInt>,
        last_day -> Date,
        end_ground -> Nullable<Text>,
        suspended_to -> Nullable<Date>,
        settles_on -> Nullable<Date>,
        state -> Text,
        committed_cents -> BigInt,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    agreements (id) {
        id -> Uid,
        grant_id -> Uid,
        person_id -> Uid,
        support_person_id -> Uid,
        sealed -> Binary,
        state -> Text,
        signed_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    signatures (id) {
        id -> Uid,
        agreement_id -> Uid,
        party -> Text,
        method -> Text,
        sealed -> Binary,
        signed_at -> Timestamp,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    time_entries (id) {
        id -> Uid,
        grant_id -> Uid,
        agreement_id -> Uid,
        person_id -> Uid,
        support_person_id -> Uid,
        started_at -> Timestamp,
        ended_at -> Timestamp,
        minutes -> Integer,
        travel_minutes -> Integer,
        area -> Text,
        component -> Text,
        mode -> Text,
        place_kind -> Text,
        sealed -> Binary,
        reverses_id -> Nullable<Uid>,
        posted_by -> Text,
        posted_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    time_entry_parts (entry_id, day) {
        entry_id -> Uid,
        day -> Date,
        month -> Text,
        minutes -> Integer,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    month_totals (grant_id, month) {
        grant_id -> Uid,
        month -> Text,
        minutes -> Integer,
        volume_minutes -> Integer,
    }
}
