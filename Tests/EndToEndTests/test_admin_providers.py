"""OpenID Connect issuers of the account, and the providers of a pool, over REST."""
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from stage.admin_api import problem
from stage.iam import allow
from stage.issuer import CLIENT, Issuer
from test_admin_api import pool, somebody  # noqa: F401  (fixtures)

FACEBOOK = "graph.facebook.com"
USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE00"


@pytest.fixture
def register(admin_api):
    """register(**members) registers an issuer; all of them are deleted afterwards."""
    made = []

    def make(**members):
        answer = admin_api.post(
            "/openid-providers", {"url": f"https://{uuid.uuid4().hex}.example.com/a/b", "clientIds": ["one"]} | members)
        assert answer.status == 201, answer.body
        made.append(answer)
        return answer
    yield make
    for answer in made:
        admin_api.delete(place(answer), if_match="*")


def place(answer):
    return f"/openid-providers/{quote(answer.body['key'], safe='')}"


def test_an_issuer_is_registered_read_replaced_and_deleted(admin_api, iam, register):
    settings = {
        "clientIds": ["one", "two"], "thumbprints": ["ab" * 20], "keySetUrl": "https://keys.example.com/keys?v=1",
        "discoveryUrl": "https://elsewhere.example.com/discovery", "algorithms": ["ES256", "EdDSA"],
        "certificateAuthority": "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
        "trustedAudiences": ["theirs"], "tags": {"k": "v", "K": "w"}}
    made = register(**settings)
    key = made.body["url"].removeprefix("https://")
    assert made.headers["Location"] == f"/admin/v1{place(made)}"
    assert made.body == settings | {
        "key": key, "url": made.body["url"], "createdAt": made.body["createdAt"],
        "arn": f"arn:aws:iam::000000000000:oidc-provider/{key}"}
    read = admin_api.get(place(made))
    assert (read.body, read.tag) == (made.body, made.tag)
    assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=made.body["arn"])["ClientIDList"] == ["one", "two"]

    # What IAM changes is a change here, and leaves the rest alone.
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=made.body["arn"], ClientID="three")
    problem(admin_api.put(place(made), {"clientIds": ["x"]}, if_match=made.tag), 412, "changed")
    problem(admin_api.delete(place(made), if_match=made.tag), 412, "changed")
    read = admin_api.get(place(made))
    assert read.body == made.body | {"clientIds": ["one", "two", "three"]}

    problem(admin_api.put(place(made), {"clientIds": ["x"]}), 428, "precondition-required")
    replaced = admin_api.put(place(made), {"clientIds": ["x"]}, if_match=read.tag)
    assert replaced.body == {
        **{member: made.body[member] for member in ("key", "url", "arn", "createdAt")}, "clientIds": ["x"],
        "thumbprints": [], "trustedAudiences": [], "tags": {}}
    assert admin_api.delete(place(made), if_match=replaced.tag).status == 204
    problem(admin_api.get(place(made)), 404, "no-such-entity")
    problem(admin_api.delete(place(made), if_match="*"), 404, "no-such-entity")


def test_of_changes_to_an_issuer_made_on_one_state_one_wins(admin_api, register):
    made = register()
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(
            lambda number: admin_api.put(place(made), {"clientIds": [f"n{number}"]}, if_match=made.tag).status,
            range(8)))
    assert sorted(statuses) == [200] + [412] * 7


def test_mistakes_in_registrations(admin_api, register):
    made = register()
    problem(admin_api.post("/openid-providers", {"url": made.body["url"] + "/", "clientIds": []}), 409,
            "entity-already-exists")
    answer = problem(admin_api.post("/openid-providers", {
        "url": "https://user@host", "clientIds": ["a"], "keySetUrl": "http://keys.example.com",
        "discoveryUrl": "ftp://x", "certificateAuthority": "none"}), 400, "invalid-request")
    assert {error["pointer"] for error in answer["errors"]} == {
        "#/url", "#/keySetUrl", "#/discoveryUrl", "#/certificateAuthority"}
    answer = problem(
        admin_api.put(place(made), {"clientIds": [""], "algorithms": ["HS256"], "thumbprints": ["x"]}, if_match="*"),
        400, "invalid-request")
    assert {error["pointer"] for error in answer["errors"]} == {"#/clientIds/0", "#/algorithms/0", "#/thumbprints/0"}
    problem(admin_api.put(place(made), {"clientIds": ["a\u0007"]}, if_match="*"), 400, "invalid-input")
    assert admin_api.get(place(made)).tag == made.tag


