-- Identities, and the logins that they own. Both keys lead with the pool, so that the tables can be partitioned or
-- distributed by it; neither refers to the pool by a foreign key, whose row lock every first login would contend for.

CREATE TABLE identities (
    pool_id     uuid        NOT NULL,
    identity_id uuid        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('guest', 'authenticated', 'disabled')),
    -- The identity that took this one's place.
    merged_into uuid        CHECK (merged_into IS NULL OR state = 'disabled'),
    created_at  timestamptz NOT NULL DEFAULT now(),
    modified_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (pool_id, identity_id)
);

-- Identities that were merged into one that is merged in its turn.
CREATE INDEX identities_by_heir ON identities (pool_id, merged_into) WHERE merged_into IS NOT NULL;

-- Public operations name an identity without its pool.
CREATE INDEX identities_by_id ON identities (identity_id);

CREATE TABLE logins (
    pool_id     uuid        NOT NULL,
    provider    text        NOT NULL COLLATE "C",
    subject     text        NOT NULL COLLATE "C",
    identity_id uuid        NOT NULL,
    -- Several developer identifiers may share an identity; a public provider has one user in it.
    developer   boolean     NOT NULL DEFAULT false,
    -- The app that the login was first proven for, so that a change of app id is visible later.
    audience    text        NOT NULL,
    linked_at   timestamptz NOT NULL DEFAULT now(),
    -- One identity per person, under any race.
    CONSTRAINT logins_one_owner PRIMARY KEY (pool_id, provider, subject),
    CONSTRAINT logins_identity FOREIGN KEY (pool_id, identity_id) REFERENCES identities
);

CREATE INDEX logins_by_identity ON logins (pool_id, identity_id);
CREATE UNIQUE INDEX logins_one_user_per_provider ON logins (pool_id, identity_id, provider) WHERE NOT developer;
