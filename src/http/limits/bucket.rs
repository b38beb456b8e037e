//! One quota for each of many callers, forgotten when they are idle and never more than so many at once.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock as Ticks;
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::{Quota, RateLimiter};

use crate::clock::Clock;
use crate::error::Error;

/// How many callers one quota remembers: two numbers of eight bytes each.
const CALLERS_MAX: usize = 65_536;

/// So much of something in so much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Policy {
    /// Its name in headers and problems.
    pub(super) name: &'static str,
    /// How much.
    pub(super) quota: u32,
    /// In how many seconds.
    pub(super) window: u32,
    /// Of what, where it is not requests.
    pub(super) unit: Option<&'static str>,
}

/// How a caller stands with a policy after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) policy: Policy,
    /// What is left.
    pub(super) left: u32,
    /// In how many seconds that may be used or, where nothing is left, after how many there is more.
    pub(super) seconds: u64,
    /// Whether it was not enough for the request.
    pub(super) over: bool,
}

impl Standing {
    /// The problem to tell, where the quota was not enough.
    pub(super) fn verdict(&self) -> Result<(), Error> {
        if self.over { Err(Error::TooMany(self.policy.name, self.seconds)) } else { Ok(()) }
    }
}

/// The quotas of all callers under one policy.
pub(super) struct Bucket {
    policy: Policy,
    clock: Passing,
    hasher: RandomState,
    limiter: RateLimiter<u64, States, Passing, StateInformationMiddleware>,
}

impl Bucket {
    pub(super) fn new(policy: Policy, clock: &Clock) -> Self {
        let clock = Passing(clock.clone());
        let whole = Duration::from_secs(policy.window.into());
        let burst = NonZeroU32::new(policy.quota).unwrap_or(NonZeroU32::MIN);
        // Both are limited by the settings so that a unit takes a nanosecond at the least.
        let quota = Quota::with_period(whole / burst.get()).unwrap_or(Quota::per_minute(burst)).allow_burst(burst);
        let states = States { clock: clock.clone(), began: clock.now(), window: whole, whole_at: Mutex::default() };
        let limiter = RateLimiter::new(quota, states, clock.clone());
        Self { policy, clock, hasher: RandomState::new(), limiter }
    }

    /// Takes some of a caller's quota: all of it, or nothing where that is not left.
    pub(super) fn take(&self, caller: &impl Hash, amount: u32) -> Standing {
        let amount = NonZeroU32::new(amount.min(self.policy.quota)).unwrap_or(NonZeroU32::MIN);
        let taken = self.limiter.check_key_n(&self.hasher.hash_one(caller), amount);
        let standing = Standing { policy: self.policy, left: 0, seconds: self.policy.window.into(), over: false };
        match taken {
            Ok(Ok(state)) => match state.remaining_burst_capacity() {
                0 => Standing { seconds: (self.policy.window / self.policy.quota).max(1).into(), ..standing },
                left => Standing { left, ..standing },
            },
            Ok(Err(until)) => {
                let wait = until.wait_time_from(self.clock.now());
                Standing {
                    seconds: wait.as_millis().div_ceil(1_000).max(1).try_into().unwrap_or(1),
                    over: true,
                    ..standing
                }
            }
            // The amount never exceeds the quota.
            Err(_) => Standing { over: true, ..standing },
        }
    }
}

/// The clock of the service for the counting.
#[derive(Clone)]
struct Passing(Clock);

impl Ticks for Passing {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// When all that each caller used will have come back.
struct States {
    clock: Passing,
    began: Duration,
    window: Duration,
    whole_at: Mutex<HashMap<u64, Nanos>>,
}

impl StateStore for States {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, caller: &u64, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Nanos::from(self.clock.now().saturating_sub(self.began));
        // Nothing takes longer than the window to come back, unless a clock that is set by hand was set back.
        let known = whole_at.get(caller).copied().filter(|at| *at <= now + Nanos::from(self.window));
        let (told, next) = measure(known)?;
        if known.is_none() && whole_at.len() >= CALLERS_MAX {
            // Whoever has their whole quota again is no other than a newcomer.
            whole_at.retain(|_, whole_at| *whole_at > now);
            // So many at once cannot be held back one by one: rather that than to grow or to turn the known ones away.
            if whole_at.len() > CALLERS_MAX / 2 {
                whole_at.clear();
            }
        }
        whole_at.insert(*caller, next);
        Ok(told)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration as Days};

    use super::*;

    const POLICY: Policy = Policy { name: "default", quota: 60, window: 60, unit: None };

    fn at(seconds: i64) -> DateTime<chrono::Utc> {
        DateTime::UNIX_EPOCH + Days::seconds(seconds)
    }

    fn open() -> (Bucket, Clock) {
        let clock = Clock::standing_at(at(1_000));
        (Bucket::new(POLICY, &clock), clock)
    }

    #[test]
    fn a_quota_is_used_up_exactly_and_comes_back_bit_by_bit() {
        let (bucket, clock) = open();
        let left: Vec<u32> = (0..60).map(|_| bucket.take(&"anna", 1).left).collect();
        assert!(left.iter().rev().copied().eq(0..60), "{left:?}");

        let over = bucket.take(&"anna", 1);

        assert_eq!((over.over, over.left, over.seconds), (true, 0, 1));
        assert!(!bucket.take(&"liga", 1).over, "everybody has their own");
        clock.move_to(at(1_001));
        assert!(!bucket.take(&"anna", 1).over);
        assert!(bucket.take(&"anna", 1).over);
        clock.move_to(at(2_000));
        assert_eq!(bucket.take(&"anna", 1).left, 59, "never more than the quota");
    }

    #[test]
    fn what_does_not_fit_takes_nothing_and_says_when_it_will_fit() {
        let (bucket, clock) = open();
        assert_eq!(bucket.take(&"anna", 50).left, 10);

        let over = bucket.take(&"anna", 20);

        assert_eq!((over.over, over.seconds), (true, 10));
        assert_eq!(bucket.take(&"anna", 10).left, 0);
        clock.move_to(at(1_020));
        assert!(!bucket.take(&"anna", 20).over);
        assert!(!bucket.take(&"liga", 1_000).over, "more than the quota is the whole of it");
    }

    #[test]
    fn the_past_is_never_longer_than_it_was() {
        let (bucket, clock) = open();
        assert_eq!(bucket.take(&"anna", 59).left, 1);

        clock.move_to(at(900));

        assert_eq!(bucket.take(&"anna", 1).left, 0);
        assert!(bucket.take(&"anna", 1).over);
    }

    #[test]
    fn many_callers_take_bounded_memory_and_idle_ones_none() {
        let (bucket, clock) = open();
        for caller in 0..CALLERS_MAX {
            bucket.take(&caller, 1);
        }
        clock.move_to(at(1_001));
        bucket.take(&"anna", 60);

        assert!(bucket.take(&"anna", 1).over, "who is not idle is remembered");

        for caller in 0..3 * CALLERS_MAX {
            bucket.take(&caller, 2);
        }
        let remembered = bucket.limiter.into_state_store().whole_at.into_inner().unwrap();
        assert!(remembered.len() <= CALLERS_MAX);
    }
}
