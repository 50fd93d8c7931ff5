-- Keys of the deployment. Private parts are sealed by the master key, which never comes here. The number decides a race
-- of replicas that start together: one makes the key, the others read it.

CREATE TABLE signing_keys (
    number      integer     NOT NULL PRIMARY KEY,
    kid         text        NOT NULL UNIQUE,
    algorithm   text        NOT NULL,
    private_key bytea       NOT NULL,
    certificate bytea       NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    -- Null: still signs. A retired key is published until the last token that it signed has expired.
    retired_at  timestamptz
);

CREATE TABLE sealing_keys (
    number      integer     NOT NULL PRIMARY KEY,
    key_id      bytea       NOT NULL UNIQUE CHECK (octet_length(key_id) = 8),
    root_key    bytea       NOT NULL,
    not_before  timestamptz NOT NULL,
    seal_until  timestamptz NOT NULL,
    open_until  timestamptz NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CHECK (not_before < seal_until AND seal_until <= open_until)
);
