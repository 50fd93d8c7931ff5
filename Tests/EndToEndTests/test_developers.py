"""Identities that a back end vouches for: tokens, looking up, merging, undoing, unlinking."""
import base64
import json
import re
import uuid

import pytest

from conftest import unsigned_client
from stage import pools
from stage.admin import error
from stage.sluice import run

PROVIDER = "login.example"


def someone():
    return f"user-{uuid.uuid4()}"


@pytest.fixture(scope="module")
def pool(pools_admin, issuer):
    made = pools_admin.create_identity_pool(
        IdentityPoolName="developers", AllowUnauthenticatedIdentities=True, DeveloperProviderName=PROVIDER,
        OpenIdConnectProviderARNs=[f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/{issuer.name}"])["IdentityPoolId"]
    pools_admin.set_identity_pool_roles(
        IdentityPoolId=made,
        Roles={"authenticated": pools.role("any-tagged"), "unauthenticated": pools.role("open-guest")})
    yield made
    pools_admin.delete_identity_pool(IdentityPoolId=made)


@pytest.fixture
def token_for(pools_admin, pool):
    """Asks for a token for a user: (identity id, token)."""
    def ask(user, identity=None, logins={}, **options):
        named = {"IdentityId": identity} if identity else {}
        answer = pools_admin.get_open_id_token_for_developer_identity(
            IdentityPoolId=pool, Logins={PROVIDER: user, **logins}, **named, **options)
        return answer["IdentityId"], answer["Token"]
    return ask


def claims(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


def own(token):
    return {"cognito-identity.amazonaws.com": token}


class TestATokenForAUser:
    def test_names_the_same_identity_every_time(self, token_for):
        user = someone()
        assert token_for(user)[0] == token_for(user)[0] != token_for(someone())[0]

    def test_says_who_vouches_and_for_whom(self, token_for, pool):
        user = someone()
        identity, token = token_for(user)
        seen = claims(token)
        assert (seen["sub"], seen["aud"]) == (identity, pool)
        assert seen["amr"] == ["authenticated", PROVIDER, f"{PROVIDER}:{pool}:{user}"]
        assert seen["exp"] - seen["iat"] == 900
        assert "https://aws.amazon.com/tags" not in seen

    def test_links_nothing_once_sessions_of_its_identity_were_ended(
            self, token_for, cognito, admin_api, pools_admin, issuer):
        identity, token = token_for(someone())
        ended = admin_api.post("/session-revocations", {"kind": "identity", "target": identity, "reason": "stolen"})
        assert ended.status == 201, ended.body
        with pytest.raises(cognito.exceptions.NotAuthorizedException, match="revoked"):
            cognito.get_credentials_for_identity(IdentityId=identity, Logins=own(token) | issuer.logins(someone()))
        assert pools_admin.describe_identity(IdentityId=identity)["Logins"] == [PROVIDER]

    def test_lasts_as_long_as_asked(self, token_for):
        seen = claims(token_for(someone(), TokenDuration=86_400)[1])
        assert seen["exp"] - seen["iat"] == 86_400

    def test_becomes_credentials_of_the_authenticated_role(self, token_for, cognito, sts):
        identity, token = token_for(someone())
        answer = cognito.get_credentials_for_identity(IdentityId=identity, Logins=own(token))
        assert answer["IdentityId"] == identity
        assert sts(**answer["Credentials"]).get_caller_identity()["Arn"] == pools.session("any-tagged")

    def test_carries_tags(self, token_for, cognito):
        identity, token = token_for(someone(), PrincipalTags={"department": "sales"})
        assert claims(token)["https://aws.amazon.com/tags"] == {"principal_tags": {"department": ["sales"]}}
        assert cognito.get_credentials_for_identity(IdentityId=identity, Logins=own(token))["Credentials"]

    def test_is_for_its_own_identity_only(self, token_for, cognito):
        (first, token), (second, _) = token_for(someone()), token_for(someone())
        with pytest.raises(cognito.exceptions.NotAuthorizedException):
            cognito.get_credentials_for_identity(IdentityId=second, Logins=own(token))

    def test_is_no_login_for_the_public_operations(self, token_for, cognito, pool):
        _, token = token_for(someone())
        with pytest.raises(cognito.exceptions.NotAuthorizedException) as refused:
            cognito.get_id(IdentityPoolId=pool, Logins=own(token))
        assert error(refused)[1] == "Invalid login token. Can't pass in a Cognito token."
        with pytest.raises(cognito.exceptions.InvalidParameterException) as refused:
            cognito.get_id(IdentityPoolId=pool, Logins={PROVIDER: "somebody"})
        assert error(refused)[1] == "Please provide a valid public provider"

    @pytest.mark.parametrize("options, code, message", [
        ({"Logins": {"other.example": "somebody"}}, "InvalidParameterException",
         "Please provide a valid developer provider"),
        ({"TokenDuration": 86_401}, "ValidationException",
         "1 validation error detected: Value '86401' at 'tokenDuration' failed to satisfy constraint: "
         "Member must have value less than or equal to 86400"),
        ({"PrincipalTags": {"aws:mine": "x"}}, "InvalidParameterException", "'aws:mine' is not a valid tag key."),
        ({"Logins": {PROVIDER: "x" * 1_025}}, "InvalidParameterException",
         "The developer user identifier can have no more than 1024 characters."),
        ({"IdentityId": "us-east-1:00000000-0000-4000-8000-00000000ffff"}, "ResourceNotFoundException",
         "Identity 'us-east-1:00000000-0000-4000-8000-00000000ffff' not found."),
        ({"IdentityPoolId": pools.OPEN}, "InvalidParameterException",
         "This identity pool does not support the specified developer provider"),
    ])
    def test_is_refused_with_its_reason(self, pools_admin, pool, options, code, message):
        with pytest.raises(pools_admin.exceptions.ClientError) as refused:
            pools_admin.get_open_id_token_for_developer_identity(
                **{"IdentityPoolId": pool, "Logins": {PROVIDER: someone()}, **options})
        assert error(refused) == (code, message)


class TestLinking:
    def test_a_guest_keeps_its_id(self, token_for, cognito, pool, pools_admin):
        guest = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
        assert token_for(someone(), guest)[0] == guest
        assert pools_admin.describe_identity(IdentityId=guest)["Logins"] == [PROVIDER]

    def test_a_user_of_another_identity_is_registered_there(self, token_for, cognito, pool, pools_admin):
        user = someone()
        token_for(user)
        for other in [cognito.get_id(IdentityPoolId=pool)["IdentityId"], token_for(someone())[0]]:
            with pytest.raises(pools_admin.exceptions.DeveloperUserAlreadyRegisteredException):
                token_for(user, other)

    def test_a_public_login_links_the_user_to_its_identity(self, token_for, cognito, issuer, pool):
        logins = issuer.logins(someone())
        known = cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
        assert token_for(someone(), logins=logins)[0] == known

    def test_two_known_people_become_one(self, token_for, cognito, issuer, pool):
        user, logins = someone(), issuer.logins(someone())
        vouched, _ = token_for(user)
        known = cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
        survivor, _ = token_for(user, logins=logins)
        assert survivor in {vouched, known}
        assert cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"] == survivor == token_for(user)[0]

    def test_an_authenticated_identity_takes_a_user_only_beside_one_of_its_logins(
            self, token_for, pools_admin, cognito, issuer, pool):
        logins = issuer.logins(someone())
        known = cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
        with pytest.raises(pools_admin.exceptions.NotAuthorizedException) as refused:
            token_for(someone(), known)
        assert error(refused)[1] == (
            "Logins don't match. Please include at least one valid login for this identity or identity pool.")
        assert token_for(someone(), known, logins=logins)[0] == known

    def test_a_bad_public_token_spoils_the_request(self, token_for, pools_admin, issuer, pool):
        user = someone()
        with pytest.raises(pools_admin.exceptions.NotAuthorizedException):
            token_for(user, logins=issuer.logins(someone(), lifetime=-10))
        with pytest.raises(pools_admin.exceptions.ResourceNotFoundException):
            pools_admin.lookup_developer_identity(IdentityPoolId=pool, DeveloperUserIdentifier=user)


class TestLookingUp:
    @pytest.fixture
    def family(self, token_for, issuer):
        """One identity with five users."""
        logins = issuer.logins(someone())
        users = sorted(someone() for _ in range(5))
        identities = {token_for(user, logins=logins)[0] for user in users}
        return identities.pop(), users

    def ask(self, pools_admin, pool, **members):
        answer = pools_admin.lookup_developer_identity(IdentityPoolId=pool, **members)
        return answer["IdentityId"], answer["DeveloperUserIdentifierList"], answer.get("NextToken")

    def test_goes_both_ways(self, pools_admin, pool, family):
        identity, users = family
        assert self.ask(pools_admin, pool, IdentityId=identity) == (identity, users, None)
        assert self.ask(pools_admin, pool, DeveloperUserIdentifier=users[3]) == (identity, users, None)
        assert self.ask(pools_admin, pool, IdentityId=identity, DeveloperUserIdentifier=users[3]) == (
            identity, [users[3]], None)

    def test_turns_pages(self, pools_admin, pool, family):
        identity, users = family
        seen, token = [], {}
        while True:
            _, page, next_token = self.ask(pools_admin, pool, IdentityId=identity, MaxResults=2, **token)
            seen.append(page)
            if not next_token:
                break
            token = {"NextToken": next_token}
        assert seen == [users[:2], users[2:4], users[4:]]

    def test_of_what_does_not_belong_together_is_a_conflict(self, pools_admin, pool, family, token_for):
        stranger, _ = token_for(someone())
        with pytest.raises(pools_admin.exceptions.ResourceConflictException):
            self.ask(pools_admin, pool, IdentityId=stranger, DeveloperUserIdentifier=family[1][0])

    def test_needs_something_to_look_for(self, pools_admin, pool):
        with pytest.raises(pools_admin.exceptions.InvalidParameterException) as refused:
            self.ask(pools_admin, pool)
        assert error(refused)[1] == "Either IdentityId or DeveloperUserIdentifier must be provided."
        with pytest.raises(pools_admin.exceptions.ResourceNotFoundException) as refused:
            self.ask(pools_admin, pool, DeveloperUserIdentifier=someone())
        assert error(refused)[1] == "Developer user identifier not found."

    def test_finds_no_users_of_a_guest(self, pools_admin, cognito, pool):
        guest = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
        assert self.ask(pools_admin, pool, IdentityId=guest) == (guest, [], None)


class TestMerging:
    @pytest.fixture
    def merge(self, pools_admin, pool):
        def ask(source, destination, provider=PROVIDER):
            return pools_admin.merge_developer_identities(
                IdentityPoolId=pool, SourceUserIdentifier=source, DestinationUserIdentifier=destination,
                DeveloperProviderName=provider)["IdentityId"]
        return ask

    def test_gives_everything_to_the_destination_and_can_be_repeated(self, merge, token_for, pools_admin):
        (source, destination) = someone(), someone()
        (first, _), (second, _) = token_for(source), token_for(destination)
        assert merge(source, destination) == second == merge(source, destination)
        assert token_for(source)[0] == token_for(destination)[0] == second
        assert "Logins" not in pools_admin.describe_identity(IdentityId=first)

    def test_leaves_an_alias_that_still_resolves(self, merge, token_for, cognito, pools_admin, pool):
        (source, destination) = someone(), someone()
        (first, token), (second, _) = token_for(source), token_for(destination)
        merge(source, destination)
        answer = cognito.get_credentials_for_identity(IdentityId=first, Logins=own(token))
        assert answer["IdentityId"] == second
        assert pools_admin.lookup_developer_identity(
            IdentityPoolId=pool, IdentityId=first)["IdentityId"] == second
        assert token_for(source, first)[0] == second

    def test_is_recorded_and_can_be_undone_by_an_administrator(self, merge, token_for, cognito, pool, sluice):
        (source, destination) = someone(), someone()
        (first, _), (second, _) = token_for(source), token_for(destination)
        merge(source, destination)
        home = ["--data-dir", sluice.data]
        listed = run(sluice.data.parent, "merges", "list", "--pool", pool, "--identity", first, *home).stdout
        record = re.fullmatch(rf"(\S+)  \S+  {first} into {second}  1 logins moved\n", listed)
        assert record, listed
        done = run(sluice.data.parent, "merges", "undo", record[1], *home)
        assert done.stdout == f"undone  1 of 1 logins went back to {first.split(':')[1]}\n"
        assert (token_for(source)[0], token_for(destination)[0]) == (first, second)
        again = run(sluice.data.parent, "merges", "undo", record[1], *home)
        assert again.returncode == 1 and "was undone before" in again.stderr

    def test_of_two_people_at_one_public_provider_is_a_conflict(self, merge, token_for, issuer, pools_admin):
        (source, destination) = someone(), someone()
        first, _ = token_for(source, logins=issuer.logins(someone()))
        second, _ = token_for(destination, logins=issuer.logins(someone()))
        with pytest.raises(pools_admin.exceptions.ResourceConflictException):
            merge(source, destination)
        assert (token_for(source)[0], token_for(destination)[0]) == (first, second)

    def test_holds_no_more_than_twenty_logins(self, merge, token_for, issuer, pools_admin):
        first, second = issuer.logins(someone()), {}
        users = [someone() for _ in range(11)]
        for user in users:
            token_for(user, logins=first)
        others = [someone() for _ in range(9)]
        token_for(others[0])
        for other in others[1:]:
            token_for(other)
            merge(other, others[0])
        with pytest.raises(pools_admin.exceptions.InvalidParameterException) as refused:
            merge(others[0], users[0])
        assert error(refused)[1] == "Number of linked logins exceeds 20."

    def test_needs_known_users_and_the_pools_own_provider(self, merge, token_for, pools_admin):
        user = someone()
        token_for(user)
        for source, destination in [(user, someone()), (someone(), user)]:
            with pytest.raises(pools_admin.exceptions.ResourceNotFoundException):
                merge(source, destination)
        with pytest.raises(pools_admin.exceptions.InvalidParameterException) as refused:
            merge(user, user, provider="other.example")
        assert error(refused)[1] == "This identity pool does not support the specified developer provider"


class TestUnlinking:
    @pytest.fixture
    def unlink(self, pools_admin, pool):
        def ask(identity, user):
            return pools_admin.unlink_developer_identity(
                IdentityPoolId=pool, IdentityId=identity, DeveloperProviderName=PROVIDER,
                DeveloperUserIdentifier=user)
        return ask

    def test_frees_the_user_and_disables_an_identity_without_logins(self, unlink, token_for, pools_admin, pool):
        user = someone()
        identity, _ = token_for(user)
        assert unlink(identity, user)["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"
        hidden = pools_admin.list_identities(IdentityPoolId=pool, MaxResults=60, HideDisabled=True)["Identities"]
        assert identity not in [seen["IdentityId"] for seen in hidden]
        assert token_for(user)[0] != identity

    def test_makes_the_users_token_worthless_at_sts(self, unlink, token_for, sluice):
        sts = unsigned_client("sts", sluice)
        user = someone()
        identity, token = token_for(user)
        asked = {"RoleArn": pools.role("any-tagged"), "RoleSessionName": "app", "WebIdentityToken": token}
        assert sts.assume_role_with_web_identity(**asked)["SubjectFromWebIdentityToken"] == identity
        unlink(identity, user)
        with pytest.raises(sts.exceptions.ClientError, match="InvalidIdentityToken.*could not be validated"):
            sts.assume_role_with_web_identity(**asked)

    def test_takes_a_user_of_that_identity_only(self, unlink, token_for, pools_admin):
        user, other = someone(), someone()
        identity, _ = token_for(user)
        token_for(other)
        with pytest.raises(pools_admin.exceptions.ResourceConflictException):
            unlink(identity, other)
        with pytest.raises(pools_admin.exceptions.ResourceNotFoundException):
            unlink(identity, someone())
        assert token_for(user)[0] == identity
