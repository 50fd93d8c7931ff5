"""Fixtures. What is expensive lives for the whole run: one Sluice with every pool, and the providers to sign in with."""
import json
import os
import resource
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from stage import pools
from stage.admin import SignedConnection, clients
from stage.admin_api import AdminAPI
from stage.issuer import Issuer
from stage.postgres import Postgres
from stage.providers import PROGRAMS, OpenIDProvider, UserPool
from stage.sluice import Sluice

# Some tests hold a thousand connections; the servers inherit the limit.
_, _most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (_most, _most))

LOG_LINES_SHOWN = 60


def _make_home():
    """A directory with a short name (a Unix socket's path has 107 bytes) that PostgreSQL's user can enter."""
    home = Path(tempfile.mkdtemp(prefix="e2e-"))
    home.chmod(0o711)
    return home


@pytest.fixture(scope="session")
def shared_home():
    home = _make_home()
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def home(request):
    """The test's own directory. What its servers said is shown when it fails."""
    home = _make_home()
    yield home
    if getattr(request.node, "has_failed", False):
        for log in sorted(home.rglob("*.log")):
            last = log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:]
            print(f"---- {log.relative_to(home)}", *last, sep="\n")
    shutil.rmtree(home, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.when == "call":
        item.has_failed = report.failed
    return report


def pytest_sessionfinish(session, exitstatus):
    """A skipped test is a failure: nothing here is optional."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = 1


@pytest.fixture(scope="session")
def issuer():
    issuer = Issuer()
    yield issuer
    issuer.stop()


@pytest.fixture(scope="session")
def provider(shared_home):
    provider = OpenIDProvider(shared_home / "provider")
    yield provider
    provider.stop()


@pytest.fixture(scope="session")
def user_pool(shared_home):
    user_pool = UserPool(shared_home / "moto")
    yield user_pool
    user_pool.stop()


@pytest.fixture(scope="session")
def postgres(shared_home):
    postgres = Postgres(shared_home / "postgres")
    yield postgres
    postgres.stop()


@pytest.fixture
def database(postgres):
    """The address of an empty database."""
    return postgres.create(f"e2e_{uuid.uuid4().hex}")


@pytest.fixture(scope="session")
def sluice(shared_home, issuer, provider, user_pool):
    descriptors = shared_home / "descriptors"
    descriptors.mkdir()
    (descriptors / "user-pool.yaml").write_text(user_pool.descriptor)
    home = shared_home / "sluice"
    declaration = pools.every_pool(issuer, provider, user_pool)
    with Sluice(home, "--providers-dir", descriptors, apply=declaration) as sluice:
        yield sluice


@pytest.fixture(scope="session")
def cognito(sluice):
    return unsigned_client("cognito-identity", sluice)


def unsigned_client(service, sluice):
    return boto3.client(
        service, region_name="us-east-1", endpoint_url=sluice.url,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}))


def signed_client(service, sluice, keys):
    """A client that signs with keys as boto3 names them, and leaves it to the server to say what is wrong."""
    return boto3.client(
        service, region_name="us-east-1", endpoint_url=sluice.url, **keys,
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False))


@pytest.fixture(scope="session")
def admin_key(sluice):
    """The key of an administrator, as AWS writes it."""
    return sluice.admin()


@pytest.fixture(scope="session")
def admin_keys(admin_key):
    """The same, as boto3 takes it."""
    return {"aws_access_key_id": admin_key["AccessKeyId"], "aws_secret_access_key": admin_key["SecretAccessKey"]}


@pytest.fixture(scope="session")
def iam(sluice, admin_keys):
    return signed_client("iam", sluice, admin_keys)


@pytest.fixture(scope="session")
def admin(sluice, admin_key):
    """Makes clients that sign as an administrator: admin("cognito-identity")."""
    return clients(sluice, admin_key)


@pytest.fixture(scope="session")
def pools_admin(admin):
    return admin("cognito-identity")


@pytest.fixture(scope="session")
def admin_api(sluice, admin_key):
    """The admin API, signed as an administrator."""
    return AdminAPI(sluice, admin_key)


@pytest.fixture
def raw_admin(sluice, admin_key):
    """Calls an operation with members that no SDK would send: raw_admin("ListIdentityPools", {…})."""
    connection = SignedConnection(sluice, admin_key)
    yield lambda operation, members: connection.send(operation, json.dumps(members).encode())
    connection.close()


@pytest.fixture(scope="session")
def sts(sluice):
    """An STS client for credentials as AWS writes them: sts(AccessKeyId=…, SecretKey=…, SessionToken=…)."""
    def client(AccessKeyId, SecretKey, SessionToken, **_):
        return boto3.client(
            "sts", region_name="us-east-1", endpoint_url=sluice.url, aws_access_key_id=AccessKeyId,
            aws_secret_access_key=SecretKey, aws_session_token=SessionToken,
            config=Config(retries={"total_max_attempts": 1}))
    return client


@pytest.fixture(scope="session")
def aws(sluice):
    """Runs the AWS CLI and returns what it printed, parsed; a refusal raises CalledProcessError."""
    def run(*words, credentials=None):
        environment = {
            "PATH": os.environ["PATH"], "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_MAX_ATTEMPTS": "1",
        }
        if credentials:
            environment |= {
                "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": credentials["SecretKey"],
            }
            if token := credentials.get("SessionToken"):
                environment["AWS_SESSION_TOKEN"] = token
        signing = [] if credentials else ["--no-sign-request"]
        done = subprocess.run(
            [PROGRAMS / "aws", *words, *signing, "--endpoint-url", sluice.url, "--output", "json"],
            env=environment, check=True, capture_output=True, text=True)
        return json.loads(done.stdout) if done.stdout.strip() else None
    return run
