//! Where a slice puts its routes: into the server and, where somebody asks for the document, into that as well.

use actix_web::dev::HttpServiceFactory;
use actix_web::web::ServiceConfig;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::OpenApiFactory;

/// Routes on their way into a server. Describing them takes longer than all else at a start, so no worker does it.
pub struct Routes<'a> {
    to: &'a mut ServiceConfig,
    document: Option<&'a mut OpenApi>,
}

impl<'a> Routes<'a> {
    /// The way into a server.
    pub(super) fn into(to: &'a mut ServiceConfig) -> Self {
        Self { to, document: None }
    }

    /// The way into a document, through a server that serves nobody.
    pub(super) fn described(to: &'a mut ServiceConfig, document: &'a mut OpenApi) -> Self {
        Self { to, document: Some(document) }
    }

    /// Takes a route.
    pub fn service(&mut self, route: impl HttpServiceFactory + OpenApiFactory + 'static) -> &mut Self {
        if let Some(document) = &mut self.document {
            let mut schemas = Vec::new();
            route.schemas(&mut schemas);
            document.paths.merge(route.paths());
            let known = &document.components.get_or_insert_default().schemas;
            for (name, schema) in &schemas {
                let is_another = known.get(name).is_some_and(|known| known != schema);
                debug_assert!(!is_another, "two schemas are called {name}, and one would be described as the other");
            }
            document.components.get_or_insert_default().schemas.extend(schemas);
        }
        self.to.service(route);
        self
    }
}
