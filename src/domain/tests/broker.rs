//! Who may be a broker: each conflict alone, old and new codes of a place, and exceptions.

use aplp_domain::broker::{Conflict, DeclaredRole, EmployerKind, Facts, admitted, conflicts, known, may_support};
use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::refusal::Refusal;
use chrono::NaiveDate;
use rstest::rstest;

const TODAY: NaiveDate = day(2026, 3, 2);
const NOTHING: Facts<'static> = Facts {
    declared: &[],
    supports: false,
    employer: EmployerKind::Other,
    employer_municipality: None,
    person_municipality: Some("0026000"),
};
const SOCIAL_SERVICE: Facts<'static> = Facts { employer: EmployerKind::MunicipalSocialService, ..NOTHING };

// A45, A46, A47
#[rstest]
#[case(NOTHING, None, None)]
#[case(Facts { declared: &[DeclaredRole::SocialWorker], ..NOTHING }, Some(Conflict::SocialWorker), Some(Refusal::BrokerIsSocialWorker))]
#[case(Facts { declared: &[DeclaredRole::CaseManager], ..NOTHING }, Some(Conflict::CaseManager), Some(Refusal::BrokerIsCaseManager))]
#[case(Facts { declared: &[DeclaredRole::SupportPerson], ..NOTHING }, Some(Conflict::SupportPerson), Some(Refusal::BrokerIsSupportPerson))]
#[case(Facts { supports: true, ..NOTHING }, Some(Conflict::SupportPerson), Some(Refusal::BrokerIsSupportPerson))]
#[case(Facts { employer_municipality: Some("0026000"), ..SOCIAL_SERVICE }, Some(Conflict::LocalSocialService), Some(Refusal::BrokerOfLocalSocialService))]
#[case(Facts { employer_municipality: Some("0420200"), ..SOCIAL_SERVICE }, Some(Conflict::LocalSocialService), Some(Refusal::BrokerOfLocalSocialService))]
#[case(Facts { employer_municipality: Some("0051000"), ..SOCIAL_SERVICE }, None, None)]
#[case(Facts { employer: EmployerKind::Association, employer_municipality: Some("0026000"), ..NOTHING }, None, None)]
fn each_conflict_alone_is_found_and_refused_unless_it_is_excepted(
    #[case] facts: Facts<'_>,
    #[case] expected: Option<Conflict>,
    #[case] refusal: Option<Refusal>,
) {
    let found = conflicts(&facts, TODAY);

    assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
    assert_eq!(admitted(&found, false).err(), refusal);
    let excepted = if found.is_empty() { Err(Refusal::NoConflictToAdmit) } else { Ok(()) };
    assert_eq!(admitted(&found, true), excepted);
}

// A46: unknown is not no.
#[rstest]
#[case(EmployerKind::MunicipalSocialService, None, false)]
#[case(EmployerKind::MunicipalSocialService, Some("0026000"), true)]
#[case(EmployerKind::Association, None, true)]
#[case(EmployerKind::Other, None, true)]
fn who_employs_the_broker_says_whether_it_has_to_be_known_where_the_person_lives(
    #[case] employer: EmployerKind,
    #[case] person_municipality: Option<&str>,
    #[case] is_known: bool,
) {
    let facts = Facts { employer, employer_municipality: Some("0051000"), person_municipality, ..NOTHING };

    let missing = (!is_known).then(|| Refusal::IndependenceUnknown { missing: vec!["municipality"] });
    assert_eq!(known(&facts).err(), missing);
}

// A45
#[rstest]
#[case(false, &[], None)]
#[case(true, &[], Some(Refusal::SupportPersonIsBroker))]
#[case(true, &[Conflict::CaseManager], Some(Refusal::SupportPersonIsBroker))]
#[case(true, &[Conflict::CaseManager, Conflict::SupportPerson], None)]
fn a_broker_supports_the_person_by_an_exception_for_just_that(
    #[case] is_broker: bool,
    #[case] excepted: &[Conflict],
    #[case] refused: Option<Refusal>,
) {
    assert_eq!(may_support(is_broker, excepted).err(), refused);
}

#[test]
fn every_conflict_is_named_and_the_first_one_refuses() {
    let facts = Facts {
        declared: &[DeclaredRole::SupportPerson, DeclaredRole::CaseManager, DeclaredRole::SocialWorker],
        employer_municipality: Some("0026000"),
        ..SOCIAL_SERVICE
    };

    let found = conflicts(&facts, TODAY);

    assert_eq!(found, Conflict::ALL);
    assert_eq!(admitted(&found, false), Err(Refusal::BrokerIsSocialWorker));
}

// A46: the social service of the person's municipality on that day.
#[rstest]
// The pilot's codes, on its days and after the reform.
#[case("0420200", "0420200", day(2020, 3, 2), true)]
#[case("0420200", "0026000", day(2022, 3, 2), true)]
#[case("0440200", "0022000", TODAY, true)]
#[case("0440200", "0002000", TODAY, false)]
#[case("0090000", "0003000", TODAY, true)]
#[case("0090000", "0030000", TODAY, false)]
// Varakļāni went into Madona on 1 July 2025: two municipalities until then.
#[case("0055000", "0038000", day(2025, 6, 30), false)]
#[case("0055000", "0038001", day(2025, 7, 1), true)]
#[case("0055000", "0038000", day(2025, 7, 1), true)]
// A code that is younger than the day is judged by what it leads to.
#[case("0026000", "0420200", day(2020, 3, 2), true)]
#[case("0026000", "0880200", day(2020, 3, 2), false)]
fn a_place_is_the_same_on_a_day_whatever_its_code(
    #[case] employer: &str,
    #[case] person: &str,
    #[case] on: NaiveDate,
    #[case] same: bool,
) {
    for (employer, person) in [(employer, person), (person, employer)] {
        let facts =
            Facts { employer_municipality: Some(employer), person_municipality: Some(person), ..SOCIAL_SERVICE };
        assert_eq!(!conflicts(&facts, on).is_empty(), same, "{employer} {person}");
    }
}
