"""Which role somebody gets: default roles, mappings by token and by rules, principal tags."""
import base64
import json
import uuid

import pytest

from stage import pools
from stage.admin import clients, error
from stage.issuer import CLIENT


@pytest.fixture
def issuer_arn(issuer):
    return f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/{issuer.name}"


@pytest.fixture
def pool(pools_admin, issuer_arn, user_pool):
    made = pools_admin.create_identity_pool(
        IdentityPoolName="mapped", AllowUnauthenticatedIdentities=True, OpenIdConnectProviderARNs=[issuer_arn],
        CognitoIdentityProviders=[{"ProviderName": user_pool.name, "ClientId": user_pool.client}])["IdentityPoolId"]
    yield made
    pools_admin.delete_identity_pool(IdentityPoolId=made)


def mapping(*rules, otherwise="Deny"):
    return {
        "Type": "Rules", "AmbiguousRoleResolution": otherwise,
        "RulesConfiguration": {"Rules": [
            dict(zip(("Claim", "MatchType", "Value", "RoleARN"), rule)) for rule in rules]},
    }


@pytest.fixture(scope="session")
def wearable(sluice):
    """Roles that anybody with a login may wear, whatever the pool: one per name."""
    def role(name):
        return pools.role(f"any-{name}")
    return role


def get(cognito, pool, logins, **more):
    identity = cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    return cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins, **more)["Credentials"]


def role_of(sts, credentials):
    return sts(**credentials).get_caller_identity()["Arn"].split("/")[1]


def test_a_new_pool_has_no_roles(pools_admin, pool):
    answer = pools_admin.get_identity_pool_roles(IdentityPoolId=pool)
    assert answer["Roles"] == {} and "RoleMappings" not in answer


