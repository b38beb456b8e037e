-- The programs and users that an operator has registered: a token of theirs opens no more than stands here.
CREATE TABLE clients (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    -- One user of the program; null for all of them.
    subject TEXT,
    -- Codes between commas.
    roles TEXT NOT NULL CHECK (roles <> ''),
    municipality TEXT,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
    -- What is in force of the roles and the municipality: what was last approved, null where nothing was yet.
    granted_roles TEXT CHECK (granted_roles <> ''),
    granted_municipality TEXT,
    -- Since when something waits for a second admin, and who has asked for it, a line each.
    waits_since TEXT,
    changed_by TEXT NOT NULL CHECK ((waits_since IS NULL) = (changed_by = '')),
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_client_a_user ON clients (issuer, client_id, subject) WHERE subject IS NOT NULL;
CREATE UNIQUE INDEX one_client_a_program ON clients (issuer, client_id) WHERE subject IS NULL;

-- When a client was suspended and let in again, and why.
CREATE TABLE client_moves (
    id BLOB PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX client_moves_by_client ON client_moves (client_id, recorded_at);

-- That a second admin approved one version of a client, with what it asked for.
CREATE TABLE client_approvals (
    id BLOB PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients,
    version INTEGER NOT NULL CHECK (version >= 1),
    roles TEXT NOT NULL CHECK (roles <> ''),
    municipality TEXT,
    approved_by TEXT NOT NULL,
    approved_at TEXT NOT NULL,
    UNIQUE (client_id, version)
) STRICT;

-- Tokens for scripts. Of the token itself only a digest is kept.
CREATE TABLE client_tokens (
    id BLOB PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients,
    name TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    -- Rights between commas.
    scopes TEXT NOT NULL CHECK (scopes <> ''),
    -- Addresses and networks between commas; empty where any will do.
    addresses TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    -- Since when it is accepted; null while it waits for a second admin.
    accepted_at TEXT,
    revoked_at TEXT,
    last_used_at TEXT,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX client_tokens_by_client ON client_tokens (client_id, created_at);

-- What was decided, posted or recorded is never edited: a correction is a second row.
CREATE TRIGGER client_moves_no_update BEFORE UPDATE ON client_moves BEGIN SELECT RAISE(ABORT, 'append-only table client_moves'); END;
CREATE TRIGGER client_moves_no_delete BEFORE DELETE ON client_moves BEGIN SELECT RAISE(ABORT, 'append-only table client_moves'); END;
CREATE TRIGGER client_approvals_no_update BEFORE UPDATE ON client_approvals BEGIN SELECT RAISE(ABORT, 'append-only table client_approvals'); END;
CREATE TRIGGER client_approvals_no_delete BEFORE DELETE ON client_approvals BEGIN SELECT RAISE(ABORT, 'append-only table client_approvals'); END;
