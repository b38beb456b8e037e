//! The tables of what happens to a place and to a granted service, as in the migration `life`.

use diesel::table;

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    place_events (id) {
        id -> Uid,
        place_id -> Uid,
        person_id -> Uid,
        kind -> Text,
        happened_on -> Date,
        answer_by -> Nullable<Date>,
        cents -> Nullable<BigInt>,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    queue_counts (programme_id, level, span) {
        programme_id -> Uid,
        level -> SmallInt,
        span -> Text,
        waiting -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    grant_events (id) {
        id -> Uid,
        grant_id -> Uid,
        person_id -> Uid,
        decision_id -> Nullable<Uid>,
        kind -> Text,
        effective_from -> Date,
        effective_to -> Nullable<Date>,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    grant_steps (id) {
        id -> Uid,
        grant_id -> Uid,
        decision_id -> Uid,
        effective_from -> Date,
        areas -> Text,
        level -> SmallInt,
        volume_minutes -> Integer,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    contact_attempts (id) {
        id -> Uid,
        person_id -> Uid,
        grant_id -> Nullable<Uid>,
        place_id -> Nullable<Uid>,
        attempted_on -> Date,
        channel -> Text,
        reached -> Bool,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    incidents (id) {
        id -> Uid,
        grant_id -> Uid,
        person_id -> Uid,
        support_person_id -> Uid,
        happened_on -> Date,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    reminders (id) {
        id -> Uid,
        person_id -> Uid,
        kind -> Text,
        object -> Text,
        object_id -> Uid,
        due_on -> Date,
        created_at -> Timestamp,
        raised_at -> Nullable<Timestamp>,
        dropped_at -> Nullable<Timestamp>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    tick_days (id) {
        id -> Uid,
        ran_on -> Date,
        confirmed -> Bool,
        recorded_at -> Timestamp,
    }
}
