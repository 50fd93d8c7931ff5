"""Decision traces and audit: what clients did, read afterwards by the request id that they were told."""
import json
import shutil
import tempfile
import threading
import time
import uuid
from pathlib import Path

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from conftest import signed_client
from stage import pools
from stage.audit import Archive, verify
from stage.processes import wait_until
from stage.sluice import Sluice
from stage.wire import Connection


def with_unsafe_role(declaration):
    """Beside the open pool, one whose roles do not trust it."""
    other = "us-east-1:00000000-0000-4000-8000-00000000000a"
    declaration["pools"].append({
        "name": "mistrusted", "id": other, "allow_guests": True,
        "roles": {"unauthenticated": "open-guest", "authenticated": "open-user"}})
    return declaration, other


@pytest.fixture(scope="module")
def house(postgres, issuer):
    """A Sluice on a database that the test can look into."""
    home = Path(tempfile.mkdtemp(prefix="e2e-"))
    home.chmod(0o711)
    database = postgres.create(f"e2e_{uuid.uuid4().hex}")
    declaration, other = with_unsafe_role(pools.one_open_pool(issuer))
    with Sluice(home / "sluice", apply=declaration, database_url=database) as sluice:
        sluice.mistrusted = other
        sluice.archive = Archive(postgres, database)
        sluice.key = sluice.admin("auditor")
        yield sluice
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def client(house):
    return boto3.client(
        "cognito-identity", region_name="us-east-1", endpoint_url=house.url,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}, user_agent_extra="marked-agent"))


def request_id(answer):
    return answer["ResponseMetadata"]["RequestId"]


def refused(call, **members):
    """The request id of a refusal, as boto3 has it."""
    with pytest.raises(ClientError) as error:
        call(**members)
    return error.value.response["ResponseMetadata"]["RequestId"]


