-- A decision made known to the person. Each is kept; the earliest that did not come back counts.
CREATE TABLE notifications (
    id BLOB PRIMARY KEY,
    decision_id BLOB NOT NULL REFERENCES decisions,
    channel TEXT NOT NULL CHECK (channel IN ('in_person', 'registered_mail', 'ordinary_mail', 'e_address', 'email')),
    sent_on TEXT NOT NULL,
    -- The day it counts as notified by the strict reading, and by the one in favour of the person.
    deemed_on TEXT NOT NULL,
    lenient_deemed_on TEXT NOT NULL,
    -- Whether the written decision says where and when to contest.
    contest_indicated INTEGER NOT NULL,
    -- The last day to contest by each reading, if this notification counts.
    contest_until TEXT NOT NULL,
    contest_until_lenient TEXT NOT NULL,
    -- The document, and a note.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT notified_after_sending CHECK (sent_on <= deemed_on AND deemed_on <= lenient_deemed_on),
    CONSTRAINT contested_after_notification CHECK (deemed_on < contest_until AND contest_until <= contest_until_lenient)
) STRICT;
CREATE INDEX notifications_by_decision ON notifications (decision_id);

CREATE TABLE notification_returns (
    id BLOB PRIMARY KEY,
    notification_id BLOB NOT NULL UNIQUE REFERENCES notifications,
    returned_on TEXT NOT NULL,
    -- The reason.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE contests (
    id BLOB PRIMARY KEY,
    decision_id BLOB NOT NULL REFERENCES decisions,
    person_id BLOB NOT NULL REFERENCES persons,
    submitted_on TEXT NOT NULL,
    received_on TEXT NOT NULL,
    -- The notification whose term it was held against, and the last day of that term; none before the decision was notified.
    notification_id BLOB REFERENCES notifications,
    held_against TEXT,
    in_time INTEGER NOT NULL,
    restoration_requested INTEGER NOT NULL,
    -- Whether the decision is not carried out meanwhile; empty while nobody has said.
    suspends INTEGER,
    -- What that did to the service; there where the decision rests or did.
    put_off TEXT CHECK (put_off IN ('end_put_off', 'only_ends_are_put_off', 'service_over', 'service_follows', 'funding_exhausted')),
    -- The last day of a service whose end was put off, since it counts again.
    ends_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'forwarded', 'resolved', 'withdrawn')),
    -- The grounds in the person's words, who represents, the documents, why the term should be restored, the legal ground of
    -- the suspensive effect.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT contest_submitted_before_received CHECK (submitted_on <= received_on),
    CONSTRAINT held_against_a_notification CHECK ((notification_id IS NULL) = (held_against IS NULL)),
    CONSTRAINT ends_again_after_it_was_put_off CHECK (ends_on IS NULL OR put_off = 'end_put_off'),
    CONSTRAINT in_time_as_held CHECK (in_time = (held_against IS NULL OR submitted_on <= held_against))
) STRICT;
CREATE UNIQUE INDEX one_open_contest ON contests (decision_id) WHERE state IN ('submitted', 'forwarded');
CREATE UNIQUE INDEX one_resolved_contest ON contests (decision_id) WHERE state = 'resolved';
CREATE INDEX contests_by_decision ON contests (decision_id);
CREATE INDEX contests_by_person ON contests (person_id);

CREATE TABLE contest_forwardings (
    id BLOB PRIMARY KEY,
    contest_id BLOB NOT NULL UNIQUE REFERENCES contests,
    forwarded_on TEXT NOT NULL,
    -- The document.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE contest_resolutions (
    id BLOB PRIMARY KEY,
    contest_id BLOB NOT NULL UNIQUE REFERENCES contests,
    outcome TEXT NOT NULL CHECK (outcome IN ('upheld', 'changed', 'annulled', 'annulled_and_returned')),
    -- What follows for the service.
    effect TEXT NOT NULL CHECK (effect IN ('none', 'amending_decision_due', 'grant_ended', 'grant_ended_and_application_reopened', 'place_removed_and_application_reopened', 'application_reopened', 'service_resumed', 'service_paused', 'service_restored', 'parameters_restored')),
    resolved_on TEXT NOT NULL,
    -- What of that was done with the answer.
    grant_ended INTEGER NOT NULL,
    place_removed INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    end_undone INTEGER NOT NULL,
    -- The day the answer took effect for the person.
    took_effect_on TEXT NOT NULL,
    -- The document, and the reasoning.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT effect_after_the_answer CHECK (resolved_on <= took_effect_on),
    CONSTRAINT only_what_is_upheld_changes_nothing CHECK ((outcome = 'upheld') = (effect = 'none')),
    CONSTRAINT done_is_what_follows CHECK ((NOT grant_ended OR effect LIKE 'grant_ended%') AND (NOT place_removed OR effect LIKE 'place_removed%')
        AND (NOT reopened OR effect LIKE '%application_reopened') AND (NOT end_undone OR effect = 'service_restored'))
) STRICT;

CREATE TABLE contest_withdrawals (
    id BLOB PRIMARY KEY,
    contest_id BLOB NOT NULL UNIQUE REFERENCES contests,
    withdrawn_on TEXT NOT NULL,
    -- The document.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

-- What was recorded is never edited.
CREATE TRIGGER notifications_no_update BEFORE UPDATE OF id, decision_id, channel, sent_on, deemed_on, lenient_deemed_on, contest_indicated, contest_until, contest_until_lenient, recorded_by, recorded_at ON notifications BEGIN SELECT RAISE(ABORT, 'append-only table notifications'); END;
CREATE TRIGGER notifications_no_delete BEFORE DELETE ON notifications BEGIN SELECT RAISE(ABORT, 'append-only table notifications'); END;
CREATE TRIGGER notification_returns_no_update BEFORE UPDATE OF id, notification_id, returned_on, recorded_by, recorded_at ON notification_returns BEGIN SELECT RAISE(ABORT, 'append-only table notification_returns'); END;
CREATE TRIGGER notification_returns_no_delete BEFORE DELETE ON notification_returns BEGIN SELECT RAISE(ABORT, 'append-only table notification_returns'); END;
CREATE TRIGGER contest_forwardings_no_update BEFORE UPDATE OF id, contest_id, forwarded_on, recorded_by, recorded_at ON contest_forwardings BEGIN SELECT RAISE(ABORT, 'append-only table contest_forwardings'); END;
CREATE TRIGGER contest_forwardings_no_delete BEFORE DELETE ON contest_forwardings BEGIN SELECT RAISE(ABORT, 'append-only table contest_forwardings'); END;
CREATE TRIGGER contest_resolutions_no_update BEFORE UPDATE OF id, contest_id, outcome, effect, grant_ended, place_removed, reopened, end_undone, resolved_on, took_effect_on, recorded_by, recorded_at ON contest_resolutions BEGIN SELECT RAISE(ABORT, 'append-only table contest_resolutions'); END;
CREATE TRIGGER contest_resolutions_no_delete BEFORE DELETE ON contest_resolutions BEGIN SELECT RAISE(ABORT, 'append-only table contest_resolutions'); END;
CREATE TRIGGER contest_withdrawals_no_update BEFORE UPDATE OF id, contest_id, withdrawn_on, recorded_by, recorded_at ON contest_withdrawals BEGIN SELECT RAISE(ABORT, 'append-only table contest_withdrawals'); END;
CREATE TRIGGER contest_withdrawals_no_delete BEFORE DELETE ON contest_withdrawals BEGIN SELECT RAISE(ABORT, 'append-only table contest_withdrawals'); END;
