"""Several administrators at once: no change is lost, and who came too late is told."""
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from stage import pools
from stage.admin import clients, error
from stage.postgres import program
from stage.processes import wait_until
from stage.sluice import Sluice


@pytest.fixture
def house(home, database, issuer):
    with Sluice(home / "sluice", apply=pools.one_open_pool(issuer), database_url=database) as sluice:
        yield clients(sluice, sluice.admin())


@pytest.fixture
def pool(house):
    return house("cognito-identity").create_identity_pool(
        IdentityPoolName="contended", AllowUnauthenticatedIdentities=True)["IdentityPoolId"]


@pytest.mark.parametrize("change", [
    lambda admin, pool: admin.update_identity_pool(
        IdentityPoolId=pool, IdentityPoolName="late", AllowUnauthenticatedIdentities=True),
    lambda admin, pool: admin.set_identity_pool_roles(IdentityPoolId=pool, Roles={}),
])
def test_a_change_that_was_overtaken_is_refused(house, postgres, database, pool, change):
    other = subprocess.Popen(
        [program("psql"), "--no-psqlrc", "-c",
         f"begin; update identity_pools set name = 'early', version = version + 1, "
         f"authenticated_role_arn = '{pools.role('open-user')}' where pool_id = "
         f"'{pool.split(':')[1]}'; select pg_sleep(3); commit", database], stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: postgres.query(
            "select 1 from pg_stat_activity where wait_event = 'PgSleep'", database), "the other change to be under way")
        admin = house("cognito-identity")
        with pytest.raises(admin.exceptions.ConcurrentModificationException) as refused:
            change(admin, pool)
        assert error(refused)[1] == "Identity pool is being modified by another request."
    finally:
        other.wait()
    assert house("cognito-identity").describe_identity_pool(IdentityPoolId=pool)["IdentityPoolName"] == "early"


def test_no_tag_is_lost_when_many_are_set_at_once(house, pool):
    arn = f"arn:aws:cognito-identity:us-east-1:{pools.ACCOUNT}:identitypool/{pool}"
    admin = house("cognito-identity")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: admin.tag_resource(ResourceArn=arn, Tags={f"k{number}": "v"}), range(50)))
    assert len(admin.list_tags_for_resource(ResourceArn=arn)["Tags"]) == 50


def test_one_users_first_tokens_name_one_identity_however_many_ask_at_once(house):
    admin = house("cognito-identity")
    pool = admin.create_identity_pool(
        IdentityPoolName="developers", AllowUnauthenticatedIdentities=False,
        DeveloperProviderName="login.example")["IdentityPoolId"]
    together = threading.Barrier(16)

    def ask(_):
        together.wait()
        return admin.get_open_id_token_for_developer_identity(
            IdentityPoolId=pool, Logins={"login.example": "ada"})["IdentityId"]
    with ThreadPoolExecutor(16) as threads:
        assert len(set(threads.map(ask, range(16)))) == 1


def test_first_administrator_is_made_once_by_replicas_that_start_together(home, database):
    replicas = [Sluice(home / f"replica-{number}", "--master-key-file", home / "master.key", database_url=database)
                for number in range(3)]
    try:
        for replica in replicas:
            replica.ready()
        shown = [replica.words.count("export AWS_SECRET_ACCESS_KEY=") for replica in replicas]
        assert sorted(shown) == [0, 0, 1]
    finally:
        for replica in replicas:
            replica.abandon()
