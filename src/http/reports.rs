//! Large pages and workbooks wait for each other, so that a rush for reports leaves threads and memory for everything else.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;

/// A page of more rows than this is large.
const ROWS: usize = 100;
/// How many large pages are made at once.
const AT_ONCE: usize = 2;
/// How many more may wait for that; whoever comes then is told at once to come back.
const WAITING_MAX: usize = 4;
/// How long one of them waits.
const WAIT: Duration = Duration::from_secs(1);

/// The places for large pages.
pub struct Reports {
    inside: Arc<Semaphore>,
    all: Arc<Semaphore>,
}

/// A place, held until the page is made and written.
#[derive(Debug)]
pub struct Place {
    _inside: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Default for Reports {
    fn default() -> Self {
        Self { inside: Arc::new(Semaphore::new(AT_ONCE)), all: Arc::new(Semaphore::new(AT_ONCE + WAITING_MAX)) }
    }
}

impl Reports {
    /// A place for a page of so many rows, where it needs one: a workbook always does, for it takes many times what its rows
    /// take.
    ///
    /// # Errors
    /// `Busy` when too many wait already, or the wait is too long.
    pub async fn place(&self, rows: usize, is_workbook: bool) -> Result<Option<Place>, Error> {
        if rows <= ROWS && !is_workbook {
            return Ok(None);
        }
        let all = Arc::clone(&self.all).try_acquire_owned();
        let all = all.map_err(|_| Error::Busy("too many large pages are asked for"))?;
        match tokio::time::timeout(WAIT, Arc::clone(&self.inside).acquire_owned()).await {
            Ok(Ok(inside)) => Ok(Some(Place { _inside: inside, _all: all })),
            _ => Err(Error::Busy("the large pages before take too long")),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;

    #[test]
    fn a_few_wait_for_a_large_page_and_the_others_are_told_at_once() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let reports = Reports::default();
            assert!(reports.place(ROWS, false).await.unwrap().is_none());
            let _two = (reports.place(ROWS + 1, false).await.unwrap(), reports.place(1, true).await.unwrap());

            let waits = join_all((0..WAITING_MAX).map(|_| reports.place(500, false)));
            let asked_meanwhile = async { reports.place(500, false).await.err() };
            let (waited, refused) = futures_util::future::join(waits, asked_meanwhile).await;

            assert!(matches!(refused, Some(Error::Busy("too many large pages are asked for"))));
            assert!(waited.iter().all(Result::is_err), "nobody made room within a second");
            assert!(reports.place(ROWS, false).await.is_ok());
        });
    }
}
