//! The six areas in which support is given, one by one and as a set.

use crate::code::Code;
use crate::day;
use chrono::NaiveDate;

/// An area of support; the list is closed (MK 625, 7–9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// Defending rights and interests.
    Rights,
    /// Finance, with budget planning and the management of property.
    Finance,
    /// Daily life.
    DailyLife,
    /// Health care, up to the door of the doctor's room.
    Health,
    /// Social care.
    SocialCare,
    /// Building the circle of support.
    SupportCircle,
}

crate::codes!(Area {
    Rights = "rights",
    Finance = "finance",
    DailyLife = "daily_life",
    Health = "health",
    SocialCare = "social_care",
    SupportCircle = "support_circle",
});

/// What an area is called, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// In Latvian, in the words of the source.
    pub lv: &'static str,
    /// In English.
    pub en: &'static str,
}

/// The first day of the present names: the start of the state service (design: the sources do not date the change).
pub const PRESENT_NAMES_FROM: NaiveDate = day(2023, 11, 1);

impl Area {
    /// What the area is called on a day: two areas had other names in the pilot programmes.
    pub fn label(self, on: NaiveDate) -> Label {
        let present = on >= PRESENT_NAMES_FROM;
        let (lv, en) = match self {
            Self::Rights if present => ("Tiesību un interešu aizstāvības joma", "Protection of rights and interests"),
            Self::Rights => ("Juridiskā palīdzība", "Legal help"),
            Self::Finance => (
                "Finanšu joma (t.sk. budžeta plānošana un īpašumu pārvaldīšanas jautājumi)",
                "Finance (including budget planning and management of property)",
            ),
            Self::DailyLife if present => ("Ikdienas dzīve", "Daily life"),
            Self::DailyLife => {
                ("Ikdienas dzīves prasmju apgūšana un attīstība", "Learning and developing daily living skills")
            }
            Self::Health => ("Veselības aprūpes joma (līdz ārsta kabinetam)", "Health care (up to the doctor's room)"),
            Self::SocialCare => ("Sociālās aprūpes joma", "Social care"),
            Self::SupportCircle => ("Atbalsta loka veidošana", "Building a circle of support"),
        };
        Label { lv, en }
    }
}

/// A set of areas, always in the order of the law.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Areas(u8);

impl Areas {
    /// Whether the area is in the set.
    pub fn contains(self, area: Area) -> bool {
        self.0 & bit(area) != 0
    }

    /// The areas of the set, in the order of the law.
    pub fn iter(self) -> impl Iterator<Item = Area> {
        Area::ALL.iter().copied().filter(move |&area| self.contains(area))
    }

    /// Whether no area is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every area of this set is in the other one too.
    pub fn is_subset(self, of: Self) -> bool {
        self.0 & !of.0 == 0
    }

    /// The set as stored text, `rights,finance`, in the order of the law.
    pub fn to_text(self) -> String {
        self.iter().map(Area::code).collect::<Vec<_>>().join(",")
    }

    /// Reads stored text; none when a name is unknown or comes twice. The empty text is the empty set.
    pub fn from_text(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        text.split(',').try_fold(Self::default(), |set, code| {
            let area = Area::from_code(code)?;
            (!set.contains(area)).then_some(Self(set.0 | bit(area)))
        })
    }
}

impl FromIterator<Area> for Areas {
    fn from_iter<I: IntoIterator<Item = Area>>(areas: I) -> Self {
        Self(areas.into_iter().fold(0, |set, area| set | bit(area)))
    }
}

fn bit(area: Area) -> u8 {
    1 << area as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // B22, B23, B24, B25, B26, B27
    #[test]
    fn the_six_areas_of_the_service_are_named_and_the_health_area_says_where_it_ends() {
        let on = day(2026, 1, 1);
        let names: Vec<_> = Area::ALL.iter().map(|area| area.label(on).lv).collect();

        assert_eq!(
            names,
            [
                "Tiesību un interešu aizstāvības joma",
                "Finanšu joma (t.sk. budžeta plānošana un īpašumu pārvaldīšanas jautājumi)",
                "Ikdienas dzīve",
                "Veselības aprūpes joma (līdz ārsta kabinetam)",
                "Sociālās aprūpes joma",
                "Atbalsta loka veidošana",
            ]
        );
    }

    #[test]
    fn two_areas_were_renamed_when_the_state_service_began() {
        assert_eq!(Area::Rights.label(day(2023, 10, 31)).lv, "Juridiskā palīdzība");
        assert_eq!(Area::Rights.label(day(2023, 11, 1)).lv, "Tiesību un interešu aizstāvības joma");
        assert_eq!(Area::DailyLife.label(day(2023, 10, 31)).lv, "Ikdienas dzīves prasmju apgūšana un attīstība");
        assert_eq!(Area::DailyLife.label(day(2023, 11, 1)).lv, "Ikdienas dzīve");
    }

    #[test]
    fn a_set_is_written_in_the_order_of_the_law_and_read_back_without_doubles_or_unknown_names() {
        let set = Areas::from_iter([Area::Finance, Area::Rights, Area::Finance]);

        assert_eq!(set.to_text(), "rights,finance");
        assert_eq!(Areas::from_text("finance,rights"), Some(set));
        assert_eq!(Areas::from_text(""), Some(Areas::default()));
        assert_eq!(Areas::from_text("rights,rights"), None);
        assert_eq!(Areas::from_text("rights,"), None);
        assert_eq!(Areas::from_text("property"), None);
    }

    proptest! {
        #[test]
        fn a_set_survives_being_written_and_read(bits in 0_u8..64, others in 0_u8..64) {
            let (set, of) = (Areas(bits), Areas(others));

            prop_assert_eq!(Areas::from_text(&set.to_text()), Some(set));
            prop_assert_eq!(set.iter().collect::<Areas>(), set);
            prop_assert_eq!(set.is_empty(), set.iter().next().is_none());
            prop_assert_eq!(set.is_subset(of), set.iter().all(|area| of.contains(area)));
        }
    }
}
