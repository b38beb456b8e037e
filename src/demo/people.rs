//! The persons of the demo: nobody real. Their codes are published test values or computed.

use super::steps::Someone;

/// Rīga.
const RIGA: &str = "0001000";
/// Talsu novads, which pays for one place of its own.
pub(super) const TALSI: &str = "0051000";

const fn born(
    given_name: &'static str,
    family_name: &'static str,
    personal_code: &'static str,
    municipality: &'static str,
) -> Someone {
    Someone { given_name, family_name, personal_code, born_on: None, municipality, address: Some("Ozolu iela 1") }
}

const fn newly_coded(
    given_name: &'static str,
    family_name: &'static str,
    personal_code: &'static str,
    municipality: &'static str,
) -> Someone {
    Someone { born_on: Some("1988-05-04"), ..born(given_name, family_name, personal_code, municipality) }
}

/// Served by the state.
pub(super) const ANNA: Someone = born("Anna", "Bērziņa", "161175-19997", RIGA);
/// Granted, the agreement not signed by all.
pub(super) const JANIS: Someone = born("Jānis", "Kalniņš", "201283-15289", RIGA);
/// Has the one place that Talsi pays for.
pub(super) const LIGA: Someone = born("Līga", "Ozola", "010190-10001", TALSI);
/// Waits for it.
pub(super) const MARTA: Someone = newly_coded("Marta", "Vītola", "331234-56789", TALSI);
/// Refused.
pub(super) const KARLIS: Someone = newly_coded("Kārlis", "Krūmiņš", "328673-00679", TALSI);

/// Submitted, incomplete, withdrawn, under review, waiting for a certificate, assessed.
pub(super) const ON_THE_WAY: &[Someone] = &[
    newly_coded("Dace", "Eglīte", "399999-99999", RIGA),
    Someone { address: None, ..newly_coded("Pēteris", "Liepiņš", "320000-00000", RIGA) },
    born("Ilona", "Balode", "010190-10010", RIGA),
    born("Ģirts", "Šmits", "290200-20017", TALSI),
    born("Žanete", "Ābele", "010108-20008", TALSI),
    born("Ēriks", "Ķirsis", "111111-11111", RIGA),
];
