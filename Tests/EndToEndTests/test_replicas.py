"""Several Sluice processes on one PostgreSQL."""
import uuid
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.config import Config

from stage import pools
from stage.sluice import Sluice
from stage.wire import Connection, Sent

FIRST_LOGINS = 1000


@pytest.fixture
def replicas(home, database, issuer):
    """Two processes that were started at once on an empty database. What they share is the master key."""
    pair = [
        Sluice(home / name, "--master-key-file", home / "master.key", apply=pools.one_open_pool(issuer),
               database_url=database)
        for name in ("first", "second")]
    try:
        yield [replica.ready() for replica in pair]
    finally:
        for replica in pair:
            replica.abandon()


def test_processes_started_at_once_agree_on_the_migrations(replicas, issuer):
    logins = issuer.logins(f"user-{uuid.uuid4()}")
    answers = {Connection(replica.url).call("GetId", IdentityPoolId=pools.OPEN, Logins=logins)[1]["IdentityId"]
               for replica in replicas}
    assert len(answers) == 1


def test_credentials_of_one_are_recognised_by_the_other(replicas):
    first, second = replicas
    _, answer = Connection(first.url).call("GetId", IdentityPoolId=pools.OPEN)
    _, answer = Connection(first.url).call("GetCredentialsForIdentity", IdentityId=answer["IdentityId"])
    credentials = answer["Credentials"]
    sts = boto3.client(
        "sts", region_name="us-east-1", endpoint_url=second.url, aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretKey"], aws_session_token=credentials["SessionToken"],
        config=Config(retries={"total_max_attempts": 1}))
    assert sts.get_caller_identity()["Arn"] == pools.session("open-guest")


def test_a_thousand_simultaneous_first_logins_are_one_identity(replicas, issuer):
    """Every request is on its way before the first answer is read."""
    logins = issuer.logins(f"user-{uuid.uuid4()}")
    requests = [
        Sent(replicas[number % 2].url, "GetId", IdentityPoolId=pools.OPEN, Logins=logins)
        for number in range(FIRST_LOGINS)]
    for request in requests:
        request.send()
    with ThreadPoolExecutor(16) as readers:
        answers = list(readers.map(Sent.answer, requests))
    assert {status for status, _ in answers} == {200}
    assert len({answer["IdentityId"] for _, answer in answers}) == 1


def test_simultaneous_first_logins_of_many_people_are_one_identity_each(replicas, issuer):
    people = [issuer.logins(f"user-{uuid.uuid4()}") for _ in range(100)]
    requests = [
        (number, Sent(replica.url, "GetId", IdentityPoolId=pools.OPEN, Logins=logins))
        for number, logins in enumerate(people) for replica in replicas]
    for _, request in requests:
        request.send()
    found = {}
    for number, request in requests:
        status, answer = request.answer()
        assert status == 200, answer
        found.setdefault(number, set()).add(answer["IdentityId"])
    assert all(len(identities) == 1 for identities in found.values())
    assert len(set.union(*found.values())) == len(people)


def test_simultaneous_sign_ins_of_one_guest_keep_one_identity(replicas, issuer):
    """A guest upgraded on both replicas at once, with one login: kept by both or by neither, never two."""
    logins = issuer.logins(f"user-{uuid.uuid4()}")
    _, guest = Connection(replicas[0].url).call("GetId", IdentityPoolId=pools.OPEN)
    requests = [
        Sent(replicas[number % 2].url, "GetCredentialsForIdentity", IdentityId=guest["IdentityId"], Logins=logins)
        for number in range(40)]
    for request in requests:
        request.send()
    answers = [request.answer() for request in requests]
    assert {status for status, _ in answers} == {200}
    assert {answer["IdentityId"] for _, answer in answers} == {guest["IdentityId"]}
