//! Swagger UI out of the binary: nothing is fetched from anywhere, at build time or at run time.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use utoipa_swagger_ui::Config;

use super::answer::content_tag;
use super::compression::Compressible;
use crate::error::Error;

/// The page. The vendored one is made for wide screens only.
const PAGE: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>APLP: the API</title>
<link rel="stylesheet" href="swagger-ui.css">
<link rel="stylesheet" href="index.css">
<link rel="icon" type="image/png" href="favicon-32x32.png" sizes="32x32">
</head>
<body>
<div id="swagger-ui"></div>
<script src="swagger-ui-bundle.js"></script>
<script src="swagger-ui-standalone-preset.js"></script>
<script src="swagger-initializer.js"></script>
</body>
</html>
"#;
/// What the page loads, by name and media type.
const LOADED: [(&str, &str); 6] = [
    ("swagger-ui.css", "text/css; charset=utf-8"),
    ("index.css", "text/css; charset=utf-8"),
    ("favicon-32x32.png", "image/png"),
    ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
    ("swagger-ui-standalone-preset.js", "text/javascript; charset=utf-8"),
    ("swagger-initializer.js", "text/javascript; charset=utf-8"),
];

/// A file of the page, with the tag of its content.
struct Asset {
    media: &'static str,
    body: web::Bytes,
    tag: String,
}

impl Asset {
    fn new(media: &'static str, body: Cow<'static, [u8]>) -> Self {
        let tag = content_tag(&body);
        let body = match body {
            Cow::Borrowed(body) => web::Bytes::from_static(body),
            Cow::Owned(body) => web::Bytes::from(body),
        };
        Self { media, body, tag }
    }
}

/// The files by name; the page itself has none.
static ASSETS: LazyLock<HashMap<&str, Asset>> = LazyLock::new(|| {
    // Schemas stay folded: there are hundreds. The box on top filters operations by their tag.
    let config = Config::new(["/openapi.json"]).filter(true).default_models_expand_depth(0).doc_expansion("none");
    let config = Arc::new(config.persist_authorization(false));
    let loaded = LOADED.iter().filter_map(|(name, media)| {
        let file = utoipa_swagger_ui::serve(name, Arc::clone(&config)).ok().flatten()?;
        Some((*name, Asset::new(media, file.bytes)))
    });
    let page = Asset::new("text/html; charset=utf-8", Cow::Borrowed(PAGE.as_bytes()));
    loaded.chain([("", page)]).collect()
});

/// The pages under `/docs`, which read the contract from this server.
pub(super) fn routes(to: &mut web::ServiceConfig) {
    to.route("/docs", web::get().to(to_the_page)).route("/docs/{file:.*}", web::get().to(file));
}

/// The page names its files beside itself, so its address ends with a slash. A proxy may have put something before it.
async fn to_the_page() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "docs/")).finish()
}

async fn file(name: web::Path<String>) -> Result<HttpResponse, Error> {
    let asset = ASSETS.get(name.as_str()).ok_or(Error::NotFound)?;
    let mut response = HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, asset.media))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .insert_header((header::ETAG, asset.tag.as_str()))
        .body(asset.body.clone());
    if asset.media != "image/png" {
        response.extensions_mut().insert(Compressible);
    }
    Ok(response)
}
