//! How much each client may ask for: quotas by the minute and by the hour, told in every answer (draft-ietf-httpapi-ratelimit-headers-10).

mod bucket;
mod reservation;
mod tally;
mod wish;

use std::net::IpAddr;
use std::sync::Arc;

use self::bucket::{Bucket, Policy};
pub(super) use self::reservation::Reservation;
pub(super) use self::tally::Tally;
pub(super) use self::wish::Wish;
use crate::caller::Caller;
use crate::clock::Clock;
use crate::error::Error;

/// The quotas, as settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotas {
    /// Requests a minute for each client: issuer, program and subject together.
    pub requests: u32,
    /// Requests a minute for each address that names no client.
    pub strangers: u32,
    /// Searches for persons a minute for each client.
    pub searches: u32,
    /// Rows about persons an hour for each client.
    pub rows: u32,
    /// Tokens a minute that are not accepted, for each address.
    pub failures: u32,
}

impl Default for Quotas {
    /// What suits an office: a municipality's nightly walk through all it may see passes, a copy of the register does not.
    fn default() -> Self {
        Self { requests: 600, strangers: 600, searches: 30, rows: 20_000, failures: 10 }
    }
}

impl Quotas {
    /// For tests and load programs: so much of everything that nothing is ever used up.
    pub const WIDE: Self = Self { requests: MAX, strangers: MAX, searches: MAX, rows: MAX, failures: MAX };
}

/// How large a quota may be.
pub const MAX: u32 = 100_000_000;

/// The quotas with what was used of them.
pub struct Limits {
    requests: Bucket,
    strangers: Bucket,
    searches: Bucket,
    rows: Bucket,
    failures: Bucket,
}

impl Limits {
    /// Nothing used yet.
    #[must_use]
    pub fn new(quotas: Quotas, clock: &Clock) -> Self {
        let policy = |name, quota, window| Policy { name, quota, window, unit: None };
        let bucket = |policy| Bucket::new(policy, clock);
        Self {
            requests: bucket(policy("default", quotas.requests, 60)),
            strangers: bucket(policy("strangers", quotas.strangers, 60)),
            searches: bucket(policy("searches", quotas.searches, 60)),
            rows: bucket(Policy { unit: Some("rows"), ..policy("rows", quotas.rows, 3_600) }),
            failures: bucket(policy("failures", quotas.failures, 60)),
        }
    }

    /// Counts a request before anything is done for it: for its client or, where it has none, for the address it comes from.
    /// Who shows a token that is not accepted is counted by the address for that too. All that an answer may hold is taken of
    /// the client's quota now, and what it does not hold is given back.
    ///
    /// # Errors
    /// `TooMany`; what kept the door from finding out who asks.
    pub(super) fn admit(
        &self,
        who: &Who<'_>,
        wish: &Wish<'_>,
        tally: &mut Tally,
    ) -> Result<Option<Reservation<'_>>, Error> {
        if wish.is_uncounted() {
            return Ok(None);
        }
        match who {
            Who::Client(caller) => {
                tally.add(self.requests.take(&key(caller), 1))?;
                self.reserve(caller, wish, tally).map(Some)
            }
            Who::Stranger(address) => tally.add(self.strangers.take(&network(*address), 1)).map(|()| None),
            Who::Refused(address) => {
                tally.add(self.strangers.take(&network(*address), 1))?;
                let failed = tally.add(self.failures.take(&network(*address), 1));
                // What is open to anybody is open to them as well.
                if wish.is_open() { Ok(None) } else { failed.map(|()| None) }
            }
            Who::Unclear(fault) => Err((*fault).clone()),
        }
    }

    /// Counts rows about persons that leave as a table.
    ///
    /// # Errors
    /// `TooMany`, and then none of them may leave.
    pub(super) fn use_rows(&self, caller: &Caller, rows: u32) -> Result<(), Error> {
        self.rows.take(&key(caller), rows).verdict()
    }

    fn reserve(&self, caller: &Arc<Caller>, wish: &Wish<'_>, tally: &mut Tally) -> Result<Reservation<'_>, Error> {
        let mut reserved = Reservation::of(self, caller);
        if wish.searches() || wish.tells_a_code() {
            tally.add(self.searches.take(&key(caller), 1))?;
            reserved.code = wish.tells_a_code();
        }
        let rows = wish.rows();
        if rows > 0 {
            tally.add(self.rows.take(&key(caller), rows))?;
            reserved.rows = rows;
        }
        Ok(reserved)
    }
}

/// Whom a request is counted for.
pub(super) enum Who<'a> {
    /// A caller whose token was accepted.
    Client(&'a Arc<Caller>),
    /// Nobody in particular, from this address.
    Stranger(IpAddr),
    /// Somebody whose token was not accepted, from this address.
    Refused(IpAddr),
    /// Somebody of whom this cannot be found out just now: they are told so, and nothing is counted.
    Unclear(&'a Error),
}

fn key(caller: &Caller) -> (&str, &str, &str) {
    (&caller.issuer, &caller.client, &caller.subject)
}

/// An address as far as one owner has it: with IPv6 that is a network of 64 bits.
pub(super) fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_bits().into(),
        IpAddr::V6(v6) => v6.to_bits() >> 64 << 64,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderMap;
    use rstest::rstest;

    use super::*;
    use crate::http::contract::Contract;

    // HT-05
    #[rstest]
    #[case("GET", "/v1/me")]
    #[case("GET", "/v1/rules")]
    #[case("GET", "/v1/nothing")]
    fn while_it_cannot_be_found_out_who_asks_nobody_is_counted_and_each_is_told_why(
        #[case] method: &str,
        #[case] route: &str,
    ) {
        let limits = Limits::new(Quotas { strangers: 1, failures: 1, ..Quotas::default() }, &Clock::System);
        let (contract, away) = (Contract::committed().unwrap(), Error::Unavailable("away".to_owned()));
        let wish = Wish::of(&contract, Some(route), method, "");

        for _ in 0..9 {
            let mut tally = Tally::default();
            let told = limits.admit(&Who::Unclear(&away), &wish, &mut tally);
            assert!(matches!(told, Err(Error::Unavailable(_))));
            let mut headers = HeaderMap::new();
            tally.write(&mut headers);
            assert!(headers.is_empty());
        }
    }

    #[rstest]
    #[case("192.0.2.1", "192.0.2.1", true)]
    #[case("192.0.2.1", "192.0.2.2", false)]
    #[case("192.0.2.1", "::ffff:192.0.2.1", true)]
    #[case("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    #[case("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    fn whoever_owns_a_network_is_one_stranger(#[case] one: &str, #[case] other: &str, #[case] same: bool) {
        assert_eq!(network(one.parse().unwrap()) == network(other.parse().unwrap()), same);
    }
}
