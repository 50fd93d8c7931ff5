"""Managed policies and their versions over REST."""
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from stage.admin_api import problem
from stage.iam import READ_ONLY, allow, name
from test_admin_api import somebody  # noqa: F401  (a fixture)

GET, PUT = (json.loads(allow(f"s3:{verb}Object")) for verb in ("Get", "Put"))


@pytest.fixture
def policy(admin_api, iam):
    """make(**members) makes a policy; all of them are deleted afterwards."""
    made = []

    def make(**members):
        answer = admin_api.post("/policies", {"name": name("rest"), "document": GET} | members)
        assert answer.status == 201, answer.body
        made.append(answer.body)
        return answer
    yield make
    for policy in made:
        for entity in (admin_api.get(f"/policies/{policy['name']}/entities").body or {}).get("items", []):
            iam.detach_user_policy(UserName=entity["name"], PolicyArn=policy["arn"])
        admin_api.delete(f"/policies/{policy['name']}", if_match="*")


def place(answer):
    return f"/policies/{answer.body['name']}"


def test_a_policy_is_made_read_and_deleted_with_its_versions(admin_api, iam, policy):
    made = policy(path="/team/", description="reads", tags={"team": "blue"})
    body = made.body
    assert made.headers["Location"] == f"/admin/v1{place(made)}"
    assert body == {
        "name": body["name"], "id": body["id"], "path": "/team/", "description": "reads", "isBuiltIn": False,
        "arn": f"arn:aws:iam::000000000000:policy/team/{body['name']}", "defaultVersion": "v1", "attachmentCount": 0, "boundaryCount": 0,
        "createdAt": body["createdAt"], "modifiedAt": body["modifiedAt"], "tags": {"team": "blue"}, "document": GET,
        "versions": [{"id": "v1", "isDefault": True, "createdAt": body["createdAt"]}]}
    # By name in any case, and by ARN.
    for text in (body["name"], body["name"].upper(), quote(body["arn"], safe="")):
        read = admin_api.get(f"/policies/{text}")
        assert (read.body, read.tag) == (body, made.tag)
    assert iam.get_policy(PolicyArn=body["arn"])["Policy"]["PolicyId"] == body["id"]

    second = admin_api.post(f"{place(made)}/versions", {"document": PUT}, if_match=made.tag)
    assert second.status == 201 and second.headers["Location"] == f"/admin/v1{place(made)}/versions/v2"
    assert (second.body["defaultVersion"], second.body["document"]) == ("v1", GET)
    assert [version["id"] for version in second.body["versions"]] == ["v2", "v1"]
    listed = admin_api.get(f"{place(made)}/versions").body["items"]
    assert [(version["id"], version["isDefault"], version["document"]) for version in listed] == [
        ("v2", False, PUT), ("v1", True, GET)]
    assert admin_api.get(f"{place(made)}/versions/v2").body == listed[0]

    third = admin_api.post(f"{place(made)}/versions/v2:setDefault", if_match=second.tag)
    assert (third.status, third.body["document"]) == (200, PUT)
    problem(admin_api.delete(f"{place(made)}/versions/v2", if_match=third.tag), 409, "delete-conflict")
    assert admin_api.delete(f"{place(made)}/versions/v1", if_match=third.tag).status == 204
    problem(admin_api.get(f"{place(made)}/versions/v1"), 404, "no-such-entity")
    assert admin_api.post(f"{place(made)}/versions", {"document": GET, "isDefault": True}, if_match="*").body[
        "defaultVersion"] == "v3"

    assert admin_api.delete(place(made), if_match=admin_api.get(place(made)).tag).status == 204
    problem(admin_api.get(place(made)), 404, "no-such-entity")


def test_a_change_says_which_state_it_is_made_on(admin_api, policy):
    made = policy()
    versions = f"{place(made)}/versions"
    admin_api.post(versions, {"document": PUT}, if_match=made.tag)
    changes = (
        lambda **state: admin_api.post(versions, {"document": PUT}, **state),
        lambda **state: admin_api.post(f"{versions}/v2:setDefault", **state),
        lambda **state: admin_api.delete(f"{versions}/v2", **state),
        lambda **state: admin_api.delete(place(made), **state))
    for change in changes:
        problem(change(), 428, "precondition-required")
        problem(change(if_match=made.tag), 412, "changed")
    assert len(admin_api.get(place(made)).body["versions"]) == 2


def test_of_versions_made_on_one_state_one_is_made(admin_api, policy):
    made = policy()
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(
            lambda _: admin_api.post(f"{place(made)}/versions", {"document": PUT}, if_match=made.tag).status, range(8)))
    assert sorted(statuses) == [201] + [412] * 7


