"""Decisions and audit over REST: what happened, found by whatever is known of it."""
import uuid
from urllib.parse import quote

import pytest
from botocore.exceptions import ClientError

from stage import pools
from stage.admin_api import AdminAPI, problem
from stage.processes import wait_until
from stage.sluice import Sluice, run


def kept(admin_api, request):
    """The decision of a request, once the writer has put it down."""
    def ask():
        answer = admin_api.get(f"/decisions/{request}")
        return answer.body if answer.status == 200 else None
    return wait_until(ask, "the decision")


def items(admin_api, path):
    answer = admin_api.get(path)
    assert answer.status == 200, answer.body
    return answer.body["items"]


@pytest.fixture
def guest(cognito):
    """(identity, what credentials for it came with)"""
    identity = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    return identity, cognito.get_credentials_for_identity(IdentityId=identity)


def test_a_decision_is_found_by_its_request(admin_api, guest):
    identity, got = guest
    decision = kept(admin_api, got["ResponseMetadata"]["RequestId"])
    assert (decision["operation"], decision["outcome"]) == ("GetCredentialsForIdentity", "granted")
    assert (decision["poolId"], decision["identityId"]) == (pools.OPEN, identity)
    assert decision["accessKeyId"] == got["Credentials"]["AccessKeyId"]
    assert decision["trace"]["roleChoice"]["role"] == decision["role"]
    assert got["Credentials"]["SecretKey"] not in str(decision)


def test_a_refusal_tells_its_reason(admin_api, cognito):
    identity = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    with pytest.raises(ClientError) as caught:
        cognito.get_credentials_for_identity(IdentityId=identity, Logins={"accounts.google.com": "no.token.atall"})
    decision = kept(admin_api, caught.value.response["ResponseMetadata"]["RequestId"])
    assert decision["outcome"] == "refused" and "no.token.atall" not in str(decision)
    found = items(admin_api, f"/decisions?identityId={quote(identity)}&outcome=refused&reason={decision['reason']}")
    assert [row["requestId"] for row in found] == [decision["requestId"]]
    assert "trace" not in found[0]


def test_lists_are_chosen_and_read_page_by_page(admin_api, cognito, guest):
    identity, _ = guest
    asked = [cognito.get_credentials_for_identity(IdentityId=identity)["ResponseMetadata"]["RequestId"]
             for _ in range(3)]
    kept(admin_api, asked[-1])
    rows, path = [], f"/pools/{pools.OPEN}/decisions?identityId={quote(identity)}&operation=GetCredentialsForIdentity&limit=1"
    cursor = ""
    while cursor is not None:
        page = admin_api.get(path + cursor).body
        rows += page["items"]
        cursor = f"&cursor={page['nextCursor']}" if "nextCursor" in page else None
    assert [row["requestId"] for row in rows][:3] == asked[::-1] and len(rows) == 4
    other = admin_api.get(f"/decisions?limit=1&identityId={quote(identity)}").body["nextCursor"]
    problem(admin_api.get(f"/decisions?limit=1&cursor={other}"), 400, "invalid-request")


def test_who_is_behind_an_access_key(admin_api, guest):
    identity, got = guest
    kept(admin_api, got["ResponseMetadata"]["RequestId"])
    key = got["Credentials"]["AccessKeyId"]
    issued = wait_until(lambda: items(admin_api, f"/audit?accessKeyId={key}"), "the record")
    assert [record["event"] for record in issued] == ["credentials-issued"]
    assert issued[0]["identityUuid"] == identity.split(":")[1] and issued[0]["details"]["role"].endswith("/open-guest")
    assert [row["identityId"] for row in items(admin_api, f"/decisions?accessKeyId={key}")] == [identity]


def test_changes_over_rest_are_in_the_audit(admin_api):
    made = admin_api.post("/pools", {"name": "audited", "allowsGuests": False})
    request = made.headers["x-amzn-RequestId"]
    events = items(admin_api, f"/audit?requestId={request}")
    assert {record["event"] for record in events} == {"change-begun", "change-made"}
    assert all(record["details"]["action"] == "sluice:CreatePool" for record in events)
    admin_api.delete(f"/pools/{made.body['id']}", if_match="*")
    refused = admin_api.put(f"/pools/{made.body['id']}", {"name": "gone", "allowsGuests": False}, if_match="*")
    assert refused.status == 404
    events = items(admin_api, f"/audit?requestId={refused.headers['x-amzn-RequestId']}")
    assert {record["event"] for record in events} == {"change-begun", "change-refused"}


def test_no_secret_of_a_request_is_in_the_audit(admin_api):
    made = admin_api.post("/pools", {"name": "secretive", "allowsGuests": False})
    secret = uuid.uuid4().hex
    place = f"/pools/{made.body['id']}/providers/graph.facebook.com"
    set_ = admin_api.put(place, {"appId": "7346241598935555", "appSecret": secret}, if_match="*")
    assert set_.status == 200, set_.body
    events = items(admin_api, f"/audit?requestId={set_.headers['x-amzn-RequestId']}")
    assert len(events) == 2 and secret not in str(events)
    admin_api.delete(f"/pools/{made.body['id']}", if_match="*")


def test_the_audit_is_intact(admin_api, guest):
    report = admin_api.post("/audit:verify", {"days": 2})
    assert report.status == 200 and report.body["isIntact"] and report.body["records"] > 0
    problem(admin_api.post("/audit:verify", {"days": 32}), 400, "invalid-request")


def test_what_is_not_kept(admin_api):
    problem(admin_api.get(f"/decisions/{uuid.uuid4()}"), 404, "not-found")
    problem(admin_api.get("/decisions/none"), 404, "not-found")
    problem(admin_api.get("/decisions?from=yesterday"), 400, "invalid-request")


def test_a_command_with_a_foreign_master_key_changes_nothing(home, postgres, database):
    with Sluice(home / "sluice", database_url=database) as sluice:
        key = sluice.admin("root")
        # A directory of its own makes a key of its own.
        refused = run(home, "admin", "create", "other", "--data-dir", home / "elsewhere", "--database-url", database)
        assert refused.returncode != 0 and "master key is not the one of this database" in refused.stderr
        assert run(home, "audit", "verify", "--data-dir", sluice.data, "--database-url", database).returncode == 0

        ended = run(home, "sessions", "revoke", "--account", "--reason", "drill", "--data-dir", sluice.data,
                    "--database-url", database)
        assert ended.returncode == 0, ended.stderr
        made = items(AdminAPI(sluice, key), "/audit?event=change-made")
        assert "sluice:RevokeSessions" in [record["details"]["action"] for record in made]
