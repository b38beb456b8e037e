//! The calendar of Latvia: statutory holidays, transferred days off, and the working days that are left.
//!
//! Holidays follow from rules and hold for every year. Transferred days off follow from yearly orders of the Cabinet and are
//! known for 2019 to 2026; in other years the lenient reading finds none and equals the strict one, which is right always.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::day;

/// Where the statutory holidays are written.
pub const LAW: &str = "likums \"Par svētku, atceres un atzīmējamām dienām\" (likumi.lv/ta/id/72608)";

/// Why a day is a holiday by law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolidayKind {
    /// Named in the law and coming back each year.
    Statutory,
    /// The free Monday after a 4 May or 18 November that fell on a Saturday or Sunday.
    FreeMonday,
    /// Made a holiday once, for an event.
    OneOff,
}

crate::codes!(HolidayKind { Statutory = "statutory", FreeMonday = "free_monday", OneOff = "one_off" });

/// A holiday by law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    /// Why the day is one.
    pub kind: HolidayKind,
    /// Its name in Latvian, without the mark that the free day moved to a Monday.
    pub name_lv: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
}

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

/// Which days off move the end of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Saturdays, Sundays and statutory holidays: for the association's own duties.
    Strict,
    /// Transferred days off as well: for the person's deadlines.
    Lenient,
}

crate::codes!(Reading { Strict = "strict", Lenient = "lenient" });

enum When {
    Fixed { month: u32, day: u32 },
    DaysFromEaster(i64),
    SecondSundayOf { month: u32 },
}

struct Rule {
    when: When,
    since: i32,
    /// The first year in which the Monday after the weekend is free instead.
    monday_since: Option<i32>,
    name_lv: &'static str,
    name_en: &'static str,
}

const fn yearly(when: When, since: i32, name_lv: &'static str, name_en: &'static str) -> Rule {
    Rule { when, since, monday_since: None, name_lv, name_en }
}

const fn fixed(month: u32, day: u32, since: i32, name_lv: &'static str, name_en: &'static str) -> Rule {
    yearly(When::Fixed { month, day }, since, name_lv, name_en)
}

/// The days of the law with the first year of each. Where two meet, the earlier row gives its name.
const RULES: &[Rule] = &[
    fixed(1, 1, 1991, "Jaungada diena", "New Year's Day"),
    yearly(When::DaysFromEaster(-2), 1991, "Lielā Piektdiena", "Good Friday"),
    yearly(When::DaysFromEaster(0), 1991, "Pirmās Lieldienas", "Easter Sunday"),
    yearly(When::DaysFromEaster(1), 1997, "Otrās Lieldienas", "Easter Monday"),
    fixed(
        5,
        1,
        1991,
        "Darba svētki; Latvijas Republikas Satversmes sapulces sasaukšanas diena",
        "Labour Day; Convocation of the Constitutional Assembly of the Republic of Latvia",
    ),
    Rule {
        monday_since: Some(2007),
        ..fixed(
            5,
            4,
            2002,
            "Latvijas Republikas Neatkarības atjaunošanas diena",
            "Restoration of Independence of the Republic of Latvia",
        )
    },
    yearly(When::SecondSundayOf { month: 5 }, 1991, "Mātes diena", "Mother's Day"),
    yearly(When::DaysFromEaster(49), 1996, "Vasarsvētki", "Whit Sunday"),
    fixed(6, 23, 1991, "Līgo diena", "Midsummer Eve"),
    fixed(6, 24, 1991, "Jāņu diena", "Midsummer Day"),
    Rule {
        monday_since: Some(2007),
        ..fixed(11, 18, 1991, "Latvijas Republikas Proklamēšanas diena", "Proclamation Day of the Republic of Latvia")
    },
    fixed(12, 24, 2007, "Ziemassvētku vakars", "Christmas Eve"),
    fixed(12, 25, 1991, "Pirmie Ziemassvētki", "Christmas Day"),
    fixed(12, 26, 1991, "Otrie Ziemassvētki", "Second Day of Christmas"),
    fixed(12, 31, 1991, "Vecgada diena", "New Year's Eve"),
];

