//! One quota for each of many callers, forgotten when they are idle and never more than so many at once.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
        if self.over { Err(Error::TooMany(self.policy.name, self.seconds, self.left)) } else { Ok(()) }
    }
}

/// The quotas of all callers under one policy.
pub(super) struct Bucket {
    policy: Policy,
    clock: Passing,
    hasher: RandomState,
    states: States,
    limiter: RateLimiter<u64, States, Passing, StateInformationMiddleware>,
}

impl Bucket {
    pub(super) fn new(policy: Policy, clock: &Clock) -> Self {
        let clock = Passing(clock.clone());
        let whole = Duration::from_secs(policy.window.into());
        let burst = NonZeroU32::new(policy.quota).unwrap_or(NonZeroU32::MIN);
        // Both are limited by the settings so that a unit takes a nanosecond at the least.
        let unit = whole / burst.get();
        let quota = Quota::with_period(unit).unwrap_or(Quota::per_minute(burst)).allow_burst(burst);
        let (began, whole_at) = (clock.now(), Arc::default());
        let states = States { clock: clock.clone(), began, window: whole, unit: unit.into(), whole_at };
        let limiter = RateLimiter::new(quota, states.clone(), clock.clone());
        Self { policy, clock, hasher: RandomState::new(), states, limiter }
    }

    /// Takes some of a caller's quota: so much, or nothing where that is not left.
    pub(super) fn take(&self, caller: &impl Hash, amount: u32) -> Standing {
        let caller = self.hasher.hash_one(caller);
        let amount = NonZeroU32::new(amount).unwrap_or(NonZeroU32::MIN);
        match self.limiter.check_key_n(&caller, amount) {
            Ok(Ok(state)) => self.standing(state.remaining_burst_capacity()),
            Ok(Err(until)) => {
                let wait = until.wait_time_from(self.clock.now());
                let seconds = wait.as_millis().div_ceil(1_000).max(1).try_into().unwrap_or(1);
                Standing { seconds, over: true, ..self.standing(self.left(caller)) }
            }
            // So much there never is.
            Err(_) => Standing { over: true, ..self.standing(self.left(caller)) },
        }
    }

    /// Gives back what was taken and not used.
    pub(super) fn give_back(&self, caller: &impl Hash, amount: u32) -> Standing {
        let caller = self.hasher.hash_one(caller);
        self.states.sooner(caller, amount);
        self.standing(self.left(caller))
    }

    fn left(&self, caller: u64) -> u32 {
        let used = u32::try_from(self.states.used(caller)).unwrap_or(u32::MAX);
        self.policy.quota.saturating_sub(used)
    }

    fn standing(&self, left: u32) -> Standing {
        let Policy { quota, window, .. } = self.policy;
        let seconds = if left == 0 { (window / quota.max(1)).max(1) } else { window };
        Standing { policy: self.policy, left, seconds: seconds.into(), over: false }
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
#[derive(Clone)]
struct States {
    clock: Passing,
    began: Duration,
    window: Duration,
    /// In what time one comes back.
    unit: Nanos,
    whole_at: Arc<Mutex<HashMap<u64, Nanos>>>,
}

impl States {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Nanos>> {
        self.whole_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Nanos {
        Nanos::from(self.clock.now().saturating_sub(self.began))
    }

    /// How much of a caller's quota has not come back yet.
    fn used(&self, caller: u64) -> u64 {
        let whole_at = self.lock().get(&caller).copied().unwrap_or_default();
        let wait = whole_at.saturating_sub(self.now()).min(self.window.into());
        wait.as_u64().div_ceil(self.unit.as_u64().max(1))
    }

    /// Lets so much of a caller's quota come back at once.
    fn sooner(&self, caller: u64, amount: u32) {
        if let Some(whole_at) = self.lock().get_mut(&caller) {
            *whole_at = whole_at.saturating_sub(self.unit * u64::from(amount));
        }
    }
}

impl StateStore for States {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, caller: &u64, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut whole_at = self.lock();
        let now = self.now();
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
        assert_eq!(bucket.take(&"liga", 1).left, 59);
        let never = bucket.take(&"liga", 61);
        assert_eq!((never.over, never.left, never.seconds), (true, 59, 60), "more than the quota is never there");
    }

    #[test]
    fn what_is_given_back_can_be_taken_again_and_what_is_left_is_told() {
        let (bucket, _) = open();
        assert_eq!(bucket.take(&"anna", 50).left, 10);
        let over = bucket.take(&"anna", 11);
        assert_eq!((over.over, over.left), (true, 10));

        assert_eq!(bucket.give_back(&"anna", 48).left, 58);

        assert_eq!(bucket.take(&"anna", 58).left, 0);
        assert!(bucket.take(&"anna", 1).over);
        assert_eq!(bucket.give_back(&"anna", 1_000).left, 60, "never more than the quota");
        assert_eq!(bucket.give_back(&"liga", 5).left, 60, "who took nothing has nothing to give back");
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
        let remembered = bucket.states.lock();
        assert!(remembered.len() <= CALLERS_MAX);
    }
}
