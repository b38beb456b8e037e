-- The second layer of visibility: a role that owns nothing sees of these tables what its connection was told it may see, and
-- nothing before it was told anything. What may be seen is what `src/register/persons/sight.rs` says, which filters first.
--
-- `aplp.sight` is "all", "own ID", "caseload ID DAY" or "territory DAY CODE …"; anything else is nobody's. The policies do not bind
-- the owner. They hold a forgotten condition of a query in, not somebody who can send statements of their own: the role may tell its
-- connection anything.
--
-- The journal and its tables, the stored answers and the register of support persons stay outside: a row of the journal is
-- written about whomever it concerns, an answer that is stored belongs to the client who sent the request, and a support person is
-- nobody who is supported.
--
-- All the functions below run by the right of their owner, for the tables that they read are bound by what they say.

-- The persons whose whole file the connection may see, where these are not everybody.
CREATE FUNCTION aplp_seen() RETURNS SETOF UUID LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told TEXT[] := string_to_array(current_setting('aplp.sight', true), ' ');
    on_day DATE;
BEGIN
    IF told[1] = 'own' THEN
        RETURN NEXT told[2]::uuid;
    ELSIF told[1] = 'caseload' THEN
        on_day := told[3]::date;
        RETURN QUERY SELECT a.person_id FROM agreements a JOIN grants g ON g.id = a.grant_id
            JOIN support_persons s ON s.id = a.support_person_id
            WHERE a.support_person_id = told[2]::uuid AND a.state = 'signed' AND g.state <> 'ended' AND g.last_day >= on_day
            AND s.employed_from <= on_day AND (s.employed_to IS NULL OR s.employed_to >= on_day);
    ELSIF told[1] = 'territory' THEN
        on_day := told[2]::date;
        RETURN QUERY SELECT a.person_id FROM person_addresses a WHERE a.kind = 'actual' AND a.municipality = ANY (told[3:])
            AND a.valid_from <= on_day AND (a.valid_to IS NULL OR a.valid_to >= on_day)
            UNION ALL SELECT g.person_id FROM grants g JOIN programmes m ON m.id = g.programme_id
            WHERE m.owner = ANY (told[3:]) AND g.state <> 'ended' AND g.last_day >= on_day
            UNION ALL SELECT q.person_id FROM queue_entries q JOIN programmes m ON m.id = q.programme_id
            WHERE m.owner = ANY (told[3:]) AND q.state IN ('waiting', 'offered');
    END IF;
END $$;
REVOKE ALL ON FUNCTION aplp_seen() FROM PUBLIC;

-- The same, but for a municipality, which sees of a person's file only what is its own.
CREATE FUNCTION aplp_file() RETURNS SETOF UUID LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('aplp.sight', true) NOT LIKE 'territory %' THEN
        RETURN QUERY SELECT aplp_seen();
    END IF;
END $$;
REVOKE ALL ON FUNCTION aplp_file() FROM PUBLIC;

-- The drafts that a support person is to sign: until all three have, they open these, the grant, and how to reach the person.
CREATE FUNCTION aplp_drafts() RETURNS TABLE (agreement_id UUID, grant_id UUID, person_id UUID)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told TEXT[] := string_to_array(current_setting('aplp.sight', true), ' ');
    on_day DATE;
BEGIN
    IF told[1] = 'caseload' THEN
        on_day := told[3]::date;
        RETURN QUERY SELECT a.id, a.grant_id, a.person_id FROM agreements a JOIN grants g ON g.id = a.grant_id
            JOIN support_persons s ON s.id = a.support_person_id
            WHERE a.support_person_id = told[2]::uuid AND a.state = 'drafted' AND g.state <> 'ended' AND g.last_day >= on_day
            AND s.employed_from <= on_day AND (s.employed_to IS NULL OR s.employed_to >= on_day);
    END IF;
END $$;
REVOKE ALL ON FUNCTION aplp_drafts() FROM PUBLIC;

-- The programmes of a municipality's own.
CREATE FUNCTION aplp_paid() RETURNS SETOF UUID LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told TEXT[] := string_to_array(current_setting('aplp.sight', true), ' ');
BEGIN
    IF told[1] = 'territory' THEN
        RETURN QUERY SELECT m.id FROM programmes m WHERE m.owner = ANY (told[3:]);
    END IF;
END $$;
REVOKE ALL ON FUNCTION aplp_paid() FROM PUBLIC;

