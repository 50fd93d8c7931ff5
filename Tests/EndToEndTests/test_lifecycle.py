"""Starting, stopping, and starting again."""
import signal
import socket
import uuid

import pytest

from stage import pools, sluice as executable
from stage.processes import wait_until
from stage.sluice import Sluice
from stage.wire import Connection, Sent


def refused(url):
    """Whether the address takes no new connection."""
    host, port = url.removeprefix("http://").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) != 0


def test_health_is_told_apart(sluice):
    for path in ("/health/live", "/health/ready"):
        status, _, _ = Connection(sluice.url).request("GET", path)
        assert status == 200, path


def test_what_was_stored_is_there_after_a_restart(home, issuer):
    logins = issuer.logins(f"user-{uuid.uuid4()}")
    declaration = pools.one_open_pool(issuer)
    found = set()
    for _ in range(2):
        with Sluice(home / "sluice", apply=declaration) as sluice:
            _, answer = Connection(sluice.url).call("GetId", IdentityPoolId=pools.OPEN, Logins=logins)
            found.add(answer["IdentityId"])
            assert sluice.stop() == 0
            assert sluice.postgres_process() is None
    assert len(found) == 1


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_flight_is_answered_before_the_end(home, issuer, signal_number):
    with Sluice(home / "sluice", apply=pools.one_open_pool(issuer)) as sluice:
        in_flight = Sent(sluice.url, "GetId", IdentityPoolId=pools.OPEN, Logins=issuer.logins())
        in_flight.send(len(in_flight.unsent) - 10)
        # A round trip on another connection: the head above has been read by then.
        assert Connection(sluice.url).call("GetId", IdentityPoolId=pools.OPEN)[0] == 200
        sluice.server.signal(signal_number)
        wait_until(lambda: refused(sluice.url), "the listener to close")
        status, answer = in_flight.send().answer()
        assert status == 200, answer
        assert sluice.server.await_end() == 0
        assert sluice.postgres_process() is None


def test_a_data_directory_has_one_owner(home, issuer):
    with Sluice(home / "sluice", apply=pools.one_open_pool(issuer)) as sluice:
        second = executable.run(home, "serve", "--listen-port", 0, "--data-dir", sluice.data)
        assert second.returncode != 0
        assert str(sluice.data) in second.stderr
        # The first is not disturbed.
        assert Connection(sluice.url).call("GetId", IdentityPoolId=pools.OPEN)[0] == 200


def test_a_busy_port_is_named(home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = executable.run(home, "serve", "--listen-port", port)
    assert done.returncode != 0
    assert str(port) in done.stderr


def test_migrations_can_be_a_step_of_their_own(home, database):
    first = executable.run(home, "migrate", "--database-url", database)
    assert first.returncode == 0, first.stderr
    second = executable.run(home, "migrate", "--database-url", database)
    assert second.returncode == 0, second.stderr


def test_a_database_without_migrations_is_refused_when_they_are_switched_off(home, database):
    done = executable.run(
        home, "serve", "--listen-port", 0, "--database-url", database, "--migrate", "false")
    assert done.returncode != 0
    assert "migrat" in done.stderr


def test_a_database_newer_than_the_executable_is_refused(home, database, postgres):
    assert executable.run(home, "migrate", "--database-url", database).returncode == 0
    postgres.query(FROM_THE_FUTURE, database)
    for command in (["migrate"], ["serve", "--listen-port", 0]):
        done = executable.run(home, *command, "--database-url", database)
        assert done.returncode != 0
        assert "newer" in done.stderr


# What a later release would have left.
FROM_THE_FUTURE = """
    insert into schema_migrations (number, name, checksum, version) values (9999, 'from the future', 'x', '99.0')
"""
