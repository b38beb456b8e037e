//! Programmes: who pays, for whom, how much and until when.

pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::db::Id;

/// The id of a programme.
pub type ProgrammeId = Id<store::Row>;
/// The id of an allocation.
pub type AllocationId = Id<store::AllocationRow>;

/// The routes of this resource.
pub fn routes(_to: &mut ServiceConfig<'_>) {}
