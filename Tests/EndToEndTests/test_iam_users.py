"""IAM users and their access keys, with boto3."""
import pytest

from conftest import signed_client
from stage import pools
from stage.iam import READ_ONLY, allow, name, pages, refused


@pytest.fixture
def user(iam):
    """The name of a user."""
    made = name("user")
    iam.create_user(UserName=made)
    return made


def test_a_user_is_made_found_and_deleted(iam):
    user = name("Anna")
    made = iam.create_user(UserName=user, Path="/staff/", Tags=[{"Key": "Team", "Value": "a b"}])["User"]
    assert made["Arn"] == f"arn:aws:iam::{pools.ACCOUNT}:user/staff/{user}"
    assert made["UserId"].startswith("AIDA") and len(made["UserId"]) == 21
    assert made["Tags"] == [{"Key": "Team", "Value": "a b"}]
    assert iam.get_user(UserName=user.upper())["User"] == made
    assert user in [each["UserName"] for each in iam.list_users(PathPrefix="/staff/")["Users"]]
    with refused("EntityAlreadyExists", f"User with name {user.lower()} already exists.", 409):
        iam.create_user(UserName=user.lower())
    iam.delete_user(UserName=user)
    with refused("NoSuchEntity", f"The user with name {user} cannot be found.", 404):
        iam.get_user(UserName=user)
    with refused("NoSuchEntity"):
        iam.delete_user(UserName=user)


def test_a_user_can_be_renamed(iam, user):
    before = iam.get_user(UserName=user)["User"]
    iam.update_user(UserName=user, NewUserName=f"{user}-2", NewPath="/moved/")
    after = iam.get_user(UserName=f"{user}-2")["User"]
    assert after["UserId"] == before["UserId"]
    assert after["Path"] == "/moved/"
    other = name("user")
    iam.create_user(UserName=other)
    with refused("EntityAlreadyExists"):
        iam.update_user(UserName=other, NewUserName=f"{user}-2")
    with refused("NoSuchEntity"):
        iam.update_user(UserName=user, NewUserName=name("user"))


def test_users_are_read_page_by_page(iam):
    path = f"/{name('page')}/"
    made = {name("user") for _ in range(3)}
    for each in made:
        iam.create_user(UserName=each, Path=path)
    assert [each["UserName"] for each in pages(iam.list_users, "Users", PathPrefix=path)] == sorted(made)


def test_a_marker_is_good_for_its_own_list_only(iam):
    path = f"/{name('page')}/"
    for _ in range(2):
        iam.create_user(UserName=name("user"), Path=path)
    marker = iam.list_users(PathPrefix=path, MaxItems=1)["Marker"]
    assert len(marker) <= 320
    for call in (lambda: iam.list_users(Marker=marker), lambda: iam.list_users(PathPrefix=path, Marker=marker[:-6]),
                 lambda: iam.list_roles(PathPrefix=path, Marker=marker), lambda: iam.list_users(Marker="nonsense")):
        with refused("ValidationError", "Invalid Marker.", 400):
            call()


def test_a_user_that_has_something_is_not_deleted(iam, user):
    key = iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=allow())
    iam.attach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    with refused("DeleteConflict", "Cannot delete entity, must delete access keys first.", 409):
        iam.delete_user(UserName=user)
    iam.delete_access_key(UserName=user, AccessKeyId=key)
    with refused("DeleteConflict", "Cannot delete entity, must detach all policies first."):
        iam.delete_user(UserName=user)
    iam.detach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    with refused("DeleteConflict", "Cannot delete entity, must delete policies first."):
        iam.delete_user(UserName=user)
    iam.delete_user_policy(UserName=user, PolicyName="p")
    iam.delete_user(UserName=user)


def test_inline_policies_of_users(iam, user):
    document = allow(resource="arn:aws:s3:::b/ü *")
    iam.put_user_policy(UserName=user, PolicyName="First", PolicyDocument=document)
    found = iam.get_user_policy(UserName=user, PolicyName="FIRST")
    assert (found["UserName"], found["PolicyName"]) == (user, "FIRST")
    assert iam.list_user_policies(UserName=user)["PolicyNames"] == ["First"]
    with refused("LimitExceeded", f"Maximum policy size of 2048 bytes exceeded for user {user}", 409):
        iam.put_user_policy(UserName=user, PolicyName="big", PolicyDocument=allow(resource=f"arn:aws:s3:::{'x' * 2000}"))
    with refused("MalformedPolicyDocument", "Syntax errors in policy.", 400):
        iam.put_user_policy(UserName=user, PolicyName="bad", PolicyDocument="{}")
    iam.delete_user_policy(UserName=user, PolicyName="first")
    for call in (iam.get_user_policy, iam.delete_user_policy):
        with refused("NoSuchEntity", "The user policy with name First cannot be found.", 404):
            call(UserName=user, PolicyName="First")
    with refused("NoSuchEntity", "The user with name nobody cannot be found."):
        iam.list_user_policies(UserName="nobody")


