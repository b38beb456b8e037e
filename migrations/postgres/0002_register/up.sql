CREATE TABLE persons (
    id UUID PRIMARY KEY,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    -- By what the name is sorted: bytes in the order of the Latvian alphabet, family name before given name.
    sort_key BYTEA NOT NULL,
    -- The version of the rules by which the key and the words were made; `migrate` makes those of another one anew.
    name_rules TEXT NOT NULL,
    -- Keyed digests of the day of birth and of the digits of the telephone, by which exactly these are found.
    born_on_index BYTEA CHECK (length(born_on_index) = 16),
    phone_index BYTEA CHECK (length(phone_index) = 16),
    -- Day of birth and where it is known from, contacts, the way to communicate.
    sealed BYTEA NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX persons_by_name ON persons (sort_key, id);
CREATE INDEX persons_by_birth ON persons (born_on_index);
CREATE INDEX persons_by_phone ON persons (phone_index);

-- The words of the name that somebody has, and of those that they had: in lower case without marks.
CREATE TABLE person_name_words (
    person_id UUID NOT NULL REFERENCES persons,
    word TEXT COLLATE "C" NOT NULL CHECK (word <> ''),
    is_former BOOLEAN NOT NULL,
    PRIMARY KEY (person_id, word, is_former)
);
CREATE INDEX person_name_words_by_word ON person_name_words (word, person_id);

-- What somebody was sorted by before they were given another name, so that a walk through the list which began before that
-- sees them where they stood. Numbers are in the order in which the changes were committed.
CREATE TABLE person_renames (
    number BIGINT PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES persons,
    -- The number of the change before, 0 where there was none: the key held from then on until this one.
    since BIGINT NOT NULL,
    sort_key BYTEA NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT renamed_after_before CHECK (since >= 0 AND since < number)
);
CREATE UNIQUE INDEX person_renames_by_person ON person_renames (person_id, number);

-- Where a person lives, by days. A move is a row of its own, and so is a correction: of each kind the row counts that began last.
CREATE TABLE person_addresses (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES persons,
    kind TEXT NOT NULL CHECK (kind IN ('declared', 'additional', 'actual')),
    valid_from DATE NOT NULL,
    -- The day before the row after it in the order of days begins; null while none does. It lies before the first day where
    -- another row was recorded for the same day.
    valid_to DATE,
    municipality TEXT,
    -- The address.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX one_last_address ON person_addresses (person_id, kind) WHERE valid_to IS NULL;
CREATE INDEX person_addresses_by_person ON person_addresses (person_id, kind, valid_from);
-- With all that is asked of who lives somewhere on a day.
CREATE INDEX person_addresses_by_place ON person_addresses (municipality, valid_from, valid_to, person_id) WHERE kind = 'actual';

-- Every code a person has had; the one without an end is in use.
CREATE TABLE personal_codes (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES persons,
    -- A keyed digest by which the same code is found again.
    code_index BYTEA NOT NULL UNIQUE CHECK (length(code_index) = 16),
    -- The code.
    sealed BYTEA NOT NULL,
    -- Null: since when is not known, as with the first code of most.
    valid_from DATE,
    valid_to DATE,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT code_ends_after_it_begins CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE UNIQUE INDEX one_personal_code_in_use ON personal_codes (person_id) WHERE valid_to IS NULL;
CREATE INDEX personal_codes_by_person ON personal_codes (person_id);

CREATE TABLE support_persons (
    id UUID PRIMARY KEY,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    -- As with persons.
    sort_key BYTEA NOT NULL,
    name_rules TEXT NOT NULL,
    -- Who this is in tokens: by whom they are issued, and whom they name.
    issuer TEXT,
    subject TEXT,
    qualification TEXT NOT NULL,
    -- The areas of competence: codes in the order of the law, between commas.
    areas TEXT NOT NULL CHECK (areas <> ''),
    employed_from DATE NOT NULL,
    employed_to DATE,
    caseload_max INTEGER NOT NULL CHECK (caseload_max BETWEEN 1 AND 100),
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT employed_in_order CHECK (employed_to IS NULL OR employed_to >= employed_from),
    CONSTRAINT a_subject_of_an_issuer CHECK ((issuer IS NULL) = (subject IS NULL)),
    UNIQUE (issuer, subject)
);
CREATE INDEX support_persons_by_name ON support_persons (sort_key, id);

CREATE TABLE support_person_renames (
    number BIGINT PRIMARY KEY,
    support_person_id UUID NOT NULL REFERENCES support_persons,
    -- The number of the change before, 0 where there was none: the key held from then on until this one.
    since BIGINT NOT NULL,
    sort_key BYTEA NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT renamed_after_before CHECK (since >= 0 AND since < number)
);
CREATE UNIQUE INDEX support_person_renames_by_support_person ON support_person_renames (support_person_id, number);

CREATE TABLE programmes (
    id UUID PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    title_lv TEXT NOT NULL,
    title_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('pilot', 'grant_project', 'municipal_purchase', 'state_budget', 'individual_budget')),
    funder TEXT NOT NULL,
    -- The municipality whose own money it is.
    owner TEXT,
    starts_on DATE NOT NULL,
    ends_on DATE,
    covers_i_from DATE,
    covers_ii_from DATE,
    covers_iii_from DATE,
    -- ATVK codes between commas; empty where the whole country is covered.
    municipalities TEXT NOT NULL,
    level_1_minutes INTEGER NOT NULL CHECK (level_1_minutes > 0),
    level_2_minutes INTEGER NOT NULL,
    level_3_minutes INTEGER NOT NULL,
    term_months INTEGER NOT NULL CHECK (term_months BETWEEN 1 AND 60),
    -- Only persons once served in this programme.
    former_programme TEXT,
    hour_rate_cents BIGINT CHECK (hour_rate_cents > 0),
    -- The act, agreement or project on which it grants the service, as its decisions cite it.
    legal_ground TEXT NOT NULL CHECK (legal_ground <> ''),
    reference_notes TEXT NOT NULL,
    built_in BOOLEAN NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT levels_rise CHECK (level_1_minutes < level_2_minutes AND level_2_minutes < level_3_minutes),
    CONSTRAINT programme_ends_after_it_starts CHECK (ends_on IS NULL OR ends_on >= starts_on)
);

CREATE TABLE allocations (
    id UUID PRIMARY KEY,
    programme_id UUID NOT NULL REFERENCES programmes,
    effective_on DATE NOT NULL,
    cents BIGINT,
    places INTEGER,
    reference TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT allocates_something CHECK (cents IS NOT NULL OR places IS NOT NULL)
);
CREATE INDEX allocations_by_programme ON allocations (programme_id, effective_on);

-- What a programme may still promise. Null: that kind of limit has never been set.
CREATE TABLE balances (
    programme_id UUID PRIMARY KEY REFERENCES programmes,
    places_allocated INTEGER,
    places_taken INTEGER NOT NULL CHECK (places_taken >= 0),
    cents_allocated BIGINT,
    cents_committed BIGINT NOT NULL CHECK (cents_committed >= 0),
    CONSTRAINT places_not_overdrawn CHECK (places_allocated IS NULL OR places_taken <= places_allocated),
    CONSTRAINT money_not_overdrawn CHECK (cents_allocated IS NULL OR cents_committed <= cents_allocated)
);

-- What was decided, posted or recorded is never edited: a correction is a second row.
CREATE TRIGGER allocations_append_only BEFORE UPDATE OR DELETE ON allocations FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_addresses_append_only BEFORE UPDATE OF id, person_id, kind, valid_from, municipality, recorded_by, recorded_at OR DELETE ON person_addresses FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- A later row makes the days of one before it fewer, never more.
CREATE TRIGGER person_addresses_only_shortened BEFORE UPDATE OF valid_to ON person_addresses FOR EACH ROW WHEN (NEW.valid_to IS NULL OR NEW.valid_to >= OLD.valid_to) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_addresses_no_truncate BEFORE TRUNCATE ON person_addresses FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_renames_append_only BEFORE UPDATE OR DELETE ON person_renames FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_renames_no_truncate BEFORE TRUNCATE ON person_renames FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER support_person_renames_append_only BEFORE UPDATE OR DELETE ON support_person_renames FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER support_person_renames_no_truncate BEFORE TRUNCATE ON support_person_renames FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
