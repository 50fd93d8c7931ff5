"""Identities in the hands of an administrator: described, listed, deleted."""
import uuid
from datetime import datetime, timedelta, timezone

import pytest

from stage import pools
from stage.admin import error


@pytest.fixture
def pool(pools_admin, issuer):
    made = pools_admin.create_identity_pool(
        IdentityPoolName="identities", AllowUnauthenticatedIdentities=True,
        OpenIdConnectProviderARNs=[f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/{issuer.name}"])["IdentityPoolId"]
    yield made
    pools_admin.delete_identity_pool(IdentityPoolId=made)


def test_a_guest_has_no_logins_and_was_not_changed_since_it_came(pools_admin, cognito, pool):
    guest = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
    seen = pools_admin.describe_identity(IdentityId=guest)
    assert seen["IdentityId"] == guest and "Logins" not in seen
    assert seen["CreationDate"] == seen["LastModifiedDate"]
    assert abs(datetime.now(timezone.utc) - seen["CreationDate"]) < timedelta(minutes=1)


def test_a_person_shows_providers_and_no_user_names(pools_admin, cognito, issuer, pool):
    logins = issuer.logins(f"p{uuid.uuid4()}")
    person = cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    assert pools_admin.describe_identity(IdentityId=person)["Logins"] == [issuer.name]


def test_an_identity_that_signs_in_is_modified(pools_admin, cognito, issuer, pool):
    guest = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
    created = pools_admin.describe_identity(IdentityId=guest)["CreationDate"]
    try:
        cognito.get_credentials_for_identity(IdentityId=guest, Logins=issuer.logins(f"p{uuid.uuid4()}"))
    except cognito.exceptions.InvalidIdentityPoolConfigurationException:
        pass  # the pool has no roles; the login stays linked
    seen = pools_admin.describe_identity(IdentityId=guest)
    assert seen["CreationDate"] == created < seen["LastModifiedDate"] and seen["Logins"] == [issuer.name]


def test_every_identity_is_listed_once(pools_admin, cognito, pool):
    guests = {cognito.get_id(IdentityPoolId=pool)["IdentityId"] for _ in range(9)}
    seen, token = [], {}
    while True:
        page = pools_admin.list_identities(IdentityPoolId=pool, MaxResults=4, **token)
        assert page["IdentityPoolId"] == pool and len(page["Identities"]) <= 4
        seen += [identity["IdentityId"] for identity in page["Identities"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert sorted(seen) == sorted(guests)


def test_disabled_identities_are_listed_unless_hidden(pools_admin, cognito, issuer, pool):
    logins = issuer.logins(f"p{uuid.uuid4()}")
    person = cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    cognito.unlink_identity(IdentityId=person, Logins=logins, LoginsToRemove=[issuer.name])

    def listed(**options):
        page = pools_admin.list_identities(IdentityPoolId=pool, MaxResults=60, **options)
        return [identity["IdentityId"] for identity in page["Identities"]]
    assert listed() == listed(HideDisabled=False) == [person]
    assert listed(HideDisabled=True) == []
    assert "Logins" not in pools_admin.describe_identity(IdentityId=person)


def test_a_deleted_identity_is_forgotten_and_its_login_is_somebody_new(pools_admin, cognito, issuer, pool):
    logins = issuer.logins(f"p{uuid.uuid4()}")
    first = cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    unknown = f"us-east-1:{uuid.uuid4()}"
    for _ in range(2):
        assert pools_admin.delete_identities(
            IdentityIdsToDelete=[first, unknown, first])["UnprocessedIdentityIds"] == []
    with pytest.raises(pools_admin.exceptions.ResourceNotFoundException) as refused:
        pools_admin.describe_identity(IdentityId=first)
    assert error(refused)[1] == f"Identity '{first}' not found."
    assert cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"] != first


@pytest.mark.parametrize("ids, constraint", [
    ([], "Value '[]' at 'identityIdsToDelete' failed to satisfy constraint: Member must have length greater than or "
         "equal to 1"),
    (["x"], r"Value '[x]' at 'identityIdsToDelete' failed to satisfy constraint: Member must satisfy constraint: "
            r"[Member must have length less than or equal to 55, Member must have length greater than or equal to 1, "
            r"Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+]"),
])
def test_a_list_of_ids_that_cannot_be_one_is_refused(raw_admin, ids, constraint):
    status, answer = raw_admin("DeleteIdentities", {"IdentityIdsToDelete": ids})
    assert (status, answer["__type"]) == (400, "ValidationException")
    assert answer["message"] == f"1 validation error detected: {constraint}"


@pytest.mark.parametrize("limit", [0, 61, -1, 10**18])
def test_a_page_holds_one_to_sixty(raw_admin, limit):
    status, answer = raw_admin("ListIdentityPools", {"MaxResults": limit})
    bound = "less than or equal to 60" if limit > 0 else "greater than or equal to 1"
    assert (status, answer) == (400, {
        "__type": "ValidationException",
        "message": f"1 validation error detected: Value '{limit}' at 'maxResults' failed to satisfy constraint: "
                   f"Member must have value {bound}"})


def test_dates_are_numbers_with_milliseconds(raw_admin, cognito, pool):
    guest = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
    _, answer = raw_admin("DescribeIdentity", {"IdentityId": guest})
    assert isinstance(answer["CreationDate"], float) and answer["CreationDate"] * 1000 % 1 < 1e-3
