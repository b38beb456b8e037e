//! Lists with only those members of their rows that are asked for.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::db::filters::Filters;
use crate::error::{Error, Fault};
use crate::http::concern::{Concern, Concerns};

/// The members that are asked for.
#[derive(Clone, Debug)]
pub(in crate::http) struct Fields(BTreeSet<String>);

impl Fields {
    /// Those that a request names; none where it asks for all.
    ///
    /// # Errors
    /// `Invalid` for a member that the rows have not, with those that they have.
    pub(in crate::http) fn of(filters: &Filters, known: &[String]) -> Result<Option<Self>, Error> {
        let Some(asked) = filters.values("fields") else { return Ok(None) };
        let asked: BTreeSet<String> = asked.map(str::to_owned).collect();
        match asked.iter().all(|name| known.contains(name)) {
            true => Ok(Some(Self(asked))),
            false => Err(Fault::none_of("fields", known).into()),
        }
    }

    /// Whether a member is asked for. The id always is.
    pub(in crate::http) fn has(&self, name: &str) -> bool {
        name == "id" || self.0.contains(name)
    }

    /// A row with these members only.
    pub(in crate::http) fn only(&self, row: Value) -> Value {
        match row {
            Value::Object(mut members) => {
                members.retain(|name, _| self.has(name));
                Value::Object(members)
            }
            other => other,
        }
    }

    /// A row with these members only, which still concerns whom it concerned.
    ///
    /// # Errors
    /// `Internal` when it cannot be written as JSON.
    pub(in crate::http) fn of_row<T: Serialize + Concerns>(&self, row: &T) -> Result<Part, Error> {
        let whole = serde_json::to_value(row).map_err(|fault| Error::Internal(fault.to_string()))?;
        match self.only(whole) {
            Value::Object(members) => Ok(Part { members, concern: row.concern() }),
            _ => Err(Error::Internal("a row is no object".to_owned())),
        }
    }
}

/// Some members of a row.
#[derive(Debug, Serialize)]
pub(in crate::http) struct Part {
    #[serde(flatten)]
    members: Map<String, Value>,
    #[serde(skip)]
    concern: Option<Concern>,
}

impl Concerns for Part {
    fn concern(&self) -> Option<Concern> {
        self.concern.clone()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields(asked: &str) -> Result<Option<Fields>, Error> {
        let known = ["id", "state", "term_from"].map(str::to_owned);
        Fields::of(&Filters::of([("fields".to_owned(), asked.to_owned())]), &known)
    }

    #[test]
    fn a_row_keeps_what_is_asked_for_and_its_id() {
        let row = json!({ "id": "1", "state": "active", "term_from": "2026-03-01" });

        assert_eq!(fields("state").unwrap().unwrap().only(row), json!({ "id": "1", "state": "active" }));
    }

    #[test]
    fn a_member_that_there_is_not_is_refused_with_those_that_there_are() {
        let Err(Error::Invalid(faults)) = fields("state,stat") else { panic!("it was taken") };

        assert_eq!((faults[0].pointer.as_str(), faults[0].code), ("fields", "not_one_of"));
    }
}
