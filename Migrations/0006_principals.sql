-- IAM users with their access keys, managed policies, and which policy is attached to whom.

CREATE TABLE users (
    account_id  text        NOT NULL CHECK (account_id ~ '^[0-9]{12}$'),
    -- AIDA…; whoever refers to a user keeps this, so that a user deleted and made again is another one.
    user_id     text        NOT NULL UNIQUE,
    path        text        NOT NULL DEFAULT '/' CHECK (path ~ '^/' AND path ~ '/$' AND char_length(path) <= 512),
    name        text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
    created_at  timestamptz NOT NULL DEFAULT now(),
    modified_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, user_id)
);

-- Names are unique whatever their case.
CREATE UNIQUE INDEX users_by_name ON users (account_id, lower(name));

CREATE TABLE user_policies (
    account_id text NOT NULL,
    user_id    text NOT NULL,
    name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
    document   text NOT NULL,
    FOREIGN KEY (account_id, user_id) REFERENCES users ON DELETE CASCADE
);

CREATE UNIQUE INDEX user_policies_by_name ON user_policies (account_id, user_id, lower(name));

-- The secret is sealed by the master key. A user that still has keys cannot be deleted.
CREATE TABLE access_keys (
    access_key_id text        NOT NULL PRIMARY KEY,
    account_id    text        NOT NULL,
    user_id       text        NOT NULL,
    secret        bytea       NOT NULL,
    active        boolean     NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT access_keys_user FOREIGN KEY (account_id, user_id) REFERENCES users
);

CREATE INDEX access_keys_by_user ON access_keys (account_id, user_id);

CREATE TABLE managed_policies (
    account_id      text        NOT NULL CHECK (account_id ~ '^[0-9]{12}$'),
    policy_id       text        NOT NULL UNIQUE,
    path            text        NOT NULL DEFAULT '/' CHECK (path ~ '^/' AND path ~ '/$' AND char_length(path) <= 512),
    name            text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
    description     text,
    default_version integer     NOT NULL DEFAULT 1,
    -- Numbers of versions are never given out twice.
    last_version    integer     NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL DEFAULT now(),
    modified_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, policy_id)
);

CREATE UNIQUE INDEX managed_policies_by_name ON managed_policies (account_id, lower(name));

CREATE TABLE managed_policy_versions (
    account_id text        NOT NULL,
    policy_id  text        NOT NULL,
    version    integer     NOT NULL,
    document   text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, policy_id, version),
    FOREIGN KEY (account_id, policy_id) REFERENCES managed_policies ON DELETE CASCADE
);

-- What is attached: a managed policy of the account, which then cannot be deleted, or one that is built in.
CREATE TABLE user_attachments (
    account_id  text        NOT NULL,
    user_id     text        NOT NULL,
    policy_id   text,
    builtin_arn text,
    attached_at timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nonnulls(policy_id, builtin_arn) = 1),
    FOREIGN KEY (account_id, user_id) REFERENCES users ON DELETE CASCADE,
    CONSTRAINT user_attachments_policy FOREIGN KEY (account_id, policy_id) REFERENCES managed_policies
);

CREATE UNIQUE INDEX user_attachments_once ON user_attachments (account_id, user_id, coalesce(policy_id, builtin_arn));
CREATE INDEX user_attachments_by_policy ON user_attachments (account_id, policy_id);

CREATE TABLE role_attachments (
    account_id  text        NOT NULL,
    role_id     text        NOT NULL,
    policy_id   text,
    builtin_arn text,
    attached_at timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nonnulls(policy_id, builtin_arn) = 1),
    FOREIGN KEY (account_id, role_id) REFERENCES roles ON DELETE CASCADE,
    CONSTRAINT role_attachments_policy FOREIGN KEY (account_id, policy_id) REFERENCES managed_policies
);

CREATE UNIQUE INDEX role_attachments_once ON role_attachments (account_id, role_id, coalesce(policy_id, builtin_arn));
CREATE INDEX role_attachments_by_policy ON role_attachments (account_id, policy_id);
