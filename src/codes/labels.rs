//! What each code is called, in Latvian and in English, as people choose it from a list.
//!
//! The texts are data, in one file: lists by their name in the document, codes in the order of their enum. A label stands in a
//! cell, in a header or beside a number of cases as it is: it has nothing that would have to agree with a number. Latvian ones
//! have the words of the law, of the ministry's description and of the glossary. Disorders and disabilities are something that
//! a person has, never what a person is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// What one code, or one list, is called: `["lv", "en"]` in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Label {
    /// In Latvian.
    pub lv: &'static str,
    /// In English.
    pub en: &'static str,
}

/// One code with its label: `["code", "lv", "en"]` in the file.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Labelled {
    /// The code.
    pub code: &'static str,
    /// In Latvian.
    pub lv: &'static str,
    /// In English.
    pub en: &'static str,
}

/// A code that is counted, as it stands after a number: `["code", "lv one", "lv other", "en one", "en other"]` in the file.
///
/// There is no third form for zero: what the plural rules of Latvian call so is also 10, 11 to 19, 20 and 30, and takes `other`.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Counted {
    /// The code.
    pub code: &'static str,
    /// In Latvian after 1, 21, 31 and so on, but not after 11.
    pub lv_one: &'static str,
    /// In Latvian after every other number.
    pub lv_other: &'static str,
    /// In English after 1.
    pub en_one: &'static str,
    /// In English after every other number.
    pub en_other: &'static str,
}

/// A list of codes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct List {
    /// What the list is called.
    pub title: Label,
    /// Its codes, in their order.
    pub codes: Vec<Labelled>,
    /// Those of them that are counted.
    #[serde(default)]
    pub counted: Vec<Counted>,
}

/// The texts.
const TEXT: &str = include_str!("labels.json");

/// Each list by its name in the document. A text that cannot be read is found by the tests.
static LISTS: LazyLock<BTreeMap<&'static str, List>> = LazyLock::new(|| serde_json::from_str(TEXT).unwrap_or_default());

/// Every list with its name in the document, in the order of the names.
pub fn all() -> impl Iterator<Item = (&'static str, &'static List)> {
    LISTS.iter().map(|(schema, list)| (*schema, list))
}

/// What a code of a list is called; the list is named as in the document.
#[must_use]
pub fn of(schema: &str, code: &str) -> Option<Label> {
    let known = LISTS.get(schema)?.codes.iter().find(|known| known.code == code)?;
    Some(Label { lv: known.lv, en: known.en })
}

/// The forms of a code that is counted: "stunda" and "stundas" for `hour` of `ServiceUnit`.
#[must_use]
pub fn counted(schema: &str, code: &str) -> Option<Counted> {
    LISTS.get(schema)?.counted.iter().find(|known| known.code == code).copied()
}

#[cfg(test)]
mod tests;
