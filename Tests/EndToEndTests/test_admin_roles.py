"""Roles over REST: one document for all of a role, written as one."""
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from stage.admin_api import AdminAPI, problem
from stage.iam import ADMINISTRATOR, READ_ONLY, allow, cognito_trust, name, refused, trust
from test_admin_api import somebody  # noqa: F401  (a fixture)

TRUST = json.loads(trust())
READ = json.loads(allow())


@pytest.fixture
def role(admin_api):
    """make(**members) makes a role; all of them are deleted afterwards."""
    made = []

    def make(**members):
        answer = admin_api.post("/roles", {"name": name("rest"), "trustPolicy": TRUST} | members)
        assert answer.status == 201, answer.body
        made.append(answer.body["name"])
        return answer
    yield make
    for role in made:
        admin_api.delete(f"/roles/{role}", if_match="*")


def place(answer):
    return f"/roles/{answer.body['name']}"


def test_a_role_is_made_read_replaced_and_deleted(admin_api, iam, role):
    settings = {
        "trustPolicy": json.loads(cognito_trust()), "description": "for guests", "maxSessionSeconds": 7200,
        "inlinePolicies": {"read": READ, "list": json.loads(allow("s3:ListBucket", "arn:aws:s3:::bucket"))},
        "attachedPolicies": [READ_ONLY], "tags": {"team": "blue"}}
    made = role(path="/guests/", **settings)
    assert made.headers["Location"] == f"/admin/v1{place(made)}"
    assert made.body == settings | {
        "name": made.body["name"], "path": "/guests/", "id": made.body["id"], "createdAt": made.body["createdAt"],
        "arn": f"arn:aws:iam::000000000000:role/guests/{made.body['name']}"}
    read = admin_api.get(place(made))
    assert (read.body, read.tag) == (made.body, made.tag)

    # The IAM API has the same role.
    seen = iam.get_role(RoleName=made.body["name"])["Role"]
    assert (seen["RoleId"], seen["AssumeRolePolicyDocument"]) == (made.body["id"], settings["trustPolicy"])
    assert iam.get_role_policy(RoleName=made.body["name"], PolicyName="read")["PolicyDocument"] == READ

    replaced = admin_api.put(
        place(made), {"trustPolicy": TRUST, "inlinePolicies": {"write": READ}}, if_match=made.tag)
    assert replaced.status == 200
    assert replaced.body == {
        **{member: made.body[member] for member in ("id", "arn", "name", "path", "createdAt")}, "trustPolicy": TRUST,
        "maxSessionSeconds": 3600, "inlinePolicies": {"write": READ}, "attachedPolicies": [], "tags": {}}
    assert iam.list_role_policies(RoleName=made.body["name"])["PolicyNames"] == ["write"]
    assert iam.list_attached_role_policies(RoleName=made.body["name"])["AttachedPolicies"] == []

    assert admin_api.delete(place(made), if_match=replaced.tag).status == 204
    problem(admin_api.get(place(made)), 404, "no-such-entity")
    with refused("NoSuchEntity"):
        iam.get_role(RoleName=made.body["name"])


def test_a_change_says_which_state_it_is_made_on(admin_api, iam, role):
    made = role()
    problem(admin_api.put(place(made), {"trustPolicy": TRUST}), 428, "precondition-required")
    problem(admin_api.delete(place(made)), 428, "precondition-required")
    # Whatever belongs to the role is part of its state, whoever changes it.
    iam.attach_role_policy(RoleName=made.body["name"], PolicyArn=READ_ONLY)
    problem(admin_api.put(place(made), {"trustPolicy": TRUST}, if_match=made.tag), 412, "changed")
    problem(admin_api.delete(place(made), if_match=made.tag), 412, "changed")
    assert admin_api.get(place(made)).body["attachedPolicies"] == [READ_ONLY]
    tag = admin_api.get(place(made)).tag
    iam.tag_role(RoleName=made.body["name"], Tags=[{"Key": "team", "Value": "red"}])
    problem(admin_api.put(place(made), {"trustPolicy": TRUST}, if_match=tag), 412, "changed")
    assert admin_api.put(place(made), {"trustPolicy": TRUST}, if_match="*").status == 200
    problem(admin_api.put("/roles/nobody", {"trustPolicy": TRUST}, if_match="*"), 404, "no-such-entity")
    problem(admin_api.delete("/roles/nobody", if_match="*"), 404, "no-such-entity")


def test_of_changes_made_on_one_state_one_wins(admin_api, role):
    made = role()
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(
            lambda number: admin_api.put(
                place(made), {"trustPolicy": TRUST, "description": f"n{number}"}, if_match=made.tag).status, range(8)))
    assert sorted(statuses) == [200] + [412] * 7


