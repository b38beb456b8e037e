//! The agreement of three parties, without which no minute of support is given.

mod in_force;

use crate::areas::{Area, Areas};
use crate::code::Code;
use crate::moves;
use crate::refusal::Refusal;
use crate::riga::riga_day;
use chrono::{DateTime, NaiveDate, Utc};

pub use in_force::{InForce, in_force};

/// Who signs (MK 625, 18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Party {
    /// The person.
    Person,
    /// The support person.
    SupportPerson,
    /// The association.
    Association,
}

crate::codes!(Party { Person = "person", SupportPerson = "support_person", Association = "association" });

/// How a party signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureMethod {
    /// By hand on paper.
    Handwritten,
    /// With a secure electronic signature.
    ESignature,
}

crate::codes!(SignatureMethod { Handwritten = "handwritten", ESignature = "e_signature" });

/// Where an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Not all parties have signed.
    Drafted,
    /// All three have.
    Signed,
    /// Another agreement took its place, or another draft before everybody had signed.
    Superseded,
}

crate::codes!(State as "AgreementState" => { Drafted = "drafted", Signed = "signed", Superseded = "superseded" });

/// What happens to an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The last party signed.
    Signed,
    /// Another agreement took its place.
    Superseded,
}

crate::codes!(Event { Signed = "signed", Superseded = "superseded" });

/// The state after an event.
///
/// # Errors
/// `IllegalMove` with the events the state knows.
pub fn next(state: State, event: Event) -> Result<State, Refusal> {
    moves::next(state, event, step)
}

/// The codes of the events a state knows.
pub fn allowed(state: State) -> Vec<&'static str> {
    moves::allowed(state, step)
}

fn step(state: State, event: Event) -> Option<State> {
    match (state, event) {
        (State::Drafted, Event::Signed) => Some(State::Signed),
        (State::Drafted | State::Signed, Event::Superseded) => Some(State::Superseded),
        (State::Signed, Event::Signed) | (State::Superseded, _) => None,
    }
}

/// When a support person is employed by the association, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Employment {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; none while it goes on.
    pub to: Option<NaiveDate>,
}

impl Employment {
    /// Whether the support person is employed on a day.
    pub fn covers(self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|last| on <= last)
    }
}

/// Whether a support person is competent in every area of a grant.
///
/// # Errors
/// `NotCompetent` with the other areas.
pub fn competent(own: Areas, granted: Areas) -> Result<(), Refusal> {
    let missing: Vec<_> = granted.iter().filter(|area| !own.contains(*area)).map(Area::code).collect();
    if missing.is_empty() { Ok(()) } else { Err(Refusal::NotCompetent { missing }) }
}

