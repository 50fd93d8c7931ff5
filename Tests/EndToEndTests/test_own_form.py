"""Role mappings in Sluice's own form: declared in a file, seen and left alone by clients of Cognito's API."""
import uuid

import pytest

from stage import pools, sluice as executable
from stage.admin import clients, error
from stage.issuer import CLIENT
from stage.processes import wait_until
from stage.sluice import Sluice, declare


def own_form(role="open-user", **rule):
    return {"type": "rules", "otherwise": "deny", "rules": [
        {"name": "core", "when": {"all": [{"claim": "team", "in": ["core", "web"]}, {"claim": "level", "atLeast": 3}]},
         "role": role, **rule}]}


def declaration(issuer, **pool):
    declared = pools.one_open_pool(issuer)
    declared["pools"][0].update({"role_mappings": {issuer.name: own_form()}, **pool})
    return declared


def marker(version):
    return {
        "Type": "Rules", "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": [{"Claim": "sluice:own-form", "MatchType": "Equals", "Value": str(version),
                                          "RoleARN": pools.role("open-user")}]}}


ROLES = {"authenticated": pools.role("open-user"), "unauthenticated": pools.role("open-guest")}


@pytest.fixture
def mapped(home, issuer):
    with Sluice(home / "sluice", apply=declaration(issuer)) as sluice:
        sluice.cognito = clients(sluice, sluice.admin())("cognito-identity")
        yield sluice


def credentials(cognito, logins):
    identity = cognito.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"]
    return cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins)["Credentials"]


def roles(cognito):
    answer = cognito.get_identity_pool_roles(IdentityPoolId=pools.OPEN)
    return answer["Roles"], answer["RoleMappings"]


def test_it_chooses_roles(mapped, issuer):
    assert credentials(mapped.cognito, issuer.logins("ada", team="core", level=3))
    with pytest.raises(mapped.cognito.exceptions.NotAuthorizedException) as refused:
        credentials(mapped.cognito, issuer.logins("bob", team="core", level=2))
    assert error(refused)[1] == f"The ambiguous role mapping rules for: {issuer.name} denied this request."


def test_clients_of_cognito_see_a_marker_and_leave_it_alone(mapped, issuer):
    cognito = mapped.cognito
    assert roles(cognito) == (ROLES, {issuer.name: marker(1)})
    # What was read is written back, with another role beside it; and a client that says nothing of mappings.
    cognito.set_identity_pool_roles(
        IdentityPoolId=pools.OPEN, Roles={"authenticated": ROLES["authenticated"]}, RoleMappings={issuer.name: marker(1)})
    cognito.set_identity_pool_roles(IdentityPoolId=pools.OPEN, Roles=ROLES)
    assert roles(cognito) == (ROLES, {issuer.name: marker(1)})
    assert credentials(cognito, issuer.logins("ada", team="core", level=3))


