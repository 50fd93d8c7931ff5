"""Sessions that are ended before their time, on every replica."""
import json
import uuid
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from conftest import signed_client, unsigned_client
from stage import pools
from stage.iam import allow, name, refused, trust
from stage.processes import wait_until
from stage.sluice import Sluice, run


class Replicas:
    """Two servers on one database, and the commands of somebody on the machine."""

    def __init__(self, home, database, issuer):
        self.home, self.database, self.issuer = home, database, issuer
        self.key = home / "master.key"
        self.pair = [
            Sluice(home / name, "--master-key-file", self.key, apply=pools.one_open_pool(issuer), database_url=database)
            for name in ("first", "second")]
        self.first, self.second = (server.ready() for server in self.pair)
        self.administrator = None

    def command(self, *words, check=True):
        done = run(self.home, *words, "--database-url", self.database, "--master-key-file", self.key)
        assert not check or done.returncode == 0, done.stderr
        return done

    def revoke(self, *scope):
        return self.command("sessions", "revoke", *scope, "--reason", "a test").stdout

    @property
    def iam(self):
        if not self.administrator:
            lines = self.command("admin", "create", "ada").stdout.splitlines()
            values = [line.split("=", 1)[1] for line in lines]
            self.administrator = {"aws_access_key_id": values[0], "aws_secret_access_key": values[1]}
        return signed_client("iam", self.first, self.administrator)

    def sign_in(self, logins=None, identity=None):
        """The identity and its credentials, from the first replica."""
        cognito = unsigned_client("cognito-identity", self.first)
        logins = {"Logins": logins} if logins else {}
        identity = identity or cognito.get_id(IdentityPoolId=pools.OPEN, **logins)["IdentityId"]
        issued = cognito.get_credentials_for_identity(IdentityId=identity, **logins)
        return issued["IdentityId"], issued["Credentials"]

    def client(self, credentials, service="sts", server=None):
        return signed_client(service, server or self.second, {
            "aws_access_key_id": credentials["AccessKeyId"],
            "aws_secret_access_key": credentials.get("SecretKey") or credentials["SecretAccessKey"],
            "aws_session_token": credentials["SessionToken"]})

    def code(self, credentials, server):
        """What a server says to the session: None when it knows it."""
        try:
            self.client(credentials, server=server).get_caller_identity()
        except ClientError as refusal:
            return refusal.response["Error"]["Code"]

    def is_good(self, credentials):
        return all(self.code(credentials, server) is None for server in self.pair)

    def ends(self, credentials):
        for server in self.pair:
            wait_until(lambda: self.code(credentials, server) == "InvalidClientTokenId", "the session to end", 20)

    def close(self):
        for server in self.pair:
            server.abandon()


@pytest.fixture(scope="module")
def replicas(tmp_path_factory, shared_home, postgres, issuer):
    home = shared_home / f"revocation-{uuid.uuid4().hex[:8]}"
    home.mkdir()
    home.chmod(0o711)
    replicas = Replicas(home, postgres.create(f"e2e_{uuid.uuid4().hex}"), issuer)
    yield replicas
    replicas.close()


@pytest.fixture
def subject():
    return f"user-{uuid.uuid4()}"


@pytest.fixture
def person(replicas, subject):
    """An identity, its credentials and its logins."""
    logins = replicas.issuer.logins(subject)
    return *replicas.sign_in(logins), logins


def scopes(replicas, identity, credentials, subject):
    return {
        "identity": ["--identity", identity],
        "login": ["--pool", pools.OPEN, "--provider", replicas.issuer.name, "--subject", subject],
        "session": ["--session", credentials["AccessKeyId"]],
        "role": ["--role", "open-user"],
        "role by ARN": ["--role", pools.role("open-user")],
        "pool": ["--pool", pools.OPEN],
        "account": ["--account"],
    }


@pytest.mark.parametrize("kind", ["identity", "login", "session", "role", "role by ARN", "pool", "account"])
def test_a_session_ends_on_every_replica(replicas, person, subject, kind):
    identity, credentials, logins = person
    assert replicas.is_good(credentials)
    scope = scopes(replicas, identity, credentials, subject)[kind]
    said = replicas.revoke(*scope)
    assert said.startswith(f"revoked  {kind.split()[0]}  ")
    replicas.ends(credentials)
    with refused("UnrecognizedClientException"):
        replicas.client(credentials, "cognito-identity").list_identity_pools(MaxResults=1)
    # It is the session that has ended, and not the person.
    wait_until(lambda: replicas.is_good(replicas.sign_in(logins)[1]), "a session that is good", 20)
    # And what was taken back counts again.
    assert said.split()[2] in replicas.command("sessions", "list").stdout
    replicas.command("sessions", "lift", *scope)
    wait_until(lambda: replicas.is_good(credentials), "the session to be good again", 20)


