-- What a person may spend on services of their own choice. One is open at a time in a programme.
CREATE TABLE individual_budgets (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES persons,
    programme_id UUID NOT NULL REFERENCES programmes,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    cents BIGINT NOT NULL CHECK (cents > 0),
    -- What its package takes: the second wall before the budget.
    committed_cents BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'ended')),
    ended_on DATE,
    -- Why it ended.
    sealed BYTEA NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (id, person_id),
    CONSTRAINT budget_period_in_order CHECK (ends_on >= starts_on),
    CONSTRAINT package_within_budget CHECK (committed_cents BETWEEN 0 AND cents),
    CONSTRAINT ended_budget_has_a_day CHECK ((state = 'ended') = (ended_on IS NOT NULL))
);
CREATE UNIQUE INDEX one_open_budget ON individual_budgets (person_id, programme_id) WHERE state = 'open';
CREATE INDEX individual_budgets_by_person ON individual_budgets (person_id);
CREATE INDEX individual_budgets_by_programme ON individual_budgets (programme_id);

CREATE TABLE budget_needs (
    id UUID PRIMARY KEY,
    budget_id UUID NOT NULL REFERENCES individual_budgets,
    -- The need in the person's words.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    UNIQUE (id, budget_id)
);
CREATE INDEX budget_needs_by_budget ON budget_needs (budget_id);

-- What the person chose. Nobody else does: there is no column for who.
CREATE TABLE budget_choices (
    id UUID PRIMARY KEY,
    budget_id UUID NOT NULL REFERENCES individual_budgets,
    effect TEXT NOT NULL CHECK (effect IN ('add', 'end', 'replace', 'wish')),
    chosen_on DATE NOT NULL,
    expression TEXT NOT NULL CHECK (expression IN ('speech', 'writing', 'picture', 'gesture', 'device', 'behaviour')),
    -- The choice in the person's own words, and how they showed it.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    UNIQUE (id, budget_id)
);
CREATE INDEX budget_choices_by_budget ON budget_choices (budget_id, recorded_at);

