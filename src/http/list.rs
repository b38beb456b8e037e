//! How a list is answered: a handler says how rows are fetched from a position on, and gets a page of them or the table of all.

use actix_web::web;
use futures_util::stream::{self, Stream, StreamExt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

use super::answer::Answer;
use super::concern::{self, Concern, Concerns};
use super::table_export::{BATCH, Export, Table};
use super::{App, Paging};
use crate::caller::{Caller, Sight};
use crate::db::Conn;
use crate::error::Error;

/// Which rows of a list are asked for.
#[derive(Clone, Debug)]
pub struct Slice<P> {
    /// Those that come after this position; from the first on where there is none.
    pub after: Option<P>,
    /// How many at the most.
    pub limit: i64,
    wants_total: bool,
}

impl<P> Slice<P> {
    /// How many rows the list has in all, counted where that was asked for.
    ///
    /// # Errors
    /// Those of `count`.
    pub fn total(&self, count: impl FnOnce() -> Result<i64, Error>) -> Result<Option<i64>, Error> {
        self.wants_total.then(count).transpose()
    }
}

/// Rows with the position of each, and how many there are in all where that was asked for.
pub(super) type Rows<P, T> = (Vec<(P, T)>, Option<i64>);

impl Paging {
    /// Answers a list. Its rows, and what is shown with them, are of one moment for each page.
    ///
    /// # Errors
    /// `invalid_cursor`; those of `fetch`; as `Db::view`. A table: `export_too_large`, `too_many_requests`.
    pub async fn list<P, T, F>(self, app: &web::Data<App>, who: &Caller, fetch: F) -> Result<Answer, Error>
    where
        P: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
        T: Serialize + ToSchema + Concerns + Send + 'static,
        F: Fn(&mut Conn, &Slice<P>) -> Result<Rows<P, T>, Error> + Clone + Send + Sync + 'static,
    {
        self.list_in(app, who, who.sight(), fetch).await
    }

    /// The same in another sight than the caller's: of what is about nobody.
    ///
    /// # Errors
    /// As `list`.
    pub async fn list_in<P, T, F>(
        self,
        app: &web::Data<App>,
        who: &Caller,
        sight: Sight,
        fetch: F,
    ) -> Result<Answer, Error>
    where
        P: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
        T: Serialize + ToSchema + Concerns + Send + 'static,
        F: Fn(&mut Conn, &Slice<P>) -> Result<Rows<P, T>, Error> + Clone + Send + Sync + 'static,
    {
        let Some(export) = self.export else {
            let slice = Slice { after: self.position(app, who)?, limit: self.fetch(), wants_total: self.wants_total };
            let (rows, total) = app.db.view(sight, move |conn| fetch(conn, &slice)).await?;
            let (positions, rows): (Vec<P>, Vec<T>) = rows.into_iter().unzip();
            return self.answer(app, who, rows, total, &positions);
        };
        let db = app.db.clone();
        let batch = move |after: Option<P>| {
            let (db, sight, fetch) = (db.clone(), sight.clone(), fetch.clone());
            let slice = Slice { wants_total: after.is_none(), after, limit: BATCH as i64 };
            async move { db.view(sight, move |conn| fetch(conn, &slice)).await }
        };
        let (rows, total) = batch(None).await?;
        self.admit_table(app, who, &export, total.unwrap_or_default())?;
        let first = Batch::of(rows)?;
        let concern = first.concern.clone();
        let (app_, who_) = (app.clone(), who.clone());
        let batches = stream::try_unfold((Some(first), None), move |(first, after)| {
            let (batch, app, who) = (batch.clone(), app_.clone(), who_.clone());
            async move {
                let next = match (first, after) {
                    // Recorded with the answer, before its first byte.
                    (Some(first), _) => first,
                    (None, Some(after)) => {
                        let next = Batch::of(batch(Some(after)).await?.0)?;
                        concern::recorded(&app, &who, next.concern.clone()).await?;
                        next
                    }
                    (None, None) => return Ok(None),
                };
                let Batch { values, last, .. } = next;
                let more = last.filter(|_| values.len() == BATCH);
                Ok(Some((values, (None, more))))
            }
        });
        self.table::<T>(app, export, concern, batches)
    }

    /// Answers a list whose rows depend on the address and the sight alone, so that whoever asks for the same page at the same
    /// moment shares them.
    ///
    /// # Errors
    /// As `list`.
    pub async fn list_shared<P, R, T, F, S>(
        self,
        app: &web::Data<App>,
        who: &Caller,
        sight: Sight,
        fetch: F,
        show: S,
    ) -> Result<Answer, Error>
    where
        P: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
        R: Clone + Send + Sync + 'static,
        T: Serialize + ToSchema + Concerns + Send + 'static,
        F: Fn(&mut Conn, &Slice<P>) -> Result<(Vec<R>, Option<i64>), Error> + Clone + Send + Sync + 'static,
        S: Fn(R) -> (P, T) + Clone + Send + Sync + 'static,
    {
        if self.export.is_none() && !self.wants_total {
            let slice = Slice { after: self.position(app, who)?, limit: self.fetch(), wants_total: false };
            let rows = app.db.read_once(sight, self.this(), move |conn| Ok(fetch(conn, &slice)?.0)).await?;
            let (positions, rows): (Vec<P>, Vec<T>) = (*rows).clone().into_iter().map(show).unzip();
            return self.answer(app, who, rows, None, &positions);
        }
        let shown = move |conn: &mut Conn, slice: &Slice<P>| {
            let (rows, total) = fetch(conn, slice)?;
            Ok((rows.into_iter().map(&show).collect(), total))
        };
        self.list_in(app, who, sight, shown).await
    }

    /// Answers a list that is short by nature and was fetched whole: pages are cut by number.
    ///
    /// # Errors
    /// As `list`.
    pub fn whole<T>(&self, app: &App, who: &Caller, mut rows: Vec<T>) -> Result<Answer, Error>
    where
        T: Serialize + ToSchema + Concerns,
    {
        let all = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        if let Some(export) = self.export {
            self.admit_table(app, who, &export, all)?;
            return self.whole_table(app, export, &rows);
        }
        let from = self.position::<usize>(app, who)?.unwrap_or(0).min(rows.len());
        let rows = rows.split_off(from);
        let positions: Vec<usize> = (from + 1..=from + rows.len()).collect();
        self.answer(app, who, rows, self.wants_total.then_some(all), &positions)
    }

    /// The table of rows that are all there.
    pub(super) fn whole_table<T>(&self, app: &App, export: Export, rows: &[T]) -> Result<Answer, Error>
    where
        T: Serialize + ToSchema + Concerns,
    {
        let values = values(rows)?;
        self.table::<T>(app, export, Concern::all(rows), stream::iter([Ok(values)]))
    }

    fn table<T: ToSchema>(
        &self,
        app: &App,
        export: Export,
        concern: Option<Concern>,
        batches: impl Stream<Item = Result<Vec<Value>, Error>> + Send + 'static,
    ) -> Result<Answer, Error> {
        let place = self.place.clone();
        let held = batches.inspect(move |_| {
            // The place among the large answers is held as long as there are rows.
            let _ = &place;
        });
        let table = Table::of(export, &self.path, app.contract.columns(&T::name()), held)?;
        let file = format!("attachment; filename=\"{0}\"; filename*=UTF-8''{0}", table.file);
        let extra = vec![("content-disposition", file)];
        let (media, compressible) = (table.media, export.is_compressible());
        let answer = Answer::of(200, Vec::new());
        Ok(Answer { media, rows: 0, extra, concern, compressible, table: Some(table), ..answer })
    }

    /// Whether a table of so many rows may be answered; they are counted like those of a page.
    fn admit_table(&self, app: &App, who: &Caller, export: &Export, rows: i64) -> Result<(), Error> {
        export.holds(rows)?;
        if export.is_counted { app.limits.use_rows(who, u32::try_from(rows).unwrap_or(u32::MAX)) } else { Ok(()) }
    }
}

/// Rows as they are written, whom they tell of, and where to go on.
struct Batch<P> {
    values: Vec<Value>,
    concern: Option<Concern>,
    last: Option<P>,
}

impl<P: Clone> Batch<P> {
    fn of<T: Serialize + Concerns>(rows: Vec<(P, T)>) -> Result<Self, Error> {
        let last = rows.last().map(|(position, _)| position.clone());
        let rows: Vec<T> = rows.into_iter().map(|(_, row)| row).collect();
        Ok(Self { values: values(&rows)?, concern: Concern::all(&rows), last })
    }
}

fn values<T: Serialize>(rows: &[T]) -> Result<Vec<Value>, Error> {
    let value = |row| serde_json::to_value(row).map_err(|fault| Error::Internal(fault.to_string()));
    rows.iter().map(value).collect()
}
