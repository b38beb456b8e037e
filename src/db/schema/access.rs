//! The tables of registered clients and their tokens, as in the migration of that name.

use diesel::table;

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    clients (id) {
        id -> Uid,
        name -> Text,
        issuer -> Text,
        client_id -> Text,
        subject -> Nullable<Text>,
        roles -> Text,
        municipality -> Nullable<Text>,
        state -> Text,
        granted_roles -> Nullable<Text>,
        granted_municipality -> Nullable<Text>,
        waits_since -> Nullable<Timestamp>,
        changed_by -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    client_moves (id) {
        id -> Uid,
        client_id -> Uid,
        state -> Text,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    client_approvals (id) {
        id -> Uid,
        client_id -> Uid,
        version -> Integer,
        roles -> Text,
        municipality -> Nullable<Text>,
        approved_by -> Text,
        approved_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    client_tokens (id) {
        id -> Uid,
        client_id -> Uid,
        name -> Text,
        digest -> Binary,
        scopes -> Text,
        addresses -> Text,
        expires_at -> Timestamp,
        accepted_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
        last_used_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}