def test_no_change_of_another_api_is_lost(admin_api, iam, role):
    """Whether a policy comes before the replacement or after it, it is there afterwards; one that went is gone."""
    made = role(attachedPolicies=[ADMINISTRATOR])
    role_name = made.body["name"]
    wanted = {"trustPolicy": TRUST, "attachedPolicies": [ADMINISTRATOR]}
    with ThreadPoolExecutor(3) as threads:
        outcomes = set()
        for _ in range(12):
            tag = admin_api.put(place(made), wanted, if_match="*").tag
            put = threads.submit(iam.put_role_policy, RoleName=role_name, PolicyName="new", PolicyDocument=allow())
            detach = threads.submit(iam.detach_role_policy, RoleName=role_name, PolicyArn=ADMINISTRATOR)
            replaced = admin_api.put(place(made), wanted, if_match=tag)
            put.result(), detach.result()
            outcomes.add(replaced.status)
            after = admin_api.get(place(made)).body
            assert (list(after["inlinePolicies"]), after["attachedPolicies"]) == (["new"], []), replaced.status
    assert outcomes <= {200, 412}


def test_every_mistake_is_told_with_its_place(admin_api, iam, role):
    wrong = {
        "name": "a b", "trustPolicy": {}, "other": 1, "maxSessionSeconds": 60, "attachedPolicies": ["x"],
        "tags": {"a!": "b"}}
    answer = problem(admin_api.post("/roles", wrong), 400, "invalid-request")
    assert {error["pointer"] for error in answer["errors"]} == {
        "#/name", "#/other", "#/maxSessionSeconds", "#/attachedPolicies/0", "#/tags/a!"}
    bad = {"Version": "2012-10-17", "Statement": [READ["Statement"][0], READ["Statement"][0] | {"Action": "s3"}]}
    answer = problem(admin_api.post("/roles", {
        "name": name("rest"), "trustPolicy": {"Statement": []}, "inlinePolicies": {"good": READ, "bad": bad, "BAD": READ},
        "attachedPolicies": ["arn:aws:iam::aws:policy"], "tags": {"k": "1", "K": "2"}}), 400, "invalid-request")
    errors = {error["pointer"]: error["detail"] for error in answer["errors"]}
    assert set(errors) == {
        "#/trustPolicy", "#/inlinePolicies/bad/Statement/1", "#/inlinePolicies/BAD", "#/attachedPolicies/0", "#/tags/k"}
    assert errors["#/inlinePolicies/bad/Statement/1"] == "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."


def test_what_only_the_database_knows_is_told_with_its_place(admin_api, role):
    made = role()
    nobody = "arn:aws:iam::000000000000:user/" + name("nobody")
    absent = "arn:aws:iam::000000000000:policy/" + name("absent")
    for send in (lambda body: admin_api.post("/roles", {"name": name("rest")} | body),
                 lambda body: admin_api.put(place(made), body, if_match=made.tag)):
        answer = problem(send({"trustPolicy": json.loads(trust({"AWS": nobody}))}), 400, "invalid-request")
        assert [error["pointer"] for error in answer["errors"]] == ["#/trustPolicy"]
        answer = problem(
            send({"trustPolicy": TRUST, "attachedPolicies": [READ_ONLY, absent]}), 400, "invalid-request")
        assert [error["pointer"] for error in answer["errors"]] == ["#/attachedPolicies/1"]
        foreign = "arn:aws:iam::999999999999:policy/x"
        answer = problem(send({"trustPolicy": TRUST, "attachedPolicies": [foreign]}), 400, "invalid-request")
        assert [error["pointer"] for error in answer["errors"]] == ["#/attachedPolicies/0"]
    # Nothing of what was refused was written.
    assert admin_api.get(place(made)).tag == made.tag


def test_documents_have_the_sizes_of_iam(admin_api, role):
    made = role()
    large = json.loads(allow(resource=[f"arn:aws:s3:::bucket/{'x' * 900}{number}" for number in range(12)]))
    answer = problem(
        admin_api.put(place(made), {"trustPolicy": TRUST, "inlinePolicies": {"a": large}}, if_match="*"),
        400, "invalid-request")
    assert [(error["pointer"], error["detail"]) for error in answer["errors"]] == [
        ("#/inlinePolicies", f"Maximum policy size of 10240 bytes exceeded for role {made.body['name']}")]
    problem(admin_api.post("/roles", {"name": made.body["name"].upper(), "trustPolicy": TRUST}), 409,
            "entity-already-exists")


