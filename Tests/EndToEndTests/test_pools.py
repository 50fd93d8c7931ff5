"""The life of a pool in the hands of an administrator: every member comes back as it went in."""
import re

import pytest

from stage import pools
from stage.admin import clients, error
from stage.iam import allow, name

EVERYTHING = dict(
    IdentityPoolName="every member",
    AllowUnauthenticatedIdentities=True,
    AllowClassicFlow=False,
    SupportedLoginProviders={
        "accounts.google.com": "123-abc.apps.googleusercontent.com", "graph.facebook.com": "7346241598935555"},
    DeveloperProviderName="login.example",
    OpenIdConnectProviderARNs=["arn:aws:iam::000000000000:oidc-provider/idp.example.com/realms/main"],
    CognitoIdentityProviders=[
        {"ProviderName": "cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE00", "ClientId": "one",
         "ServerSideTokenCheck": True},
        {"ProviderName": "cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE00", "ClientId": "two",
         "ServerSideTokenCheck": False}],
    SamlProviderARNs=["arn:aws:iam::000000000000:saml-provider/corporate"],
)


@pytest.fixture
def pool(pools_admin):
    """A pool with every member set, gone after the test."""
    made = pools_admin.create_identity_pool(**EVERYTHING, IdentityPoolTags={"team": "blue", "stage": "test"})
    yield made["IdentityPoolId"]
    try:
        pools_admin.delete_identity_pool(IdentityPoolId=made["IdentityPoolId"])
    except pools_admin.exceptions.ResourceNotFoundException:
        pass


def without_metadata(answer):
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def test_a_pool_shows_every_member_as_it_was_given(pools_admin, pool):
    assert re.fullmatch(r"us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", pool)
    assert without_metadata(pools_admin.describe_identity_pool(IdentityPoolId=pool)) == {
        **EVERYTHING, "IdentityPoolId": pool, "IdentityPoolTags": {"team": "blue", "stage": "test"}}


def test_what_was_never_set_is_absent(pools_admin):
    made = without_metadata(pools_admin.create_identity_pool(
        IdentityPoolName="bare", AllowUnauthenticatedIdentities=False))
    assert made == {
        "IdentityPoolId": made["IdentityPoolId"], "IdentityPoolName": "bare", "AllowUnauthenticatedIdentities": False,
        "IdentityPoolTags": {}}
    assert without_metadata(pools_admin.describe_identity_pool(IdentityPoolId=made["IdentityPoolId"])) == made
    pools_admin.delete_identity_pool(IdentityPoolId=made["IdentityPoolId"])


def test_an_update_sets_back_what_it_leaves_out_but_the_developer_provider_and_the_tags(pools_admin, pool):
    updated = without_metadata(pools_admin.update_identity_pool(
        IdentityPoolId=pool, IdentityPoolName="renamed", AllowUnauthenticatedIdentities=False))
    assert updated == {
        "IdentityPoolId": pool, "IdentityPoolName": "renamed", "AllowUnauthenticatedIdentities": False,
        "DeveloperProviderName": "login.example", "IdentityPoolTags": {"team": "blue", "stage": "test"}}
    assert without_metadata(pools_admin.describe_identity_pool(IdentityPoolId=pool)) == updated


def test_an_update_keeps_the_roles(pools_admin, pool):
    role = pools.role("open-user")
    pools_admin.set_identity_pool_roles(IdentityPoolId=pool, Roles={"authenticated": role})
    pools_admin.update_identity_pool(
        IdentityPoolId=pool, IdentityPoolName="renamed", AllowUnauthenticatedIdentities=True)
    assert pools_admin.get_identity_pool_roles(IdentityPoolId=pool)["Roles"] == {"authenticated": role}


def test_a_developer_provider_keeps_its_name(pools_admin, pool):
    with pytest.raises(pools_admin.exceptions.InvalidParameterException):
        pools_admin.update_identity_pool(
            IdentityPoolId=pool, IdentityPoolName="x", AllowUnauthenticatedIdentities=True,
            DeveloperProviderName="other.example")
    assert pools_admin.describe_identity_pool(IdentityPoolId=pool)["DeveloperProviderName"] == "login.example"


def test_two_pools_may_have_one_name(pools_admin):
    made = [pools_admin.create_identity_pool(IdentityPoolName="twin", AllowUnauthenticatedIdentities=True)
            for _ in range(2)]
    assert made[0]["IdentityPoolId"] != made[1]["IdentityPoolId"]
    for pool in made:
        pools_admin.delete_identity_pool(IdentityPoolId=pool["IdentityPoolId"])


