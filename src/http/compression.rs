//! What may be long leaves compressed (RFC 9110 §8.4): lists, documents and pages. A single resource never does.
//!
//! The tag of a resource names its bytes and is sent back in `If-Match`; another coding would be another tag (§8.8.3).

use actix_http::encoding::Encoder;
use actix_web::HttpMessage;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, AcceptEncoding, ContentEncoding, Encoding, Header, HeaderValue};

/// Marks an answer that may be compressed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compressible;

/// Below so many bytes the words around a compressed body cost more than it saves.
const BYTES_MIN: u64 = 1_024;

/// The coding that a request accepts and we have, the one it likes best: brotli before gzip where it likes both alike.
pub(super) fn accepted(request: &impl HttpMessage) -> ContentEncoding {
    let ours = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
    let wanted = request.headers().contains_key(header::ACCEPT_ENCODING).then(|| AcceptEncoding::parse(request));
    match wanted.and_then(Result::ok).and_then(|wanted| wanted.negotiate(ours.iter())) {
        Some(Encoding::Known(coding)) => coding,
        _ => ContentEncoding::Identity,
    }
}

/// Compresses an answer that is marked and long enough.
pub(super) fn compressed(mut answered: ServiceResponse<BoxBody>, coding: ContentEncoding) -> ServiceResponse<BoxBody> {
    if answered.response().extensions().get::<Compressible>().is_none() {
        return answered;
    }
    let headers = answered.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    let long = match answered.response().body().size() {
        BodySize::Sized(bytes) => bytes >= BYTES_MIN,
        BodySize::Stream => true,
        BodySize::None => false,
    };
    if coding == ContentEncoding::Identity || !long {
        return answered;
    }
    // The same content in other bytes: the tag no longer names them one by one (RFC 9110 §8.8.1).
    let headers = answered.headers_mut();
    let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).filter(|tag| tag.starts_with('"'));
    if let Some(weak) = tag.and_then(|tag| HeaderValue::try_from(format!("W/{tag}")).ok()) {
        headers.insert(header::ETAG, weak);
    }
    answered.map_body(|head, body| Encoder::response(coding, head, body).boxed())
}
