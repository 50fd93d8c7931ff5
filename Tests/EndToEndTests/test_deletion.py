"""Deleting a large pool: nobody waits for it, and nothing of it stays."""
import threading
import time

from stage import pools
from stage.admin import clients
from stage.processes import wait_until
from stage.sluice import Sluice
from stage.wire import Connection

PEOPLE = 100_000


def test_deleting_a_large_pool_holds_nobody_up_and_leaves_nothing_behind(home, postgres, database, issuer):
    with Sluice(home / "sluice", apply=pools.one_open_pool(issuer), database_url=database) as sluice:
        admin = clients(sluice, sluice.admin())("cognito-identity")
        doomed = admin.create_identity_pool(
            IdentityPoolName="doomed", AllowUnauthenticatedIdentities=True)["IdentityPoolId"]
        fill(postgres, database, doomed.split(":")[1])

        done, answers = threading.Event(), []
        neighbour = threading.Thread(target=ask_until, args=(sluice, done, answers))
        neighbour.start()
        admin.delete_identity_pool(IdentityPoolId=doomed)
        try:
            wait_until(lambda: left(postgres, database, doomed.split(":")[1]) == 0, "the pool to be swept up", 120)
        finally:
            done.set()
            neighbour.join()
        assert answers and set(answers) == {200}


def fill(postgres, database, pool):
    postgres.query(
        f"insert into identities (pool_id, identity_id, state) select '{pool}', gen_random_uuid(), 'authenticated' "
        f"from generate_series(1, {PEOPLE})", database)
    postgres.query(
        f"insert into logins (pool_id, provider, subject, identity_id, audience) select pool_id, 'provider', "
        f"identity_id::text, identity_id, 'app' from identities where pool_id = '{pool}'", database)


def left(postgres, database, pool):
    return sum(int(postgres.query(f"select count(*) from {table} where pool_id = '{pool}'", database)[0])
               for table in ["identities", "logins", "identity_pools", "pool_providers"])


def ask_until(sluice, done, answers):
    """A guest of another pool, asking for its credentials all the while."""
    connection = Connection(sluice.url)
    _, guest = connection.call("GetId", IdentityPoolId=pools.OPEN)
    while not done.is_set():
        answers.append(connection.call("GetCredentialsForIdentity", IdentityId=guest["IdentityId"])[0])
        time.sleep(0.01)
    connection.close()