def test_who_has_a_policy_keeps_it_from_being_deleted_and_is_no_change_to_it(admin_api, iam, policy):
    made = policy()
    user = name("rest")
    iam.create_user(UserName=user)
    iam.attach_user_policy(UserName=user, PolicyArn=made.body["arn"])
    read = admin_api.get(place(made))
    assert (read.tag, read.body["attachmentCount"]) == (made.tag, 1)
    assert [(row["kind"], row["name"]) for row in admin_api.get(f"{place(made)}/entities").body["items"]] == [
        ("user", user)]
    problem(admin_api.delete(place(made), if_match=made.tag), 409, "delete-conflict")
    iam.detach_user_policy(UserName=user, PolicyArn=made.body["arn"])
    iam.delete_user(UserName=user)
    assert admin_api.delete(place(made), if_match=made.tag).status == 204


def test_built_in_policies_can_be_read_and_not_changed(admin_api):
    place = f"/policies/{quote(READ_ONLY, safe='')}"
    read = admin_api.get(place)
    assert (read.status, read.body["isBuiltIn"], read.body["arn"]) == (200, True, READ_ONLY)
    assert admin_api.get(f"{place}/entities").status == 200
    problem(admin_api.delete(place, if_match="*"), 400, "invalid-input")
    problem(admin_api.post(f"{place}/versions", {"document": GET}, if_match="*"), 400, "invalid-input")
    problem(admin_api.get("/policies/IAMReadOnlyAccess"), 404, "no-such-entity")


def test_a_list_has_the_own_and_then_the_built_in_ones(admin_api, policy):
    path = f"/{name('listed')}/"
    prefix = quote(path, safe="")
    names = sorted(policy(path=path).body["name"] for _ in range(3))
    first = admin_api.get(f"/policies?pathPrefix={prefix}&limit=2").body
    second = admin_api.get(f"/policies?pathPrefix={prefix}&limit=2&cursor={first['nextCursor']}").body
    assert [row["name"] for row in first["items"] + second["items"]] == names
    everything = admin_api.get("/policies?limit=1000").body["items"]
    kinds = [row["isBuiltIn"] for row in everything]
    assert kinds == sorted(kinds) and READ_ONLY in {row["arn"] for row in everything}
    assert all(row["isBuiltIn"] for row in admin_api.get("/policies?scope=builtIn").body["items"])
    assert not any(row["isBuiltIn"] for row in admin_api.get("/policies?scope=own&limit=1000").body["items"])
    problem(admin_api.get("/policies?scope=other"), 400, "invalid-request")


def test_mistakes_and_names_that_are_taken(admin_api, policy):
    made = policy()
    problem(admin_api.post("/policies", {"name": made.body["name"].upper(), "document": GET}), 409,
            "entity-already-exists")
    old = {"Statement": GET["Statement"]}
    answer = problem(
        admin_api.post("/policies", {"name": name("rest"), "document": old, "tags": {"aws:x": ""}}), 400, "invalid-request")
    assert {(error["pointer"], error["detail"]) for error in answer["errors"]} == {
        ("#/document/Statement/0", "Policy document must be version 2012-10-17 or greater."),
        ("#/tags/aws:x", "must not begin with aws:")}
    answer = problem(
        admin_api.post(f"{place(made)}/versions", {"document": {"Version": "2012-10-17"}}, if_match=made.tag), 400,
        "invalid-request")
    assert [error["pointer"] for error in answer["errors"]] == ["#/document"]
    for _ in range(4):
        assert admin_api.post(f"{place(made)}/versions", {"document": PUT}, if_match="*").status == 201
    problem(admin_api.post(f"{place(made)}/versions", {"document": PUT}, if_match="*"), 409, "limit-exceeded")


def test_permission_is_asked_on_the_arn_with_its_path(somebody, policy):  # noqa: F811
    mine = policy(path="/mine/")
    other = policy()
    delegate = somebody(allow(["sluice:GetPolicy", "sluice:CreatePolicy*"], "arn:aws:iam::000000000000:policy/mine/*"))
    assert delegate.get(place(mine)).status == 200
    problem(delegate.get(place(other)), 403, "access-denied")
    problem(delegate.get(f"/policies/{quote(other.body['arn'], safe='')}"), 403, "access-denied")
    # A name does not lead around the path, and an ARN with another path leads nowhere.
    wrong = other.body["arn"].replace("policy/", "policy/mine/")
    problem(delegate.get(f"/policies/{quote(wrong, safe='')}"), 404, "no-such-entity")
    assert delegate.post(f"{place(mine)}/versions", {"document": PUT}, if_match=mine.tag).status == 201
    problem(delegate.post(f"{place(mine)}/versions/v2:setDefault", if_match="*"), 403, "access-denied")
    problem(delegate.post("/policies", {"name": name("rest"), "document": GET}), 403, "access-denied")
