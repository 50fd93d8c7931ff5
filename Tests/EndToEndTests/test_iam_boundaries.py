"""Permissions boundaries of users and roles."""
import json
import subprocess
import urllib.parse

import pytest

from conftest import signed_client, unsigned_client
from stage import pools
from stage.iam import ADMINISTRATOR, READ_ONLY, allow, cognito_trust, name, refused, trust
from stage.wire import Connection
from test_iam_fuzz import call

MISSING = f"arn:aws:iam::{pools.ACCOUNT}:policy/nobody-made-it"


def keys(credentials):
    named = {"aws_access_key_id": "AccessKeyId", "aws_secret_access_key": "SecretAccessKey",
             "aws_session_token": "SessionToken"}
    return {theirs: credentials[ours] for theirs, ours in named.items() if ours in credentials}


@pytest.fixture
def policy(iam):
    """Makes managed policies; gives the ARN."""
    return lambda document: iam.create_policy(PolicyName=name("bound"), PolicyDocument=document)["Policy"]["Arn"]


@pytest.fixture
def user(iam, sluice):
    """Makes users who have an inline policy: user(document, …) gives the name and clients that sign as the user."""
    def make(document, **more):
        made = name("user")
        iam.create_user(UserName=made, **more)
        iam.put_user_policy(UserName=made, PolicyName="p", PolicyDocument=document)
        key = iam.create_access_key(UserName=made)["AccessKey"]
        return made, lambda service: signed_client(service, sluice, keys(key))
    return make


def boundary(entity):
    return entity.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")


def test_a_boundary_is_set_shown_replaced_and_taken_away(iam, policy):
    own = policy(allow())
    user, role = name("user"), name("role")
    made = iam.create_user(UserName=user, PermissionsBoundary=own)["User"]
    assert made["PermissionsBoundary"] == {
        "PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": own}
    made = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust(), PermissionsBoundary=READ_ONLY)["Role"]
    assert boundary(made) == READ_ONLY
    assert boundary(iam.get_user(UserName=user)["User"]) == own
    assert boundary(iam.get_role(RoleName=role)["Role"]) == READ_ONLY
    iam.put_user_permissions_boundary(UserName=user.upper(), PermissionsBoundary=ADMINISTRATOR)
    iam.put_role_permissions_boundary(RoleName=role.upper(), PermissionsBoundary=own)
    assert boundary(iam.get_user(UserName=user)["User"]) == ADMINISTRATOR
    assert boundary(iam.get_role(RoleName=role)["Role"]) == own
    for _ in range(2):
        iam.delete_user_permissions_boundary(UserName=user)
        iam.delete_role_permissions_boundary(RoleName=role)
        assert "PermissionsBoundary" not in iam.get_user(UserName=user)["User"]
        assert "PermissionsBoundary" not in iam.get_role(RoleName=role)["Role"]


def test_a_boundary_must_be_there(iam):
    user, role = name("user"), name("role")
    gone = f"Scope ARN: {MISSING} does not exist or is not attachable."
    with refused("NoSuchEntity", gone, 404):
        iam.create_user(UserName=user, PermissionsBoundary=MISSING)
    with refused("NoSuchEntity", gone, 404):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust(), PermissionsBoundary=MISSING)
    with refused("NoSuchEntity", f"The user with name {user} cannot be found.", 404):
        iam.put_user_permissions_boundary(UserName=user, PermissionsBoundary=READ_ONLY)
    with refused("NoSuchEntity", f"The role with name {role} cannot be found.", 404):
        iam.delete_role_permissions_boundary(RoleName=role)
    iam.create_user(UserName=user)
    for arn in (MISSING, "arn:aws:iam::aws:policy/NoSuchPolicy", "arn:aws:iam::999999999999:policy/p"):
        with refused("NoSuchEntity", f"Scope ARN: {arn} does not exist or is not attachable.", 404):
            iam.put_user_permissions_boundary(UserName=user, PermissionsBoundary=arn)
    with refused("InvalidInput", status=400):
        iam.put_user_permissions_boundary(UserName=user, PermissionsBoundary="not-an-arn-of-a-policy")