def test_a_list_is_read_page_by_page(admin_api, role):
    path = f"/{name('listed')}/"
    names = sorted(role(path=path).body["name"] for _ in range(5))
    rows, cursor = [], ""
    while cursor is not None:
        page = admin_api.get(f"/roles?pathPrefix={quote(path, safe='')}&limit=2{cursor}").body
        assert len(page["items"]) <= 2
        rows += page["items"]
        cursor = f"&cursor={page['nextCursor']}" if "nextCursor" in page else None
    assert [row["name"] for row in rows] == names
    assert all("trustPolicy" not in row for row in rows)
    problem(admin_api.get("/roles?cursor=forged"), 400, "invalid-request")
    problem(admin_api.get("/roles?pathPrefix=x"), 400, "invalid-request")


def test_permission_is_asked_on_the_arn_with_its_path(admin_api, somebody, role):  # noqa: F811
    mine = role(path="/mine/")
    others = role(path="/others/", tags={"team": "blue"})
    delegate = somebody(allow(
        ["sluice:ListRoles", "sluice:CreateRole", "sluice:GetRole", "sluice:UpdateRole"],
        "arn:aws:iam::000000000000:role/mine/*"))
    assert delegate.get(place(mine)).status == 200
    assert delegate.put(place(mine), {"trustPolicy": TRUST}, if_match="*").status == 200
    problem(delegate.delete(place(mine), if_match="*"), 403, "access-denied")
    denied = problem(delegate.get(place(others)), 403, "access-denied")
    assert "sluice:GetRole" in denied["detail"] and others.body["arn"] in denied["detail"]
    problem(delegate.put(place(others), {"trustPolicy": TRUST}, if_match="*"), 403, "access-denied")
    assert delegate.get("/roles?pathPrefix=%2Fmine%2F").status == 200
    problem(delegate.get("/roles"), 403, "access-denied")
    new = {"name": name("rest"), "trustPolicy": TRUST}
    problem(delegate.post("/roles", new), 403, "access-denied")
    problem(delegate.post("/roles", new | {"path": "/others/"}), 403, "access-denied")
    assert delegate.post("/roles", new | {"path": "/mine/"}).status == 201
    admin_api.delete(f"/roles/{new['name']}", if_match="*")
    tagged = somebody(allow("sluice:GetRole", "*", Condition={"StringEquals": {"aws:ResourceTag/team": "blue"}}))
    assert tagged.get(place(others)).status == 200


def test_a_change_is_in_force_at_once(admin_api, admin, sluice, role):
    """A session of the role may at once what the new document says, and no more."""
    made = role(inlinePolicies={"rest": json.loads(allow("sluice:ListRoles", "*"))})
    session = admin("sts").assume_role(RoleArn=made.body["arn"], RoleSessionName="now")["Credentials"]
    caller = AdminAPI(sluice, session)
    assert caller.get("/roles").status == 200
    tag = admin_api.put(place(made), {"trustPolicy": TRUST}, if_match=made.tag).tag
    problem(caller.get("/roles"), 403, "access-denied")
    assert admin_api.delete(place(made), if_match=tag).status == 204
    assert caller.get("/roles").status == 401


def test_a_boundary_is_part_of_the_document_and_can_be_demanded(admin_api, somebody, role):  # noqa: F811
    made = role(permissionsBoundary=READ_ONLY)
    assert made.body["permissionsBoundary"] == READ_ONLY
    free = role()
    absent = "arn:aws:iam::000000000000:policy/" + name("absent")
    answer = problem(
        admin_api.put(place(made), {"trustPolicy": TRUST, "permissionsBoundary": absent}, if_match=made.tag), 400,
        "invalid-request")
    assert [error["pointer"] for error in answer["errors"]] == ["#/permissionsBoundary"]
    # Who may act only within a boundary can neither leave it out, nor take it away, nor reach what is without.
    bounded = somebody(allow(
        ["sluice:CreateRole", "sluice:UpdateRole"], "*",
        Condition={"StringEquals": {"iam:PermissionsBoundary": READ_ONLY}}))
    within = {"trustPolicy": TRUST, "permissionsBoundary": READ_ONLY}
    assert bounded.put(place(made), within, if_match=made.tag).status == 200
    problem(bounded.put(place(made), {"trustPolicy": TRUST}, if_match="*"), 403, "access-denied")
    problem(bounded.put(place(made), within | {"permissionsBoundary": ADMINISTRATOR}, if_match="*"), 403, "access-denied")
    problem(bounded.put(place(free), within, if_match="*"), 403, "access-denied")
    problem(bounded.post("/roles", {"name": name("rest"), "trustPolicy": TRUST}), 403, "access-denied")
    new = bounded.post("/roles", {"name": name("rest")} | within)
    assert new.status == 201
    admin_api.delete(place(new), if_match="*")
    replaced = admin_api.put(place(made), {"trustPolicy": TRUST}, if_match="*")
    assert "permissionsBoundary" not in replaced.body
