//! The structure of the database: tables, columns, rules, indexes, triggers, functions, policies and rights, as lines of text.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::entry::{self, Entry, Held};
use super::layout::{STRUCTURE, layout};
use crate::caller::Caller;
use crate::db::Conn;
use crate::db::chain::hex;
use crate::db::map::MAP;
use crate::db::privileges::rights;
use crate::db::schema::{journal, journal_links};
use crate::error::Error;

/// What the row of the journal says that brings a structure with it.
pub const PREPARED: &str = "database_prepared";
/// How many of those rows are looked through for this kind of database.
const LOOKED_BACK: i64 = 100;

const SQLITE: &str = "SELECT type || ' ' || name || ': ' || sql AS line FROM sqlite_master \
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'";

/// Names and texts as the catalogue has them; what every database has of itself, and the list of migrations, stay outside.
const POSTGRES: &str = "\
    WITH ours AS (SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
        WHERE n.nspname = 'public' AND c.relname NOT LIKE '\\_\\_diesel%') \
    SELECT 'table ' || relname || ': ' || relkind::text || relpersistence::text || ' ' || relrowsecurity || ' ' || relforcerowsecurity || ' ' \
        || coalesce(array_to_string(reloptions, ','), '') || ' ' \
        || (relowner = (SELECT j.relowner FROM ours j WHERE j.relname = 'journal')) AS line FROM ours WHERE relkind <> 'i' \
    UNION ALL SELECT 'column ' || c.relname || '.' || a.attname || ': ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' \
        || a.attidentity::text || a.attgenerated::text || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') FROM ours c \
        JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r' \
    UNION ALL SELECT 'constraint ' || c.relname || '.' || o.conname || ': ' || o.contype::text || ' ' || o.convalidated || ' ' || pg_get_constraintdef(o.oid) \
        FROM pg_constraint o JOIN ours c ON c.oid = o.conrelid \
    UNION ALL SELECT 'index ' || c.relname || ': ' || i.indisvalid || ' ' || pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN ours c ON c.oid = i.indexrelid \
    UNION ALL SELECT 'trigger ' || c.relname || '.' || t.tgname || ': ' || t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid) \
        FROM pg_trigger t JOIN ours c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal \
    UNION ALL SELECT 'inner trigger ' || c.relname || ': ' || t.tgenabled::text || ' ' || count(*) \
        FROM pg_trigger t JOIN ours c ON c.oid = t.tgrelid WHERE t.tgisinternal GROUP BY c.relname, t.tgenabled \
    UNION ALL SELECT 'rule ' || c.relname || '.' || r.rulename || ': ' || r.ev_enabled::text || ' ' || pg_get_ruledef(r.oid) FROM pg_rewrite r JOIN ours c ON c.oid = r.ev_class \
    UNION ALL SELECT 'policy ' || c.relname || '.' || p.polname || ': ' || p.polcmd::text || ' ' || p.polpermissive || ' ' || (p.polroles = '{0}') || ' ' \
        || coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ' / ' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') \
        FROM pg_policy p JOIN ours c ON c.oid = p.polrelid \
    UNION ALL SELECT 'function ' || p.proname || ': ' || pg_get_functiondef(p.oid) || ' ' || (p.proowner = j.relowner) \
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, ours j \
        WHERE n.nspname = 'public' AND p.prokind IN ('f', 'p') AND j.relname = 'journal' AND p.proname NOT LIKE 'diesel\\_%' \
    UNION ALL SELECT 'event trigger ' || evtname || ': ' || evtenabled::text || ' ' || evtfoid::regproc::text FROM pg_event_trigger";