/// The state after one more signature: every party signs once, and the last of the three makes the agreement signed.
///
/// # Errors
/// `IllegalMove` when the agreement takes no signatures, `AlreadySigned`, `SignedBeforeDecision`, and `NotEmployed` when the
/// support person named in the agreement is not employed on the day of the signature, whoever signs.
pub fn sign(
    state: State,
    signed: &[Party],
    party: Party,
    support_person: Employment,
    decided_at: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<State, Refusal> {
    let last = next(state, Event::Signed)?;
    if signed.contains(&party) {
        return Err(Refusal::AlreadySigned.standing(state, allowed(state)));
    }
    if at < decided_at {
        return Err(Refusal::SignedBeforeDecision { decided_at });
    }
    if !support_person.covers(riga_day(at)) {
        return Err(Refusal::NotEmployed);
    }
    let all = Party::ALL.iter().all(|other| *other == party || signed.contains(other));
    Ok(if all { last } else { state })
}

/// Whether an agreement may take the place of the one before it at the moment of its last signature: hours that were counted under
/// the former one, up to a moment, are not left without an agreement (design).
///
/// # Errors
/// `HoursBehindSignature`.
pub fn follows(last_signature: DateTime<Utc>, counted_until: Option<DateTime<Utc>>) -> Result<(), Refusal> {
    match counted_until {
        Some(until) if last_signature < until => Err(Refusal::HoursBehindSignature { until }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use rstest::rstest;

    const EMPLOYMENT: Employment = Employment { from: day(2026, 1, 1), to: Some(day(2026, 6, 30)) };
    const ON: NaiveDate = day(2026, 3, 1);

    fn decided_at() -> DateTime<Utc> {
        "2025-12-31T09:00:00Z".parse().unwrap()
    }

    fn noon(on: NaiveDate) -> DateTime<Utc> {
        on.and_hms_opt(10, 0, 0).unwrap().and_utc()
    }

    #[rstest]
    #[case(&[Area::Finance, Area::Health], &[])]
    #[case(&[Area::Finance, Area::Health, Area::Rights], &[])]
    #[case(&[Area::Health], &["finance"])]
    #[case(&[Area::Rights], &["finance", "health"])]
    #[case(&[], &["finance", "health"])]
    fn a_support_person_is_competent_in_every_granted_area(#[case] own: &[Area], #[case] missing: &[&'static str]) {
        let granted = [Area::Finance, Area::Health].into_iter().collect();
        let right = if missing.is_empty() { Ok(()) } else { Err(Refusal::NotCompetent { missing: missing.to_vec() }) };

        assert_eq!(competent(own.iter().copied().collect(), granted), right);
    }

    // B44
    #[rstest]
    #[case([Party::Person, Party::SupportPerson, Party::Association])]
    #[case([Party::Association, Party::Person, Party::SupportPerson])]
    #[case([Party::SupportPerson, Party::Association, Party::Person])]
    fn the_third_signature_in_any_order_signs_the_agreement(#[case] order: [Party; 3]) {
        let [first, second, third] = order;
        let sign = |signed: &[Party], party| sign(State::Drafted, signed, party, EMPLOYMENT, decided_at(), noon(ON));

        assert_eq!(sign(&[], first), Ok(State::Drafted));
        assert_eq!(sign(&[first], second), Ok(State::Drafted));
        assert_eq!(sign(&[first, second], third), Ok(State::Signed));
        let again = Refusal::AlreadySigned.standing(State::Drafted, vec!["signed", "superseded"]);
        assert_eq!(sign(&[first, second], second), Err(again));
    }

    // B15
    #[rstest]
    #[case(day(2025, 12, 31), false)]
    #[case(day(2026, 1, 1), true)]
    #[case(day(2026, 6, 30), true)]
    #[case(day(2026, 7, 1), false)]
    fn the_support_person_is_employed_on_the_day_of_every_signature(#[case] on: NaiveDate, #[case] employed: bool) {
        for &party in Party::ALL {
            let signed = sign(State::Drafted, &[], party, EMPLOYMENT, decided_at(), noon(on));

            assert_eq!(signed, if employed { Ok(State::Drafted) } else { Err(Refusal::NotEmployed) });
        }
    }

    // B44
    #[rstest]
    #[case("2026-03-01T08:59:59.999999Z", false)]
    #[case("2026-03-01T09:00:00Z", true)]
    fn nobody_signs_before_the_moment_of_the_decision(#[case] at: &str, #[case] signs: bool) {
        let decided_at = "2026-03-01T09:00:00Z".parse().unwrap();

        let signed = sign(State::Drafted, &[], Party::Person, EMPLOYMENT, decided_at, at.parse().unwrap());

        assert_eq!(signed, if signs { Ok(State::Drafted) } else { Err(Refusal::SignedBeforeDecision { decided_at }) });
    }

    #[rstest]
    #[case(None, true)]
    #[case(Some("2026-03-01T10:00:00Z"), true)]
    #[case(Some("2026-03-01T10:01:00Z"), false)]
    fn an_agreement_takes_over_when_the_last_counted_hour_is_over(#[case] counted: Option<&str>, #[case] may: bool) {
        let until = counted.map(|at| at.parse().unwrap());

        let found = follows(noon(ON), until);

        assert_eq!(found.is_ok(), may);
        assert!(may || found == Err(Refusal::HoursBehindSignature { until: until.unwrap() }));
    }

    #[rstest]
    #[case(State::Drafted, &["signed", "superseded"])]
    #[case(State::Signed, &["superseded"])]
    #[case(State::Superseded, &[])]
    fn an_agreement_gives_way_to_another_whether_it_was_signed_or_not(#[case] state: State, #[case] moves: &[&str]) {
        assert_eq!(allowed(state), moves);
        assert_eq!(next(state, Event::Superseded).ok(), moves.last().map(|_| State::Superseded));
    }

    #[test]
    fn a_superseded_agreement_is_never_signed_whoever_has_signed_it_before() {
        for signed in [&[][..], &Party::ALL[..1], &Party::ALL[..2]] {
            let refused = sign(State::Superseded, signed, Party::Association, EMPLOYMENT, decided_at(), noon(ON));

            assert_eq!(refused, Err(Refusal::IllegalMove { current: "superseded", allowed: Vec::new() }));
        }
    }

    #[test]
    fn a_signed_agreement_is_never_signed_again() {
        assert_eq!(
            sign(State::Signed, &Party::ALL[..2], Party::Association, EMPLOYMENT, decided_at(), noon(ON)),
            Err(Refusal::IllegalMove { current: "signed", allowed: vec!["superseded"] })
        );
    }
}
