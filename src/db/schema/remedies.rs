//! The tables of notifications and contests, as in the migration of the remedies.

use diesel::table;

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    notifications (id) {
        id -> Uid,
        decision_id -> Uid,
        channel -> Text,
        sent_on -> Date,
        deemed_on -> Date,
        lenient_deemed_on -> Date,
        contest_indicated -> Bool,
        contest_until -> Date,
        contest_until_lenient -> Date,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    notification_returns (id) {
        id -> Uid,
        notification_id -> Uid,
        returned_on -> Date,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    contests (id) {
        id -> Uid,
        decision_id -> Uid,
        person_id -> Uid,
        submitted_on -> Date,
        received_on -> Date,
        notification_id -> Nullable<Uid>,
        held_against -> Nullable<Date>,
        in_time -> Bool,
        restoration_requested -> Bool,
        suspends -> Nullable<Bool>,
        put_off -> Nullable<Text>,
        ends_on -> Nullable<Date>,
        state -> Text,
        sealed -> Binary,
        recorded_by -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    contest_forwardings (id) {
        id -> Uid,
        contest_id -> Uid,
        forwarded_on -> Date,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    contest_resolutions (id) {
        id -> Uid,
        contest_id -> Uid,
        outcome -> Text,
        effect -> Text,
        resolved_on -> Date,
        grant_ended -> Bool,
        place_removed -> Bool,
        reopened -> Bool,
        end_undone -> Bool,
        took_effect_on -> Date,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::db::columns::Uid;

    contest_withdrawals (id) {
        id -> Uid,
        contest_id -> Uid,
        withdrawn_on -> Date,
        sealed -> Binary,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}
