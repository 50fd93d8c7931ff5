"""Users and their access keys over REST."""
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from stage.admin_api import AdminAPI, problem
from stage.iam import ADMINISTRATOR, READ_ONLY, allow, name, refused
from test_admin_api import somebody  # noqa: F401  (a fixture)

LIST = json.loads(allow("sluice:ListUsers", "*"))


@pytest.fixture
def user(admin_api):
    """make(**members) makes a user; all of them are deleted afterwards."""
    made = []

    def make(**members):
        answer = admin_api.post("/users", {"name": name("rest")} | members)
        assert answer.status == 201, answer.body
        made.append(answer.body["name"])
        return answer
    yield make
    for user in made:
        admin_api.delete(f"/users/{user}", if_match="*")


def place(answer):
    return f"/users/{answer.body['name']}"


def test_a_user_is_made_read_replaced_and_deleted(admin_api, iam, user):
    settings = {"inlinePolicies": {"list": LIST}, "attachedPolicies": [READ_ONLY], "tags": {"team": "blue"}}
    made = user(path="/people/", **settings)
    assert made.headers["Location"] == f"/admin/v1{place(made)}"
    assert made.body == settings | {
        "name": made.body["name"], "path": "/people/", "id": made.body["id"], "createdAt": made.body["createdAt"],
        "accessKeys": [], "arn": f"arn:aws:iam::000000000000:user/people/{made.body['name']}"}
    read = admin_api.get(place(made))
    assert (read.body, read.tag) == (made.body, made.tag)
    assert iam.get_user(UserName=made.body["name"])["User"]["UserId"] == made.body["id"]

    problem(admin_api.put(place(made), {}), 428, "precondition-required")
    replaced = admin_api.put(place(made), {"attachedPolicies": [ADMINISTRATOR]}, if_match=made.tag)
    assert replaced.status == 200
    assert (replaced.body["inlinePolicies"], replaced.body["attachedPolicies"], replaced.body["tags"]) == (
        {}, [ADMINISTRATOR], {})
    problem(admin_api.put(place(made), {}, if_match=made.tag), 412, "changed")

    # A user goes with keys, policies and tokens.
    key = admin_api.post(f"{place(made)}/access-keys")
    assert key.status == 201
    problem(admin_api.delete(place(made), if_match=replaced.tag), 412, "changed")
    assert admin_api.delete(place(made), if_match=admin_api.get(place(made)).tag).status == 204
    problem(admin_api.get(place(made)), 404, "no-such-entity")
    with refused("NoSuchEntity"):
        iam.get_user(UserName=made.body["name"])


def test_what_a_user_may_is_in_force_at_once(admin_api, sluice, user):
    made = user(inlinePolicies={"list": LIST})
    key = admin_api.post(f"{place(made)}/access-keys").body
    caller = AdminAPI(sluice, {"AccessKeyId": key["id"], "SecretAccessKey": key["secretAccessKey"]})
    assert caller.get("/users").status == 200
    admin_api.put(place(made), {}, if_match="*")
    problem(caller.get("/users"), 403, "access-denied")
    admin_api.put(place(made), {"attachedPolicies": [ADMINISTRATOR]}, if_match="*")
    assert caller.get("/users").status == 200
    assert admin_api.delete(place(made), if_match="*").status == 204
    assert caller.get("/users").status == 401


def test_keys_are_shown_once_disabled_enabled_and_deleted(admin_api, sluice, user):
    made = user(inlinePolicies={"list": LIST})
    keys = f"{place(made)}/access-keys"
    new = admin_api.post(keys)
    assert set(new.body) == {"id", "isActive", "createdAt", "secretAccessKey"}
    key = f"{keys}/{new.body['id']}"
    assert new.headers["Location"] == f"/admin/v1{key}"
    shown = {member: value for member, value in new.body.items() if member != "secretAccessKey"}
    assert admin_api.get(keys).body == {"items": [shown]}
    assert (admin_api.get(key).body, admin_api.get(key).tag) == (shown, new.tag)
    assert admin_api.get(place(made)).body["accessKeys"] == [shown]
    caller = AdminAPI(sluice, {"AccessKeyId": new.body["id"], "SecretAccessKey": new.body["secretAccessKey"]})
    assert caller.get("/users").status == 200

    problem(admin_api.put(key, {"isActive": False}), 428, "precondition-required")
    disabled = admin_api.put(key, {"isActive": False}, if_match=new.tag)
    assert (disabled.status, disabled.body) == (200, shown | {"isActive": False})
    assert caller.get("/users").status == 401
    problem(admin_api.put(key, {"isActive": True}, if_match=new.tag), 412, "changed")
    problem(admin_api.delete(key, if_match=new.tag), 412, "changed")
    assert admin_api.put(key, {"isActive": True}, if_match=disabled.tag).status == 200
    assert caller.get("/users").status == 200
    assert admin_api.delete(key, if_match="*").status == 204
    assert caller.get("/users").status == 401
    problem(admin_api.get(key), 404, "no-such-entity")
    problem(admin_api.delete(key, if_match="*"), 404, "no-such-entity")


