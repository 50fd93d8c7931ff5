"""The log of a whole exchange, at its most talkative, holds none of the secrets that passed by."""
import uuid

import boto3
import pytest
from botocore.config import Config

from stage import pools
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
        assert sluice.stop() == 0

        log = sluice.words
        assert identity in log, "nothing was logged at all"
        for secret in (credentials["SecretKey"], credentials["SessionToken"]):
            assert secret not in log
        for jwt in (token, own_token, refused):
            _, claims, signature = jwt.split(".")
            assert claims not in log
            assert signature not in log