def test_attached_policies_of_users(iam, user):
    iam.attach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    iam.attach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    assert iam.list_attached_user_policies(UserName=user)["AttachedPolicies"] == [
        {"PolicyName": "IAMReadOnlyAccess", "PolicyArn": READ_ONLY}]
    assert iam.list_attached_user_policies(UserName=user, PathPrefix="/other/")["AttachedPolicies"] == []
    iam.detach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    with refused("NoSuchEntity", f"Policy {READ_ONLY} was not found.", 404):
        iam.detach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    with refused("NoSuchEntity", "Policy arn:aws:iam::aws:policy/None does not exist or is not attachable."):
        iam.attach_user_policy(UserName=user, PolicyArn="arn:aws:iam::aws:policy/None")
    with refused("InvalidInput", "ARN this-is-no-arn-at-all is not valid."):
        iam.attach_user_policy(UserName=user, PolicyArn="this-is-no-arn-at-all")


def test_tags_of_users(iam, user):
    iam.tag_user(UserName=user, Tags=[{"Key": "Team", "Value": "one"}, {"Key": "B", "Value": ""}])
    iam.tag_user(UserName=user, Tags=[{"Key": "team", "Value": "two"}])
    assert iam.list_user_tags(UserName=user)["Tags"] == [{"Key": "B", "Value": ""}, {"Key": "team", "Value": "two"}]
    assert pages(iam.list_user_tags, "Tags", UserName=user) == iam.get_user(UserName=user)["User"]["Tags"]
    iam.untag_user(UserName=user, TagKeys=["TEAM", "absent"])
    assert iam.list_user_tags(UserName=user)["Tags"] == [{"Key": "B", "Value": ""}]
    with refused("InvalidInput"):
        iam.tag_user(UserName=user, Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}])
    with refused("InvalidInput"):
        iam.tag_user(UserName=user, Tags=[{"Key": "aws:x", "Value": "1"}])
    iam.tag_user(UserName=user, Tags=[{"Key": f"k{n}", "Value": "v"} for n in range(49)])
    with refused("LimitExceeded", "Cannot exceed quota for TagsPerUser: 50", 409):
        iam.tag_user(UserName=user, Tags=[{"Key": "one-more", "Value": ""}])


def test_a_user_is_in_no_group(iam, user):
    assert iam.list_groups_for_user(UserName=user)["Groups"] == []
    with refused("NoSuchEntity"):
        iam.list_groups_for_user(UserName="nobody")


def test_access_keys_work_until_they_are_switched_off(sluice, iam, user):
    iam.attach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    made = iam.create_access_key(UserName=user)["AccessKey"]
    assert made["UserName"] == user and made["Status"] == "Active" and len(made["SecretAccessKey"]) == 40
    own = signed_client("iam", sluice, {
        "aws_access_key_id": made["AccessKeyId"], "aws_secret_access_key": made["SecretAccessKey"]})
    assert own.get_user()["User"]["UserName"] == user
    listed = own.list_access_keys()["AccessKeyMetadata"]
    assert [(key["AccessKeyId"], key["Status"]) for key in listed] == [(made["AccessKeyId"], "Active")]
    assert "SecretAccessKey" not in listed[0]
    iam.update_access_key(UserName=user, AccessKeyId=made["AccessKeyId"], Status="Inactive")
    assert iam.list_access_keys(UserName=user)["AccessKeyMetadata"][0]["Status"] == "Inactive"
    iam.delete_access_key(UserName=user, AccessKeyId=made["AccessKeyId"])
    assert iam.list_access_keys(UserName=user)["AccessKeyMetadata"] == []
    assert made["SecretAccessKey"] not in sluice.words


def test_a_user_has_two_keys_at_most(iam, user):
    for _ in range(2):
        iam.create_access_key(UserName=user)
    with refused("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", 409):
        iam.create_access_key(UserName=user)
    assert len(pages(iam.list_access_keys, "AccessKeyMetadata", UserName=user)) == 2


def test_keys_of_others_are_not_found(iam, user):
    other = name("user")
    iam.create_user(UserName=other)
    key = iam.create_access_key(UserName=other)["AccessKey"]["AccessKeyId"]
    for call, more in ((iam.update_access_key, {"Status": "Inactive"}), (iam.delete_access_key, {})):
        with refused("NoSuchEntity", f"The Access Key with id {key} cannot be found.", 404):
            call(UserName=user, AccessKeyId=key, **more)
    with refused("InvalidInput"):
        iam.update_access_key(UserName=other, AccessKeyId=key, Status="Expired")
    with refused("NoSuchEntity"):
        iam.create_access_key(UserName="nobody")


def test_all_violations_are_told_in_one_message(iam):
    with refused("ValidationError", (
            "2 validation errors detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy "
            r"regular expression pattern: [\w+=,.@-]+; Value '//x' at 'path' failed to satisfy constraint: Member must "
            r"satisfy regular expression pattern: (\u002F)|(\u002F[\u0021-\u007E]+\u002F)"), 400):
        iam.create_user(UserName="a b", Path="//x")