@pytest.mark.parametrize("kind", ["identity", "login", "session"])
def test_nobody_elses_session_ends(replicas, person, subject, kind):
    identity, credentials, _ = person
    _, other = replicas.sign_in(replicas.issuer.logins(f"user-{uuid.uuid4()}"))
    replicas.revoke(*scopes(replicas, identity, credentials, subject)[kind])
    replicas.ends(credentials)
    assert replicas.is_good(other)


def test_the_reason_stands_in_the_log_alone(replicas, person):
    identity, credentials, _ = person
    replicas.revoke("--identity", identity)
    replicas.ends(credentials)
    with refused("InvalidClientTokenId", "The security token included in the request is invalid.", 403):
        replicas.client(credentials).get_caller_identity()
    assert "revoked(by: IdentityModel.RevocationScope.Kind.identity)" in replicas.second.words


def test_a_role_that_a_session_assumed_ends_with_it(replicas, person):
    identity, credentials, _ = person
    next_role = name("next")
    arn = replicas.iam.create_role(RoleName=next_role, AssumeRolePolicyDocument=trust(
        {"AWS": pools.role("open-user")}))["Role"]["Arn"]

    def chained():
        return replicas.client(credentials).assume_role(RoleArn=arn, RoleSessionName="work")["Credentials"]
    second = wait_until(lambda: _or_none(chained), "the role to be assumed", 20)
    third = wait_until(lambda: _or_none(lambda: replicas.client(second).assume_role(
        RoleArn=_open_role(replicas), RoleSessionName="more")["Credentials"]), "the role to be assumed", 20)
    assert replicas.is_good(second) and replicas.is_good(third)
    replicas.revoke("--identity", identity)
    replicas.ends(second)
    replicas.ends(third)


def _open_role(replicas):
    """A role that every session of the account may assume whose own role is named."""
    made = name("open")
    replicas.iam.create_role(RoleName=made, AssumeRolePolicyDocument=trust({"AWS": "*"}))
    return pools.role(made)


def _or_none(call):
    try:
        return call()
    except ClientError:
        return None


def test_sessions_of_a_user_end_and_its_key_does_not(replicas):
    user = name("user")
    replicas.iam.create_user(UserName=user)
    replicas.iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=allow("sts:AssumeRole", "*"))
    key = replicas.iam.create_access_key(UserName=user)["AccessKey"]
    role = replicas.iam.create_role(RoleName=name("role"), AssumeRolePolicyDocument=trust())["Role"]["Arn"]
    long_term = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
    sts = signed_client("sts", replicas.first, long_term)
    own = sts.get_session_token()["Credentials"]
    assumed = sts.assume_role(RoleArn=role, RoleSessionName="work")["Credentials"]
    assert replicas.is_good(own) and replicas.is_good(assumed)
    replicas.revoke("--user", user)
    replicas.ends(own)
    replicas.ends(assumed)
    sts.get_caller_identity()


def test_sessions_end_with_their_identity(replicas, person):
    identity, credentials, _ = person
    assert replicas.is_good(credentials)
    replicas.iam
    signed_client("cognito-identity", replicas.first, replicas.administrator).delete_identities(
        IdentityIdsToDelete=[identity])
    replicas.ends(credentials)


@pytest.mark.parametrize("kind", ["identity", "role"])
def test_a_token_of_ours_does_not_outlive_the_revocation(replicas, person, subject, kind):
    identity, credentials, logins = person
    cognito = unsigned_client("cognito-identity", replicas.first)
    token = cognito.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    # Each replica has an issuer of its own here, since each has an address of its own.
    sts = unsigned_client("sts", replicas.first)

    def take(token):
        return sts.assume_role_with_web_identity(
            RoleArn=pools.role("open-user"), RoleSessionName="work", WebIdentityToken=token)
    take(token)
    replicas.revoke(*scopes(replicas, identity, credentials, subject)[kind])

    def is_refused():
        try:
            take(token)
        except sts.exceptions.IDPRejectedClaimException:
            return True
    wait_until(is_refused, "the token to be refused", 20)
    # One that was issued afterwards is good.
    wait_until(lambda: _or_none(lambda: take(
        cognito.get_open_id_token(IdentityId=identity, Logins=logins)["Token"])), "a token that is good", 20)