const FESTIVAL_LV: &str = "Vispārējo latviešu Dziesmu un deju svētku noslēguma diena";
const FESTIVAL_EN: &str = "Closing day of the Latvian Song and Dance Festival";

/// The holidays that the law made once.
pub const ONE_OFF: &[OneOff] = &[
    OneOff { day: day(2018, 7, 9), name_lv: FESTIVAL_LV, name_en: FESTIVAL_EN, source: LAW },
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
    OneOff { day: day(2023, 7, 10), name_lv: FESTIVAL_LV, name_en: FESTIVAL_EN, source: LAW },
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

/// The rules of the yearly holidays as text, for the hash of the rule set: when, first year, first year of the free Monday,
/// name.
pub(crate) fn yearly_rules() -> impl Iterator<Item = [String; 4]> {
    RULES.iter().map(|rule| {
        let when = match rule.when {
            When::Fixed { month, day } => format!("{month:02}-{day:02}"),
            When::DaysFromEaster(days) => format!("easter{days:+}"),
            When::SecondSundayOf { month } => format!("{month:02}-second-sunday"),
        };
        let monday_since = rule.monday_since.map(|year| year.to_string()).unwrap_or_default();
        [when, rule.since.to_string(), monday_since, rule.name_lv.to_owned()]
    })
}

/// The statutory holiday on a day, if it is one. Transferred days off are not statutory: see `transfer_off`.
pub fn holiday(on: NaiveDate) -> Option<Holiday> {
    let one_off = ONE_OFF.iter().find(|once| once.day == on).map(|once| Holiday {
        kind: HolidayKind::OneOff,
        name_lv: once.name_lv,
        name_en: once.name_en,
    });
    RULES.iter().find_map(|rule| rule.holiday(on)).or(one_off)
}

/// The transfer that made a day free, if one did.
pub fn transfer_off(on: NaiveDate) -> Option<&'static Transfer> {
    TRANSFERS.iter().find(|transfer| transfer.day_off == on)
}

/// The transfer for which a Saturday was worked, if it was. Such a Saturday still ends no term: the law names Saturdays.
pub fn transfer_worked(on: NaiveDate) -> Option<&'static Transfer> {
    TRANSFERS.iter().find(|transfer| transfer.worked == on)
}

/// Whether a term may end on a day, and whether a term in working days counts it.
pub fn is_working_day(on: NaiveDate, reading: Reading) -> bool {
    let weekend = matches!(on.weekday(), Weekday::Sat | Weekday::Sun);
    let transferred = reading == Reading::Lenient && transfer_off(on).is_some();
    !weekend && !transferred && holiday(on).is_none()
}

/// The first working day after a day. None past the end of the calendar.
pub fn next_working_day(after: NaiveDate, reading: Reading) -> Option<NaiveDate> {
    add_working_days(after, 1, reading)
}

/// The `count`-th working day after a day, which is not counted itself. None past the end of the calendar.
pub fn add_working_days(after: NaiveDate, count: u16, reading: Reading) -> Option<NaiveDate> {
    let mut day = after;
    for _ in 0..count {
        day = day.succ_opt()?;
        while !is_working_day(day, reading) {
            day = day.succ_opt()?;
        }
    }
    Some(day)
}

/// Easter Sunday of a year by the anonymous Gregorian algorithm (Nature, 20 April 1876). None outside the calendar.
pub fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, of_century) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let correction = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}

impl Rule {
    fn holiday(&self, on: NaiveDate) -> Option<Holiday> {
        let kind = if on.year() >= self.since && self.falls_on(on) {
            HolidayKind::Statutory
        } else if self.frees_monday(on) {
            HolidayKind::FreeMonday
        } else {
            return None;
        };
        Some(Holiday { kind, name_lv: self.name_lv, name_en: self.name_en })
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

    fn frees_monday(&self, on: NaiveDate) -> bool {
        let moved = |days| on.checked_sub_days(Days::new(days)).is_some_and(|day| self.falls_on(day));
        self.monday_since.is_some_and(|since| on.year() >= since)
            && on.weekday() == Weekday::Mon
            && (moved(1) || moved(2))
    }
}
