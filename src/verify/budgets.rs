//! Individual budgets: sums, plans and uses, choices behind every change, brokers, and agreements with municipalities.

use aplp_domain::broker::{conflicts, known};
use aplp_domain::cooperation::beside;
use diesel::prelude::*;

use super::Invariant;
use crate::db::Conn;
use crate::db::schema::{broker_assignments, cooperation_agreements};
use crate::delivery::individual_budgets::store::brokers::BrokerRow;
use crate::error::Error;
use crate::register::cooperation_agreements::store::Row as Cooperation;

pub(super) const ALL: &[Invariant] = &[
    Invariant {
        fault: "a package passes its individual budget",
        sql: "SELECT b.id FROM individual_budgets b WHERE b.committed_cents > b.cents OR b.committed_cents < 0",
    },
    Invariant {
        fault: "what a package takes is not the sum of its services",
        sql: "SELECT b.id FROM individual_budgets b LEFT JOIN (SELECT i.budget_id, sum(i.unit_cents * \
              CASE WHEN e.item_id IS NULL THEN i.planned_units ELSE t.used_units END) AS cents FROM budget_items i \
              JOIN budget_item_totals t ON t.item_id = i.id LEFT JOIN budget_item_endings e ON e.item_id = i.id \
              GROUP BY i.budget_id) s ON s.budget_id = b.id WHERE b.committed_cents <> coalesce(s.cents, 0)",
    },
    Invariant {
        fault: "more of a service was used than is planned, or it has another plan than its total",
        sql: "SELECT i.id FROM budget_items i LEFT JOIN budget_item_totals t ON t.item_id = i.id WHERE t.item_id IS NULL \
              OR t.planned_units <> i.planned_units OR t.used_units > i.planned_units OR t.used_units < 0",
    },
    Invariant {
        fault: "the used units of a service are not the sum of its uses",
        sql: "SELECT t.item_id AS id FROM budget_item_totals t LEFT JOIN (SELECT item_id, sum(units) AS units \
              FROM budget_uses GROUP BY item_id) u ON u.item_id = t.item_id WHERE t.used_units <> coalesce(u.units, 0)",
    },
    Invariant {
        fault: "a reversal does not mirror the use that it takes back",
        sql: "SELECT r.id FROM budget_uses r JOIN budget_uses u ON u.id = r.reverses_id WHERE r.units <> -u.units \
              OR r.item_id <> u.item_id OR r.used_on <> u.used_on OR u.reverses_id IS NOT NULL",
    },
    Invariant {
        fault: "a service was used outside of the period of its individual budget",
        sql: "SELECT u.id FROM budget_uses u JOIN budget_items i ON i.id = u.item_id \
              JOIN individual_budgets b ON b.id = i.budget_id WHERE u.reverses_id IS NULL \
              AND (u.used_on < b.starts_on OR u.used_on > b.ends_on OR u.used_on > b.ended_on) \
              AND NOT EXISTS (SELECT 1 FROM budget_uses r WHERE r.reverses_id = u.id)",
    },
    Invariant {
        fault: "a person has two open individual budgets of one programme",
        sql: "SELECT a.id FROM individual_budgets a JOIN individual_budgets b ON b.id <> a.id \
              AND b.person_id = a.person_id AND b.programme_id = a.programme_id \
              WHERE a.state = 'open' AND b.state = 'open'",
    },
    Invariant {
        fault: "an individual budget is of a programme that gives none, or an open one leaves its period",
        sql: "SELECT b.id FROM individual_budgets b JOIN programmes p ON p.id = b.programme_id \
              WHERE p.kind <> 'individual_budget' \
              OR b.state = 'open' AND (b.starts_on < p.starts_on OR b.ends_on > p.ends_on) \
              AND CAST(b.ends_on AS TEXT) > substr(CAST(p.updated_at AS TEXT), 1, 10)",
    },
    Invariant {
        fault: "a choice of the person did not do to the package what it says",
        sql: "SELECT c.id FROM budget_choices c LEFT JOIN budget_items i ON i.choice_id = c.id \
              LEFT JOIN budget_item_endings e ON e.choice_id = c.id \
              WHERE (c.effect IN ('add', 'replace')) <> (i.id IS NOT NULL) \
              OR (c.effect IN ('end', 'replace')) <> (e.item_id IS NOT NULL) \
              OR coalesce(i.replaces_id = e.item_id, FALSE) <> (c.effect = 'replace')",
    },
    Invariant {
        fault: "a service did not end on the day of the choice that ended it, or by a choice about another budget",
        sql: "SELECT e.item_id AS id FROM budget_item_endings e JOIN budget_choices c ON c.id = e.choice_id \
              JOIN budget_items i ON i.id = e.item_id WHERE e.ended_on <> c.chosen_on OR i.budget_id <> c.budget_id",
    },
    Invariant {
        fault: "a service ended before the person chose it, or before a day on which it was used",
        sql: "SELECT e.item_id AS id FROM budget_item_endings e JOIN budget_items i ON i.id = e.item_id \
              JOIN budget_choices c ON c.id = i.choice_id WHERE e.ended_on < c.chosen_on OR EXISTS (SELECT 1 \
              FROM budget_uses u WHERE u.item_id = e.item_id AND u.reverses_id IS NULL AND u.used_on > e.ended_on \
              AND NOT EXISTS (SELECT 1 FROM budget_uses r WHERE r.reverses_id = u.id))",
    },
    // A subject may change hands: it is held against the moment only where nothing of the support person has changed since.
    Invariant {
        fault: "a broker supported the person when they were assigned, and the assignment says otherwise",
        sql: "SELECT k.id FROM broker_assignments k JOIN individual_budgets b ON b.id = k.budget_id \
              JOIN agreements a ON a.person_id = b.person_id AND a.created_at < k.recorded_at \
              AND (a.state <> 'superseded' OR a.updated_at > k.recorded_at) \
              JOIN support_persons s ON s.id = a.support_person_id WHERE NOT k.supports_person \
              AND (s.id = k.support_person_id OR s.issuer = k.issuer AND s.subject = k.subject AND s.updated_at < k.recorded_at) \
              AND NOT EXISTS (SELECT 1 FROM grant_events e WHERE e.grant_id = a.grant_id AND e.kind = 'ended' \
              AND e.recorded_at <= k.recorded_at)",
    },
    Invariant {
        fault: "an agreement made the broker of an open individual budget the support person, without an exception",
        sql: "SELECT a.id FROM agreements a JOIN individual_budgets b ON b.person_id = a.person_id AND b.state = 'open' \
              AND CAST(b.ends_on AS TEXT) > substr(CAST(a.created_at AS TEXT), 1, 10) \
              JOIN broker_assignments k ON k.budget_id = b.id AND k.recorded_at < a.created_at \
              AND (k.superseded_at IS NULL OR k.superseded_at > a.created_at) \
              JOIN support_persons s ON s.id = a.support_person_id WHERE k.conflicts NOT LIKE '%support_person%' \
              AND (s.id = k.support_person_id OR s.issuer = k.issuer AND s.subject = k.subject AND s.updated_at < k.recorded_at)",
    },
    Invariant {
        fault: "a barrier is about the individual budget of another person",
        sql: "SELECT r.id FROM barriers r JOIN individual_budgets b ON b.id = r.individual_budget_id \
              WHERE r.person_id IS NULL OR r.person_id <> b.person_id",
    },
    Invariant {
        fault: "the journal has not one row for each version of an individual budget",
        sql: "SELECT t.id FROM individual_budgets t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' \
              AND j.action <> 'persons_read' GROUP BY t.id, t.version \
              HAVING count(DISTINCT j.object_version) <> t.version OR max(j.object_version) <> t.version",
    },
    Invariant {
        fault: "the journal has no row for a use of a service",
        sql: "SELECT t.id FROM budget_uses t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' \
              AND j.action <> 'persons_read' WHERE j.id IS NULL",
    },
    Invariant {
        fault: "the journal has not one row for each version of a barrier",
        sql: "SELECT t.id FROM barriers t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' \
              AND j.action <> 'persons_read' GROUP BY t.id, t.version \
              HAVING count(DISTINCT j.object_version) <> t.version OR max(j.object_version) <> t.version",
    },
    Invariant {
        fault: "the journal has not one row for each version of an agreement with a municipality",
        sql: "SELECT t.id FROM cooperation_agreements t LEFT JOIN journal j ON j.object_id = t.id AND j.outcome = 'done' \
              AND j.action <> 'persons_read' GROUP BY t.id, t.version \
              HAVING count(DISTINCT j.object_version) <> t.version OR max(j.object_version) <> t.version",
    },
];

