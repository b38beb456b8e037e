//! Sentences with figures in them, in Latvian and in English.

use aplp_domain::disability::Group;
use chrono::{Datelike, NaiveDate};

use super::sections::Pair;
use super::wire::BothLanguages;

/// A pair as it is sent.
pub(super) fn both([lv, en]: &Pair) -> BothLanguages {
    BothLanguages::of(lv, en)
}

/// From when the state pays for a group.
pub(super) fn group(group: Group, from: NaiveDate) -> BothLanguages {
    const MONTHS: [&str; 12] = [
        "janvāra",
        "februāra",
        "marta",
        "aprīļa",
        "maija",
        "jūnija",
        "jūlija",
        "augusta",
        "septembra",
        "oktobra",
        "novembra",
        "decembra",
    ];
    let numeral = match group {
        Group::I => "I",
        Group::II => "II",
        Group::III => "III",
        Group::None => "–",
    };
    let (year, day) = (from.year(), from.day());
    let month = MONTHS.get(from.month0() as usize).copied().unwrap_or_default();
    BothLanguages {
        lv: format!("{numeral} invaliditātes grupai no {year}. gada {day}. {month}"),
        en: format!("for disability group {numeral} from {}", from.format("%-d %B %Y")),
    }
}

/// The most support a month at a level.
pub(super) fn level(number: i16, minutes: i32) -> BothLanguages {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let (lv_hours, en_hours) =
        (if ends_in_one(hours.into()) { "stundai" } else { "stundām" }, if hours == 1 { "hour" } else { "hours" });
    let (lv_rest, en_rest) = match rest {
        0 => (String::new(), String::new()),
        rest => (format!(" {rest} min"), format!(" {rest} min")),
    };
    BothLanguages {
        lv: format!("{number}. līmenis: līdz {hours} {lv_hours}{lv_rest} mēnesī"),
        en: format!("level {number}: up to {hours} {en_hours}{en_rest} a month"),
    }
}

/// How long the service is granted.
pub(super) fn term(months: u32) -> BothLanguages {
    BothLanguages {
        lv: format!("Pakalpojumu sniedz {months} {}.", accusative(months.into())),
        en: format!("The service is given for {months} {}.", plural(months.into())),
    }
}

/// Within which time an application is decided on.
pub(super) fn decision_term(months: i64) -> BothLanguages {
    let lv = if ends_in_one(months) { "mēneša" } else { "mēnešu" };
    BothLanguages {
        lv: format!("Biedrība lēmumu pieņem {months} {lv} laikā no iesnieguma iesniegšanas dienas."),
        en: format!(
            "The association decides within {months} {} from the day the application is submitted.",
            plural(months)
        ),
    }
}

/// After which time of silence the service ends.
pub(super) fn unreachable(months: i64) -> BothLanguages {
    BothLanguages {
        lv: format!("nav sasniedzams vismaz {months} {}", accusative(months)),
        en: format!("cannot be reached for at least {months} {}", plural(months)),
    }
}

fn plural(months: i64) -> &'static str {
    if months == 1 { "month" } else { "months" }
}

fn accusative(months: i64) -> &'static str {
    if ends_in_one(months) { "mēnesi" } else { "mēnešus" }
}

/// Latvian has the singular for 1, 21, 31 and so on, and not for 11.
fn ends_in_one(number: i64) -> bool {
    number % 10 == 1 && number % 100 != 11
}

#[cfg(test)]
mod tests {
    use aplp_domain::day;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(480, "1. līmenis: līdz 8 stundām mēnesī", "level 1: up to 8 hours a month")]
    #[case(450, "1. līmenis: līdz 7 stundām 30 min mēnesī", "level 1: up to 7 hours 30 min a month")]
    #[case(60, "1. līmenis: līdz 1 stundai mēnesī", "level 1: up to 1 hour a month")]
    #[case(660, "1. līmenis: līdz 11 stundām mēnesī", "level 1: up to 11 hours a month")]
    #[case(1260, "1. līmenis: līdz 21 stundai mēnesī", "level 1: up to 21 hours a month")]
    fn a_level_is_told_in_hours_as_each_language_counts(#[case] minutes: i32, #[case] lv: &str, #[case] en: &str) {
        let told = level(1, minutes);

        assert_eq!((told.lv.as_str(), told.en.as_str()), (lv, en));
    }

    #[test]
    fn months_and_days_are_told_as_each_language_writes_them() {
        assert_eq!(term(12).lv, "Pakalpojumu sniedz 12 mēnešus.");
        assert_eq!(term(21).lv, "Pakalpojumu sniedz 21 mēnesi.");
        assert_eq!(decision_term(1).lv, "Biedrība lēmumu pieņem 1 mēneša laikā no iesnieguma iesniegšanas dienas.");
        let told = group(Group::III, day(2026, 1, 1));
        assert_eq!(told.lv, "III invaliditātes grupai no 2026. gada 1. janvāra");
        assert_eq!(told.en, "for disability group III from 1 January 2026");
    }
}
