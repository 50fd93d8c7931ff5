"""Who may call the IAM API: signatures, policies, tags."""
import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from conftest import signed_client
from stage import pools
from stage.admin import query
from stage.iam import ADMINISTRATOR, allow, name, refused, trust

USERS = f"arn:aws:iam::{pools.ACCOUNT}:user"
ROLES = f"arn:aws:iam::{pools.ACCOUNT}:role"


@pytest.fixture
def limited(sluice, iam):
    """Makes a user with one inline policy and returns a client that signs as that user, and the user's ARN."""
    def client(document, path="/", tags=()):
        user = name("limited")
        arn = iam.create_user(UserName=user, Path=path, Tags=list(tags))["User"]["Arn"]
        iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=document)
        key = iam.create_access_key(UserName=user)["AccessKey"]
        return signed_client("iam", sluice, {
            "aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}), arn
    return client


def denied(caller, action, resource):
    return (f"User: {caller} is not authorized to perform: {action} on resource: {resource} because no identity-based "
            f"policy allows the {action} action")


def test_nobody_calls_unsigned(sluice):
    client = boto3.client(
        "iam", region_name="us-east-1", endpoint_url=sluice.url,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}))
    with refused("MissingAuthenticationToken", "Request is missing Authentication Token", 403):
        client.list_users()


def test_a_key_that_is_nobodys_is_refused(sluice):
    client = signed_client("iam", sluice, {
        "aws_access_key_id": "AKIAQAAAAAAAAAAAAAAA", "aws_secret_access_key": "x" * 40})
    with refused("InvalidClientTokenId", "The security token included in the request is invalid.", 403):
        client.list_users()


def test_a_wrong_secret_is_refused(sluice, admin_keys):
    client = signed_client("iam", sluice, {**admin_keys, "aws_secret_access_key": "x" * 40})
    with refused("SignatureDoesNotMatch", status=403):
        client.list_users()


