-- Identities in the hands of administrators: suspended and taken back, found by time and state, brought in from elsewhere;
-- and when a login was last used.

-- An administrator has disabled the identity, whatever it is otherwise. This is apart from the state, so that it takes
-- nothing away: a guest stays one, logins stay linked, and enabling restores what was. The state `disabled` is for good.
ALTER TABLE identities ADD COLUMN suspended_at timestamptz;

-- Lists go by time. Each state has a run of its own in here, so that a list of the few that are in one does not read past
-- the many that are in another; a list of all merges the runs.
CREATE INDEX identities_by_time ON identities (pool_id, state, created_at, identity_id);
CREATE INDEX identities_suspended ON identities (pool_id, created_at, identity_id) WHERE suspended_at IS NOT NULL;
CREATE INDEX identity_merges_by_time ON identity_merges (pool_id, merged_at, merge_id);

-- At most an hour behind (see `LoginUses`). No index has it, and pages keep room, so that writing it down touches nothing
-- but the row's own page.
ALTER TABLE logins ADD COLUMN last_used_at timestamptz;
ALTER TABLE logins SET (fillfactor = 90);

-- Imports lock this row, one batch at a time. An id must not come into two pools, and no key can see to that: every key
-- leads with the pool.
CREATE TABLE identity_import_turn (
    turn boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (turn)
);
INSERT INTO identity_import_turn DEFAULT VALUES;
