//! The steps of a term in words.

use aplp_domain::terms::StepWhy;

use super::wire::BothLanguages;

/// What a step says of its day.
pub(super) fn sentence(why: StepWhy) -> BothLanguages {
    let (lv, en) = match why {
        StepWhy::Event => (
            "Notikuma diena; termiņu sāk skaitīt no nākamās dienas.",
            "The day of the event; the term begins on the day after.",
        ),
        StepWhy::FirstDayOfTerm => ("Termiņa pirmā diena; to ieskaita.", "The first day of the term, which counts."),
        StepWhy::MonthsAdded => {
            ("Attiecīgais datums termiņa pēdējā mēnesī.", "The corresponding date of the last month.")
        }
        StepWhy::ClampedToMonthEnd => (
            "Pēdējā mēnesī attiecīgā datuma nav, tāpēc tā vietā ir mēneša pēdējā diena.",
            "The last month lacks the corresponding date, so its last day takes the place.",
        ),
        StepWhy::DaysAdded => ("Pēdējā no skaitītajām kalendāra dienām.", "The last of the counted calendar days."),
        StepWhy::TermEndsDayBefore => {
            ("Termiņš beidzas dienu pirms attiecīgā datuma.", "The term ends on the day before its corresponding date.")
        }
        StepWhy::Saturday => ("Sestdiena; to izlaiž.", "A Saturday, passed over."),
        StepWhy::Sunday => ("Svētdiena; to izlaiž.", "A Sunday, passed over."),
        StepWhy::Holiday => ("Likumā noteikta svētku diena; to izlaiž.", "A holiday by law, passed over."),
        StepWhy::FreeDay => (
            "Brīvdiena pēc svētku dienas nedēļas nogalē; to izlaiž.",
            "The free day after a holiday on a weekend, passed over.",
        ),
        StepWhy::FreeDayCounts => (
            "Brīvdiena pēc svētku dienas nedēļas nogalē nav svētku diena (Administratīvā procesa likums 43. p. 2. d.); \
             termiņš beidzas tajā.",
            "The free day after a holiday on a weekend is no holiday (Administratīvā procesa likums 43. p. 2. d.); the term ends \
             on it.",
        ),
        StepWhy::OneOffHoliday => {
            ("Svētku diena tikai šajā gadā; to izlaiž.", "A holiday of this year only, passed over.")
        }
        StepWhy::TransferredDayOff => (
            "Pārcelta brīvdiena; to izlaiž, skaitot personas labā.",
            "A transferred day off, passed over when counting in favour of the person.",
        ),
        StepWhy::WorkingDay => ("Darba diena; to ieskaita.", "A working day, which counts."),
        StepWhy::LastDay => ("Termiņa pēdējā diena.", "The last day of the term."),
        StepWhy::LenientLastDay => (
            "Termiņa pēdējā diena, skaitot personas labā.",
            "The last day of the term, counted in favour of the person.",
        ),
    };
    BothLanguages::of(lv, en)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use aplp_domain::code::Code;

    use super::*;

    #[test]
    fn every_step_has_its_own_sentence_in_each_language() {
        let sentences: BTreeSet<String> =
            StepWhy::ALL.iter().map(|why| sentence(*why)).flat_map(|text| [text.lv, text.en]).collect();

        assert_eq!(sentences.len(), 2 * StepWhy::ALL.len());
    }
}