def test_older_sessions_can_be_revoked_as_the_console_of_aws_does_it(replicas, person):
    """The inline policy AWSRevokeOlderSessions, with a session's own time as the border."""
    identity, old, logins = person
    role = name("role")
    replicas.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust({"AWS": pools.role("open-user")}))
    replicas.iam.put_role_policy(
        RoleName=role, PolicyName="may", PolicyDocument=allow("cognito-identity:ListIdentityPools", "*"))

    def begin():
        return replicas.client(old).assume_role(RoleArn=pools.role(role), RoleSessionName="work")["Credentials"]

    def may(credentials):
        try:
            replicas.client(credentials, "cognito-identity", replicas.first).list_identity_pools(MaxResults=1)
            return True
        except ClientError as refusal:
            assert refusal.response["Error"]["Code"] == "AccessDeniedException"
            return False
    before = wait_until(lambda: _or_none(begin), "the role to be assumed", 20)
    assert may(before)
    issued = before["Expiration"].timestamp() - 3600
    border = datetime.fromtimestamp(issued + 1, UTC)
    replicas.iam.put_role_policy(RoleName=role, PolicyName="AWSRevokeOlderSessions", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Deny", "Action": ["*"], "Resource": ["*"],
            "Condition": {"DateLessThan": {"aws:TokenIssueTime": border.strftime("%Y-%m-%dT%H:%M:%S.000Z")}}}]}))
    wait_until(lambda: not may(before), "the older session to be denied", 20)
    wait_until(lambda: may(begin()), "a younger session that may", 20)
    # It is a policy: who the caller is can be asked all the same, as on AWS.
    assert replicas.is_good(before)


@pytest.mark.parametrize("words, said", [
    ([], "Name exactly one scope"),
    (["--account", "--pool", pools.OPEN], "Name exactly one scope"),
    (["--identity", "x"], "'x' is not the id of an identity."),
    (["--session", "AKIAQAAAAAAAABCDEFGHI"], "'AKIAQAAAAAAAABCDEFGHI' is not the access key id of a session."),
    (["--role", "nobody"], "There is no role 'nobody'."),
    (["--user", "nobody"], "There is no user 'nobody'."),
    (["--subject", "x"], "A login is named by both --provider and --subject."),
    (["--account", "--before", "yesterday"], "'yesterday' is not a time like 2026-01-31T12:00:00Z."),
    (["--account", "--before", "2999-01-01T00:00:00Z"], "the time is in the future"),
    (["--account", "--reason", "x" * 257], "A reason has at most 256 characters."),
])
def test_the_command_says_what_is_wrong(replicas, words, said):
    done = replicas.command("sessions", "revoke", *words, check=False)
    assert done.returncode == 1 and said in done.stderr
    assert "account" not in replicas.command("sessions", "list").stdout


def test_only_what_began_before_a_time_can_be_ended(replicas, person):
    identity, credentials, _ = person
    said = replicas.revoke("--identity", identity, "--before", "2001-01-01T00:00:00Z")
    assert "before 2001-01-01T00:00:00Z" in said
    # It is kept for sessions that came from those of then.
    assert identity in replicas.command("sessions", "list").stdout
    assert replicas.is_good(credentials)
    replicas.command("sessions", "lift", "--identity", identity)


def test_keys_are_rotated_under_live_sessions_and_dropped_with_theirs(replicas, person):
    _, old, logins = person
    first = replicas.command("keys", "list").stdout.split()[0]
    new = replicas.command("keys", "rotate").stdout.split()[0]
    listed = replicas.command("keys", "list").stdout.splitlines()
    assert [line.split()[:2] for line in listed] == [[first, "seals"], [new, "waits"]]
    assert replicas.is_good(old)
    assert replicas.command("keys", "drop", "0" * 16, check=False).returncode == 1
    # The new one seals only in a minute, so that one is made that seals at once.
    replicas.command("keys", "drop", first)
    assert [line.split()[1] for line in replicas.command("keys", "list").stdout.splitlines()] == ["waits", "seals"]
    for server in replicas.pair:
        wait_until(lambda: replicas.code(old, server) == "InvalidClientTokenId", "the key to be forgotten", 90)
    assert replicas.is_good(replicas.sign_in(logins)[1])
