//! What the database threads have to do and have done, for whoever watches the service.

use crossbeam_channel::Sender;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::histogram::Histogram;

use super::Db;

/// What the database threads have done. Cheap to clone; every clone counts the same.
#[derive(Clone, Debug)]
pub struct Load {
    /// Durable commits.
    pub commits: Counter,
    /// How many writes each of them held.
    pub writes_a_commit: Histogram,
}

impl Default for Load {
    fn default() -> Self {
        let sizes = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
        Self { commits: Counter::default(), writes_a_commit: Histogram::new(sizes) }
    }
}

impl Load {
    /// Counts a commit of so many writes.
    pub(super) fn committed(&self, writes: usize) {
        self.commits.inc();
        self.writes_a_commit.observe(f64::from(u32::try_from(writes).unwrap_or(u32::MAX)));
    }
}

impl Db {
    /// What the threads have done.
    #[must_use]
    pub fn load(&self) -> &Load {
        &self.load
    }

    /// How many reads and writes no thread has taken yet; where they share one queue, all of them are reads.
    #[must_use]
    pub fn waiting(&self) -> (i64, i64) {
        let length = |queue: &Sender<_>| i64::try_from(queue.len()).unwrap_or(i64::MAX);
        (length(&self.readers), if self.readers.same_channel(&self.writers) { 0 } else { length(&self.writers) })
    }
}