def test_a_deleted_pool_is_gone_and_so_are_its_identities(pools_admin, cognito, pool):
    guest = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
    answer = pools_admin.delete_identity_pool(IdentityPoolId=pool)
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"
    for ask, message in [
        (lambda: pools_admin.describe_identity_pool(IdentityPoolId=pool), f"IdentityPool '{pool}' not found."),
        (lambda: pools_admin.delete_identity_pool(IdentityPoolId=pool), f"IdentityPool '{pool}' not found."),
        (lambda: cognito.get_id(IdentityPoolId=pool), f"IdentityPool '{pool}' not found."),
        (lambda: cognito.get_credentials_for_identity(IdentityId=guest), f"Identity '{guest}' not found."),
        (lambda: pools_admin.describe_identity(IdentityId=guest), f"Identity '{guest}' not found."),
        (lambda: pools_admin.get_principal_tag_attribute_map(
            IdentityPoolId=pool, IdentityProviderName="accounts.google.com"), f"IdentityPool '{pool}' not found."),
    ]:
        with pytest.raises(pools_admin.exceptions.ClientError) as refused:
            ask()
        assert error(refused) == ("ResourceNotFoundException", message)


def test_lists_go_through_every_pool_once(pools_admin):
    made = {pools_admin.create_identity_pool(
        IdentityPoolName=f"listed {number}", AllowUnauthenticatedIdentities=True)["IdentityPoolId"]
        for number in range(7)}
    seen = [pool for page in pools_admin.get_paginator("list_identity_pools").paginate(
        PaginationConfig={"PageSize": 2}) for pool in page["IdentityPools"]]
    ids = [pool["IdentityPoolId"] for pool in seen]
    assert made <= set(ids) and len(ids) == len(set(ids))
    assert all(set(pool) == {"IdentityPoolId", "IdentityPoolName"} for pool in seen)
    for pool in made:
        pools_admin.delete_identity_pool(IdentityPoolId=pool)


def test_a_list_is_stable_while_pools_come_and_go(pools_admin):
    kept = {pools_admin.create_identity_pool(
        IdentityPoolName="kept", AllowUnauthenticatedIdentities=True)["IdentityPoolId"] for _ in range(6)}
    gone = {pools_admin.create_identity_pool(
        IdentityPoolName="gone", AllowUnauthenticatedIdentities=True)["IdentityPoolId"] for _ in range(6)}
    seen, token = [], {}
    while True:
        page = pools_admin.list_identity_pools(MaxResults=2, **token)
        seen += [pool["IdentityPoolId"] for pool in page["IdentityPools"]]
        if gone:
            pools_admin.delete_identity_pool(IdentityPoolId=gone.pop())
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert kept <= set(seen) and len(seen) == len(set(seen))
    for pool in kept | gone:
        pools_admin.delete_identity_pool(IdentityPoolId=pool)


def test_a_page_token_is_good_for_its_own_list_only(pools_admin, cognito, pool):
    for _ in range(2):
        cognito.get_id(IdentityPoolId=pool)
    token = pools_admin.list_identities(IdentityPoolId=pool, MaxResults=1)["NextToken"]
    altered = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    for ask in [
        lambda: pools_admin.list_identity_pools(MaxResults=1, NextToken=token),
        lambda: pools_admin.list_identities(IdentityPoolId=pool, MaxResults=1, NextToken=altered),
        lambda: pools_admin.list_identities(IdentityPoolId=pool, MaxResults=1, NextToken="invented"),
        lambda: pools_admin.list_identities(IdentityPoolId=pool, MaxResults=1, HideDisabled=True, NextToken=token),
    ]:
        with pytest.raises(pools_admin.exceptions.InvalidParameterException):
            ask()
    assert len(pools_admin.list_identities(
        IdentityPoolId=pool, MaxResults=1, NextToken=token)["Identities"]) == 1


@pytest.mark.parametrize("members, code, message", [
    ({"IdentityPoolName": "slash/ed"}, "ValidationException",
     r"1 validation error detected: Value 'slash/ed' at 'identityPoolName' failed to satisfy constraint: "
     r"Member must satisfy regular expression pattern: [\w\s+=,.@-]+"),
    ({"DeveloperProviderName": "with space"}, "ValidationException",
     r"1 validation error detected: Value 'with space' at 'developerProviderName' failed to satisfy constraint: "
     r"Member must satisfy regular expression pattern: [\w._-]+"),
    ({"CognitoIdentityProviders": [{"ProviderName": "elsewhere.example/pool", "ClientId": "one"}]},
     "InvalidParameterException", "Invalid Cognito Identity Provider"),
    ({"CognitoIdentityProviders": [{"ClientId": "one"}]}, "InvalidParameterException",
     "Invalid Cognito Identity Provider"),
    ({"SamlProviderARNs": ["arn:aws:iam::999999999999:saml-provider/corporate"]}, "InvalidParameterException",
     "Identity provider ARN is not valid for account 000000000000"),
    ({"IdentityPoolTags": {"aws:mine": "x"}}, "InvalidParameterException", "'aws:mine' is not a valid tag key."),
    ({"IdentityPoolTags": {f"tag{number}": "" for number in range(51)}}, "InvalidParameterException",
     "An identity pool can have no more than 50 tags."),
])
def test_what_cannot_be_a_pool_is_refused_with_its_reason(pools_admin, members, code, message):
    with pytest.raises(pools_admin.exceptions.ClientError) as refused:
        pools_admin.create_identity_pool(
            **{"IdentityPoolName": "refused", "AllowUnauthenticatedIdentities": True, **members})
    assert error(refused) == (code, message)


