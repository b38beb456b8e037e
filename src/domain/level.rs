//! The three levels of intensity with their monthly ceilings.

use crate::quantity::Minutes;

/// How much support a month a person needs at most (MK 625, 7–9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The first level.
    One,
    /// The second level.
    Two,
    /// The third level.
    Three,
}

crate::codes!(Level { One = "level_1", Two = "level_2", Three = "level_3" });

impl Level {
    /// 1, 2 or 3.
    pub fn number(self) -> i16 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }

    /// The level with this number, if there is one.
    pub fn from_number(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            3 => Some(Self::Three),
            _ => None,
        }
    }

    /// The level below; none below the first.
    pub fn below(self) -> Option<Self> {
        Self::from_number(self.number() - 1)
    }
}

/// The most minutes a month at each level; every programme has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ceilings(pub [Minutes; 3]);

impl Ceilings {
    /// The ceiling of one level.
    pub fn of(self, level: Level) -> Minutes {
        let [one, two, three] = self.0;
        match level {
            Level::One => one,
            Level::Two => two,
            Level::Three => three,
        }
    }

    /// Whether the ceilings are above zero and rise from level to level, as a new programme must have them.
    pub fn rise(self) -> bool {
        let [one, two, three] = self.0;
        Minutes(0) < one && one < two && two < three
    }

    /// The smallest level that holds the total, the monthly volume, and the need that stays unmet (design).
    ///
    /// A total of nothing is level 1: that a person needs little is no ground for a refusal.
    pub fn level_for(self, total: Minutes) -> (Level, Minutes, Minutes) {
        let level = [Level::One, Level::Two].into_iter().find(|&level| total <= self.of(level)).unwrap_or(Level::Three);
        let volume = total.min(self.of(Level::Three));
        (level, volume, total - volume)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use proptest::prelude::*;
    use rstest::rstest;

    const STATE: Ceilings = Ceilings([Minutes(480), Minutes(1200), Minutes(2100)]);
    const PILOT: Ceilings = Ceilings([Minutes(450), Minutes(1200), Minutes(2220)]);

    #[rstest]
    #[case(STATE, 0, 1, 0, 0)]
    #[case(STATE, 480, 1, 480, 0)] // B29
    #[case(STATE, 481, 2, 481, 0)]
    #[case(STATE, 1200, 2, 1200, 0)] // B29
    #[case(STATE, 1201, 3, 1201, 0)]
    #[case(STATE, 2100, 3, 2100, 0)] // B29
    #[case(STATE, 2101, 3, 2100, 1)]
    #[case(STATE, 2160, 3, 2100, 60)]
    #[case(PILOT, 450, 1, 450, 0)] // A13
    #[case(PILOT, 451, 2, 451, 0)]
    #[case(PILOT, 2220, 3, 2220, 0)] // A13
    #[case(PILOT, 2221, 3, 2220, 1)]
    fn the_level_is_the_smallest_whose_ceiling_holds_the_total(
        #[case] ceilings: Ceilings,
        #[case] total: i32,
        #[case] level: i16,
        #[case] volume: i32,
        #[case] unmet: i32,
    ) {
        let (found, given, left) = ceilings.level_for(Minutes(total));

        assert_eq!((found.number(), given.0, left.0), (level, volume, unmet));
    }

    #[test]
    fn a_level_has_a_number_and_no_other_number_is_a_level() {
        for &level in Level::ALL {
            assert_eq!(Level::from_number(level.number()), Some(level));
        }
        assert_eq!(Level::from_number(0), None);
        assert_eq!(Level::from_number(4), None);
        assert_eq!((Level::One.below(), Level::Two.below()), (None, Some(Level::One)));
    }

    #[test]
    fn ceilings_rise_from_level_to_level() {
        assert!(STATE.rise());
        assert!(!Ceilings([Minutes(0), Minutes(1), Minutes(2)]).rise());
        assert!(!Ceilings([Minutes(2), Minutes(2), Minutes(3)]).rise());
        assert!(!Ceilings([Minutes(1), Minutes(3), Minutes(3)]).rise());
    }

    proptest! {
        #[test]
        fn volume_and_unmet_need_make_the_total_and_no_volume_passes_its_ceiling(total in 0..10_000) {
            let (level, volume, unmet) = STATE.level_for(Minutes(total));

            prop_assert_eq!(volume + unmet, Minutes(total));
            prop_assert!(volume <= STATE.of(level));
            prop_assert!(level.below().is_none_or(|below| volume > STATE.of(below)));
        }
    }
}
