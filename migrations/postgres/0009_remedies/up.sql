-- A decision made known to the person. Each is kept; the earliest that did not come back counts.
CREATE TABLE notifications (
    id UUID PRIMARY KEY,
    decision_id UUID NOT NULL REFERENCES decisions,
    channel TEXT NOT NULL CHECK (channel IN ('in_person', 'registered_mail', 'ordinary_mail', 'e_address', 'email')),
    sent_on DATE NOT NULL,
    -- The day it counts as notified by the strict reading, and by the one in favour of the person.
    deemed_on DATE NOT NULL,
    lenient_deemed_on DATE NOT NULL,
    -- Whether the written decision says where and when to contest.
    contest_indicated BOOLEAN NOT NULL,
    -- The last day to contest by each reading, if this notification counts.
    contest_until DATE NOT NULL,
    contest_until_lenient DATE NOT NULL,
    -- The document, and a note.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT notified_after_sending CHECK (sent_on <= deemed_on AND deemed_on <= lenient_deemed_on),
    CONSTRAINT contested_after_notification CHECK (deemed_on < contest_until AND contest_until <= contest_until_lenient)
);
CREATE INDEX notifications_by_decision ON notifications (decision_id);

CREATE TABLE notification_returns (
    id UUID PRIMARY KEY,
    notification_id UUID NOT NULL UNIQUE REFERENCES notifications,
    returned_on DATE NOT NULL,
    -- The reason.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE contests (
    id UUID PRIMARY KEY,
    decision_id UUID NOT NULL REFERENCES decisions,
    person_id UUID NOT NULL REFERENCES persons,
    submitted_on DATE NOT NULL,
    received_on DATE NOT NULL,
    -- The notification whose term it was held against, and the last day of that term; none before the decision was notified.
    notification_id UUID REFERENCES notifications,
    held_against DATE,
    in_time BOOLEAN NOT NULL,
    restoration_requested BOOLEAN NOT NULL,
    -- Whether the decision is not carried out meanwhile; empty while nobody has said.
    suspends BOOLEAN,
    -- What that did to the service; there where the decision rests or did.
    put_off TEXT CHECK (put_off IN ('end_put_off', 'only_ends_are_put_off', 'service_over', 'service_follows', 'funding_exhausted')),
    -- The last day of a service whose end was put off, since it counts again.
    ends_on DATE,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'forwarded', 'resolved', 'withdrawn')),
    -- The grounds in the person's words, who represents, the documents, why the term should be restored, the legal ground of
    -- the suspensive effect.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT contest_submitted_before_received CHECK (submitted_on <= received_on),
    CONSTRAINT held_against_a_notification CHECK ((notification_id IS NULL) = (held_against IS NULL)),
    CONSTRAINT ends_again_after_it_was_put_off CHECK (ends_on IS NULL OR put_off = 'end_put_off'),
    CONSTRAINT in_time_as_held CHECK (in_time = (held_against IS NULL OR submitted_on <= held_against))
);
CREATE UNIQUE INDEX one_open_contest ON contests (decision_id) WHERE state IN ('submitted', 'forwarded');
CREATE UNIQUE INDEX one_resolved_contest ON contests (decision_id) WHERE state = 'resolved';
CREATE INDEX contests_by_decision ON contests (decision_id);
CREATE INDEX contests_by_person ON contests (person_id);

