//! The personal code: every published example, and the rules as properties.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::personal_code::{
    CodeChangeFault, CodeForm, LAST_LEGACY_DAY, PersonalCode, PersonalCodeFault, change_allowed, changed_on, legacy,
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rstest::rstest;

fn code(text: &str) -> PersonalCode {
    PersonalCode::parse(text).expect(text)
}

// B34
#[rstest]
#[case("161175-19997", day(1975, 11, 16))]
#[case("16117519997", day(1975, 11, 16))]
#[case("111111-11111", day(1911, 11, 11))]
#[case("201283-15289", day(1983, 12, 20))]
#[case("030303-10012", day(1903, 3, 3))]
#[case("290200-20017", day(2000, 2, 29))]
#[case("010190-10001", day(1990, 1, 1))]
#[case("010190-10010", day(1990, 1, 1))]
#[case("030399-00078", day(1899, 3, 3))]
#[case("010108-20008", day(2008, 1, 1))]
fn a_legacy_code_carries_the_birth_date(#[case] text: &str, #[case] born_on: NaiveDate) {
    assert_eq!(code(text).form(), CodeForm::Legacy);
    assert_eq!(code(text).born_on(), Some(born_on));
}

// B34
#[rstest]
#[case("328673-00679")]
#[case("328673-00677")]
#[case("331234-56789")]
#[case("399999-99999")]
#[case("320000-00000")]
#[case("32000000000")]
fn a_new_code_has_no_birth_date_and_no_check_digit(#[case] text: &str) {
    assert_eq!(code(text).form(), CodeForm::New);
    assert_eq!(code(text).born_on(), None);
}

// B34
#[rstest]
#[case::check_digit("161175-19996", "check_digit")]
#[case::check_digit_of_zero("010190-10011", "check_digit")]
#[case::month_thirteen("161375-19997", "no_such_day")]
#[case::month_zero("160075-19997", "no_such_day")]
#[case::day_zero("001175-19997", "no_such_day")]
#[case::april_has_no_31st("310475-19997", "no_such_day")]
#[case::no_leap_year_1900("290200-10011", "no_such_day")]
#[case::century("010190-30001", "century")]
#[case::legal_entity("400035-21600", "legal_entity_number")]
#[case::legal_entity_nine("999999-99999", "legal_entity_number")]
#[case::short("12345678", "length_or_characters")]
#[case::ten_digits("1611751999", "length_or_characters")]
#[case::twelve_digits("161175199970", "length_or_characters")]
#[case::letter("161175-1999A", "length_or_characters")]
#[case::inner_space("161175 19997", "length_or_characters")]
#[case::hyphen_elsewhere("16117-519997", "length_or_characters")]
#[case::two_hyphens("161175--9997", "length_or_characters")]
#[case::hyphen_only_at_the_end("16117519997-", "length_or_characters")]
#[case::other_digits("١٦١١٧٥-١٩٩٩٧", "length_or_characters")]
#[case::a_character_across_the_middle("16117ž9999", "length_or_characters")]
#[case::nothing("", "length_or_characters")]
fn a_text_that_is_no_personal_code_is_refused_with_its_fault(#[case] text: &str, #[case] fault: &str) {
    assert_eq!(PersonalCode::parse(text).map_err(Code::code), Err(fault));
}

#[test]
fn no_legacy_code_carries_a_birth_date_after_they_were_no_longer_assigned() {
    assert_eq!(legacy(day(2017, 6, 29), 1).and_then(|code| code.born_on()), Some(day(2017, 6, 29)));
    assert_eq!(legacy(LAST_LEGACY_DAY, 1).and_then(|code| code.born_on()), Some(LAST_LEGACY_DAY));
    assert_eq!(legacy(day(2017, 7, 1), 1), None);
    assert_eq!(PersonalCode::parse("010717-20016"), Err(PersonalCodeFault::BornAfterLegacyCodes));
}

#[test]
fn white_space_around_a_code_and_its_hyphen_do_not_make_another_code() {
    assert_eq!(code(" 161175-19997\r\n"), code("16117519997"));
    assert_eq!(code("161175-19997").digits(), "16117519997");
    assert_eq!(code("16117519997").hyphenated(), "161175-19997");
}