/// Who may do what with a table, a column, a function or the schema: `grantee/object/right`. Whoever owns the tables may do all.
const RIGHTS: &str = "\
    WITH ours AS (SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'), \
    owner AS (SELECT relowner AS oid FROM ours WHERE relname = 'journal'), \
    given AS (SELECT a.grantee, c.relname::text AS object, a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END AS given \
            FROM ours c, aclexplode(c.relacl) a WHERE c.relkind IN ('r', 'v', 'm', 'S', 'p', 'f') \
        UNION ALL SELECT a.grantee, c.relname::text, a.privilege_type || ' (' || t.attname || ')' || CASE WHEN a.is_grantable THEN '*' ELSE '' END \
            FROM ours c JOIN pg_attribute t ON t.attrelid = c.oid AND t.attnum > 0, aclexplode(t.attacl) a \
        UNION ALL SELECT a.grantee, 'function ' || p.proname::text, a.privilege_type FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, \
            aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE n.nspname = 'public' AND p.proname IN ('aplp_seen', 'aplp_brokered') \
        UNION ALL SELECT a.grantee, 'schema public', a.privilege_type FROM pg_namespace n, aclexplode(n.nspacl) a \
            WHERE n.nspname = 'public' AND n.nspowner <> a.grantee) \
    SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee)::text END || '/' || object || '/' || given AS line \
        FROM given, owner WHERE grantee <> owner.oid \
    UNION ALL SELECT r.rolname || '/role/' || CASE WHEN r.rolsuper THEN 'superuser' WHEN r.rolbypassrls THEN 'bypassrls' \
        WHEN r.rolcreaterole THEN 'createrole' ELSE 'createdb' END FROM pg_roles r \
        WHERE (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb) AND r.oid IN (SELECT grantee FROM given) AND r.oid NOT IN (SELECT oid FROM owner) \
    UNION ALL SELECT pg_get_userbyid(m.member) || '/member/' || pg_get_userbyid(m.roleid) FROM pg_auth_members m \
        WHERE m.roleid IN (SELECT oid FROM owner) OR m.member IN (SELECT grantee FROM given) AND m.member NOT IN (SELECT oid FROM owner)";

/// The structure as it is: a line for each thing. What `aplp grants` gives a role is no part of it, so that it may be given to any;
/// what is given beyond, or taken from one, is.
///
/// # Errors
/// When the database does not answer.
pub fn present(conn: &mut Conn) -> Result<BTreeSet<String>, Error> {
    let mut lines: BTreeSet<String> = conn.lines(SQLITE, POSTGRES)?.into_iter().collect();
    let rights = conn.lines("", RIGHTS)?;
    let served = served();
    let roles: BTreeSet<&str> = rights.iter().filter_map(|line| line.split('/').next()).collect();
    for role in roles {
        let own: BTreeSet<&str> = rights.iter().filter_map(|line| line.strip_prefix(role)?.strip_prefix('/')).collect();
        // What everybody has of every schema.
        let usual = |right: &&&str| !(role == "PUBLIC" && **right == "schema public/USAGE");
        let everybody = role == "PUBLIC";
        let more = own.iter().filter(usual).filter(|right| everybody || !served.contains(**right));
        lines.extend(more.map(|right| format!("right {role}: {right}")));
        if !everybody {
            let less = served.iter().filter(|right| !own.contains(right.as_str()));
            lines.extend(less.map(|right| format!("right {role}: not {right}")));
        }
    }
    Ok(lines)
}

/// What `aplp grants` gives a role.
fn served() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = BTreeSet::new();
    for kept in MAP {
        let rights = rights(kept);
        // The columns of one right stand in brackets, with commas of their own.
        let (plain, columns) = rights.split_once(", UPDATE (").unwrap_or((&rights, ""));
        let (columns, rest) = columns.split_once(')').unwrap_or_default();
        let plain = plain.split(", ").chain(rest.split(", ").filter(|right| !right.is_empty()));
        all.extend(plain.map(|right| format!("{}/{right}", kept.table)));
        let columns = columns.split(", ").filter(|column| !column.is_empty());
        all.extend(columns.map(|column| format!("{}/UPDATE ({column})", kept.table)));
    }
    all.insert("__diesel_schema_migrations/SELECT".to_owned());
    all.insert("schema public/USAGE".to_owned());
    all.insert("function aplp_seen/EXECUTE".to_owned());
    all.insert("function aplp_brokered/EXECUTE".to_owned());
    all
}

/// What stands for a structure.
#[must_use]
pub fn fingerprint(lines: &BTreeSet<String>) -> [u8; 32] {
    let mut digest = Sha256::new();
    for line in lines {
        digest.update((line.len() as u64).to_be_bytes());
        digest.update(line);
    }
    digest.finalize().into()
}

