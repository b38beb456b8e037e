//! How an agreement comes about: a draft, three signatures, and the agreement before it giving way.

use aplp_domain::agreement::{self, Event, Party, State};
use aplp_domain::broker::may_support;
use aplp_domain::dates::has_come;
use aplp_domain::grant;
use aplp_domain::refusal::Refusal;
use aplp_domain::riga::riga_day;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};

use super::store::{self, Row, SignatureRow};
use super::wire::{AgreementInput, SignatureInput};
use super::{AgreementId, SignatureId, object};
use crate::caller::{Caller, Role};
use crate::db::journal;
use crate::db::{Coded, Conn, Scope, claim};
use crate::delivery::grants::store as grants;
use crate::delivery::hours::store::standing::counted_until;
use crate::delivery::individual_budgets::store::brokers;
use crate::error::Error;
use crate::http::seen::Seen;
use crate::intake::grants::GrantId;
use crate::intake::grants::store::{Row as GrantRow, change as change_grant, course, find as find_grant};
use crate::register::persons::store::deaths::lives_today;
use crate::register::support_persons::store as support_persons;

/// Drafts an agreement under a grant that has not ended, with a support person who is employed and has room for one more.
/// It takes the place of a draft that not everybody has signed, so that no draft holds a grant up.
pub(super) fn drafted(
    tx: &mut Conn,
    who: &Caller,
    grant: GrantId,
    seen: &Seen,
    new: AgreementInput,
) -> Result<Row, Error> {
    let AgreementInput { support_person_id, meeting_place, meeting_manner, schedule } = new;
    let grant = grants::claimed(tx, grant, who)?;
    seen.is(grant.version)?;
    lives_today(tx, grant.person_id, who)?;
    let supporter = support_persons::claimed(tx, support_person_id).map_err(Error::unknown("#/support_person_id"))?;
    open_on(&grant, who.today())?;
    if !supporter.employment().covers(who.today()) {
        return Err(Refusal::NotEmployed.into());
    }
    agreement::competent(supporter.areas.areas(), grant.areas.areas())?;
    // One more agreement with a person who is supported already adds nobody to the caseload.
    let adds = !store::supports(tx, supporter.id, grant.person_id, who.today())?;
    if adds && support_persons::caseload(tx, supporter.id, who.today())? >= i64::from(supporter.caseload_max) {
        return Err(Error::Conflict("caseload_full"));
    }
    // The claim on the person's case keeps brokers as they are meanwhile.
    for broker in brokers::of_person(tx, grant.person_id, who.today())? {
        let is = broker.is(supporter.id, supporter.issuer.as_deref(), supporter.subject.as_deref());
        may_support(is, &broker.recorded_conflicts())?;
    }
    supersede(tx, who, grant.id, State::Drafted)?;
    let row = Row {
        id: AgreementId::random(),
        grant_id: grant.id,
        person_id: grant.person_id,
        support_person_id: supporter.id,
        meeting_place,
        meeting_manner,
        schedule,
        state: Coded(State::Drafted),
        signed_at: None,
        version: 1,
        created_at: who.at.naive_utc(),
        updated_at: who.at.naive_utc(),
    };
    store::insert(tx, &row)?;
    journal::record(tx, who, "agreement_drafted", object(&row))?;
    Ok(row)
}

/// Records a signature. With the third one the agreement is signed, the one before it is superseded, and the grant is
/// contracted.
pub(super) fn signed(
    tx: &mut Conn,
    who: &Caller,
    id: AgreementId,
    seen: &Seen,
    new: SignatureInput,
) -> Result<Row, Error> {
    let SignatureInput { party: Coded(party), method, signatory, signed_at } = new;
    let drafted = store::find(tx, id, who)?;
    let grant = grants::claimed_to_sign(tx, drafted.grant_id, who)?;
    let supporter = support_persons::claimed(tx, drafted.support_person_id)?;
    let row = store::find(tx, id, who)?;
    seen.is(row.version)?;
    lives_today(tx, grant.person_id, who)?;
    records_for(who, &row, party)?;
    // Both databases keep whole microseconds.
    let signed_at = signed_at.trunc_subsecs(6);
    has_come("signed_at", signed_at, who.at)?;
    let on = riga_day(signed_at);
    let before = store::signatures(tx, &[id])?;
    let parties: Vec<Party> = before.iter().map(|signature| signature.party.0).collect();
    let decided_at = grants::decided_at(tx, &grant)?.and_utc();
    let state = agreement::sign(row.state.0, &parties, party, supporter.employment(), decided_at, signed_at)?;
    agreement::competent(supporter.areas.areas(), grant.areas.areas())?;
    // Whoever signs late signs for nothing any more, and nobody signs for a day after the last one.
    open_on(&grant, who.today())?;
    open_on(&grant, on)?;
    let signature = SignatureRow {
        id: SignatureId::in_order(),
        agreement_id: id,
        party: Coded(party),
        method,
        signatory,
        signed_at: signed_at.naive_utc(),
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
    };
    store::insert_signature(tx, &signature)?;
    let mut row = Row { version: row.version + 1, updated_at: who.at.naive_utc(), ..row };
    journal::record(tx, who, "signature_recorded", object(&row))?;
    if state != row.state.0 {
        let last = before.iter().map(|signature| signature.signed_at.and_utc()).fold(signed_at, DateTime::<Utc>::max);
        agreement::follows(last, counted_until(tx, grant.id)?.map(|until| until.and_utc()))?;
        supersede(tx, who, grant.id, State::Signed)?;
        row.state = Coded(state);
        row.signed_at = Some(last.naive_utc());
        journal::record(tx, who, "agreement_signed", object(&row))?;
        contracted(tx, who, &grant)?;
    }
    store::update(tx, &row)?;
    Ok(row)
}

/// A support person records only the own signature on the own agreement; the association's staff record anybody's.
fn records_for(who: &Caller, row: &Row, party: Party) -> Result<(), Error> {
    if who.is(Role::Coordinator) || who.is(Role::DecisionMaker) {
        return Ok(());
    }
    if who.support_person_id() != Some(row.support_person_id) {
        return Err(Error::NotFound);
    }
    if party == Party::SupportPerson { Ok(()) } else { Err(Error::Asked("signs_for_another")) }
}

/// A grant takes agreements until it ends.
fn open_on(grant: &GrantRow, on: NaiveDate) -> Result<grant::State, Refusal> {
    grant::next(grant.recorded().on(on), grant::Event::Contracted)
}

/// Ends the agreement of a grant in this state, if there is one: another takes its place.
fn supersede(tx: &mut Conn, who: &Caller, grant: GrantId, of: State) -> Result<(), Error> {
    let Some(old) = store::of_grant(tx, grant, of)? else { return Ok(()) };
    let state = Coded(agreement::next(old.state.0, Event::Superseded)?);
    let old = Row { state, version: old.version + 1, updated_at: who.at.naive_utc(), ..old };
    store::update(tx, &old)?;
    journal::record(tx, who, "agreement_superseded", object(&old))
}

/// Records that a grant is contracted. It is read anew under the claim of its programme, under which alone services are ended that
/// have run out.
fn contracted(tx: &mut Conn, who: &Caller, grant: &GrantRow) -> Result<(), Error> {
    claim(tx, &Scope::Programme(grant.programme_id.uuid()))?;
    let grant = find_grant(tx, grant.id)?;
    let state = Coded(grant::next(grant.state.0, grant::Event::Contracted)?);
    course::insert_event(tx, &course::EventRow::of(who, &grant, grant::Event::Contracted))?;
    change_grant(tx, who, GrantRow { state, ..grant }, "grant_contracted").map(drop)
}
