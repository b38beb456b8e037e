//! The lists of codes, with what each code is called.

use actix_web::{get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::codes::labels::{self, Counted, Label, Labelled, List};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::{Answer, App, Concerns, Paging};

/// A list of codes, without the codes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CodeListOutline {
    /// Its name: that of its schema in this document, in kebab-case.
    #[schema(max_length = 100)]
    name: String,
    /// What it is called in Latvian.
    title_lv: &'static str,
    /// What it is called in English.
    title_en: &'static str,
    /// How many codes it has.
    #[schema(minimum = 1, maximum = 1000)]
    size: i32,
}

/// A list of codes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CodeList {
    /// Its name: that of its schema in this document, in kebab-case.
    #[schema(max_length = 100)]
    name: String,
    /// What it is called in Latvian.
    title_lv: &'static str,
    /// What it is called in English.
    title_en: &'static str,
    /// Its codes, in the order in which they are best shown.
    codes: Vec<LabelledCode>,
}

/// A code with its labels. A label stands as it is in a cell, in a header or beside a number of cases.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LabelledCode {
    /// The code, as it is sent and received.
    #[schema(max_length = 100)]
    code: &'static str,
    /// What it is called in Latvian.
    label_lv: &'static str,
    /// What it is called in English.
    label_en: &'static str,
    /// The forms after a number, where the code is what is counted; null where it is not.
    counted: Option<CountedForms>,
}

/// What is counted, as it stands after a number. Latvian has `one` after 1, 21, 31 and so on, but not after 11; every other
/// number takes `other`, also those for which plural rules know a form `zero` (0, 10 to 20, 30 and so on).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountedForms {
    /// In Latvian after a number that takes the singular.
    lv_one: &'static str,
    /// In Latvian after every other number.
    lv_other: &'static str,
    /// In English after 1.
    en_one: &'static str,
    /// In English after every other number.
    en_other: &'static str,
}

impl CodeListOutline {
    fn of((schema, list): (&str, &'static List)) -> Self {
        let Label { lv, en } = list.title;
        Self {
            name: kebab(schema),
            title_lv: lv,
            title_en: en,
            size: i32::try_from(list.codes.len()).unwrap_or(i32::MAX),
        }
    }
}

impl CodeList {
    fn of(schema: &str, list: &'static List) -> Self {
        let Label { lv, en } = list.title;
        let code = |&Labelled { code, lv, en }: &Labelled| LabelledCode {
            code,
            label_lv: lv,
            label_en: en,
            counted: labels::counted(schema, code).map(CountedForms::of),
        };
        Self { name: kebab(schema), title_lv: lv, title_en: en, codes: list.codes.iter().map(code).collect() }
    }
}

impl CountedForms {
    fn of(Counted { code: _, lv_one, lv_other, en_one, en_other }: Counted) -> Self {
        Self { lv_one, lv_other, en_one, en_other }
    }
}

/// `GrantState` becomes `grant-state`.
fn kebab(name: &str) -> String {
    let mut written = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !written.is_empty() {
            written.push('-');
        }
        written.push(letter.to_ascii_lowercase());
    }
    written
}

/// Lists the lists of codes.
///
/// One for each set of codes that is sent or received: what it is called in Latvian and in English, and how many codes it has.
#[utoipa::path(responses((status = 200, description = "A page of lists.", body = Page<CodeListOutline>)), security(()))]
#[get("/v1/code-lists")]
pub(super) async fn list_code_lists(app: web::Data<App>, paging: Paging) -> Result<Answer, Error> {
    paging.public(&app, labels::all().map(CodeListOutline::of).collect())
}

/// Tells what the codes of a list mean.
///
/// Each code with its label in Latvian and in English, as people choose it from a list. Codes may be added: show one that you
/// do not find here as it is.
#[utoipa::path(
    params(("name" = String, Path, description = "The name of the list.")),
    responses((status = 200, description = "The list with its codes.", body = CodeList)),
    security(())
)]
#[get("/v1/code-lists/{name}")]
pub(super) async fn get_code_list(name: web::Path<String>) -> Result<Answer, Error> {
    let (schema, list) = labels::all().find(|(schema, _)| kebab(schema) == *name).ok_or(Error::NotFound)?;
    Answer::public(&CodeList::of(schema, list))
}

// Codes tell of nobody.
impl Concerns for CodeListOutline {}
impl Concerns for CodeList {}
