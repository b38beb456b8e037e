//! Agreements of three: person, support person, association.

pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::db::Id;

/// The id of an agreement.
pub type AgreementId = Id<store::Row>;
/// The id of a signature.
pub type SignatureId = Id<store::SignatureRow>;

/// The routes of this resource.
pub fn routes(_to: &mut ServiceConfig<'_>) {}
