//! Where a rule is written: the acts, places in them, and how far a paragraph is carried out.

mod acts;

use crate::day;
use chrono::NaiveDate;

pub use acts::{Act, ActDetails};

/// The day on which the consolidated copies of the acts were read.
pub const COPIES_READ_ON: NaiveDate = day(2026, 11, 28);

/// A place in an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Citation {
    /// The act.
    pub act: Act,
    /// The paragraph or article: `16.3`, `64(1)`, `13(1)14` for part 1 point 14, `transitional 59`, `7–9`, `annex`.
    pub paragraph: &'static str,
}

impl Citation {
    /// Whether it names a paragraph of an act, or a place within it: `16.3` and `16` name `16`, `7–9` names `8`.
    #[must_use]
    pub fn names(self, act: Act, paragraph: &str) -> bool {
        let number = |text: &str| text.split(['.', '(']).next().and_then(|first| first.parse::<u32>().ok());
        let (first, last) = self.paragraph.split_once('–').unwrap_or((self.paragraph, self.paragraph));
        let named = match (number(first), number(last), number(paragraph)) {
            (Some(first), Some(last), Some(asked)) => (first..=last).contains(&asked),
            _ => self.paragraph == paragraph,
        };
        self.act == act && named
    }
}

/// Where a rule is written: up to three places in acts, and what has to be said besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Source {
    cites: [Option<Citation>; 3],
    /// An assumption, the words of a document that is no act, or `design` for a choice of this product; empty if nothing.
    pub note: &'static str,
}

impl Source {
    /// A choice of this product.
    pub const DESIGN: Self = Self::only("design");

    /// What no act says: an assumption, a document, or `design: …`.
    #[must_use]
    pub const fn only(note: &'static str) -> Self {
        Self { cites: [None; 3], note }
    }

    /// A paragraph of an act.
    #[must_use]
    pub const fn law(act: Act, paragraph: &'static str) -> Self {
        Self::only("").and(act, paragraph)
    }

    /// And another paragraph. There is room for three: a fourth one does not compile in a constant.
    #[must_use]
    pub const fn and(self, act: Act, paragraph: &'static str) -> Self {
        let mut cites = self.cites;
        let mut used = 0;
        while cites[used].is_some() {
            used += 1;
        }
        cites[used] = Some(Citation { act, paragraph });
        Self { cites, note: self.note }
    }

    /// With what has to be said besides.
    #[must_use]
    pub const fn noting(self, note: &'static str) -> Self {
        Self { cites: self.cites, note }
    }

    /// The places in acts, the most important one first.
    pub fn citations(&self) -> impl Iterator<Item = Citation> {
        self.cites.into_iter().flatten()
    }

    /// Whether one of them is a paragraph of an act, or within it.
    #[must_use]
    pub fn names(&self, act: Act, paragraph: &str) -> bool {
        self.citations().any(|place| place.names(act, paragraph))
    }

    /// The same in one line, with the numbers of likumi.lv: `MK 625 (likumi.lv 346948) 16.3; note`.
    #[must_use]
    pub fn text(&self) -> String {
        let place = |Citation { act, paragraph }: Citation| {
            let ActDetails { name, likumi_id, .. } = act.details();
            format!("{name} (likumi.lv {likumi_id}) {paragraph}")
        };
        let note = (!self.note.is_empty()).then(|| self.note.to_owned());
        self.citations().map(place).chain(note).collect::<Vec<_>>().join("; ")
    }
}

/// How far the service carries out a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CarriedOut {
    /// All of it that a system can do.
    Whole,
    /// Some of it.
    Partly,
    /// Nothing of it yet.
    NotYet,
    /// There is nothing for a system to do.
    NoBehaviour,
}

crate::codes!(CarriedOut {
    Whole = "carried_out",
    Partly = "partly",
    NotYet = "not_yet",
    NoBehaviour = "no_behaviour",
});

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("16.3", "16", true)]
    #[case("16", "16", true)]
    #[case("1(42)", "1", true)]
    #[case("7–9", "7", true)]
    #[case("7–9", "9", true)]
    #[case("7–9", "10", false)]
    #[case("16.3", "1", false)]
    #[case("16.3", "3", false)]
    #[case("annex", "1", false)]
    #[case("annex", "annex", true)]
    #[case("1", "annex", false)]
    fn a_citation_names_the_paragraph_that_it_is_in(
        #[case] paragraph: &'static str,
        #[case] asked: &str,
        #[case] named: bool,
    ) {
        assert_eq!(Source::law(Act::Mk625, paragraph).names(Act::Mk625, asked), named);
        assert!(!Source::law(Act::Spspl, paragraph).names(Act::Mk625, asked));
    }

    #[test]
    fn a_source_reads_as_its_places_and_its_note() {
        let source = Source::law(Act::Mk625, "23").and(Act::Spspl, "transitional 59");

        assert_eq!(
            source.noting("design").text(),
            "MK 625 (likumi.lv 346948) 23; Sociālo pakalpojumu un sociālās palīdzības likums (likumi.lv 68488) \
             transitional 59; design"
        );
        assert_eq!(source.citations().map(|place| place.paragraph).collect::<Vec<_>>(), ["23", "transitional 59"]);
        assert_eq!(Source::DESIGN.text(), "design");
    }
}
