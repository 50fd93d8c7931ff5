"""Power cuts: kill -9 of PostgreSQL and of Sluice under load. What was answered is kept, and service returns."""
import http.client
import os
import signal
import threading
import uuid

import pytest

from stage import pools
from stage.processes import wait_until
from stage.sluice import Sluice
from stage.wire import Connection

CLIENTS = 8
ENOUGH = 200  # acknowledged identities before and after the crash


class Load:
    """Clients that sign ever new people in (and let guests come), and keep what they were told."""

    def __init__(self, sluice, issuer):
        self.sluice, self.issuer = sluice, issuer
        self.people, self.guests, self.failures = {}, [], []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._work) for _ in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def _work(self):
        connection = Connection(self.sluice.url)
        while not self.over.is_set():
            person = f"user-{uuid.uuid4()}"
            try:
                status, answer = connection.call(
                    "GetId", IdentityPoolId=pools.OPEN, Logins=self.issuer.logins(person))
                if status == 200:
                    self.people[person] = answer["IdentityId"]
                else:
                    self.failures.append((status, answer))
                status, answer = connection.call("GetId", IdentityPoolId=pools.OPEN)
                if status == 200:
                    self.guests.append(answer["IdentityId"])
            except (OSError, http.client.HTTPException):
                connection.close()
                self.over.wait(0.02)

    def await_progress(self):
        """Waits until as many people again were acknowledged as make a load."""
        goal = len(self.people) + ENOUGH
        wait_until(lambda: len(self.people) >= goal, f"{ENOUGH} more identities")

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive()


def assert_everyone_is_there_once(sluice, load):
    connection = Connection(sluice.url)
    for person, identity in load.people.items():
        _, answer = connection.call("GetId", IdentityPoolId=pools.OPEN, Logins=load.issuer.logins(person))
        assert answer.get("IdentityId") == identity, answer
    for guest in load.guests:
        status, answer = connection.call("GetCredentialsForIdentity", IdentityId=guest)
        assert (status, answer.get("IdentityId")) == (200, guest), answer
    identities = [*load.people.values(), *load.guests]
    assert len(set(identities)) == len(identities)


@pytest.fixture
def own_sluice(home, issuer):
    with Sluice(home / "sluice", apply=pools.one_open_pool(issuer)) as sluice:
        yield sluice


def test_postgresql_killed_under_load_comes_back_with_every_identity(own_sluice, issuer):
    load = Load(own_sluice, issuer)
    try:
        load.await_progress()
        killed = own_sluice.postgres_process()
        os.kill(killed, signal.SIGKILL)
        load.await_progress()
    finally:
        load.stop()
    assert own_sluice.postgres_process() not in (None, killed)
    assert own_sluice.server.process.poll() is None
    # In between, clients were told in the protocol's own words.
    assert {answer["__type"] for _, answer in load.failures} <= {"InternalErrorException"}
    assert_everyone_is_there_once(own_sluice, load)


def test_sluice_killed_under_load_starts_again_with_every_identity(home, issuer):
    declaration = pools.one_open_pool(issuer)
    with Sluice(home / "sluice", apply=declaration) as first:
        load = Load(first, issuer)
        try:
            load.await_progress()
            first.server.kill()
            with Sluice(home / "sluice", apply=declaration, port=first.port) as second:
                load.await_progress()
                load.stop()
                assert_everyone_is_there_once(second, load)
        finally:
            load.stop()


def test_one_backend_killed_is_hardly_noticed(own_sluice, issuer):
    """PostgreSQL answers the loss of a backend by dropping every connection; clients see a refusal at most."""
    load = Load(own_sluice, issuer)
    try:
        load.await_progress()
        children = f"/proc/{own_sluice.postgres_process()}/task/{own_sluice.postgres_process()}/children"
        with open(children) as listed:
            os.kill(int(listed.read().split()[-1]), signal.SIGKILL)
        load.await_progress()
    finally:
        load.stop()
    assert_everyone_is_there_once(own_sluice, load)
