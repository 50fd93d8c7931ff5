"""`sluice apply`: a file says what there shall be; saying it twice changes nothing."""
import uuid
from pathlib import Path

import pytest

from stage import pools, sluice as executable
from stage.admin import clients
from stage.processes import wait_until
from stage.providers import REPOSITORY
from stage.sluice import Sluice, declare
from stage.wire import Connection


@pytest.fixture
def database(home, database):
    migrated = executable.run(home, "migrate", "--database-url", database)
    assert migrated.returncode == 0, migrated.stderr
    return database


def apply(home, database, declaration, *options):
    """What `sluice apply` says of each thing: what became of it, its kind, its name."""
    file = declaration if isinstance(declaration, Path) else declare(home / "pools.yaml", declaration)
    done = executable.run(home, "apply", file, "--database-url", database, *options)
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    return [words for words in lines if words[0] in ("created", "updated", "unchanged")]


def outcomes(lines):
    return [words[0] for words in lines]


def test_applying_twice_changes_nothing(home, database, issuer):
    declaration = pools.one_open_pool(issuer)
    assert outcomes(apply(home, database, declaration)) == ["created"] * 4
    assert outcomes(apply(home, database, declaration)) == ["unchanged"] * 4


def test_only_what_differs_is_updated(home, database, issuer):
    declaration = pools.one_open_pool(issuer)
    apply(home, database, declaration)
    declaration["roles"][0]["max_session_seconds"] = 7200
    declaration["pools"][0]["allow_guests"] = False
    changed = [words[:2] for words in apply(home, database, declaration) if words[0] != "unchanged"]
    assert changed == [["updated", "role"], ["updated", "pool"]]


def test_a_dry_run_shows_what_would_change_and_changes_nothing(home, database, issuer):
    declaration = pools.one_open_pool(issuer)
    assert outcomes(apply(home, database, declaration, "--dry-run")) == ["created"] * 4
    assert outcomes(apply(home, database, declaration, "--dry-run")) == ["created"] * 4
    assert outcomes(apply(home, database, declaration)) == ["created"] * 4
    assert outcomes(apply(home, database, declaration, "--dry-run")) == ["unchanged"] * 4


def test_a_pool_without_an_id_keeps_the_one_it_got(home, database, issuer):
    declaration = pools.one_open_pool(issuer)
    del declaration["pools"][0]["id"]
    first, second = apply(home, database, declaration)[-1], apply(home, database, declaration)[-1]
    assert first[:3] == ["created", "pool", "open"]
    assert second == ["unchanged", *first[1:]]


def test_a_running_server_follows(home, issuer):
    """The command finds the built-in PostgreSQL of the server that holds the data directory."""
    declaration = pools.one_open_pool(issuer)
    with Sluice(home / "sluice", apply=declaration) as sluice:
        connection = Connection(sluice.url)
        assert connection.call("GetId", IdentityPoolId=pools.OPEN)[0] == 200
        declaration["pools"][0]["allow_guests"] = False
        file = declare(home / "closed.yaml", declaration)
        done = executable.run(home, "apply", file, "--data-dir", sluice.data)
        assert done.returncode == 0, done.stderr
        wait_until(lambda: connection.call("GetId", IdentityPoolId=pools.OPEN)[0] == 400, "guests to be refused", 10)


def test_what_an_administrator_set_over_the_api_stays(home, issuer):
    declaration = pools.one_open_pool(issuer)
    with Sluice(home / "sluice", apply=declaration) as sluice:
        admin = clients(sluice, sluice.admin())("cognito-identity")
        roles = admin.get_identity_pool_roles(IdentityPoolId=pools.OPEN)["Roles"]
        issuer_arn = admin.describe_identity_pool(IdentityPoolId=pools.OPEN)["OpenIdConnectProviderARNs"][0]
        mappings = {issuer_arn: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}}
        admin.set_identity_pool_roles(IdentityPoolId=pools.OPEN, Roles=roles, RoleMappings=mappings)
        admin.set_principal_tag_attribute_map(
            IdentityPoolId=pools.OPEN, IdentityProviderName=issuer_arn, PrincipalTags={"team": "team"})
        arn = f"arn:aws:cognito-identity:us-east-1:{pools.ACCOUNT}:identitypool/{pools.OPEN}"
        admin.tag_resource(ResourceArn=arn, Tags={"stage": "test"})
        declaration["pools"][0]["allow_guests"] = False
        done = executable.run(home, "apply", declare(home / "closed.yaml", declaration), "--data-dir", sluice.data)
        assert done.returncode == 0, done.stderr
        pool = admin.describe_identity_pool(IdentityPoolId=pools.OPEN)
        assert not pool["AllowUnauthenticatedIdentities"] and pool["IdentityPoolTags"] == {"stage": "test"}
        assert admin.get_identity_pool_roles(IdentityPoolId=pools.OPEN)["RoleMappings"] == mappings
        kept = admin.get_principal_tag_attribute_map(IdentityPoolId=pools.OPEN, IdentityProviderName=issuer_arn)
        assert kept["PrincipalTags"] == {"team": "team"}


def test_nothing_of_a_bad_file_is_applied(home, database, issuer):
    declaration = pools.one_open_pool(issuer)
    declaration["pools"].append({"name": "second", "allow_guests": True, "roles": {"authenticated": "no-such-role"}})
    done = executable.run(
        home, "apply", declare(home / "bad.yaml", declaration), "--database-url", database)
    assert done.returncode != 0
    assert "no-such-role" in done.stderr
    assert outcomes(apply(home, database, pools.one_open_pool(issuer))) == ["created"] * 4


def test_a_developer_provider_is_named_like_nothing_else(home, database, issuer):
    for name in ("authenticated", "accounts.google.com", issuer.url.removeprefix("http://").removeprefix("https://")):
        declaration = pools.one_open_pool(issuer)
        declaration["pools"][0]["developer_provider"] = name
        done = executable.run(home, "apply", declare(home / "bad.yaml", declaration), "--database-url", database)
        assert done.returncode != 0
        assert f"Pool 'open': '{name}' cannot be the name of a developer provider." in done.stderr


def test_a_trust_policy_names_who_is_there_or_declared(home, database):
    def trusting(name):
        principal = {"AWS": f"arn:aws:iam::{pools.ACCOUNT}:role/{name}"}
        statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        return {"Version": "2012-10-17", "Statement": [statement]}
    declaration = {"roles": [{"name": "first", "trust_policy": trusting("second")},
                             {"name": "second", "trust_policy": trusting("first")}]}
    assert outcomes(apply(home, database, declaration)) == ["created"] * 2
    assert outcomes(apply(home, database, declaration)) == ["unchanged"] * 2
    declaration["roles"].append({"name": "third", "trust_policy": trusting("nobody")})
    done = executable.run(home, "apply", declare(home / "bad.yaml", declaration), "--database-url", database)
    assert done.returncode != 0
    assert "third: trust_policy: Invalid principal in policy" in done.stderr
    assert "role/nobody" in done.stderr


def test_the_sample_in_the_repository_applies(home, database):
    assert outcomes(apply(home, database, REPOSITORY / "examples/sample.yaml")) == ["created"] * 6


def test_a_database_that_was_not_migrated_is_left_alone(home, postgres):
    empty = postgres.create(f"e2e_{uuid.uuid4().hex}")
    done = executable.run(home, "apply", REPOSITORY / "examples/sample.yaml", "--database-url", empty)
    assert done.returncode != 0
    assert "sluice migrate" in done.stderr
    assert postgres.query("select count(*) from pg_class where relname = 'identity_pools'", empty) == ["0"]