def test_a_limited_user_is_told_what_is_not_allowed(limited):
    client, caller = limited(allow("iam:GetUser", f"{USERS}/staff/*"), path="/staff/")
    assert client.get_user()["User"]["Arn"] == caller
    for call, action, resource in (
            (lambda: client.list_users(), "iam:ListUsers", f"{USERS}/"),
            (lambda: client.list_roles(PathPrefix="/a/"), "iam:ListRoles", f"{ROLES}/a/"),
            (lambda: client.get_role(RoleName="none"), "iam:GetRole", f"{ROLES}/none"),
            (lambda: client.get_user(UserName="none"), "iam:GetUser", f"{USERS}/none"),
            (lambda: client.create_user(UserName="u", Path="/p/"), "iam:CreateUser", f"{USERS}/p/u"),
            (lambda: client.create_role(RoleName="r", AssumeRolePolicyDocument="x"), "iam:CreateRole", f"{ROLES}/r"),
            (lambda: client.create_access_key(), "iam:CreateAccessKey", caller),
            (lambda: client.get_policy(PolicyArn=ADMINISTRATOR), "iam:GetPolicy", ADMINISTRATOR),
            (lambda: client.create_policy(PolicyName="p", PolicyDocument="x"), "iam:CreatePolicy",
             f"arn:aws:iam::{pools.ACCOUNT}:policy/p"),
            (lambda: client.create_open_id_connect_provider(Url="https://x.example/y"),
             "iam:CreateOpenIDConnectProvider", f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/x.example/y")):
        with refused("AccessDenied", denied(caller, action, resource), 403):
            call()


def test_permission_is_asked_on_the_path_that_is_stored(iam, limited):
    inside, outside = name("role"), name("role")
    iam.create_role(RoleName=inside, Path="/app/", AssumeRolePolicyDocument=trust())
    iam.create_role(RoleName=outside, AssumeRolePolicyDocument=trust())
    client, caller = limited(allow("iam:*", f"{ROLES}/app/*"))
    client.delete_role(RoleName=inside)
    with refused("AccessDenied", denied(caller, "iam:DeleteRole", f"{ROLES}/{outside}")):
        client.delete_role(RoleName=outside)


def test_a_user_is_not_moved_to_where_one_has_no_right(iam, limited):
    user = name("user")
    iam.create_user(UserName=user, Path="/staff/")
    client, caller = limited(allow("iam:UpdateUser", f"{USERS}/staff/*"))
    client.update_user(UserName=user, NewPath="/staff/one/")
    for new, target in (({"NewPath": "/chiefs/"}, f"{USERS}/chiefs/{user}"),
                        ({"NewPath": "/", "NewUserName": "boss"}, f"{USERS}/boss")):
        with refused("AccessDenied", denied(caller, "iam:UpdateUser", target)):
            client.update_user(UserName=user, **new)


def test_a_provider_is_judged_by_the_arn_that_it_gets(limited):
    client, caller = limited(
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"},'
        f'{{"Effect":"Deny","Action":"*","Resource":"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/idp.example"}}]}}')
    for url in ("https://idp.example", "https://idp.example/", "https://idp.example:443"):
        with refused("AccessDenied"):
            client.create_open_id_connect_provider(Url=url)


def test_a_deny_wins(limited):
    client, caller = limited(
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},'
        '{"Effect":"Deny","Action":"iam:Create*","Resource":"*"}]}')
    client.list_users()
    with refused("AccessDenied", f"User: {caller} is not authorized to perform: iam:CreateUser on resource: "
                 f"{USERS}/u with an explicit deny in an identity-based policy", 403):
        client.create_user(UserName="u")


def test_only_the_named_policy_may_be_attached(iam, limited):
    role = name("role")
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust())
    harmless = iam.create_policy(PolicyName=name("policy"), PolicyDocument=allow())["Policy"]["Arn"]
    client, caller = limited(
        allow("iam:AttachRolePolicy", "*", Condition={"ArnEquals": {"iam:PolicyARN": harmless}}))
    client.attach_role_policy(RoleName=role, PolicyArn=harmless)
    with refused("AccessDenied", denied(caller, "iam:AttachRolePolicy", f"{ROLES}/{role}")):
        client.attach_role_policy(RoleName=role, PolicyArn=ADMINISTRATOR)


def test_members_that_an_action_does_not_have_meet_no_condition(sluice, iam, limited):
    """The SDK refuses to send them, so these calls are written by hand."""
    user, role = name("user"), name("role")
    iam.create_user(UserName=user)
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust())
    harmless = iam.create_policy(PolicyName=name("policy"), PolicyDocument=allow())["Policy"]["Arn"]

    def call(client, action, **members):
        keys = client._request_signer._credentials
        return query(sluice, {"AccessKeyId": keys.access_key, "SecretAccessKey": keys.secret_key}, action, members)
    client, _ = limited(allow("iam:*", "*", Condition={"ArnEquals": {"iam:PolicyARN": harmless}}))
    assert call(client, "AttachRolePolicy", RoleName=role, PolicyArn=harmless)[0] == 200
    assert call(client, "CreateAccessKey", UserName=user, PolicyArn=harmless)[0] == 403
    client, _ = limited(allow("iam:*", "*", Condition={"StringEquals": {"aws:RequestTag/team": "blue"}}))
    blue = {"Tags.member.1.Key": "team", "Tags.member.1.Value": "blue"}
    assert call(client, "TagRole", RoleName=role, **blue)[0] == 200
    assert call(client, "DeleteUser", UserName=user, **blue)[0] == 403
    client, _ = limited(allow("iam:TagRole", "*", Condition={"ForAllValues:StringEquals": {"aws:TagKeys": ["free"]}}))
    free = {"TagKeys.member.1": "free"}
    assert call(client, "TagRole", RoleName=role, **blue, **free)[0] == 403