@pytest.mark.parametrize("change", [
    lambda mappings, key: {},
    lambda mappings, key: {key: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
    lambda mappings, key: {key: marker(2)},
    lambda mappings, key: {key: {**marker(1), "AmbiguousRoleResolution": "AuthenticatedRole"}},
], ids=["left out", "overwritten", "of another version", "with another resolution"])
def test_clients_of_cognito_cannot_change_it(mapped, issuer, change):
    cognito = mapped.cognito
    before = roles(cognito)
    with pytest.raises(cognito.exceptions.InvalidParameterException) as refused:
        cognito.set_identity_pool_roles(
            IdentityPoolId=pools.OPEN, Roles={}, RoleMappings=change(before[1], issuer.name))
    assert error(refused)[1] == (
        f"The role mapping of ({issuer.name}) is written in Sluice's own form, and this request would change or remove it. "
        "Send it back as GetIdentityPoolRoles shows it, or leave RoleMappings out; change it with the admin REST interface "
        "(role-mappings) or sluice apply.")
    assert roles(cognito) == before


def test_a_marker_makes_no_mapping(sluice, pools_admin, issuer, user_pool):
    key = f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/{issuer.name}"
    pool = pools_admin.create_identity_pool(
        IdentityPoolName="marked", AllowUnauthenticatedIdentities=True, OpenIdConnectProviderARNs=[key])["IdentityPoolId"]
    with pytest.raises(pools_admin.exceptions.InvalidParameterException) as refused:
        pools_admin.set_identity_pool_roles(IdentityPoolId=pool, Roles={}, RoleMappings={key: marker(1)})
    assert error(refused)[1] == (
        f"The role mapping of ({key}) has the claim sluice:own-form, which stands for mappings in Sluice's own form; "
        "there is none for that key.")
    pools_admin.delete_identity_pool(IdentityPoolId=pool)


# MARK: In the declarative file

@pytest.fixture
def database(home, database):
    migrated = executable.run(home, "migrate", "--database-url", database)
    assert migrated.returncode == 0, migrated.stderr
    return database


def apply(home, database, declared):
    return executable.run(home, "apply", declare(home / "pools.yaml", declared), "--database-url", database)


def last(done):
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split()[0]


def test_applying_it_twice_changes_nothing(home, database, issuer):
    tests = [{"name": "strangers get nothing", "expect": {"refusal": "denied-no-rule-matches"},
              "logins": [{"provider": issuer.name, "subject": "1", "audience": CLIENT}]},
             {"name": "core", "expect": {"role": "open-user"},
              "logins": [{"provider": issuer.name, "subject": "1", "audience": CLIENT,
                          "claims": {"team": "web", "level": 3}}]}]
    declared = declaration(issuer, role_tests=tests)
    assert last(apply(home, database, declared)) == "created"
    assert last(apply(home, database, declared)) == "unchanged"
    # Without a word about them, mappings and tests stay.
    del declared["pools"][0]["role_mappings"], declared["pools"][0]["role_tests"]
    assert last(apply(home, database, declared)) == "unchanged"
    declared["pools"][0]["role_mappings"] = {issuer.name: own_form(sessionSeconds=900)}
    assert last(apply(home, database, declared)) == "updated"


def test_its_tests_must_hold(home, database, issuer):
    tests = [{"name": "strangers", "expect": {"role": "open-user"},
              "logins": [{"provider": issuer.name, "subject": "1", "audience": CLIENT}]}]
    done = apply(home, database, declaration(issuer, role_tests=tests))
    assert done.returncode != 0
    assert (f"Pool 'open' would fail its role tests: 'strangers' expects {pools.role('open-user')} "
            "and gets the refusal denied-no-rule-matches.") in done.stderr


def test_tests_of_the_file_bind_clients_of_cognito(home, issuer):
    tests = [{"name": "guests", "expect": {"role": "open-guest"}}]
    with Sluice(home / "sluice", apply=declaration(issuer, role_tests=tests)) as sluice:
        cognito = clients(sluice, sluice.admin())("cognito-identity")
        with pytest.raises(cognito.exceptions.InvalidParameterException) as refused:
            cognito.set_identity_pool_roles(IdentityPoolId=pools.OPEN, Roles={})
        assert error(refused)[1] == "The roles would fail test cases of the pool: guests."
        assert roles(cognito)[0] == ROLES


def test_mistakes_have_their_line(home, database, issuer):
    file = home / "wrong.yaml"
    file.write_text(f"""
pools:
  - name: open
    allow_guests: true
    role_mappings:
      {issuer.name}:
        type: rules
        otherwise: deny
        rules:
          - when: {{claim: a, equals: b}}
            role: open-user
          - when:
              all:
                - claim: a
                  matches: "^x"
            role: two words
            sessionSeconds: 5
    role_tests:
      - name: t
        expect:
          refusal: nonsense
""".lstrip())
    done = executable.run(home, "apply", file, "--database-url", database)
    assert done.returncode != 0
    places = [line[line.index("wrong.yaml:"):].split(": ")[:2] for line in done.stderr.splitlines() if "wrong.yaml:" in line]
    assert places, done.stderr
    place = f"pools[0].role_mappings.{issuer.name}.rules.1"
    assert [(p.rsplit(":", 1)[1], field) for p, field in places] == [
        ("14", f"{place}.when.all.0.matches"), ("15", f"{place}.role"), ("16", f"{place}.sessionSeconds"),
        ("20", "pools[0].role_tests.0.expect.refusal")]


def test_mappings_of_unknown_providers_and_roles_are_refused(home, database, issuer):
    done = apply(home, database, declaration(issuer, role_mappings={"www.amazon.com": own_form()}))
    assert "Pool 'open': /mappings/www.amazon.com: is not a configured provider of the pool." in done.stderr
    done = apply(home, database, declaration(issuer, role_mappings={issuer.name: own_form("nobody")}))
    assert "Pool 'open' names the role 'nobody', which is neither declared nor there." in done.stderr
