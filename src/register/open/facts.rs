//! What may be known of somebody who asks for the service, as it is sent.

use aplp_domain::dates::not_before;
use aplp_domain::disability::{Disability, MentalDisorder};
use aplp_domain::eligibility::Facts;
use aplp_domain::municipalities;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::days::known_day;
use crate::codes::{GroupCode, MentalDisorderCode};
use crate::error::Fault;

/// Facts; those left out are unknown.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(super) struct KnownFacts {
    /// The day of birth.
    pub born_on: Option<NaiveDate>,
    /// The group `none` for no disability.
    pub disability: Option<DisabilityAsked>,
    /// A mental disorder.
    pub mental_disorder: Option<MentalDisorderCode>,
    /// The actual residence; an ATVK code of any day.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
    /// Codes; empty if none served the person.
    #[schema(max_items = 20)]
    pub formerly_in: Option<Vec<String>>,
}

/// A disability with its days, both included.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DisabilityAsked {
    /// The group.
    pub group: GroupCode,
    /// The first day; long ago if absent.
    pub valid_from: Option<NaiveDate>,
    /// The last day; for life if absent.
    pub valid_to: Option<NaiveDate>,
}

impl KnownFacts {
    /// The facts as the rules take them.
    ///
    /// # Errors
    /// Every day that cannot be asked about, an unknown municipality, and an end before its start.
    pub(super) fn facts(&self) -> Result<Facts, Vec<Fault>> {
        let Self { born_on, disability, mental_disorder, municipality, formerly_in } = self;
        let mut faults = Vec::new();
        let (from, to) = disability.as_ref().map_or((None, None), |known| (known.valid_from, known.valid_to));
        let days = [(*born_on, "#/born_on"), (from, "#/disability/valid_from"), (to, "#/disability/valid_to")];
        for (day, place) in days {
            if known_day(day, place).is_err() {
                faults.push(Fault::at(place, "date_out_of_range"));
            }
        }
        if let Some((from, to)) = from.zip(to) {
            faults.extend(Fault::of_dates([not_before("disability/valid_to", to, from)]));
        }
        if municipality.as_deref().is_some_and(|atvk| municipalities::find(atvk).is_none()) {
            faults.push(Fault::at("#/municipality", "municipality_unknown"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Facts {
            born_on: *born_on,
            disability: disability.as_ref().map(|known| Disability {
                group: known.group.0,
                valid_from: known.valid_from,
                valid_to: known.valid_to,
            }),
            mental_disorder: mental_disorder.map_or(MentalDisorder::Unknown, |known| known.0),
            municipality: municipality.clone(),
            formerly_in: formerly_in.clone(),
        })
    }
}
