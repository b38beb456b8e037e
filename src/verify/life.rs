//! The life of places and of granted services: what is recorded of one is recorded of the same one everywhere, and each place stands
//! where what happened to it leads.

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
        fault: "the places taken are not those of the persons who are served or called up",
        sql: "SELECT b.programme_id AS id FROM balances b LEFT JOIN (SELECT programme_id, count(DISTINCT person_id) AS places \
              FROM (SELECT programme_id, person_id FROM grants WHERE state <> 'ended' UNION ALL SELECT programme_id, person_id \
              FROM queue_entries WHERE reserved_cents IS NOT NULL) held GROUP BY programme_id) h \
              ON h.programme_id = b.programme_id WHERE b.places_taken <> coalesce(h.places, 0)",
    },
    Invariant {
        fault: "the money committed is not that of the grants and of those who are called up",
        sql: "SELECT b.programme_id AS id FROM balances b LEFT JOIN (SELECT programme_id, sum(cents) AS cents \
              FROM (SELECT programme_id, committed_cents AS cents FROM grants UNION ALL SELECT programme_id, reserved_cents \
              FROM queue_entries WHERE reserved_cents IS NOT NULL) held GROUP BY programme_id) h \
              ON h.programme_id = b.programme_id WHERE b.cents_committed <> coalesce(h.cents, 0)",
    },
    Invariant {
        fault: "a day of a queue is not counted right",
        sql: "SELECT coalesce(c.programme_id, q.programme_id) AS id FROM (SELECT programme_id, span, waiting FROM queue_counts \
              WHERE level = 2) c FULL JOIN (SELECT programme_id, CAST(submitted_on AS TEXT) AS span, count(*) AS waiting \
              FROM queue_entries WHERE state IN ('waiting', 'offered') GROUP BY programme_id, submitted_on) q \
              ON q.programme_id = c.programme_id AND q.span = c.span WHERE coalesce(c.waiting, 0) <> coalesce(q.waiting, 0)",
    },
    Invariant {
        fault: "the months or the hundreds of a queue do not add up to its days",
        sql: "SELECT d.programme_id AS id FROM queue_counts d JOIN queue_counts o ON o.programme_id = d.programme_id \
              AND o.level <> 2 WHERE d.level = 2 GROUP BY d.programme_id, o.level \
              HAVING (SELECT sum(waiting) FROM queue_counts x WHERE x.programme_id = d.programme_id AND x.level = 2) \
              <> (SELECT sum(waiting) FROM queue_counts x WHERE x.programme_id = d.programme_id AND x.level = o.level)",
    },
    Invariant {
        fault: "a place was ended without the decision that ends it, or the other way round",
        sql: "SELECT q.id FROM queue_entries q LEFT JOIN decisions d ON d.place_id = q.id \
              WHERE (q.state IN ('converted', 'removed') AND d.id IS NULL AND NOT EXISTS (SELECT 1 FROM contests c \
              JOIN contest_resolutions r ON r.contest_id = c.id \
              WHERE c.decision_id = q.decision_id AND r.effect LIKE 'place_removed%')) \
              OR (q.state NOT IN ('converted', 'removed') AND d.id IS NOT NULL) \
              OR (d.outcome = 'grant') <> (q.state = 'converted') OR d.person_id <> q.person_id OR d.programme_id <> q.programme_id",
    },
    Invariant {
        fault: "a decision is about a place or a grant that is not there, or of somebody else",
        sql: "SELECT d.id FROM decisions d LEFT JOIN queue_entries q ON q.id = d.place_id LEFT JOIN grants g ON g.id = d.grant_id \
              WHERE (d.place_id IS NOT NULL AND q.id IS NULL) OR (d.grant_id IS NOT NULL AND (g.id IS NULL \
              OR g.person_id <> d.person_id OR g.programme_id <> d.programme_id))",
    },
    Invariant {
        fault: "a service ends before its term without a decision, or with another ground or on another day",
        sql: "SELECT g.id FROM grants g LEFT JOIN decisions d ON d.grant_id = g.id AND d.outcome = 'terminate' \
              WHERE coalesce(g.end_ground, '') <> 'annulled' AND ((g.last_day < g.term_to AND d.id IS NULL) \
              OR d.ground <> g.end_ground OR d.effective_on <> g.last_day)",
    },
    Invariant {
        fault: "a decision about a grant happened to nobody",
        sql: "SELECT d.id FROM decisions d LEFT JOIN grant_events e ON e.decision_id = d.id AND e.grant_id = d.grant_id \
              WHERE d.outcome IN ('suspend', 'resume', 'amend') AND (e.id IS NULL OR e.effective_from <> d.effective_on)",
    },
    Invariant {
        fault: "what a grant gives was not decided so",
        sql: "SELECT s.id FROM grant_steps s JOIN decisions d ON d.id = s.decision_id \
              WHERE s.areas <> d.areas OR s.level <> d.level OR s.volume_minutes <> d.volume_minutes \
              OR s.effective_from <> coalesce(d.effective_on, d.term_from)",
    },
    Invariant {
        fault: "a decision that gives something has no step of its grant",
        sql: "SELECT d.id FROM decisions d LEFT JOIN grant_steps s ON s.decision_id = d.id \
              WHERE d.outcome IN ('grant', 'amend') AND s.id IS NULL",
    },
    Invariant {
        fault: "a grant comes after one of somebody else, or after a later one",
        sql: "SELECT g.id FROM grants g JOIN grants p ON p.id = g.previous_id \
              WHERE p.person_id <> g.person_id OR p.created_at > g.created_at OR p.id = g.id",
    },
    Invariant {
        fault: "a suspension was not decided, or for another service",
        sql: "SELECT e.id FROM grant_events e LEFT JOIN decisions d ON d.id = e.decision_id AND d.grant_id = e.grant_id \
              AND d.outcome = 'suspend' WHERE e.kind = 'suspended' AND d.id IS NULL",
    },
    Invariant {
        fault: "a service ended on another day than its last one",
        sql: "SELECT e.id FROM grant_events e JOIN grants g ON g.id = e.grant_id \
              WHERE e.kind = 'ended' AND e.effective_from <> g.last_day",
    },
    Invariant {
        fault: "what a grant gives was decided for another grant",
        sql: "SELECT s.id FROM grant_steps s JOIN decisions d ON d.id = s.decision_id JOIN grants g ON g.id = s.grant_id \
              WHERE (d.grant_id IS NULL AND g.decision_id <> d.id) OR d.grant_id <> s.grant_id",
    },
    Invariant {
        fault: "what happened under a grant happened to another person",
        sql: "SELECT h.id FROM (SELECT id, grant_id, person_id FROM grant_events UNION ALL SELECT id, grant_id, person_id \
              FROM incidents UNION ALL SELECT id, grant_id, person_id FROM contact_attempts WHERE grant_id IS NOT NULL) h \
              JOIN grants g ON g.id = h.grant_id WHERE h.person_id <> g.person_id",
    },
    Invariant {
        fault: "two services of one programme overlap for one person",
        sql: "SELECT a.id FROM grants a JOIN grants b ON b.person_id = a.person_id AND b.programme_id = a.programme_id \
              AND b.id <> a.id WHERE a.term_from <= b.last_day AND b.term_from <= a.last_day \
              AND a.last_day >= a.term_from AND b.last_day >= b.term_from",
    },
];

/// Places that do not stand where what happened to them leads.
pub(super) fn places(conn: &mut Conn) -> Result<Vec<String>, Error> {
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
