//! The only place that asks what time it is.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use aplp_domain::riga;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};

/// The time of the service: that of the machine, or one that a test or sandbox sets.
#[derive(Clone, Debug)]
pub enum Clock {
    /// What the machine says.
    System,
    /// Microseconds since 1970, moved by hand.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at a moment until it is moved.
    #[must_use]
    pub fn standing_at(at: DateTime<Utc>) -> Self {
        Self::Set(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    /// Moves a clock that is set by hand; the machine's own clock is left alone.
    pub fn move_to(&self, at: DateTime<Utc>) {
        if let Self::Set(micros) = self {
            micros.store(at.timestamp_micros(), Ordering::SeqCst);
        }
    }

    /// Now, in whole microseconds: both databases keep exactly that much.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Set(micros) => DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or_default(),
        }
    }

    /// How much time has passed since some moment, always the same one: never less than before, whatever is done to the
    /// machine's time. What is counted by the minute or kept for seconds goes by this.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        match self {
            Self::System => START.get_or_init(Instant::now).elapsed(),
            Self::Set(micros) => Duration::from_micros(u64::try_from(micros.load(Ordering::SeqCst)).unwrap_or(0)),
        }
    }

    /// Today in Riga, where every legal day is counted.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        riga::riga_day(self.now())
    }
}