#[test]
fn a_code_is_hidden_wherever_it_is_not_asked_for_by_name() {
    assert_eq!(format!("{:?}", code("161175-19997")), "[redacted]");
    assert_eq!(format!("{:?}", Some(code("328673-00679"))), "Some([redacted])");
    assert_eq!(code("161175-19997").masked(), "******-*****");
}

#[rstest]
#[case::legacy_to_new("161175-19997", "328673-00679", Ok(()))]
#[case::new_to_new("328673-00679", "331234-56789", Err(CodeChangeFault::NewCodeIsFinal))]
#[case::new_to_legacy("328673-00679", "161175-19997", Err(CodeChangeFault::NewCodeIsFinal))]
#[case::legacy_to_legacy("161175-19997", "010190-10001", Err(CodeChangeFault::OnlyToNewForm))]
fn a_code_changes_once_from_legacy_to_new(
    #[case] from: &str,
    #[case] to: &str,
    #[case] expected: Result<(), CodeChangeFault>,
) {
    assert_eq!(change_allowed(&code(from), &code(to)), expected);
}

fn birth_dates() -> impl Strategy<Value = NaiveDate> {
    let first = day(1800, 1, 1);
    let days = (LAST_LEGACY_DAY - first).num_days().unsigned_abs();
    (0..=days).prop_map(move |days| first + Days::new(days))
}

proptest! {
    #[test]
    fn every_birth_date_and_serial_number_has_one_legacy_code(born_on in birth_dates(), serial in 0_u32..1000) {
        let code = legacy(born_on, serial).expect("a code");

        prop_assert_eq!(code.born_on(), Some(born_on));
        prop_assert_eq!(PersonalCode::parse(&code.hyphenated()), Ok(code.clone()));
        prop_assert_eq!(PersonalCode::parse(code.digits()), Ok(code));
    }

    /// Remainders zero and ten share the check digit zero, so only such codes can hide a wrong digit; and a first digit
    /// turned into a three can make a new code, which has no check digit at all.
    #[test]
    fn one_wrong_digit_is_caught_unless_the_check_digit_is_zero(
        born_on in birth_dates(), serial in 0_u32..1000, place in 0_usize..11, by in 1_u8..10,
    ) {
        let code = legacy(born_on, serial).expect("a code");
        let mut digits = code.digits().as_bytes().to_vec();
        digits[place] = b'0' + (digits[place] - b'0' + by) % 10;

        if let Ok(wrong) = PersonalCode::parse(&String::from_utf8(digits).expect("digits")) {
            prop_assert!(wrong.form() == CodeForm::New || code.digits().ends_with('0'));
        }
    }

    #[test]
    fn every_code_of_the_new_structure_is_accepted(text in "3[2-9][0-9]{4}-?[0-9]{5}") {
        prop_assert_eq!(PersonalCode::parse(&text).map(|code| code.form()), Ok(CodeForm::New));
    }

    #[test]
    fn no_text_makes_the_parser_fail_otherwise_than_by_its_answer(text in "\\PC{0,16}") {
        let _ = PersonalCode::parse(&text);
    }

    #[test]
    fn no_digit_of_a_masked_code_is_shown(text in "3[2-9][0-9]{9}") {
        prop_assert_eq!(code(&text).masked(), "******-*****");
    }
}

#[rstest]
#[case(None, day(2017, 6, 30), false)]
#[case(None, day(2017, 7, 1), true)]
#[case(None, day(2026, 3, 2), true)]
#[case(Some(day(2026, 3, 2)), day(2026, 3, 2), false)]
#[case(Some(day(2026, 3, 2)), day(2026, 3, 3), true)]
#[case(Some(day(1990, 1, 1)), day(2017, 6, 30), false)]
fn a_new_code_holds_no_earlier_than_july_2017_and_later_than_the_legacy_one_began(
    #[case] legacy_since: Option<NaiveDate>,
    #[case] on: NaiveDate,
    #[case] allowed: bool,
) {
    assert_eq!(changed_on(legacy_since, on), allowed);
}
