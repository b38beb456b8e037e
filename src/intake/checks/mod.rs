//! Checks: what the registers and, where they are silent, a psychiatrist say.

pub mod findings;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::db::Id;

/// The id of a registry check.
pub type RegistryCheckId = Id<store::RegistryCheckRow>;
/// The id of a request for a certificate.
pub type CertificateRequestId = Id<store::CertificateRequestRow>;
/// The id of a certificate.
pub type CertificateId = Id<store::CertificateRow>;

/// The routes of this resource.
pub fn routes(_to: &mut ServiceConfig<'_>) {}
