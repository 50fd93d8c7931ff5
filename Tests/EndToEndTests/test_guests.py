"""Guests: an identity without a login, and credentials of the guest role."""
import re
import urllib.request
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest

from stage import pools


def test_a_guest_gets_an_identity_and_credentials_that_sts_recognises(cognito, sts):
    identity = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    assert re.fullmatch(r"us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", identity)

    answer = cognito.get_credentials_for_identity(IdentityId=identity)
    assert answer["IdentityId"] == identity
    credentials = answer["Credentials"]
    assert re.fullmatch(r"ASIA[A-Z2-7]{16}", credentials["AccessKeyId"])
    in_an_hour = datetime.now(timezone.utc) + timedelta(hours=1)
    assert abs(credentials["Expiration"] - in_an_hour) < timedelta(minutes=1)

    caller = sts(**credentials).get_caller_identity()
    assert caller["Arn"] == pools.session("open-guest")
    assert caller["Account"] == pools.ACCOUNT
    assert re.fullmatch(r"AROA[A-Z2-7]{17}:CognitoIdentityCredentials", caller["UserId"])


def test_the_aws_cli_walks_the_same_way(aws):
    identity = aws("cognito-identity", "get-id", "--identity-pool-id", pools.OPEN)["IdentityId"]
    answer = aws("cognito-identity", "get-credentials-for-identity", "--identity-id", identity)
    caller = aws("sts", "get-caller-identity", credentials=answer["Credentials"])
    assert caller["Arn"] == pools.session("open-guest")


def test_a_presigned_get_caller_identity_answers_a_plain_get(cognito, sts):
    identity = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    credentials = cognito.get_credentials_for_identity(IdentityId=identity)["Credentials"]
    url = sts(**credentials).generate_presigned_url("get_caller_identity", HttpMethod="GET")
    with urllib.request.urlopen(url) as answer:
        assert answer.headers["Content-Type"].startswith("text/xml")
        document = ElementTree.parse(answer)
    sts_names = {"sts": "https://sts.amazonaws.com/doc/2011-06-15/"}
    assert document.findtext(".//sts:Arn", namespaces=sts_names) == pools.session("open-guest")


def test_every_guest_is_somebody_new(cognito):
    first = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    second = cognito.get_id(IdentityPoolId=pools.OPEN, Logins={})["IdentityId"]
    assert first != second


def test_credentials_differ_each_time(cognito):
    identity = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    keys = {cognito.get_credentials_for_identity(IdentityId=identity)["Credentials"]["AccessKeyId"] for _ in range(3)}
    assert len(keys) == 3


def test_a_pool_without_guests_refuses_them(cognito):
    with pytest.raises(cognito.exceptions.NotAuthorizedException) as refused:
        cognito.get_id(IdentityPoolId=pools.MEMBERS_ONLY)
    assert refused.value.response["Error"]["Message"] == (
        "Unauthenticated access is not supported for this identity pool.")


def test_a_pool_without_roles_gives_no_credentials(cognito):
    identity = cognito.get_id(IdentityPoolId=pools.WITHOUT_ROLES)["IdentityId"]
    with pytest.raises(cognito.exceptions.InvalidIdentityPoolConfigurationException) as refused:
        cognito.get_credentials_for_identity(IdentityId=identity)
    assert refused.value.response["Error"]["Message"] == (
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.")


@pytest.mark.parametrize("altered, code", [
    ("SecretKey", "SignatureDoesNotMatch"),
    ("SessionToken", "InvalidClientTokenId"),
    ("AccessKeyId", "InvalidClientTokenId"),
])
def test_altered_credentials_are_not_recognised(cognito, sts, altered, code):
    identity = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    credentials = cognito.get_credentials_for_identity(IdentityId=identity)["Credentials"]
    middle = len(credentials[altered]) // 2
    other = "B" if credentials[altered][middle] == "A" else "A"
    credentials[altered] = credentials[altered][:middle] + other + credentials[altered][middle + 1:]
    client = sts(**credentials)
    with pytest.raises(client.exceptions.ClientError) as refused:
        client.get_caller_identity()
    assert refused.value.response["Error"]["Code"] == code
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
