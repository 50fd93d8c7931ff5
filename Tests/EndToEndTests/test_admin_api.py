"""What all routes of the admin API share: callers, permissions, problems, preconditions, idempotency keys, pages."""
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from stage.admin_api import AdminAPI, problem
from stage.iam import allow, name
from stage.sluice import Sluice

SETTINGS = {"name": "by REST", "allowsGuests": True}


@pytest.fixture
def pool(admin_api):
    made = admin_api.post("/pools", SETTINGS)
    assert made.status == 201, made.body
    yield made
    admin_api.delete(f"/pools/{made.body['id']}", if_match="*")


@pytest.fixture
def somebody(iam, sluice):
    """A user with a key and no permission: somebody(policy) gives one."""
    user = name("rest")
    iam.create_user(UserName=user)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    iam.created = user

    def permitted(policy=None):
        if policy:
            iam.put_user_policy(UserName=user, PolicyName="rest", PolicyDocument=policy)
        return AdminAPI(sluice, key)
    yield permitted
    for policy in iam.list_user_policies(UserName=user)["PolicyNames"]:
        iam.delete_user_policy(UserName=user, PolicyName=policy)
    iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=user)


def test_a_pool_is_made_read_changed_and_deleted(admin_api, pools_admin):
    settings = {
        "name": "every member", "allowsGuests": False, "allowsClassicFlow": True, "developerProvider": "login.rest",
        "socialProviders": [{"provider": "graph.facebook.com", "appId": "7346241598935555"}],
        "userPools": [{"provider": "cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE00", "clientId": "one",
                       "serverSideTokenCheck": True}],
        "openIDConnectProviders": ["arn:aws:iam::000000000000:oidc-provider/idp.example.com"],
        "samlProviders": ["arn:aws:iam::000000000000:saml-provider/corporate"], "tags": {"team": "blue"}}
    made = admin_api.post("/pools", settings)
    assert made.status == 201
    assert made.headers["Location"] == f"/admin/v1/pools/{made.body['id']}"
    assert made.body == settings | {
        "id": made.body["id"], "region": "us-east-1", "version": 1,
        "arn": f"arn:aws:cognito-identity:us-east-1:000000000000:identitypool/{made.body['id']}"}
    assert admin_api.get(f"/pools/{made.body['id']}").body == made.body

    changed = admin_api.put(f"/pools/{made.body['id']}", SETTINGS, if_match=made.tag)
    assert changed.status == 200
    # The developer provider is for good, and tags that are not given stay.
    assert changed.body == {
        **SETTINGS, "developerProvider": "login.rest", "tags": {"team": "blue"}, "socialProviders": [], "userPools": [],
        "openIDConnectProviders": [], "samlProviders": [], "version": 2,
        **{member: made.body[member] for member in ("id", "arn", "region")}}
    assert pools_admin.describe_identity_pool(IdentityPoolId=made.body["id"])["IdentityPoolName"] == "by REST"

    assert admin_api.delete(f"/pools/{made.body['id']}", if_match=changed.tag).status == 204
    problem(admin_api.get(f"/pools/{made.body['id']}"), 404, "resource-not-found")


def test_a_change_says_which_state_it_is_made_on(admin_api, pool):
    place = f"/pools/{pool.body['id']}"
    problem(admin_api.put(place, SETTINGS), 428, "precondition-required")
    problem(admin_api.delete(place), 428, "precondition-required")
    problem(admin_api.put(place, SETTINGS, if_match='"99"'), 412, "changed")
    problem(admin_api.delete(place, if_match='"99"'), 412, "changed")
    problem(admin_api.put(place, SETTINGS, if_match="1"), 400, "invalid-request")
    assert admin_api.put(place, SETTINGS, if_match=f'"99", {pool.tag}').status == 200
    problem(admin_api.put(place, SETTINGS, if_match=pool.tag), 412, "changed")
    assert admin_api.put(place, SETTINGS, if_match="*").status == 200


def test_of_changes_made_on_one_state_one_wins(admin_api, pool):
    place = f"/pools/{pool.body['id']}"
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(
            lambda number: admin_api.put(place, SETTINGS | {"name": f"n{number}"}, if_match=pool.tag).status, range(8)))
    assert sorted(statuses) == [200] + [412] * 7
    assert admin_api.get(place).body["version"] == 2


def test_every_mistake_is_told_with_its_place(admin_api):
    answer = problem(
        admin_api.post("/pools", {"name": "", "allowsGuests": "yes", "other": 1}), 400, "invalid-request")
    assert {(error["pointer"], error["detail"]) for error in answer["errors"]} == {
        ("#/name", "must have 1 to 128 characters"), ("#/allowsGuests", "must be true or false"),
        ("#/other", "is not known here")}
    answer = problem(admin_api.get("/pools?limit=0&x=1"), 400, "invalid-request")
    assert [error["parameter"] for error in answer["errors"]] == ["limit", "x"]
    problem(admin_api.get("/pools?cursor=forged"), 400, "invalid-parameter")
    problem(admin_api.post("/pools", b"{"), 400, "invalid-request")
    problem(admin_api.post("/pools", SETTINGS, headers={"Content-Type": "text/plain"}), 415, "unsupported-media-type")


def test_places_and_methods_that_are_not_there(admin_api):
    problem(admin_api.get("/nothing"), 404, "no-such-place")
    answer = admin_api.call("DELETE", "/pools", headers={})
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET, POST"


