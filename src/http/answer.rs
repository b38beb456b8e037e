//! What a handler answers: finished bytes with their headers, so that the same answer can be given again.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::compression::Compressible;
use super::concern::{Concern, Concerns};
use super::table_export::Table;
use crate::caller::Caller;
use crate::db::chain::hex;
use crate::error::Error;

/// Who may keep a copy of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Nobody: it is about somebody.
    Never,
    /// Everybody, for five minutes: it is the same for all.
    Public,
}

/// An answer with a JSON body.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// Where the new resource is.
    pub location: Option<String>,
    /// The strong tag of the version in the body.
    pub etag: Option<String>,
    /// Who may keep a copy.
    pub keep: Keep,
    /// Whether this was answered before, to the same `Idempotency-Key`.
    pub replayed: bool,
    /// The content type where it is not JSON.
    pub media: &'static str,
    /// What is kept of the body to answer a repetition, where that is not all of it.
    pub stored: Option<Vec<u8>>,
    /// How many rows it shows: one for a resource.
    pub rows: usize,
    /// Headers that only lists have.
    pub extra: Vec<(&'static str, String)>,
    /// Whether it may leave compressed: lists and documents may, single resources not.
    pub compressible: bool,
    /// Whose data stands in the body, where that has to be recorded before it leaves.
    pub concern: Option<Concern>,
    /// The same of what is brought along, with whoever has the right to read it.
    pub told: Vec<(Caller, Concern)>,
    /// What the body is read from, where it is not all there yet.
    pub table: Option<Table>,
}

/// How much room a row of an answer is given in advance, in bytes, and what stands around the rows.
const ROW: usize = 640;
const HEAD: usize = 512;

/// How many rows a finished answer shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows(pub(super) usize);

/// Whom a finished answer tells of beside its rows, and who reads it.
#[derive(Clone, Debug)]
pub(super) struct Told(pub(super) Vec<(Caller, Concern)>);

/// The strong tag of a version of a resource.
#[must_use]
pub fn tag(version: i32) -> String {
    format!("\"{version}\"")
}

impl Answer {
    /// A body as it is.
    ///
    /// # Errors
    /// `Internal` when the body cannot be written as JSON.
    pub fn json(status: StatusCode, body: &(impl Serialize + Concerns)) -> Result<Self, Error> {
        Self::rows(status, body, 1)
    }

    /// A body with so many rows, which is given its room at once.
    ///
    /// # Errors
    /// As `json`.
    pub(super) fn rows(status: StatusCode, body: &(impl Serialize + Concerns), rows: usize) -> Result<Self, Error> {
        let mut bytes = Vec::with_capacity(HEAD + rows * ROW);
        serde_json::to_writer(&mut bytes, body).map_err(|fault| Error::Internal(fault.to_string()))?;
        Ok(Self { concern: body.concern(), rows, ..Self::of(status.as_u16(), bytes) })
    }

    /// A finished body of one thing that concerns nobody.
    pub(super) const fn of(status: u16, body: Vec<u8>) -> Self {
        Self {
            status,
            body,
            location: None,
            etag: None,
            keep: Keep::Never,
            replayed: false,
            media: "application/json",
            stored: None,
            rows: 1,
            extra: Vec::new(),
            compressible: false,
            concern: None,
            told: Vec::new(),
            table: None,
        }
    }

    /// A resource with its version.
    ///
    /// # Errors
    /// As `json`.
    pub fn found(version: i32, body: &(impl Serialize + Concerns)) -> Result<Self, Error> {
        Ok(Self { etag: Some(tag(version)), ..Self::json(StatusCode::OK, body)? })
    }

    /// A resource that shows more than its version tells, such as a balance: the tag names the version and the content.
    /// `If-Match` reads only the version of it.
    ///
    /// # Errors
    /// As `json`.
    pub fn shown(version: i32, body: &(impl Serialize + Concerns)) -> Result<Self, Error> {
        let answer = Self::json(StatusCode::OK, body)?;
        let tag = format!("\"{version}.{}", &content_tag(&answer.body)[1..]);
        Ok(Self { etag: Some(tag), ..answer })
    }

    /// A new resource, where it is and its version.
    ///
    /// # Errors
    /// As `json`.
    pub fn created(location: String, version: i32, body: &(impl Serialize + Concerns)) -> Result<Self, Error> {
        Ok(Self::found(version, body)?.new_at(location))
    }

    /// The same answer, as that to a request which made the resource.
    #[must_use]
    pub fn new_at(self, location: String) -> Self {
        Self { status: StatusCode::CREATED.as_u16(), location: Some(location), ..self }
    }

    /// Something that is the same for everybody, tagged by its content.
    ///
    /// # Errors
    /// As `json`.
    pub fn public(body: &(impl Serialize + Concerns)) -> Result<Self, Error> {
        let answer = Self::json(StatusCode::OK, body)?;
        Ok(Self { etag: Some(content_tag(&answer.body)), keep: Keep::Public, compressible: true, ..answer })
    }
}

/// The strong tag of a content that has no version.
#[must_use]
pub fn content_tag(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    format!("\"{}\"", hex(&digest[..16]))
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CONTENT_TYPE, self.media));
        let keep = match self.keep {
            Keep::Never => "no-store",
            Keep::Public => "public, max-age=300",
        };
        response.insert_header((header::CACHE_CONTROL, HeaderValue::from_static(keep)));
        for (name, value) in [(header::LOCATION, self.location), (header::ETAG, self.etag)] {
            if let Some(value) = value {
                response.insert_header((name, value));
            }
        }
        for (name, value) in self.extra {
            response.insert_header((name, value));
        }
        if self.replayed {
            response.insert_header(("idempotency-replayed", "true"));
        }
        let mut response = match self.table {
            Some(table) => response.streaming(table.taken()),
            None => response.body(self.body),
        };
        response.extensions_mut().insert(Rows(self.rows));
        if self.compressible {
            response.extensions_mut().insert(Compressible);
        }
        if let Some(concern) = self.concern {
            response.extensions_mut().insert(concern);
        }
        if !self.told.is_empty() {
            response.extensions_mut().insert(Told(self.told));
        }
        response
    }
}
