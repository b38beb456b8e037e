//! Places in the queue: each stands where what happened to it leads, and the queue is counted right.

use std::collections::HashMap;

use aplp_domain::queue::{self, PlaceEvent};
use diesel::prelude::*;

use super::Invariant;
use crate::db::Conn;
use crate::db::schema::{place_events, queue_entries};
use crate::error::Error;
use crate::intake::queue::QueueEntryId;
use crate::intake::queue::store::Row as Place;

pub(super) const ALL: &[Invariant] = &[
    Invariant {
        fault: "a month, a day or a hundred of a queue is not counted right",
        sql: "WITH waits AS (SELECT programme_id, CAST(submitted_on AS TEXT) AS day, \
              '0000000000000000' || CAST(registration_number / 100 AS TEXT) AS hundred FROM queue_entries \
              WHERE state IN ('waiting', 'offered')), counted AS (SELECT programme_id, 1 AS level, substr(day, 1, 7) AS span FROM waits \
              UNION ALL SELECT programme_id, 2, day FROM waits \
              UNION ALL SELECT programme_id, 3, day || '/' || substr(hundred, length(hundred) - 15) FROM waits) \
              SELECT coalesce(c.programme_id, q.programme_id) AS id FROM queue_counts c \
              FULL JOIN (SELECT programme_id, level, span, count(*) AS waiting FROM counted GROUP BY programme_id, level, span) q \
              ON q.programme_id = c.programme_id AND q.level = c.level AND q.span = c.span \
              WHERE coalesce(c.waiting, 0) <> coalesce(q.waiting, 0)",
    },
    Invariant {
        fault: "a place was ended without the decision that ends it, or the other way round",
        sql: "SELECT q.id FROM queue_entries q LEFT JOIN decisions d ON d.place_id = q.id \
              WHERE (q.state IN ('converted', 'removed') AND d.id IS NULL AND NOT EXISTS (SELECT 1 FROM contests c \
              JOIN contest_resolutions r ON r.contest_id = c.id \
              WHERE c.decision_id = q.decision_id AND r.place_removed)) \
              OR (q.state NOT IN ('converted', 'removed') AND d.id IS NOT NULL) \
              OR (d.outcome = 'grant') <> (q.state = 'converted') OR d.person_id <> q.person_id OR d.programme_id <> q.programme_id",
    },
    Invariant {
        fault: "an offer was accepted that nobody accepted, or was not that somebody did",
        sql: "SELECT q.id FROM queue_entries q LEFT JOIN (SELECT DISTINCT place_id FROM place_events WHERE kind = 'accepted') e \
              ON e.place_id = q.id WHERE (q.accepted AND e.place_id IS NULL) \
              OR (q.state = 'offered' AND NOT q.accepted AND e.place_id IS NOT NULL)",
    },
    Invariant {
        fault: "an offer stands until another day than was told",
        sql: "SELECT q.id FROM queue_entries q WHERE (q.state = 'offered') <> (q.answer_by IS NOT NULL) OR q.answer_by <> (SELECT e.answer_by \
              FROM place_events e WHERE e.place_id = q.id AND e.kind = 'offered' ORDER BY e.recorded_at DESC, e.id DESC LIMIT 1)",
    },
    Invariant {
        fault: "money is put aside for a place that was not called up, or is not for one that was",
        sql: "SELECT q.id FROM queue_entries q LEFT JOIN (SELECT place_id, sum(CASE kind WHEN 'called_up' THEN 1 ELSE -1 END) AS called \
              FROM place_events WHERE kind IN ('called_up', 'lapsed') GROUP BY place_id) e ON e.place_id = q.id \
              WHERE q.state IN ('waiting', 'offered') AND (q.reserved_cents IS NOT NULL) <> (coalesce(e.called, 0) = 1)",
    },
    Invariant {
        fault: "somebody is asked again who could be reached",
        sql: "SELECT q.id FROM queue_entries q WHERE q.ask_again_from IS NOT NULL \
              AND NOT EXISTS (SELECT 1 FROM place_events e WHERE e.place_id = q.id AND e.kind = 'lapsed')",
    },
    Invariant {
        fault: "a reminder is about a place or a service or a person that is not there, or of somebody else",
        sql: "SELECT r.id FROM reminders r LEFT JOIN (SELECT id, person_id, 'grant' AS object FROM grants \
              UNION ALL SELECT id, person_id, 'queue_entry' FROM queue_entries UNION ALL SELECT id, id, 'person' FROM persons) o ON o.id = r.object_id AND o.object = r.object \
              WHERE o.id IS NULL OR o.person_id <> r.person_id",
    },
];

/// Places that do not stand where what happened to them leads.
pub(super) fn stand(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let in_order = (place_events::recorded_at, place_events::id);
    let rows = place_events::table.order(in_order).select((place_events::place_id, place_events::kind));
    let rows: Vec<(QueueEntryId, crate::codes::PlaceEventCode)> = rows.load(conn)?;
    let mut events: HashMap<QueueEntryId, Vec<PlaceEvent>> = HashMap::new();
    for (place, kind) in rows {
        events.entry(place).or_default().push(kind.0);
    }
    let places: Vec<Place> = queue_entries::table.select(Place::as_select()).load(conn)?;
    let stands = |place: &Place| {
        let happened = events.get(&place.id).map(Vec::as_slice).unwrap_or_default();
        queue::replay(happened) == Some(place.state.0)
    };
    let wrong = places.iter().filter(|place| !stands(place));
    Ok(wrong.map(|place| format!("a place does not stand where what happened to it leads: {}", place.id)).collect())
}