def test_nobody_calls_without_a_name(sluice, admin_key, pool):
    stranger = AdminAPI(sluice)
    answer = stranger.get("/pools")
    problem(answer, 401, "missing-authentication-token")
    assert "Bearer" in answer.headers["WWW-Authenticate"]
    forged = AdminAPI(sluice, admin_key | {"SecretAccessKey": "x" * 40})
    problem(forged.get("/pools"), 401, "invalid-signature")
    problem(AdminAPI(sluice, token="slt_" + "A" * 43).get("/pools"), 401, "unrecognized-client")
    problem(AdminAPI(sluice, token="").get("/pools"), 401, "missing-authentication-token")


def test_each_route_asks_for_its_own_action(somebody, pool):
    place = f"/pools/{pool.body['id']}"
    denied = problem(somebody().get(place), 403, "access-denied")
    assert "sluice:GetPool" in denied["detail"] and pool.body["arn"] in denied["detail"]
    reader = somebody(allow("sluice:Get*", pool.body["arn"]))
    assert reader.get(place).status == 200
    problem(reader.put(place, SETTINGS, if_match="*"), 403, "access-denied")
    problem(reader.get("/pools"), 403, "access-denied")
    # Who may do the same through another API may not do it here.
    other = somebody(allow("cognito-identity:*", "*"))
    problem(other.get(place), 403, "access-denied")


def test_permission_may_hang_on_the_tags_of_a_pool(admin_api, somebody, pool):
    place = f"/pools/{pool.body['id']}"
    reader = somebody(allow("sluice:GetPool", "*", Condition={"StringEquals": {"aws:ResourceTag/team": "blue"}}))
    problem(reader.get(place), 403, "access-denied")
    admin_api.put(place, SETTINGS | {"tags": {"team": "blue"}}, if_match="*")
    assert reader.get(place).status == 200


def test_a_bearer_token_stands_for_its_user(admin_api, somebody, iam, sluice, pool):
    somebody(allow("sluice:GetPool", "*"))
    user = iam.created
    made = admin_api.post(f"/users/{user}/tokens", {"name": "ci", "lifetimeSeconds": 60})
    assert made.status == 201 and made.body["token"].startswith("slt_")
    bearer = AdminAPI(sluice, token=made.body["token"])
    assert bearer.get(f"/pools/{pool.body['id']}").status == 200
    problem(bearer.get("/pools"), 403, "access-denied")
    # What no signature could carry: a parameter twice, bytes that are no text.
    answer = problem(bearer.get(f"/pools/{pool.body['id']}?x=1&%ff=2"), 400, "invalid-request")
    assert len(answer["errors"]) == 2
    listed = admin_api.get(f"/users/{user}/tokens").body["items"]
    assert [token["id"] for token in listed] == [made.body["id"]] and "token" not in listed[0]

    assert admin_api.delete(f"/tokens/{made.body['id']}").status == 204
    problem(bearer.get(f"/pools/{pool.body['id']}"), 401, "unrecognized-client")
    problem(admin_api.delete(f"/tokens/{made.body['id']}"), 404, "not-found")


def test_tokens_are_counted(admin_api, somebody, iam):
    somebody()
    place = f"/users/{iam.created}/tokens"
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda _: admin_api.post(place, {"name": "many"}).status, range(24)))
    assert sorted(statuses) == [201] * 20 + [409] * 4
    problem(admin_api.post("/users/nobody/tokens", {"name": "none"}), 404, "not-found")


def test_a_post_sent_again_under_its_key_is_done_once(admin_api, sluice):
    key = {"Idempotency-Key": uuid.uuid4().hex}
    first = admin_api.post("/pools", SETTINGS, headers=key)
    again = admin_api.post("/pools", SETTINGS, headers=key)
    assert (again.status, again.body, again.tag) == (201, first.body, first.tag)
    problem(admin_api.post("/pools", SETTINGS | {"name": "other"}, headers=key), 422, "idempotency-key-reused")
    problem(admin_api.post("/pools", SETTINGS, headers={"Idempotency-Key": "a b"}), 400, "invalid-request")
    # What was refused was not done, so the key is free.
    key = {"Idempotency-Key": uuid.uuid4().hex}
    problem(admin_api.post("/pools", SETTINGS | {"tags": {"aws:x": "y"}}, headers=key), 400, "invalid-parameter")
    second = admin_api.post("/pools", SETTINGS, headers=key)
    assert second.status == 201 and second.body["id"] != first.body["id"]
    for made in (first, second):
        admin_api.delete(f"/pools/{made.body['id']}", if_match="*")


def test_a_post_sent_many_times_at_once_is_done_once(admin_api):
    key = {"Idempotency-Key": uuid.uuid4().hex}
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: admin_api.post("/pools", SETTINGS, headers=key), range(16)))
    assert {answer.status for answer in answers} <= {201, 409}
    ids = {answer.body["id"] for answer in answers if answer.status == 201}
    assert len(ids) == 1
    admin_api.delete(f"/pools/{ids.pop()}", if_match="*")


def test_a_list_is_read_page_by_page(admin_api, pool):
    rows, path = [], "/pools?limit=2"
    while path:
        page = admin_api.get(path).body
        assert len(page["items"]) <= 2
        rows += page["items"]
        path = "nextCursor" in page and f"/pools?limit=2&cursor={page['nextCursor']}"
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})
    assert {"id": pool.body["id"], "name": "by REST"} in rows


def test_an_expired_token_is_none(home, postgres, database):
    with Sluice(home / "sluice", database_url=database) as sluice:
        made = AdminAPI(sluice, sluice.admin("root")).post("/users/root/tokens", {"name": "short"})
        bearer = AdminAPI(sluice, token=made.body["token"])
        assert bearer.get("/pools").status == 200
        postgres.query("UPDATE bearer_tokens SET expires_at = now()", database)
        problem(bearer.get("/pools"), 401, "expired-token")
