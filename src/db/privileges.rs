//! What the service needs of PostgreSQL and no more: no right to change tables, none to change or delete what was recorded.

use std::fmt::Write;

use super::map::{Kept, MAP};
use crate::error::Error;

/// The tables whose rows go again: the words of a name that was changed, answers after three days, keys after a rotation, rows that have their place in the chain, what a
/// transaction has written at its end.
const DELETED: [&str; 5] = ["person_name_words", "repeats", "data_keys", "journal_waiting", "written_rows"];

/// The statements that give a role what the service needs; the owner of the tables runs them after each migration.
///
/// # Errors
/// `Unavailable`, with a sentence, for a name that is none.
pub fn statements(role: &str) -> Result<String, Error> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if role.is_empty() || role.len() > 63 || !role.chars().all(plain) {
        return Err(Error::Unavailable("a role is named in lower case letters, digits and _".to_owned()));
    }
    let mut text =
        format!("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};\nGRANT USAGE ON SCHEMA public TO {role};\n");
    for kept in MAP {
        let _ = writeln!(text, "GRANT {} ON {} TO {role};", rights(kept), kept.table);
    }
    // Every read asks whom it may see, and of individual budgets whose broker asks.
    let _ = writeln!(
        text,
        "GRANT EXECUTE ON FUNCTION aplp_seen(), aplp_file(), aplp_drafts(), aplp_paid(), aplp_bought(), aplp_handed_in(), aplp_brokered() TO {role};"
    );
    // How far migrations have come is read at each start.
    let _ = writeln!(text, "GRANT SELECT ON __diesel_schema_migrations TO {role};");
    Ok(text)
}

/// What the service needs of a table.
pub(super) fn rights(kept: &Kept) -> String {
    let mut rights = "SELECT, INSERT".to_owned();
    if kept.append_only {
        // Sealed anew when keys change.
        let sealed = kept.sealed.map(|_| "sealed");
        let columns: Vec<&str> = sealed.into_iter().chain(kept.filled_once).collect();
        if !columns.is_empty() {
            let _ = write!(rights, ", UPDATE ({})", columns.join(", "));
        }
    } else {
        rights.push_str(", UPDATE");
    }
    if DELETED.contains(&kept.table) {
        rights.push_str(", DELETE");
    }
    rights
}
