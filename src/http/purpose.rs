//! For what a caller asks: `Aplp-Purpose`, held against the purposes that are registered for their roles.

use aplp_domain::code::Code;
use aplp_domain::purpose::Purpose;

use crate::caller::{Caller, Role};
use crate::error::Error;

/// The header that names the purpose.
pub const HEADER: &str = "aplp-purpose";

/// The purposes that are registered for a role (design): the first one holds where none is named. Roles that see nobody's
/// data need none, but may say for whom they ask all the same.
#[must_use]
pub fn registered(role: Role) -> &'static [Purpose] {
    use Purpose::{Assessment, Decision, Funding, Inquiry, Intake, OwnAccess, ServiceDelivery, Supervision};
    match role {
        Role::Coordinator => &[Intake, Assessment, ServiceDelivery, Decision, Inquiry],
        Role::DecisionMaker => &[Decision, ServiceDelivery, Inquiry],
        Role::Director => &[Decision, Inquiry],
        Role::SupportPerson => &[ServiceDelivery],
        Role::Municipality => &[Intake, ServiceDelivery, Funding, Inquiry],
        Role::Funder => &[Funding],
        Role::Broker => &[ServiceDelivery],
        Role::Auditor | Role::Reporter | Role::Admin => &[Supervision],
        Role::Person => &[OwnAccess],
    }
}

/// The purpose of a request: the one named, if it is registered for one of the caller's roles, or the first one of these.
///
/// # Errors
/// `purpose_not_registered`.
pub(super) fn purpose(who: &Caller, named: Option<&str>) -> Result<Option<Purpose>, Error> {
    let mut known = who.roles.iter().flat_map(|role| registered(*role)).copied();
    let Some(named) = named else { return Ok(known.next()) };
    let named = known.find(|purpose| purpose.code() == named.trim());
    named.map(Some).ok_or(Error::Asked("purpose_not_registered"))
}