/// Brokers with a conflict on the day of their assignment that was not flagged or not known, or flagged without an exception.
/// What has come about since is no fault: it is told on reading.
pub(super) fn brokers(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let all: Vec<BrokerRow> = broker_assignments::table.select(BrokerRow::as_select()).load(conn)?;
    let wrong = all.iter().filter(|row| {
        let declared = row.declared();
        let facts = row.facts(&declared, row.supports_person, row.person_municipality.as_deref());
        let found = conflicts(&facts, row.assigned_on);
        let excepted = row.exception_reason.is_some() && row.exception_approved_by.is_some();
        known(&facts).is_err() || found != row.recorded_conflicts() || found.is_empty() == excepted
    });
    Ok(wrong.map(|row| format!("a broker in a conflict is not flagged, or not excepted: {}", row.id)).collect())
}

/// Agreements that hold for the same place and subject on one day.
pub(super) fn cooperation(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let all: Vec<Cooperation> =
        cooperation_agreements::table.order(cooperation_agreements::id).select(Cooperation::as_select()).load(conn)?;
    let mut lines = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let same = all[..at].iter().filter(|other| other.subject == one.subject);
        let places = |other: &Cooperation| {
            beside((&one.municipality, &one.period()), (&other.municipality, &other.period())).is_err()
        };
        if same.into_iter().any(places) {
            lines.push(format!("two agreements with one municipality hold on the same day: {}", one.id));
        }
    }
    Ok(lines)
}