def test_of_changes_to_a_key_made_on_one_state_one_wins(admin_api, user):
    keys = f"{place(user())}/access-keys"
    new = admin_api.post(keys)
    key = f"{keys}/{new.body['id']}"
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(
            lambda _: admin_api.put(key, {"isActive": False}, if_match=new.tag).status, range(8)))
    assert sorted(statuses) == [200] + [412] * 7


def test_no_more_than_two_keys(admin_api, user):
    keys = f"{place(user())}/access-keys"
    with ThreadPoolExecutor(6) as threads:
        statuses = list(threads.map(lambda _: admin_api.post(keys).status, range(6)))
    assert sorted(statuses) == [201] * 2 + [409] * 4
    problem(admin_api.post("/users/nobody-at-all/access-keys"), 404, "no-such-entity")


def test_a_key_made_under_an_idempotency_key_is_shown_again_and_not_made_again(admin_api, user):
    keys = f"{place(user())}/access-keys"
    once = {"Idempotency-Key": name("key")}
    first, again = (admin_api.post(keys, headers=once) for _ in range(2))
    assert (first.status, again.body) == (201, first.body)
    assert len(admin_api.get(keys).body["items"]) == 1


def test_no_key_is_lost_or_revived_by_a_replacement(admin_api, iam, user):
    made = user()
    user_name = made.body["name"]
    with ThreadPoolExecutor(2) as threads:
        for _ in range(12):
            tag = admin_api.put(place(made), {}, if_match="*").tag
            put = threads.submit(iam.put_user_policy, UserName=user_name, PolicyName="new", PolicyDocument=allow())
            replaced = admin_api.put(place(made), {"tags": {"a": "b"}}, if_match=tag)
            put.result()
            after = admin_api.get(place(made)).body
            assert list(after["inlinePolicies"]) == ["new"], replaced.status
            assert after["tags"] == ({"a": "b"} if replaced.status == 200 else {})


def test_mistakes_and_names_that_are_taken(admin_api, user):
    made = user()
    problem(admin_api.post("/users", {"name": made.body["name"].upper()}), 409, "entity-already-exists")
    answer = problem(
        admin_api.post("/users", {"name": "x" * 65, "path": "no", "inlinePolicies": {"a b": {}}}), 400,
        "invalid-request")
    assert {error["pointer"] for error in answer["errors"]} == {"#/name", "#/path", "#/inlinePolicies/a b"}
    answer = problem(
        admin_api.put(place(made), {"inlinePolicies": {"a": {"Version": "2012-10-17"}}}, if_match="*"), 400,
        "invalid-request")
    assert [error["pointer"] for error in answer["errors"]] == ["#/inlinePolicies/a"]


def test_who_may_manage_users(somebody, user):  # noqa: F811
    made = user(path="/mine/")
    other = user()
    nobody = somebody()
    for call in (
            lambda: nobody.get("/users"), lambda: nobody.get(place(made)),
            lambda: nobody.post("/users", {"name": "x"}), lambda: nobody.put(place(made), {}, if_match="*"),
            lambda: nobody.delete(place(made), if_match="*"), lambda: nobody.post(f"{place(made)}/access-keys"),
            lambda: nobody.get(f"{place(made)}/access-keys")):
        problem(call(), 403, "access-denied")
    # Who may make keys of some users may not make keys of others, nor themselves an administrator.
    helper = somebody(allow("sluice:CreateAccessKey", "arn:aws:iam::000000000000:user/mine/*"))
    assert helper.post(f"{place(made)}/access-keys").status == 201
    problem(helper.post(f"{place(other)}/access-keys"), 403, "access-denied")
    problem(helper.put(place(made), {"attachedPolicies": [ADMINISTRATOR]}, if_match="*"), 403, "access-denied")


def test_a_list_is_read_page_by_page(admin_api, user):
    path = f"/{name('listed')}/"
    prefix = quote(path, safe="")
    names = sorted(user(path=path).body["name"] for _ in range(3))
    first = admin_api.get(f"/users?pathPrefix={prefix}&limit=2").body
    cursor = first["nextCursor"]
    second = admin_api.get(f"/users?pathPrefix={prefix}&limit=2&cursor={cursor}").body
    assert [row["name"] for row in first["items"] + second["items"]] == names and "nextCursor" not in second
    # A cursor is good for its own list.
    problem(admin_api.get(f"/users?limit=2&cursor={cursor}"), 400, "invalid-request")
