//! Lists page from day one: a limit, and a sealed cursor that says where to go on and nothing else.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::App;
use super::answer::{Answer, Keep, content_tag};
use super::concern::Concerns;
use super::expand;
use super::reports::Place;
use super::table_export::Export;
use crate::caller::Caller;
use crate::db::filters::Filters;
use crate::error::Error;

/// How many rows a page has unless told otherwise.
pub const LIMIT_DEFAULT: usize = 50;
/// How many rows a page has at the most; a larger wish is lowered to this.
pub const LIMIT_MAX: usize = 500;
/// How long a cursor holds, in seconds: three days.
const CURSOR_SECONDS: i64 = 3 * DAY;
/// A day, in seconds.
const DAY: i64 = 24 * 3600;

/// A page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    #[schema(max_items = 500)]
    pub items: Vec<T>,
    /// The next page; null on the last.
    #[schema(max_length = 32768)]
    pub next: Option<String>,
    /// Its `cursor`.
    #[schema(max_length = 2000)]
    pub next_cursor: Option<String>,
    /// This page.
    #[schema(max_length = 32768)]
    #[serde(rename = "self")]
    pub this: String,
    /// How many in all, if `Prefer` asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    pub total: Option<i64>,
}

/// Which page is asked for.
#[derive(Clone)]
pub struct Paging {
    /// How many rows at the most.
    pub limit: usize,
    /// Whether the total is asked for too.
    pub wants_total: bool,
    /// Where not a page is asked for, but the table of all rows.
    pub(super) export: Option<Export>,
    /// Which rows are asked for.
    pub(super) filters: Filters,
    cursor: Option<String>,
    pub(super) path: String,
    /// The rest of the query, which belongs to the cursor.
    query: String,
    /// What is brought along.
    pub(super) expand: Vec<expand::Requested>,
    /// Held until the page is made.
    pub(super) place: Option<Arc<Place>>,
}

/// What a cursor holds.
#[derive(Serialize, Deserialize)]
struct Sealed<P> {
    position: P,
    until: i64,
}

impl FromRequest for Paging {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let app = request.app_data::<web::Data<App>>().cloned();
        let app = app.ok_or_else(|| Error::Internal("no app".to_owned()));
        let paging = app.and_then(|app| {
            let paging = Self::of(request)?;
            let expand = expand::asked(request, &app, &paging.filters)?;
            Ok((Self { expand, ..paging }, app))
        });
        Box::pin(async move {
            let (mut paging, app) = paging?;
            paging.place = app.reports.place(paging.most(), paging.export.is_some()).await?.map(Arc::new);
            Ok(paging)
        })
    }
}

