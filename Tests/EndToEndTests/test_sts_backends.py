"""Roles whose credentials an STS elsewhere makes: declared, and asked for by real clients. A real Ceph has its own tests."""
import uuid

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from stage import pools, sluice as executable
from stage.sluice import Sluice, declare
from stage.upstream import Upstream


@pytest.fixture
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.stop()


def declaration(issuer, endpoint, changes={}):
    declared = pools.one_open_pool(issuer)
    declared["sts_backends"] = [{
        "name": "store", "kind": "minio", "endpoint": endpoint, "allow_private_address": True,
        "allow_plain_http": True, **changes}]
    for role in declared["roles"]:
        role["backend"] = {"name": "store", "policy_claim": role["name"]}
    return declared


def cognito(sluice):
    return boto3.client(
        "cognito-identity", region_name="us-east-1", endpoint_url=sluice.url,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}))


def credentials(client, **logins):
    identity = client.get_id(IdentityPoolId=pools.OPEN, **logins)["IdentityId"]
    return identity, client.get_credentials_for_identity(IdentityId=identity, **logins)["Credentials"]


def refused(client, **logins):
    with pytest.raises(ClientError) as refusal:
        credentials(client, **logins)
    return refusal.value.response["Error"]["Code"]


def test_a_role_hands_out_what_its_back_end_makes(home, issuer, upstream):
    with Sluice(home / "sluice", "--log-level", "trace", apply=declaration(issuer, upstream.url)) as sluice:
        upstream.issuer = f"http://localhost:{sluice.port}"
        client = cognito(sluice)
        logins = {"Logins": issuer.logins(f"user-{uuid.uuid4()}")}
        identity, given = credentials(client, **logins)
        assert (given["AccessKeyId"], given["SecretKey"], given["SessionToken"]) == (
            "UPSTREAM1", upstream.SECRET, upstream.TOKEN)
        [(form, claims)] = upstream.calls
        assert (claims["sub"], claims["aud"], claims["policy"]) == (identity, pools.OPEN, "open-user")
        assert claims["amr"][0] == "authenticated"
        assert "Policy" not in form

        assert credentials(client, **logins) == (identity, given), "the same is not made twice"
        guest, of_guest = credentials(client)
        assert of_guest["AccessKeyId"] == "UPSTREAM2"
        form, claims = upstream.calls[-1]
        assert (claims["sub"], claims["amr"], claims["policy"]) == (guest, ["unauthenticated"], "open-guest")
        assert form["Policy"] == (
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"*"}]}')

        assert '"backend":"store","backend.delivery":"cached"' in sluice.words
        for secret in (upstream.SECRET, upstream.TOKEN, *(form["WebIdentityToken"] for form, _ in upstream.calls)):
            assert secret not in sluice.words


def test_the_token_that_a_back_end_sees_is_good_nowhere_here(home, issuer, upstream):
    with Sluice(home / "sluice", apply=declaration(issuer, upstream.url)) as sluice:
        upstream.issuer = f"http://localhost:{sluice.port}"
        identity, _ = credentials(cognito(sluice), Logins=issuer.logins(f"user-{uuid.uuid4()}"))
        [(form, claims)] = upstream.calls
        assert claims["urn:sluice:back-end"] == "store"
        token = form["WebIdentityToken"]
        sts = boto3.client(
            "sts", region_name="us-east-1", endpoint_url=sluice.url, config=Config(signature_version=UNSIGNED))
        with pytest.raises(sts.exceptions.InvalidIdentityTokenException):
            sts.assume_role_with_web_identity(
                RoleArn=pools.role("open-user"), RoleSessionName="replayed", WebIdentityToken=token)
        with pytest.raises(ClientError) as refusal:
            cognito(sluice).get_credentials_for_identity(
                IdentityId=identity, Logins={"cognito-identity.amazonaws.com": token})
        assert refusal.value.response["Error"]["Code"] == "NotAuthorizedException"


@pytest.mark.parametrize("status, code, headers, wanted", [
    (403, "AccessDenied", {}, "InvalidIdentityPoolConfigurationException"),
    (400, "InvalidParameterValue", {}, "InvalidIdentityPoolConfigurationException"),
    (400, "ExpiredToken", {}, "InvalidIdentityPoolConfigurationException"),
    (429, "", {"Retry-After": "3"}, "TooManyRequestsException"),
    (503, "STSNotInitialized", {}, "ExternalServiceException"),
])
def test_what_the_back_end_says_is_for_the_operator(home, issuer, upstream, status, code, headers, wanted):
    upstream.failure = status, code, headers
    with Sluice(home / "sluice", "--log-level", "trace", apply=declaration(issuer, upstream.url)) as sluice:
        client = cognito(sluice)
        assert refused(client) == wanted
        assert "back end store" in sluice.words and code in sluice.words
        # It repeats the token that it was shown.
        token = upstream.calls[0][0]["WebIdentityToken"]
        assert token not in sluice.words and token.split(".")[1] not in sluice.words


