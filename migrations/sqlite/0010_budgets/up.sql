-- What a person may spend on services of their own choice. One is open at a time in a programme.
CREATE TABLE individual_budgets (
    id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons,
    programme_id BLOB NOT NULL REFERENCES programmes,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    cents INTEGER NOT NULL CHECK (cents > 0),
    -- What its package takes: the second wall before the budget.
    committed_cents INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'ended')),
    ended_on TEXT,
    -- Why it ended.
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (id, person_id),
    CONSTRAINT budget_period_in_order CHECK (ends_on >= starts_on),
    CONSTRAINT package_within_budget CHECK (committed_cents BETWEEN 0 AND cents),
    CONSTRAINT ended_budget_has_a_day CHECK ((state = 'ended') = (ended_on IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX one_open_budget ON individual_budgets (person_id, programme_id) WHERE state = 'open';
CREATE INDEX individual_budgets_by_person ON individual_budgets (person_id);
CREATE INDEX individual_budgets_by_programme ON individual_budgets (programme_id);

CREATE TABLE budget_needs (
    id BLOB PRIMARY KEY,
    budget_id BLOB NOT NULL REFERENCES individual_budgets,
    -- The need in the person's words.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    UNIQUE (id, budget_id)
) STRICT;
CREATE INDEX budget_needs_by_budget ON budget_needs (budget_id);

-- What the person chose. Nobody else does: there is no column for who.
CREATE TABLE budget_choices (
    id BLOB PRIMARY KEY,
    budget_id BLOB NOT NULL REFERENCES individual_budgets,
    effect TEXT NOT NULL CHECK (effect IN ('add', 'end', 'replace', 'wish')),
    chosen_on TEXT NOT NULL,
    expression TEXT NOT NULL CHECK (expression IN ('speech', 'writing', 'picture', 'gesture', 'device', 'behaviour')),
    -- The choice in the person's own words, and how they showed it.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    UNIQUE (id, budget_id)
) STRICT;
CREATE INDEX budget_choices_by_budget ON budget_choices (budget_id, recorded_at);

-- What others think of a choice: noted apart, and never the choice.
CREATE TABLE budget_opinions (
    id BLOB PRIMARY KEY,
    choice_id BLOB NOT NULL REFERENCES budget_choices,
    holder TEXT NOT NULL CHECK (holder IN ('relative', 'guardian', 'specialist', 'support_person', 'broker', 'provider', 'other')),
    -- Whose opinion, and what they said.
    sealed BLOB NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX budget_opinions_by_choice ON budget_opinions (choice_id);

-- A service of the package. It is never edited: another row takes its place, or it ends.
CREATE TABLE budget_items (
    id BLOB PRIMARY KEY,
    budget_id BLOB NOT NULL REFERENCES individual_budgets,
    need_id BLOB NOT NULL,
    choice_id BLOB NOT NULL UNIQUE,
    service_kind TEXT NOT NULL,
    planned_units INTEGER NOT NULL CHECK (planned_units > 0),
    unit TEXT NOT NULL CHECK (unit IN ('hour', 'session', 'visit', 'day', 'month')),
    unit_cents INTEGER NOT NULL CHECK (unit_cents >= 0),
    replaces_id BLOB UNIQUE,
    -- The name of another service, and who provides it.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    UNIQUE (id, budget_id),
    FOREIGN KEY (need_id, budget_id) REFERENCES budget_needs (id, budget_id),
    FOREIGN KEY (choice_id, budget_id) REFERENCES budget_choices (id, budget_id),
    FOREIGN KEY (replaces_id, budget_id) REFERENCES budget_items (id, budget_id)
) STRICT;
CREATE INDEX budget_items_by_budget ON budget_items (budget_id, recorded_at);

CREATE TABLE budget_item_endings (
    item_id BLOB PRIMARY KEY REFERENCES budget_items,
    choice_id BLOB NOT NULL UNIQUE REFERENCES budget_choices,
    -- The last day on which it was chosen.
    ended_on TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

-- The used units of a service: the second wall before what is planned.
CREATE TABLE budget_item_totals (
    item_id BLOB PRIMARY KEY REFERENCES budget_items,
    planned_units INTEGER NOT NULL,
    used_units INTEGER NOT NULL,
    CONSTRAINT plan_not_passed CHECK (used_units BETWEEN 0 AND planned_units)
) STRICT;

CREATE TABLE budget_uses (
    id BLOB PRIMARY KEY,
    item_id BLOB NOT NULL REFERENCES budget_items,
    used_on TEXT NOT NULL,
    -- Below zero in the row that takes another back.
    units INTEGER NOT NULL,
    reverses_id BLOB UNIQUE REFERENCES budget_uses,
    -- The note, and the reason of a row that takes another back.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT only_a_reversal_of_a_use_is_negative CHECK (CASE WHEN reverses_id IS NULL THEN units > 0 ELSE units < 0 END)
) STRICT;
CREATE INDEX budget_uses_by_item ON budget_uses (item_id, used_on);

-- Who helps a person plan and buy. Another assignment takes the place of one; what was assigned stays.
CREATE TABLE broker_assignments (
    id BLOB PRIMARY KEY,
    budget_id BLOB NOT NULL REFERENCES individual_budgets,
    -- Who this is in tokens: by whom they are issued, and whom they name.
    issuer TEXT,
    subject TEXT,
    support_person_id BLOB REFERENCES support_persons,
    employer_kind TEXT NOT NULL CHECK (employer_kind IN ('association', 'municipal_social_service', 'other')),
    employer_municipality TEXT,
    -- Codes between commas; empty for none.
    declared_roles TEXT NOT NULL,
    assigned_on TEXT NOT NULL,
    -- What was known on that day, and the conflicts that follow from it: codes between commas.
    person_municipality TEXT,
    supports_person INTEGER NOT NULL,
    conflicts TEXT NOT NULL,
    superseded_at TEXT,
    -- Names, and the exception by which a conflict was admitted.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT a_broker_of_an_issuer CHECK ((issuer IS NULL) = (subject IS NULL)),
    CONSTRAINT social_service_of_some_place CHECK (employer_kind <> 'municipal_social_service' OR employer_municipality IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX one_broker_in_force ON broker_assignments (budget_id) WHERE superseded_at IS NULL;
CREATE INDEX broker_assignments_by_budget ON broker_assignments (budget_id, recorded_at);
CREATE INDEX broker_assignments_by_subject ON broker_assignments (subject, issuer);

-- A service that could not be had somewhere. Without a person it is nobody's data.
CREATE TABLE barriers (
    id BLOB PRIMARY KEY,
    service_kind TEXT NOT NULL,
    municipality TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    cause TEXT NOT NULL CHECK (cause IN ('no_specialist', 'no_service', 'waiting_list', 'emergency', 'cost', 'access', 'other')),
    person_id BLOB REFERENCES persons,
    individual_budget_id BLOB,
    -- The name of another service, and the explanation.
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    FOREIGN KEY (individual_budget_id, person_id) REFERENCES individual_budgets (id, person_id),
    CONSTRAINT a_budget_is_somebodys CHECK (individual_budget_id IS NULL OR person_id IS NOT NULL),
    CONSTRAINT barrier_ends_after_it_starts CHECK (ends_on IS NULL OR ends_on >= starts_on)
) STRICT;
CREATE INDEX barriers_by_municipality ON barriers (municipality, starts_on);
CREATE INDEX barriers_by_person ON barriers (person_id);

CREATE TABLE cooperation_agreements (
    id BLOB PRIMARY KEY,
    municipality TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (subject <> ''),
    signed_on TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    terms_reference TEXT NOT NULL,
    terminated_on TEXT,
    termination_reason TEXT,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT cooperation_in_order CHECK (ends_on IS NULL OR ends_on >= starts_on),
    CONSTRAINT terminated_after_signed CHECK (terminated_on IS NULL OR terminated_on >= signed_on),
    CONSTRAINT terminated_before_its_end CHECK (terminated_on IS NULL OR ends_on IS NULL OR terminated_on < ends_on),
    CONSTRAINT terminated_for_a_reason CHECK ((terminated_on IS NULL) = (termination_reason IS NULL))
) STRICT;
CREATE INDEX cooperation_agreements_by_municipality ON cooperation_agreements (municipality, starts_on);

-- What was chosen, used or recorded is never edited: a correction is a second row.
CREATE TRIGGER budget_needs_no_update BEFORE UPDATE OF id, budget_id, recorded_by, recorded_at ON budget_needs BEGIN SELECT RAISE(ABORT, 'append-only table budget_needs'); END;
CREATE TRIGGER budget_needs_no_delete BEFORE DELETE ON budget_needs BEGIN SELECT RAISE(ABORT, 'append-only table budget_needs'); END;
CREATE TRIGGER budget_choices_no_update BEFORE UPDATE OF id, budget_id, effect, chosen_on, expression, recorded_by, recorded_at ON budget_choices BEGIN SELECT RAISE(ABORT, 'append-only table budget_choices'); END;
CREATE TRIGGER budget_choices_no_delete BEFORE DELETE ON budget_choices BEGIN SELECT RAISE(ABORT, 'append-only table budget_choices'); END;
CREATE TRIGGER budget_opinions_no_update BEFORE UPDATE OF id, choice_id, holder, recorded_at ON budget_opinions BEGIN SELECT RAISE(ABORT, 'append-only table budget_opinions'); END;
CREATE TRIGGER budget_opinions_no_delete BEFORE DELETE ON budget_opinions BEGIN SELECT RAISE(ABORT, 'append-only table budget_opinions'); END;
CREATE TRIGGER budget_items_no_update BEFORE UPDATE OF id, budget_id, need_id, choice_id, service_kind, planned_units, unit, unit_cents, replaces_id, recorded_by, recorded_at ON budget_items BEGIN SELECT RAISE(ABORT, 'append-only table budget_items'); END;
CREATE TRIGGER budget_items_no_delete BEFORE DELETE ON budget_items BEGIN SELECT RAISE(ABORT, 'append-only table budget_items'); END;
CREATE TRIGGER budget_item_endings_no_update BEFORE UPDATE ON budget_item_endings BEGIN SELECT RAISE(ABORT, 'append-only table budget_item_endings'); END;
CREATE TRIGGER budget_item_endings_no_delete BEFORE DELETE ON budget_item_endings BEGIN SELECT RAISE(ABORT, 'append-only table budget_item_endings'); END;
CREATE TRIGGER budget_uses_no_update BEFORE UPDATE OF id, item_id, used_on, units, reverses_id, recorded_by, recorded_at ON budget_uses BEGIN SELECT RAISE(ABORT, 'append-only table budget_uses'); END;
CREATE TRIGGER budget_uses_no_delete BEFORE DELETE ON budget_uses BEGIN SELECT RAISE(ABORT, 'append-only table budget_uses'); END;
CREATE TRIGGER broker_assignments_no_update BEFORE UPDATE OF id, budget_id, issuer, subject, support_person_id, employer_kind, employer_municipality, declared_roles, assigned_on, person_municipality, supports_person, conflicts, recorded_by, recorded_at ON broker_assignments BEGIN SELECT RAISE(ABORT, 'append-only table broker_assignments'); END;
-- When somebody has taken over is written once.
CREATE TRIGGER broker_assignments_superseded_once BEFORE UPDATE OF superseded_at ON broker_assignments WHEN OLD.superseded_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'append-only table broker_assignments'); END;
CREATE TRIGGER broker_assignments_no_delete BEFORE DELETE ON broker_assignments BEGIN SELECT RAISE(ABORT, 'append-only table broker_assignments'); END;
