//! A table on its way out: batch by batch, so that it needs no more room than one of them.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use actix_web::web::Bytes;
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use serde_json::{Value, json};

use super::columns::Column;
use super::xlsx::Sheet;
use super::{Export, Form, csv};
use crate::error::Error;

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>;
type Batches = Pin<Box<dyn Stream<Item = Result<Vec<Value>, Error>> + Send>>;

/// A table that was begun: what it is called, and its bytes as they come. They can be taken once.
#[derive(Clone)]
pub struct Table {
    pub(in crate::http) media: &'static str,
    pub(in crate::http) file: String,
    chunks: Arc<Mutex<Option<Chunks>>>,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Table {
    /// The table of a list: its rows in batches, each already recorded where it is about somebody.
    ///
    /// # Errors
    /// `Internal` when its beginning cannot be written.
    pub(in crate::http) fn of(
        export: Export,
        path: &str,
        columns: Vec<Column>,
        batches: impl Stream<Item = Result<Vec<Value>, Error>> + Send + 'static,
    ) -> Result<Self, Error> {
        let file = export.file(path);
        let (begin, writer) = Writer::begun(export.form, &file, columns)?;
        let rest = stream::try_unfold(Some((Box::pin(batches) as Batches, writer, 0_usize)), |state| async move {
            let Some((mut batches, mut writer, rows)) = state else { return Ok(None) };
            match batches.next().await {
                Some(batch) => {
                    let batch = batch?;
                    let chunk = writer.add(&batch)?;
                    Ok(Some((Bytes::from(chunk), Some((batches, writer, rows + batch.len())))))
                }
                None => Ok(Some((Bytes::from(writer.end(rows).await?), None))),
            }
        });
        let all = stream::once(async { Ok(Bytes::from(begin)) }).chain(rest);
        // To the protocol a chunk of no bytes is the last one.
        let chunks: Chunks = Box::pin(all.try_filter(|chunk| std::future::ready(!chunk.is_empty())));
        Ok(Self { media: export.media(), file, chunks: Arc::new(Mutex::new(Some(chunks))) })
    }

    /// Its bytes. What goes wrong on the way breaks the answer off, so that no table is short without a sign.
    pub(in crate::http) fn taken(&self) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send + use<> {
        let chunks = self.chunks.lock().map_or(None, |mut chunks| chunks.take());
        stream::iter(chunks).flatten().map_err(|fault| {
            log::error!(target: "aplp::failure", "a table was broken off: {fault}");
            std::io::Error::other("a table was broken off")
        })
    }
}

/// What writes rows in the form that was asked for.
enum Writer {
    Csv(Vec<Column>, csv::Profile),
    Lines,
    Workbook(Box<Sheet>),
}

impl Writer {
    fn begun(form: Form, file: &str, columns: Vec<Column>) -> Result<(Vec<u8>, Self), Error> {
        Ok(match form {
            Form::Csv(profile) => (csv::header(&columns, profile)?, Self::Csv(columns, profile)),
            Form::Lines => (Vec::new(), Self::Lines),
            Form::Workbook => {
                let name = file.split('.').next().unwrap_or_default();
                (Vec::new(), Self::Workbook(Box::new(Sheet::new(name, columns)?)))
            }
        })
    }

    fn add(&mut self, rows: &[Value]) -> Result<Vec<u8>, Error> {
        match self {
            Self::Csv(columns, profile) => csv::rows(rows, columns, *profile),
            Self::Lines => Ok(rows.iter().flat_map(|row| format!("{row}\n").into_bytes()).collect()),
            Self::Workbook(sheet) => sheet.add(rows).map(|()| Vec::new()),
        }
    }

    /// What follows the last row: line by line it says how many there were, so that a short answer is told from a whole one.
    async fn end(self, rows: usize) -> Result<Vec<u8>, Error> {
        match self {
            Self::Csv(..) => Ok(Vec::new()),
            Self::Lines => Ok(format!("{}\n", json!({ "object": "end", "rows": rows })).into_bytes()),
            Self::Workbook(sheet) => {
                let written = actix_web::web::block(move || sheet.finished()).await;
                written.map_err(|fault| Error::Internal(fault.to_string()))?
            }
        }
    }
}
