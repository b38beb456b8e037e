//! How much each client may ask for: quotas by the minute and by the hour, told in every answer (draft-ietf-httpapi-ratelimit-headers-10).

mod bucket;
mod tally;

use std::net::IpAddr;

use actix_web::dev::ServiceResponse;
use actix_web::http::Method;

use self::bucket::{Bucket, Policy};
pub(super) use self::tally::Tally;
use super::answer::Rows;
use super::identity::Identity;
use crate::caller::Caller;
use crate::clock::Clock;
use crate::error::Error;

/// Whoever watches the process asks these as often as they like.
const UNCOUNTED: [&str; 2] = ["/livez", "/readyz"];
/// The calls that look for persons by what is known of them.
const SEARCHES: [&str; 1] = ["/v1/persons/search"];
/// The rights to read what is about nobody. Every other answer to a question is counted by its rows.
const ABOUT_NOBODY: [&str; 5] = ["clients:read", "health:read", "me:read", "programmes:read", "support_persons:read"];

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

    /// Counts a request to a route: for its client or, where it has none, for the address it comes from. Who shows a token
    /// that is not accepted is counted by the address for that too.
    ///
    /// # Errors
    /// `TooMany`.
    pub(super) fn admit(&self, who: &Who<'_>, route: Option<&str>, tally: &mut Tally) -> Result<(), Error> {
        let route = route.unwrap_or_default();
        match who {
            _ if UNCOUNTED.contains(&route) => Ok(()),
            Who::Client(caller) => {
                tally.add(self.requests.take(&key(caller), 1))?;
                if SEARCHES.contains(&route) {
                    tally.add(self.searches.take(&key(caller), 1))?;
                }
                Ok(())
            }
            Who::Stranger(address) => tally.add(self.strangers.take(&network(*address), 1)),
            Who::Refused(address) => {
                tally.add(self.strangers.take(&network(*address), 1))?;
                tally.add(self.failures.take(&network(*address), 1))
            }
        }
    }

    /// Counts the rows of an answer to a question before it is let out. What a change answers is the caller's own doing.
    ///
    /// # Errors
    /// `TooMany`.
    pub(super) fn let_out(
        &self,
        identity: &Identity,
        right: Option<&str>,
        answer: &ServiceResponse,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let (Identity::Known(caller), Some(right)) = (identity, right) else { return Ok(()) };
        let request = answer.request();
        let asks = request.method() == Method::GET
            || request.match_pattern().is_some_and(|route| SEARCHES.contains(&route.as_str()));
        let rows = answer.response().extensions().get::<Rows>().map_or(0, |rows| rows.0);
        if !asks || rows == 0 || !answer.status().is_success() || ABOUT_NOBODY.contains(&right) {
            return Ok(());
        }
        tally.add(self.rows.take(&key(caller), u32::try_from(rows).unwrap_or(u32::MAX)))
    }
}

/// Whom a request is counted for.
pub(super) enum Who<'a> {
    /// A caller whose token was accepted.
    Client(&'a Caller),
    /// Nobody in particular, from this address.
    Stranger(IpAddr),
    /// Somebody whose token was not accepted, from this address.
    Refused(IpAddr),
}

fn key(caller: &Caller) -> (&str, &str, &str) {
    (&caller.issuer, &caller.client, &caller.subject)
}

/// An address as far as one owner has it: with IPv6 that is a network of 64 bits.
fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_bits().into(),
        IpAddr::V6(v6) => v6.to_bits() >> 64 << 64,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

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