def test_issuers_are_listed_page_by_page(admin_api, register):
    mine = {register().body["key"] for _ in range(3)}
    rows, path = [], "/openid-providers?limit=2"
    while path:
        page = admin_api.get(path).body
        rows += page["items"]
        path = "nextCursor" in page and f"/openid-providers?limit=2&cursor={page['nextCursor']}"
    keys = [row["key"] for row in rows]
    assert mine <= set(keys) and len(keys) == len(set(keys))


def test_permission_is_asked_on_the_arn_of_the_issuer(somebody, register):  # noqa: F811
    mine, other = register(), register()
    delegate = somebody(allow(["sluice:*OpenIDProvider"], [mine.body["arn"], "arn:aws:iam::000000000000:oidc-provider/new.*"]))
    assert delegate.get(place(mine)).status == 200
    problem(delegate.get(place(other)), 403, "access-denied")
    problem(delegate.put(place(other), {"clientIds": []}, if_match="*"), 403, "access-denied")
    problem(delegate.post(f"{place(other)}:check"), 403, "access-denied")
    problem(delegate.get("/openid-providers"), 403, "access-denied")
    problem(delegate.post("/openid-providers", {"url": "https://old.example.com", "clientIds": []}), 403, "access-denied")
    # What is asked about is what would be kept.
    host = f"new.{uuid.uuid4().hex}.example.com"
    made = delegate.post("/openid-providers", {"url": f"https://{host}:443/", "clientIds": []})
    assert (made.status, made.body["key"]) == (201, host)
    assert delegate.delete(place(made), if_match=made.tag).status == 204


def test_a_registered_issuer_is_checked_as_a_login_would_meet_it(admin_api, issuer, register):
    def report(registered):
        answer = admin_api.post(f"{place(registered)}:check")
        assert answer.status == 200, answer.body
        return answer.body
    sound = report(admin_api.get(f"/openid-providers/{quote(issuer.name, safe='')}"))
    assert sound == {
        "isSound": True, "discoveryUrl": f"{issuer.url}/.well-known/openid-configuration",
        "keySetUrl": f"{issuer.url}/keys", "findings": [],
        "keys": [{"kid": "1", "kind": "RSA, 2048 bits", "algorithms": ["RS256"]}]}
    spoiled = Issuer()
    spoiled.documents["/.well-known/openid-configuration"]["issuer"] = "https://somebody.else.example.com"
    made = register(url=spoiled.url)
    unsound = report(made)
    assert not unsound["isSound"]
    assert [finding["code"] for finding in unsound["findings"]] == ["issuer-mismatch"]
    # The registration counts: where the keys are, and which algorithms are admitted.
    admin_api.put(place(made), {"clientIds": [CLIENT], "keySetUrl": f"{spoiled.url}/keys"}, if_match="*")
    assert report(made)["isSound"]
    admin_api.put(
        place(made), {"clientIds": [CLIENT], "keySetUrl": f"{spoiled.url}/keys", "algorithms": ["ES256"]}, if_match="*")
    assert not report(made)["isSound"]
    spoiled.stop()
    problem(admin_api.post("/openid-providers/nobody.example.com:check"), 404, "no-such-entity")


