"""Sessions of STS: users' own, roles that users and sessions assume, and roles for registered issuers."""
import json

import pytest

from conftest import signed_client
from stage import pools
from stage.iam import ADMINISTRATOR, allow, name, refused, trust

USER = f"arn:aws:iam::{pools.ACCOUNT}:user/"


def keys(credentials):
    """Credentials as an answer has them, as boto3 takes them."""
    named = {"aws_access_key_id": "AccessKeyId", "aws_secret_access_key": "SecretAccessKey",
             "aws_session_token": "SessionToken"}
    return {theirs: credentials[ours] for theirs, ours in named.items() if ours in credentials}


@pytest.fixture
def as_session(sluice):
    """Makes clients that sign with credentials: as_session("sts", credentials)."""
    return lambda service, credentials: signed_client(service, sluice, keys(credentials))


@pytest.fixture
def user(iam):
    """Makes users: user(policy document, …) gives name and long-term key."""
    def make(*documents):
        made = name("user")
        iam.create_user(UserName=made)
        for number, document in enumerate(documents):
            iam.put_user_policy(UserName=made, PolicyName=f"p{number}", PolicyDocument=document)
        return made, iam.create_access_key(UserName=made)["AccessKey"]
    return make


ANYWHERE = allow("cognito-identity:*", "*")


def test_a_users_session_is_the_user_and_may_what_the_user_may(iam, user, as_session):
    who, key = user(ANYWHERE)
    credentials = as_session("sts", key).get_session_token(DurationSeconds=900)["Credentials"]
    assert credentials["AccessKeyId"].startswith("ASIA")
    caller = as_session("sts", credentials).get_caller_identity()
    assert caller["Arn"] == f"{USER}{who}"
    assert caller["UserId"] == iam.get_user(UserName=who)["User"]["UserId"]
    as_session("cognito-identity", credentials).list_identity_pools(MaxResults=1)
    iam.delete_user_policy(UserName=who, PolicyName="p0")
    with refused("AccessDeniedException"):
        as_session("cognito-identity", credentials).list_identity_pools(MaxResults=1)


def test_a_users_session_cannot_make_another(user, as_session):
    credentials = as_session("sts", user()[1]).get_session_token()["Credentials"]
    with refused("AccessDenied", "Cannot call GetSessionToken with session credentials", 403):
        as_session("sts", credentials).get_session_token()


def test_a_users_session_ends_with_the_user(iam, user, as_session):
    who, key = user()
    credentials = as_session("sts", key).get_session_token()["Credentials"]
    iam.delete_access_key(UserName=who, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=who)
    iam.create_user(UserName=who)
    with refused("InvalidClientTokenId", status=403):
        as_session("sts", credentials).get_caller_identity()


def test_a_key_tells_its_account(admin_key, as_session, user):
    _, key = user(allow("sts:GetAccessKeyInfo", "*"))
    assert as_session("sts", key).get_access_key_info(
        AccessKeyId=admin_key["AccessKeyId"])["Account"] == pools.ACCOUNT
    with refused("AccessDenied", status=403):
        as_session("sts", user()[1]).get_access_key_info(AccessKeyId=admin_key["AccessKeyId"])
