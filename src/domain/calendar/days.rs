//! The days themselves: the yearly holidays as rules, the festivals and other days of one year, and the Cabinet's transfers.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Holiday, HolidayKind, LAW, easter};
use crate::day;

/// A holiday that the law made once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneOff {
    /// The day.
    pub day: NaiveDate,
    /// Its name in Latvian.
    pub name_lv: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
    /// Where it is written.
    pub source: &'static str,
}

/// A closing day of the Latvian Song and Dance Festival: a standing holiday of the law, on a day that an order sets each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Festival {
    /// The day.
    pub day: NaiveDate,
    /// Whether the order is only a draft.
    pub is_announced: bool,
    /// Where the day is written.
    pub source: &'static str,
}

/// A working day that a Cabinet order made free for state institutions, worked in on a Saturday.
///
/// It is no statutory holiday: an institution's own duties still fall due on it, while a person's deadline moves past it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// The day off.
    pub day_off: NaiveDate,
    /// The Saturday worked instead.
    pub worked: NaiveDate,
    /// Where it is written.
    pub source: &'static str,
}

enum When {
    Fixed { month: u32, day: u32 },
    DaysFromEaster(i64),
    SecondSundayOf { month: u32 },
}

struct Rule {
    when: When,
    since: i32,
    /// The first year in which the next working day is a day off when the holiday falls on a weekend.
    moves_since: Option<i32>,
    name_lv: &'static str,
    name_en: &'static str,
}

const fn coming_back(when: When, since: i32, name_lv: &'static str, name_en: &'static str) -> Rule {
    Rule { when, since, moves_since: None, name_lv, name_en }
}

const fn fixed(month: u32, day: u32, since: i32, name_lv: &'static str, name_en: &'static str) -> Rule {
    coming_back(When::Fixed { month, day }, since, name_lv, name_en)
}

/// The days of the law with the first year of each. Where two meet, the earlier row gives its name.
const RULES: &[Rule] = &[
    fixed(1, 1, 1991, "Jaungada diena", "New Year's Day"),
    coming_back(When::DaysFromEaster(-2), 1991, "Lielā Piektdiena", "Good Friday"),
    coming_back(When::DaysFromEaster(0), 1991, "Pirmās Lieldienas", "Easter Sunday"),
    coming_back(When::DaysFromEaster(1), 1997, "Otrās Lieldienas", "Easter Monday"),
    fixed(
        5,
        1,
        1991,
        "Darba svētki; Latvijas Republikas Satversmes sapulces sasaukšanas diena",
        "Labour Day; Convocation of the Constitutional Assembly of the Republic of Latvia",
    ),
    Rule {
        moves_since: Some(2007),
        ..fixed(
            5,
            4,
            2002,
            "Latvijas Republikas Neatkarības atjaunošanas diena",
            "Restoration of Independence of the Republic of Latvia",
        )
    },
    coming_back(When::SecondSundayOf { month: 5 }, 1991, "Mātes diena", "Mother's Day"),
    coming_back(When::DaysFromEaster(49), 1996, "Vasarsvētki", "Whit Sunday"),
    fixed(6, 23, 1991, "Līgo diena", "Midsummer Eve"),
    fixed(6, 24, 1991, "Jāņu diena", "Midsummer Day"),
    Rule {
        moves_since: Some(2007),
        ..fixed(11, 18, 1991, "Latvijas Republikas Proklamēšanas diena", "Proclamation Day of the Republic of Latvia")
    },
    fixed(12, 24, 2007, "Ziemassvētku vakars", "Christmas Eve"),
    fixed(12, 25, 1991, "Pirmie Ziemassvētki", "Christmas Day"),
    fixed(12, 26, 1991, "Otrie Ziemassvētki", "Second Day of Christmas"),
    fixed(12, 31, 1991, "Vecgada diena", "New Year's Eve"),
];

const FESTIVAL_LV: &str = "Vispārējo latviešu Dziesmu un deju svētku noslēguma diena";
const FESTIVAL_EN: &str = "Closing day of the Latvian Song and Dance Festival";

/// The closing days of the festivals since the law has them as a holiday, oldest first.
pub const FESTIVALS: &[Festival] = &[
    Festival { day: day(2018, 7, 8), is_announced: false, source: LAW },
    Festival { day: day(2023, 7, 9), is_announced: false, source: LAW },
    Festival { day: day(2028, 7, 9), is_announced: true, source: "MK rīkojuma projekts, 2026. gads" },
];

/// The holidays that the law made once.
pub const ONE_OFF: &[OneOff] = &[
    OneOff {
        day: day(2018, 9, 24),
        name_lv: "Viņa Svētības pāvesta Franciska pastorālās vizītes Latvijā diena",
        name_en: "Day of the pastoral visit of Pope Francis to Latvia",
        source: LAW,
    },
    OneOff {
        day: day(2023, 5, 29),
        name_lv: "Diena, kad Latvijas hokeja komanda ieguva bronzas medaļu 2023. gada Pasaules hokeja čempionātā",
        name_en: "Day on which the Latvian hockey team won bronze at the 2023 World Championship",
        source: LAW,
    },
];

