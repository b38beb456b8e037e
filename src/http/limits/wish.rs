//! What a request asks for, as far as that is counted before it is done.

use std::borrow::Cow;

use crate::http::contract::Contract;
use crate::http::expand::KINDS_MAX;
use crate::http::page::{LIMIT_DEFAULT, LIMIT_MAX};
use crate::http::table_export::EXPORT;

/// Whoever watches the process asks these as often as they like.
const UNCOUNTED: [&str; 2] = ["/livez", "/readyz"];
/// The calls that look for persons by what is known of them, and how many each finds at the most.
const SEARCHES: [(&str, u32); 1] = [("/v1/persons/search", 50)];
/// The calls that tell a personal code: where somebody has it already, the answer says so, as that to a search does.
const CODES: [&str; 2] = ["/v1/persons", "/v1/persons/{id}/personal-codes"];
/// The rights to read what is about nobody. Every other answer to a question is counted by its rows.
const ABOUT_NOBODY: [&str; 5] = ["clients:read", "health:read", "me:read", "programmes:read", "support_persons:read"];

/// A request by its operation and its query.
pub(in crate::http) struct Wish<'a> {
    route: &'a str,
    method: &'a str,
    right: Option<&'a str>,
    is_paged: bool,
    query: &'a str,
}

impl<'a> Wish<'a> {
    /// A request as the contract knows it.
    pub(in crate::http) fn of(contract: &'a Contract, route: Option<&'a str>, method: &'a str, query: &'a str) -> Self {
        let route = route.unwrap_or_default();
        let right = contract.right(route, method);
        // The rows of a table are counted when it is known how many there are.
        let is_paged = contract.takes(route, method, "limit") && !route.ends_with(EXPORT);
        Self { route, method, right, is_paged, query }
    }

    /// Whether it may be asked as often as one likes.
    pub(in crate::http) fn is_uncounted(&self) -> bool {
        UNCOUNTED.contains(&self.route)
    }

    /// Whether it needs no right.
    pub(in crate::http) fn is_open(&self) -> bool {
        self.right.is_none()
    }

    /// Whether it looks for persons.
    pub(super) fn searches(&self) -> bool {
        self.found_max().is_some()
    }

    /// Whether it may tell a personal code.
    pub(super) fn tells_a_code(&self) -> bool {
        self.method == "POST" && CODES.contains(&self.route)
    }

    /// How many rows about persons its answer has at the most. What a change answers is the caller's own doing.
    pub(in crate::http) fn rows(&self) -> u32 {
        match self.right {
            Some(right) if !ABOUT_NOBODY.contains(&right) => {}
            _ => return 0,
        }
        match (self.method, self.found_max()) {
            (_, Some(found)) => found,
            ("GET", None) if self.is_paged => self.limit() * (1 + self.kinds_along()),
            ("GET", None) => 1,
            _ => 0,
        }
    }

    fn found_max(&self) -> Option<u32> {
        let mut searches = SEARCHES.iter().filter(|_| self.method == "POST");
        searches.find(|(route, _)| *route == self.route).map(|(_, found)| *found)
    }

    fn asked(&self, parameter: &str) -> Option<Cow<'_, str>> {
        let mut asked = form_urlencoded::parse(self.query.as_bytes());
        asked.find(|(name, _)| name == parameter).map(|(_, value)| value)
    }

    /// How many kinds of resources that its rows name it brings along, of each as many as there are rows at the most.
    fn kinds_along(&self) -> u32 {
        let kinds = self.asked("expand").map_or(0, |kinds| kinds.split(',').count());
        u32::try_from(kinds.min(KINDS_MAX)).unwrap_or(0)
    }

    /// How many rows the page has; a wish that cannot be read is refused before anything is done for it.
    fn limit(&self) -> u32 {
        let limit = self.asked("limit").and_then(|limit| limit.parse::<u64>().ok());
        let limit = limit.map_or(LIMIT_DEFAULT, |limit| usize::try_from(limit).unwrap_or(LIMIT_MAX)).min(LIMIT_MAX);
        u32::try_from(limit).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    // HT-05
    #[rstest]
    #[case("GET", "/v1/persons", "", 50)]
    #[case("GET", "/v1/persons", "limit=3", 3)]
    #[case("GET", "/v1/persons", "municipality=0001000&limit=9999", 500)]
    #[case("GET", "/v1/persons", "limit=many", 50)]
    #[case("GET", "/v1/grants", "limit=20&expand=person,programme", 60)]
    #[case("GET", "/v1/grants", "limit=20&expand=a,b,c,d,e,f", 100)]
    #[case("GET", "/v1/persons/export", "format=csv&limit=9999", 1)]
    #[case("GET", "/v1/persons/{id}", "", 1)]
    #[case("GET", "/v1/persons/{id}/personal-codes", "", 50)]
    #[case("POST", "/v1/persons/search", "", 50)]
    #[case("POST", "/v1/persons", "", 0)]
    #[case("GET", "/v1/programmes", "", 0)]
    #[case("GET", "/v1/municipalities", "", 0)]
    #[case("GET", "/v1/nothing", "", 0)]
    fn as_many_rows_are_counted_as_an_answer_may_hold(
        #[case] method: &str,
        #[case] route: &str,
        #[case] query: &str,
        #[case] rows: u32,
    ) {
        let contract = Contract::committed().unwrap();

        assert_eq!(Wish::of(&contract, Some(route), method, query).rows(), rows);
    }
}
