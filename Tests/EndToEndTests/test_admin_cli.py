"""The life of a pool with the AWS CLI alone: role, pool, guests, and everything taken down again."""
import json
import subprocess

import pytest

from stage import pools


@pytest.fixture
def cli(aws, admin_key):
    """Runs the AWS CLI as an administrator."""
    credentials = {"AccessKeyId": admin_key["AccessKeyId"], "SecretKey": admin_key["SecretAccessKey"]}
    return lambda *words: aws(*words, credentials=credentials)


def test_a_pool_lives_and_dies(cli, aws, tmp_path):
    pool = cli("cognito-identity", "create-identity-pool", "--identity-pool-name", "from the cli",
               "--allow-unauthenticated-identities", "--identity-pool-tags", "made=by-hand")["IdentityPoolId"]
    trust = tmp_path / "trust.json"
    trust.write_text(json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": pool},
                      "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "unauthenticated"}}}]}))
    role = cli("iam", "create-role", "--role-name", "cli-guest", "--assume-role-policy-document", f"file://{trust}")
    cli("cognito-identity", "set-identity-pool-roles", "--identity-pool-id", pool,
        "--roles", f"unauthenticated={role['Role']['Arn']}")
    assert cli("cognito-identity", "get-identity-pool-roles", "--identity-pool-id", pool)["Roles"] == {
        "unauthenticated": role["Role"]["Arn"]}

    guest = aws("cognito-identity", "get-id", "--identity-pool-id", pool)["IdentityId"]
    issued = aws("cognito-identity", "get-credentials-for-identity", "--identity-id", guest)
    assert aws("sts", "get-caller-identity", credentials=issued["Credentials"])["Arn"] == pools.session("cli-guest")
    assert [seen["IdentityId"] for seen in cli(
        "cognito-identity", "list-identities", "--identity-pool-id", pool, "--max-results", "10")["Identities"]] == [
        guest]
    assert pool in [seen["IdentityPoolId"] for seen in cli(
        "cognito-identity", "list-identity-pools", "--max-results", "60")["IdentityPools"]]

    cli("cognito-identity", "delete-identity-pool", "--identity-pool-id", pool)
    cli("iam", "delete-role", "--role-name", "cli-guest")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        cli("cognito-identity", "describe-identity-pool", "--identity-pool-id", pool)
    assert f"(ResourceNotFoundException) when calling the DescribeIdentityPool operation: IdentityPool '{pool}' not " \
        "found." in refused.value.stderr
