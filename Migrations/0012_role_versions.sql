-- Every version of a pool's role configuration, the one in force and the one in the shadow; mappings in Sluice's own form.

ALTER TABLE pool_role_mappings DROP CONSTRAINT pool_role_mappings_kind_check;
ALTER TABLE pool_role_mappings
    -- Sluice's own form, JSON kept to the byte.
    ADD COLUMN own_form text,
    -- The version that this mapping came with; part of what clients of Cognito's API see of it.
    ADD COLUMN version  bigint NOT NULL DEFAULT 1,
    ADD CONSTRAINT pool_role_mappings_kind_check CHECK (kind IN ('Token', 'Rules', 'Own')),
    ADD CONSTRAINT pool_role_mappings_own_form CHECK ((kind = 'Own') = (own_form IS NOT NULL));

ALTER TABLE identity_pools
    ADD COLUMN role_version      bigint NOT NULL DEFAULT 1,
    -- Counts on when versions are deleted, so that no number means two things.
    ADD COLUMN last_role_version bigint NOT NULL DEFAULT 1,
    ADD COLUMN shadow_version    bigint,
    ADD COLUMN shadow_since      timestamptz,
    ADD CONSTRAINT identity_pools_shadow CHECK ((shadow_version IS NULL) = (shadow_since IS NULL));

CREATE TABLE pool_role_versions (
    pool_id      uuid        NOT NULL REFERENCES identity_pools ON DELETE CASCADE,
    number       bigint      NOT NULL CHECK (number > 0),
    -- {"authenticated": …, "unauthenticated": …, "mappings": {key: [kind, ambiguous, rules, own form]}}
    settings     text        NOT NULL,
    -- Test cases, a list in JSON.
    tests        text        NOT NULL DEFAULT '[]',
    author       text        NOT NULL,
    source       text        NOT NULL,
    comment      text        NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL DEFAULT now(),
    -- The last time. Null: a draft.
    activated_at timestamptz,
    PRIMARY KEY (pool_id, number)
);

-- Which version was in force from when on, and who said so.
CREATE TABLE pool_role_activations (
    pool_id      uuid        NOT NULL REFERENCES identity_pools ON DELETE CASCADE,
    -- The version of the pool that the change made.
    position     bigint      NOT NULL,
    number       bigint      NOT NULL,
    previous     bigint,
    author       text        NOT NULL,
    source       text        NOT NULL,
    comment      text        NOT NULL DEFAULT '',
    activated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (pool_id, position)
);

-- What pools have today is their first version.
INSERT INTO pool_role_versions (pool_id, number, settings, author, source, created_at, activated_at)
SELECT p.pool_id, 1,
       json_build_object(
           'authenticated', p.authenticated_role_arn, 'unauthenticated', p.unauthenticated_role_arn,
           'mappings', (SELECT coalesce(json_object_agg(m.provider, json_build_array(m.kind, m.ambiguous, m.rules)), '{}')
                          FROM pool_role_mappings m WHERE m.pool_id = p.pool_id))::text,
       'sluice', 'upgrade', p.modified_at, p.modified_at
  FROM identity_pools p;

INSERT INTO pool_role_activations (pool_id, position, number, author, source, activated_at)
SELECT p.pool_id, 0, 1, 'sluice', 'upgrade', p.modified_at FROM identity_pools p;
