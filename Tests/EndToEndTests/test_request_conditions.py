"""Conditions of policies on how a request came: address, TLS, what the client says of itself."""
import json

import pytest
from botocore.exceptions import ClientError

from conftest import signed_client, unsigned_client
from stage import pools
from stage.iam import allow, cognito_trust, name, refused, trust
from stage.sluice import Sluice

TRUE = {"Bool": {"aws:SecureTransport": "true"}}


def deny(condition):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"},
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}]})


@pytest.fixture(scope="module")
def behind(shared_home, issuer):
    """A server that stands behind one proxy, and a client of its administrator."""
    with Sluice(shared_home / f"behind-{name('x')}", "--proxy-hops", "1", apply=pools.one_open_pool(issuer)) as sluice:
        key = sluice.admin()
        keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
        yield sluice, signed_client("iam", sluice, keys)


def client_of(iam, sluice, document, service="iam", **headers):
    """Signs as a new user who has that policy; the headers are added as a proxy adds them, after the signature."""
    user = name("user")
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=document)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    client = signed_client(service, sluice, {
        "aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]})

    def forwarded(request, **_):
        for field, value in headers.items():
            request.headers[field.replace("_", "-")] = value
    client.meta.events.register("before-send", forwarded)
    return client


def may(client):
    try:
        client.list_users()
        return True
    except ClientError as refusal:
        assert refusal.response["Error"]["Code"] == "AccessDenied"
        return False


@pytest.mark.parametrize("operator, network, allowed", [
    ("IpAddress", "127.0.0.0/8", True), ("IpAddress", "10.0.0.0/8", False),
    ("NotIpAddress", "127.0.0.0/8", False), ("NotIpAddress", "10.0.0.0/8", True)])
def test_the_clients_address_counts(iam, sluice, operator, network, allowed):
    document = allow("iam:ListUsers", "*", Condition={operator: {"aws:SourceIp": network}})
    assert may(client_of(iam, sluice, document)) is allowed
    # What a client writes itself is nothing without proxies of the operator's.
    assert may(client_of(iam, sluice, document, X_Forwarded_For="10.1.2.3")) is allowed
    assert may(client_of(iam, sluice, deny({operator: {"aws:SourceIp": network}}))) is not allowed


def test_behind_a_proxy_it_is_the_address_that_the_proxy_saw(behind):
    sluice, iam = behind
    office = allow("iam:ListUsers", "*", Condition={"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}})
    assert may(client_of(iam, sluice, office, X_Forwarded_For="203.0.113.9"))
    assert may(client_of(iam, sluice, office, X_Forwarded_For="2001:db8::9"))
    assert may(client_of(iam, sluice, office, X_Forwarded_For="192.0.2.1, 203.0.113.9"))
    assert not may(client_of(iam, sluice, office, X_Forwarded_For="203.0.113.9, 192.0.2.1"))
    assert not may(client_of(iam, sluice, office, X_Forwarded_For="unknown"))
    assert not may(client_of(iam, sluice, office))


def test_plain_http_is_not_secure_and_a_proxy_may_know_better(iam, sluice, behind):
    only_tls = allow("iam:ListUsers", "*", Condition=TRUE)
    no_plain = deny({"Bool": {"aws:SecureTransport": "false"}})
    for document in (only_tls, no_plain):
        assert not may(client_of(iam, sluice, document))
        assert not may(client_of(iam, sluice, document, X_Forwarded_Proto="https"))
        server, administrator = behind
        assert may(client_of(administrator, server, document, X_Forwarded_Proto="https"))
        assert not may(client_of(administrator, server, document, X_Forwarded_Proto="http"))
        assert not may(client_of(administrator, server, document))


def test_what_a_client_says_of_itself_can_be_asked(iam, sluice):
    def document(pattern):
        return allow("iam:ListUsers", "*", Condition={"StringLike": {"aws:UserAgent": pattern}})
    assert may(client_of(iam, sluice, document("Boto3/*")))
    assert not may(client_of(iam, sluice, document("curl/*")))


def test_trust_policies_may_ask_too(iam, sluice, cognito):
    """Both kinds: for callers who sign, and for tokens."""
    def role(document):
        return iam.create_role(RoleName=name("role"), AssumeRolePolicyDocument=document)["Role"]["Arn"]

    def conditions(document, network):
        document = json.loads(document)
        document["Statement"][0].setdefault("Condition", {})["IpAddress"] = {"aws:SourceIp": network}
        return json.dumps(document)
    caller = client_of(iam, sluice, allow("sts:AssumeRole", "*"), "sts")
    caller.assume_role(RoleArn=role(conditions(trust(), "127.0.0.1")), RoleSessionName="work")
    with refused("AccessDenied"):
        caller.assume_role(RoleArn=role(conditions(trust(), "10.0.0.1")), RoleSessionName="work")
    token = cognito.get_open_id_token(IdentityId=cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"])["Token"]
    bearer = unsigned_client("sts", sluice)
    bearer.assume_role_with_web_identity(
        RoleArn=role(conditions(cognito_trust(), "127.0.0.1")), RoleSessionName="work", WebIdentityToken=token)
    with refused("AccessDenied"):
        bearer.assume_role_with_web_identity(
            RoleArn=role(conditions(cognito_trust(), "10.0.0.1")), RoleSessionName="work", WebIdentityToken=token)


def test_operations_on_pools_are_asked_likewise(iam, sluice):
    document = allow("cognito-identity:ListIdentityPools", "*", Condition={"IpAddress": {"aws:SourceIp": "10.0.0.1"}})
    with refused("AccessDeniedException"):
        client_of(iam, sluice, document, "cognito-identity").list_identity_pools(MaxResults=1)
    client_of(iam, sluice, document.replace("10.0.0.1", "127.0.0.1"), "cognito-identity").list_identity_pools(
        MaxResults=1)
