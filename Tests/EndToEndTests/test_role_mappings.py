"""Role mappings over REST: versions, drafts, tests, diff, activation and going back, shadow, simulation, the linter."""
import uuid

import pytest

from stage import pools
from stage.admin import clients, error
from stage.admin_api import AdminAPI, problem
from stage.iam import allow, name
from stage.issuer import CLIENT
from stage.processes import wait_until
from stage.sluice import Sluice


@pytest.fixture
def key(issuer):
    return f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/{issuer.name}"


def rule(claim="department", value="sales", role="any-sales", **more):
    return {"when": {"claim": claim, "equals": value}, "role": pools.role(role), **more}


def configuration(key, *rules, tests=(), **roles):
    return {
        "defaultRoles": roles or {"authenticated": pools.role("any-default")},
        "mappings": {key: {"type": "rules", "otherwise": "deny", "rules": list(rules)}}, "tests": list(tests)}


def login(issuer, **claims):
    return {"provider": issuer.name, "subject": "1", "audience": CLIENT, "claims": claims}


class Mappings:
    """The role mappings of one pool."""

    def __init__(self, api, pool):
        self.api = api
        self.pool = pool
        self.root = f"/pools/{pool}/role-mappings"

    def draft(self, configuration, comment=""):
        made = self.api.post(f"{self.root}/versions", {"configuration": configuration, "comment": comment})
        assert made.status == 201, made.body
        return made.body["version"]

    def activate(self, version, if_match="*", **body):
        return self.api.post(f"{self.root}/versions/{version}:activate", body, if_match=if_match)

    def put_in_force(self, configuration):
        version = self.draft(configuration)
        done = self.activate(version)
        assert done.status == 200, done.body
        return version

    def get(self, place=""):
        return self.api.get(self.root + place)

    def ask(self, verb, **body):
        answer = self.api.post(f"{self.root}:{verb}", body)
        assert answer.status == 200, answer.body
        return answer.body


@pytest.fixture
def mappings(admin_api, pools_admin, key):
    pool = pools_admin.create_identity_pool(
        IdentityPoolName="rest", AllowUnauthenticatedIdentities=True, OpenIdConnectProviderARNs=[key])["IdentityPoolId"]
    yield Mappings(admin_api, pool)
    pools_admin.delete_identity_pool(IdentityPoolId=pool)


def role_of(sts, cognito, pool, logins):
    identity = cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    credentials = cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins)["Credentials"]
    return sts(**credentials).get_caller_identity()["Arn"].split("/")[1]


def test_a_draft_changes_nothing_until_it_is_put_in_force(mappings, key, issuer, cognito, sts):
    first = mappings.get()
    assert (first.status, first.body["version"], first.tag) == (200, 1, '"1"')
    assert first.body["configuration"] == {"defaultRoles": {}, "mappings": {}, "tests": []}
    assert first.body["source"] == "CreateIdentityPool"

    wanted = configuration(key, rule(name="sales people"))
    made = mappings.api.post(f"{mappings.root}/versions", {"configuration": wanted, "comment": "sales"})
    assert made.status == 201
    assert made.headers["Location"] == f"/admin/v1{mappings.root}/versions/2"
    assert made.body["configuration"] == wanted
    assert (made.body["state"], made.body["comment"], made.body["author"]) == (
        "draft", "sales", f"arn:aws:iam::{pools.ACCOUNT}:user/{'tester'}")
    assert mappings.get().body == first.body

    done = mappings.activate(2, if_match=first.tag, comment="go")
    assert (done.status, done.body["state"], done.tag) == (200, "active", '"2"')
    assert role_of(sts, cognito, mappings.pool, issuer.logins(f"p{uuid.uuid4()}", department="sales")) == "any-sales"
    assert [row["version"] for row in mappings.get("/versions").body["items"]] == [2, 1]
    activations = mappings.get("/activations").body["items"]
    assert [(row["version"], row.get("previous"), row["comment"]) for row in activations] == [(2, 1, "go"), (1, None, "")]