impl Paging {
    fn of(request: &HttpRequest) -> Result<Self, Error> {
        let export = request.extensions().get::<Export>().copied();
        // A table has all rows unless told otherwise.
        let (default, most) = if export.is_some() { (usize::MAX, usize::MAX) } else { (LIMIT_DEFAULT, LIMIT_MAX) };
        let mut paging = Self {
            limit: default,
            wants_total: prefers_total(request),
            export,
            filters: Filters::default(),
            cursor: None,
            path: request.path().to_owned(),
            query: String::new(),
            expand: Vec::new(),
            place: None,
        };
        let mut rest: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
            match &*name {
                "limit" => {
                    let wrong = |_| Error::invalid("limit", "wrong_type");
                    let wanted = value.parse::<u64>().map_err(wrong)?;
                    if wanted == 0 {
                        return Err(Error::invalid("limit", "too_small"));
                    }
                    paging.limit = usize::try_from(wanted).unwrap_or(most).min(most);
                }
                "cursor" => paging.cursor = Some(value.into_owned()),
                _ => rest.push((name.into_owned(), value.into_owned())),
            }
        }
        rest.sort();
        paging.filters = Filters::of(rest.iter().cloned());
        paging.query = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
        Ok(paging)
    }

    /// How many resources the page shows at the most, with what is brought along.
    fn most(&self) -> usize {
        self.limit.saturating_mul(1 + self.expand.len())
    }

    /// What selects the rows and puts them in order: not which members are shown, nor what is brought along.
    fn selection(&self) -> String {
        let asked = form_urlencoded::parse(self.query.as_bytes());
        let selecting = asked.filter(|(name, _)| !matches!(&**name, "fields" | "expand"));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(selecting).finish()
    }

    /// How many rows to fetch: one more than the page has, to see whether there is a next one.
    #[must_use]
    pub fn fetch(&self) -> i64 {
        i64::try_from(self.limit.saturating_add(1)).unwrap_or(i64::MAX)
    }

    /// Where to go on, if this is not the first page.
    ///
    /// # Errors
    /// `invalid_cursor` for one that was edited, is too old, or belongs to another caller, list or filter.
    pub fn position<P: DeserializeOwned>(&self, app: &App, who: &Caller) -> Result<Option<P>, Error> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let open = || -> Option<P> {
            let plain = app.cursor_key.sealing.open(&self.bound_to(who), &URL_SAFE_NO_PAD.decode(cursor).ok()?)?;
            let sealed: Sealed<P> = serde_json::from_slice(&plain).ok()?;
            (sealed.until > who.at.timestamp()).then_some(sealed.position)
        };
        open().map(Some).ok_or(Error::Asked("invalid_cursor"))
    }

    /// The answer: the rows of this page, and where the next one is. There is a position for each row that was fetched.
    ///
    /// # Errors
    /// `Internal` when the cursor cannot be sealed.
    pub(super) fn answer<T: Serialize + ToSchema + Concerns, P: Serialize>(
        &self,
        app: &App,
        who: &Caller,
        mut rows: Vec<T>,
        total: Option<i64>,
        positions: &[P],
        included: expand::Included,
    ) -> Result<Answer, Error> {
        let last = positions.get(self.limit - 1).filter(|_| rows.len() > self.limit);
        let next = last.map(|last| self.seal(app, who, last)).transpose()?;
        rows.truncate(self.limit);
        let (answer, tag) = self.shown(app, rows, (next, total, included), who.at.timestamp() / DAY)?;
        Ok(Answer { etag: Some(format!("W/{tag}")), ..answer })
    }

    /// The answer for a short list that is open to anyone: the same bytes for everybody who asks the same.
    ///
    /// # Errors
    /// `invalid_cursor` as `position`.
    pub fn public<T: Serialize + ToSchema + Concerns>(&self, app: &App, rows: Vec<T>) -> Result<Answer, Error> {
        let mut rows = self.chosen(app, rows)?;
        if let Some(export) = self.export {
            rows.truncate(self.limit);
            return self.whole_table(app, export, &rows);
        }
        let total = self.wants_total.then_some(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        let from = self.cursor.as_deref().map(|cursor| app.cursor_key.opened(cursor, &self.of_list())).transpose()?;
        let mut rows = rows.split_off(from.unwrap_or(0).min(rows.len()));
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next = more.then(|| app.cursor_key.signed(from.unwrap_or(0) + self.limit, &self.of_list()));
        // Its cursor is the same in each answer.
        let (answer, _) = self.shown(app, rows, (next, total, expand::Included::default()), 0)?;
        let etag = Some(content_tag(&answer.body));
        Ok(Answer { keep: Keep::Public, etag, ..answer })
    }

    /// What the cursor of an open list holds for.
    fn of_list(&self) -> Vec<u8> {
        format!("{}\n{}", self.path, self.selection()).into_bytes()
    }

    fn seal<P: Serialize>(&self, app: &App, who: &Caller, position: &P) -> Result<String, Error> {
        let bytes = serde_json::to_vec(&Sealed { position, until: who.at.timestamp() + CURSOR_SECONDS })
            .map_err(|fault| Error::Internal(fault.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(app.cursor_key.sealing.seal(&self.bound_to(who), &bytes)?))
    }

    /// What a cursor holds for: who asked, for which list, with which filters and in which order.
    fn bound_to(&self, who: &Caller) -> [u8; 32] {
        let selection = self.selection();
        let parts = [&who.issuer, &who.client, &who.subject, &self.path, &selection];
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }

    /// This page.
    pub(super) fn this(&self) -> String {
        self.address(self.cursor.as_deref())
    }

    pub(super) fn address(&self, cursor: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(self.query.clone());
        query.append_pair("limit", &self.limit.to_string());
        if let Some(cursor) = cursor {
            query.append_pair("cursor", cursor);
        }
        format!("{}?{}", self.path, query.finish())
    }
}

/// Whether the total is among what the client prefers (RFC 7240).
fn prefers_total(request: &HttpRequest) -> bool {
    let fields = request.headers().get_all("prefer").filter_map(|value| value.to_str().ok());
    fields.flat_map(|field| field.split(',')).any(|preference| preference.trim() == "return=total-count")
}

/// The position in a list that is sorted by when its rows were made.
pub type Made = (DateTime<Utc>, uuid::Uuid);
