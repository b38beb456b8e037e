//! Lists page from day one: a limit, and a sealed cursor that says where to go on and nothing else.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::answer::{Answer, Keep, content_tag};
use super::concern::Concerns;
use super::media::{LISTS, WORKBOOK};
use super::reports::Place;
use super::workbook::Sheet;
use super::{App, media, rows};
use crate::caller::{Caller, Sight};
use crate::db::{Conn, Db};
use crate::error::Error;

/// How many rows a page has unless told otherwise.
pub const LIMIT_DEFAULT: usize = 50;
/// How many rows a page has at the most; a larger wish is lowered to this.
pub const LIMIT_MAX: usize = 500;
/// How long a cursor holds, in seconds: three days.
const CURSOR_SECONDS: i64 = 3 * 24 * 3600;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows of this page.
    #[schema(max_items = 500)]
    pub items: Vec<T>,
    /// The address of the next page; null on the last one.
    #[schema(max_length = 32768)]
    pub next: Option<String>,
    /// What `cursor` is on the next page; null on the last one.
    #[schema(max_length = 2000)]
    pub next_cursor: Option<String>,
    /// The address of this page.
    #[schema(max_length = 32768)]
    #[serde(rename = "self")]
    pub this: String,
    /// How many rows there are in all, where `Prefer: return=total-count` asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    pub total: Option<i64>,
}

/// Which page is asked for.
#[derive(Clone)]
pub struct Paging {
    /// How many rows.
    pub limit: usize,
    /// Whether the total is asked for too.
    pub wants_total: bool,
    media: usize,
    cursor: Option<String>,
    path: String,
    /// The rest of the query, which belongs to the cursor.
    query: String,
    /// Held until the page is made.
    place: Option<Arc<Place>>,
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
        let (paging, app) = (Self::of(request), request.app_data::<web::Data<App>>().cloned());
        Box::pin(async move {
            let (mut paging, app) = (paging?, app.ok_or_else(|| Error::Internal("no app".to_owned()))?);
            paging.place = app.reports.place(paging.limit, paging.media == WORKBOOK).await?.map(Arc::new);
            Ok(paging)
        })
    }
}