def test_what_is_made_is_tagged_only_by_whoever_may_tag(limited):
    client, caller = limited(
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"},'
        '{"Effect":"Deny","Action":"iam:Tag*","Resource":"*"}]}')
    made = name("user")
    with refused("AccessDenied", f"User: {caller} is not authorized to perform: iam:TagUser on resource: "
                 f"{USERS}/{made} with an explicit deny in an identity-based policy", 403):
        client.create_user(UserName=made, Tags=[{"Key": "team", "Value": "blue"}])
    client.create_user(UserName=made)


def test_a_policy_of_another_account_is_not_the_one_that_is_detached(iam):
    role, policy = name("role"), name("policy")
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust())
    own = iam.create_policy(PolicyName=policy, PolicyDocument=allow())["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=role, PolicyArn=own)
    with refused("NoSuchEntity"):
        iam.detach_role_policy(RoleName=role, PolicyArn=f"arn:aws:iam::999999999999:policy/{policy}")
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"][0]["PolicyArn"] == own


def test_tags_of_caller_resource_and_request_count(iam, limited):
    mine, theirs = name("role"), name("role")
    for role, team in ((mine, "blue"), (theirs, "red")):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust(), Tags=[{"Key": "team", "Value": team}])
    same = {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    client, _ = limited(allow("iam:GetRole", "*", Condition=same), tags=[{"Key": "Team", "Value": "blue"}])
    assert client.get_role(RoleName=mine)["Role"]["RoleName"] == mine
    with refused("AccessDenied"):
        client.get_role(RoleName=theirs)
    client, _ = limited(allow("iam:*", "*", Condition={"StringEquals": {"aws:RequestTag/team": "blue"}}))
    client.tag_role(RoleName=mine, Tags=[{"Key": "team", "Value": "blue"}])
    with refused("AccessDenied"):
        client.tag_role(RoleName=mine, Tags=[{"Key": "team", "Value": "red"}])
    keys = {"ForAllValues:StringEquals": {"aws:TagKeys": ["free"]}}
    client, _ = limited(allow("iam:UntagRole", "*", Condition=keys))
    client.untag_role(RoleName=mine, TagKeys=["free"])
    with refused("AccessDenied"):
        client.untag_role(RoleName=mine, TagKeys=["free", "team"])


def test_a_session_has_the_rights_of_its_role(sluice, iam, cognito, issuer):
    """A managed policy that is attached to a role counts, and a session has to say which user it means."""
    role = "members-user"
    policy = iam.create_policy(PolicyName=name("policy"), PolicyDocument=allow("iam:GetUser", "*"))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=role, PolicyArn=policy)
    try:
        logins = issuer.logins(name("user"))
        identity = cognito.get_id(IdentityPoolId=pools.MEMBERS_ONLY, Logins=logins)["IdentityId"]
        credentials = cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins)["Credentials"]
        client = signed_client("iam", sluice, {
            "aws_access_key_id": credentials["AccessKeyId"], "aws_secret_access_key": credentials["SecretKey"],
            "aws_session_token": credentials["SessionToken"]})
        with refused("ValidationError", "Must specify userName when calling with non-User credentials", 400):
            client.get_user()
        with refused("NoSuchEntity"):
            client.get_user(UserName="nobody")
        with refused("AccessDenied"):
            client.list_users()
    finally:
        iam.detach_role_policy(RoleName=role, PolicyArn=policy)


def test_a_key_that_is_switched_off_is_refused_within_a_second(sluice, iam):
    from stage.processes import wait_until
    user = name("user")
    iam.create_user(UserName=user)
    iam.attach_user_policy(UserName=user, PolicyArn=ADMINISTRATOR)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    client = signed_client("iam", sluice, {
        "aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]})
    client.get_user()
    iam.update_access_key(UserName=user, AccessKeyId=key["AccessKeyId"], Status="Inactive")

    def is_refused():
        try:
            client.get_user()
        except client.exceptions.ClientError as error:
            return error.response["Error"]["Code"] == "InvalidClientTokenId"
    wait_until(is_refused, "the key to be refused", 5)