def test_every_door_makes_versions(mappings, pools_admin, key):
    pools_admin.set_identity_pool_roles(
        IdentityPoolId=mappings.pool, Roles={"authenticated": pools.role("any-default")})
    pools_admin.set_identity_pool_roles(
        IdentityPoolId=mappings.pool, Roles={"authenticated": pools.role("any-default")})
    seen = mappings.get().body
    assert (seen["version"], seen["source"]) == (2, "SetIdentityPoolRoles")
    assert seen["configuration"]["defaultRoles"] == {"authenticated": pools.role("any-default")}


def test_a_version_is_put_in_force_on_what_was_seen(mappings, key):
    versions = [mappings.draft(configuration(key, rule(value=str(n)))) for n in range(2)]
    assert mappings.activate(versions[0], if_match='"1"').status == 200
    problem(mappings.activate(versions[1], if_match='"1"'), 412, "changed")
    problem(mappings.activate(versions[1], if_match='"what"'), 412, "changed")
    assert mappings.get().body["version"] == versions[0]
    problem(mappings.api.post(f"{mappings.root}/versions/{versions[1]}:activate", {}), 428, "precondition-required")
    problem(mappings.activate(99), 404, "role-mapping-version-not-found")
    problem(mappings.get("/versions/none"), 404, "role-mapping-version-not-found")


def test_going_back_is_recorded(mappings, key, issuer, cognito, sts):
    problem(mappings.api.post(f"{mappings.root}:rollback", {}, if_match="*"), 409, "no-former-version")
    good = mappings.put_in_force(configuration(key, rule()))
    mappings.put_in_force(configuration(key, rule(role="any-engineers")))
    logins = issuer.logins(f"p{uuid.uuid4()}", department="sales")
    assert role_of(sts, cognito, mappings.pool, logins) == "any-engineers"
    back = mappings.api.post(f"{mappings.root}:rollback", {"comment": "oops"}, if_match='"3"')
    assert (back.status, back.body["version"]) == (200, good)
    assert role_of(sts, cognito, mappings.pool, logins) == "any-sales"
    assert mappings.get("/activations").body["items"][0]["comment"] == "oops"
    draft = mappings.draft(configuration(key, rule()))
    problem(mappings.api.post(f"{mappings.root}:rollback", {"version": draft}, if_match="*"), 404,
            "role-mapping-version-not-found")
    assert mappings.api.post(f"{mappings.root}:rollback", {"version": 1}, if_match="*").body["version"] == 1


def test_every_mistake_has_its_place(mappings, key):
    answer = mappings.api.post(f"{mappings.root}/versions", {"configuration": {
        "defaultRoles": {"authenticated": pools.role("nobody-here")},
        "mappings": {key: {"type": "rules", "otherwise": "maybe", "rules": [rule(), {"when": {"claim": "a"}, "role": "x"}]},
                     "www.amazon.com": {"type": "token", "otherwise": "deny"}},
        "tests": [{"name": "t"}]}})
    place = f"#/configuration/mappings/{key.replace('/', '~1')}"
    assert [mistake["pointer"] for mistake in problem(answer, 400, "invalid-request")["errors"]] == [
        f"{place}/otherwise", f"{place}/rules/1/when", f"{place}/rules/1/role", "#/configuration/tests/0/expect"]
    answer = mappings.api.post(f"{mappings.root}/versions", {"configuration": configuration(
        "www.amazon.com", rule(role="nobody-here"))})
    assert [(m["pointer"], m["detail"]) for m in problem(answer, 400, "invalid-request")["errors"]] == [
        ("#/configuration/mappings/www.amazon.com", "is not a configured provider of the pool"),
        ("#/configuration/mappings/www.amazon.com/rules/0/role", "is the ARN of a role that is not there")]
    assert len(mappings.get("/versions").body["items"]) == 1


def test_its_tests_must_hold_before_it_is_in_force(mappings, key, issuer, pools_admin):
    tests = [{"name": "guests get nothing", "expect": {"refusal": "no-role-for-guests"}},
             {"name": "sales", "logins": [login(issuer, department="sales")], "expect": {"role": pools.role("any-default")}}]
    wrong = mappings.draft(configuration(key, rule(), tests=tests))
    failed = problem(mappings.activate(wrong), 422, "role-tests-fail")
    assert failed["errors"] == [{
        "pointer": "#/tests/1",
        "detail": f"'sales' expects {pools.role('any-default')} and gets {pools.role('any-sales')}"}]
    assert mappings.get().body["version"] == 1
    tests[1]["expect"] = {"role": pools.role("any-sales")}
    mappings.put_in_force(configuration(key, rule(), tests=tests))
    # They bind whoever comes by another door.
    with pytest.raises(pools_admin.exceptions.InvalidParameterException) as refused:
        pools_admin.set_identity_pool_roles(
            IdentityPoolId=mappings.pool, Roles={"unauthenticated": pools.role("open-guest")})
    assert error(refused)[1] == "The roles would fail test cases of the pool: guests get nothing."


