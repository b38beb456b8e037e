//! The triggers that put down what is written, made after the migrations from the tables as they are then.

use std::fmt::Write;

use super::layout::layouts;
use crate::db::Conn;
use crate::db::map::MAP;
use crate::db::rows::Table;
use crate::error::Error;

/// Makes them all anew.
///
/// # Errors
/// When the database does not answer.
pub(in crate::db) fn make(conn: &mut Conn) -> Result<(), Error> {
    drop(conn)?;
    let (mut sqlite, mut postgres) = (String::new(), String::new());
    for layout in layouts() {
        let (table, Some(kept)) = (layout.table, layout.kept) else { continue };
        let columns = Table::by_name(conn, kept)?;
        for (event, row, gone) in [("insert", "NEW.", 0), ("update", "NEW.", 0), ("delete", "OLD.", 1)] {
            let line = columns.line(row);
            let _ = writeln!(
                sqlite,
                "CREATE TRIGGER {table}_{event}_written AFTER {event} ON {table} BEGIN \
                 INSERT INTO written_rows (source, gone, line) VALUES ('{table}', {gone}, {line}); END;"
            );
        }
        let _ = writeln!(
            postgres,
            "CREATE OR REPLACE FUNCTION {table}_written() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF TG_OP = 'DELETE' THEN INSERT INTO public.written_rows (source, gone, line) VALUES ('{table}', true, {}); \
             ELSE INSERT INTO public.written_rows (source, gone, line) VALUES ('{table}', false, {}); END IF; RETURN NULL; END $$;\n\
             CREATE OR REPLACE TRIGGER {table}_written AFTER INSERT OR UPDATE OR DELETE ON {table} \
             FOR EACH ROW EXECUTE FUNCTION {table}_written();",
            columns.line("OLD."),
            columns.line("NEW."),
        );
    }
    for kept in MAP.iter().filter(|kept| kept.append_only) {
        sqlite.push_str(&irreplaceable(conn, kept.table, kept.key)?);
    }
    Ok(conn.run(&format!("BEGIN; {sqlite} COMMIT;"), &format!("BEGIN; {postgres} COMMIT;"))?)
}

/// Drops those of SQLite, which holds them to be part of every table that is changed.
///
/// # Errors
/// When the database does not answer.
pub(in crate::db) fn drop(conn: &mut Conn) -> Result<(), Error> {
    let made = "SELECT 'DROP TRIGGER ' || name || ';' AS line FROM sqlite_master WHERE type = 'trigger' \
        AND (name LIKE '%\\_written' ESCAPE '\\' OR name LIKE '%\\_no\\_replace' ESCAPE '\\')";
    let drops = conn.lines(made, "")?.join(" ");
    Ok(conn.run(&drops, "")?)
}

/// The functions of PostgreSQL, which stay when the tables go.
///
/// # Errors
/// When the database does not answer.
pub(in crate::db) fn drop_functions(conn: &mut Conn) -> Result<(), Error> {
    let drops = layouts().filter(|layout| layout.kept.is_some()).fold(String::new(), |mut drops, layout| {
        let _ = write!(drops, "DROP FUNCTION IF EXISTS {}_written();", layout.table);
        drops
    });
    Ok(conn.run("", &drops)?)
}

/// SQLite takes a row away without any trigger when another one replaces it: so that one is refused before.
fn irreplaceable(conn: &mut Conn, table: &str, key: &str) -> Result<String, Error> {
    // An index over some of the rows says of which behind its columns.
    let unique = format!(
        "SELECT group_concat(c.name, ', ') || CASE i.partial WHEN 1 THEN (SELECT substr(sql, instr(sql, ' WHERE ')) \
         FROM sqlite_master m WHERE m.name = i.name) ELSE '' END AS line \
         FROM pragma_index_list('{table}') i, pragma_index_info(i.name) c WHERE i.\"unique\" = 1 GROUP BY i.name"
    );
    let mut keys = conn.lines(&unique, "")?;
    keys.push(key.to_owned());
    let columns = conn.columns_of(table)?;
    // A row that is nothing but its key is replaced by itself.
    keys.retain(|key| key.split(", ").count() < columns.len());
    keys.sort();
    keys.dedup();
    let new: Vec<String> = columns.iter().map(|column| format!("NEW.{0} AS {0}", column.name)).collect();
    let there = |key: &String| {
        let (key, of) = key.split_once(" WHERE ").unwrap_or((key, "true"));
        let same: Vec<String> = key.split(", ").map(|column| format!("{column} = NEW.{column}")).collect();
        let there = format!("EXISTS (SELECT 1 FROM {table} WHERE {} AND ({of}))", same.join(" AND "));
        if of == "true" {
            there
        } else {
            format!("({there} AND EXISTS (SELECT 1 FROM (SELECT {}) WHERE {of}))", new.join(", "))
        }
    };
    let there: Vec<String> = keys.iter().map(there).collect();
    if there.is_empty() {
        return Ok(String::new());
    }
    Ok(format!(
        "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {} \
         BEGIN SELECT RAISE(ABORT, 'append-only table {table}'); END;\n",
        there.join(" OR ")
    ))
}
