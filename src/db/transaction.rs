//! A piece of work in a transaction of its own.

use diesel::Connection;
use diesel::QueryResult;
use diesel::connection::TransactionManager;

use super::Conn;
use crate::error::Error;

/// How a transaction begins.
pub(super) type Begin = fn(&mut Conn) -> QueryResult<()>;
type Transactions = <Conn as Connection>::TransactionManager;

/// Commits what the work did, or undoes all of it.
///
/// # Errors
/// Those of the work and of the database.
pub(super) fn in_transaction<T>(
    conn: &mut Conn,
    begin: Begin,
    work: impl FnOnce(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    begin(conn)?;
    match work(conn) {
        Ok(done) => {
            Transactions::commit_transaction(conn)?;
            Ok(done)
        }
        Err(fault) => {
            // The fault that made us turn back says more than one met on the way back.
            let _ = Transactions::rollback_transaction(conn);
            Err(fault)
        }
    }
}