/// The structure as a row that has digests: each kind of database has its own.
#[must_use]
pub fn row(conn: &Conn, lines: &BTreeSet<String>) -> [Option<String>; 2] {
    row_of(conn.kind(), hex(&fingerprint(lines)))
}

fn row_of(kind: &str, fingerprint: String) -> [Option<String>; 2] {
    [Some(fingerprint), Some(kind.to_owned())]
}

/// Whether the last one that some entries tell of, of its kind of database, is this structure. The keys lie on this thread.
fn is_last(row: &[Option<String>], mut newest_first: impl Iterator<Item = Entry>) -> Result<bool, Error> {
    let layout = layout(STRUCTURE).ok_or_else(|| Error::Internal("the structure has no layout".to_owned()))?;
    let (wanted, key) = (Held::of(layout, row)?, layout.key(row));
    let last = newest_first.find(|entry| entry.table == layout.mark && entry.key == key);
    Ok(last.and_then(|entry| entry.held) == Some(wanted))
}

/// The structures that the journal tells of, each from a position on: those of one kind of database after those of another.
pub struct Told(Vec<(i64, Entry)>);

impl Told {
    /// All that have their place in the chain.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn all(conn: &mut Conn) -> Result<Self, Error> {
        let rows = journal_links::table.inner_join(journal::table).filter(journal::action.eq(PREPARED));
        let rows = rows.order(journal_links::position).select((journal_links::position, journal::wrote));
        let rows: Vec<(i64, Option<Vec<u8>>)> = rows.load(conn)?;
        let each = rows.iter().flat_map(|(position, wrote)| {
            entry::all(wrote.as_deref().unwrap_or_default()).map(|entry| (*position, entry))
        });
        Ok(Self(each.collect()))
    }

    /// Whether a structure, by its fingerprint in hexadecimal, is the one that was told of last before a position, for some kind
    /// of database. The keys lie on this thread.
    ///
    /// # Errors
    /// When this thread has no keys.
    pub fn stood_at(&self, position: i64, fingerprint: &str) -> Result<bool, Error> {
        for kind in Conn::KINDS {
            let until = self.0.iter().rev().filter(|(at, _)| *at <= position).map(|(_, entry)| *entry);
            if is_last(&row_of(kind, fingerprint.to_owned()), until)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Puts down the structure as it is, if it is another than the one that was put down last; says whether it was.
///
/// # Errors
/// When the database does not answer.
pub fn keep(tx: &mut Conn, who: &Caller) -> Result<bool, Error> {
    let lines = present(tx)?;
    let row = row(tx, &lines);
    let rows = journal::table.filter(journal::action.eq(PREPARED)).order(journal::id.desc()).select(journal::wrote);
    let wrote: Vec<Option<Vec<u8>>> = rows.limit(LOOKED_BACK).load(tx)?;
    if is_last(&row, wrote.iter().flatten().flat_map(|entries| entry::all(entries)))? {
        return Ok(false);
    }
    let line: String = row.iter().flatten().map(|value| format!("{}:{value}", value.len())).collect();
    let put = |gone| format!("INSERT INTO written_rows (source, gone, line) VALUES ('{STRUCTURE}', {gone}, '{line}')");
    tx.run(&put("0"), &put("false"))?;
    super::housekeeping(tx, who, PREPARED)?;
    Ok(true)
}

/// How the structure differs from what this release makes: none where that cannot be told on the spot.
///
/// # Errors
/// When a database in memory cannot be made.
pub fn against_release(conn: &Conn, present: &BTreeSet<String>) -> Result<Option<Vec<String>>, Error> {
    static MADE: OnceLock<BTreeSet<String>> = OnceLock::new();
    let made = match (conn.kind(), MADE.get()) {
        ("sqlite", Some(made)) => made,
        _ => {
            let Some(mut fresh) = conn.as_released()? else { return Ok(None) };
            let made = self::present(&mut fresh)?;
            MADE.get_or_init(|| made)
        }
    };
    let name = |line: &String| line.split(':').next().unwrap_or_default().to_owned();
    let differs: BTreeSet<String> = made.symmetric_difference(present).map(name).collect();
    Ok(Some(differs.into_iter().collect()))
}
