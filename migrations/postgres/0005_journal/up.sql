-- Why it was done or read, how it ended, and whose data stood in an answer about several persons: their ids one after another.
ALTER TABLE journal ADD COLUMN purpose TEXT;
ALTER TABLE journal ADD COLUMN outcome TEXT NOT NULL DEFAULT 'done' CHECK (outcome IN ('done', 'denied'));
ALTER TABLE journal ADD COLUMN persons BYTEA CHECK (length(persons) % 16 = 0);
CREATE INDEX journal_by_time ON journal (at);
CREATE INDEX journal_by_actor ON journal (subject, at);
-- Superseded by journal_persons.
DROP INDEX journal_by_person;

-- A stored answer says whose data it holds, so that its repetition is recorded as a read.
ALTER TABLE repeats ADD COLUMN about TEXT;
ALTER TABLE repeats ADD COLUMN about_id UUID;
ALTER TABLE repeats ADD COLUMN about_persons BYTEA;
-- In which roles and with which scopes it was asked for: a line each. Whoever has fewer is not told it again.
ALTER TABLE repeats ADD COLUMN asked_as TEXT NOT NULL DEFAULT '';

-- The rows that have no place in the chain yet: few, so that finding them costs the same however long the journal is.
CREATE TABLE journal_waiting (
    journal_id UUID PRIMARY KEY
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
INSERT INTO journal_waiting SELECT id FROM journal;
CREATE FUNCTION journal_waits() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO journal_waiting (journal_id) SELECT id FROM added; RETURN NULL; END $$;
CREATE TRIGGER journal_waits AFTER INSERT ON journal REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION journal_waits();

-- The chain: each row's place, without gaps, and the hash over the row, its place and the hash before it. No foreign keys
-- here: each would write to the row that it refers to, and `verify` holds the tables against each other.
CREATE TABLE journal_links (
    position BIGINT PRIMARY KEY CHECK (position >= 1),
    journal_id UUID NOT NULL UNIQUE,
    hash BYTEA NOT NULL CHECK (length(hash) = 32)
);

-- Whose data each row is about: a set of persons, who stand in an answer together. What a person is told of who read their file.
CREATE TABLE journal_persons (
    set_id UUID NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (set_id, position)
);
-- Who is in a set: written once, however often the same persons are read together. The id of a set follows from the ids of
-- those in it; that of one person alone is the person's own.
CREATE TABLE person_sets (
    set_id UUID NOT NULL,
    person_id UUID NOT NULL,
    PRIMARY KEY (set_id, person_id)
);
CREATE INDEX person_sets_by_person ON person_sets (person_id);

-- Signed statements of how far the chain had come: who holds an old one sees when the chain was cut or written anew.
CREATE TABLE checkpoints (
    position BIGINT PRIMARY KEY CHECK (position >= 1),
    origin TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    structure BYTEA NOT NULL CHECK (length(structure) = 32),
    at TIMESTAMP NOT NULL,
    key_id TEXT NOT NULL,
    public_key BYTEA NOT NULL CHECK (length(public_key) = 32),
    signature BYTEA NOT NULL CHECK (length(signature) = 64)
);

CREATE TRIGGER journal_links_append_only BEFORE UPDATE OR DELETE ON journal_links FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_persons_append_only BEFORE UPDATE OR DELETE ON journal_persons FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_sets_append_only BEFORE UPDATE OR DELETE ON person_sets FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoints_append_only BEFORE UPDATE OR DELETE ON checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What was decided, posted or recorded is not emptied at once either.
CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER versions_no_truncate BEFORE TRUNCATE ON versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_links_no_truncate BEFORE TRUNCATE ON journal_links FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_persons_no_truncate BEFORE TRUNCATE ON journal_persons FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_sets_no_truncate BEFORE TRUNCATE ON person_sets FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoints_no_truncate BEFORE TRUNCATE ON checkpoints FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER allocations_no_truncate BEFORE TRUNCATE ON allocations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER assessments_no_truncate BEFORE TRUNCATE ON assessments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificate_requests_no_truncate BEFORE TRUNCATE ON certificate_requests FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_no_truncate BEFORE TRUNCATE ON certificates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decisions_no_truncate BEFORE TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER extensions_no_truncate BEFORE TRUNCATE ON extensions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registry_checks_no_truncate BEFORE TRUNCATE ON registry_checks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signatures_no_truncate BEFORE TRUNCATE ON signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER time_entries_no_truncate BEFORE TRUNCATE ON time_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER time_entry_parts_no_truncate BEFORE TRUNCATE ON time_entry_parts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER withdrawals_no_truncate BEFORE TRUNCATE ON withdrawals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What every effect wrote: of each row its table, its key and keyed digests of its columns. Absent for who only read.
ALTER TABLE journal ADD COLUMN wrote BYTEA;
-- The rows that a transaction has written, as one text each: triggers that are made after the migrations put them here, and the
-- end of the transaction takes them again. Greater numbers are newer, for ever. What stays here was written by nobody who ends
-- a transaction so; nothing is lost with a crash, for what was not committed was not written either.
CREATE UNLOGGED TABLE written_rows (
    number BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    -- Each transaction takes its own only.
    txn BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    source TEXT NOT NULL,
    gone BOOLEAN NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (txn, number)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