def signed(house, service, key=None):
    key = key or house.key
    return signed_client(service, house, {
        "aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]})


class TestADecision:
    def test_of_a_guest_names_pool_identity_role_and_statements(self, house, client):
        guest = client.get_id(IdentityPoolId=pools.OPEN)
        outcome, reason, trace = house.archive.decision(request_id(guest))
        assert (outcome, reason) == ("granted", "identity-new-guest")
        assert trace["identity"] == {"id": guest["IdentityId"], "way": "new-guest"}
        assert trace["clientAddress"] == "127.0.0.1" and "marked-agent" in trace["userAgent"]

        answer = client.get_credentials_for_identity(IdentityId=guest["IdentityId"])
        outcome, reason, trace = house.archive.decision(request_id(answer))
        assert (outcome, reason) == ("granted", "default-for-guests")
        assert trace["pool"] == pools.OPEN
        assert trace["roleChoice"]["role"] == pools.role("open-guest") == trace["assumption"]["role"]
        assert trace["assumption"]["backEnd"] == "embedded"
        judgement = trace["assumption"]["judgements"][0]
        assert (judgement["action"], judgement["decision"]) == ("sts:AssumeRoleWithWebIdentity", "allowed")
        assert [statement["applies"] for statement in judgement["statements"]] == [True]
        assert trace["assumption"]["session"]["guestScopeDown"] > 0
        assert trace["result"]["accessKeyId"] == answer["Credentials"]["AccessKeyId"]

    def test_of_a_login_tells_checks_values_and_claims(self, house, client, issuer):
        person = f"user-{uuid.uuid4()}"
        logins = issuer.logins(person, email="ada@example.com")
        identity = client.get_id(IdentityPoolId=pools.OPEN, Logins=logins)
        outcome, reason, trace = house.archive.decision(request_id(identity))
        assert (outcome, reason) == ("granted", "identity-new")
        login = trace["logins"][0]
        assert (login["outcome"], login["subject"], login["audience"]) == ("proven", person, "test-app")
        assert (login["algorithm"], login["keyId"]) == ("RS256", "1")
        assert login["issuer"] == issuer.url and login["passedChecks"][-1] == "signature"
        assert login["claims"]["email"] == "ada@example.com"
        again = client.get_id(IdentityPoolId=pools.OPEN, Logins=logins)
        assert house.archive.decision(request_id(again))[1] == "identity-known"

    def test_of_a_guest_who_signs_in_tells_what_was_linked(self, house, client, issuer):
        guest = client.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
        person = f"user-{uuid.uuid4()}"
        answer = client.get_credentials_for_identity(IdentityId=guest, Logins=issuer.logins(person))
        _, reason, trace = house.archive.decision(request_id(answer))
        assert reason == "default-for-authenticated"
        assert trace["identity"]["way"] == "linked"
        assert trace["identity"]["linked"] == [{"provider": issuer.name, "subject": person}]

    @pytest.mark.parametrize("changes, reason, check", [
        ({"lifetime": -10}, "login-expired", "times"),
        ({"aud": "another-app"}, "login-audience-mismatch", "audience"),
        ({"iss": "https://elsewhere.example"}, "login-issuer-mismatch", "issuer"),
        ({"header": {"kid": "unknown"}}, "login-key-unknown", "key"),
        ({"header": {"alg": "HS256"}}, "login-algorithm-rejected", "algorithm"),
        ({"exp": None}, "login-claim-missing", "claims"),
    ])
    def test_of_a_refused_login_names_the_check_that_failed(self, house, client, issuer, changes, reason, check):
        id = refused(client.get_id, IdentityPoolId=pools.OPEN, Logins=issuer.logins("ada", **changes))
        outcome, found, trace = house.archive.decision(id)
        assert (outcome, found) == ("refused", reason)
        login = trace["logins"][0]
        assert (login["outcome"], login["failedCheck"]) == ("refused", check)
        assert check not in login["passedChecks"] and "form" in login["passedChecks"]
        assert login["claimed"]["algorithm"] in ("RS256", "HS256")

    def test_of_a_role_that_mistrusts_the_pool_tells_which_condition_was_not_met(self, house, client):
        guest = client.get_id(IdentityPoolId=house.mistrusted)["IdentityId"]
        id = refused(client.get_credentials_for_identity, IdentityId=guest)
        outcome, reason, trace = house.archive.decision(id)
        assert (outcome, reason) == ("refused", "assume-role-not-allowed-by-trust-policy")
        mismatch = trace["assumption"]["judgements"][0]["statements"][0]["mismatches"][0]
        assert mismatch["key"] == "cognito-identity.amazonaws.com:aud"
        assert (mismatch["expected"], mismatch["actual"]) == ([pools.OPEN], [house.mistrusted])

    def test_tells_causes_apart_that_the_client_hears_in_one_breath(self, house, client, issuer):
        logins = issuer.logins(f"user-{uuid.uuid4()}")
        someone = client.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"]
        missing = f"us-east-1:{uuid.uuid4()}"
        other = issuer.logins(f"user-{uuid.uuid4()}")
        custom = pools.role("open-guest")
        causes = {
            "identity-needs-login": refused(client.get_credentials_for_identity, IdentityId=someone),
            "identity-not-found": refused(client.get_credentials_for_identity, IdentityId=missing),
            "logins-do-not-match": refused(
                client.get_credentials_for_identity, IdentityId=someone, Logins=other),
            "requested-role-without-mapping": refused(
                client.get_credentials_for_identity, IdentityId=someone, Logins=logins, CustomRoleArn=custom),
            "pool-not-found": refused(client.get_id, IdentityPoolId=missing),
        }
        assert {reason: house.archive.decision(id)[1] for reason, id in causes.items()} == {
            reason: reason for reason in causes}

    def test_of_the_classic_flow_tells_of_token_and_role(self, house, client):
        guest = client.get_id(IdentityPoolId=pools.OPEN)["IdentityId"]
        token = client.get_open_id_token(IdentityId=guest)
        assert house.archive.decision(request_id(token))[2]["result"] == {"tokenSeconds": 600}
        sts = boto3.client("sts", region_name="us-east-1", endpoint_url=house.url,
                           config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}))
        answer = sts.assume_role_with_web_identity(
            RoleArn=pools.role("open-guest"), RoleSessionName="app", WebIdentityToken=token["Token"])
        outcome, _, trace = house.archive.decision(request_id(answer))
        assert outcome == "granted" and trace["identity"]["id"] == guest
        id = refused(sts.assume_role_with_web_identity, RoleArn=pools.role("absent"), RoleSessionName="app",
                     WebIdentityToken=token["Token"])
        assert house.archive.decision(id)[:2] == ("refused", "role-not-found")

    def test_of_a_signed_assumption_names_the_layer_that_did_not_allow_it(self, house):
        id = refused(signed(house, "sts").assume_role, RoleArn=pools.role("open-user"), RoleSessionName="me")
        outcome, reason, trace = house.archive.decision(id)
        assert (outcome, reason) == ("refused", "assume-role-not-allowed-by-trust-policy")
        assert trace["caller"].endswith(":user/auditor")


