//! JSON as we take it: UTF-8, no member twice, bounded depth and breadth, text in NFC with one kind of line break.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::found_faults::shown;
use super::text;
use crate::error::{Error, Fault};

/// How deep values may stand in each other.
const DEPTH_MAX: usize = 32;
/// How many values an array may have, and how many members an object: each costs many times what it takes to send it.
const VALUES_MAX: usize = 1_000;

/// Up to where a double holds every integer: 2⁵³.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

/// Reads a body.
///
/// # Errors
/// `Invalid` with the place and the kind of the first fault.
pub fn read(bytes: &[u8]) -> Result<Value, Error> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(Error::invalid("#", "byte_order_mark"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Error::invalid("#", "not_utf8"))?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict { depth: 0 }.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    let value = value.map_err(|fault| Error::invalid("#", known(&fault.to_string())))?;
    if !value.is_object() {
        return Err(Error::invalid("#", "wrong_type"));
    }
    let mut faults = Vec::new();
    let mut value = value;
    normalize(&mut value, &At::Root, &mut faults);
    if faults.is_empty() { Ok(value) } else { Err(Error::Invalid(faults)) }
}

/// Where a value stands: written out as a pointer only where something is wrong there.
enum At<'a> {
    Root,
    Member(&'a At<'a>, &'a str),
    Place(&'a At<'a>, usize),
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("#"),
            Self::Member(of, name) => write!(f, "{of}/{}", shown(name)),
            Self::Place(of, place) => write!(f, "{of}/{place}"),
        }
    }
}

/// Brings the texts of a value into NFC and finds each that is not accepted.
fn normalize(value: &mut Value, at: &At<'_>, faults: &mut Vec<Fault>) {
    match value {
        Value::String(sent) => match text::taken(sent) {
            Ok(Cow::Borrowed(_)) => {}
            Ok(Cow::Owned(composed)) => *sent = composed,
            Err(code) => faults.push(Fault::at(at.to_string(), code)),
        },
        Value::Array(values) => {
            values.iter_mut().enumerate().for_each(|(place, value)| normalize(value, &At::Place(at, place), faults));
        }
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                let at = At::Member(at, name);
                faults.extend(text::fault_in(name).map(|code| Fault::at(at.to_string(), code)));
                normalize(value, &at, faults);
            }
        }
        _ => {}
    }
}

/// The codes that the reader below puts first in its messages; anything else is bad syntax.
fn known(message: &str) -> &'static str {
    if message.starts_with("number out of range") {
        return "number_out_of_range";
    }
    let ours = ["duplicate_member", "too_deep", "too_many"];
    ours.into_iter().find(|code| message.starts_with(code)).unwrap_or("syntax")
}

struct Strict {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        if self.depth > DEPTH_MAX {
            return Err(de::Error::custom("too_deep"));
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    /// `120.0` is an integer to JSON Schema, so it is one here as well, as far as a double is exact.
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        if value.fract() == 0.0 && value.abs() <= EXACT_MAX {
            return Ok(Value::from(value as i64));
        }
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = from.next_element_seed(Strict { depth: self.depth + 1 })? {
            if values.len() == VALUES_MAX {
                return Err(de::Error::custom("too_many"));
            }
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = from.next_key::<String>()? {
            let value = from.next_value_seed(Strict { depth: self.depth + 1 })?;
            if members.insert(name, value).is_some() {
                return Err(de::Error::custom("duplicate_member"));
            }
            if members.len() > VALUES_MAX {
                return Err(de::Error::custom("too_many"));
            }
        }
        Ok(Value::Object(members))
    }
}

/// A typed value out of one that was already held against its schema; what remains are days and moments that do not exist.
///
/// # Errors
/// `Invalid` with the place.
pub fn typed<T: for<'de> Deserialize<'de>>(value: &Value) -> Result<T, Error> {
    // Where it went wrong is only looked for when it did.
    T::deserialize(value).or_else(|_| serde_path_to_error::deserialize(value)).map_err(|fault| {
        let path = fault.path().to_string().replace(['.', '['], "/").replace(']', "");
        Error::Invalid(vec![Fault::at(format!("#/{}", path.trim_start_matches('/')), "not_valid")])
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    // UR-11
    #[rstest]
    #[case("A\u{304}bols".to_owned(), true)]
    #[case(format!("A{}", "\u{301}".repeat(10)), true)]
    #[case(format!("A{}", "\u{301}".repeat(11)), false)]
    #[case(format!("A{}b{}", "\u{301}".repeat(10), "\u{323}".repeat(10)), true)]
    #[case("\u{344}".repeat(11), false)]
    #[case("\u{20dd}".repeat(11), false)]
    #[case("\u{301}".repeat(500_000), false)]
    fn what_is_put_in_order_has_no_long_runs_of_marks(#[case] value: String, #[case] is_taken: bool) {
        assert_eq!(text::taken(&value).is_ok(), is_taken);
    }
}
