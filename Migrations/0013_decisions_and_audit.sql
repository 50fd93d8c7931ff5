-- What was decided and why, and the audit. Both are partitioned by the day (UTC): days are made ahead and dropped whole,
-- so that keeping them for a time costs no DELETE. Nothing here is ever updated.

CREATE TABLE decisions (
    decided_at      timestamptz NOT NULL,
    request_id      uuid        NOT NULL,
    operation       text        NOT NULL,
    -- Asked for and got; refused; or failed for a fault on our side.
    outcome         text        NOT NULL CHECK (outcome IN ('granted', 'refused', 'failed')),
    -- A reason code; see docs/decisions-and-audit.md.
    reason          text        NOT NULL COLLATE "C",
    -- Null when the request did not get as far as a pool, or an identity.
    pool_id         uuid,
    identity_id     uuid,
    role_arn        text,
    access_key_id   text        COLLATE "C",
    -- Of the role mapping that chose the role.
    mapping_version bigint,
    -- json and not jsonb: it is kept as it was written, and not taken apart on the way in.
    trace           json        NOT NULL,
    -- The id leads, because that is what is looked for; the time is there for the partitions.
    PRIMARY KEY (request_id, decided_at)
) PARTITION BY RANGE (decided_at);

CREATE INDEX decisions_by_time ON decisions (decided_at, request_id);
CREATE INDEX decisions_by_pool ON decisions (pool_id, decided_at, request_id);
CREATE INDEX decisions_by_identity ON decisions (identity_id, decided_at, request_id);
CREATE INDEX decisions_by_access_key ON decisions (access_key_id, decided_at, request_id)
    WHERE access_key_id IS NOT NULL;
CREATE INDEX decisions_by_refusal ON decisions (reason, decided_at, request_id) WHERE outcome <> 'granted';

-- Each process has a chain of its own for each day, so that replicas do not wait for one another.
CREATE TABLE audit_records (
    -- When it was written; the event may be of the last moments of the day before.
    day           date        NOT NULL,
    writer        uuid        NOT NULL,
    -- From 1, without a gap.
    sequence      bigint      NOT NULL CHECK (sequence > 0),
    recorded_at   timestamptz NOT NULL,
    event         text        NOT NULL COLLATE "C",
    request_id    uuid,
    pool_id       uuid,
    identity_id   uuid,
    -- Who acted: an ARN, or the user of this machine.
    actor         text,
    -- Of what was issued.
    access_key_id text        COLLATE "C",
    reason        text        COLLATE "C",
    details       json        NOT NULL,
    -- The hash of the record in front.
    previous      bytea       NOT NULL CHECK (octet_length(previous) = 32),
    hash          bytea       NOT NULL CHECK (octet_length(hash) = 32),
    -- The hash, authenticated with a key that is not in the database.
    seal          bytea       NOT NULL CHECK (octet_length(seal) = 32),
    PRIMARY KEY (day, writer, sequence)
) PARTITION BY RANGE (day);

CREATE INDEX audit_by_time ON audit_records (recorded_at, writer, sequence);
CREATE INDEX audit_by_event ON audit_records (event, recorded_at, writer, sequence);
CREATE INDEX audit_by_pool ON audit_records (pool_id, recorded_at, writer, sequence) WHERE pool_id IS NOT NULL;
CREATE INDEX audit_by_identity ON audit_records (identity_id, recorded_at, writer, sequence)
    WHERE identity_id IS NOT NULL;
CREATE INDEX audit_by_access_key ON audit_records (access_key_id) WHERE access_key_id IS NOT NULL;
CREATE INDEX audit_by_request ON audit_records (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX audit_chain_starts ON audit_records (day, writer) WHERE sequence = 1;

-- The two functions run as the owner of the tables, so that the role that serves needs no more than INSERT and SELECT on
-- them. They give up when they would have to wait, because whoever waits for these locks holds up every insert.

CREATE FUNCTION prepare_partition(parent text, day date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout = '2s' SET search_path FROM CURRENT
AS $$
DECLARE
    partition text := parent || '_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF parent NOT IN ('decisions', 'audit_records') THEN
        RAISE EXCEPTION 'not partitioned by day' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF to_regclass(partition) IS NOT NULL THEN RETURN false; END IF;
    -- Conflicts with itself and not with inserts: replicas that come together make one partition.
    EXECUTE format('LOCK TABLE %I IN SHARE UPDATE EXCLUSIVE MODE', parent);
    IF to_regclass(partition) IS NOT NULL THEN RETURN false; END IF;
    -- Attaching, unlike CREATE … PARTITION OF, locks no reader and no writer out.
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition, parent);
    IF parent = 'decisions' THEN
        EXECUTE format(
            'ALTER TABLE decisions ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition,
            day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    ELSE
        EXECUTE format(
            'ALTER TABLE audit_records ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, day, day + 1);
    END IF;
    RETURN true;
END
$$;

CREATE FUNCTION drop_partition(parent text, day date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout = '2s' SET search_path FROM CURRENT
AS $$
DECLARE
    partition text := parent || '_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF parent NOT IN ('decisions', 'audit_records') THEN
        RAISE EXCEPTION 'not partitioned by day' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- What is being written now, or was a moment ago, is nobody's to drop.
    IF day > (now() AT TIME ZONE 'UTC')::date - 2 THEN
        RAISE EXCEPTION 'too young to be dropped' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    EXECUTE format('LOCK TABLE %I IN SHARE UPDATE EXCLUSIVE MODE', parent);
    IF to_regclass(partition) IS NULL THEN RETURN false; END IF;
    EXECUTE format('DROP TABLE %I', partition);
    RETURN true;
END
$$;
