//! The domain's enums as they are sent, received and stored: utoipa wants a plain name for each.

use aplp_domain::personal_code::CodeForm;

use crate::caller::Role;
use crate::db::Coded;

/// What somebody does in or around the service.
pub type RoleCode = Coded<Role>;
/// Which form a personal code has.
pub type CodeFormCode = Coded<CodeForm>;
