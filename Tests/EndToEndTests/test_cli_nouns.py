"""The life of each noun by commands alone."""
import json

import pytest

from stage.iam import allow, cognito_trust, name
from stage.cli import CLI

BOUNDARY = "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.fixture
def cli(home, sluice, admin_key):
    return CLI(home, sluice.url, {
        "AWS_ACCESS_KEY_ID": admin_key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": admin_key["SecretAccessKey"]})


@pytest.fixture
def pool(cli):
    made = cli.json("pools", "create", "--set", "name=nouns", "--set", "allowsGuests=true")["id"]
    yield made
    cli("pools", "delete", made, "--force")


def rows(cli, *words):
    return cli.json(*words, "--all")["items"]


def test_a_role(cli, pool, home):
    role = name("cli")
    file = home / "role.json"
    file.write_text(json.dumps({
        "trustPolicy": json.loads(cognito_trust(pool)), "inlinePolicies": {"read": json.loads(allow())}}))
    made = cli.json("roles", "create", "--set", f"name={role}", "--file", file)
    assert (made["name"], made["maxSessionSeconds"]) == (role, 3600)
    changed = cli.json("roles", "update", role, "--set", "maxSessionSeconds=7200")
    # Only that member.
    assert changed == made | {"maxSessionSeconds": 7200}
    assert role in [row["name"] for row in rows(cli, "roles", "list")]
    shown = cli("roles", "show", role)
    assert "maxSessionSeconds  7200" in shown and "sts:AssumeRoleWithWebIdentity" in shown
    assert cli("roles", "delete", role) == "deleted\n"
    assert "404" in cli.refused("roles", "show", role)


def test_a_user_and_its_keys(cli):
    user = name("cli")
    cli("users", "create", "--set", f"name={user}")
    changed = cli.json("users", "update", user, "--set", f'attachedPolicies=["{BOUNDARY}"]')
    assert changed["attachedPolicies"] == [BOUNDARY]
    assert user in [row["name"] for row in rows(cli, "users", "list")]
    key = cli.json("users", "keys", "create", user)
    own = CLI(cli.home, cli.environment["SLUICE_ENDPOINT"], {
        "AWS_ACCESS_KEY_ID": key["id"], "AWS_SECRET_ACCESS_KEY": key["secretAccessKey"]})
    own("pools", "list")
    assert "secretAccessKey" not in cli.json("users", "keys", "show", user, key["id"])
    assert cli.json("users", "keys", "disable", user, key["id"])["isActive"] is False
    assert [row["isActive"] for row in cli.json("users", "keys", "list", user)["items"]] == [False]
    assert cli.json("users", "keys", "enable", user, key["id"])["isActive"] is True
    cli("users", "keys", "delete", user, key["id"])
    cli("users", "delete", user)


def test_a_policy_and_its_versions(cli):
    policy = name("cli")
    made = cli.json("policies", "create", "--set", f"name={policy}", "--set", f"document={allow()}")
    assert policy in [row["name"] for row in rows(cli, "policies", "list", "--scope", "own")]
    changed = cli.json(
        "policies", "versions", "add", policy, "--set", f"document={allow('s3:PutObject')}", "--set", "isDefault=true")
    assert changed["defaultVersion"] == "v2"
    assert [row["id"] for row in cli.json("policies", "versions", "list", policy)["items"]] == ["v2", "v1"]
    assert cli.json("policies", "versions", "use", policy, "v1")["defaultVersion"] == "v1"
    assert cli.json("policies", "versions", "show", policy, "v2")["document"]["Statement"][0]["Action"] == "s3:PutObject"
    cli("policies", "versions", "delete", policy, "v2")
    assert cli.json("policies", "show", made["arn"])["name"] == policy
    assert rows(cli, "policies", "used-by", policy) == []
    cli("policies", "delete", policy)


def test_what_a_pool_admits(cli, pool):
    facebook = "graph.facebook.com"
    made = cli.json("pools", "providers", "set", pool, facebook, "--set", 'appId="7346"')
    assert (made["appId"], made["keepsSecret"]) == ("7346", False)
    # A secret comes from standard input; what is not given stays.
    cli("pools", "providers", "set", pool, facebook, "--file", "-", stdin='{"appId": "7346", "appSecret": "s3cret"}')
    changed = cli.json("pools", "providers", "set", pool, facebook, "--set", "limitedLogin=true")
    assert (changed["appId"], changed["keepsSecret"], changed["limitedLogin"]) == ("7346", True, True)
    assert "s3cret" not in cli("pools", "providers", "show", pool, facebook)
    assert [row["provider"] for row in cli.json("pools", "providers", "list", pool)["items"]] == [facebook]

    assert cli.json("pools", "tags", "set", pool, facebook, "--set", "usesDefaults=true")["usesDefaults"] is True
    forecast = cli.json("pools", "tags", "forecast", pool, facebook, "--set", 'claims={"sub":"ada","aud":"7346"}')
    assert forecast["canBeIssued"] and forecast["tags"] == {"username": "ada", "client": "7346"}
    assert [row["provider"] for row in cli.json("pools", "tags", "list", pool)["items"]] == [facebook]
    cli("pools", "tags", "delete", pool, facebook)
    cli("pools", "providers", "remove", pool, facebook)
    assert cli.json("pools", "providers", "list", pool)["items"] == []

    assert cli.json("pools", "guest-policy", "show", pool)["policy"] is None
    policy = json.loads(allow())
    assert cli.json("pools", "guest-policy", "set", pool, "--set", f"policy={json.dumps(policy)}")["policy"] == policy
    assert cli.json("pools", "guest-policy", "set", pool, "--set", "policy=null")["policy"] is None


def test_a_registered_issuer(cli):
    issuer = f"{name('idp')}.invalid"
    made = cli.json("providers", "create", "--set", f"url=https://{issuer}", "--set", 'clientIds=["app"]')
    assert made["key"] == issuer
    changed = cli.json("providers", "update", issuer, "--set", 'clientIds=["app","other"]')
    assert changed == made | {"clientIds": ["app", "other"]}
    assert issuer in [row["key"] for row in rows(cli, "providers", "list")]
    assert cli.json("providers", "show", issuer)["url"] == f"https://{issuer}"
    assert cli.json("providers", "probe", issuer)["isSound"] is False
    cli("providers", "delete", issuer)


def test_role_mappings_from_a_draft_to_the_way_back(cli, pool, home):
    role = name("cli")
    arn = cli.json("roles", "create", "--set", f"name={role}", "--set", f"trustPolicy={cognito_trust(pool)}")["arn"]
    before = cli.json("mappings", "show", pool)["version"]
    file = home / "roles.yaml"
    file.write_text(f"defaultRoles:\n  unauthenticated: {arn}\n")
    draft = cli.json("mappings", "draft", pool, "--file", file, "--comment", "guests get a role")["version"]
    assert [row["version"] for row in rows(cli, "mappings", "versions", pool)] == [draft, before]
    told = cli("mappings", "simulate", pool, "--version", draft)
    assert f"chosen: {arn}" in told and "the pool's role for guests [default-for-guests]" in told
    assert "no role: the pool has no role for guests" in cli("mappings", "simulate", pool)
    linted = cli.run("mappings", "lint", pool, "--draft", file)
    assert linted.returncode in (0, 1) and linted.stderr == ""
    assert "decisions were made again" in cli("mappings", "replay", pool, "--version", draft, "--last", "10")
    cli("mappings", "shadow", "set", pool, draft)
    assert cli.json("mappings", "shadow", "show", pool)["version"] == draft
    cli("mappings", "shadow", "end", pool)

    assert cli.json("mappings", "activate", pool, draft)["state"] == "active"
    assert cli.json("mappings", "diff", pool, before, draft)["defaultRoles"]["unauthenticated"] == {"to": arn}
    assert "412" in cli.refused("mappings", "activate", pool, draft, "--if-match", before)
    assert cli.json("mappings", "rollback", pool)["version"] == before
    history = rows(cli, "mappings", "history", pool)
    assert [row["version"] for row in history][:2] == [before, draft]
    other = cli.json("mappings", "draft", pool, "--file", file)["version"]
    assert cli("mappings", "versions", "delete", pool, other) == "deleted\n"
    cli("roles", "delete", role)


def test_a_linter_that_finds_an_error_stops_a_pipeline(cli, pool, home):
    """One role for guests and for people who signed in."""
    role = name("cli")
    arn = cli.json("roles", "create", "--set", f"name={role}", "--set", f"trustPolicy={cognito_trust()}")["arn"]
    file = home / "roles.yaml"
    file.write_text(f"defaultRoles: {{authenticated: '{arn}', unauthenticated: '{arn}'}}\n")
    done = cli.run("mappings", "lint", pool, "--draft", file)
    assert done.returncode == 1 and "error  " in done.stdout, done.stdout
    cli("roles", "delete", role)


def test_identities_there_and_back(cli, pool, cognito, home):
    guests = [cognito.get_id(IdentityPoolId=pool)["IdentityId"] for _ in range(3)]
    assert [row["id"] for row in rows(cli, "identities", "find", pool)] == guests
    one = guests[0]
    assert cli.json("identities", "disable", pool, one)["state"] == "disabled"
    assert [row["id"] for row in rows(cli, "identities", "find", pool, "--state", "disabled")] == [one]
    assert cli.json("identities", "enable", pool, one)["state"] == "guest"
    preview = cli.json("identities", "preview-merge", pool, one, "--absorb", guests[1])
    assert preview["isPossible"] is False
    assert "409" in cli.refused("identities", "merge", pool, one, "--absorb", guests[1])
    assert rows(cli, "identities", "merges", pool) == []

    archive = home / "people.jsonl"
    archive.write_text(cli("identities", "export", pool))
    assert json.loads(archive.read_text().splitlines()[-1])["kind"] == "end"
    assert cli("identities", "delete", pool, one) == "deleted\n"
    trial = cli.json("identities", "import", pool, "--file", archive, "--dry-run")
    assert (trial["identities"]["made"], trial["identities"]["unchanged"], trial["isWhole"]) == (1, 2, True)
    # In the smallest parts, so that there are several.
    done = cli.json("identities", "import", pool, "--file", archive, "--part-size", "4096")
    assert (done["identities"]["made"], done["isWhole"]) == (1, True)
    assert [row["id"] for row in rows(cli, "identities", "find", pool)] == guests

    short = archive.read_text().splitlines()
    cut = home / "cut.jsonl"
    cut.write_text("\n".join(short[:-2] + short[-1:]) + "\n")
    done = cli.run("identities", "import", pool, "--file", cut)
    assert done.returncode == 1 and "The archive is not whole" in done.stderr
    said = cli.refused("identities", "import", pool, "--file", "-", stdin='{"kind": "nonsense"}\n')
    assert "import-stopped" in said and "begins with line 1" in said


def test_sessions_are_ended_and_given_back(cli, pool, cognito):
    identity = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
    made = cli.json("revocations", "add", "identity", identity, "--reason", "lost phone")
    assert (made["kind"], made["target"], made["reason"]) == ("identity", identity, "lost phone")
    assert identity in [row["target"] for row in rows(cli, "revocations", "list", "--kind", "identity")]
    cli("revocations", "lift", "identity", identity)
    assert "404" in cli.refused("revocations", "lift", "identity", identity)
