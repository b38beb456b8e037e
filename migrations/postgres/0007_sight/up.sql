-- The second layer of visibility: a role that owns nothing sees of these tables what its connection was told it may see, and
-- nothing before it was told anything. What may be seen is what `src/register/persons/sight.rs` says, which filters first.
--
-- `aplp.sight` is "all", "own ID", "caseload ID DAY" or "territory CODE …"; anything else is nobody's. The policies do not bind the
-- owner. They hold a forgotten condition of a query in, not somebody who can send statements of their own: the role may tell its
-- connection anything.
--
-- The journal and its tables, the stored answers and the register of support persons stay outside: a row of the journal is
-- written about whomever it concerns, an answer that is stored belongs to the client who sent the request, and a support person is
-- nobody who is supported.

-- The persons whom the connection may see, where these are not everybody. By the right of its owner, for the tables that it
-- reads are bound by what it says.
CREATE FUNCTION aplp_seen() RETURNS SETOF UUID LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told TEXT[] := string_to_array(current_setting('aplp.sight', true), ' ');
BEGIN
    IF told[1] = 'own' THEN
        RETURN NEXT told[2]::uuid;
    ELSIF told[1] = 'caseload' THEN
        RETURN QUERY SELECT a.person_id FROM agreements a JOIN grants g ON g.id = a.grant_id
            WHERE a.support_person_id = told[2]::uuid AND a.state <> 'superseded' AND g.state <> 'ended'
            AND g.last_day >= told[3]::date;
    ELSIF told[1] = 'territory' THEN
        RETURN QUERY SELECT p.id FROM persons p WHERE p.municipality = ANY (told[2:])
            UNION ALL SELECT g.person_id FROM grants g JOIN programmes m ON m.id = g.programme_id WHERE m.owner = ANY (told[2:])
            UNION ALL SELECT q.person_id FROM queue_entries q JOIN programmes m ON m.id = q.programme_id WHERE m.owner = ANY (told[2:]);
    END IF;
END $$;
REVOKE ALL ON FUNCTION aplp_seen() FROM PUBLIC;

-- Everybody is decided first and once a statement, so that it costs next to nothing.
CREATE POLICY by_sight ON persons USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON personal_codes USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON versions USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR object_id IN (SELECT aplp_seen())
    OR object = 'application' AND EXISTS (SELECT 1 FROM applications parent WHERE parent.id = object_id)
    OR object IN ('client', 'programme', 'support_person'));
CREATE POLICY by_sight ON applications USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()));
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
    OR person_id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON queue_entries USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON grants USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON agreements USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON signatures USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM agreements parent WHERE parent.id = agreement_id));
CREATE POLICY by_sight ON time_entries USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON time_entry_parts USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM time_entries parent WHERE parent.id = entry_id));
CREATE POLICY by_sight ON month_totals USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM grants parent WHERE parent.id = grant_id));

ALTER TABLE persons ENABLE ROW LEVEL SECURITY;
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
