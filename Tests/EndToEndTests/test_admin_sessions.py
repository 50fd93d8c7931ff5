"""Sessions that are ended before their time, over REST."""
import json
from urllib.parse import quote

import pytest

from stage import pools
from stage.admin_api import AdminAPI, problem
from stage.iam import allow, name, trust
from test_admin_api import somebody  # noqa: F401  (a fixture)

PLACE = "/session-revocations"


@pytest.fixture
def role(admin_api):
    made = admin_api.post("/roles", {
        "name": name("ended"), "trustPolicy": json.loads(trust()),
        "inlinePolicies": {"list": json.loads(allow("sluice:ListRoles", "*"))}})
    assert made.status == 201, made.body
    yield made.body
    admin_api.delete(f"/roles/{made.body['name']}", if_match="*")


@pytest.fixture
def session(admin, sluice, role):
    """Somebody who calls with a session of the role."""
    key = admin("sts").assume_role(RoleArn=role["arn"], RoleSessionName="somebody")["Credentials"]
    return AdminAPI(sluice, key)


def test_sessions_of_a_role_end_at_once_and_live_again(admin_api, role, session):
    assert session.get("/roles").status == 200
    made = admin_api.post(PLACE, {"kind": "role", "target": role["name"], "reason": "a test"})
    assert made.status == 201, made.body
    assert (made.body["kind"], made.body["target"], made.body["reason"]) == ("role", role["id"], "a test")
    assert made.body["revokedBy"].startswith("arn:aws:iam::000000000000:user/")
    assert session.get("/roles").status == 401
    assert made.body in admin_api.get(f"{PLACE}?kind=role&limit=1000").body["items"]
    place = f"{PLACE}/role/{role['id']}"
    assert made.headers["Location"] == f"/admin/v1{place}"
    assert admin_api.delete(place).status == 204
    assert session.get("/roles").status == 200
    problem(admin_api.delete(place), 404, "not-found")


def test_a_single_session_ends(admin_api, session):
    target = session.key["AccessKeyId"]
    assert admin_api.post(PLACE, {"kind": "session", "target": target}).status == 201
    assert session.get("/roles").status == 401
    assert admin_api.delete(f"{PLACE}/session/{target}").status == 204


def test_scopes_are_read_and_listed_page_by_page(admin_api):
    login = f"{pools.OPEN} accounts.google.com a b/c"
    made = [
        admin_api.post(PLACE, {"kind": kind, "target": target, "before": "2026-01-01T00:00:00Z"})
        for kind, target in (
            ("login", login), ("identity", "us-east-1:00000000-0000-4000-8000-00000000aaaa"),
            ("session", "ASIA" + "A" * 16), ("session", "ASIA" + "B" * 16))]
    assert [answer.status for answer in made] == [201] * 4, [answer.body for answer in made]
    assert made[0].body["revokedBefore"] == "2026-01-01T00:00:00.000Z"
    rows, path = [], f"{PLACE}?limit=2"
    while path:
        page = admin_api.get(path).body
        assert len(page["items"]) <= 2
        rows += page["items"]
        path = "nextCursor" in page and f"{PLACE}?limit=2&cursor={page['nextCursor']}"
    targets = [row["target"] for row in rows]
    assert {answer.body["target"] for answer in made} <= set(targets) and len(targets) == len(set(targets))
    for answer in made:
        assert admin_api.delete(f"{PLACE}/{answer.body['kind']}/{quote(answer.body['target'], safe='')}").status == 204


def test_mistakes_and_permissions(admin_api, somebody, role):  # noqa: F811
    for kind, target in (("role", "nobody-at-all"), ("user", "nobody-at-all"), ("session", "AKIA" + "A" * 16),
                         ("account", "999999999999"), ("login", "x"), ("pool", "x")):
        answer = problem(admin_api.post(PLACE, {"kind": kind, "target": target}), 400, "invalid-request")
        assert [error["pointer"] for error in answer["errors"]] == ["#/target"]
    answer = problem(admin_api.post(PLACE, {"kind": "x", "target": "", "before": "soon"}), 400, "invalid-request")
    assert {error["pointer"] for error in answer["errors"]} == {"#/kind", "#/target", "#/before"}
    answer = problem(
        admin_api.post(PLACE, {"kind": "role", "target": role["id"], "before": "2999-01-01T00:00:00Z"}), 400,
        "invalid-request")
    assert [error["pointer"] for error in answer["errors"]] == ["#/before"]
    problem(admin_api.delete(f"{PLACE}/nothing/x"), 404, "not-found")
    problem(admin_api.get(f"{PLACE}?cursor=x"), 400, "invalid-request")
    caller = somebody(allow("sluice:*Session*", "arn:aws:sluice::000000000000:session-revocation/session/*"))
    problem(caller.post(PLACE, {"kind": "role", "target": role["id"]}), 403, "access-denied")
    problem(caller.get(PLACE), 403, "access-denied")
    target = "ASIA" + "C" * 16
    assert caller.post(PLACE, {"kind": "session", "target": target}).status == 201
    assert caller.delete(f"{PLACE}/session/{target}").status == 204