def test_old_credentials_bridge_an_outage(home, issuer, upstream):
    with Sluice(home / "sluice", apply=declaration(issuer, upstream.url)) as sluice:
        upstream.issuer = f"http://localhost:{sluice.port}"
        client = cognito(sluice)
        logins = {"Logins": issuer.logins("ada")}
        before = credentials(client, **logins)
        upstream.failure = 503, "STSNotInitialized", {}
        assert credentials(client, **logins) == before
        assert refused(client) == "ExternalServiceException", "whoever was not there before"


# The file

@pytest.fixture
def database(home, database):
    migrated = executable.run(home, "migrate", "--database-url", database)
    assert migrated.returncode == 0, migrated.stderr
    return database


def apply(home, database, declared):
    return executable.run(home, "apply", declare(home / "pools.yaml", declared), "--database-url", database)


def lines(done):
    assert done.returncode == 0, done.stderr
    return [" ".join(line.split()) for line in done.stdout.splitlines() if "backend" in line]


def test_back_ends_are_declared(home, database, issuer):
    declared = declaration(issuer, "https://minio.example.org")
    guest, user = (f"role_backend {pools.role(name)} store" for name in ("open-guest", "open-user"))
    assert lines(apply(home, database, declared)) == [
        "created sts_backend store", f"created {guest}", f"created {user}"]
    assert lines(apply(home, database, declared)) == [
        "unchanged sts_backend store", f"unchanged {guest}", f"unchanged {user}"]
    declared["sts_backends"][0]["audience"] = "our-app"
    declared["roles"][0]["backend"]["policy_claim"] = "less"
    assert lines(apply(home, database, declared)) == [
        "updated sts_backend store", f"updated {guest}", f"unchanged {user}"]
    # What is not said stays; what is taken back is said.
    del declared["roles"][0]["backend"]
    declared["roles"][1]["backend"] = "embedded"
    assert lines(apply(home, database, declared)) == ["unchanged sts_backend store", f"removed {user}"]
    assert lines(apply(home, database, declared)) == ["unchanged sts_backend store"]
    declared["roles"][0]["backend"] = {"name": "store", "policy_claim": "less"}
    assert f"unchanged {guest}" in lines(apply(home, database, declared))


@pytest.mark.parametrize("changes, is_warned_of", [
    ({}, True), ({"kind": "ceph"}, True), ({"audience": "sluice-store"}, False),
    ({"kind": "aws"}, False),
])
def test_a_back_end_that_takes_everybodys_tokens_is_warned_of(home, database, issuer, changes, is_warned_of):
    declared = declaration(issuer, "https://sts.example.org", changes)
    for role in declared["roles"]:
        role["backend"] = {"name": "store", "role_arn": "arn:aws:iam::123456789012:role/photos"}
    done = apply(home, database, declared)
    assert done.returncode == 0, done.stderr
    assert ("an STS back end has no audience of its own" in done.stderr) == is_warned_of


@pytest.mark.parametrize("change, mistake", [
    ({"kind": "gcp"}, "sts_backends[0].kind: must be aws, ceph or minio"),
    ({"name": "a b"}, "sts_backends[0].name: must be 1 to 64"),
    ({"endpoint": "http://minio.example.org", "allow_private_address": False},
     "sts_backends[0].endpoint: must begin with https://"),
    ({"endpoint": "https://10.0.0.7", "allow_private_address": False, "allow_plain_http": False},
     "sts_backends[0].endpoint: is a private address"),
    ({"allow_private_address": False}, "sts_backends[0].allow_plain_http: needs a private address"),
    ({"endpoint": "https://minio.example.org/?a=b"}, "sts_backends[0].endpoint: must not have a query"),
    ({"region": "eu-west-1"}, "sts_backends[0].endpoint: stands beside region"),
    ({"timeout_seconds": 31}, "sts_backends[0].timeout_seconds: must be a whole number from 1 to 30"),
    ({"certificate_authority": "x"}, "sts_backends[0].certificate_authority: must hold certificates in PEM"),
    ({"secret": "x"}, "sts_backends[0].secret: is not a field that is known here"),
])
def test_a_mistake_is_named_with_its_place(home, database, issuer, change, mistake):
    done = apply(home, database, declaration(issuer, "https://minio.example.org", change))
    assert done.returncode != 0
    assert mistake in done.stderr


@pytest.mark.parametrize("back_end, mistake", [
    ({"name": "gone"}, "Role 'open-guest' names the STS back end 'gone', which is neither declared nor there."),
    ({"name": "store", "role_arn": "photos"}, "Role 'open-guest': its role at the back end must be an ARN"),
    ("elsewhere", "roles[0].backend: must be embedded, or hold fields"),
])
def test_a_role_that_cannot_go_there_is_refused(home, database, issuer, back_end, mistake):
    declared = declaration(issuer, "https://minio.example.org")
    declared["roles"][0]["backend"] = back_end
    done = apply(home, database, declared)
    assert done.returncode != 0
    assert mistake in done.stderr
    assert not lines(apply(home, database, {"pools": []})), "nothing was written"