def test_drafts_can_be_deleted(mappings, key):
    draft = mappings.draft(configuration(key, rule()))
    assert mappings.api.put(f"{mappings.root}/shadow", {"version": draft}).status == 204
    problem(mappings.api.delete(f"{mappings.root}/versions/{draft}"), 409, "in-the-shadow")
    assert mappings.api.delete(f"{mappings.root}/shadow").status == 204
    assert mappings.api.delete(f"{mappings.root}/versions/{draft}").status == 204
    problem(mappings.get(f"/versions/{draft}"), 404, "role-mapping-version-not-found")
    problem(mappings.api.delete(f"{mappings.root}/versions/1"), 409, "not-a-draft")


def test_two_versions_are_told_apart(mappings, key):
    first = mappings.draft(configuration(key, rule(name="a"), rule(value="x", name="b")))
    second = mappings.draft(configuration(
        key, rule(name="a", role="any-engineers"), tests=[{"name": "t", "expect": {"refusal": "no-role-for-guests"}}],
        authenticated=pools.role("any-sales")))
    diff = mappings.get(f":diff?from={first}&to={second}").body
    assert diff == {
        "from": first, "to": second, "tests": [{"name": "t", "kind": "added"}],
        "defaultRoles": {"authenticated": {"from": pools.role("any-default"), "to": pools.role("any-sales")}},
        "mappings": [{"key": key, "kind": "changed", "rules": [
            {"kind": "changed", "from": 0, "to": 0, "old": rule(name="a"), "new": rule(name="a", role="any-engineers")},
            {"kind": "removed", "from": 1, "old": rule(value="x", name="b")}]}]}


def test_a_role_takes_the_permission_to_pass_it_on(iam, sluice, mappings, key):
    user = name("mapper")
    iam.create_user(UserName=user)
    access = iam.create_access_key(UserName=user)["AccessKey"]
    own = Mappings(AdminAPI(sluice, access), mappings.pool)
    body = {"configuration": configuration(key, rule())}
    problem(own.api.post(f"{own.root}/versions", body), 403, "access-denied")
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=allow("sluice:*RoleMapping*", "*"))
    wait_until(lambda: own.get().status == 200, "the policy to count", 5)
    refused = problem(own.api.post(f"{own.root}/versions", body), 403, "not-authorized")
    assert refused["detail"] == f"Access to Role '{pools.role('any-default')}' is forbidden."
    # What somebody else has written is not put in force by whoever may not pass its roles on.
    draft = mappings.draft(body["configuration"])
    problem(own.activate(draft), 403, "not-authorized")
    iam.delete_user_policy(UserName=user, PolicyName="p")
    iam.delete_access_key(UserName=user, AccessKeyId=access["AccessKeyId"])
    iam.delete_user(UserName=user)


