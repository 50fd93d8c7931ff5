"""IAM roles, their policies and their tags, with boto3."""
import json
import time
import urllib.parse

import pytest

from conftest import unsigned_client
from stage import pools
from stage.iam import READ_ONLY, allow, cognito_trust, name, pages, refused, trust

COGNITO = "cognito-identity.amazonaws.com"


@pytest.fixture
def role(iam):
    """The name of a role that its account trusts."""
    made = name("role")
    iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust())
    return made


def test_a_role_has_the_recorded_shapes(iam):
    role, document = name("Role"), cognito_trust()
    made = iam.create_role(
        RoleName=role, Path="/app/", AssumeRolePolicyDocument=document, Description="für alle",
        MaxSessionDuration=7200, Tags=[{"Key": "k", "Value": "v"}])["Role"]
    common = {"Path": "/app/", "RoleName": role, "RoleId": made["RoleId"],
              "Arn": f"arn:aws:iam::{pools.ACCOUNT}:role/app/{role}", "CreateDate": made["CreateDate"],
              "AssumeRolePolicyDocument": json.loads(document)}
    terms = {"Description": "für alle", "MaxSessionDuration": 7200}
    tags = {"Tags": [{"Key": "k", "Value": "v"}]}
    assert made == {**common, **tags}
    assert made["RoleId"].startswith("AROA") and len(made["RoleId"]) == 21
    assert iam.get_role(RoleName=role.lower())["Role"] == {**common, **terms, **tags, "RoleLastUsed": {}}
    assert iam.list_roles(PathPrefix="/app/")["Roles"].count({**common, **terms}) == 1


def test_names_are_unique_whatever_their_case(iam, role):
    with refused("EntityAlreadyExists", f"Role with name {role.upper()} already exists.", 409):
        iam.create_role(RoleName=role.upper(), AssumeRolePolicyDocument=trust())


def test_roles_are_read_page_by_page(iam):
    path = f"/{name('page')}/"
    made = [name("role") for _ in range(3)]
    for each in made:
        iam.create_role(RoleName=each, Path=path, AssumeRolePolicyDocument=trust())
    assert [each["RoleName"] for each in pages(iam.list_roles, "Roles", PathPrefix=path)] == sorted(made)


def test_a_role_can_be_changed(iam, role):
    iam.update_role(RoleName=role, MaxSessionDuration=43200)
    assert iam.update_role_description(RoleName=role, Description="new")["Role"]["Description"] == "new"
    iam.update_role(RoleName=role)
    found = iam.get_role(RoleName=role)["Role"]
    assert (found["MaxSessionDuration"], found["Description"]) == (43200, "new")
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=cognito_trust())
    assert iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"] == json.loads(cognito_trust())
    with refused("ValidationError"):
        iam.update_role(RoleName=role, MaxSessionDuration=3599)
    for call in (lambda: iam.update_role(RoleName="none"),
                 lambda: iam.update_role_description(RoleName="none", Description=""),
                 lambda: iam.update_assume_role_policy(RoleName="none", PolicyDocument=trust()),
                 lambda: iam.get_role(RoleName="none"), lambda: iam.delete_role(RoleName="none")):
        with refused("NoSuchEntity", "The role with name none cannot be found.", 404):
            call()


@pytest.mark.parametrize("document, message", [
    ("nonsense", "Syntax errors in policy."),
    (trust(action="s3:GetObject"), "Trust Policy statement actions can only be sts:AssumeRole, "
                                   "sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity"),
    (trust(Resource="*"), "Has prohibited field Resource"),
    (trust({"Federated": COGNITO}, "sts:AssumeRoleWithWebIdentity"),
     "A condition block must be present for the Cognito provider"),
    (trust({"Federated": COGNITO}, "sts:*", Condition={"StringLike": {f"{COGNITO}:aud": "*"}}),
     f"Trust policy with trusted principal {COGNITO} must evaluate, using StringEquals, StringLike or "
     f"StringEqualsIgnoreCase, {COGNITO}:aud which is not scoped to all."),
    (trust({"AWS": f"arn:aws:iam::{pools.ACCOUNT}:user/nobody"}),
     f'Invalid principal in policy: "AWS":"arn:aws:iam::{pools.ACCOUNT}:user/nobody"'),
    (trust({"AWS": "arn:aws:iam::999999999999:role/theirs"}),
     'Invalid principal in policy: "AWS":"arn:aws:iam::999999999999:role/theirs"'),
])
def test_trust_policies_are_judged_before_they_are_kept(iam, role, document, message):
    for call in (lambda: iam.create_role(RoleName=name("role"), AssumeRolePolicyDocument=document),
                 lambda: iam.update_assume_role_policy(RoleName=role, PolicyDocument=document)):
        with refused("MalformedPolicyDocument", message, 400):
            call()


def test_a_trust_policy_may_name_who_is_there(iam, role):
    arn = iam.get_role(RoleName=role)["Role"]["Arn"]
    user = iam.create_user(UserName=name("user"), Path="/u/")["User"]["Arn"]
    document = trust({"AWS": [arn, user]})
    made = iam.create_role(RoleName=name("role"), AssumeRolePolicyDocument=document)["Role"]
    assert made["AssumeRolePolicyDocument"] == json.loads(document)


def test_a_trust_policy_has_a_size(iam, role):
    long = trust(Condition={"StringEquals": {"sts:ExternalId": "x" * 2048}})
    with refused("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048", 409):
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=long)


