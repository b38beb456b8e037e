-- The programs and users that an operator has registered: a token of theirs opens no more than stands here.
CREATE TABLE clients (
    id UUID PRIMARY KEY,
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
    waits_since TIMESTAMP,
    changed_by TEXT NOT NULL CHECK ((waits_since IS NULL) = (changed_by = '')),
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX one_client_a_user ON clients (issuer, client_id, subject) WHERE subject IS NOT NULL;
CREATE UNIQUE INDEX one_client_a_program ON clients (issuer, client_id) WHERE subject IS NULL;

-- When a client was suspended and let in again, and why.
CREATE TABLE client_moves (
    id UUID PRIMARY KEY,
    client_id UUID NOT NULL REFERENCES clients,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX client_moves_by_client ON client_moves (client_id, recorded_at);

-- That a second admin approved one version of a client, with what it asked for.
CREATE TABLE client_approvals (
    id UUID PRIMARY KEY,
    client_id UUID NOT NULL REFERENCES clients,
    version INTEGER NOT NULL CHECK (version >= 1),
    roles TEXT NOT NULL CHECK (roles <> ''),
    municipality TEXT,
    approved_by TEXT NOT NULL,
    approved_at TIMESTAMP NOT NULL,
    UNIQUE (client_id, version)
);

-- Tokens for scripts. Of the token itself only a digest is kept.
CREATE TABLE client_tokens (
    id UUID PRIMARY KEY,
    client_id UUID NOT NULL REFERENCES clients,
    name TEXT NOT NULL,
    digest BYTEA NOT NULL UNIQUE,
    -- Rights between commas.
    scopes TEXT NOT NULL CHECK (scopes <> ''),
    -- Addresses and networks between commas; empty where any will do.
    addresses TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    -- Since when it is accepted; null while it waits for a second admin.
    accepted_at TIMESTAMP,
    revoked_at TIMESTAMP,
    last_used_at TIMESTAMP,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX client_tokens_by_client ON client_tokens (client_id, created_at);

-- What was decided, posted or recorded is never edited: a correction is a second row.
CREATE TRIGGER client_moves_append_only BEFORE UPDATE OR DELETE ON client_moves FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER client_moves_no_truncate BEFORE TRUNCATE ON client_moves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER client_approvals_append_only BEFORE UPDATE OR DELETE ON client_approvals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER client_approvals_no_truncate BEFORE TRUNCATE ON client_approvals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
