//! How a list is answered: a handler says how rows are fetched from a position on, and gets a page of them or the table of all.

use actix_web::web;
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::mpsc;
use utoipa::ToSchema;

use super::answer::Answer;
use super::concern::{self, Concern, Concerns};
use super::expand::Included;
use super::filters::{self, fields::Fields};
use super::table_export::{BATCH, Export, Table};
use super::{App, Paging};
use crate::caller::{Caller, Sight};
use crate::db::Conn;
pub use crate::db::filters::Slice;
use crate::error::Error;

/// Rows with the position of each, and how many there are in all where that was asked for.
pub(super) type Rows<P, T> = (Vec<(P, T)>, Option<i64>);

impl Paging {
    fn slice<P>(&self, after: Option<P>, limit: i64, wants_total: bool) -> Slice<P> {
        Slice { after, limit, filters: self.filters.clone(), wants_total }
    }

    /// Answers a list. Its rows, and what is shown in them, are of one moment for each page; what is brought along is read after.
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
        self.fields::<T>(app)?;
        let Some(export) = self.export else {
            let (slice, limit) = (self.slice(self.position(app, who)?, self.fetch(), self.wants_total), self.limit);
            let (within, after): (Vec<_>, Vec<_>) = self.expand.iter().cloned().partition(|kind| kind.sight() == sight);
            let page = app.db.view(sight, move |conn| {
                let (rows, total) = fetch(conn, &slice)?;
                let included = Included::read(conn, &within, rows.iter().take(limit).map(|(_, row)| row))?;
                Ok((rows, total, included))
            });
            let (rows, total, included) = page.await?;
            let (positions, rows): (Vec<P>, Vec<T>) = rows.into_iter().unzip();
            let included = included.read_after(app, &after, rows.iter().take(self.limit)).await?;
            return self.answer(app, who, rows, total, &positions, included);
        };
        let db = app.db.clone();
        let filters = self.filters.clone();
        let batch = move |after: Option<P>, left: usize| {
            let (db, sight, fetch, filters) = (db.clone(), sight.clone(), fetch.clone(), filters.clone());
            let most = left.min(BATCH);
            let slice = Slice { wants_total: after.is_none(), after, limit: most as i64, filters };
            async move { Ok(Batch::of(db.view(sight, move |conn| fetch(conn, &slice)).await?, most, left)) }
        };
        let first = batch(None, self.limit).await?;
        self.admit_table(app, who, &export, first.total.unwrap_or_default())?;
        let (concern, has_more) = (Concern::all(&first.rows), first.more.is_some());
        let batches = fetched_ahead(batch, first.more);
        let (app_, who_) = (app.clone(), who.clone());
        let rest = stream::try_unfold((batches, has_more), move |(mut batches, has_more)| {
            let (app, who) = (app_.clone(), who_.clone());
            async move {
                if !has_more {
                    return Ok(None);
                }
                // A table is never short without a sign.
                let broken = || Error::Internal("the batches of a table ended before it".to_owned());
                let Batch { rows, more, .. } = batches.recv().await.ok_or_else(broken)??;
                concern::recorded(&app, &who, Concern::all(&rows)).await?;
                Ok(Some((values(&rows)?, (batches, more.is_some()))))
            }
        });
        let first = values(&first.rows)?;
        // The first batch is recorded with the answer, before its first byte.
        self.table::<T>(app, export, concern, stream::iter([Ok(first)]).chain(rest))
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
        self.fields::<T>(app)?;
        if self.export.is_none() && !self.wants_total {
            let slice = self.slice(self.position(app, who)?, self.fetch(), false);
            let rows = app.db.read_once(sight, self.this(), move |conn| Ok(fetch(conn, &slice)?.0)).await?;
            let (positions, rows): (Vec<P>, Vec<T>) = (*rows).clone().into_iter().map(show).unzip();
            let included = Included::default().read_after(app, &self.expand, rows.iter().take(self.limit)).await?;
            return self.answer(app, who, rows, None, &positions, included);
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
    pub async fn whole<T>(&self, app: &web::Data<App>, who: &Caller, rows: Vec<T>) -> Result<Answer, Error>
    where
        T: Serialize + ToSchema + Concerns,
    {
        let mut rows = self.chosen(app, rows)?;
        let all = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        if let Some(export) = self.export {
            self.admit_table(app, who, &export, all)?;
            rows.truncate(self.limit);
            return self.whole_table(app, export, &rows);
        }
        let from = self.position::<usize>(app, who)?.unwrap_or(0).min(rows.len());
        let rows = rows.split_off(from);
        let positions: Vec<usize> = (from + 1..=from + rows.len()).collect();
        let included = Included::default().read_after(app, &self.expand, rows.iter().take(self.limit)).await?;
        self.answer(app, who, rows, self.wants_total.then_some(all), &positions, included)
    }

    /// The same, read as far as the caller may see; the work may be run again.
    ///
    /// # Errors
    /// As `list`, and those of the work.
    pub async fn read_whole<T>(
        &self,
        app: &web::Data<App>,
        who: &Caller,
        read: impl Fn(&mut Conn, &Caller) -> Result<Vec<T>, Error> + Send + 'static,
    ) -> Result<Answer, Error>
    where
        T: Serialize + ToSchema + Concerns + Send + 'static,
    {
        let caller = who.clone();
        let rows = app.db.view(who.sight(), move |conn| read(conn, &caller)).await?;
        self.whole(app, who, rows).await
    }

    /// The members that are asked for of rows.
    pub(super) fn fields<T: ToSchema>(&self, app: &App) -> Result<Option<Fields>, Error> {
        let row = app.contract.row(&T::name());
        Fields::of(&self.filters, row.map_or(&[], |row| row.names.as_slice()))
    }

    /// The rows that are asked for of a list that was fetched whole, in the order that is asked for.
    pub(super) fn chosen<T: Serialize + ToSchema>(&self, app: &App, rows: Vec<T>) -> Result<Vec<T>, Error> {
        let row = app.contract.row(&T::name());
        filters::whole::chosen(rows, &self.filters, row.map_or(&[], |row| row.members.as_slice()))
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
        let (fields, mut columns) = (self.fields::<T>(app)?, app.contract.columns(&T::name()));
        columns.retain(|column| fields.as_ref().is_none_or(|fields| fields.has(column.member())));
        let asked = held.map_ok(move |rows| match &fields {
            Some(fields) => rows.into_iter().map(|row| fields.only(row)).collect(),
            None => rows,
        });
        let table = Table::of(export, &self.path, columns, asked)?;
        let file = format!("attachment; filename=\"{0}\"; filename*=UTF-8''{0}", table.file);
        let extra = vec![("content-disposition", file)];
        let (media, compressible) = (table.media, export.is_compressible());
        let answer = Answer::of(200, Vec::new());
        Ok(Answer { media, rows: 0, extra, concern, compressible, table: Some(table), ..answer })
    }

    /// Whether the table of a list with so many rows may be answered; its rows are counted like those of a page.
    fn admit_table(&self, app: &App, who: &Caller, export: &Export, all: i64) -> Result<(), Error> {
        let rows = all.min(i64::try_from(self.limit).unwrap_or(i64::MAX));
        export.holds(rows)?;
        if export.is_counted { app.limits.use_rows(who, u32::try_from(rows).unwrap_or(u32::MAX)) } else { Ok(()) }
    }
}

/// Rows, after which there may be more and how many at the most, and how many the list has in all.
struct Batch<P, T> {
    rows: Vec<T>,
    more: Option<(P, usize)>,
    total: Option<i64>,
}

impl<P: Clone, T> Batch<P, T> {
    /// The rows that were fetched where at the most `most` were asked for, of `left` that the table may still have.
    fn of((rows, total): Rows<P, T>, most: usize, left: usize) -> Self {
        let last = rows.last().filter(|_| rows.len() == most && most < left);
        let more = last.map(|(position, _)| (position.clone(), left - most));
        Self { rows: rows.into_iter().map(|(_, row)| row).collect(), more, total }
    }
}

/// Fetches batch after batch while those before are written: two of them wait at the most. It ends after the last one, after a
/// fault, or when nobody waits any more.
fn fetched_ahead<P, T, F>(
    batch: impl Fn(Option<P>, usize) -> F + 'static,
    mut more: Option<(P, usize)>,
) -> mpsc::Receiver<Result<Batch<P, T>, Error>>
where
    P: Clone + 'static,
    T: 'static,
    F: Future<Output = Result<Batch<P, T>, Error>> + 'static,
{
    let (sender, receiver) = mpsc::channel(1);
    actix_web::rt::spawn(async move {
        while let Some((after, left)) = more {
            let fetched = batch(Some(after), left).await;
            more = fetched.as_ref().ok().and_then(|batch| batch.more.clone());
            if sender.send(fetched).await.is_err() {
                break;
            }
        }
    });
    receiver
}

fn values<T: Serialize>(rows: &[T]) -> Result<Vec<Value>, Error> {
    let value = |row| serde_json::to_value(row).map_err(|fault| Error::Internal(fault.to_string()));
    rows.iter().map(value).collect()
}
