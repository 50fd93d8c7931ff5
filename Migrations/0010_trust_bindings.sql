-- The users and roles that a trust policy names by ARN, with the unique ids that they had when it was saved: whoever
-- takes over a name later does not take over the trust.

ALTER TABLE roles
    ADD COLUMN trusted_arns text[] NOT NULL DEFAULT '{}',
    ADD COLUMN trusted_ids  text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT roles_trusted CHECK (cardinality(trusted_arns) = cardinality(trusted_ids));