class TestSimulating:
    def test_claims(self, mappings, key, issuer):
        mappings.put_in_force(configuration(key, rule(tags={"tier": {"value": "gold"}})))
        seen = mappings.ask("simulate", logins=[login(issuer, department="sales")])
        assert seen["version"] == 2 and seen["outcome"] == {"role": pools.role("any-sales")}
        assert seen["sessionTags"] == {"tier": "gold"}
        explained = seen["explanation"]
        assert explained["reason"] == "first-matching-rule"
        assert explained["rules"][0]["condition"] == {
            "test": {"claim": "department", "equals": "sales"}, "actual": ["sales"], "finding": "holds"}
        seen = mappings.ask("simulate", logins=[login(issuer)])
        assert seen["outcome"] == {"refusal": "denied-no-rule-matches"}
        assert seen["explanation"]["rules"][0]["condition"]["finding"] == "missing"
        assert mappings.ask("simulate")["outcome"] == {"refusal": "no-role-for-guests"}
        seen = mappings.ask("simulate", logins=[login(issuer, department="sales")], requestedRole=pools.role("any-default"))
        assert seen["outcome"] == {"refusal": "requested-role-of-no-matching-rule"}

    def test_a_draft_and_what_is_not_kept(self, mappings, key, issuer):
        draft = mappings.draft(configuration(key, rule(role="any-engineers")))
        logins = [login(issuer, department="sales")]
        seen = mappings.ask("simulate", logins=logins, version=draft)
        assert (seen["version"], seen["outcome"]) == (draft, {"role": pools.role("any-engineers")})
        night = {"when": {"all": [{"request": "time", "before": "2030-01-01T06:00:00Z"},
                                  {"request": "sourceAddress", "inNetwork": "10.0.0.0/8"}]},
                 "role": pools.role("any-sales")}
        loose = configuration(key, night)
        at = {"time": "2030-01-01T05:59:59Z", "sourceAddress": "10.1.2.3"}
        seen = mappings.ask("simulate", logins=logins, configuration=loose, **at)
        assert "version" not in seen and seen["outcome"] == {"role": pools.role("any-sales")}
        for other in [{"time": "2030-01-01T06:00:00Z"}, {"sourceAddress": "11.0.0.1"}]:
            seen = mappings.ask("simulate", logins=logins, configuration=loose, **{**at, **other})
            assert seen["outcome"] == {"refusal": "denied-no-rule-matches"}

    def test_real_tokens(self, mappings, key, issuer):
        mappings.put_in_force(configuration(key, rule()))
        logins = issuer.logins("ada", department="sales")
        answer = mappings.api.post(f"{mappings.root}:simulate", {"tokens": logins})
        assert answer.body["outcome"] == {"role": pools.role("any-sales")}
        assert logins[issuer.name].encode() not in answer.bytes
        bad = mappings.api.post(f"{mappings.root}:simulate", {"tokens": {issuer.name: logins[issuer.name][:-8] + "AAAAAAAA"}})
        assert logins[issuer.name][-20:].encode() not in bad.bytes
        problem(bad, 422, "login-refused")

    def test_makes_no_identity_and_no_session(self, mappings, key, issuer, pools_admin):
        mappings.put_in_force(configuration(key, rule()))
        mappings.ask("simulate", tokens=issuer.logins(f"p{uuid.uuid4()}", department="sales"))
        assert pools_admin.list_identities(IdentityPoolId=mappings.pool, MaxResults=10)["Identities"] == []

    def test_what_does_not_go_together(self, mappings, key, issuer):
        for body, pointer in [
                ({"logins": [login(issuer)], "tokens": issuer.logins("ada")}, "#/tokens"),
                ({"version": 1, "configuration": {}}, "#/version"), ({"time": "noon"}, "#/time"),
                ({"logins": [{"provider": "x"}]}, "#/logins/0/subject")]:
            answer = mappings.api.post(f"{mappings.root}:simulate", body)
            assert problem(answer, 400, "invalid-request")["errors"][0]["pointer"] == pointer
        problem(mappings.api.post(f"{mappings.root}:simulate", {"decision": "none"}), 404, "decision-not-found")


class TestDecisions:
    """What exchanges leave behind, which is written a moment after they are answered."""

    def test_are_tried_again_and_say_what_the_shadow_said(self, mappings, key, issuer, cognito):
        mappings.put_in_force(configuration(key, rule(), rule("level", "3", "any-engineers")))
        # Whoever has level 3 would get nothing.
        draft = mappings.draft(configuration(key, rule()))
        assert mappings.api.put(f"{mappings.root}/shadow", {"version": draft}).status == 204

        def exchange(**claims):
            logins = issuer.logins(f"p{uuid.uuid4()}", **claims)
            identity = cognito.get_id(IdentityPoolId=mappings.pool, Logins=logins)["IdentityId"]
            answer = cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins)
            return answer["ResponseMetadata"]["RequestId"]
        first, changed = exchange(department="sales"), exchange(level="3")
        wait_until(lambda: mappings.ask("replay", version=draft, last=100)["replayed"] == 2, "both decisions", 20)
        replay = mappings.ask("replay", version=draft, last=100)
        assert [difference["requestId"] for difference in replay["differences"]] == [changed]
        difference = replay["differences"][0]
        assert (difference["before"], difference["after"], difference["version"]) == (
            {"role": pools.role("any-engineers")}, {"refusal": "denied-no-rule-matches"}, 2)
        assert mappings.ask("replay", last=100)["changed"] == 0

        seen = mappings.get("/shadow").body
        assert (seen["version"], seen["agreed"], seen["differed"]) == (draft, 1, 1)

        simulated = mappings.ask("simulate", decision=changed, version=draft)
        assert simulated["recorded"] == {"role": pools.role("any-engineers")}
        assert simulated["outcome"] == {"refusal": "denied-no-rule-matches"}
        assert mappings.ask("simulate", decision=first)["outcome"] == {"role": pools.role("any-sales")}