def test_a_users_boundary_counts_and_its_versions_too(iam, sluice, policy, user):
    bound = policy(allow("iam:GetUser", "*"))
    who, client = user(allow(["iam:GetUser", "iam:ListUsers"], "*"), PermissionsBoundary=bound)
    iam_of_user = client("iam")
    iam_of_user.get_user()
    arn = f"arn:aws:iam::{pools.ACCOUNT}:user/{who}"
    listing = (f"User: {arn} is not authorized to perform: iam:ListUsers on resource: "
               f"arn:aws:iam::{pools.ACCOUNT}:user/ because no permissions boundary allows the iam:ListUsers action")
    with refused("AccessDenied", listing, 403):
        iam_of_user.list_users()
    # The user's own session is bounded likewise.
    session = signed_client("iam", sluice, keys(client("sts").get_session_token()["Credentials"]))
    with refused("AccessDenied", listing, 403):
        session.list_users()
    iam.create_policy_version(PolicyArn=bound, PolicyDocument=allow("iam:ListUsers", "*"), SetAsDefault=True)
    iam_of_user.list_users()
    with refused("AccessDenied", status=403):
        iam_of_user.get_user()
    iam.create_policy_version(PolicyArn=bound, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "iam:GetUser", "Resource": "*"}]}), SetAsDefault=True)
    with refused("AccessDenied", status=403):
        iam_of_user.get_user()
    iam.delete_user_permissions_boundary(UserName=who)
    iam_of_user.get_user()


def test_a_boundary_allows_nothing_by_itself(user):
    _, client = user(allow("iam:GetUser", "*"), PermissionsBoundary=ADMINISTRATOR)
    with refused("AccessDenied", status=403):
        client("iam").list_users()


def test_a_roles_boundary_counts_in_its_sessions(iam, sluice, cognito, policy, user):
    """For a session that began before it was set, too; and session policies are cut with it."""
    _, client = user(allow("sts:AssumeRole", "*"))
    role = name("role")
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust())["Role"]["Arn"]
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=allow(["iam:ListUsers", "iam:ListRoles"], "*"))

    def session(**more):
        issued = client("sts").assume_role(RoleArn=arn, RoleSessionName="work", **more)["Credentials"]
        return signed_client("iam", sluice, keys(issued))
    before, narrowed = session(), session(Policy=allow("iam:ListUsers", "*"))
    before.list_roles(), narrowed.list_users()
    iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=policy(allow("iam:ListRoles", "*")))
    before.list_roles()
    for bounded in (before, narrowed, session()):
        with refused("AccessDenied", status=403):
            bounded.list_users()
    with refused("AccessDenied", status=403):
        narrowed.list_roles()
    # A guest in a role with a boundary: the trust policy is the role's own affair, and is not bounded.
    guest_role = name("guest")
    guest_arn = iam.create_role(
        RoleName=guest_role, AssumeRolePolicyDocument=cognito_trust(), PermissionsBoundary=READ_ONLY)["Role"]["Arn"]
    identity = cognito.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
    token = cognito.get_open_id_token(IdentityId=identity)["Token"]
    unsigned_client("sts", sluice).assume_role_with_web_identity(
        RoleArn=guest_arn, RoleSessionName="guest", WebIdentityToken=token)


def test_a_policy_that_bounds_somebody_cannot_be_deleted(iam, policy):
    bound = policy(allow())
    user, role = name("user"), name("role")
    iam.create_user(UserName=user, PermissionsBoundary=bound)
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust(), PermissionsBoundary=bound)
    for free in (lambda: iam.delete_user(UserName=user),
                 lambda: iam.delete_role_permissions_boundary(RoleName=role)):
        with refused("DeleteConflict", "Cannot delete a policy attached to entities.", 409):
            iam.delete_policy(PolicyArn=bound)
        free()
    iam.delete_policy(PolicyArn=bound)


def test_uses_as_a_boundary_are_counted_and_listed_apart(iam, policy):
    bound = policy(allow())
    user, role = name("user"), name("role")
    iam.create_user(UserName=user, PermissionsBoundary=bound)
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust())
    iam.attach_role_policy(RoleName=role, PolicyArn=bound)
    found = iam.get_policy(PolicyArn=bound)["Policy"]
    assert (found["AttachmentCount"], found["PermissionsBoundaryUsageCount"]) == (1, 1)

    def entities(**more):
        answer = iam.list_entities_for_policy(PolicyArn=bound, **more)
        return [entry["UserName"] for entry in answer["PolicyUsers"]], [
            entry["RoleName"] for entry in answer["PolicyRoles"]]
    assert entities() == ([user], [role])
    assert entities(PolicyUsageFilter="PermissionsBoundary") == ([user], [])
    assert entities(PolicyUsageFilter="PermissionsPolicy") == ([], [role])
    # In both uses it is one entity.
    iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=bound)
    assert entities() == ([user], [role])

    def listed(usage, scope="Local"):
        pages = iam.get_paginator("list_policies").paginate(Scope=scope, PolicyUsageFilter=usage)
        return {found["Arn"] for page in pages for found in page["Policies"]}
    iam.detach_role_policy(RoleName=role, PolicyArn=bound)
    assert bound in listed("PermissionsBoundary") and bound not in listed("PermissionsPolicy")
    iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=READ_ONLY)
    assert READ_ONLY in listed("PermissionsBoundary", "AWS")
    assert iam.get_policy(PolicyArn=READ_ONLY)["Policy"]["PermissionsBoundaryUsageCount"] >= 1


