-- Sessions that were ended before their time, and the policies that bound what users and roles may be given.

CREATE TABLE session_revocations (
    scope          text        NOT NULL COLLATE "C"
                   CHECK (scope IN ('account', 'pool', 'identity', 'login', 'role', 'user', 'session')),
    -- What is named: an id, or for a login its pool, provider and subject.
    target         text        NOT NULL COLLATE "C" CHECK (octet_length(target) BETWEEN 1 AND 2600),
    -- Sessions that began before this are refused.
    revoked_before timestamptz NOT NULL,
    -- By now every session that the row could be about has ended, and the row goes.
    expires_at     timestamptz NOT NULL CHECK (expires_at > revoked_before),
    reason         text        NOT NULL CHECK (char_length(reason) <= 256),
    revoked_by     text        NOT NULL CHECK (char_length(revoked_by) <= 512),
    revoked_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, target)
);

CREATE INDEX session_revocations_by_end ON session_revocations (expires_at);

-- One row. Every change of the table above raises the version in the same transaction, so that replicas ask for a number
-- every second and read the rows only when there is something new.
CREATE TABLE session_revocation_state (
    is_only boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (is_only),
    version bigint  NOT NULL
);

INSERT INTO session_revocation_state (version) VALUES (0);

-- A boundary is a managed policy of the account, which then cannot be deleted, or a built-in one.
ALTER TABLE users
    ADD COLUMN boundary_policy_id   text,
    ADD COLUMN boundary_builtin_arn text,
    ADD CONSTRAINT users_one_boundary CHECK (num_nonnulls(boundary_policy_id, boundary_builtin_arn) <= 1),
    ADD CONSTRAINT users_boundary FOREIGN KEY (account_id, boundary_policy_id) REFERENCES managed_policies;

ALTER TABLE roles
    ADD COLUMN boundary_policy_id   text,
    ADD COLUMN boundary_builtin_arn text,
    ADD CONSTRAINT roles_one_boundary CHECK (num_nonnulls(boundary_policy_id, boundary_builtin_arn) <= 1),
    ADD CONSTRAINT roles_boundary FOREIGN KEY (account_id, boundary_policy_id) REFERENCES managed_policies;

CREATE INDEX users_by_boundary ON users (account_id, boundary_policy_id) WHERE boundary_policy_id IS NOT NULL;
CREATE INDEX roles_by_boundary ON roles (account_id, boundary_policy_id) WHERE boundary_policy_id IS NOT NULL;
