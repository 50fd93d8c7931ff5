"""What is refused, with the words that existing clients compare."""
import re
import time
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from stage import pools
from stage.wire import Connection, headers

STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def refusal(client, name, call, **members):
    """The message of the SDK's own exception class `name`."""
    with pytest.raises(getattr(client.exceptions, name)) as refused:
        call(**members)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return refused.value.response["Error"]["Message"]


@pytest.mark.parametrize("message, changes", [
    pytest.param("Token is not from a supported provider of this identity pool.",
                 {"aud": "another-app"}, id="for another app"),
    pytest.param("Invalid login token. Issuer doesn't match providerName",
                 {"iss": "https://issuer.example"}, id="from another issuer"),
    pytest.param("Invalid login token. Missing a required claim: aud", {"aud": None}, id="without audience"),
    pytest.param("Invalid login token. Missing a required claim: sub", {"sub": None}, id="without subject"),
    pytest.param("Invalid login token. Couldn't verify signed token.", {"key": STRANGER}, id="signed by a stranger"),
    pytest.param("Invalid login token. Couldn't verify signed token.", {"header": {"kid": "2"}}, id="by no known key"),
    pytest.param("Invalid login token. Couldn't verify signed token.", {"header": {"alg": "none"}}, id="alg none"),
    pytest.param("Invalid login token. Couldn't verify signed token.", {"header": {"alg": "HS256"}}, id="alg HS256"),
])
def test_a_wrong_token_is_refused(cognito, issuer, message, changes):
    assert message == refusal(
        cognito, "NotAuthorizedException", cognito.get_id, IdentityPoolId=pools.OPEN,
        Logins={issuer.name: issuer.token(f"user-{uuid.uuid4()}", **changes)})


def test_an_expired_token_says_when(cognito, issuer):
    expired = int(time.time()) - 60
    message = refusal(
        cognito, "NotAuthorizedException", cognito.get_id, IdentityPoolId=pools.OPEN,
        Logins={issuer.name: issuer.token("ada", exp=expired, iat=expired - 600)})
    told = re.fullmatch(r"Invalid login token\. Token expired: (\d+) >= (\d+)", message)
    assert int(told[2]) == expired
    assert abs(int(told[1]) - time.time()) < 60


@pytest.mark.parametrize("garbage", ["garbage", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9.e30"])
def test_garbage_is_not_a_token(cognito, issuer, garbage):
    assert "Invalid login token. Not a valid OpenId Connect identity token." == refusal(
        cognito, "NotAuthorizedException", cognito.get_id, IdentityPoolId=pools.OPEN, Logins={issuer.name: garbage})


def test_a_user_pools_access_token_is_not_an_id_token(cognito, user_pool):
    name = f"user-{uuid.uuid4()}"
    user_pool.add(name)
    assert "Invalid login token. Missing a required claim: aud" == refusal(
        cognito, "NotAuthorizedException", cognito.get_id, IdentityPoolId=pools.OPEN,
        Logins={user_pool.name: user_pool.sign_in(name)["AccessToken"]})


def test_a_provider_that_the_pool_does_not_list_is_refused(cognito, user_pool):
    name = f"user-{uuid.uuid4()}"
    user_pool.add(name)
    assert "Token is not from a supported provider of this identity pool." == refusal(
        cognito, "NotAuthorizedException", cognito.get_id, IdentityPoolId=pools.MEMBERS_ONLY,
        Logins={user_pool.name: user_pool.sign_in(name)["IdToken"]})


def test_one_bad_token_spoils_the_request(cognito, issuer, user_pool):
    name = f"user-{uuid.uuid4()}"
    user_pool.add(name)
    assert "Invalid login token. Couldn't verify signed token." == refusal(
        cognito, "NotAuthorizedException", cognito.get_id, IdentityPoolId=pools.OPEN,
        Logins={user_pool.name: user_pool.sign_in(name)["IdToken"], issuer.name: issuer.token(name, key=STRANGER)})


def test_an_unknown_pool_is_not_found(cognito):
    nowhere = "us-east-1:00000000-0000-4000-8000-00000000dead"
    assert f"IdentityPool '{nowhere}' not found." == refusal(
        cognito, "ResourceNotFoundException", cognito.get_id, IdentityPoolId=nowhere)


def test_an_unknown_identity_is_not_found(cognito):
    nobody = "us-east-1:00000000-0000-4000-8000-00000000dead"
    assert f"Identity '{nobody}' not found." == refusal(
        cognito, "ResourceNotFoundException", cognito.get_credentials_for_identity, IdentityId=nobody)


def test_a_pool_id_of_the_wrong_form_is_a_validation_error(cognito):
    with pytest.raises(cognito.exceptions.ClientError) as refused:
        cognito.get_id(IdentityPoolId="nonsense")
    assert refused.value.response["Error"] == {
        "Code": "ValidationException",
        "Message": "1 validation error detected: Value 'nonsense' at 'identityPoolId' failed to satisfy constraint: "
                   r"Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+",
    }


def test_a_refusal_has_the_recorded_form_on_the_wire(sluice):
    pool = "us-east-1:00000000-0000-4000-8000-00000000dead"
    status, fields, body = Connection(sluice.url).post(f'{{"IdentityPoolId":"{pool}"}}', headers("GetId"))
    assert status == 400
    assert fields["x-amzn-errortype"] == "ResourceNotFoundException:"
    assert fields["x-amzn-errormessage"] == f"IdentityPool '{pool}' not found."
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", fields["x-amzn-requestid"])
    assert fields["content-type"] == "application/x-amz-json-1.1"
    assert body.decode() == (
        f'{{"__type":"ResourceNotFoundException","message":"IdentityPool \'{pool}\' not found."}}')


@pytest.mark.parametrize("body, target, code", [
    ("{", "GetId", "SerializationException"),
    ('{"IdentityPoolId":7}', "GetId", "SerializationException"),
    ("{}", "NoSuchOperation", "UnknownOperationException"),
    ("{}", "GetId", "ValidationException"),
])
def test_malformed_requests_are_told_apart(sluice, body, target, code):
    status, fields, answer = Connection(sluice.url).post(body, headers(target))
    assert status == 400
    assert fields["x-amzn-errortype"] == f"{code}:"
    assert f'"__type":"{code}"' in answer.decode()