class TestTheAudit:
    def test_tells_from_an_access_key_id_alone_who_got_what(self, house, client, issuer):
        person = f"user-{uuid.uuid4()}"
        logins = issuer.logins(person)
        identity = client.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"]
        answer = client.get_credentials_for_identity(IdentityId=identity, Logins=logins)
        key = answer["Credentials"]["AccessKeyId"]
        house.archive.decision(request_id(answer))
        record, = house.archive.records(f"access_key_id = '{key}'")
        assert record["event"] == "credentials-issued" and record["request_id"] == request_id(answer)
        assert f"us-east-1:{record['identity_id']}" == identity
        assert record["details"]["logins"] == [
            {"provider": issuer.name, "subject": person, "audience": "test-app"}]
        assert record["details"]["role"] == pools.role("open-user")

    def test_has_every_change_before_and_after_it(self, house):
        pool = signed(house, "cognito-identity").create_identity_pool(
            IdentityPoolName="audited", AllowUnauthenticatedIdentities=True,
            SupportedLoginProviders={"api.twitter.com": "consumer-key;marked-twitter-secret"})
        begun, made = house.archive.records(f"request_id = '{request_id(pool)}'")
        assert (begun["event"], made["event"]) == ("change-begun", "change-made")
        assert begun["actor"].endswith(":user/auditor")
        assert begun["details"]["action"] == "cognito-identity:CreateIdentityPool"
        assert begun["details"]["request"]["SupportedLoginProviders"] == {"api.twitter.com": "consumer-key"}
        id = refused(signed(house, "iam").delete_user, UserName="nobody")
        assert [(r["event"], r["reason"]) for r in house.archive.records(f"request_id = '{id}'")] == [
            ("change-begun", None), ("change-refused", "NoSuchEntity")]
        commands = house.archive.records("event = 'change-begun' and actor like 'local:%'")
        assert {record["details"]["action"] for record in commands} >= {"sluice:Apply", "sluice:CreateAdministrator"}

    def test_has_changes_that_were_not_permitted(self, house):
        iam = signed(house, "iam")
        iam.create_user(UserName="powerless")
        key = iam.create_access_key(UserName="powerless")["AccessKey"]
        id = refused(signed(house, "iam", key).create_user, UserName="another")
        wait_until(lambda: house.archive.records(f"request_id = '{id}'"), "the record")
        record, = house.archive.records(f"request_id = '{id}'")
        assert (record["event"], record["reason"]) == ("change-refused", "AccessDenied")
        assert record["actor"].endswith(":user/powerless")

    def test_and_the_decisions_hold_no_token_and_no_secret(self, house, client, issuer):
        secrets = []
        logins = issuer.logins(f"user-{uuid.uuid4()}")
        bad = [issuer.token("x", aud="other"), issuer.token("x", lifetime=-5), "opaque-marked-token"]
        identity = client.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"]
        answer = client.get_credentials_for_identity(IdentityId=identity, Logins=logins)
        secrets += [answer["Credentials"]["SecretKey"], answer["Credentials"]["SessionToken"]]
        own = client.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
        for token in bad:
            refused(client.get_id, IdentityPoolId=pools.OPEN, Logins={issuer.name: token})
        sts = boto3.client("sts", region_name="us-east-1", endpoint_url=house.url,
                           config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}))
        refused(sts.assume_role_with_web_identity, RoleArn=pools.role("absent"), RoleSessionName="app",
                WebIdentityToken=own)
        session = signed(house, "sts").get_session_token()
        secrets += [session["Credentials"]["SecretAccessKey"], session["Credentials"]["SessionToken"]]
        secrets += [house.key["SecretAccessKey"], "marked-twitter-secret", "opaque-marked-token"]
        iam = signed(house, "iam")
        iam.create_user(UserName="keyed")
        secrets.append(iam.create_access_key(UserName="keyed")["AccessKey"]["SecretAccessKey"])
        developers = signed(house, "cognito-identity")
        pool = developers.create_identity_pool(
            IdentityPoolName="developers", AllowUnauthenticatedIdentities=True, DeveloperProviderName="login.example")
        vouched = developers.get_open_id_token_for_developer_identity(
            IdentityPoolId=pool["IdentityPoolId"], Logins={"login.example": "somebody"})
        for token in [*logins.values(), *bad[:2], own, vouched["Token"]]:
            secrets += token.split(".")[1:]
        house.archive.decision(request_id(vouched))
        everything = house.archive.everything()
        assert answer["Credentials"]["AccessKeyId"] in everything
        for secret in secrets:
            assert secret not in everything


def guests(sluice, count):
    """Sends that many new guests; returns how many requests were granted."""
    connection = Connection(sluice.url)
    return sum(connection.call("GetId", IdentityPoolId=pools.OPEN)[0] == 200 for _ in range(count))


