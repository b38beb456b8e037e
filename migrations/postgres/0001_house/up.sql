-- Data keys, each wrapped by the master key, which is kept elsewhere. Number 0 is the key of the indexes; of the others the
-- newest seals and all open.
CREATE TABLE data_keys (
    number INTEGER PRIMARY KEY,
    wrapped BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL,
    -- Since when a newer one seals.
    retired_at TIMESTAMP
);

-- Numbers that must have no gaps: registration numbers, decision numbers.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL CHECK (value >= 0)
);

-- The answers already given to an Idempotency-Key, kept 72 hours.
CREATE TABLE repeats (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    etag TEXT,
    -- The body, sealed.
    sealed BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX repeats_by_age ON repeats (created_at);

-- One row an effect: who did what, to which version of what, on which request. References only, no personal values.
CREATE TABLE journal (
    id UUID PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    request TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    client TEXT NOT NULL,
    -- The id of the token by which they asked.
    token TEXT,
    source TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    object_id UUID NOT NULL,
    object_version INTEGER NOT NULL,
    person_id UUID
);
CREATE INDEX journal_by_object ON journal (object_id, object_version);
CREATE INDEX journal_by_person ON journal (person_id, at);

-- The earlier versions of what may change, as sealed JSON, written with the change.
CREATE TABLE versions (
    id UUID PRIMARY KEY,
    object TEXT NOT NULL,
    object_id UUID NOT NULL,
    version INTEGER NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    sealed BYTEA NOT NULL,
    UNIQUE (object_id, version)
);

-- What was decided, posted or recorded is never edited: a correction is a second row. Only a sealed value is sealed anew,
-- when keys change.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER versions_append_only BEFORE UPDATE OF id, object, object_id, version, recorded_at OR DELETE ON versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