def test_an_administrator_may_be_held_to_a_boundary(iam, policy, user):
    """`iam:PermissionsBoundary`: whoever makes users must bound them, and touches only those that are bounded."""
    bound = policy(allow())
    _, client = user(json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Resource": "*",
         "Action": ["iam:CreateUser", "iam:PutUserPolicy", "iam:DeleteUserPolicy", "iam:AttachUserPolicy",
                    "iam:DetachUserPolicy", "iam:PutUserPermissionsBoundary", "iam:CreateRole", "iam:PutRolePolicy",
                    "iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"],
         "Condition": {"StringEquals": {"iam:PermissionsBoundary": bound}}}]}))
    delegate = client("iam")
    inside, outside, role = name("in"), name("out"), name("role")
    for more in ({}, {"PermissionsBoundary": ADMINISTRATOR}):
        with refused("AccessDenied", status=403):
            delegate.create_user(UserName=inside, **more)
        with refused("AccessDenied", status=403):
            delegate.create_role(RoleName=role, AssumeRolePolicyDocument=trust(), **more)
    delegate.create_user(UserName=inside, PermissionsBoundary=bound)
    delegate.create_role(RoleName=role, AssumeRolePolicyDocument=trust(), PermissionsBoundary=bound)
    delegate.put_user_policy(UserName=inside, PolicyName="p", PolicyDocument=allow())
    delegate.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=allow())
    delegate.attach_user_policy(UserName=inside, PolicyArn=READ_ONLY)
    delegate.detach_user_policy(UserName=inside, PolicyArn=READ_ONLY)
    with refused("AccessDenied", status=403):
        delegate.put_user_permissions_boundary(UserName=inside, PermissionsBoundary=ADMINISTRATOR)
    # Somebody without the boundary is none of the delegate's, whatever the call says besides.
    iam.create_user(UserName=outside)
    with refused("AccessDenied", status=403):
        delegate.put_user_policy(UserName=outside, PolicyName="p", PolicyDocument=allow())
    delegate.put_user_permissions_boundary(UserName=outside, PermissionsBoundary=bound)
    delegate.put_user_policy(UserName=outside, PolicyName="p", PolicyDocument=allow())
    # The condition asks for the boundary as it is.
    delegate.delete_role_permissions_boundary(RoleName=role)
    with refused("AccessDenied", status=403):
        delegate.delete_role_permissions_boundary(RoleName=role)


def test_a_member_besides_does_not_meet_the_condition(iam, policy, user, sluice):
    """PutUserPolicy has no such member; sending one must not stand for the boundary that the user has not."""
    bound = policy(allow())
    who, client = user(allow("iam:PutUserPolicy", "*", Condition={
        "StringEquals": {"iam:PermissionsBoundary": bound}}))
    key = iam.create_access_key(UserName=who)["AccessKey"]
    body = urllib.parse.urlencode({
        "Action": "PutUserPolicy", "Version": "2010-05-08", "UserName": who, "PolicyName": "more",
        "PolicyDocument": allow("*", "*"), "PermissionsBoundary": bound})
    status, _, answer = call(Connection(sluice.url), sluice, keys(key), body)
    assert status == 403, answer


def test_the_aws_cli_bounds_a_role(aws, admin_key, iam):
    credentials = {"AccessKeyId": admin_key["AccessKeyId"], "SecretKey": admin_key["SecretAccessKey"]}
    role = name("cli")
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust())
    aws("iam", "put-role-permissions-boundary", "--role-name", role, "--permissions-boundary", READ_ONLY,
        credentials=credentials)
    assert boundary(aws("iam", "get-role", "--role-name", role, credentials=credentials)["Role"]) == READ_ONLY
    aws("iam", "delete-role-permissions-boundary", "--role-name", role, credentials=credentials)
    with pytest.raises(subprocess.CalledProcessError):
        aws("iam", "put-role-permissions-boundary", "--role-name", role, "--permissions-boundary", MISSING,
            credentials=credentials)
