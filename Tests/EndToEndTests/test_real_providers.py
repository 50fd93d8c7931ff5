"""People who sign in at identity providers that nobody here wrote, through the authorization code flow over HTTP."""
import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from stage import pools
from stage.canaille import Canaille
from stage.code_flow import contents
from stage.glewlwyd import Glewlwyd
from stage.sluice import Sluice

POOL = "us-east-1:00000000-0000-4000-8000-000000000010"


@pytest.fixture(scope="module")
def canaille(shared_home):
    canaille = Canaille(shared_home / "canaille")
    yield canaille
    canaille.stop()


@pytest.fixture(scope="module")
def glewlwyd(shared_home):
    glewlwyd = Glewlwyd(shared_home / "glewlwyd")
    yield glewlwyd
    glewlwyd.stop()


@pytest.fixture(scope="module")
def cognito(shared_home, canaille, glewlwyd):
    issuers = {
        canaille.url: ["app", "curves", "nobody"], glewlwyd.url("rsa"): ["app"], glewlwyd.url("curves"): ["app"],
        glewlwyd.url("mismatch"): ["app"],
    }
    declaration = {
        "openid_providers": [{"url": url, "client_ids": clients} for url, clients in issuers.items()],
        "roles": [{"name": "person", "trust": "cognito-authenticated", "pool": "people"}],
        "pools": [{"name": "people", "id": POOL, "allow_guests": False, "openid_providers": list(issuers),
                   "roles": {"authenticated": "person"}}],
    }
    with Sluice(shared_home / "sluice-and-real-providers", apply=declaration) as sluice:
        yield boto3.client(
            "cognito-identity", region_name="us-east-1", endpoint_url=sluice.url,
            config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}))


@pytest.fixture(params=["Canaille, RS256", "Canaille, ES256", "Glewlwyd, RS256", "Glewlwyd, ES256"])
def logins(request, canaille, glewlwyd):
    """Calling it with a user's name signs the user in anew, in a new browser, and returns the Logins map."""
    name, algorithm = request.param.split(", ")

    def sign_in(user):
        if name == "Canaille":
            token = canaille.sign_in(user, app={"RS256": "app", "ES256": "curves"}[algorithm])["id_token"]
            assert contents(token)[0]["alg"] == algorithm
            return {canaille.name: token}
        issuer = {"RS256": "rsa", "ES256": "curves"}[algorithm]
        token = glewlwyd.sign_in(user, issuer=issuer)["id_token"]
        assert contents(token)[0]["alg"] == algorithm
        return {glewlwyd.name(issuer): token}
    return sign_in


def refusal(cognito, name, token):
    with pytest.raises(cognito.exceptions.NotAuthorizedException) as refused:
        cognito.get_id(IdentityPoolId=POOL, Logins={name: token})
    return refused.value.response["Error"]["Message"]


def test_a_person_gets_credentials(cognito, logins):
    signed_in = logins("ada")
    identity = cognito.get_id(IdentityPoolId=POOL, Logins=signed_in)["IdentityId"]
    answer = cognito.get_credentials_for_identity(IdentityId=identity, Logins=signed_in)
    assert answer["IdentityId"] == identity
    credentials = answer["Credentials"]
    sts = boto3.client(
        "sts", region_name="us-east-1", endpoint_url=cognito.meta.endpoint_url,
        aws_access_key_id=credentials["AccessKeyId"], aws_secret_access_key=credentials["SecretKey"],
        aws_session_token=credentials["SessionToken"])
    assert sts.get_caller_identity()["Arn"] == pools.session("person")


def test_the_same_person_has_the_same_identity_and_another_has_another(cognito, logins):
    first = cognito.get_id(IdentityPoolId=POOL, Logins=logins("ada"))["IdentityId"]
    again = cognito.get_id(IdentityPoolId=POOL, Logins=logins("ada"))["IdentityId"]
    other = cognito.get_id(IdentityPoolId=POOL, Logins=logins("grace"))["IdentityId"]
    assert first == again
    assert first != other


def test_a_token_that_was_changed_on_its_way_is_refused(cognito, logins):
    [(name, ada)] = logins("ada").items()
    [(_, grace)] = logins("grace").items()
    header, _, signature = ada.split(".")
    forged = ".".join([header, grace.split(".")[1], signature])
    assert refusal(cognito, name, forged) == "Invalid login token. Couldn't verify signed token."


def test_one_issuers_token_is_nothing_under_another_issuers_name(cognito, canaille, glewlwyd):
    token = canaille.sign_in()["id_token"]
    assert refusal(cognito, glewlwyd.name(), token) == "Invalid login token. Issuer doesn't match providerName"
    token = glewlwyd.sign_in(issuer="rsa")["id_token"]
    assert refusal(cognito, glewlwyd.name("curves"), token) == (
        "Invalid login token. Issuer doesn't match providerName")


def test_a_token_for_another_app_is_refused(cognito, glewlwyd):
    token = glewlwyd.sign_in(app="other")["id_token"]
    assert contents(token)[1]["aud"] == "other"
    assert refusal(cognito, glewlwyd.name(), token) == (
        "Token is not from a supported provider of this identity pool.")


def test_an_access_token_is_no_identity_token(cognito, canaille, glewlwyd):
    token = glewlwyd.sign_in()["access_token"]
    assert contents(token)[0]["typ"] == "at+jwt"
    assert refusal(cognito, glewlwyd.name(), token) == "Invalid login token."
    assert refusal(cognito, canaille.name, canaille.sign_in()["access_token"]).startswith("Invalid login token.")


# What is met in the wild and must work.

def test_an_audience_may_be_a_list_and_a_time_may_have_a_fraction(cognito, canaille):
    token = canaille.sign_in()["id_token"]
    claims = contents(token)[1]
    assert isinstance(claims["aud"], list) and len(claims["aud"]) == 1
    assert isinstance(claims["auth_time"], float)
    cognito.get_id(IdentityPoolId=POOL, Logins={canaille.name: token})


def test_an_issuer_may_have_a_port_and_a_path(cognito, glewlwyd):
    token = glewlwyd.sign_in()["id_token"]
    assert contents(token)[1]["iss"] == f"http://127.0.0.1:{glewlwyd.port}/api/rsa"
    cognito.get_id(IdentityPoolId=POOL, Logins={glewlwyd.name(): token})


# What is met in the wild and must not.

def test_a_token_for_nobody_is_refused(cognito, canaille):
    token = canaille.sign_in(app="nobody")["id_token"]
    assert contents(token)[1]["aud"] == []
    assert refusal(cognito, canaille.name, token) == "Invalid login token."


def test_an_algorithm_on_a_key_of_another_curve_is_refused(cognito, glewlwyd):
    token = glewlwyd.sign_in(issuer="mismatch")["id_token"]
    assert contents(token)[0]["alg"] == "ES512"
    assert refusal(cognito, glewlwyd.name("mismatch"), token) == "Invalid login token. Couldn't verify signed token."
