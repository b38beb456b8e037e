//! The rows of agreements and their signatures.

use aplp_domain::agreement::{InForce, State, in_force};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{AgreementId, SignatureId};
use crate::caller::{Caller, Sight};
use crate::codes::{AgreementStateCode, PartyCode, SignatureMethodCode};
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{agreements, grants, signatures, support_persons};
use crate::db::{Coded, Conn, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::intake::grants::GrantId;
use crate::kept_sealed;
use crate::register::lasting;
use crate::register::persons::PersonId;
use crate::register::persons::sight::{draft, of_own_grant, theirs};
use crate::register::support_persons::SupportPersonId;

kept_sealed! {
    /// An agreement.
    pub struct Row from agreements as Stored with Secret {
        id: AgreementId,
        grant_id: GrantId,
        person_id: PersonId,
        support_person_id: SupportPersonId,
        state: AgreementStateCode,
        signed_at: Option<NaiveDateTime>,
        version: i32,
        created_at: NaiveDateTime,
        updated_at: NaiveDateTime,
        ;
        meeting_place: String,
        meeting_manner: String,
        schedule: String,
    }
}

kept_sealed! {
    /// A signature.
    pub struct SignatureRow from signatures as StoredSignature with SignatureSecret {
        id: SignatureId,
        agreement_id: AgreementId,
        party: PartyCode,
        method: SignatureMethodCode,
        signed_at: NaiveDateTime,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        signatory: String,
    }
}

/// Which agreements.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this grant's.
    pub grant: Option<GrantId>,
    /// Only this person's.
    pub person: Option<PersonId>,
    /// Only this support person's.
    pub support_person: Option<SupportPersonId>,
}

/// The agreement by which a grant stands, with the name of the support person.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The agreement.
    pub agreement: Row,
    /// The given name of the support person.
    pub given_name: String,
    /// The family name of the support person.
    pub family_name: String,
}

type Condition = Box<dyn BoxableExpression<agreements::table, MultiBackend, SqlType = Bool>>;

/// The agreements of whole files, a municipality's only on services that it pays; and the drafts that are the caller's to sign.
fn open_to(sight: &Sight) -> Condition {
    let whole = theirs(agreements::person_id, sight).and(of_own_grant(agreements::grant_id, sight));
    Box::new(whole.or(draft(agreements::id, sight)))
}

/// One agreement, if the caller may see its person.
///
/// # Errors
/// `NotFound` for an absent agreement and for another's alike.
pub fn find(conn: &mut Conn, id: AgreementId, who: &Caller) -> Result<Row, Error> {
    let row = agreements::table.filter(open_to(&who.sight())).filter(agreements::id.eq(id)).select(Row::as_select());
    row.first(conn).optional()?.ok_or(Error::NotFound)
}

/// A page of agreements in the order in which they were drafted.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    wanted: &Wanted,
    slice: &Slice<(NaiveDateTime, AgreementId)>,
) -> Result<Vec<Row>, Error> {
    let query = matching(who, wanted, &slice.filters);
    Ok(in_order!(query, slice, Up, (agreements::created_at, agreements::id)).select(Row::as_select()).load(conn)?)
}

/// How many agreements a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, wanted: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(matching(who, wanted, filters).count().get_result(conn)?)
}

fn matching<'a>(who: &Caller, wanted: &Wanted, filters: &Filters) -> agreements::BoxedQuery<'a, MultiBackend> {
    let mut query = agreements::table.filter(open_to(&who.sight())).into_boxed();
    if let Some(grant) = wanted.grant {
        query = query.filter(agreements::grant_id.eq(grant));
    }
    if let Some(person) = wanted.person {
        query = query.filter(agreements::person_id.eq(person));
    }
    if let Some(supporter) = wanted.support_person {
        query = query.filter(agreements::support_person_id.eq(supporter));
    }
    filtered!(query, filters, agreements { updated updated_at; codes state: AgreementStateCode })
}

/// The agreement by which each of some grants stands: the signed one; before there is one, the drafted one.
///
/// # Errors
/// When the database does not answer.
pub fn standing(conn: &mut Conn, of: &[GrantId]) -> Result<Vec<Standing>, Error> {
    let live = agreements::table.inner_join(support_persons::table).filter(agreements::grant_id.eq_any(of));
    let live = live.filter(agreements::state.ne(Coded(State::Superseded)));
    // By code, "drafted" comes before "signed"; of two agreements of one grant the signed one is to come first.
    let rows = live.order(agreements::state.desc()).select((
        Row::as_select(),
        support_persons::given_name,
        support_persons::family_name,
    ));
    let rows: Vec<(Row, String, String)> = rows.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(agreement, given_name, family_name)| Standing { agreement, given_name, family_name })
        .collect())
}

/// The agreement of a grant in a state of which there is one at the most: drafted or signed.
///
/// # Errors
/// When the database does not answer.
pub fn of_grant(conn: &mut Conn, grant: GrantId, state: State) -> Result<Option<Row>, Error> {
    let one = agreements::table.filter(agreements::grant_id.eq(grant)).filter(agreements::state.eq(Coded(state)));
    Ok(one.select(Row::as_select()).first(conn).optional()?)
}

/// The agreements of a grant that were signed by all three, in the order in which one took the place of the other, each with
/// the time in which it was in force.
///
/// # Errors
/// When the database does not answer.
pub fn signed(conn: &mut Conn, grant: GrantId) -> Result<Vec<(Row, InForce)>, Error> {
    let signed = agreements::table.filter(agreements::grant_id.eq(grant)).filter(agreements::signed_at.is_not_null());
    // One is drafted after the other; of two of the same moment the one that still stands comes last.
    let in_order = (agreements::created_at, agreements::updated_at, agreements::state.desc());
    let rows: Vec<Row> = signed.order(in_order).select(Row::as_select()).load(conn)?;
    let moments: Vec<_> = rows.iter().filter_map(|row| row.signed_at).map(|at| at.and_utc()).collect();
    Ok(rows.into_iter().zip(in_force(&moments)).collect())
}

/// Whether a support person has an agreement with a person already, on a grant that has not ended by today.
///
/// # Errors
/// When the database does not answer.
pub fn supports(
    conn: &mut Conn,
    supporter: SupportPersonId,
    person: PersonId,
    today: NaiveDate,
) -> Result<bool, Error> {
    let theirs = agreements::table.inner_join(grants::table).filter(agreements::support_person_id.eq(supporter));
    let live = theirs.filter(agreements::person_id.eq(person)).filter(agreements::state.ne(Coded(State::Superseded)));
    Ok(live.filter(lasting::on(today)).count().get_result::<i64>(conn)? > 0)
}

/// The signatures of some agreements, in the order of their moments.
///
/// # Errors
/// When the database does not answer.
pub fn signatures(conn: &mut Conn, of: &[AgreementId]) -> Result<Vec<SignatureRow>, Error> {
    let theirs = signatures::table.filter(signatures::agreement_id.eq_any(of)).select(SignatureRow::as_select());
    Ok(theirs.order((signatures::signed_at, signatures::recorded_at, signatures::id)).load(conn)?)
}

/// Adds an agreement.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(agreements::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Replaces an agreement.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::update(agreements::table.find(row.id)).set(row.stored()?).execute(tx)?;
    Ok(())
}

/// Adds a signature.
///
/// # Errors
/// When the database does not answer.
pub fn insert_signature(tx: &mut Conn, row: &SignatureRow) -> Result<(), Error> {
    diesel::insert_into(signatures::table).values(row.stored()?).execute(tx)?;
    Ok(())
}