-- What others think of a choice: noted apart, and never the choice.
CREATE TABLE budget_opinions (
    id UUID PRIMARY KEY,
    choice_id UUID NOT NULL REFERENCES budget_choices,
    holder TEXT NOT NULL CHECK (holder IN ('relative', 'guardian', 'specialist', 'support_person', 'broker', 'provider', 'other')),
    -- Whose opinion, and what they said.
    sealed BYTEA NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX budget_opinions_by_choice ON budget_opinions (choice_id);

-- A service of the package. It is never edited: another row takes its place, or it ends.
CREATE TABLE budget_items (
    id UUID PRIMARY KEY,
    budget_id UUID NOT NULL REFERENCES individual_budgets,
    need_id UUID NOT NULL,
    choice_id UUID NOT NULL UNIQUE,
    service_kind TEXT NOT NULL,
    planned_units INTEGER NOT NULL CHECK (planned_units > 0),
    unit TEXT NOT NULL CHECK (unit IN ('hour', 'session', 'visit', 'day', 'month')),
    unit_cents BIGINT NOT NULL CHECK (unit_cents >= 0),
    replaces_id UUID UNIQUE,
    -- The name of another service, and who provides it.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    UNIQUE (id, budget_id),
    FOREIGN KEY (need_id, budget_id) REFERENCES budget_needs (id, budget_id),
    FOREIGN KEY (choice_id, budget_id) REFERENCES budget_choices (id, budget_id),
    FOREIGN KEY (replaces_id, budget_id) REFERENCES budget_items (id, budget_id)
);
CREATE INDEX budget_items_by_budget ON budget_items (budget_id, recorded_at);

CREATE TABLE budget_item_endings (
    item_id UUID PRIMARY KEY REFERENCES budget_items,
    choice_id UUID NOT NULL UNIQUE REFERENCES budget_choices,
    -- The last day on which it was chosen.
    ended_on DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

-- The used units of a service: the second wall before what is planned.
CREATE TABLE budget_item_totals (
    item_id UUID PRIMARY KEY REFERENCES budget_items,
    planned_units INTEGER NOT NULL,
    used_units INTEGER NOT NULL,
    CONSTRAINT plan_not_passed CHECK (used_units BETWEEN 0 AND planned_units)
);

CREATE TABLE budget_uses (
    id UUID PRIMARY KEY,
    item_id UUID NOT NULL REFERENCES budget_items,
    used_on DATE NOT NULL,
    -- Below zero in the row that takes another back.
    units INTEGER NOT NULL,
    reverses_id UUID UNIQUE REFERENCES budget_uses,
    -- The note, and the reason of a row that takes another back.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT only_a_reversal_of_a_use_is_negative CHECK (CASE WHEN reverses_id IS NULL THEN units > 0 ELSE units < 0 END)
);
CREATE INDEX budget_uses_by_item ON budget_uses (item_id, used_on);

-- Who helps a person plan and buy. Another assignment takes the place of one; what was assigned stays.
CREATE TABLE broker_assignments (
    id UUID PRIMARY KEY,
    budget_id UUID NOT NULL REFERENCES individual_budgets,
    -- Who this is in tokens: by whom they are issued, and whom they name.
    issuer TEXT,
    subject TEXT,
    support_person_id UUID REFERENCES support_persons,
    employer_kind TEXT NOT NULL CHECK (employer_kind IN ('association', 'municipal_social_service', 'other')),
    employer_municipality TEXT,
    -- Codes between commas; empty for none.
    declared_roles TEXT NOT NULL,
    assigned_on DATE NOT NULL,
    -- What was known on that day, and the conflicts that follow from it: codes between commas.
    person_municipality TEXT,
    supports_person BOOLEAN NOT NULL,
    conflicts TEXT NOT NULL,
    superseded_at TIMESTAMP,
    -- Names, and the exception by which a conflict was admitted.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT a_broker_of_an_issuer CHECK ((issuer IS NULL) = (subject IS NULL)),
    CONSTRAINT social_service_of_some_place CHECK (employer_kind <> 'municipal_social_service' OR employer_municipality IS NOT NULL)
);
CREATE UNIQUE INDEX one_broker_in_force ON broker_assignments (budget_id) WHERE superseded_at IS NULL;
CREATE INDEX broker_assignments_by_budget ON broker_assignments (budget_id, recorded_at);
CREATE INDEX broker_assignments_by_subject ON broker_assignments (subject, issuer);

-- A service that could not be had somewhere. Without a person it is nobody's data.
CREATE TABLE barriers (
    id UUID PRIMARY KEY,
    service_kind TEXT NOT NULL,
    municipality TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    cause TEXT NOT NULL CHECK (cause IN ('no_specialist', 'no_service', 'waiting_list', 'emergency', 'cost', 'access', 'other')),
    person_id UUID REFERENCES persons,
    individual_budget_id UUID,
    -- The name of another service, and the explanation.
    sealed BYTEA NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    FOREIGN KEY (individual_budget_id, person_id) REFERENCES individual_budgets (id, person_id),
    CONSTRAINT a_budget_is_somebodys CHECK (individual_budget_id IS NULL OR person_id IS NOT NULL),
    CONSTRAINT barrier_ends_after_it_starts CHECK (ends_on IS NULL OR ends_on >= starts_on)
);
CREATE INDEX barriers_by_municipality ON barriers (municipality, starts_on);
CREATE INDEX barriers_by_person ON barriers (person_id);

CREATE TABLE cooperation_agreements (
    id UUID PRIMARY KEY,
    municipality TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (subject <> ''),
    signed_on DATE NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    terms_reference TEXT NOT NULL,
    terminated_on DATE,
    termination_reason TEXT,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT cooperation_in_order CHECK (ends_on IS NULL OR ends_on >= starts_on),
    CONSTRAINT terminated_after_signed CHECK (terminated_on IS NULL OR terminated_on >= signed_on),
    CONSTRAINT terminated_before_its_end CHECK (terminated_on IS NULL OR ends_on IS NULL OR terminated_on < ends_on),
    CONSTRAINT terminated_for_a_reason CHECK ((terminated_on IS NULL) = (termination_reason IS NULL))
);
CREATE INDEX cooperation_agreements_by_municipality ON cooperation_agreements (municipality, starts_on);

-- What was chosen, used or recorded is never edited: a correction is a second row.
CREATE TRIGGER budget_needs_append_only BEFORE UPDATE OF id, budget_id, recorded_by, recorded_at OR DELETE ON budget_needs FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_choices_append_only BEFORE UPDATE OF id, budget_id, effect, chosen_on, expression, recorded_by, recorded_at OR DELETE ON budget_choices FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_opinions_append_only BEFORE UPDATE OF id, choice_id, holder, recorded_at OR DELETE ON budget_opinions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_items_append_only BEFORE UPDATE OF id, budget_id, need_id, choice_id, service_kind, planned_units, unit, unit_cents, replaces_id, recorded_by, recorded_at OR DELETE ON budget_items FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_item_endings_append_only BEFORE UPDATE OR DELETE ON budget_item_endings FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_uses_append_only BEFORE UPDATE OF id, item_id, used_on, units, reverses_id, recorded_by, recorded_at OR DELETE ON budget_uses FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER broker_assignments_append_only BEFORE UPDATE OF id, budget_id, issuer, subject, support_person_id, employer_kind, employer_municipality, declared_roles, assigned_on, person_municipality, supports_person, conflicts, recorded_by, recorded_at OR DELETE ON broker_assignments FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- When somebody has taken over is written once.
CREATE TRIGGER broker_assignments_superseded_once BEFORE UPDATE OF superseded_at ON broker_assignments FOR EACH ROW WHEN (OLD.superseded_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_needs_no_truncate BEFORE TRUNCATE ON budget_needs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_choices_no_truncate BEFORE TRUNCATE ON budget_choices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_opinions_no_truncate BEFORE TRUNCATE ON budget_opinions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_items_no_truncate BEFORE TRUNCATE ON budget_items FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_item_endings_no_truncate BEFORE TRUNCATE ON budget_item_endings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_uses_no_truncate BEFORE TRUNCATE ON budget_uses FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER broker_assignments_no_truncate BEFORE TRUNCATE ON broker_assignments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The second layer of visibility (see the migration `sight`). A broker, told as "broker HEX HEX" with the issuer and the
-- subject of the token in hexadecimal digits, sees the open budgets whose broker in force they are, what is in them, and nothing else of anybody. Which of
-- them are over by the day, the queries ask.
CREATE FUNCTION aplp_brokered() RETURNS SETOF UUID LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told TEXT[] := string_to_array(current_setting('aplp.sight', true), ' ');
BEGIN
    IF told[1] = 'broker' THEN
        RETURN QUERY SELECT a.budget_id FROM broker_assignments a JOIN individual_budgets b ON b.id = a.budget_id
            WHERE a.issuer = convert_from(decode(told[2], 'hex'), 'UTF8')
            AND a.subject = convert_from(decode(told[3], 'hex'), 'UTF8') AND a.superseded_at IS NULL AND b.state = 'open';
    END IF;
END $$;
REVOKE ALL ON FUNCTION aplp_brokered() FROM PUBLIC;

CREATE POLICY by_sight ON individual_budgets USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_file()) OR id IN (SELECT aplp_brokered())
    OR programme_id IN (SELECT aplp_paid()) AND person_id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON budget_needs USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM individual_budgets parent WHERE parent.id = budget_id));
