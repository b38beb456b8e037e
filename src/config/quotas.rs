//! How much each client may ask for.

use clap::Args;

use crate::http::limits::{self, Quotas};

/// The quotas as given.
#[derive(Args, Clone, Debug)]
pub(super) struct GivenQuotas {
    /// Requests a minute for each client [default: 600].
    #[arg(long, env = "APLP_QUOTA_REQUESTS")]
    quota_requests: Option<String>,
    /// Requests a minute for each address without a token that is accepted [default: 600].
    #[arg(long, env = "APLP_QUOTA_STRANGERS")]
    quota_strangers: Option<String>,
    /// Searches for persons a minute for each client [default: 30].
    #[arg(long, env = "APLP_QUOTA_SEARCHES")]
    quota_searches: Option<String>,
    /// Rows about persons an hour for each client [default: 20000].
    #[arg(long, env = "APLP_QUOTA_ROWS")]
    quota_rows: Option<String>,
    /// Tokens a minute that are not accepted, for each address [default: 10].
    #[arg(long, env = "APLP_QUOTA_FAILURES")]
    quota_failures: Option<String>,
}

impl GivenQuotas {
    pub(super) fn checked(self, faults: &mut Vec<String>) -> Quotas {
        let mut quota = |name: &str, given: Option<String>, default: u32| {
            let number = given.map_or(Some(default), |given| given.parse().ok());
            number.filter(|number| (1..=limits::MAX).contains(number)).unwrap_or_else(|| {
                faults.push(format!("{name} is not a number from 1 to {}", limits::MAX));
                default
            })
        };
        let Quotas { requests, strangers, searches, rows, failures } = Quotas::default();
        Quotas {
            requests: quota("APLP_QUOTA_REQUESTS", self.quota_requests, requests),
            strangers: quota("APLP_QUOTA_STRANGERS", self.quota_strangers, strangers),
            searches: quota("APLP_QUOTA_SEARCHES", self.quota_searches, searches),
            rows: quota("APLP_QUOTA_ROWS", self.quota_rows, rows),
            failures: quota("APLP_QUOTA_FAILURES", self.quota_failures, failures),
        }
    }
}
