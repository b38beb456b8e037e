//! What the journal of an office says, read from its table.

use std::sync::Arc;

use aplp::config::keys_folder;
use aplp::db::chain;
use aplp::db::journal::Row;
use aplp::db::schema::journal;
use aplp::insight::checkpoints::key::SigningKey;
use aplp::insight::checkpoints::store::make;
use aplp::insight::checkpoints::wire::Checkpoint;
use diesel::prelude::*;

use super::Office;

/// Every row, in the order in which they were made.
pub fn journal(office: &Office) -> Vec<Row> {
    let mut conn = office.place.open(false).unwrap();
    journal::table.select(Row::as_select()).order(journal::id).load(&mut conn).unwrap()
}

/// How many rows the journal of every office begins with: its keys were made, and the database was prepared.
pub const BEFORE: usize = 2;

/// The rows that were added meanwhile, as `action object`.
pub fn added(office: &Office, before: usize) -> Vec<String> {
    journal(office).into_iter().skip(before).map(|row| format!("{} {}", row.action, row.object)).collect()
}

/// Makes that no read can be recorded any more.
pub fn refuse_receipts(office: &Office) {
    use diesel::connection::SimpleConnection;
    let refuse = match office.place {
        aplp::db::Place::Sqlite(_) => {
            "CREATE TRIGGER full_disk BEFORE INSERT ON journal WHEN NEW.action = 'persons_read' \
             BEGIN SELECT RAISE(ABORT, 'the disk of the journal is full'); END"
        }
        aplp::db::Place::Postgres(_) => {
            "CREATE TRIGGER full_disk BEFORE INSERT ON journal FOR EACH ROW WHEN (NEW.action = 'persons_read') \
             EXECUTE FUNCTION refuse_change()"
        }
    };
    office.place.open(false).unwrap().batch_execute(refuse).unwrap();
}

/// Waits for what the database threads do.
pub fn wait<T>(for_it: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(for_it)
}

/// Gives everything that was recorded its place in the chain, as the running service does by itself.
pub fn sequence(office: &Office) -> usize {
    wait(chain::sequence(&office.app.db)).unwrap()
}

/// Signs how far the journal has come, as the running service does every hour.
pub fn sign(office: &Office) -> Option<Checkpoint> {
    let key = Arc::new(SigningKey::open(&keys_folder(&office.folder)).unwrap());
    wait(make(&office.app.db, key, &office.folder, office.now())).unwrap()
}