class TestProvidersOfAPool:
    def place(self, pool, provider=None):  # noqa: F811
        return f"/pools/{pool.body['id']}/providers" + (f"/{quote(provider, safe='')}" if provider else "")

    def test_are_added_changed_and_taken_away_one_by_one(self, admin_api, pools_admin, issuer, pool):  # noqa: F811
        registered = f"arn:aws:iam::000000000000:oidc-provider/{issuer.name}"
        unknown = "arn:aws:iam::000000000000:oidc-provider/unknown.example.com"
        saml = "arn:aws:iam::000000000000:saml-provider/corporate"
        clients = [{"clientId": "one", "serverSideTokenCheck": True}, {"clientId": "two", "serverSideTokenCheck": False}]
        tag = pool.tag
        for provider, settings in (
                (FACEBOOK, {"appId": "7346241598935552", "appSecret": "hush", "limitedLogin": True}),
                (USER_POOL, {"clients": clients}), (registered, {}), (unknown, {}), (saml, {})):
            answer = admin_api.put(self.place(pool, provider), settings, if_match=tag)
            assert answer.status == 200, answer.body
            assert "appSecret" not in answer.body and b"hush" not in answer.bytes
            assert admin_api.get(self.place(pool, provider)).body == answer.body
            tag = answer.tag
        listed = admin_api.get(self.place(pool))
        assert listed.tag == tag == '"6"'
        assert listed.body["items"] == [
            {"provider": FACEBOOK, "kind": "social", "appId": "7346241598935552", "keepsSecret": True,
             "limitedLogin": True},
            {"provider": USER_POOL, "kind": "userPool", "clients": clients},
            {"provider": registered, "kind": "openId", "isRegistered": True, "issuer": issuer.url,
             "clientIds": [CLIENT]},
            {"provider": unknown, "kind": "openId", "isRegistered": False, "clientIds": []},
            {"provider": saml, "kind": "saml"}]
        seen = pools_admin.describe_identity_pool(IdentityPoolId=pool.body["id"])
        assert seen["SupportedLoginProviders"] == {FACEBOOK: "7346241598935552"}
        assert [client["ClientId"] for client in seen["CognitoIdentityProviders"]] == ["one", "two"]

        for provider in (FACEBOOK, USER_POOL, registered, unknown, saml):
            assert admin_api.delete(self.place(pool, provider), if_match="*").status == 204
            problem(admin_api.get(self.place(pool, provider)), 404, "not-found")
            problem(admin_api.delete(self.place(pool, provider), if_match="*"), 400, "invalid-parameter")
        assert admin_api.get(self.place(pool)).body == {"items": []}

    def test_a_secret_stays_until_it_is_said_again_or_its_app_goes(self, admin_api, pool):  # noqa: F811
        def set_to(**settings):
            return admin_api.put(self.place(pool, FACEBOOK), settings, if_match="*").body["keepsSecret"]
        assert not set_to(appId="1")
        assert set_to(appId="1", appSecret="hush")
        assert set_to(appId="1", limitedLogin=True)
        # A change of the whole pool that does not touch the app leaves it, too.
        admin_api.put(f"/pools/{pool.body['id']}", {
            "name": "changed", "allowsGuests": True, "socialProviders": [{"provider": FACEBOOK, "appId": "1"}]}, if_match="*")
        assert admin_api.get(self.place(pool, FACEBOOK)).body == {
            "provider": FACEBOOK, "kind": "social", "appId": "1", "keepsSecret": True, "limitedLogin": True}
        assert not set_to(appId="2")
        assert not set_to(appId="1")
        assert set_to(appId="1", appSecret="hush")
        assert not set_to(appId="1", appSecret=None)
        assert set_to(appId="1", appSecret="hush")
        admin_api.delete(self.place(pool, FACEBOOK), if_match="*")
        assert not set_to(appId="1")

    def test_the_state_is_that_of_the_pool(self, admin_api, pool):  # noqa: F811
        place = self.place(pool, FACEBOOK)
        problem(admin_api.put(place, {"appId": "1"}), 428, "precondition-required")
        made = admin_api.put(place, {"appId": "1"}, if_match=pool.tag)
        problem(admin_api.put(place, {"appId": "2"}, if_match=pool.tag), 412, "changed")
        problem(admin_api.delete(place, if_match=pool.tag), 412, "changed")
        with ThreadPoolExecutor(8) as threads:
            statuses = list(threads.map(
                lambda number: admin_api.put(
                    self.place(pool, f"social{number}.example.com"), {"appId": "1"}, if_match=made.tag).status, range(8)))
        assert sorted(statuses) == [200] + [412] * 7
        assert len(admin_api.get(self.place(pool)).body["items"]) == 2

    def test_each_kind_has_its_own_members(self, admin_api, pool):  # noqa: F811
        for provider, settings, pointers in (
                (FACEBOOK, {"clients": [{"clientId": "x"}]}, {"#/clients", "#/appId"}),
                (USER_POOL, {"appId": "x"}, {"#/appId", "#/clients"}),
                ("arn:aws:iam::000000000000:oidc-provider/x", {"appSecret": "x"}, {"#/appSecret"}),
                ("api.twitter.com", {"appId": "key;secret"}, {"#/appId"}),
                (FACEBOOK, {"appId": "", "appSecret": "", "keepsSecret": True},
                 {"#/appId", "#/appSecret", "#/keepsSecret"})):
            answer = problem(admin_api.put(self.place(pool, provider), settings, if_match="*"), 400, "invalid-request")
            assert {error["pointer"] for error in answer["errors"]} == pointers
        problem(admin_api.put(
            self.place(pool, "cognito-idp.wrong"), {"clients": [{"clientId": "x"}]}, if_match="*"), 400, "invalid-parameter")
        problem(admin_api.put(
            self.place(pool, "arn:aws:iam::999999999999:saml-provider/x"), {}, if_match="*"), 400, "invalid-parameter")

    def test_no_more_than_ten_social_ones(self, admin_api, pool):  # noqa: F811
        for number in range(10):
            assert admin_api.put(
                self.place(pool, f"social{number}.example.com"), {"appId": "1"}, if_match="*").status == 200
        problem(admin_api.put(self.place(pool, FACEBOOK), {"appId": "1"}, if_match="*"), 400, "invalid-parameter")

    def test_a_developer_provider_is_shown_and_stays(self, admin_api, pool):  # noqa: F811
        admin_api.put(f"/pools/{pool.body['id']}", {
            "name": "d", "allowsGuests": True, "developerProvider": "login.rest"}, if_match="*")
        assert admin_api.get(self.place(pool)).body["items"] == [{"provider": "login.rest", "kind": "developer"}]
        problem(admin_api.delete(self.place(pool, "login.rest"), if_match="*"), 400, "invalid-parameter")
        problem(admin_api.put(self.place(pool, "login.rest"), {"appId": "1"}, if_match="*"), 400, "invalid-parameter")

    def test_count_at_once(self, admin_api, cognito, issuer, pool):  # noqa: F811
        def sign_in():
            return cognito.get_id(IdentityPoolId=pool.body["id"], Logins=issuer.logins("somebody"))["IdentityId"]
        arn = f"arn:aws:iam::000000000000:oidc-provider/{issuer.name}"
        with pytest.raises(cognito.exceptions.NotAuthorizedException):
            sign_in()
        admin_api.put(self.place(pool, arn), {}, if_match="*")
        assert sign_in()
        admin_api.delete(self.place(pool, arn), if_match="*")
        with pytest.raises(cognito.exceptions.NotAuthorizedException):
            sign_in()

    def test_ask_for_actions_of_their_own(self, somebody, pool):  # noqa: F811
        reader = somebody(allow(["sluice:GetPool", "sluice:UpdatePool", "sluice:ListPoolProviders"], pool.body["arn"]))
        assert reader.get(self.place(pool)).status == 200
        problem(reader.get(self.place(pool, FACEBOOK)), 403, "access-denied")
        problem(reader.put(self.place(pool, FACEBOOK), {"appId": "1"}, if_match="*"), 403, "access-denied")
        problem(reader.delete(self.place(pool, FACEBOOK), if_match="*"), 403, "access-denied")


