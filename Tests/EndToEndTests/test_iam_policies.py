"""Managed policies, with boto3."""
import json

import pytest

from stage import pools
from stage.iam import ADMINISTRATOR, READ_ONLY, allow, name, pages, refused, trust


@pytest.fixture
def policy(iam):
    """The ARN of a managed policy."""
    return iam.create_policy(PolicyName=name("policy"), PolicyDocument=allow())["Policy"]["Arn"]


def version(number, is_default):
    return {"VersionId": f"v{number}", "IsDefaultVersion": is_default}


def without_dates(versions):
    return [{key: value for key, value in each.items() if key != "CreateDate"} for each in versions]


def test_a_policy_is_made_found_and_deleted(iam):
    policy = name("Policy")
    made = iam.create_policy(
        PolicyName=policy, Path="/app/", PolicyDocument=allow(), Description="what for",
        Tags=[{"Key": "k", "Value": "v"}])["Policy"]
    assert made["Arn"] == f"arn:aws:iam::{pools.ACCOUNT}:policy/app/{policy}"
    assert made["PolicyId"].startswith("ANPA") and made["DefaultVersionId"] == "v1"
    assert (made["AttachmentCount"], made["IsAttachable"], "Description" in made) == (0, True, False)
    found = iam.get_policy(PolicyArn=made["Arn"])["Policy"]
    assert found == {**made, "Description": "what for"}
    with refused("EntityAlreadyExists",
                 f"A policy called {policy.upper()} already exists. Duplicate names are not allowed.", 409):
        iam.create_policy(PolicyName=policy.upper(), PolicyDocument=allow())
    iam.delete_policy(PolicyArn=made["Arn"])
    for call in (iam.get_policy, iam.delete_policy, iam.list_policy_versions, iam.list_entities_for_policy,
                 iam.list_policy_tags):
        with refused("NoSuchEntity", f"Policy {made['Arn']} was not found.", 404):
            call(PolicyArn=made["Arn"])


@pytest.mark.parametrize("document, code, message", [
    ("[]", "MalformedPolicyDocument", "Syntax errors in policy."),
    (allow().replace("2012-10-17", "2008-10-17"), "MalformedPolicyDocument",
     "Policy document must be version 2012-10-17 or greater."),
    (allow(action="nonsense"), "MalformedPolicyDocument",
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
    (allow(resource="bucket"), "MalformedPolicyDocument", 'Resource bucket must be in ARN format or "*".'),
    (allow(resource=f"arn:aws:s3:::{'x' * 6144}"), "LimitExceeded", "Cannot exceed quota for PolicySize: 6144"),
])
def test_documents_are_judged_before_they_are_kept(iam, policy, document, code, message):
    with refused(code, message):
        iam.create_policy(PolicyName=name("policy"), PolicyDocument=document)
    with refused(code, message):
        iam.create_policy_version(PolicyArn=policy, PolicyDocument=document)


def test_a_policy_has_five_versions_and_their_numbers_are_never_used_twice(iam, policy):
    made = iam.create_policy_version(PolicyArn=policy, PolicyDocument=allow("s3:Put*"))["PolicyVersion"]
    assert without_dates([made]) == [version(2, False)]
    made = iam.create_policy_version(PolicyArn=policy, PolicyDocument=allow("s3:Delete*"), SetAsDefault=True)
    assert without_dates([made["PolicyVersion"]]) == [version(3, True)]
    assert iam.get_policy(PolicyArn=policy)["Policy"]["DefaultVersionId"] == "v3"
    iam.delete_policy_version(PolicyArn=policy, VersionId="v2")
    for number in (4, 5, 6):
        iam.create_policy_version(PolicyArn=policy, PolicyDocument=allow(f"s3:Get{number}"))
    listed = iam.list_policy_versions(PolicyArn=policy)["Versions"]
    assert without_dates(listed) == [
        version(6, False), version(5, False), version(4, False), version(3, True), version(1, False)]
    assert pages(iam.list_policy_versions, "Versions", PolicyArn=policy) == listed
    with refused("LimitExceeded", status=409):
        iam.create_policy_version(PolicyArn=policy, PolicyDocument=allow())
    found = iam.get_policy_version(PolicyArn=policy, VersionId="v4")["PolicyVersion"]
    assert found["Document"] == json.loads(allow("s3:Get4"))


def test_the_default_version_can_be_moved_and_not_deleted(iam, policy):
    iam.create_policy_version(PolicyArn=policy, PolicyDocument=allow("s3:Put*"))
    iam.set_default_policy_version(PolicyArn=policy, VersionId="v2")
    with refused("DeleteConflict", "Cannot delete the default version of a policy.", 409):
        iam.delete_policy_version(PolicyArn=policy, VersionId="v2")
    with refused("DeleteConflict", status=409):
        iam.delete_policy(PolicyArn=policy)
    iam.delete_policy_version(PolicyArn=policy, VersionId="v1")
    iam.delete_policy(PolicyArn=policy)


def test_versions_that_are_not_there(iam, policy):
    for call in (iam.get_policy_version, iam.delete_policy_version, iam.set_default_policy_version):
        with refused("NoSuchEntity", f"Policy {policy} version v9 does not exist or is not attachable.", 404):
            call(PolicyArn=policy, VersionId="v9")
        with refused("ValidationError"):
            call(PolicyArn=policy, VersionId="9")


def test_an_attached_policy_is_not_deleted(iam, policy):
    role, user = name("role"), name("user")
    role_id = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust())["Role"]["RoleId"]
    user_id = iam.create_user(UserName=user)["User"]["UserId"]
    iam.attach_role_policy(RoleName=role, PolicyArn=policy)
    iam.attach_user_policy(UserName=user, PolicyArn=policy)
    assert iam.get_policy(PolicyArn=policy)["Policy"]["AttachmentCount"] == 2
    with refused("DeleteConflict", "Cannot delete a policy attached to entities.", 409):
        iam.delete_policy(PolicyArn=policy)
    entities = iam.list_entities_for_policy(PolicyArn=policy)
    assert entities["PolicyRoles"] == [{"RoleName": role, "RoleId": role_id}]
    assert entities["PolicyUsers"] == [{"UserName": user, "UserId": user_id}]
    assert entities["PolicyGroups"] == []
    first = iam.list_entities_for_policy(PolicyArn=policy, MaxItems=1)
    second = iam.list_entities_for_policy(PolicyArn=policy, MaxItems=1, Marker=first["Marker"])
    assert (len(first["PolicyRoles"]), len(second["PolicyUsers"]), second["IsTruncated"]) == (1, 1, False)
    only = iam.list_entities_for_policy(PolicyArn=policy, EntityFilter="User")
    assert (only["PolicyRoles"], len(only["PolicyUsers"])) == ([], 1)
    iam.detach_role_policy(RoleName=role, PolicyArn=policy)
    iam.detach_user_policy(UserName=user, PolicyArn=policy)
    iam.delete_policy(PolicyArn=policy)


