//! What one request used of its quotas, as the headers of its answer tell it.

use std::fmt::Write;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::bucket::Standing;
use crate::error::Error;

/// The policies that a request was counted under, in the order in which they were asked.
#[derive(Default)]
pub(in crate::http) struct Tally(Vec<Standing>);

impl Tally {
    /// Adds how the caller stands with one more policy.
    pub(super) fn add(&mut self, standing: Standing) -> Result<(), Error> {
        self.0.push(standing);
        standing.verdict()
    }

    /// Says how the caller stands with a policy once it is known what was used; nothing of it where nothing was.
    pub(super) fn settle(&mut self, standing: Standing, is_used: bool) {
        self.0.retain_mut(|told| {
            let same = told.policy == standing.policy;
            if same {
                *told = standing;
            }
            !same || is_used
        });
    }

    /// Writes `RateLimit-Policy` and `RateLimit`: lists of structured fields (RFC 9651).
    pub(in crate::http) fn write(&self, headers: &mut HeaderMap) {
        let (mut policies, mut standings) = (String::new(), String::new());
        for Standing { policy, left, seconds, .. } in &self.0 {
            let comma = if policies.is_empty() { "" } else { ", " };
            let unit = policy.unit.map(|unit| format!(";qu=\"{unit}\"")).unwrap_or_default();
            let (name, quota, window) = (policy.name, policy.quota, policy.window);
            // Writing to a text cannot fail.
            let _ = write!(policies, "{comma}\"{name}\";q={quota};w={window}{unit}");
            let _ = write!(standings, "{comma}\"{name}\";r={left};t={seconds}");
        }
        for (name, value) in [("ratelimit-policy", policies), ("ratelimit", standings)] {
            if let Ok(value) = HeaderValue::from_str(&value)
                && !value.is_empty()
            {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}
