//! The life of granted services: what is recorded of one is recorded of the same one everywhere.

use super::Invariant;

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
        fault: "a decision is about a place or a grant that is not there, or of somebody else",
        sql: "SELECT d.id FROM decisions d LEFT JOIN queue_entries q ON q.id = d.place_id LEFT JOIN grants g ON g.id = d.grant_id \
              WHERE (d.place_id IS NOT NULL AND q.id IS NULL) OR (d.grant_id IS NOT NULL AND (g.id IS NULL \
              OR g.person_id <> d.person_id OR g.programme_id <> d.programme_id))",
    },
    Invariant {
        fault: "a service ends before its term without a decision, or with another ground or on another day",
        // A decision that a contest put off, and that does not count again, ends nothing; neither does one that was undone.
        // Where several count, the others lay ahead when death came.
        sql: "WITH ends AS (SELECT d.grant_id, d.ground, coalesce((SELECT max(e.ends_on) FROM contests e \
              WHERE e.decision_id = d.id), d.effective_on) AS last_day FROM decisions d WHERE d.outcome = 'terminate' \
              AND NOT EXISTS (SELECT 1 FROM contests c LEFT JOIN contest_resolutions r ON r.contest_id = c.id \
              WHERE c.decision_id = d.id AND ((c.put_off = 'end_put_off' AND c.ends_on IS NULL) OR r.end_undone))) \
              SELECT g.id FROM grants g LEFT JOIN ends d ON d.grant_id = g.id AND (d.ground = 'death' OR NOT EXISTS \
              (SELECT 1 FROM ends o WHERE o.grant_id = g.id AND o.ground = 'death')) WHERE coalesce(g.end_ground, '') <> 'annulled' \
              AND ((g.last_day < g.term_to AND d.grant_id IS NULL) OR d.ground <> coalesce(g.end_ground, '') \
              OR d.last_day <> g.last_day OR (d.grant_id IS NULL AND coalesce(g.end_ground, 'expired') <> 'expired'))",
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
        fault: "two services of one person overlap",
        sql: "SELECT a.id FROM grants a JOIN grants b ON b.person_id = a.person_id AND b.id <> a.id \
              WHERE a.term_from <= b.last_day AND b.term_from <= a.last_day \
              AND a.last_day >= a.term_from AND b.last_day >= b.term_from",
    },
];