class TestTheGuestsOfAPool:
    POLICY = json.loads(allow("s3:GetObject", "arn:aws:s3:::bucket/public/*"))

    def place(self, pool):  # noqa: F811
        return f"/pools/{pool.body['id']}/guest-session-policy"

    def test_may_at_most_what_their_session_policy_says(self, admin_api, pool):  # noqa: F811
        read = admin_api.get(self.place(pool))
        assert (read.body, read.tag) == ({"policy": None, "builtInVersion": "20260501"}, pool.tag)
        problem(admin_api.put(self.place(pool), {"policy": None}), 428, "precondition-required")
        changed = admin_api.put(self.place(pool), {"policy": self.POLICY}, if_match=pool.tag)
        assert changed.body == {"policy": self.POLICY} == admin_api.get(self.place(pool)).body
        problem(admin_api.put(self.place(pool), {"policy": None}, if_match=pool.tag), 412, "changed")
        # Changes of the pool's settings leave it alone.
        admin_api.put(f"/pools/{pool.body['id']}", {"name": "x", "allowsGuests": True}, if_match="*")
        assert admin_api.get(self.place(pool)).body == {"policy": self.POLICY}
        assert admin_api.put(self.place(pool), {"policy": None}, if_match="*").body == read.body

    def test_mistakes_have_their_place(self, admin_api, pool):  # noqa: F811
        two = self.POLICY | {"Statement": [self.POLICY["Statement"][0], {"Effect": "Allow", "Resource": "*"}]}
        answer = problem(admin_api.put(self.place(pool), {"policy": two}, if_match="*"), 400, "invalid-request")
        assert [error["pointer"] for error in answer["errors"]] == ["#/policy/Statement/1"]
        problem(admin_api.put(self.place(pool), {"policy": "text"}, if_match="*"), 400, "invalid-request")
        problem(admin_api.put(self.place(pool), {}, if_match="*"), 400, "invalid-request")
