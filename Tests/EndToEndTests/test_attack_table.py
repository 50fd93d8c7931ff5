"""Rows of the attack table that only the whole broker can answer: the door's limits, and who becomes whom."""
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from stage import pools
from stage.wire import Connection

BROKER = "cognito-identity.amazonaws.com"
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
LENGTH = ("1 validation error detected: Value at 'logins' failed to satisfy constraint: Map value must satisfy constraint: "
          "[Member must have length less than or equal to 50000, Member must have length greater than or equal to 1]")


def someone():
    return f"user-{uuid.uuid4()}"


def refusal(cognito, call, **members):
    with pytest.raises(cognito.exceptions.NotAuthorizedException) as refused:
        call(**members)
    return refused.value.response["Error"]["Message"]


def identity_of(cognito, logins, pool=pools.OPEN):
    return cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]


# Rows 1 to 3. An SDK would not send these.

@pytest.mark.parametrize("value", ["", "A" * 50_001], ids=["no character", "50,001 characters"])
def test_a_value_has_1_to_50000_characters(sluice, issuer, value):
    status, answer = Connection(sluice.url).call("GetId", IdentityPoolId=pools.OPEN, Logins={issuer.name: value})
    assert (status, answer) == (400, {"__type": "ValidationException", "message": LENGTH})


def test_a_map_has_ten_logins_at_most(sluice, issuer):
    logins = {f"{number}.example.com": "token" for number in range(11)}
    status, answer = Connection(sluice.url).call("GetId", IdentityPoolId=pools.OPEN, Logins=logins)
    assert (status, answer) == (400, {
        "__type": "ValidationException",
        "message": "1 validation error detected: Value at 'logins' failed to satisfy constraint: "
                   "Member must have length less than or equal to 10"})


# Rows 99 and 105: who is who.

def test_subjects_that_differ_in_case_are_two_people(cognito, issuer):
    name = someone()
    assert identity_of(cognito, issuer.logins(name)) != identity_of(cognito, issuer.logins(name.upper()))


def test_nobody_is_known_by_an_e_mail_address(cognito, issuer):
    mail = {"email": f"{someone()}@example.org", "email_verified": True}
    assert identity_of(cognito, issuer.logins(someone(), **mail)) != identity_of(cognito, issuer.logins(someone(), **mail))


# Rows 113 to 116: our own tokens where they do not belong.

@pytest.fixture
def own(cognito, issuer):
    """The identity of someone who signed in, their logins, and our own OpenID token for them."""
    logins = issuer.logins(someone())
    identity = identity_of(cognito, logins)
    return identity, logins, cognito.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]


def test_our_own_token_is_no_login_elsewhere(cognito, issuer, provider, own):
    _, _, token = own
    for name in [issuer.name, provider.name, "accounts.google.com", BROKER]:
        assert refusal(cognito, cognito.get_id, IdentityPoolId=pools.OPEN, Logins={name: token}) == (
            "Invalid login token. Can't pass in a Cognito token.")


def test_a_foreign_token_is_none_of_ours(cognito, issuer, own):
    identity, _, _ = own
    assert refusal(cognito, cognito.get_credentials_for_identity, IdentityId=identity,
                   Logins={BROKER: issuer.token(someone())}) == "Invalid login token. Not a Cognito token."


def test_our_own_token_opens_no_other_identity(cognito, issuer, own):
    _, _, token = own
    other = identity_of(cognito, issuer.logins(someone()))
    guest = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    for identity in [other, guest]:
        refusal(cognito, cognito.get_credentials_for_identity, IdentityId=identity, Logins={BROKER: token})


def test_our_own_token_opens_nothing_in_another_pool(cognito, issuer, own):
    _, logins, token = own
    there = identity_of(cognito, logins, pool=pools.MEMBERS_ONLY)
    refusal(cognito, cognito.get_credentials_for_identity, IdentityId=there, Logins={BROKER: token})


# Row 118.

def test_one_bad_login_spoils_the_good_one(cognito, issuer, provider):
    name = someone()
    good = {provider.name: provider.sign_in(name)}
    bad = {issuer.name: issuer.token(name, key=STRANGER)}
    assert refusal(cognito, cognito.get_id, IdentityPoolId=pools.OPEN, Logins={**good, **bad}) == (
        "Invalid login token. Couldn't verify signed token.")
    # Nor was the bad one linked on the way.
    identity = identity_of(cognito, good)
    assert identity_of(cognito, issuer.logins(name)) != identity
