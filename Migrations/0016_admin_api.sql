-- What the admin API keeps: bearer tokens, and the answers to requests that may be sent twice.

-- Only a hash of each token. Whoever deletes a user deletes its tokens.
CREATE TABLE bearer_tokens (
    token_id   uuid        NOT NULL PRIMARY KEY,
    account_id text        NOT NULL,
    user_id    text        NOT NULL,
    hash       bytea       NOT NULL CHECK (octet_length(hash) = 32),
    name       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    FOREIGN KEY (account_id, user_id) REFERENCES users ON DELETE CASCADE
);

CREATE UNIQUE INDEX bearer_tokens_by_hash ON bearer_tokens (account_id, hash);
CREATE INDEX bearer_tokens_by_user ON bearer_tokens (account_id, user_id);

CREATE TABLE admin_requests (
    account_id  text        NOT NULL,
    caller      text        NOT NULL,
    key         text        NOT NULL COLLATE "C",
    fingerprint bytea       NOT NULL,
    begun_at    timestamptz NOT NULL DEFAULT now(),
    -- Sealed by the master key. Null: still worked on.
    answer      bytea,
    PRIMARY KEY (account_id, caller, key)
);

CREATE INDEX admin_requests_by_age ON admin_requests (begun_at);
