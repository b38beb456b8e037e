//! Lists as tables: beside each list an operation that answers all of its rows, from the first to the last, as they are read.

pub(super) mod columns;
pub(super) mod contract;
mod csv;
mod stream;
mod xlsx;

use std::borrow::Cow;

use actix_web::HttpMessage;
use actix_web::dev::ServiceRequest;
use actix_web::http::Uri;
use actix_web::http::uri::PathAndQuery;

use self::csv::Profile;
pub(super) use self::stream::Table;
use super::media::LISTS;
use crate::error::Error;

/// What follows the path of a list where its table is asked for.
pub(super) const EXPORT: &str = "/export";
/// How many rows are fetched at once; more of them took as long for each.
pub(super) const BATCH: usize = 500;
/// How many rows a table has at the most.
const ROWS_MAX: i64 = 1_000_000;
/// How many rows a workbook has at the most: all of it is in memory before it leaves.
const WORKBOOK_ROWS_MAX: i64 = 20_000;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Csv(Profile),
    Lines,
    Workbook,
}

impl Form {
    /// The names of all, as they are asked for.
    const NAMES: [&str; 3] = ["csv", "ndjson", "xlsx"];
}

/// What was asked for of a list as a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Export {
    form: Form,
    /// Whether its rows are about persons, and are counted.
    pub(super) is_counted: bool,
}

/// The table that a request asks for, where it asks for one; the request goes on to the list.
///
/// # Errors
/// `not_acceptable` for a form or a profile that there is not.
pub(super) fn routed(request: &mut ServiceRequest, route: &str, is_counted: bool) -> Result<(), Error> {
    let Some(path) = request.path().strip_suffix(EXPORT).filter(|_| route.ends_with(EXPORT)) else { return Ok(()) };
    let asked: Vec<_> = form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    let own = |name: &str| asked.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let form = form(own("format").unwrap_or_default(), own("profile")).ok_or(Error::Asked("not_acceptable"))?;
    let rest = asked.iter().filter(|(name, _)| name != "format" && name != "profile");
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    let address = if query.is_empty() { Cow::Borrowed(path) } else { Cow::Owned(format!("{path}?{query}")) };
    let mut parts = request.uri().clone().into_parts();
    let unwritten = |_| Error::Internal("the address of a list cannot be written".to_owned());
    parts.path_and_query = Some(PathAndQuery::try_from(address.as_ref()).map_err(unwritten)?);
    let uri = Uri::from_parts(parts).map_err(|fault| Error::Internal(fault.to_string()))?;
    request.match_info_mut().get_mut().update(&uri);
    request.head_mut().uri = uri;
    request.extensions_mut().insert(Export { form, is_counted });
    Ok(())
}

fn form(form: &str, profile: Option<&str>) -> Option<Form> {
    match (form, profile) {
        ("csv", profile) => Profile::named(profile.unwrap_or(Profile::NAMES[0])).map(Form::Csv),
        ("ndjson", None) => Some(Form::Lines),
        ("xlsx", None) => Some(Form::Workbook),
        _ => None,
    }
}

impl Export {
    /// Whether a list of so many rows may be a table.
    ///
    /// # Errors
    /// `export_too_large`.
    pub(super) fn holds(&self, rows: i64) -> Result<(), Error> {
        let most = if self.form == Form::Workbook { WORKBOOK_ROWS_MAX } else { ROWS_MAX };
        if rows > most { Err(Error::Asked("export_too_large")) } else { Ok(()) }
    }

    /// Whether it may leave compressed; a workbook is compressed by itself.
    pub(super) fn is_compressible(self) -> bool {
        self.form != Form::Workbook
    }

    fn media(self) -> &'static str {
        match self.form {
            Form::Csv(_) => "text/csv; charset=utf-8; header=present",
            Form::Lines => LISTS[1],
            Form::Workbook => LISTS[3],
        }
    }

    /// What the file is called: the list and how it is written.
    fn file(self, path: &str) -> String {
        let list = path.rsplit('/').next().unwrap_or_default();
        let ending = match self.form {
            Form::Csv(_) => "csv",
            Form::Lines => "ndjson",
            Form::Workbook => "xlsx",
        };
        format!("{list}.{ending}")
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("csv", None, Some(Form::Csv(Profile::Plain)))]
    #[case("csv", Some("excel-lv"), Some(Form::Csv(Profile::ExcelLv)))]
    #[case("csv", Some("calc"), None)]
    #[case("ndjson", None, Some(Form::Lines))]
    #[case("ndjson", Some("excel"), None)]
    #[case("xlsx", None, Some(Form::Workbook))]
    #[case("xlsx", Some("excel"), None)]
    #[case("parquet", None, None)]
    #[case("", None, None)]
    fn a_table_has_a_form_and_csv_a_profile(
        #[case] name: &str,
        #[case] profile: Option<&str>,
        #[case] right: Option<Form>,
    ) {
        assert_eq!(form(name, profile), right);
    }

    #[rstest]
    #[case(Form::Lines, ROWS_MAX)]
    #[case(Form::Csv(Profile::Plain), ROWS_MAX)]
    #[case(Form::Workbook, WORKBOOK_ROWS_MAX)]
    fn a_table_has_a_limit(#[case] form: Form, #[case] most: i64) {
        let export = Export { form, is_counted: true };

        assert!(export.holds(most).is_ok());
        assert!(matches!(export.holds(most + 1), Err(Error::Asked("export_too_large"))));
    }
}
