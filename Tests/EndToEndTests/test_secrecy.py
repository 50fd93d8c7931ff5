"""The log of a whole exchange, at its most talkative, holds none of the secrets that passed by."""
import subprocess
import uuid

import boto3
import pytest
from botocore.config import Config

from conftest import signed_client
from stage import pools
from stage.admin import clients
from stage.postgres import program
from stage.sluice import Sluice
from stage.wire import Connection


@pytest.mark.parametrize("form", ["human", "json"])
def test_the_log_keeps_secrets(home, issuer, form):
    declaration = pools.one_open_pool(issuer)
    with Sluice(home / "sluice", "--log-level", "trace", "--log-format", form, apply=declaration) as sluice:
        connection = Connection(sluice.url)
        token = issuer.token(f"user-{uuid.uuid4()}")
        logins = {issuer.name: token}
        _, answer = connection.call("GetId", IdentityPoolId=pools.OPEN, Logins=logins)
        identity = answer["IdentityId"]
        _, answer = connection.call("GetCredentialsForIdentity", IdentityId=identity, Logins=logins)
        credentials = answer["Credentials"]
        _, answer = connection.call("GetOpenIdToken", IdentityId=identity, Logins=logins)
        own_token = answer["Token"]
        sts = boto3.client(
            "sts", region_name="us-east-1", endpoint_url=sluice.url, aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretKey"], aws_session_token=credentials["SessionToken"],
            config=Config(retries={"total_max_attempts": 1}))
        sts.get_caller_identity()
        connection.request("GET", sts.generate_presigned_url("get_caller_identity", HttpMethod="GET"))
        refused = issuer.token("somebody", aud="another-app")
        assert connection.call("GetId", IdentityPoolId=pools.OPEN, Logins={issuer.name: refused})[0] == 400
        sts.assume_role_with_web_identity(
            RoleArn=pools.role("open-user"), RoleSessionName="app", WebIdentityToken=own_token)
        key = sluice.admin()
        user = signed_client("sts", sluice, {
            "aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]})
        session = user.get_session_token()["Credentials"]
        assert sluice.stop() == 0

        log = sluice.words
        assert identity in log, "nothing was logged at all"
        for secret in (credentials["SecretKey"], credentials["SessionToken"], key["SecretAccessKey"],
                       session["SecretAccessKey"], session["SessionToken"]):
            assert secret not in log
        for jwt in (token, own_token, refused):
            _, claims, signature = jwt.split(".")
            assert claims not in log
            assert signature not in log


def test_the_first_administrators_key_is_shown_once_and_rests_sealed(home, postgres, database):
    with Sluice(home / "sluice", database_url=database) as sluice:
        shown = dict(line.removeprefix("export ").split("=", 1)
                     for line in sluice.words.splitlines() if line.startswith("export "))
        key = {"AccessKeyId": shown["AWS_ACCESS_KEY_ID"], "SecretAccessKey": shown["AWS_SECRET_ACCESS_KEY"]}
        assert clients(sluice, key)("sts").get_caller_identity()["Arn"] == f"arn:aws:iam::{pools.ACCOUNT}:user/admin"
        assert sluice.stop() == 0
        assert sluice.words.count(key["SecretAccessKey"]) == 1
    with Sluice(home / "sluice", database_url=database) as again:
        assert key["SecretAccessKey"] not in again.words and "export " not in again.words
    everything = subprocess.run(
        [program("pg_dump"), "--no-owner", database], check=True, capture_output=True, text=True).stdout
    assert key["AccessKeyId"] in everything
    secret = key["SecretAccessKey"].encode()
    assert secret.decode() not in everything and secret.hex() not in everything
