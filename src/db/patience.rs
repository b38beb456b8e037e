//! How long anybody waits for a database thread: one that hangs in a dead connection holds nobody up for longer.

use std::cell::Cell;
use std::time::{Duration, Instant};

use tokio::sync::oneshot::Receiver;
use tokio::time::timeout;

use crate::error::Error;

/// How long one request waits for the database, all its waits together: an answer leaves within five seconds.
pub const REQUEST: Duration = Duration::from_secs(4);
/// How long somebody waits who only asks whether the database is there.
pub const GLANCE: Duration = Duration::from_secs(1);
/// How long one piece of work is waited for that nobody asked for over HTTP, such as the hourly jobs.
const ALONE: Duration = Duration::from_secs(60);

tokio::task_local! {
    static LEFT: Cell<Duration>;
}

/// Runs something whose waits for the database, all together, take no longer than this.
pub async fn at_most<F: Future>(patience: Duration, work: F) -> F::Output {
    LEFT.scope(Cell::new(patience), work).await
}

/// What came of a piece of work. When patience ends before it does, a write may still be done: whoever sends it again
/// under the same key learns of that.
pub(super) async fn waited<T>(answer: Receiver<Result<T, Error>>) -> Result<T, Error> {
    let left = LEFT.try_with(Cell::get).unwrap_or(ALONE);
    let began = Instant::now();
    let answered = timeout(left, answer).await;
    // Who waits alone has no account to keep.
    let _ = LEFT.try_with(|all| all.set(left.saturating_sub(began.elapsed())));
    match answered {
        Ok(Ok(end)) => end,
        Ok(Err(_)) => Err(Error::Internal("a database job panicked".to_owned())),
        Err(_) => Err(Error::Unavailable("the database did not answer in time".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Builder;
    use tokio::sync::oneshot::channel;

    use super::*;

    #[test]
    fn a_request_waits_for_a_database_that_hangs_once_and_not_every_time() {
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        let began = Instant::now();

        runtime.block_on(at_most(Duration::from_millis(50), async {
            for _ in 0..100 {
                let (_never, answer) = channel::<Result<(), Error>>();
                assert!(matches!(waited(answer).await, Err(Error::Unavailable(_))));
            }
        }));

        assert!((50..500).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
    }

    #[test]
    fn what_comes_in_time_is_received() {
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        let (tell, answer) = channel();
        tell.send(Ok(7)).unwrap();

        let received = runtime.block_on(at_most(Duration::from_millis(50), waited(answer)));

        assert_eq!(received.unwrap(), 7);
    }
}
