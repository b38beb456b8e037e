//! Which programme pays for a person: of those that may, the first in a fixed order that can.

use crate::eligibility::Outcome;
use crate::funding::Funding;
use crate::programmes::ProgrammeKind;

/// A programme that might pay, with what was found about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// What kind of money it is.
    pub kind: ProgrammeKind,
    /// Whether the person meets its conditions.
    pub outcome: Outcome,
    /// Whether it can pay for one more person now.
    pub funding: Funding,
}

/// Why a programme pays or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// It pays.
    Pays,
    /// It could pay, but another one comes first.
    AnotherComesFirst,
    /// It would pay, but its money or places are used up: the person would wait for it.
    UsedUp,
    /// It would pay, but others wait before the person.
    OthersWait,
    /// The person does not meet its conditions.
    ConditionsNotMet,
    /// Something has to be found out first.
    FactsMissing,
}

crate::codes!(Why as "WhySource" => {
    Pays = "pays",
    AnotherComesFirst = "another_comes_first",
    UsedUp = "used_up",
    OthersWait = "others_wait",
    ConditionsNotMet = "conditions_not_met",
    FactsMissing = "facts_missing",
});

/// The answer for all candidates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Why each pays or does not, in the order of the candidates.
    pub whys: Vec<Why>,
    /// The place in the list of the one that pays.
    pub pays: Option<usize>,
    /// Where none can pay, the place of the one in whose queue the person would wait.
    pub waits_for: Option<usize>,
}

/// The order in which programmes pay (design): the state's first, because a person has a right to it; what is tied to a trial or
/// a project next; a municipality's own money last, because it may and need not give it (Labklājības ministrija, pakalpojuma
/// apraksts: "var nodrošināt … par saviem līdzekļiem").
pub fn rank(kind: ProgrammeKind) -> u8 {
    match kind {
        ProgrammeKind::StateBudget => 0,
        ProgrammeKind::IndividualBudget => 1,
        ProgrammeKind::Pilot => 2,
        ProgrammeKind::GrantProject => 3,
        ProgrammeKind::MunicipalPurchase => 4,
    }
}

/// Which of some programmes pays; of two of the same kind the one that comes first in the list.
pub fn choose(candidates: &[Candidate]) -> Chosen {
    let first = |fits: fn(&Candidate) -> bool| {
        let fitting = candidates.iter().enumerate().filter(|(_, candidate)| fits(candidate));
        fitting.min_by_key(|(at, candidate)| (rank(candidate.kind), *at)).map(|(at, _)| at)
    };
    let pays = first(|candidate| candidate.outcome == Outcome::Eligible && candidate.funding == Funding::Available);
    let waits_for = first(|candidate| candidate.outcome == Outcome::Eligible).filter(|_| pays.is_none());
    let why = |(at, candidate): (usize, &Candidate)| match (candidate.outcome, candidate.funding) {
        (Outcome::Ineligible, _) => Why::ConditionsNotMet,
        (Outcome::Unknown, _) => Why::FactsMissing,
        (Outcome::Eligible, Funding::Exhausted) => Why::UsedUp,
        (Outcome::Eligible, Funding::OthersWaiting) => Why::OthersWait,
        (Outcome::Eligible, Funding::Available) if pays == Some(at) => Why::Pays,
        (Outcome::Eligible, Funding::Available) => Why::AnotherComesFirst,
    };
    Chosen { whys: candidates.iter().enumerate().map(why).collect(), pays, waits_for }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use proptest::prelude::*;

    const STATE: Candidate =
        Candidate { kind: ProgrammeKind::StateBudget, outcome: Outcome::Eligible, funding: Funding::Available };
    const OWN: Candidate = Candidate { kind: ProgrammeKind::MunicipalPurchase, ..STATE };

    // B3, A36
    #[test]
    fn the_state_pays_first_and_a_municipality_where_the_state_does_not_cover() {
        let both = choose(&[OWN, STATE]);
        let uncovered = choose(&[OWN, Candidate { outcome: Outcome::Ineligible, ..STATE }]);
        let used_up = choose(&[Candidate { funding: Funding::Exhausted, ..STATE }, OWN]);

        assert_eq!((both.whys, both.pays), (vec![Why::AnotherComesFirst, Why::Pays], Some(1)));
        assert_eq!((uncovered.whys, uncovered.pays), (vec![Why::Pays, Why::ConditionsNotMet], Some(0)));
        assert_eq!((used_up.whys, used_up.pays), (vec![Why::UsedUp, Why::Pays], Some(1)));
    }

    // B42
    #[test]
    fn where_none_can_pay_the_person_waits_for_the_first_that_would() {
        let chosen = choose(&[
            Candidate { funding: Funding::Exhausted, ..OWN },
            Candidate { funding: Funding::OthersWaiting, ..STATE },
            Candidate { outcome: Outcome::Unknown, ..STATE },
        ]);

        assert_eq!(chosen.whys, [Why::UsedUp, Why::OthersWait, Why::FactsMissing]);
        assert_eq!((chosen.pays, chosen.waits_for), (None, Some(1)));
    }

    proptest! {
        #[test]
        fn at_most_one_pays_and_only_one_that_may_and_can(
            drawn in prop::collection::vec((0..5_usize, 0..3_usize, 0..3_usize), 0..8),
        ) {
            let of = |(kind, outcome, funding): (usize, usize, usize)| Candidate {
                kind: ProgrammeKind::ALL[kind],
                outcome: Outcome::ALL[outcome],
                funding: Funding::ALL[funding],
            };
            let candidates: Vec<_> = drawn.into_iter().map(of).collect();

            let chosen = choose(&candidates);

            let paying: Vec<_> = (0..candidates.len()).filter(|at| chosen.whys[*at] == Why::Pays).collect();
            prop_assert_eq!(paying, chosen.pays.into_iter().collect::<Vec<_>>());
            prop_assert!(chosen.pays.is_none() || chosen.waits_for.is_none());
            if let Some(at) = chosen.pays {
                prop_assert_eq!((candidates[at].outcome, candidates[at].funding), (Outcome::Eligible, Funding::Available));
            }
        }
    }
}
