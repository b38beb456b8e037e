//! The ledger of hours: parts, totals, reversals, volumes, overlaps, and the days in Riga.

use std::collections::HashMap;

use aplp_domain::hours;
use diesel::prelude::*;

use super::Invariant;
use crate::db::Conn;
use crate::db::schema::{time_entries, time_entry_parts};
use crate::delivery::hours::store::{PartRow, Row};
use crate::error::Error;

pub(super) const ALL: &[Invariant] = &[
    Invariant {
        fault: "an entry is not the sum of its days",
        sql: "SELECT e.id FROM time_entries e LEFT JOIN time_entry_parts p ON p.entry_id = e.id \
              GROUP BY e.id, e.minutes HAVING coalesce(sum(p.minutes), 0) <> e.minutes",
    },
    Invariant {
        fault: "a month of a grant is not the sum of its entries",
        sql: "SELECT coalesce(m.grant_id, s.grant_id) AS id FROM month_totals m FULL JOIN (SELECT e.grant_id, p.month, \
              sum(p.minutes) AS minutes FROM time_entries e JOIN time_entry_parts p ON p.entry_id = e.id \
              GROUP BY e.grant_id, p.month) s ON s.grant_id = m.grant_id AND s.month = m.month \
              WHERE coalesce(m.minutes, 0) <> coalesce(s.minutes, 0)",
    },
    Invariant {
        fault: "a month passes its volume",
        sql: "SELECT grant_id AS id FROM month_totals WHERE minutes > volume_minutes OR minutes < 0",
    },
    Invariant {
        fault: "a reversal does not mirror the entry that it takes back",
        sql: "SELECT r.id FROM time_entries r JOIN time_entries e ON e.id = r.reverses_id \
              WHERE r.minutes <> -e.minutes OR r.grant_id <> e.grant_id OR r.started_at <> e.started_at \
              OR r.ended_at <> e.ended_at OR r.area <> e.area OR e.reverses_id IS NOT NULL",
    },
    Invariant {
        fault: "an entry begins before the third signature",
        sql: "SELECT e.id FROM time_entries e JOIN agreements a ON a.id = e.agreement_id \
              WHERE a.signed_at IS NULL OR e.started_at < a.signed_at",
    },
    Invariant {
        fault: "an entry names another person, grant or support person than its agreement",
        sql: "SELECT e.id FROM time_entries e JOIN agreements a ON a.id = e.agreement_id WHERE a.grant_id <> e.grant_id \
              OR a.person_id <> e.person_id OR a.support_person_id <> e.support_person_id",
    },
    Invariant {
        fault: "an entry has a day outside the term of its grant",
        sql: "SELECT DISTINCT e.id FROM time_entries e JOIN time_entry_parts p ON p.entry_id = e.id \
              JOIN grants g ON g.id = e.grant_id WHERE p.minutes > 0 AND NOT EXISTS (SELECT 1 FROM time_entries r WHERE r.reverses_id = e.id) \
              AND (p.day < g.term_from OR p.day > g.last_day)",
    },
    Invariant {
        fault: "an entry is in an area that the grant has never named",
        sql: "SELECT e.id FROM time_entries e WHERE NOT EXISTS (SELECT 1 FROM grant_steps s WHERE s.grant_id = e.grant_id \
              AND ',' || s.areas || ',' LIKE '%,' || e.area || ',%')",
    },
    Invariant {
        fault: "two entries overlap for the same person or the same support person",
        sql: "SELECT a.id FROM time_entries a JOIN time_entries b ON b.id <> a.id \
              AND (b.person_id = a.person_id OR b.support_person_id = a.support_person_id) \
              AND b.started_at < a.ended_at AND a.started_at < b.ended_at AND a.minutes > 0 AND b.minutes > 0 \
              WHERE NOT EXISTS (SELECT 1 FROM time_entries r WHERE r.reverses_id IN (a.id, b.id))",
    },
];

/// Entries whose days are not those that the rules find for them in Riga.
pub(super) fn days(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let mut parts: HashMap<_, Vec<PartRow>> = HashMap::new();
    for part in time_entry_parts::table.order(time_entry_parts::day).select(PartRow::as_select()).load(conn)? {
        parts.entry(part.entry_id).or_default().push(part);
    }
    let entries: Vec<Row> = time_entries::table.select(Row::as_select()).load(conn)?;
    let wrong = entries.iter().filter(|entry| {
        let Ok(days) = hours::split(entry.started_at.and_utc(), entry.ended_at.and_utc()) else { return true };
        let sign = entry.minutes.signum();
        let kept = parts.get(&entry.id).map(Vec::as_slice).unwrap_or_default();
        let same = |(part, day): (&PartRow, &hours::Part)| {
            let (year, month) = day.month;
            part.day == day.day && part.minutes == sign * day.minutes.0 && part.month == format!("{year:04}-{month:02}")
        };
        kept.len() != days.len() || !kept.iter().zip(&days).all(same)
    });
    Ok(wrong.map(|entry| format!("the days of an entry are not those in Riga: {}", entry.id)).collect())
}
