-- Every merge of two identities, with what it takes to undo it.

CREATE TABLE identity_merges (
    merge_id       uuid        NOT NULL PRIMARY KEY DEFAULT gen_random_uuid(),
    pool_id        uuid        NOT NULL,
    survivor       uuid        NOT NULL,
    absorbed       uuid        NOT NULL,
    -- What the absorbed identity was before.
    absorbed_state text        NOT NULL CHECK (absorbed_state IN ('guest', 'authenticated')),
    -- The logins that moved: [[provider, subject], …].
    moved          jsonb       NOT NULL,
    -- Identities that had been merged into the absorbed one before.
    aliases        uuid[]      NOT NULL,
    merged_at      timestamptz NOT NULL DEFAULT now(),
    undone_at      timestamptz
);

CREATE INDEX identity_merges_by_survivor ON identity_merges (pool_id, survivor);
CREATE INDEX identity_merges_by_absorbed ON identity_merges (pool_id, absorbed);
