//! The only place that asks what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

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

    /// Today in Riga, where every legal day is counted.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        riga::riga_day(self.now())
    }
}