def test_lists_tell_own_and_built_in_policies_apart(iam, policy):
    role = name("role")
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust())
    iam.attach_role_policy(RoleName=role, PolicyArn=policy)

    def arns(**arguments):
        return [each["Arn"] for each in pages(iam.list_policies, "Policies", **arguments)]
    assert ADMINISTRATOR in arns(Scope="AWS") and policy not in arns(Scope="AWS")
    local, every = arns(Scope="Local"), arns()
    assert policy in local and ADMINISTRATOR not in local
    assert every == local + arns(Scope="AWS")
    assert policy in arns(OnlyAttached=True) and ADMINISTRATOR in arns(OnlyAttached=True)
    assert arns(PathPrefix="/nowhere/") == []
    with refused("ValidationError", "1 validation error detected: Value 'Mine' at 'scope' failed to satisfy "
                 "constraint: Member must satisfy enum value set: [All, AWS, Local]"):
        iam.list_policies(Scope="Mine")


def test_built_in_policies_are_read_and_never_changed(iam):
    found = iam.get_policy(PolicyArn=READ_ONLY)["Policy"]
    assert (found["PolicyName"], found["DefaultVersionId"], len(found["PolicyId"])) == ("IAMReadOnlyAccess", "v1", 21)
    document = iam.get_policy_version(PolicyArn=READ_ONLY, VersionId="v1")["PolicyVersion"]["Document"]
    assert document["Version"] == "2012-10-17"
    message = f"Policy {READ_ONLY} is built in and cannot be changed."
    for call in (lambda: iam.delete_policy(PolicyArn=READ_ONLY),
                 lambda: iam.create_policy_version(PolicyArn=READ_ONLY, PolicyDocument=allow()),
                 lambda: iam.set_default_policy_version(PolicyArn=READ_ONLY, VersionId="v1"),
                 lambda: iam.delete_policy_version(PolicyArn=READ_ONLY, VersionId="v1"),
                 lambda: iam.tag_policy(PolicyArn=READ_ONLY, Tags=[{"Key": "a", "Value": ""}])):
        with refused("InvalidInput", message, 400):
            call()


def test_a_policy_that_has_a_built_in_name_is_another_policy(iam):
    role = name("role")
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust())
    own = iam.create_policy(PolicyName="AmazonCognitoReadOnly", PolicyDocument=allow())["Policy"]["Arn"]
    built_in = "arn:aws:iam::aws:policy/AmazonCognitoReadOnly"
    iam.attach_role_policy(RoleName=role, PolicyArn=own)
    with refused("NoSuchEntity"):
        iam.detach_role_policy(RoleName=role, PolicyArn=built_in)
    iam.attach_role_policy(RoleName=role, PolicyArn=built_in)
    iam.detach_role_policy(RoleName=role, PolicyArn=own)
    attached = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    assert [each["PolicyArn"] for each in attached] == [built_in]


def test_tags_of_policies(iam, policy):
    iam.tag_policy(PolicyArn=policy, Tags=[{"Key": "b", "Value": "1"}, {"Key": "a", "Value": "2"}])
    tags = [{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "1"}]
    assert iam.list_policy_tags(PolicyArn=policy)["Tags"] == tags
    assert iam.get_policy(PolicyArn=policy)["Policy"]["Tags"] == tags
    iam.untag_policy(PolicyArn=policy, TagKeys=["B"])
    assert iam.list_policy_tags(PolicyArn=policy)["Tags"] == tags[:1]