-- The services that a municipality pays, of the persons whom it may see.
CREATE FUNCTION aplp_bought() RETURNS SETOF UUID LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.id FROM grants g WHERE g.programme_id IN (SELECT aplp_paid()) AND g.person_id IN (SELECT aplp_seen())
$$;
REVOKE ALL ON FUNCTION aplp_bought() FROM PUBLIC;

-- The applications of the persons whom a municipality may see that its officers handed in, or on which its own money was decided.
CREATE FUNCTION aplp_handed_in() RETURNS SETOF UUID LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told TEXT[] := string_to_array(current_setting('aplp.sight', true), ' ');
BEGIN
    IF told[1] = 'territory' THEN
        RETURN QUERY SELECT a.id FROM applications a WHERE a.person_id IN (SELECT aplp_seen())
            AND (a.submitted_by_municipality = ANY (told[3:])
            OR a.id IN (SELECT d.application_id FROM decisions d WHERE d.programme_id IN (SELECT aplp_paid())));
    END IF;
END $$;
REVOKE ALL ON FUNCTION aplp_handed_in() FROM PUBLIC;

-- Everybody is decided first and once a statement, so that it costs next to nothing.
CREATE POLICY by_sight ON persons USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR id IN (SELECT aplp_seen()) OR id IN (SELECT person_id FROM aplp_drafts()));
CREATE POLICY by_sight ON personal_codes USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()));
-- What somebody was called before is no way to reach them.
CREATE POLICY by_sight ON person_name_words USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()) OR NOT is_former AND person_id IN (SELECT person_id FROM aplp_drafts()));
CREATE POLICY by_sight ON person_renames USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()) OR person_id IN (SELECT person_id FROM aplp_drafts()));
CREATE POLICY by_sight ON person_addresses USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON versions USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR object_id IN (SELECT aplp_seen())
    OR object = 'application' AND EXISTS (SELECT 1 FROM applications parent WHERE parent.id = object_id)
    OR object IN ('client', 'programme', 'support_person'));
CREATE POLICY by_sight ON applications USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_file()) OR id IN (SELECT aplp_handed_in()));
CREATE POLICY by_sight ON withdrawals USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM applications parent WHERE parent.id = application_id));
CREATE POLICY by_sight ON registry_checks USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM applications parent WHERE parent.id = application_id));
CREATE POLICY by_sight ON certificate_requests USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM applications parent WHERE parent.id = application_id));
CREATE POLICY by_sight ON certificates USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM applications parent WHERE parent.id = application_id));
CREATE POLICY by_sight ON assessments USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM applications parent WHERE parent.id = application_id));
CREATE POLICY by_sight ON extensions USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM applications parent WHERE parent.id = application_id));
CREATE POLICY by_sight ON decisions USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()) OR programme_id IN (SELECT aplp_paid()));
CREATE POLICY by_sight ON queue_entries USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_file()) OR programme_id IN (SELECT aplp_paid()) AND person_id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON grants USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()) OR programme_id IN (SELECT aplp_paid())
    OR id IN (SELECT grant_id FROM aplp_drafts()));
CREATE POLICY by_sight ON agreements USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_file()) OR grant_id IN (SELECT aplp_bought())
    OR id IN (SELECT agreement_id FROM aplp_drafts()));
CREATE POLICY by_sight ON signatures USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM agreements parent WHERE parent.id = agreement_id));
CREATE POLICY by_sight ON time_entries USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_file()) OR grant_id IN (SELECT aplp_bought()));
CREATE POLICY by_sight ON time_entry_parts USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM time_entries parent WHERE parent.id = entry_id));
CREATE POLICY by_sight ON month_totals USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM grants parent WHERE parent.id = grant_id
    AND (parent.person_id IN (SELECT aplp_seen()) OR parent.programme_id IN (SELECT aplp_paid()))));

ALTER TABLE persons ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_name_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_renames ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_addresses ENABLE ROW LEVEL SECURITY;
ALTER TABLE personal_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE applications ENABLE ROW LEVEL SECURITY;
ALTER TABLE withdrawals ENABLE ROW LEVEL SECURITY;
ALTER TABLE registry_checks ENABLE ROW LEVEL SECURITY;
ALTER TABLE certificate_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE certificates ENABLE ROW LEVEL SECURITY;
ALTER TABLE assessments ENABLE ROW LEVEL SECURITY;
ALTER TABLE extensions ENABLE ROW LEVEL SECURITY;
ALTER TABLE decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE grants ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreements ENABLE ROW LEVEL SECURITY;
ALTER TABLE signatures ENABLE ROW LEVEL SECURITY;
ALTER TABLE time_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE time_entry_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE month_totals ENABLE ROW LEVEL SECURITY;
