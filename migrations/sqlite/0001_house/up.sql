-- Data keys, each wrapped by the master key, which is kept elsewhere. Number 0 is the key of the indexes; of the others the
-- newest seals and all open.
CREATE TABLE data_keys (
    number INTEGER PRIMARY KEY,
    wrapped BLOB NOT NULL,
    created_at TEXT NOT NULL,
    -- Since when a newer one seals.
    retired_at TEXT
) STRICT;

-- Numbers that must have no gaps: registration numbers, decision numbers.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL CHECK (value >= 0)
) STRICT;

-- The answers already given to an Idempotency-Key, kept 72 hours.
CREATE TABLE repeats (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    etag TEXT,
    -- The body, sealed.
    sealed BLOB NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT;
CREATE INDEX repeats_by_age ON repeats (created_at);

-- One row an effect: who did what, to which version of what, on which request. References only, no personal values.
CREATE TABLE journal (
    id BLOB PRIMARY KEY,
    at TEXT NOT NULL,
    request TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    client TEXT NOT NULL,
    -- The id of the token by which they asked.
    token TEXT,
    source TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    object_id BLOB NOT NULL,
    object_version INTEGER NOT NULL,
    person_id BLOB
) STRICT;
CREATE INDEX journal_by_object ON journal (object_id, object_version);
CREATE INDEX journal_by_person ON journal (person_id, at);

-- The earlier versions of what may change, as sealed JSON, written with the change.
CREATE TABLE versions (
    id BLOB PRIMARY KEY,
    object TEXT NOT NULL,
    object_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (object_id, version)
) STRICT;

-- What was decided, posted or recorded is never edited: a correction is a second row. Only a sealed value is sealed anew,
-- when keys change.
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'append-only table journal'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'append-only table journal'); END;
CREATE TRIGGER versions_no_update BEFORE UPDATE OF id, object, object_id, version, recorded_at ON versions BEGIN SELECT RAISE(ABORT, 'append-only table versions'); END;
CREATE TRIGGER versions_no_delete BEFORE DELETE ON versions BEGIN SELECT RAISE(ABORT, 'append-only table versions'); END;