const fn transfer(day_off: NaiveDate, worked: NaiveDate, source: &'static str) -> Transfer {
    Transfer { day_off, worked, source }
}

const ORDER_2020: &str = "MK rīkojums par darba dienas pārcelšanu 2020. gadā";
const ORDER_2021: &str = "MK rīkojums par darba dienu pārcelšanu 2021. gadā";
const ORDER_2023: &str = "MK rīkojums par darba dienas pārcelšanu 2023. gadā";
const ORDER_2024: &str = "MK rīkojums par darba dienu pārcelšanu 2024. gadā (likumi.lv/ta/id/342680)";
const ORDER_2025: &str = "MK rīkojums par darba dienu pārcelšanu 2025. gadā (likumi.lv/ta/id/351684)";
const ORDER_2026: &str = "MK rīkojums par darba dienu pārcelšanu 2026. gadā (likumi.lv/ta/id/361161)";

/// Transferred days off of 2019 to 2026, oldest first; 2019 and 2022 had none.
pub const TRANSFERS: &[Transfer] = &[
    transfer(day(2020, 6, 22), day(2020, 6, 13), ORDER_2020),
    transfer(day(2021, 5, 3), day(2021, 5, 8), ORDER_2021),
    transfer(day(2021, 6, 25), day(2021, 6, 19), ORDER_2021),
    transfer(day(2021, 11, 19), day(2021, 11, 13), ORDER_2021),
    transfer(day(2023, 5, 5), day(2023, 5, 20), ORDER_2023),
    transfer(day(2024, 12, 23), day(2024, 12, 14), ORDER_2024),
    transfer(day(2024, 12, 30), day(2024, 12, 28), ORDER_2024),
    transfer(day(2025, 5, 2), day(2025, 5, 10), ORDER_2025),
    transfer(day(2025, 11, 17), day(2025, 11, 8), ORDER_2025),
    transfer(day(2026, 1, 2), day(2026, 1, 17), ORDER_2026),
    transfer(day(2026, 6, 22), day(2026, 6, 27), ORDER_2026),
];

/// The rules of the yearly holidays as text, for the hash of the rule set: when, first year, first year of the free day after a
/// weekend, name.
pub(crate) fn yearly_rules() -> impl Iterator<Item = [String; 4]> {
    RULES.iter().map(|rule| {
        let when = match rule.when {
            When::Fixed { month, day } => format!("{month:02}-{day:02}"),
            When::DaysFromEaster(days) => format!("easter{days:+}"),
            When::SecondSundayOf { month } => format!("{month:02}-second-sunday"),
        };
        let moves_since = rule.moves_since.map(|year| year.to_string()).unwrap_or_default();
        [when, rule.since.to_string(), moves_since, rule.name_lv.to_owned()]
    })
}

/// The yearly holiday on a day.
pub(super) fn yearly(on: NaiveDate) -> Option<Holiday> {
    let rule = RULES.iter().find(|rule| rule.holds_on(on))?;
    Some(Holiday { kind: HolidayKind::Statutory, name_lv: rule.name_lv, name_en: rule.name_en })
}

/// The holiday that a day of one year is: the closing of a festival, or a holiday made once.
pub(super) fn of_one_year(on: NaiveDate) -> Option<Holiday> {
    if FESTIVALS.iter().any(|festival| festival.day == on) {
        return Some(Holiday { kind: HolidayKind::Statutory, name_lv: FESTIVAL_LV, name_en: FESTIVAL_EN });
    }
    let once = ONE_OFF.iter().find(|once| once.day == on)?;
    Some(Holiday { kind: HolidayKind::OneOff, name_lv: once.name_lv, name_en: once.name_en })
}

/// Whether the next working day is a day off when the holiday on a day falls on a weekend.
pub(super) fn frees_the_next(on: NaiveDate) -> bool {
    let frees = |rule: &Rule| rule.holds_on(on) && rule.moves_since.is_some_and(|since| on.year() >= since);
    RULES.iter().any(frees) || FESTIVALS.iter().any(|festival| festival.day == on)
}

impl Rule {
    fn holds_on(&self, on: NaiveDate) -> bool {
        on.year() >= self.since && self.falls_on(on)
    }

    fn falls_on(&self, on: NaiveDate) -> bool {
        match self.when {
            When::Fixed { month, day } => (on.month(), on.day()) == (month, day),
            When::DaysFromEaster(days) => easter(on.year()).is_some_and(|easter| (on - easter).num_days() == days),
            When::SecondSundayOf { month } => {
                on.month() == month && on.weekday() == Weekday::Sun && (8..=14).contains(&on.day())
            }
        }
    }
}
