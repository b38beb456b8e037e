//! Records: one journal row an effect, every earlier version kept, numbers without gaps.

use super::Invariant;

pub(super) const ALL: &[Invariant] = &[
    Invariant {
        fault: "the journal has not one row for each version of a person",
        sql: "SELECT t.id FROM persons t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' AND j.action <> 'persons_read' GROUP BY t.id, t.version \
              HAVING count(DISTINCT j.object_version) <> t.version OR max(j.object_version) <> t.version",
    },
    Invariant {
        fault: "the journal has not one row for each version of a support person",
        sql: "SELECT t.id FROM support_persons t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' AND j.action <> 'persons_read' GROUP BY t.id, t.version \
              HAVING count(DISTINCT j.object_version) <> t.version OR max(j.object_version) <> t.version",
    },
    Invariant {
        fault: "the journal has not one row for each version of an application",
        sql: "SELECT t.id FROM applications t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' AND j.action <> 'persons_read' GROUP BY t.id, t.version \
              HAVING count(DISTINCT j.object_version) <> t.version OR max(j.object_version) <> t.version",
    },
    Invariant {
        fault: "the journal has no row for a decision",
        sql: "SELECT t.id FROM decisions t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' AND j.action <> 'persons_read' WHERE j.id IS NULL",
    },
    Invariant {
        fault: "the journal has no row for an agreement",
        sql: "SELECT t.id FROM agreements t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' AND j.action <> 'persons_read' WHERE j.id IS NULL",
    },
    Invariant {
        fault: "the journal has no row for a time entry",
        sql: "SELECT t.id FROM time_entries t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' AND j.action <> 'persons_read' WHERE j.id IS NULL",
    },
    Invariant {
        fault: "the journal has no row for an assessment",
        sql: "SELECT t.id FROM assessments t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' AND j.action <> 'persons_read' WHERE j.id IS NULL",
    },
    Invariant {
        fault: "an earlier version of a person was not kept",
        sql: "SELECT t.id FROM persons t LEFT JOIN versions v ON v.object_id = t.id GROUP BY t.id, t.version \
              HAVING count(v.id) <> t.version - 1",
    },
    Invariant {
        fault: "the registration numbers have a gap",
        sql: "SELECT a.id FROM applications a WHERE a.registration_number > 1 AND NOT EXISTS \
              (SELECT 1 FROM applications b WHERE b.registration_number = a.registration_number - 1)",
    },
    Invariant {
        fault: "a person has had two codes on one day, or a code that was ended has no other after it",
        sql: "SELECT c.id FROM personal_codes c WHERE c.valid_to IS NOT NULL AND NOT EXISTS \
              (SELECT 1 FROM personal_codes n WHERE n.person_id = c.person_id AND n.valid_from > c.valid_to)",
    },
];
