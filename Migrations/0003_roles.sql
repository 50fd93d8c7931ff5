-- IAM roles: who may wear them, and what they allow.

CREATE TABLE roles (
    account_id          text        NOT NULL CHECK (account_id ~ '^[0-9]{12}$'),
    -- AROA…; sessions refer to it, so that a role deleted and made again ends them.
    role_id             text        NOT NULL UNIQUE,
    path                text        NOT NULL DEFAULT '/' CHECK (path ~ '^/' AND path ~ '/$' AND char_length(path) <= 512),
    name                text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
    trust_policy        text        NOT NULL,
    description         text,
    max_session_seconds integer     NOT NULL DEFAULT 3600 CHECK (max_session_seconds BETWEEN 3600 AND 43200),
    created_at          timestamptz NOT NULL DEFAULT now(),
    modified_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, role_id)
);

-- Names are unique whatever their case.
CREATE UNIQUE INDEX roles_by_name ON roles (account_id, lower(name));

CREATE TABLE role_policies (
    account_id text NOT NULL,
    role_id    text NOT NULL,
    name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
    document   text NOT NULL,
    FOREIGN KEY (account_id, role_id) REFERENCES roles ON DELETE CASCADE
);

CREATE UNIQUE INDEX role_policies_by_name ON role_policies (account_id, role_id, lower(name));