CREATE POLICY by_sight ON budget_choices USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM individual_budgets parent WHERE parent.id = budget_id));
CREATE POLICY by_sight ON budget_opinions USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM budget_choices parent WHERE parent.id = choice_id));
CREATE POLICY by_sight ON budget_items USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM individual_budgets parent WHERE parent.id = budget_id));
CREATE POLICY by_sight ON budget_item_endings USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM budget_items parent WHERE parent.id = item_id));
CREATE POLICY by_sight ON budget_item_totals USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM budget_items parent WHERE parent.id = item_id));
CREATE POLICY by_sight ON budget_uses USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM budget_items parent WHERE parent.id = item_id));
CREATE POLICY by_sight ON broker_assignments USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM individual_budgets parent WHERE parent.id = budget_id));
CREATE POLICY by_sight ON barriers USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IS NULL OR person_id IN (SELECT aplp_seen()));
-- Beside the policy that the versions have: what an individual budget said before belongs to whom it belongs.
CREATE POLICY by_sight_of_budgets ON versions USING (object = 'individual_budget'
    AND EXISTS (SELECT 1 FROM individual_budgets parent WHERE parent.id = object_id));

ALTER TABLE individual_budgets ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_needs ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_choices ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_opinions ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_item_endings ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_item_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_uses ENABLE ROW LEVEL SECURITY;
ALTER TABLE broker_assignments ENABLE ROW LEVEL SECURITY;
ALTER TABLE barriers ENABLE ROW LEVEL SECURITY;