def test_documents_come_back_to_the_character(iam, role):
    document = allow(resource="arn:aws:s3:::b/a+b %41*~").replace("a+b", "ü+b").replace("{", " {\t\n", 1)
    iam.put_role_policy(RoleName=role, PolicyName="P", PolicyDocument=document)
    # boto3 decodes and parses documents; this is before it does.
    texts = []
    iam.meta.events.register_first(
        "after-call.iam.GetRolePolicy", lambda parsed, **_: texts.append(parsed["PolicyDocument"]), "spy")
    iam.get_role_policy(RoleName=role, PolicyName="P")
    iam.meta.events.unregister("after-call.iam.GetRolePolicy", unique_id="spy")
    assert texts == [urllib.parse.quote(document, safe="")]


def test_inline_policy_names_keep_their_first_spelling(iam, role):
    iam.put_role_policy(RoleName=role, PolicyName="MixedName", PolicyDocument=allow("s3:Get*"))
    iam.put_role_policy(RoleName=role, PolicyName="MIXEDNAME", PolicyDocument=allow("s3:Put*"))
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == ["MixedName"]
    found = iam.get_role_policy(RoleName=role, PolicyName="mixedname")
    assert found["PolicyName"] == "mixedname" and found["RoleName"] == role
    assert found["PolicyDocument"] == json.loads(allow("s3:Put*"))


def test_inline_policies_of_roles(iam, role):
    for each in ("b", "a", "c"):
        iam.put_role_policy(RoleName=role, PolicyName=each, PolicyDocument=allow())
    assert pages(iam.list_role_policies, "PolicyNames", RoleName=role) == ["a", "b", "c"]
    big = allow(resource=[f"arn:aws:s3:::{'x' * 2000}{n}" for n in range(5)])
    with refused("LimitExceeded", f"Maximum policy size of 10240 bytes exceeded for role {role}", 409):
        iam.put_role_policy(RoleName=role, PolicyName="big", PolicyDocument=big)
    with refused("MalformedPolicyDocument", "Policy document should not specify a principal."):
        iam.put_role_policy(RoleName=role, PolicyName="bad", PolicyDocument=allow(Principal="*"))
    iam.delete_role_policy(RoleName=role, PolicyName="A")
    for call in (iam.delete_role_policy, iam.get_role_policy):
        with refused("NoSuchEntity", "The role policy with name a cannot be found.", 404):
            call(RoleName=role, PolicyName="a")


def test_attached_policies_of_roles(iam, role):
    iam.attach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == [
        {"PolicyName": "IAMReadOnlyAccess", "PolicyArn": READ_ONLY}]
    with refused("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409):
        iam.delete_role(RoleName=role)
    iam.detach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    with refused("NoSuchEntity"):
        iam.detach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=allow())
    with refused("DeleteConflict", "Cannot delete entity, must delete policies first.", 409):
        iam.delete_role(RoleName=role)
    iam.delete_role_policy(RoleName=role, PolicyName="p")
    iam.delete_role(RoleName=role)


def test_ten_policies_are_attached_to_a_role_at_most(iam, role):
    arns = [iam.create_policy(PolicyName=name("policy"), PolicyDocument=allow())["Policy"]["Arn"] for _ in range(11)]
    for arn in arns[:10]:
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    with refused("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", 409):
        iam.attach_role_policy(RoleName=role, PolicyArn=arns[10])
    iam.attach_role_policy(RoleName=role, PolicyArn=arns[0])


def test_tags_of_roles(iam, role):
    iam.tag_role(RoleName=role, Tags=[{"Key": "Größe", "Value": "M/L"}, {"Key": "a", "Value": "1"}])
    assert iam.list_role_tags(RoleName=role)["Tags"] == [
        {"Key": "Größe", "Value": "M/L"}, {"Key": "a", "Value": "1"}]
    iam.untag_role(RoleName=role, TagKeys=["A"])
    assert iam.get_role(RoleName=role)["Role"]["Tags"] == [{"Key": "Größe", "Value": "M/L"}]
    with refused("ValidationError"):
        iam.tag_role(RoleName=role, Tags=[{"Key": "a<b", "Value": ""}])
    with refused("ValidationError"):
        iam.tag_role(RoleName=role, Tags=[{"Key": f"k{n}", "Value": ""} for n in range(51)])
    with refused("NoSuchEntity"):
        iam.tag_role(RoleName="none", Tags=[{"Key": "a", "Value": ""}])


def test_a_role_is_in_no_instance_profile(iam, role):
    assert iam.list_instance_profiles_for_role(RoleName=role)["InstanceProfiles"] == []


def test_a_pool_whose_role_is_gone_says_so_to_the_client_and_why_to_the_log(sluice, iam, cognito):
    """The role is made anew at the end: the pool is everybody's."""
    role = "enhanced-guest"
    identity = cognito.get_id(IdentityPoolId=pools.ENHANCED_ONLY)["IdentityId"]
    document = json.dumps(iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"])
    policy = json.dumps(iam.get_role_policy(RoleName=role, PolicyName="read")["PolicyDocument"])
    iam.delete_role_policy(RoleName=role, PolicyName="read")
    iam.delete_role(RoleName=role)
    try:
        time.sleep(1.1)  # as long as a replica may remember a role
        with refused("InvalidIdentityPoolConfigurationException",
                     "Invalid identity pool configuration. Check assigned IAM roles for this pool."):
            cognito.get_credentials_for_identity(IdentityId=identity)
        line = [line for line in sluice.words.splitlines() if "InvalidIdentityPoolConfigurationException" in line][-1]
        assert "there is no such role" in line
    finally:
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=document)
        iam.put_role_policy(RoleName=role, PolicyName="read", PolicyDocument=policy)
        time.sleep(1.1)
    assert unsigned_client("cognito-identity", sluice).get_credentials_for_identity(IdentityId=identity)["Credentials"]