CREATE TABLE contest_forwardings (
    id UUID PRIMARY KEY,
    contest_id UUID NOT NULL UNIQUE REFERENCES contests,
    forwarded_on DATE NOT NULL,
    -- The document.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE contest_resolutions (
    id UUID PRIMARY KEY,
    contest_id UUID NOT NULL UNIQUE REFERENCES contests,
    outcome TEXT NOT NULL CHECK (outcome IN ('upheld', 'changed', 'annulled', 'annulled_and_returned')),
    -- What follows for the service.
    effect TEXT NOT NULL CHECK (effect IN ('none', 'amending_decision_due', 'grant_ended', 'grant_ended_and_application_reopened', 'place_removed_and_application_reopened', 'application_reopened', 'service_resumed', 'service_paused', 'service_restored', 'parameters_restored')),
    resolved_on DATE NOT NULL,
    -- What of that was done with the answer.
    grant_ended BOOLEAN NOT NULL,
    place_removed BOOLEAN NOT NULL,
    reopened BOOLEAN NOT NULL,
    end_undone BOOLEAN NOT NULL,
    -- The day the answer took effect for the person.
    took_effect_on DATE NOT NULL,
    -- The document, and the reasoning.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT effect_after_the_answer CHECK (resolved_on <= took_effect_on),
    CONSTRAINT only_what_is_upheld_changes_nothing CHECK ((outcome = 'upheld') = (effect = 'none')),
    CONSTRAINT done_is_what_follows CHECK ((NOT grant_ended OR effect LIKE 'grant_ended%') AND (NOT place_removed OR effect LIKE 'place_removed%')
        AND (NOT reopened OR effect LIKE '%application_reopened') AND (NOT end_undone OR effect = 'service_restored'))
);

CREATE TABLE contest_withdrawals (
    id UUID PRIMARY KEY,
    contest_id UUID NOT NULL UNIQUE REFERENCES contests,
    withdrawn_on DATE NOT NULL,
    -- The document.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

-- What was recorded is never edited.
CREATE TRIGGER notifications_append_only BEFORE UPDATE OF id, decision_id, channel, sent_on, deemed_on, lenient_deemed_on, contest_indicated, contest_until, contest_until_lenient, recorded_by, recorded_at OR DELETE ON notifications FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notification_returns_append_only BEFORE UPDATE OF id, notification_id, returned_on, recorded_by, recorded_at OR DELETE ON notification_returns FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contest_forwardings_append_only BEFORE UPDATE OF id, contest_id, forwarded_on, recorded_by, recorded_at OR DELETE ON contest_forwardings FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contest_resolutions_append_only BEFORE UPDATE OF id, contest_id, outcome, effect, grant_ended, place_removed, reopened, end_undone, resolved_on, took_effect_on, recorded_by, recorded_at OR DELETE ON contest_resolutions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contest_withdrawals_append_only BEFORE UPDATE OF id, contest_id, withdrawn_on, recorded_by, recorded_at OR DELETE ON contest_withdrawals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notifications_no_truncate BEFORE TRUNCATE ON notifications FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notification_returns_no_truncate BEFORE TRUNCATE ON notification_returns FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contest_forwardings_no_truncate BEFORE TRUNCATE ON contest_forwardings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contest_resolutions_no_truncate BEFORE TRUNCATE ON contest_resolutions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contest_withdrawals_no_truncate BEFORE TRUNCATE ON contest_withdrawals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who may see a person may see what became of the decisions about them.
CREATE POLICY by_sight ON notifications USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM decisions parent WHERE parent.id = decision_id));
CREATE POLICY by_sight ON notification_returns USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM notifications parent WHERE parent.id = notification_id));
CREATE POLICY by_sight ON contests USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM decisions parent WHERE parent.id = decision_id));
CREATE POLICY by_sight ON contest_forwardings USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM contests parent WHERE parent.id = contest_id));
CREATE POLICY by_sight ON contest_resolutions USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM contests parent WHERE parent.id = contest_id));
CREATE POLICY by_sight ON contest_withdrawals USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM contests parent WHERE parent.id = contest_id));

ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification_returns ENABLE ROW LEVEL SECURITY;
ALTER TABLE contests ENABLE ROW LEVEL SECURITY;
ALTER TABLE contest_forwardings ENABLE ROW LEVEL SECURITY;
ALTER TABLE contest_resolutions ENABLE ROW LEVEL SECURITY;
ALTER TABLE contest_withdrawals ENABLE ROW LEVEL SECURITY;
