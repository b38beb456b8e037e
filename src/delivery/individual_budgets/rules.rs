//! What must fit together in what is sent about budgets and barriers.

use aplp_domain::individual_budget::ServiceKind;

use crate::error::Fault;

/// Another service is named, and only such a one: the fault of a name that is missing or too much, below this place.
#[must_use]
pub fn misnamed(kind: ServiceKind, name: Option<&str>, at: &str) -> Option<Fault> {
    match (kind == ServiceKind::Other, name.is_some()) {
        (true, false) => Some(Fault::at(format!("{at}/service_name"), "required")),
        (false, true) => Some(Fault::at(format!("{at}/service_name"), "only_for_other")),
        (true, true) | (false, false) => None,
    }
}
