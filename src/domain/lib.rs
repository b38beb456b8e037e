//! The rules of the service as total functions of values: no clock, database, JSON, log, id or locale in here.

pub mod address;
pub mod age;
pub mod agreement;
pub mod application;
pub mod areas;
pub mod assessment;
pub mod barrier;
pub mod broker;
pub mod calendar;
pub mod changes;
pub mod code;
pub mod cooperation;
pub mod criteria;
pub mod dates;
pub mod death;
pub mod decision;
pub mod disability;
pub mod eligibility;
pub mod figure;
pub mod funding;
pub mod glossary;
pub mod grant;
pub mod hours;
pub mod individual_budget;
pub mod law;
pub mod level;
pub mod municipalities;
pub mod personal_code;
pub mod programmes;
pub mod purpose;
pub mod quantity;
pub mod queue;
pub mod refusal;
pub mod remedy;
pub mod reminder;
pub mod replay;
pub mod riga;
pub mod rule_set;
pub mod ruling;
pub mod sources;
pub mod standing;
pub mod terms;
pub mod timeline;

mod known_programmes;
mod moves;

use chrono::NaiveDate;

/// A calendar day known while compiling; a day that does not exist does not compile.
#[expect(clippy::panic, reason = "the days of the rules are constants, so it can only stop the compiler")]
pub const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => panic!("no such day"),
    }
}
