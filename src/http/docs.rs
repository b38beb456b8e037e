//! Swagger UI out of the binary: nothing is fetched from anywhere, at build time or at run time.

use utoipa_swagger_ui::{Config, SwaggerUi};

/// The pages under `/docs`, which read the contract from this server.
#[must_use]
pub(super) fn docs() -> SwaggerUi {
    SwaggerUi::new("/docs/{_:.*}").config(Config::new(["/openapi.json"]).persist_authorization(false))
}
