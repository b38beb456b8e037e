//! Whose rows a connection shows: the second layer of visibility, which PostgreSQL holds by itself.

use diesel::connection::SimpleConnection;

use super::{Conn, Place};
use crate::caller::Sight;
use crate::db::chain::hex;
use crate::error::Error;

impl Place {
    /// Opens a connection that sees everybody's rows: for work without a caller, which is wrong where a row is hidden from it.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_whole(&self, reads_only: bool) -> Result<Conn, Error> {
        let mut conn = self.open(reads_only)?;
        conn.sees(&Sight::All)?;
        Ok(conn)
    }
}

impl Conn {
    /// Says whose rows the connection shows from now on; before it is called, nobody's. SQLite shows what queries ask for.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn sees(&mut self, sight: &Sight) -> Result<(), Error> {
        self.told(&words(sight))
    }

    /// Looks once at what the caller must not see row by row: a place among others, a number of persons. Every use says why.
    ///
    /// # Errors
    /// Those of `look`; `Unavailable` when the database does not answer.
    pub fn beyond_sight<T>(&mut self, look: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let now = "SELECT coalesce(current_setting('aplp.sight', true), '') AS line";
        let before = self.lines("SELECT 'all' AS line", now)?.pop().unwrap_or_default();
        let all = words(&Sight::All);
        if before == all {
            return look(self);
        }
        self.told(&all)?;
        let seen = look(self);
        // After a fault of the database this fails too; then the transaction is undone, and this with it.
        let back = self.told(&before);
        seen.and_then(|seen| back.map(|()| seen))
    }

    /// Whether the second layer holds for this connection: not for the owner of the tables. SQLite has none to hold.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn is_bound_by_sight(&mut self) -> Result<bool, Error> {
        let bound = "SELECT 'bound' AS line WHERE row_security_active('persons')";
        Ok(!self.lines("SELECT 'bound' AS line", bound)?.is_empty())
    }

    fn told(&mut self, words: &str) -> Result<(), Error> {
        if let Self::Postgres(conn) = self {
            conn.batch_execute(&format!("SET aplp.sight = '{words}'"))?;
        }
        Ok(())
    }
}

/// A sight in the words of the migration `sight`: nothing in them was typed by anybody.
fn words(sight: &Sight) -> String {
    match sight {
        Sight::All => "all".to_owned(),
        Sight::Caseload(supporter, on) => format!("caseload {supporter} {on}"),
        Sight::Territory(codes, on) => format!("territory {on} {}", codes.join(" ")),
        Sight::Own(person) => format!("own {person}"),
        // What issuers say goes in digits.
        Sight::Brokered(issuer, subject) => format!("broker {} {}", hex(issuer.as_bytes()), hex(subject.as_bytes())),
        Sight::Nobody => "nobody".to_owned(),
    }
}
