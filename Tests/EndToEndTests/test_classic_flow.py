"""The classic flow: an OpenID token of Sluice's own, taken to AssumeRoleWithWebIdentity."""
import base64
import json
import urllib.request
import uuid

import jwt
import pytest
from cryptography import x509

from conftest import unsigned_client
from stage import pools


def published(sluice):
    """The discovery document and the key set it names, as any relying party reads them."""
    def read(url):
        with urllib.request.urlopen(url) as answer:
            return json.load(answer)
    discovery = read(f"{sluice.url}/.well-known/openid-configuration")
    return discovery, read(discovery["jwks_uri"])["keys"]


@pytest.fixture
def signed_in(cognito, issuer):
    logins = issuer.logins(f"user-{uuid.uuid4()}")
    return cognito.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"], logins


def test_an_openid_token_is_worth_credentials_at_sts(sluice, cognito, sts, signed_in):
    identity, logins = signed_in
    token = cognito.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    assumed = unsigned_client("sts", sluice).assume_role_with_web_identity(
        RoleArn=pools.role("open-user"), RoleSessionName="app", WebIdentityToken=token)
    assert assumed["SubjectFromWebIdentityToken"] == identity
    assert assumed["Audience"] == pools.OPEN
    credentials = assumed["Credentials"]
    caller = sts(SecretKey=credentials.pop("SecretAccessKey"), **credentials).get_caller_identity()
    assert caller["Arn"] == pools.session("open-user", "app")


def test_the_aws_cli_walks_the_classic_flow(aws, issuer):
    logins = json.dumps(issuer.logins(f"user-{uuid.uuid4()}"))
    identity = aws("cognito-identity", "get-id", "--identity-pool-id", pools.OPEN, "--logins", logins)["IdentityId"]
    token = aws("cognito-identity", "get-open-id-token", "--identity-id", identity, "--logins", logins)["Token"]
    credentials = aws(
        "sts", "assume-role-with-web-identity", "--role-arn", pools.role("open-user"), "--role-session-name", "cli",
        "--web-identity-token", token)["Credentials"]
    caller = aws("sts", "get-caller-identity",
                 credentials={**credentials, "SecretKey": credentials["SecretAccessKey"]})
    assert caller["Arn"] == pools.session("open-user", "cli")


def test_the_token_verifies_against_the_published_keys(sluice, cognito, issuer, signed_in):
    identity, logins = signed_in
    token = cognito.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    discovery, keys = published(sluice)
    header = jwt.get_unverified_header(token)
    key = next(key for key in keys if key["kid"] == header["kid"])
    claims = jwt.decode(
        token, jwt.PyJWK(key), algorithms=["RS256"], audience=pools.OPEN, issuer=discovery["issuer"],
        options={"require": ["exp", "iat", "sub"]})
    assert claims["sub"] == identity
    assert claims["exp"] - claims["iat"] == 600
    assert claims["amr"][:2] == ["authenticated", issuer.name]
    assert "RS256" in discovery["id_token_signing_alg_values_supported"]


def test_published_keys_carry_a_certificate_of_the_same_key(sluice):
    _, keys = published(sluice)
    assert keys
    for key in keys:
        certificate = x509.load_der_x509_certificate(base64.b64decode(key["x5c"][0]))
        assert certificate.public_key() == jwt.PyJWK(key).key
        assert not {"d", "p", "q", "dp", "dq", "qi", "k"} & key.keys()


def test_a_guest_token_says_so(cognito):
    identity = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    token = cognito.get_open_id_token(IdentityId=identity)["Token"]
    assert jwt.decode(token, options={"verify_signature": False})["amr"] == ["unauthenticated"]


def test_a_guest_token_does_not_open_the_user_role(sluice, cognito):
    identity = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    token = cognito.get_open_id_token(IdentityId=identity)["Token"]
    sts = unsigned_client("sts", sluice)
    with pytest.raises(sts.exceptions.ClientError) as refused:
        sts.assume_role_with_web_identity(
            RoleArn=pools.role("open-user"), RoleSessionName="app", WebIdentityToken=token)
    assert refused.value.response["Error"]["Code"] == "AccessDenied"
    assert refused.value.response["Error"]["Message"] == "Not authorized to perform sts:AssumeRoleWithWebIdentity"


def test_a_token_for_one_pool_does_not_open_the_role_of_another(sluice, cognito, signed_in):
    identity, logins = signed_in
    token = cognito.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    sts = unsigned_client("sts", sluice)
    with pytest.raises(sts.exceptions.ClientError) as refused:
        sts.assume_role_with_web_identity(
            RoleArn=pools.role("members-user"), RoleSessionName="app", WebIdentityToken=token)
    assert refused.value.response["Error"]["Code"] == "AccessDenied"


def test_an_altered_token_is_not_believed(sluice, cognito, signed_in):
    identity, logins = signed_in
    head, _, signature = cognito.get_open_id_token(IdentityId=identity, Logins=logins)["Token"].split(".")
    _, other, _ = cognito.get_open_id_token(
        IdentityId=cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"])["Token"].split(".")
    sts = unsigned_client("sts", sluice)
    with pytest.raises(sts.exceptions.InvalidIdentityTokenException):
        sts.assume_role_with_web_identity(
            RoleArn=pools.role("open-guest"), RoleSessionName="app", WebIdentityToken=f"{head}.{other}.{signature}")


def test_a_pool_can_forbid_the_classic_flow(cognito, issuer):
    logins = issuer.logins(f"user-{uuid.uuid4()}")
    identity = cognito.get_id(IdentityPoolId=pools.ENHANCED_ONLY, Logins=logins)["IdentityId"]
    with pytest.raises(cognito.exceptions.InvalidParameterException) as refused:
        cognito.get_open_id_token(IdentityId=identity, Logins=logins)
    assert refused.value.response["Error"]["Message"] == (
        "Basic (classic) flow is not enabled, please use enhanced flow.")
    # Its enhanced flow is open.
    cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins)


def test_a_token_of_this_service_is_no_login_for_get_id(cognito, signed_in):
    identity, logins = signed_in
    token = cognito.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    with pytest.raises(cognito.exceptions.NotAuthorizedException) as refused:
        cognito.get_id(IdentityPoolId=pools.OPEN, Logins={"cognito-identity.amazonaws.com": token})
    assert refused.value.response["Error"]["Message"] == "Invalid login token. Can't pass in a Cognito token."
