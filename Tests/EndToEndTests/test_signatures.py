"""Who may call: signatures on the JSON protocol, permissions, sessions as administrators, public operations."""
import json
from datetime import datetime, timedelta, timezone

import pytest

from stage import pools
from stage.admin import clients, error, sign
from stage.sluice import run
from stage.wire import Connection, headers


@pytest.fixture(scope="module")
def key(sluice):
    return sluice.admin("signer")


BODY = b'{"MaxResults":1}'


def signed(sluice, key, body=BODY, **more):
    return sign(sluice, key, "ListIdentityPools", body, **more)


def post(sluice, fields, body=BODY):
    connection = Connection(sluice.url)
    status, answer_headers, answer = connection.post(body, fields)
    connection.close()
    answer = json.loads(answer)
    if status != 200:
        assert answer_headers["x-amzn-ErrorType"] == f"{answer['__type']}:"
    return status, answer


INVALID = "The security token included in the request is invalid."
MISMATCH = ("The request signature we calculated does not match the signature you provided. Check your AWS Secret "
            "Access Key and signing method. Consult the service documentation for details.")


def test_a_signed_request_is_answered(sluice, key):
    assert post(sluice, signed(sluice, key))[0] == 200


def test_a_request_without_a_signature_is_told_so(sluice):
    assert post(sluice, headers("ListIdentityPools")) == (400, {
        "__type": "MissingAuthenticationTokenException", "message": "Missing Authentication Token"})


@pytest.mark.parametrize("change, code, message", [
    (lambda key: {**key, "SecretAccessKey": "B" * 40}, "InvalidSignatureException", MISMATCH),
    (lambda key: {**key, "AccessKeyId": "AKIAQAAAAAAABBBBBBBB"}, "UnrecognizedClientException", INVALID),
    (lambda key: {**key, "SessionToken": "beside a long-term key"}, "UnrecognizedClientException", INVALID),
    (lambda key: {**key, "AccessKeyId": "nonsense"}, "UnrecognizedClientException", INVALID),
])
def test_a_key_that_is_not_the_callers_is_refused(sluice, key, change, code, message):
    assert post(sluice, signed(sluice, change(key))) == (400, {"__type": code, "message": message})


def test_the_body_is_under_the_signature(sluice, key):
    assert post(sluice, signed(sluice, key), b'{"MaxResults":2}') == (
        400, {"__type": "InvalidSignatureException", "message": MISMATCH})


def test_a_header_that_changes_the_meaning_must_be_signed(sluice, key):
    fields = signed(sluice, key)
    fields["X-Amz-Meta-Added"] = "on the way"
    assert post(sluice, fields)[1]["__type"] == "InvalidSignatureException"


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_clock_may_be_a_quarter_of_an_hour_off(sluice, key, minutes):
    now = datetime.now(timezone.utc)
    assert post(sluice, signed(sluice, key, at=now + timedelta(minutes=minutes * 14 / 16)))[0] == 200
    status, answer = post(sluice, signed(sluice, key, at=now + timedelta(minutes=minutes)))
    assert (status, answer["__type"]) == (400, "InvalidSignatureException")
    assert answer["message"].startswith("Signature expired: " if minutes < 0 else "Signature not yet current: ")


@pytest.mark.parametrize("scope, message", [
    ({"region": "eu-north-1"}, "Credential should be scoped to a valid region, not 'eu-north-1'."),
    ({"service": "sts"}, "Credential should be scoped to correct service: 'cognito-identity'."),
])
def test_a_signature_is_for_one_region_and_service(sluice, key, scope, message):
    assert post(sluice, signed(sluice, key, **scope)) == (
        400, {"__type": "InvalidSignatureException", "message": message})


def test_an_authorization_header_in_pieces_names_what_is_missing(sluice):
    fields = {**headers("ListIdentityPools"), "Authorization": "AWS4-HMAC-SHA256 Credential=a/b/c/d/e"}
    status, answer = post(sluice, fields)
    assert (status, answer["__type"]) == (400, "IncompleteSignatureException")
    assert "requires 'Signature' parameter" in answer["message"]


def test_a_signature_is_judged_before_the_body_is_read(sluice, key):
    assert post(sluice, headers("ListIdentityPools"), b"{")[1]["__type"] == "MissingAuthenticationTokenException"
    assert post(sluice, signed(sluice, key, body=b"{"), b"{")[1]["__type"] == "SerializationException"


def test_a_public_operation_does_not_mind_a_bad_signature(sluice):
    body = json.dumps({"IdentityPoolId": pools.OPEN}).encode()
    fields = {**headers("GetId"), "Authorization": "AWS4-HMAC-SHA256 nonsense", "X-Amz-Security-Token": "x"}
    assert post(sluice, fields, body)[0] == 200


def test_a_disabled_key_is_refused_within_a_second(sluice, key):
    other = sluice.admin("short-lived")
    assert post(sluice, signed(sluice, other))[0] == 200
    home = ["--data-dir", sluice.data]
    assert run(sluice.data.parent, "admin", "disable", "short-lived", *home).stdout == (
        f"disabled  {other['AccessKeyId']}\n")
    deadline = datetime.now() + timedelta(seconds=30)
    while post(sluice, signed(sluice, other))[0] == 200:
        assert datetime.now() < deadline
    assert post(sluice, signed(sluice, other)) == (
        400, {"__type": "UnrecognizedClientException", "message": INVALID})
    run(sluice.data.parent, "admin", "enable", "short-lived", *home)
    while post(sluice, signed(sluice, other))[0] != 200:
        assert datetime.now() < deadline


def test_a_session_may_do_what_its_role_may(sluice, cognito):
    guest = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    issued = cognito.get_credentials_for_identity(IdentityId=guest)["Credentials"]
    session = {"AccessKeyId": issued["AccessKeyId"], "SecretAccessKey": issued["SecretKey"],
               "SessionToken": issued["SessionToken"]}
    client = clients(sluice, session)("cognito-identity")
    with pytest.raises(client.exceptions.ClientError) as refused:
        client.describe_identity_pool(IdentityPoolId=pools.OPEN)
    assert error(refused) == (
        "AccessDeniedException",
        f"User: {pools.session('open-guest')} is not authorized to perform: cognito-identity:DescribeIdentityPool on "
        f"resource: arn:aws:cognito-identity:us-east-1:{pools.ACCOUNT}:identitypool/{pools.OPEN} because no "
        "identity-based policy allows the cognito-identity:DescribeIdentityPool action")


def test_permission_is_asked_before_constraints_are_checked(sluice, cognito):
    guest = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    issued = cognito.get_credentials_for_identity(IdentityId=guest)["Credentials"]
    session = {"AccessKeyId": issued["AccessKeyId"], "SecretAccessKey": issued["SecretKey"],
               "SessionToken": issued["SessionToken"]}
    body = b'{"MaxResults":0}'
    status, answer = post(sluice, signed(sluice, session, body=body), body)
    assert (status, answer["__type"]) == (400, "AccessDeniedException")
    assert f"on resource: arn:aws:cognito-identity:us-east-1:{pools.ACCOUNT}:identitypool/ because" in answer["message"]
