//! States that belong together: an application and its decision, a grant and its agreement, a programme and its balance.

use aplp_domain::riga::riga_day;
use diesel::prelude::*;

use super::Invariant;
use crate::db::Conn;
use crate::db::schema::{agreements, signatures, support_persons};
use crate::delivery::agreements::store::SignatureRow;
use crate::error::Error;
use crate::register::support_persons::store::Row as SupportPerson;

pub(super) const ALL: &[Invariant] = &[
    Invariant {
        fault: "an application is decided without a decision, or the other way round",
        sql: "SELECT a.id FROM applications a WHERE (a.state = 'decided') <> EXISTS \
              (SELECT 1 FROM decisions d WHERE d.application_id = a.id AND d.grant_id IS NULL AND NOT EXISTS \
              (SELECT 1 FROM decisions n WHERE n.application_id = a.id AND n.grant_id IS NULL AND n.number > d.number) \
              AND NOT EXISTS (SELECT 1 FROM contests c JOIN contest_resolutions r ON r.contest_id = c.id \
              WHERE c.decision_id = d.id AND r.reopened))",
    },
    Invariant {
        fault: "an application is withdrawn without a withdrawal, or the other way round",
        sql: "SELECT a.id FROM applications a LEFT JOIN withdrawals w ON w.application_id = a.id \
              WHERE (a.state = 'withdrawn') <> (w.id IS NOT NULL)",
    },
    Invariant {
        fault: "an application waits for a cure that nobody asked for, or is not submitted without one",
        sql: "SELECT a.id FROM applications a WHERE (a.cure_by IS NULL AND a.state = 'not_submitted') \
              OR (a.cure_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM completion_requests c WHERE c.application_id = a.id \
              AND c.cured_on IS NULL AND c.cure_by = a.cure_by AND (c.unsigned OR c.language OR c.authority_not_proven)))",
    },
    Invariant {
        fault: "a last day was missed by an extension that is not there",
        sql: "SELECT a.id FROM applications a WHERE a.extended_to IS NULL \
              AND (a.missed_last_day IS NOT NULL OR a.missed_legal_last_day IS NOT NULL)",
    },
    Invariant {
        fault: "a decision names another person than its application",
        sql: "SELECT d.id FROM decisions d JOIN applications a ON a.id = d.application_id WHERE a.person_id <> d.person_id",
    },
    Invariant {
        fault: "the official who decided filled in the assessment",
        sql: "SELECT d.id FROM decisions d JOIN assessments s ON s.id = d.assessment_id WHERE s.assessor = d.official_subject",
    },
    Invariant {
        fault: "a decision rests on the assessment of another application",
        sql: "SELECT d.id FROM decisions d JOIN assessments s ON s.id = d.assessment_id \
              WHERE s.application_id <> d.application_id",
    },
    Invariant {
        fault: "a decision to grant without a grant, or with one that differs",
        sql: "SELECT d.id FROM decisions d LEFT JOIN grants g ON g.decision_id = d.id WHERE d.outcome = 'grant' \
              AND (g.id IS NULL OR g.person_id <> d.person_id OR g.programme_id <> d.programme_id \
              OR g.term_from <> d.term_from OR g.term_to <> d.term_to OR g.areas <> d.areas \
              OR g.level <> d.level OR g.volume_minutes <> d.volume_minutes)",
    },
    Invariant {
        fault: "a decision to queue without a place in the queue, or with one that differs",
        sql: "SELECT d.id FROM decisions d LEFT JOIN queue_entries q ON q.decision_id = d.id \
              LEFT JOIN applications a ON a.id = d.application_id WHERE d.outcome = 'queue' \
              AND (q.id IS NULL OR q.person_id <> d.person_id OR q.programme_id <> d.programme_id \
              OR q.submitted_on <> a.submitted_on OR q.registration_number <> a.registration_number)",
    },
    Invariant {
        fault: "a grant leaves the period of its programme",
        sql: "SELECT g.id FROM grants g JOIN programmes p ON p.id = g.programme_id \
              WHERE g.term_from < p.starts_on OR g.term_to > p.ends_on",
    },
    Invariant {
        fault: "a grant passes the ceiling of its level",
        sql: "SELECT g.id FROM grants g JOIN programmes p ON p.id = g.programme_id WHERE g.volume_minutes > \
              CASE g.level WHEN 1 THEN p.level_1_minutes WHEN 2 THEN p.level_2_minutes ELSE p.level_3_minutes END",
    },
    Invariant {
        fault: "somebody waits in the queue of a programme that has granted them the service since",
        sql: "SELECT q.id FROM queue_entries q JOIN grants g ON g.person_id = q.person_id \
              AND g.programme_id = q.programme_id WHERE q.state IN ('waiting', 'offered') AND g.created_at > q.created_at",
    },
    Invariant {
        fault: "a signed agreement has not three signatures, or not the moment of the last one",
        sql: "SELECT a.id FROM agreements a LEFT JOIN signatures s ON s.agreement_id = a.id WHERE a.signed_at IS NOT NULL \
              GROUP BY a.id, a.signed_at HAVING count(s.id) <> 3 OR max(s.signed_at) <> a.signed_at",
    },
    Invariant {
        fault: "an agreement that was not signed has three signatures",
        sql: "SELECT a.id FROM agreements a JOIN signatures s ON s.agreement_id = a.id WHERE (a.state = 'drafted' OR a.signed_at IS NULL) \
              GROUP BY a.id HAVING count(s.id) >= 3",
    },
    Invariant {
        fault: "a grant under agreement has no signed one, or one without agreement has",
        sql: "SELECT g.id FROM grants g LEFT JOIN agreements a ON a.grant_id = g.id AND a.state = 'signed' \
              WHERE g.state IN ('granted', 'contracted', 'active', 'suspended') AND (g.state = 'granted') <> (a.id IS NULL)",
    },
    Invariant {
        fault: "an agreement names another person than its grant",
        sql: "SELECT a.id FROM agreements a JOIN grants g ON g.id = a.grant_id WHERE a.person_id <> g.person_id",
    },
    Invariant {
        fault: "the allocated places or cents are not the sum of the allocations",
        sql: "SELECT b.programme_id AS id FROM balances b LEFT JOIN (SELECT programme_id, sum(places) AS places, \
              sum(cents) AS cents FROM allocations GROUP BY programme_id) a ON a.programme_id = b.programme_id \
              WHERE coalesce(b.places_allocated, -1) <> coalesce(a.places, -1) \
              OR coalesce(b.cents_allocated, -1) <> coalesce(a.cents, -1)",
    },
    Invariant {
        fault: "a programme has no balance",
        sql: "SELECT p.id FROM programmes p LEFT JOIN balances b ON b.programme_id = p.id WHERE b.programme_id IS NULL",
    },
    Invariant {
        fault: "the last day of a decision was extended to an earlier one",
        sql: "SELECT e.id FROM extensions e JOIN applications a ON a.id = e.application_id \
              WHERE e.extended_to <= a.decide_by AND a.cured_on IS NULL",
    },
];

/// Signatures of days on which the support person of the agreement was not employed.
pub(super) fn employment(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let signed: Vec<(SignatureRow, SupportPerson)> = signatures::table
        .inner_join(agreements::table.inner_join(support_persons::table))
        .select((SignatureRow::as_select(), SupportPerson::as_select()))
        .load(conn)?;
    let wrong = signed.iter().filter(|(signature, support_person)| {
        let day = riga_day(signature.signed_at.and_utc());
        day < support_person.employed_from || support_person.employed_to.is_some_and(|last| day > last)
    });
    Ok(wrong
        .map(|(signature, _)| format!("a support person was not employed on the day of a signature: {}", signature.id))
        .collect())
}
