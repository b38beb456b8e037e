//! The tables of the house, as in the migration of that name.

use diesel::table;

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    data_keys (number) {
        number -> Integer,
        wrapped -> Binary,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
    }
}

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
        sealed -> Binary,
        created_at -> Timestamp,
        about -> Nullable<Text>,
        about_id -> Nullable<Uid>,
        about_persons -> Nullable<Binary>,
        asked_as -> Text,
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
        token -> Nullable<Text>,
        source -> Text,
        action -> Text,
        object -> Text,
        object_id -> Uid,
        object_version -> Integer,
        person_id -> Nullable<Uid>,
        purpose -> Nullable<Text>,
        outcome -> Text,
        persons -> Nullable<Binary>,
        wrote -> Nullable<Binary>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    written_rows (number) {
        number -> BigInt,
        txn -> BigInt,
        source -> Text,
        gone -> Bool,
        line -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    journal_waiting (journal_id) {
        journal_id -> Uid,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    journal_links (position) {
        position -> BigInt,
        journal_id -> Uid,
        hash -> Binary,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    journal_persons (set_id, position) {
        set_id -> Uid,
        position -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    person_sets (set_id, person_id) {
        set_id -> Uid,
        person_id -> Uid,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    checkpoints (position) {
        position -> BigInt,
        origin -> Text,
        hash -> Binary,
        structure -> Binary,
        at -> Timestamp,
        key_id -> Text,
        public_key -> Binary,
        signature -> Binary,
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
        sealed -> Binary,
    }
}
