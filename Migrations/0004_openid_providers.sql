-- OpenID Connect issuers that an account trusts.

CREATE TABLE openid_providers (
    account_id            text        NOT NULL CHECK (account_id ~ '^[0-9]{12}$'),
    -- With its scheme, without a trailing slash.
    url                   text        NOT NULL COLLATE "C",
    client_ids            text[]      NOT NULL CHECK (cardinality(client_ids) <= 100),
    thumbprints           text[]      NOT NULL DEFAULT '{}' CHECK (cardinality(thumbprints) <= 5),
    key_set_url           text,
    discovery_url         text,
    certificate_authority text,
    algorithms            text[],
    trusted_audiences     text[]      NOT NULL DEFAULT '{}',
    created_at            timestamptz NOT NULL DEFAULT now(),
    modified_at           timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, url)
);