def test_a_pool_id_that_cannot_be_one_is_a_validation_error(pools_admin):
    with pytest.raises(pools_admin.exceptions.ClientError) as refused:
        pools_admin.describe_identity_pool(IdentityPoolId="no colon")
    assert error(refused) == (
        "ValidationException",
        r"1 validation error detected: Value 'no colon' at 'identityPoolId' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+")


class TestTags:
    def arn(self, pool):
        return f"arn:aws:cognito-identity:us-east-1:000000000000:identitypool/{pool}"

    def tags(self, pools_admin, pool):
        return pools_admin.list_tags_for_resource(ResourceArn=self.arn(pool))["Tags"]

    def test_are_added_changed_and_taken_away_one_by_one(self, pools_admin, pool):
        pools_admin.tag_resource(ResourceArn=self.arn(pool), Tags={"stage": "live", "cost": ""})
        assert self.tags(pools_admin, pool) == {"team": "blue", "stage": "live", "cost": ""}
        pools_admin.untag_resource(ResourceArn=self.arn(pool), TagKeys=["team", "never there"])
        assert self.tags(pools_admin, pool) == {"stage": "live", "cost": ""}
        assert pools_admin.describe_identity_pool(IdentityPoolId=pool)["IdentityPoolTags"] == {
            "stage": "live", "cost": ""}

    def test_are_fifty_at_most_and_the_one_too_many_changes_nothing(self, pools_admin, pool):
        pools_admin.tag_resource(ResourceArn=self.arn(pool), Tags={f"key{number}": "x" for number in range(48)})
        with pytest.raises(pools_admin.exceptions.InvalidParameterException):
            pools_admin.tag_resource(ResourceArn=self.arn(pool), Tags={"one": "more"})
        assert len(self.tags(pools_admin, pool)) == 50
        pools_admin.tag_resource(ResourceArn=self.arn(pool), Tags={"key1": "changed"})

    def test_belong_to_an_arn(self, pools_admin, pool):
        with pytest.raises(pools_admin.exceptions.ClientError) as refused:
            pools_admin.tag_resource(ResourceArn=pool, Tags={"one": "more"})
        assert error(refused) == (
            "AccessDeniedException",
            f"User: arn:aws:iam::000000000000:user/tester is not authorized to perform: cognito-identity:TagResource "
            f"on resource: {pool} because no resource-based policy allows the cognito-identity:TagResource action")

    def test_count_in_the_conditions_of_policies(self, sluice, iam, pools_admin, pool):
        pools_admin.tag_resource(ResourceArn=self.arn(pool), Tags={"stage": "live"})
        user = name("tagger")
        iam.create_user(UserName=user)
        key = iam.create_access_key(UserName=user)["AccessKey"]
        client = clients(sluice, key)("cognito-identity")

        def may(condition):
            iam.put_user_policy(
                UserName=user, PolicyName="p", PolicyDocument=allow("cognito-identity:*", "*", Condition=condition))
        may({"StringEquals": {"aws:ResourceTag/stage": "live"}})
        assert client.describe_identity_pool(IdentityPoolId=pool)["IdentityPoolId"] == pool
        may({"StringEquals": {"aws:ResourceTag/stage": "test"}})
        with pytest.raises(client.exceptions.ClientError) as refused:
            client.describe_identity_pool(IdentityPoolId=pool)
        assert error(refused)[0] == "AccessDeniedException"
        may({"ForAllValues:StringEquals": {"aws:TagKeys": ["free"]}})
        client.tag_resource(ResourceArn=self.arn(pool), Tags={"free": "x"})
        client.untag_resource(ResourceArn=self.arn(pool), TagKeys=["free"])
        for attempt in (lambda: client.tag_resource(ResourceArn=self.arn(pool), Tags={"stage": "test"}),
                        lambda: client.untag_resource(ResourceArn=self.arn(pool), TagKeys=["stage"])):
            with pytest.raises(client.exceptions.ClientError) as refused:
                attempt()
            assert error(refused)[0] == "AccessDeniedException"
        assert self.tags(pools_admin, pool) == {"team": "blue", "stage": "live"}

    def test_of_an_unknown_pool_are_not_found(self, pools_admin):
        pool = "us-east-1:00000000-0000-4000-8000-00000000ffff"
        with pytest.raises(pools_admin.exceptions.ResourceNotFoundException) as refused:
            pools_admin.list_tags_for_resource(ResourceArn=self.arn(pool))
        assert error(refused)[1] == f"IdentityPool '{pool}' not found."
