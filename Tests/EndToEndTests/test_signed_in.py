"""People who sign in: at a user pool (moto), at an OpenID provider through its code flow, at an issuer of the test."""
import json
import uuid

import pytest

from stage import pools


def someone():
    return f"user-{uuid.uuid4()}"


@pytest.fixture(params=["user pool", "OpenID provider"])
def signed_in(request, user_pool, provider):
    """A person who has just signed in somewhere: calling it signs the same person in again."""
    name = someone()
    if request.param == "user pool":
        user_pool.add(name)
        return lambda: {user_pool.name: user_pool.sign_in(name)["IdToken"]}
    return lambda: {provider.name: provider.sign_in(name)}


def test_a_login_leads_to_credentials_of_the_user_role(cognito, sts, signed_in):
    logins = signed_in()
    identity = cognito.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"]
    answer = cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins)
    assert answer["IdentityId"] == identity
    assert sts(**answer["Credentials"]).get_caller_identity()["Arn"] == pools.session("open-user")


def test_the_second_sign_in_finds_the_same_identity(cognito, signed_in):
    first = cognito.get_id(IdentityPoolId=pools.OPEN, Logins=signed_in())["IdentityId"]
    second = cognito.get_id(IdentityPoolId=pools.OPEN, Logins=signed_in())["IdentityId"]
    assert first == second


def test_a_guest_who_signs_in_keeps_the_identity(cognito, sts, signed_in):
    guest = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    answer = cognito.get_credentials_for_identity(IdentityId=guest, Logins=signed_in())
    assert answer["IdentityId"] == guest
    assert sts(**answer["Credentials"]).get_caller_identity()["Arn"] == pools.session("open-user")
    assert cognito.get_id(IdentityPoolId=pools.OPEN, Logins=signed_in())["IdentityId"] == guest


def test_a_guest_who_turns_out_to_be_known_becomes_the_known_one(cognito, signed_in):
    known = cognito.get_id(IdentityPoolId=pools.OPEN, Logins=signed_in())["IdentityId"]
    guest = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    answer = cognito.get_credentials_for_identity(IdentityId=guest, Logins=signed_in())
    assert answer["IdentityId"] == known
    with pytest.raises(cognito.exceptions.NotAuthorizedException) as refused:
        cognito.get_credentials_for_identity(IdentityId=guest)
    assert refused.value.response["Error"]["Message"] == f"Access to Identity '{guest}' is forbidden."


def test_the_aws_cli_signs_in_too(aws, provider):
    logins = f"{provider.name}={provider.sign_in(someone())}"
    identity = aws("cognito-identity", "get-id", "--identity-pool-id", pools.OPEN, "--logins", logins)["IdentityId"]
    answer = aws("cognito-identity", "get-credentials-for-identity", "--identity-id", identity, "--logins", logins)
    caller = aws("sts", "get-caller-identity", credentials=answer["Credentials"])
    assert caller["Arn"] == pools.session("open-user")


def test_the_aws_cli_takes_logins_as_json(aws, issuer):
    logins = json.dumps(issuer.logins(someone()))
    identity = aws("cognito-identity", "get-id", "--identity-pool-id", pools.OPEN, "--logins", logins)["IdentityId"]
    assert identity.startswith("us-east-1:")


def test_a_signed_in_identity_is_closed_to_those_without_its_login(cognito, issuer):
    identity = cognito.get_id(IdentityPoolId=pools.OPEN, Logins=issuer.logins(someone()))["IdentityId"]
    with pytest.raises(cognito.exceptions.NotAuthorizedException) as without:
        cognito.get_credentials_for_identity(IdentityId=identity)
    assert without.value.response["Error"]["Message"] == f"Access to Identity '{identity}' is forbidden."
    with pytest.raises(cognito.exceptions.NotAuthorizedException) as with_another:
        cognito.get_credentials_for_identity(IdentityId=identity, Logins=issuer.logins(someone()))
    assert with_another.value.response["Error"]["Message"] == (
        "Logins don't match. Please include at least one valid login for this identity or identity pool.")


def test_a_second_login_is_linked_to_the_identity(cognito, issuer, user_pool):
    name = someone()
    user_pool.add(name)
    first = issuer.logins(name)
    second = {user_pool.name: user_pool.sign_in(name)["IdToken"]}
    identity = cognito.get_id(IdentityPoolId=pools.OPEN, Logins=first)["IdentityId"]
    cognito.get_credentials_for_identity(IdentityId=identity, Logins={**first, **second})
    assert cognito.get_id(IdentityPoolId=pools.OPEN, Logins=second)["IdentityId"] == identity


def test_one_person_is_two_identities_in_two_pools(cognito, issuer):
    logins = issuer.logins(someone())
    here = cognito.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"]
    there = cognito.get_id(IdentityPoolId=pools.MEMBERS_ONLY, Logins=logins)["IdentityId"]
    assert here != there


def test_an_unlinked_login_no_longer_opens_the_identity(cognito, issuer):
    logins = issuer.logins(someone())
    identity = cognito.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"]
    cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins)
    cognito.unlink_identity(IdentityId=identity, Logins=logins, LoginsToRemove=[issuer.name])
    with pytest.raises(cognito.exceptions.NotAuthorizedException) as refused:
        cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins)
    assert refused.value.response["Error"]["Message"] == f"Access to Identity '{identity}' is forbidden."
    # The freed login is somebody new at next sight.
    assert cognito.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"] != identity
