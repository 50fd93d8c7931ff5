"""Fixtures: one cluster and one Sluice for the whole run, set up by the lines of docs/upstream-sts.md."""
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

import more as pools
from ceph import Ceph
from more import POOL, apply_more
from stage.issuer import Issuer
from stage.providers import PROGRAMS
from stage.sluice import Sluice

MANUAL = Path(__file__).parents[2] / "docs" / "upstream-sts.md"


def manual(language):
    """The blocks of the manual's chapter on Ceph that are in that language, as one text."""
    chapter = MANUAL.read_text().partition("\n### Ceph\n")[2].partition("\n### ")[0]
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", chapter, re.MULTILINE | re.DOTALL)
    assert blocks, f"the manual has no {language}"
    return "".join(blocks)


@pytest.fixture(scope="session")
def home():
    home = Path(tempfile.mkdtemp(prefix="ceph-"))
    home.chmod(0o711)
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def issuer():
    issuer = Issuer()
    yield issuer
    issuer.stop()


@pytest.fixture(scope="session")
def ceph(home):
    ceph = Ceph(home / "cluster", manual("ini"))
    yield ceph
    ceph.stop()


@pytest.fixture(scope="session")
def declaration(ceph, issuer):
    """The manual's file, with what it calls by example where that is here."""
    return manual("yaml").replace("https://login.example.org", issuer.url).replace(
        "http://rgw.example.internal:7480", ceph.url)


@pytest.fixture(scope="session")
def sluice(home, ceph, declaration):
    directory = home / "sluice"
    directory.mkdir()
    file = directory / "manual.yaml"
    file.write_text(declaration)
    # The development switch is what lets the tests' own issuer do without TLS; the back end says so for itself.
    with Sluice(directory, "--apply", file, "--log-level", "trace", "--log-format", "json") as sluice:
        issuer_url = f"http://localhost:{sluice.port}"
        environment = {
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}", "HOME": str(directory), "CEPH_CONF": str(ceph.conf),
            "ISSUER": issuer_url, "RGW": ceph.url, "AWS_EC2_METADATA_DISABLED": "true",
        }
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", manual("sh")], cwd=directory, env=environment, capture_output=True,
            text=True, timeout=240)
        assert done.returncode == 0, f"the manual's lines failed:\n{done.stdout}{done.stderr}"
        yield sluice


@pytest.fixture(scope="session")
def more(sluice, ceph, issuer):
    """Pools beside the manual's. Their tokens have the audience that the gateway knows already."""
    apply_more(sluice, ceph, issuer)
    return pools


@pytest.fixture(scope="session")
def cognito(sluice):
    return boto3.client(
        "cognito-identity", region_name="us-east-1", endpoint_url=sluice.url,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}))


@pytest.fixture
def sign_in(cognito):
    """Credentials for whoever the logins prove in a pool: sign_in(pool, logins)."""
    def run(pool=POOL, logins=None):
        who = {"Logins": logins} if logins else {}
        identity = cognito.get_id(IdentityPoolId=pool, **who)["IdentityId"]
        return cognito.get_credentials_for_identity(IdentityId=identity, **who)["Credentials"]
    return run


@pytest.fixture
def open_id_token(cognito):
    """Our token as anybody gets it: open_id_token(logins)."""
    def run(logins=None):
        who = {"Logins": logins} if logins else {}
        identity = cognito.get_id(IdentityPoolId=POOL, **who)["IdentityId"]
        return cognito.get_open_id_token(IdentityId=identity, **who)["Token"]
    return run


@pytest.fixture
def store(ceph):
    """An S3 client at the gateway, for credentials as GetCredentialsForIdentity gives them."""
    def client(credentials):
        return ceph.client("s3", {
            "aws_access_key_id": credentials["AccessKeyId"], "aws_secret_access_key": credentials["SecretKey"],
            "aws_session_token": credentials["SessionToken"]})
    return client