class TestVerifying:
    def test_is_content_with_two_replicas_that_write_at_once_and_finds_a_changed_row(self, home, postgres, database, issuer):
        pair = [Sluice(home / name, "--master-key-file", home / "master.key", apply=pools.one_open_pool(issuer),
                       database_url=database) for name in ("first", "second")]
        archive = Archive(postgres, database)
        try:
            for replica in pair:
                replica.ready()
            threads = [threading.Thread(target=guests, args=(replica, 150)) for replica in pair * 2]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            count = "select count(*) from decisions"
            wait_until(lambda: int(archive.query(count)[0]) >= 600, "600 decisions")
            refusal = Connection(pair[0].url).call("GetId", IdentityPoolId=f"us-east-1:{uuid.uuid4()}")
            assert refusal[0] == 400
            options = ["--master-key-file", home / "master.key"]
            wait_until(lambda: archive.records("event = 'denied'"), "the denial")
            done = verify(pair[0], *options)
            assert done.returncode == 0, done.stdout + done.stderr
            assert "Every record is as it was written." in done.stdout
            archive.query("update audit_records set reason = 'nothing' where event = 'denied'")
            changed = archive.records("event = 'denied'")[0]
            done = verify(pair[0], *options)
            assert done.returncode == 2
            assert f"BROKEN: record {changed['sequence']} of writer {changed['writer']}" in done.stdout
            assert "was changed" in done.stdout
        finally:
            for replica in pair:
                replica.abandon()

    def test_finds_every_acknowledged_change_after_a_kill_under_load(self, home, postgres, database, issuer):
        archive = Archive(postgres, database)
        acknowledged = []
        with Sluice(home / "sluice", apply=pools.one_open_pool(issuer), database_url=database) as sluice:
            key = sluice.admin("builder")
            over = threading.Event()

            def work(number):
                iam = signed(sluice, "iam", key)
                made = 0
                while not over.is_set():
                    name = f"user-{number}-{made}"
                    try:
                        answer = iam.create_user(UserName=name)
                    except Exception:
                        return
                    acknowledged.append((name, request_id(answer)))
                    made += 1

            threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
            for thread in threads:
                thread.start()
            wait_until(lambda: len(acknowledged) >= 100, "100 changes")
            sluice.server.kill()
            over.set()
            for thread in threads:
                thread.join(60)
            made = {record["request_id"] for record in archive.records("event = 'change-made'")}
            begun = {record["request_id"] for record in archive.records("event = 'change-begun'")}
            assert {id for _, id in acknowledged} <= made & begun
            # And nothing was made that the audit does not know of.
            users = set(archive.query("select name from users where name like 'user-%'"))
            asked = {record["details"]["request"]["UserName"] for record in archive.records(
                "event = 'change-begun' and details->>'action' = 'iam:CreateUser'")}
            assert users <= asked
            done = verify(sluice)
            assert done.returncode == 0, done.stdout + done.stderr


def test_redaction_keeps_nothing_of_people(home, postgres, database, issuer):
    archive = Archive(postgres, database)
    options = ["--redact-claims", "drop", "--redact-subjects", "hash", "--redact-client-addresses", "drop"]
    with Sluice(home / "sluice", *options, apply=pools.one_open_pool(issuer), database_url=database) as sluice:
        person = f"marked-{uuid.uuid4()}"
        logins = issuer.logins(person, email="marked@example.com")
        connection = Connection(sluice.url)
        _, identity = connection.call("GetId", IdentityPoolId=pools.OPEN, Logins=logins)
        _, answer = connection.call("GetCredentialsForIdentity", IdentityId=identity["IdentityId"], Logins=logins)
        key = answer["Credentials"]["AccessKeyId"]
        wait_until(lambda: archive.records(f"access_key_id = '{key}'"), "the record")
        everything = archive.everything()
        assert identity["IdentityId"].split(":")[1] in everything
        assert person not in everything and "marked@example.com" not in everything and "127.0.0.1\"" not in everything
        login = json.loads(archive.query(
            f"select trace from decisions where access_key_id = '{key}'")[0])["logins"][0]
        assert login["subject"].startswith("hash:") and login["claims"]["email"] is None


def test_a_full_queue_refuses_and_says_so(home, postgres, database, issuer):
    """While the audit cannot be written, exchanges go on as long as there is room, and not a single one longer."""
    archive = Archive(postgres, database)
    with Sluice(home / "sluice", "--audit-queue-length", "256", apply=pools.one_open_pool(issuer),
                database_url=database) as sluice:
        archive.query("alter table audit_records rename to audit_away")
        archive.query("alter table decisions rename to decisions_away")
        try:
            granted = wait_until_refused(sluice)
            assert granted >= 256
            assert "audit.when.full says to refuse" in sluice.words
        finally:
            archive.query("alter table audit_away rename to audit_records")
            archive.query("alter table decisions_away rename to decisions")
        wait_until(lambda: guests(sluice, 1) == 1, "exchanges to go on")
        wait_until(lambda: int(archive.query("select count(*) from decisions")[0]) > granted, "every decision")
        assert verify(sluice).returncode == 0


def wait_until_refused(sluice):
    connection, granted = Connection(sluice.url), 0
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        status, answer = connection.call("GetId", IdentityPoolId=pools.OPEN)
        if status != 200:
            assert answer["__type"] == "InternalErrorException"
            return granted
        granted += 1
    raise AssertionError("never refused")
