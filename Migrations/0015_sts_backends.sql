-- STS elsewhere (AWS, Ceph, MinIO), and the roles whose credentials they make.

CREATE TABLE sts_backends (
    account_id             text        NOT NULL CHECK (account_id ~ '^[0-9]{12}$'),
    name                   text        NOT NULL COLLATE "C" CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    kind                   text        NOT NULL CHECK (kind IN ('aws', 'ceph', 'minio')),
    endpoint               text        NOT NULL CHECK (char_length(endpoint) BETWEEN 1 AND 2048),
    certificate_authority  text,
    -- `aud` of the tokens that it is shown. Null: the pool.
    audience               text        CHECK (char_length(audience) BETWEEN 1 AND 255),
    timeout_seconds        integer     NOT NULL CHECK (timeout_seconds BETWEEN 1 AND 30),
    max_concurrent         integer     NOT NULL CHECK (max_concurrent BETWEEN 1 AND 64),
    allows_private_address boolean     NOT NULL DEFAULT false,
    allows_plain_http      boolean     NOT NULL DEFAULT false,
    passes_tags            boolean     NOT NULL DEFAULT true,
    passes_source_identity boolean     NOT NULL DEFAULT false,
    created_at             timestamptz NOT NULL DEFAULT now(),
    modified_at            timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, name)
);

CREATE TABLE role_backends (
    account_id        text NOT NULL,
    role_id           text NOT NULL,
    backend           text NOT NULL COLLATE "C",
    -- The role there. Null only at MinIO, which then goes by the policies in the token.
    upstream_role_arn text,
    policy_claim      text,
    PRIMARY KEY (account_id, role_id),
    FOREIGN KEY (account_id, role_id) REFERENCES roles ON DELETE CASCADE,
    -- Without its back end a role would be minted for here, which is not what its administrator said.
    CONSTRAINT role_backends_backend FOREIGN KEY (account_id, backend) REFERENCES sts_backends ON DELETE RESTRICT
);

CREATE INDEX role_backends_by_backend ON role_backends (account_id, backend);
