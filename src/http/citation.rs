//! A place in an act, as answers cite it.

use aplp_domain::law::{self, COPIES_READ_ON, Source};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A place in an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Citation {
    /// The number at likumi.lv.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub act_id: u32,
    /// Where it can be read.
    pub act_url: String,
    /// Paragraph or article.
    pub paragraph: String,
    /// The official gazette.
    pub gazette: Option<String>,
    /// The day the copy was read.
    pub copy_read_on: NaiveDate,
}

impl Citation {
    /// A place as it is sent and kept.
    #[must_use]
    pub fn of(place: law::Citation) -> Self {
        let law::Citation { act, paragraph } = place;
        let details = act.details();
        Self {
            act_id: details.likumi_id,
            act_url: act.url(),
            paragraph: paragraph.to_owned(),
            gazette: details.gazette.map(str::to_owned),
            copy_read_on: COPIES_READ_ON,
        }
    }

    /// Every place that a source names, the most important one first; none for a choice of this product.
    #[must_use]
    pub fn all(source: &Source) -> Vec<Self> {
        source.citations().map(Self::of).collect()
    }
}
