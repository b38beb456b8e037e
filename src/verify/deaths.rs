//! Deaths: one stands for a person, another official took back what was a mistake, and nothing was done for the dead.

use super::Invariant;

pub(super) const ALL: &[Invariant] = &[
    Invariant {
        fault: "two deaths of one person stand",
        sql: "SELECT d.person_id AS id FROM deaths d LEFT JOIN death_retractions r ON r.death_id = d.id WHERE r.id IS NULL \
              GROUP BY d.person_id HAVING count(*) > 1",
    },
    Invariant {
        fault: "a death was taken back by who had recorded it",
        sql: "SELECT d.id FROM deaths d JOIN death_retractions r ON r.death_id = d.id WHERE r.recorded_by = d.recorded_by",
    },
    Invariant {
        fault: "something was decided for a person whose death was recorded",
        sql: "SELECT x.id FROM decisions x JOIN deaths d ON d.person_id = x.person_id LEFT JOIN death_retractions r \
              ON r.death_id = d.id WHERE d.died_on <= x.decided_on AND d.recorded_at < x.decided_at \
              AND (r.id IS NULL OR x.decided_at < r.recorded_at) AND x.outcome <> 'terminate'",
    },
    Invariant {
        fault: "support was counted for a person whose death was recorded",
        sql: "SELECT x.id FROM time_entries x JOIN time_entry_parts p ON p.entry_id = x.id JOIN deaths d \
              ON d.person_id = x.person_id LEFT JOIN death_retractions r ON r.death_id = d.id WHERE d.died_on <= p.day \
              AND d.recorded_at < x.posted_at AND (r.id IS NULL OR x.posted_at < r.recorded_at) AND x.reverses_id IS NULL",
    },
];
