//! The programmes known from the sources of the service, as rows of every database.

use aplp_domain::disability::Group;
use aplp_domain::level::Ceilings;
use aplp_domain::programmes::{self, Programme};
use aplp_domain::quantity::Cents;
use chrono::NaiveDateTime;
use uuid::{Uuid, uuid};

use super::ledger;
use super::store::{self, AllocationRow, BalanceRow, Row};
use super::{AllocationId, ProgrammeId};
use crate::db::{Coded, Conn, Scope, claim};
use crate::error::Error;

/// The ids of the built-in programmes, the same in every database.
pub const IDS: [(&str, Uuid); 5] = [
    ("ib_pilot", uuid!("20644834-9c33-4768-9c92-d201b483f916")),
    ("talsi_purchase", uuid!("f962f8c2-92cf-46b4-b03f-c478407737e4")),
    ("sif_2021", uuid!("14f11502-eeb6-41c3-a10c-73f6a4a57b1f")),
    ("cfla_2022", uuid!("7afe3122-82c8-42ed-a2c4-6dae068b37a7")),
    ("state", uuid!("bd5abfc5-fcb8-44aa-aac6-96a8ea267734")),
];

/// Who is named as having recorded the places of a built-in programme.
const RECORDED_BY: &str = "aplp";
/// What those places refer to.
const REFERENCE: &str = "Programmas avotā noteiktās vietas";

/// Adds the built-in programmes that are absent and says how many those were. One that is there is left as it is.
///
/// # Errors
/// When the database does not answer.
pub fn install(tx: &mut Conn, now: NaiveDateTime) -> Result<usize, Error> {
    claim(tx, &Scope::Register(store::CODES))?;
    let mut installed = 0;
    for programme in programmes::built_in() {
        let known = store::find_by_code(tx, &programme.code)?.is_some();
        let id = IDS.iter().find(|(code, _)| *code == programme.code).map(|(_, id)| ProgrammeId::of(*id));
        let Some(id) = id.filter(|_| !known) else { continue };
        let places = programme.places_max;
        let row = row(id, programme, now);
        store::insert(tx, &row)?;
        if places.is_some() {
            let balance = BalanceRow { places_allocated: places, ..BalanceRow::empty(id) };
            ledger::allocate(tx, &allocation(&row, places, now), &balance)?;
        }
        installed += 1;
    }
    Ok(installed)
}

fn allocation(row: &Row, places: Option<i32>, now: NaiveDateTime) -> AllocationRow {
    AllocationRow {
        id: AllocationId::in_order(),
        programme_id: row.id,
        effective_on: row.starts_on,
        cents: None,
        places,
        reference: REFERENCE.to_owned(),
        recorded_by: RECORDED_BY.to_owned(),
        recorded_at: now,
    }
}

fn row(id: ProgrammeId, programme: Programme, now: NaiveDateTime) -> Row {
    let from = |group| programme.covers_from(group);
    let (covers_i_from, covers_ii_from, covers_iii_from) = (from(Group::I), from(Group::II), from(Group::III));
    let Programme {
        code,
        title_lv,
        title_en,
        kind,
        funder,
        municipality,
        starts_on,
        ends_on,
        covers: _,
        municipalities,
        ceilings: Ceilings([one, two, three]),
        term_months,
        places_max: _,
        hour_rate,
        former_programme,
        legal_ground,
        references,
    } = programme;
    Row {
        id,
        code,
        title_lv,
        title_en,
        kind: Coded(kind),
        funder,
        owner: municipality,
        starts_on,
        ends_on,
        covers_i_from,
        covers_ii_from,
        covers_iii_from,
        municipalities: municipalities.join(","),
        level_1_minutes: one.0,
        level_2_minutes: two.0,
        level_3_minutes: three.0,
        term_months: term_months.cast_signed(),
        former_programme,
        hour_rate_cents: hour_rate.map(|Cents(cents)| cents),
        legal_ground,
        reference_notes: references,
        built_in: true,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A1, A36
    #[test]
    fn every_built_in_programme_has_an_id_of_its_own_and_comes_back_from_its_row_as_it_was() {
        for programme in programmes::built_in() {
            let id = IDS.iter().find(|(code, _)| *code == programme.code).map(|(_, id)| *id).unwrap();
            assert_eq!(id.get_version_num(), 4);
            assert_eq!(IDS.iter().filter(|(_, other)| *other == id).count(), 1);

            let rules = row(ProgrammeId::of(id), programme.clone(), NaiveDateTime::default()).rules();

            // The places are in the balance, where they are taken one by one.
            assert_eq!(rules, Programme { places_max: None, ..programme });
        }
    }
}
