//! The acts: their titles, where they can be read, and as of when they were read.

use crate::day;
use chrono::NaiveDate;

/// The laws were read as they stood between these two months, the regulations as they were kept in that year.
const LAWS_AS_OF: Option<&str> = Some("2026-02/2026-04");
const REGULATIONS_AS_OF: Option<&str> = Some("2026");

/// An act that a rule cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// The Cabinet regulation on the service itself.
    Mk625,
    /// The law on social services and social assistance.
    Spspl,
    /// The administrative procedure law.
    Apl,
    /// The notification law.
    Pazl,
    /// The law on the official electronic address.
    Eal,
    /// The submissions law.
    Iesl,
    /// The disability law.
    Invl,
    /// The law on holidays and remembrance days.
    Holl,
    /// The Cabinet regulation on what providers of social services have to do.
    Mk338,
    /// The Cabinet regulation on the monitoring system of the ministry.
    Mk587,
    /// The concept report on the service.
    Mkr8,
    /// The law on support to Ukrainian civilians.
    UkraineSupport,
}

crate::codes!(Act {
    Mk625 = "mk_625",
    Spspl = "spspl",
    Apl = "apl",
    Pazl = "pazl",
    Eal = "eal",
    Iesl = "iesl",
    Invl = "invl",
    Holl = "holl",
    Mk338 = "mk_338",
    Mk587 = "mk_587",
    Mkr8 = "mkr_8_2023",
    UkraineSupport = "ukraine_support",
});

/// What is known of an act. What the copies did not say is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActDetails {
    /// What it is called in a citation, in Latvian.
    pub name: &'static str,
    /// Its title in Latvian.
    pub title_lv: &'static str,
    /// What it is about, in English.
    pub title_en: &'static str,
    /// Its number at likumi.lv.
    pub likumi_id: u32,
    /// Where it was published in the official gazette: year and issue with the number within it.
    pub gazette: Option<&'static str>,
    /// The first day on which it was in force.
    pub in_force_from: Option<NaiveDate>,
    /// The first day from which it is applied, where it says another one.
    pub applied_from: Option<NaiveDate>,
    /// As of when the copy stood: a year, or the first and last month, ISO 8601.
    pub as_of: Option<&'static str>,
}

impl Act {
    /// What is known of it.
    #[must_use]
    pub const fn details(self) -> ActDetails {
        match self {
            Self::Mk625 => ActDetails {
                gazette: Some("2023/213.11"),
                in_force_from: Some(day(2023, 11, 3)),
                applied_from: Some(day(2023, 11, 1)),
                ..regulation(
                    "MK 625",
                    "Ministru kabineta 2023. gada 31. oktobra noteikumi Nr. 625 „Noteikumi par atbalsta personu lēmumu \
                     pieņemšanā pakalpojumu”",
                    "Cabinet Regulation No. 625 of 31 October 2023 on support persons in decision making",
                    346_948,
                )
            },
            Self::Spspl => law(
                "Sociālo pakalpojumu un sociālās palīdzības likums",
                "Law on Social Services and Social Assistance",
                68_488,
            ),
            Self::Apl => law("Administratīvā procesa likums", "Administrative Procedure Law", 55_567),
            Self::Pazl => law("Paziņošanas likums", "Notification Law", 212_499),
            Self::Eal => law("Oficiālās elektroniskās adreses likums", "Official Electronic Address Law", 283_229),
            Self::Iesl => law("Iesniegumu likums", "Law on Submissions", 164_501),
            Self::Invl => law("Invaliditātes likums", "Disability Law", 211_494),
            Self::Holl => law(
                "likums „Par svētku, atceres un atzīmējamām dienām”",
                "Law on Holidays, Remembrance Days and Days to be Marked",
                72_608,
            ),
            Self::Mk338 => regulation(
                "MK 338",
                "Ministru kabineta 2017. gada 13. jūnija noteikumi Nr. 338 „Prasības sociālo pakalpojumu sniedzējiem”",
                "Cabinet Regulation No. 338 of 13 June 2017 on requirements for providers of social services",
                291_788,
            ),
            Self::Mk587 => regulation(
                "MK 587",
                "Ministru kabineta 2014. gada 30. septembra noteikumi Nr. 587 par valsts sociālās politikas monitoringa \
                 informācijas sistēmu (SPOLIS)",
                "Cabinet Regulation No. 587 of 30 September 2014 on the state's monitoring system of social policy (SPOLIS)",
                269_340,
            ),
            Self::Mkr8 => ActDetails {
                as_of: None,
                ..regulation(
                    "MK rīkojums Nr. 8/2023",
                    "Ministru kabineta 2023. gada 10. janvāra rīkojums Nr. 8 par konceptuālo ziņojumu par pakalpojumu",
                    "Cabinet Order No. 8 of 10 January 2023 with the concept report on the service",
                    338_725,
                )
            },
            Self::UkraineSupport => {
                law("Ukrainas civiliedzīvotāju atbalsta likums", "Law on Support to Ukrainian Civilians", 330_546)
            }
        }
    }

    /// Where it can be read: `https://likumi.lv/ta/id/346948`.
    #[must_use]
    pub fn url(self) -> String {
        format!("https://likumi.lv/ta/id/{}", self.details().likumi_id)
    }
}

/// A law, which is cited by its title.
const fn law(title_lv: &'static str, title_en: &'static str, likumi_id: u32) -> ActDetails {
    ActDetails { as_of: LAWS_AS_OF, ..regulation(title_lv, title_lv, title_en, likumi_id) }
}

/// An act of the Cabinet, which is cited by its number.
const fn regulation(name: &'static str, title_lv: &'static str, title_en: &'static str, likumi_id: u32) -> ActDetails {
    ActDetails {
        name,
        title_lv,
        title_en,
        likumi_id,
        gazette: None,
        in_force_from: None,
        applied_from: None,
        as_of: REGULATIONS_AS_OF,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::code::Code;

    #[test]
    fn no_two_acts_share_an_address() {
        let addresses: BTreeSet<String> = Act::ALL.iter().map(|act| act.url()).collect();

        assert_eq!(addresses.len(), Act::ALL.len());
        assert_eq!(Act::Mk625.url(), "https://likumi.lv/ta/id/346948");
    }
}
