//! The end of a service is decided once, and death comes when it comes.

use aplp_domain::code::Code;
use aplp_domain::grant::{EndGround, State, may_decide_end};
use aplp_domain::refusal::Refusal;
use rstest::rstest;

#[rstest]
#[case("granted", &["contracted", "amended"])]
#[case("contracted", &["contracted", "started", "amended"])]
#[case("active", &["contracted", "suspended", "amended"])]
#[case("suspended", &["contracted", "resumed", "amended"])]
fn the_end_of_a_service_is_decided_once_unless_death_comes_first_and_the_answer_names_the_other_moves(
    #[case] state: &str,
    #[case] left: &[&'static str],
) {
    let state = State::from_code(state).unwrap();

    let decided = Err(Refusal::EndDecided.standing(state, left.to_vec()));
    let over = Err(Refusal::IllegalMove { current: "ended", allowed: Vec::new() });
    for ground in EndGround::of_a_decision() {
        assert_eq!(may_decide_end(state, None, ground), Ok(State::Ended));
        assert_eq!(may_decide_end(State::Ended, None, ground), over);
        for before in EndGround::of_a_decision() {
            // Death comes when it comes, but once.
            let dies = ground == EndGround::Death && before != EndGround::Death;
            let expected = if dies { Ok(State::Ended) } else { decided.clone() };
            assert_eq!(may_decide_end(state, Some(before), ground), expected, "{} {}", before.code(), ground.code());
            assert_eq!(may_decide_end(State::Ended, Some(before), ground), over);
        }
    }
}
