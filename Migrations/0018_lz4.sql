-- Traces of people who sign in are longer than what PostgreSQL keeps as it is, and LZ4 compresses them at a fraction of the
-- cost of its own method, to the same size. It is the new days that have it, before they are attached: to change the parent, or
-- a day that is being written, would hold up every insert behind whoever reads it. A server that was built without LZ4 goes on as
-- before.

CREATE OR REPLACE FUNCTION prepare_partition(parent text, day date) RETURNS boolean
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
        BEGIN
            EXECUTE format('ALTER TABLE %I ALTER COLUMN trace SET COMPRESSION lz4', partition);
        EXCEPTION WHEN feature_not_supported THEN
            NULL;
        END;
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