def test_the_shadow_is_shown_until_it_ends(mappings, key):
    problem(mappings.get("/shadow"), 404, "no-shadow")
    draft = mappings.draft(configuration(key, rule()))
    assert mappings.api.put(f"{mappings.root}/shadow", {"version": draft}).status == 204
    seen = mappings.get("/shadow").body
    assert (seen["version"], seen["agreed"], seen["differed"]) == (draft, 0, 0)
    assert mappings.get(f"/versions/{draft}").body["isShadow"] is True
    problem(mappings.api.put(f"{mappings.root}/shadow", {"version": 1}), 409, "in-force")
    assert mappings.activate(draft).status == 200
    problem(mappings.get("/shadow"), 404, "no-shadow")


def test_the_linter_sees_what_is_wrong_with_the_roles(mappings, key):
    # These roles admit any pool, for tests.
    findings = mappings.ask("lint", configuration=configuration(
        key, rule(), rule(value="sales", role="any-default"), unauthenticated=pools.role("any-default")))["findings"]
    found = {(finding["code"], finding["place"]) for finding in findings}
    place = f"/mappings/{key.replace('/', '~1')}/rules"
    assert {("trust-any-pool", f"{place}/0"), ("trust-any-pool", "/defaultRoles/unauthenticated"),
            ("trust-refuses-pool", "/defaultRoles/unauthenticated"), ("rule-never-first", f"{place}/1"),
            ("same-role-for-guests", f"{place}/1/role"), ("tests-missing", "/tests")} <= found
    assert all(finding["severity"] in ("error", "warning", "note") for finding in findings)
    assert mappings.ask("lint")["findings"] == []


def test_replaying_nothing_changes_nothing(mappings, key):
    draft = mappings.draft(configuration(key, rule()))
    assert mappings.ask("replay", version=draft, last=100) == {
        "version": draft, "replayed": 0, "changed": 0, "differences": []}
    refused = mappings.api.post(f"{mappings.root}:replay", {"last": 10_001})
    assert problem(refused, 400, "invalid-request")["errors"][0]["pointer"] == "#/last"


def test_every_replica_follows(home, issuer, database):
    """Within the second that a replica trusts what it knows of a pool: `ReadThroughCacheTests` hold the age."""
    declaration = pools.one_open_pool(issuer)
    key = ("--master-key-file", home / "master.key")
    with Sluice(home / "one", *key, database_url=database, apply=declaration) as one, \
            Sluice(home / "two", *key, database_url=database) as two:
        admin = one.admin("tester", *key)
        api = AdminAPI(one, admin)
        mappings = Mappings(api, pools.OPEN)
        guest = clients(two, admin)("cognito-identity")
        identity = guest.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
        assert guest.get_credentials_for_identity(IdentityId=identity)["Credentials"]

        def refused():
            try:
                guest.get_credentials_for_identity(IdentityId=identity)
                return False
            except guest.exceptions.InvalidIdentityPoolConfigurationException:
                return True
        for closed in [True, False, True]:
            roles = {"authenticated": pools.role("open-user")}
            if not closed:
                roles["unauthenticated"] = pools.role("open-guest")
            version = mappings.draft({"defaultRoles": roles})
            assert mappings.activate(version).status == 200
            wait_until(lambda: refused() == closed, "the other replica to follow", 10)
            # Once it has followed it does not go back.
            assert all(refused() == closed for _ in range(20))