impl Paging {
    fn of(request: &HttpRequest) -> Result<Self, Error> {
        let mut paging = Self {
            limit: LIMIT_DEFAULT,
            wants_total: prefers_total(request),
            // What is not acceptable was turned away at the door.
            media: media::wanted(&media::accepted(request.headers()), LISTS).unwrap_or(0),
            cursor: None,
            path: request.path().to_owned(),
            query: String::new(),
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
                    paging.limit = usize::try_from(wanted).unwrap_or(LIMIT_MAX).min(LIMIT_MAX);
                }
                "cursor" => paging.cursor = Some(value.into_owned()),
                _ => rest.push((name.into_owned(), value.into_owned())),
            }
        }
        rest.sort();
        paging.query = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
        Ok(paging)
    }

    /// How many rows to fetch: one more than the page has, to see whether there is a next one.
    #[must_use]
    pub fn fetch(&self) -> i64 {
        i64::try_from(self.limit + 1).unwrap_or(i64::MAX)
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

    /// The rows of this page and, where the client wants to know, how many the list has in all; both are of one moment then.
    /// What is listed depends on the address and the sight alone, so whoever asks for the same page at the same moment shares
    /// the rows.
    ///
    /// # Errors
    /// Those of `list` and `count`; as `Db::read`.
    pub async fn rows<T: Clone + Send + Sync + 'static>(
        &self,
        db: &Db,
        sight: Sight,
        list: impl Fn(&mut Conn) -> Result<Vec<T>, Error> + Clone + Send + 'static,
        count: impl Fn(&mut Conn) -> Result<i64, Error> + Send + 'static,
    ) -> Result<(Vec<T>, Option<i64>), Error> {
        if !self.wants_total {
            let this = self.address(self.cursor.as_deref());
            return Ok((Arc::unwrap_or_clone(db.read_once(sight, this, list).await?), None));
        }
        db.view(sight, move |conn| Ok((list(conn)?, Some(count(conn)?)))).await
    }

    /// The answer: the rows of this page, and where the next one is. There is a position for each row that was fetched.
    ///
    /// # Errors
    /// `Internal` when the cursor cannot be sealed.
    pub fn answer<T: Serialize + ToSchema + Concerns, P: Serialize>(
        &self,
        app: &App,
        who: &Caller,
        mut rows: Vec<T>,
        total: Option<i64>,
        positions: &[P],
    ) -> Result<Answer, Error> {
        let last = positions.get(self.limit - 1).filter(|_| rows.len() > self.limit);
        let next = last.map(|last| self.seal(app, who, last)).transpose()?;
        rows.truncate(self.limit);
        self.written(app, rows, next, total)
    }

    fn written<T: Serialize + ToSchema + Concerns>(
        &self,
        app: &App,
        items: Vec<T>,
        next_cursor: Option<String>,
        total: Option<i64>,
    ) -> Result<Answer, Error> {
        let mut extra = vec![("vary", "Accept".to_owned())];
        let next = next_cursor.as_deref().map(|cursor| self.address(Some(cursor)));
        if let Some(next) = &next {
            extra.push(("link", format!("<{next}>; rel=\"next\"")));
        }
        let shown = items.len();
        let page = Page { items, next, next_cursor, this: self.address(self.cursor.as_deref()), total };
        if self.media == 0 {
            if total.is_some() {
                extra.push(("preference-applied", "return=total-count".to_owned()));
            }
            return Ok(Answer { extra, compressible: true, ..Answer::rows(StatusCode::OK, &page, shown)? });
        }
        let row = |row| serde_json::to_value(row).map_err(|fault| Error::Internal(fault.to_string()));
        let rows = page.items.iter().map(row).collect::<Result<Vec<_>, _>>()?;
        let (media, body) = match self.media {
            1 => (LISTS[1], rows::lines(&rows)),
            2 => ("text/csv; charset=utf-8; header=present", rows::csv(&rows, &app.contract.columns(&T::name()))?),
            _ => (LISTS[WORKBOOK], Vec::new()),
        };
        let workbook = (self.media == WORKBOOK).then(|| Sheet {
            columns: app.contract.columns(&T::name()),
            rows,
            is_tagged: false,
            place: self.place.clone(),
        });
        let concern = page.concern();
        // A workbook is compressed by itself.
        let compressible = workbook.is_none();
        let answer = Answer { media, body, concern, compressible, rows: shown, ..Answer::json(StatusCode::OK, &())? };
        Ok(Answer { workbook, extra, ..answer })
    }

    /// The answer for a list that is short by nature and was fetched whole: pages are cut by number.
    ///
    /// # Errors
    /// As `position` and `answer`.
    pub fn whole<T: Serialize + ToSchema + Concerns>(
        &self,
        app: &App,
        who: &Caller,
        mut rows: Vec<T>,
    ) -> Result<Answer, Error> {
        let total = self.wants_total.then_some(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        let from = self.position::<usize>(app, who)?.unwrap_or(0).min(rows.len());
        let rows = rows.split_off(from);
        let positions: Vec<usize> = (from + 1..=from + rows.len()).collect();
        self.answer(app, who, rows, total, &positions)
    }

    /// The answer for a short list that is open to anyone: the same bytes for everybody who asks the same.
    ///
    /// # Errors
    /// `invalid_cursor` as `position`.
    pub fn public<T: Serialize + ToSchema + Concerns>(&self, app: &App, mut rows: Vec<T>) -> Result<Answer, Error> {
        let total = self.wants_total.then_some(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        let from = self.cursor.as_deref().map(|cursor| app.cursor_key.opened(cursor, &self.list())).transpose()?;
        let mut rows = rows.split_off(from.unwrap_or(0).min(rows.len()));
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next = more.then(|| app.cursor_key.signed(from.unwrap_or(0) + self.limit, &self.list()));
        let answer = self.written(app, rows, next, total)?;
        let answer = Answer { keep: Keep::Public, ..answer };
        Ok(match answer.workbook {
            // Its content is not there yet.
            Some(sheet) => Answer { workbook: Some(Sheet { is_tagged: true, ..sheet }), ..answer },
            None => Answer { etag: Some(content_tag(&answer.body)), ..answer },
        })
    }

    /// What the cursor of an open list holds for.
    fn list(&self) -> Vec<u8> {
        format!("{}\n{}", self.path, self.query).into_bytes()
    }

    fn seal<P: Serialize>(&self, app: &App, who: &Caller, position: &P) -> Result<String, Error> {
        let bytes = serde_json::to_vec(&Sealed { position, until: who.at.timestamp() + CURSOR_SECONDS })
            .map_err(|fault| Error::Internal(fault.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(app.cursor_key.sealing.seal(&self.bound_to(who), &bytes)?))
    }

    /// What a cursor holds for: who asked, for which list, with which filter.
    fn bound_to(&self, who: &Caller) -> [u8; 32] {
        let parts = [&who.issuer, &who.client, &who.subject, &self.path, &self.query];
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }

    fn address(&self, cursor: Option<&str>) -> String {
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
