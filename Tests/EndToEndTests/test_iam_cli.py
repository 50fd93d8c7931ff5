"""The IAM API with the AWS CLI: from an administrator's first user to a role that guests wear, and back."""
import json
import subprocess

import pytest

from stage import pools
from stage.iam import allow, cognito_trust, name


@pytest.fixture
def cli(aws, admin_keys):
    keys = {"AccessKeyId": admin_keys["aws_access_key_id"], "SecretKey": admin_keys["aws_secret_access_key"]}
    return lambda *words, credentials=keys: aws("iam", *words, credentials=credentials)


def test_a_user_gets_a_key_and_loses_it(cli):
    user = name("cli")
    assert cli("create-user", "--user-name", user)["User"]["UserName"] == user
    key = cli("create-access-key", "--user-name", user)["AccessKey"]
    own = {"AccessKeyId": key["AccessKeyId"], "SecretKey": key["SecretAccessKey"]}
    with pytest.raises(subprocess.CalledProcessError) as denied:
        cli("list-users", credentials=own)
    assert "(AccessDenied)" in denied.value.stderr and user in denied.value.stderr
    cli("attach-user-policy", "--user-name", user, "--policy-arn", "arn:aws:iam::aws:policy/IAMReadOnlyAccess")
    listed = cli("list-attached-user-policies", "--user-name", user)["AttachedPolicies"]
    assert [each["PolicyName"] for each in listed] == ["IAMReadOnlyAccess"]
    cli("update-access-key", "--user-name", user, "--access-key-id", key["AccessKeyId"], "--status", "Inactive")
    cli("delete-access-key", "--user-name", user, "--access-key-id", key["AccessKeyId"])
    cli("detach-user-policy", "--user-name", user, "--policy-arn", "arn:aws:iam::aws:policy/IAMReadOnlyAccess")
    cli("delete-user", "--user-name", user)
    assert user not in json.dumps(cli("list-users"))


def test_a_role_for_a_pool_is_made_and_taken_apart(cli):
    role, policy = name("cli"), name("cli")
    made = cli("create-role", "--role-name", role, "--assume-role-policy-document", cognito_trust(),
               "--description", "guests of the open pool", "--tags", "Key=team,Value=blue")["Role"]
    assert made["AssumeRolePolicyDocument"] == json.loads(cognito_trust())
    cli("put-role-policy", "--role-name", role, "--policy-name", "read", "--policy-document", allow())
    assert cli("get-role-policy", "--role-name", role, "--policy-name", "read")["PolicyDocument"] == json.loads(allow())
    arn = cli("create-policy", "--policy-name", policy, "--policy-document", allow("s3:List*"))["Policy"]["Arn"]
    cli("attach-role-policy", "--role-name", role, "--policy-arn", arn)
    cli("update-assume-role-policy", "--role-name", role, "--policy-document",
        cognito_trust(method="authenticated"))
    cli("tag-role", "--role-name", role, "--tags", "Key=team,Value=red")
    assert cli("list-role-tags", "--role-name", role)["Tags"] == [{"Key": "team", "Value": "red"}]
    assert cli("list-entities-for-policy", "--policy-arn", arn)["PolicyRoles"][0]["RoleName"] == role
    with pytest.raises(subprocess.CalledProcessError) as conflict:
        cli("delete-role", "--role-name", role)
    assert "(DeleteConflict)" in conflict.value.stderr
    cli("detach-role-policy", "--role-name", role, "--policy-arn", arn)
    cli("delete-role-policy", "--role-name", role, "--policy-name", "read")
    cli("delete-policy", "--policy-arn", arn)
    cli("delete-role", "--role-name", role)


def test_lists_longer_than_a_page_come_whole(cli):
    path = f"/{name('page')}/"
    for _ in range(3):
        cli("create-role", "--role-name", name("cli"), "--path", path, "--assume-role-policy-document", cognito_trust())
    assert len(cli("list-roles", "--path-prefix", path, "--page-size", "1")["Roles"]) == 3


def test_a_provider_is_registered(cli):
    made = cli("create-open-id-connect-provider", "--url", f"https://{name('cli')}.example", "--client-id-list", "app",
               "--thumbprint-list", "0" * 40)
    arn = made["OpenIDConnectProviderArn"]
    assert arn.startswith(f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/cli-")
    cli("add-client-id-to-open-id-connect-provider", "--open-id-connect-provider-arn", arn, "--client-id", "web")
    found = cli("get-open-id-connect-provider", "--open-id-connect-provider-arn", arn)
    assert found["ClientIDList"] == ["app", "web"]
    cli("delete-open-id-connect-provider", "--open-id-connect-provider-arn", arn)
