"""People and guests who keep objects in a real Ceph, with credentials that its own STS made."""
import json
import subprocess
import urllib.error
import urllib.parse
import urllib.request
import uuid

import pytest
from botocore.exceptions import ClientError

from conftest import POOL


def refused(call, **members):
    with pytest.raises(ClientError) as refusal:
        call(**members)
    return refusal.value.response["Error"]["Code"]


def test_a_person_keeps_objects_under_the_prefix_of_the_role_and_nowhere_else(issuer, sign_in, store):
    s3 = store(sign_in(logins=issuer.logins("ada")))
    s3.put_object(Bucket="photos", Key="users/cat.txt", Body=b"a cat")
    assert s3.get_object(Bucket="photos", Key="users/cat.txt")["Body"].read() == b"a cat"

    assert refused(s3.put_object, Bucket="photos", Key="public/cat.txt", Body=b"") == "AccessDenied"
    assert refused(s3.get_object, Bucket="photos", Key="elsewhere/cat.txt") == "AccessDenied"
    assert refused(s3.delete_object, Bucket="photos", Key="users/cat.txt") == "AccessDenied"
    assert refused(s3.list_objects_v2, Bucket="photos") == "AccessDenied"
    assert refused(s3.create_bucket, Bucket="another") == "AccessDenied"


def test_s3cmd_takes_the_credentials(home, ceph, issuer, sign_in):
    credentials = sign_in(logins=issuer.logins("grace"))
    file = home / f"{uuid.uuid4()}.txt"
    file.write_text("from s3cmd")

    def s3cmd(*words):
        address = ceph.url.removeprefix("http://")
        return subprocess.run(
            ["s3cmd", "--config=/dev/null", "--no-ssl", f"--host={address}", f"--host-bucket={address}",
             "--region=us-east-1", f"--access_key={credentials['AccessKeyId']}",
             f"--secret_key={credentials['SecretKey']}", f"--access_token={credentials['SessionToken']}", *words],
            capture_output=True, text=True, timeout=60)

    put = s3cmd("put", str(file), "s3://photos/users/s3cmd.txt")
    assert put.returncode == 0, put.stderr
    got = s3cmd("get", "s3://photos/users/s3cmd.txt", "-")
    assert got.returncode == 0 and "from s3cmd" in got.stdout, got.stderr
    outside = s3cmd("put", str(file), "s3://photos/public/s3cmd.txt")
    assert outside.returncode != 0 and "AccessDenied" in outside.stderr


def test_a_guest_keeps_objects_under_the_prefix_of_guests(sign_in, store):
    s3 = store(sign_in())
    s3.put_object(Bucket="photos", Key="public/guest.txt", Body=b"hello")
    assert s3.get_object(Bucket="photos", Key="public/guest.txt")["Body"].read() == b"hello"
    assert refused(s3.put_object, Bucket="photos", Key="users/guest.txt", Body=b"") == "AccessDenied"


def test_what_guests_may_do_at_most_reaches_the_gateway(more, sign_in, store):
    """The role lets guests write; the pool's session policy does not."""
    store(sign_in()).put_object(Bucket="photos", Key="public/read.txt", Body=b"read me")
    s3 = store(sign_in(more.READERS))
    assert s3.get_object(Bucket="photos", Key="public/read.txt")["Body"].read() == b"read me"
    assert refused(s3.put_object, Bucket="photos", Key="public/read.txt", Body=b"") == "AccessDenied"


@pytest.mark.parametrize("who", [None, "ada"])
@pytest.mark.parametrize("role", ["photos-user", "photos-guest"])
def test_nobody_gets_past_sluice_with_the_token_that_everybody_is_given(ceph, issuer, sluice, open_id_token, who, role):
    """The token of GetOpenIdToken is ours as well; the role and its limits are for Sluice to choose."""
    token = open_id_token(issuer.logins(who) if who else None)
    status, answer = assume(ceph, role, token)
    assert status == 403, answer
    assert "<Code>AccessDenied</Code>" in answer and "AccessKeyId" not in answer


def assume(ceph, role, token):
    """The status and the text of the gateway's own AssumeRoleWithWebIdentity, asked as Sluice asks."""
    form = urllib.parse.urlencode({
        "Action": "AssumeRoleWithWebIdentity", "Version": "2011-06-15", "RoleArn": f"arn:aws:iam:::role/{role}",
        "RoleSessionName": "CognitoIdentityCredentials", "DurationSeconds": "3600", "WebIdentityToken": token})
    try:
        with urllib.request.urlopen(ceph.url, form.encode(), timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def test_session_tags_reach_the_gateway(more, issuer, sign_in, store):
    """The role there asks for the tag that the pool makes of the person's subject."""
    s3 = store(sign_in(more.TAGGED, issuer.logins("ada")))
    s3.put_object(Bucket="photos", Key="tagged/ada.txt", Body=b"ada's")
    other = store(sign_in(more.TAGGED, issuer.logins("eve")))
    assert refused(other.put_object, Bucket="photos", Key="tagged/eve.txt", Body=b"") == "AccessDenied"


def test_the_same_session_is_made_once(sluice, issuer, sign_in):
    logins = issuer.logins(f"user-{uuid.uuid4()}")
    first, second = sign_in(logins=logins), sign_in(logins=logins)
    assert first == second
    deliveries = [line["backend.delivery"] for line in lines(sluice) if line.get("backend") == "store"]
    assert deliveries[-2:] == ["fetched", "cached"]


def test_what_the_gateway_refuses_is_a_wrong_configuration(more, sluice, issuer, cognito, sign_in):
    with pytest.raises(cognito.exceptions.InvalidIdentityPoolConfigurationException) as refusal:
        sign_in(more.ASTRAY, issuer.logins("ada"))
    assert refusal.value.response["Error"]["Message"] == (
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.")
    cause = lines(sluice)[-1]["error.cause"]
    assert "role/astray: back end shared refused: AccessDenied (403)" in cause


def test_the_gateway_is_not_asked_for_whom_the_trust_policy_does_not_admit(more, ceph, issuer, cognito, sign_in):
    before = ceph.gateway.words.count("POST / HTTP")
    with pytest.raises(cognito.exceptions.InvalidIdentityPoolConfigurationException):
        sign_in(more.CLOSED, issuer.logins("ada"))
    assert ceph.gateway.words.count("POST / HTTP") == before


def test_a_gateway_that_is_away_is_an_external_service(more, sluice, issuer, cognito, sign_in):
    with pytest.raises(cognito.exceptions.ExternalServiceException):
        sign_in(more.AWAY, issuer.logins("ada"))
    assert "back end away did not answer" in lines(sluice)[-1]["error.cause"]


def test_the_log_keeps_tokens_and_credentials(sluice, issuer, sign_in):
    logins = issuer.logins(f"user-{uuid.uuid4()}")
    credentials = sign_in(logins=logins)
    assert credentials["AccessKeyId"]
    for secret in (credentials["SecretKey"], credentials["SessionToken"], *logins.values()):
        assert secret not in sluice.words
    # Our own token for the gateway was never seen here; all of its kind begin alike.
    assert "eyJ" not in sluice.words


def lines(sluice):
    """The log's lines about requests, as they are written for machines."""
    parsed = [json.loads(line) for line in sluice.words.splitlines() if line.startswith("{")]
    return [line for line in parsed if line.get("message") == "request"]
