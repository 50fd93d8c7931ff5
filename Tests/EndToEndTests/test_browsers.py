"""What a browser on another origin needs."""
import json

import pytest

from stage import pools
from stage.wire import Connection, headers

ORIGIN = {"Origin": "https://app.example"}
OPERATIONS = ["GetId", "GetCredentialsForIdentity", "GetOpenIdToken", "UnlinkIdentity"]


def test_the_preflight_admits_what_browser_sdks_send(sluice):
    sent = "amz-sdk-invocation-id,amz-sdk-request,cache-control,content-type,x-amz-target,x-amz-user-agent"
    status, fields, body = Connection(sluice.url).request("OPTIONS", "/", None, {
        **ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": sent})
    assert (status, body) == (200, b"")
    assert fields["access-control-allow-origin"] == "*"
    assert "POST" in fields["access-control-allow-methods"]
    admitted = {name.strip().lower() for name in fields["access-control-allow-headers"].split(",")}
    assert set(sent.split(",")) <= admitted
    assert int(fields["access-control-max-age"]) > 0
    assert "access-control-allow-credentials" not in fields


def test_an_answer_may_be_read(sluice):
    body = json.dumps({"IdentityPoolId": pools.OPEN})
    status, fields, _ = Connection(sluice.url).post(body, {**headers("GetId"), **ORIGIN})
    assert status == 200
    assert fields["access-control-allow-origin"] == "*"
    exposed = {name.strip().lower() for name in fields["access-control-expose-headers"].split(",")}
    assert {"x-amzn-requestid", "x-amzn-errortype", "x-amzn-errormessage", "date"} <= exposed


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_refusal_may_be_read(sluice, operation):
    status, fields, _ = Connection(sluice.url).post("{}", {**headers(operation), **ORIGIN})
    assert status == 400
    assert fields["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration"])
def test_the_openid_documents_may_be_read(sluice, path):
    status, fields, _ = Connection(sluice.url).request("GET", path, None, ORIGIN)
    assert status == 200
    assert fields["access-control-allow-origin"] == "*"
