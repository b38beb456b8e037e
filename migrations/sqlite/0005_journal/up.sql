-- Why it was done or read, how it ended, and whose data stood in an answer about several persons: their ids one after another.
ALTER TABLE journal ADD COLUMN purpose TEXT;
ALTER TABLE journal ADD COLUMN outcome TEXT NOT NULL DEFAULT 'done' CHECK (outcome IN ('done', 'denied'));
ALTER TABLE journal ADD COLUMN persons BLOB CHECK (length(persons) % 16 = 0);
CREATE INDEX journal_by_time ON journal (at);
CREATE INDEX journal_by_actor ON journal (subject, at);
-- Superseded by journal_persons.
DROP INDEX journal_by_person;

-- A stored answer says whose data it holds, so that its repetition is recorded as a read.
ALTER TABLE repeats ADD COLUMN about TEXT;
ALTER TABLE repeats ADD COLUMN about_id BLOB;
ALTER TABLE repeats ADD COLUMN about_persons BLOB;
-- In which roles and with which scopes it was asked for: a line each. Whoever has fewer is not told it again.
ALTER TABLE repeats ADD COLUMN asked_as TEXT NOT NULL DEFAULT '';

-- The rows that have no place in the chain yet: few, so that finding them costs the same however long the journal is.
CREATE TABLE journal_waiting (
    journal_id BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO journal_waiting SELECT id FROM journal;
CREATE TRIGGER journal_waits AFTER INSERT ON journal BEGIN INSERT INTO journal_waiting (journal_id) VALUES (NEW.id); END;

-- The chain: each row's place, without gaps, and the hash over the row, its place and the hash before it. No foreign keys
-- here: each would write to the row that it refers to, and `verify` holds the tables against each other.
CREATE TABLE journal_links (
    position INTEGER PRIMARY KEY CHECK (position >= 1),
    journal_id BLOB NOT NULL UNIQUE,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Whose data each row is about: a set of persons, who stand in an answer together. What a person is told of who read their file.
CREATE TABLE journal_persons (
    set_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (set_id, position)
) STRICT, WITHOUT ROWID;
-- Who is in a set: written once, however often the same persons are read together. The id of a set follows from the ids of
-- those in it; that of one person alone is the person's own.
CREATE TABLE person_sets (
    set_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    PRIMARY KEY (set_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_sets_by_person ON person_sets (person_id);

-- Signed statements of how far the chain had come: who holds an old one sees when the chain was cut or written anew.
CREATE TABLE checkpoints (
    position INTEGER PRIMARY KEY CHECK (position >= 1),
    origin TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    structure BLOB NOT NULL CHECK (length(structure) = 32),
    at TEXT NOT NULL,
    key_id TEXT NOT NULL,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

CREATE TRIGGER journal_links_no_update BEFORE UPDATE ON journal_links BEGIN SELECT RAISE(ABORT, 'append-only table journal_links'); END;
CREATE TRIGGER journal_links_no_delete BEFORE DELETE ON journal_links BEGIN SELECT RAISE(ABORT, 'append-only table journal_links'); END;
CREATE TRIGGER journal_persons_no_update BEFORE UPDATE ON journal_persons BEGIN SELECT RAISE(ABORT, 'append-only table journal_persons'); END;
CREATE TRIGGER journal_persons_no_delete BEFORE DELETE ON journal_persons BEGIN SELECT RAISE(ABORT, 'append-only table journal_persons'); END;
CREATE TRIGGER person_sets_no_update BEFORE UPDATE ON person_sets BEGIN SELECT RAISE(ABORT, 'append-only table person_sets'); END;
CREATE TRIGGER person_sets_no_delete BEFORE DELETE ON person_sets BEGIN SELECT RAISE(ABORT, 'append-only table person_sets'); END;
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'append-only table checkpoints'); END;
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'append-only table checkpoints'); END;

-- What every effect wrote: of each row its table, its key and keyed digests of its columns. Absent for who only read.
ALTER TABLE journal ADD COLUMN wrote BLOB;
-- The rows that a transaction has written, as one text each: triggers that are made after the migrations put them here, and the
-- end of the transaction takes them again. Greater numbers are newer, for ever.
CREATE TABLE written_rows (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The one writer tells its own by their numbers.
    txn INTEGER NOT NULL DEFAULT 0,
    source TEXT NOT NULL,
    gone INTEGER NOT NULL,
    line TEXT NOT NULL
) STRICT;
