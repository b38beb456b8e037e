//! What a database tells of itself: its faults, its weaknesses, its columns.

use diesel::connection::SimpleConnection;

use super::Conn;
use crate::error::Error;

/// A column as the database tells it.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, in the words of its database.
    pub kind: String,
    /// Whether it may be null.
    pub nullable: bool,
}

impl Conn {
    /// What the database itself finds wrong with its file and its foreign keys.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn integrity(&mut self) -> Result<Vec<String>, Error> {
        self.lines(
            "SELECT 'the file: ' || integrity_check AS line FROM pragma_integrity_check WHERE integrity_check <> 'ok' \
             UNION ALL SELECT 'a foreign key of ' || \"table\" || ' leads nowhere' FROM pragma_foreign_key_check",
            // PostgreSQL holds its foreign keys itself; one that was switched off is a fault, as is a policy.
            "SELECT 'a trigger of ' || c.relname || ' is switched off' AS line FROM pg_trigger t \
             JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgenabled = 'D' \
             UNION ALL SELECT 'the policy of ' || c.relname || ' is switched off' FROM pg_policy p \
             JOIN pg_class c ON c.oid = p.polrelid WHERE NOT c.relrowsecurity",
        )
    }

    /// Why the database may lose what it has committed, a sentence for each reason.
    pub(super) fn weaknesses(&mut self) -> Result<Vec<String>, Error> {
        self.lines(
            // Before 3.51.3 a log could lose commits; the number is major * 1,000,000 + minor * 1,000 + patch.
            "WITH RECURSIVE parts(number, rest) AS (SELECT 0, sqlite_version() || '.' UNION ALL \
             SELECT number * 1000 + substr(rest, 1, instr(rest, '.') - 1), substr(rest, instr(rest, '.') + 1) \
             FROM parts WHERE rest <> '') \
             SELECT 'SQLite is older than 3.51.3' AS line FROM parts WHERE rest = '' AND number < 3051003",
            "SELECT 'PostgreSQL runs with ' || name || ' = off and may lose what was answered' AS line \
             FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'",
        )
    }

    /// Does something to a table whose triggers are lifted meanwhile, and back in force afterwards; in a transaction of its owner.
    ///
    /// # Errors
    /// Those of `work`, and when the triggers cannot be lifted: then the transaction must be undone.
    pub(crate) fn unguarded(
        &mut self,
        table: &str,
        work: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let of = format!("FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'");
        let lift = self.lines(&format!("SELECT 'DROP TRIGGER ' || name AS line {of}"), "")?;
        let back = self.lines(&format!("SELECT sql AS line {of}"), "")?;
        let (lift, back) = match self {
            Self::Sqlite(_) => (lift.join(";"), back.join(";")),
            Self::Postgres(_) => (
                format!("ALTER TABLE {table} DISABLE TRIGGER USER"),
                format!("ALTER TABLE {table} ENABLE TRIGGER USER"),
            ),
        };
        self.batch_execute(&lift)?;
        work(self)?;
        Ok(self.batch_execute(&back)?)
    }

    /// The columns of a table as the database itself tells them, in their order.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn columns_of(&mut self, table: &str) -> Result<Vec<Column>, Error> {
        let lines = self.lines(
            &format!(
                "SELECT name || '/' || lower(type) || '/' || (\"notnull\" = 0 AND pk = 0) AS line FROM pragma_table_info('{table}')"
            ),
            &format!(
                "SELECT column_name || '/' || data_type || '/' || (is_nullable = 'YES')::int AS line \
                 FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position"
            ),
        )?;
        let told = |line: &String| {
            let mut parts = line.split('/').map(str::to_owned);
            Some(Column { name: parts.next()?, kind: parts.next()?, nullable: parts.next()? == "1" })
        };
        Ok(lines.iter().filter_map(told).collect())
    }
}
