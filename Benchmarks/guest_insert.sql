-- What a new guest costs the database, as Sluice says it (IdentityStore.insertGuest).
WITH born AS (
    INSERT INTO identities (pool_id, identity_id, state)
    SELECT pool_id, gen_random_uuid(), 'guest' FROM identity_pools WHERE pool_id = :pool
    ON CONFLICT (pool_id, identity_id) DO NOTHING)
SELECT EXISTS (SELECT FROM identity_pools WHERE pool_id = :pool);
