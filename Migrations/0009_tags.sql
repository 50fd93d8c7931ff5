-- Tags of users, roles, managed policies and OpenID providers. They are few, read with their owner and changed under its
-- row's lock, so they live in its row: sorted by key, keys and values side by side.

ALTER TABLE users
    ADD COLUMN tag_keys   text[] NOT NULL DEFAULT '{}',
    ADD COLUMN tag_values text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT users_tags CHECK (cardinality(tag_keys) = cardinality(tag_values) AND cardinality(tag_keys) <= 50);

ALTER TABLE roles
    ADD COLUMN tag_keys   text[] NOT NULL DEFAULT '{}',
    ADD COLUMN tag_values text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT roles_tags CHECK (cardinality(tag_keys) = cardinality(tag_values) AND cardinality(tag_keys) <= 50);

ALTER TABLE managed_policies
    ADD COLUMN tag_keys   text[] NOT NULL DEFAULT '{}',
    ADD COLUMN tag_values text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT managed_policies_tags
        CHECK (cardinality(tag_keys) = cardinality(tag_values) AND cardinality(tag_keys) <= 50);

ALTER TABLE openid_providers
    ADD COLUMN tag_keys   text[] NOT NULL DEFAULT '{}',
    ADD COLUMN tag_values text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT openid_providers_tags
        CHECK (cardinality(tag_keys) = cardinality(tag_values) AND cardinality(tag_keys) <= 50);
