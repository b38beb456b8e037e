//! The tables of the house, as in the migration of that name.

use diesel::table;

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    counters (name) {
        name -> Text,
        value -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    repeats (caller, key) {
        caller -> Text,
        key -> Text,
        fingerprint -> Binary,
        status -> Integer,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        body -> Binary,
        created_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    journal (id) {
        id -> Uid,
        at -> Timestamp,
        request -> Text,
        issuer -> Text,
        subject -> Text,
        client -> Text,
        action -> Text,
        object -> Text,
        object_id -> Uid,
        object_version -> Integer,
        person_id -> Nullable<Uid>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    versions (id) {
        id -> Uid,
        object -> Text,
        object_id -> Uid,
        version -> Integer,
        recorded_at -> Timestamp,
        content -> Text,
    }
}
