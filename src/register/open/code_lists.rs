//! The lists of codes, with what each code is called.

use actix_web::{get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::codes::labels::{self, Counted, Label, Labelled, List};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::{Answer, App, Concerns, Paging};

/// A list without its codes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CodeListOutline {
    /// Its schema's name in kebab-case.
    #[schema(max_length = 100)]
    name: String,
    /// In Latvian.
    title_lv: &'static str,
    /// In English.
    title_en: &'static str,
    /// How many codes.
    #[schema(minimum = 1, maximum = 1000)]
    size: i32,
}

/// A list of codes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CodeList {
    /// Its schema's name in kebab-case.
    #[schema(max_length = 100)]
    name: String,
    /// In Latvian.
    title_lv: &'static str,
    /// In English.
    title_en: &'static str,
    /// In display order.
    codes: Vec<LabelledCode>,
}

/// A code with its labels.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LabelledCode {
    /// As sent and received.
    #[schema(max_length = 100)]
    code: &'static str,
    /// In Latvian.
    label_lv: &'static str,
    /// In English.
    label_en: &'static str,
    /// Null unless the code is counted.
    counted: Option<CountedForms>,
}

/// The forms after a number. Latvian has `one` after 1, 21, 31 and so on, but not 11; `other` also where plural rules
/// say `zero`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountedForms {
    /// In Latvian.
    lv_one: &'static str,
    /// In Latvian.
    lv_other: &'static str,
    /// In English after 1.
    en_one: &'static str,
    /// In English.
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
/// One for each set of codes that is sent or received.
#[utoipa::path(responses((status = 200, description = "A page of lists.", body = Page<CodeListOutline>)), security(()))]
#[get("/v1/code-lists")]
pub(super) async fn list_code_lists(app: web::Data<App>, paging: Paging) -> Result<Answer, Error> {
    paging.public(&app, labels::all().map(CodeListOutline::of).collect())
}

/// Tells what the codes of a list mean.
///
/// Codes may be added: show an unknown one as it is.
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