def test_roles_and_mappings_come_back_as_they_were_set(pools_admin, pool, issuer_arn, user_pool, wearable):
    roles = {"authenticated": wearable("default"), "unauthenticated": pools.role("open-guest")}
    mappings = {
        issuer_arn: mapping(("department", "Equals", "sales", wearable("sales")),
                            ("department", "StartsWith", "eng", wearable("engineers")),
                            ("name", "Contains", "ö", wearable("sales")),
                            ("isAdmin", "NotEqual", "no", wearable("engineers"))),
        f"{user_pool.name}:{user_pool.client}": {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"},
    }
    answer = pools_admin.set_identity_pool_roles(IdentityPoolId=pool, Roles=roles, RoleMappings=mappings)
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"
    seen = pools_admin.get_identity_pool_roles(IdentityPoolId=pool)
    assert seen["Roles"] == roles and seen["RoleMappings"] == mappings and seen["IdentityPoolId"] == pool

    pools_admin.set_identity_pool_roles(IdentityPoolId=pool, Roles={})
    seen = pools_admin.get_identity_pool_roles(IdentityPoolId=pool)
    assert seen["Roles"] == {} and seen["RoleMappings"] == mappings

    pools_admin.set_identity_pool_roles(IdentityPoolId=pool, Roles={}, RoleMappings={})
    assert "RoleMappings" not in pools_admin.get_identity_pool_roles(IdentityPoolId=pool)


def test_the_first_rule_that_matches_gives_the_role(pools_admin, cognito, sts, issuer, pool, issuer_arn, wearable):
    pools_admin.set_identity_pool_roles(
        IdentityPoolId=pool, Roles={"authenticated": wearable("default")},
        RoleMappings={issuer_arn: mapping(
            ("department", "Equals", "sales", wearable("sales")),
            ("groups", "Contains", "core", wearable("engineers")))})

    def role(**claims):
        return role_of(sts, get(cognito, pool, issuer.logins(f"p{uuid.uuid4()}", **claims)))
    assert role(department="sales") == "any-sales"
    assert role(department="sales", groups=["core"]) == "any-sales"
    assert role(department="it", groups=["web", "core"]) == "any-engineers"
    for nothing_matches in [{"department": "it"}, {}, {"department": "Sales"}]:
        with pytest.raises(cognito.exceptions.NotAuthorizedException) as refused:
            role(**nothing_matches)
        assert error(refused)[1] == f"The ambiguous role mapping rules for: {issuer_arn} denied this request."

    pools_admin.set_identity_pool_roles(
        IdentityPoolId=pool, Roles={"authenticated": wearable("default")},
        RoleMappings={issuer_arn: mapping(
            ("department", "Equals", "sales", wearable("sales")), otherwise="AuthenticatedRole")})
    assert role(department="it") == "any-default"


def test_a_custom_role_must_be_one_that_a_rule_gives(pools_admin, cognito, sts, issuer, pool, issuer_arn, wearable):
    pools_admin.set_identity_pool_roles(
        IdentityPoolId=pool, Roles={"authenticated": wearable("default")},
        RoleMappings={issuer_arn: mapping(
            ("department", "Equals", "sales", wearable("sales")),
            ("department", "StartsWith", "s", wearable("engineers")))})
    logins = issuer.logins(f"p{uuid.uuid4()}", department="sales")
    assert role_of(sts, get(cognito, pool, logins)) == "any-sales"
    assert role_of(sts, get(cognito, pool, logins, CustomRoleArn=wearable("engineers"))) == "any-engineers"
    with pytest.raises(cognito.exceptions.NotAuthorizedException) as refused:
        get(cognito, pool, logins, CustomRoleArn=wearable("default"))
    assert error(refused)[1] == f"Access to Role '{wearable('default')}' is forbidden."


def test_a_pool_with_a_mapping_closes_the_classic_flow_for_that_provider(
        pools_admin, cognito, issuer, pool, issuer_arn, wearable):
    pools_admin.set_identity_pool_roles(
        IdentityPoolId=pool, Roles={}, RoleMappings={issuer_arn: mapping(
            ("department", "Equals", "sales", wearable("sales")))})
    logins = issuer.logins(f"p{uuid.uuid4()}")
    identity = cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    with pytest.raises(cognito.exceptions.InvalidParameterException) as refused:
        cognito.get_open_id_token(IdentityId=identity, Logins=logins)
    assert error(refused)[1] == (
        "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.")
    guest = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
    assert cognito.get_open_id_token(IdentityId=guest)["Token"]


@pytest.mark.parametrize("members, code, message", [
    ({"Roles": {"authenticated": "arn:aws:iam::000000000000:role/nobody-here"}}, "NotAuthorizedException",
     "Access to Role 'arn:aws:iam::000000000000:role/nobody-here' is forbidden."),
    ({"Roles": {"authenticated": "arn:aws:iam::999999999999:role/open-user"}}, "NotAuthorizedException",
     "Access to Role 'arn:aws:iam::999999999999:role/open-user' is forbidden."),
    ({"Roles": {"authenticated": "not an arn but long enough"}}, "NotAuthorizedException",
     "Access to Role 'not an arn but long enough' is forbidden."),
    ({"RoleMappings": {"graph.facebook.com": mapping(("a", "Equals", "b", pools.role("open-user")))}},
     "InvalidParameterException",
     "(graph.facebook.com) is not a valid RoleMapping ProviderName or is not a configured provider."),
    ({"RoleMappings": {"ISSUER": mapping(*[("a", "Equals", "b", pools.role("open-user"))] * 26)}},
     "InvalidParameterException", "The number of rules in the request exceeded 25."),
    ({"RoleMappings": {"ISSUER": {"Type": "Token"}}}, "InvalidParameterException",
     "AmbiguousRoleResolution is required when Type is Token or Rules."),
    ({"RoleMappings": {"ISSUER": {"Type": "Rules", "AmbiguousRoleResolution": "Deny"}}}, "InvalidParameterException",
     "RulesConfiguration is required when Type is Rules."),
    ({"RoleMappings": {"ISSUER": {**mapping(("a", "Equals", "b", pools.role("open-user"))), "Type": "Token"}}},
     "InvalidParameterException", "RulesConfiguration is not allowed when Type is Token."),
    ({"RoleMappings": {"ISSUER": mapping(("a", "Resembles", "b", pools.role("open-user")))}}, "ValidationException",
     "1 validation error detected: Value 'Resembles' at "
     "'roleMappings.ISSUER.member.rulesConfiguration.rules.1.member.matchType' failed to satisfy constraint: "
     "Member must satisfy enum value set: [StartsWith, Equals, Contains, NotEqual]"),
    ({"Roles": {"somebody": pools.role("open-user")}}, "ValidationException",
     "1 validation error detected: Value '{somebody=arn:aws:iam::000000000000:role/open-user}' at 'roles' failed to "
     "satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, "
     "Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: "
     "(un)?authenticated]"),
])
def test_what_cannot_be_set_is_refused_and_changes_nothing(pools_admin, pool, issuer_arn, members, code, message):
    members = {"Roles": {}, **members}
    if "RoleMappings" in members:
        members["RoleMappings"] = {issuer_arn if key == "ISSUER" else key: value
                                   for key, value in members["RoleMappings"].items()}
    with pytest.raises(pools_admin.exceptions.ClientError) as refused:
        pools_admin.set_identity_pool_roles(IdentityPoolId=pool, **members)
    assert error(refused) == (code, message.replace("ISSUER", issuer_arn))
    assert pools_admin.get_identity_pool_roles(IdentityPoolId=pool)["Roles"] == {}


def test_twenty_five_rules_are_not_too_many(pools_admin, pool, issuer_arn):
    rules = [("claim", "Equals", f"value{number}", pools.role("open-user")) for number in range(25)]
    pools_admin.set_identity_pool_roles(
        IdentityPoolId=pool, Roles={}, RoleMappings={issuer_arn: mapping(*rules)})
    seen = pools_admin.get_identity_pool_roles(IdentityPoolId=pool)["RoleMappings"][issuer_arn]
    assert [rule["Value"] for rule in seen["RulesConfiguration"]["Rules"]] == [rule[2] for rule in rules]


class TestPrincipalTags:
    def test_come_back_as_they_were_set(self, pools_admin, pool, issuer_arn):
        ask = dict(IdentityPoolId=pool, IdentityProviderName=issuer_arn)
        with pytest.raises(pools_admin.exceptions.ResourceNotFoundException):
            pools_admin.get_principal_tag_attribute_map(**ask)
        answer = pools_admin.set_principal_tag_attribute_map(**ask, PrincipalTags={"department": "dept"})
        expected = {**ask, "UseDefaults": False, "PrincipalTags": {"department": "dept"}}
        assert {name: answer[name] for name in expected} == expected
        seen = pools_admin.get_principal_tag_attribute_map(**ask)
        assert {name: seen[name] for name in expected} == expected

        pools_admin.set_principal_tag_attribute_map(**ask, UseDefaults=True, PrincipalTags={})
        seen = pools_admin.get_principal_tag_attribute_map(**ask)
        assert seen["UseDefaults"] is True and seen["PrincipalTags"] == {}

    def test_are_for_providers_of_the_pool(self, pools_admin, pool):
        with pytest.raises(pools_admin.exceptions.InvalidParameterException) as refused:
            pools_admin.set_principal_tag_attribute_map(
                IdentityPoolId=pool, IdentityProviderName="www.amazon.com", UseDefaults=True)
        assert error(refused)[1] == "(www.amazon.com) is not a configured provider of this identity pool."

    def test_need_a_role_that_takes_tags(self, pools_admin, cognito, sts, issuer, pool, issuer_arn, wearable):
        pools_admin.set_identity_pool_roles(IdentityPoolId=pool, Roles={"authenticated": wearable("default")})
        pools_admin.set_principal_tag_attribute_map(
            IdentityPoolId=pool, IdentityProviderName=issuer_arn, PrincipalTags={"department": "department"})
        logins = issuer.logins(f"p{uuid.uuid4()}", department="sales")
        with pytest.raises(cognito.exceptions.InvalidIdentityPoolConfigurationException):
            get(cognito, pool, logins)
        pools_admin.set_identity_pool_roles(IdentityPoolId=pool, Roles={"authenticated": wearable("tagged")})
        assert role_of(sts, get(cognito, pool, logins)) == "any-tagged"
        # A person without the claim bears no tag, and then the other role is as good.
        pools_admin.set_identity_pool_roles(IdentityPoolId=pool, Roles={"authenticated": wearable("default")})
        assert role_of(sts, get(cognito, pool, issuer.logins(f"p{uuid.uuid4()}"))) == "any-default"

    def test_travel_in_our_own_token(self, pools_admin, cognito, issuer, pool, issuer_arn):
        pools_admin.set_principal_tag_attribute_map(
            IdentityPoolId=pool, IdentityProviderName=issuer_arn, UseDefaults=True)
        logins = issuer.logins("the-subject")
        identity = cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
        token = cognito.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        assert claims["https://aws.amazon.com/tags"] == {
            "principal_tags": {"client": [CLIENT], "username": ["the-subject"]}}


class TestARoleOfAPool:
    """Made and changed through IAM while the pool gives it."""

    TRUST = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": "POOL"},
                      "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "unauthenticated"}}}]}

    @pytest.fixture
    def role(self, iam, pool):
        name = f"role-{uuid.uuid4()}"
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(self.TRUST).replace("POOL", pool))
        yield made["Role"]
        try:
            iam.delete_role(RoleName=name)
        except iam.exceptions.NoSuchEntityException:
            pass

    @pytest.fixture
    def guest(self, pools_admin, cognito, pool, role):
        pools_admin.set_identity_pool_roles(IdentityPoolId=pool, Roles={"unauthenticated": role["Arn"]})
        return cognito.get_id(IdentityPoolId=pool)["IdentityId"]

    def test_is_in_force_at_once_and_so_is_every_change_to_it(self, iam, cognito, sts, guest, pool, role):
        def get():
            return cognito.get_credentials_for_identity(IdentityId=guest)["Credentials"]
        assert role_of(sts, get()) == role["RoleName"]

        closed = json.dumps(self.TRUST).replace("POOL", "us-east-1:somebody-elses")
        iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=closed)
        with pytest.raises(cognito.exceptions.InvalidIdentityPoolConfigurationException):
            get()
        iam.update_assume_role_policy(
            RoleName=role["RoleName"], PolicyDocument=json.dumps(self.TRUST).replace("POOL", pool))
        assert role_of(sts, get()) == role["RoleName"]

    def test_that_is_deleted_is_missed_by_name_in_the_log_alone(self, iam, cognito, sluice, guest, role):
        iam.delete_role(RoleName=role["RoleName"])
        with pytest.raises(cognito.exceptions.InvalidIdentityPoolConfigurationException) as refused:
            cognito.get_credentials_for_identity(IdentityId=guest)
        assert error(refused)[1] == (
            "Invalid identity pool configuration. Check assigned IAM roles for this pool.")
        request = refused.value.response["ResponseMetadata"]["RequestId"]
        line = next(line for line in sluice.words.splitlines() if request in line)
        assert f"{role['Arn']}: there is no such role" in line.replace("\\/", "/")

    def test_may_be_passed_on_only_by_those_who_may(self, iam, sluice, pools_admin, pool, role):
        user = f"passer-{uuid.uuid4()}"
        iam.create_user(UserName=user)
        key = iam.create_access_key(UserName=user)["AccessKey"]
        client = clients(sluice, key)("cognito-identity")

        def allow(*actions):
            iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=json.dumps({
                "Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": action, "Resource": "*", **more} for action, more in actions]}))
        allow(("cognito-identity:*", {}))
        with pytest.raises(client.exceptions.NotAuthorizedException) as refused:
            client.set_identity_pool_roles(IdentityPoolId=pool, Roles={"unauthenticated": role["Arn"]})
        assert error(refused)[1] == f"Access to Role '{role['Arn']}' is forbidden."

        passed_to = {"StringEquals": {"iam:PassedToService": "cognito-identity.amazonaws.com"}}
        allow(("cognito-identity:*", {}), ("iam:PassRole", {"Condition": passed_to}))
        client.set_identity_pool_roles(IdentityPoolId=pool, Roles={"unauthenticated": role["Arn"]})

        iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName=user, PolicyName="p")
        iam.delete_user(UserName=user)
