"""Limits of the public operations: by address and by pool, with a hint when to come back."""
import pytest

from stage import pools
from stage.admin import SignedConnection, query
from stage.sluice import Sluice, run
from stage.wire import Connection, headers


@pytest.fixture
def limited(home, issuer):
    """A Sluice with limits of the test's choosing."""
    running = []

    def start(*options):
        sluice = Sluice(home / "sluice", *options, apply=pools.one_open_pool(issuer))
        running.append(sluice)
        return sluice.ready()
    yield start
    for sluice in running:
        sluice.abandon()


def ask(sluice, count, **fields):
    """The statuses and the last refusal of so many requests for a guest."""
    connection = Connection(sluice.url)
    statuses, refusal = [], None
    for _ in range(count):
        status, answer_headers, body = connection.post(
            f'{{"IdentityPoolId":"{pools.OPEN}"}}', {**headers("GetId"), **fields})
        statuses.append(status)
        if status != 200:
            refusal = answer_headers, body
    connection.close()
    return statuses, refusal


@pytest.mark.parametrize("option", ["--rate-limit-address", "--rate-limit-pool"])
def test_beyond_the_burst_requests_wait_their_turn(limited, option):
    sluice = limited(option, "1/5")
    statuses, (answer_headers, body) = ask(sluice, 20)
    assert statuses[:5] == [200] * 5 and 400 in statuses
    assert body == b'{"__type":"TooManyRequestsException","message":"Rate exceeded"}'
    assert int(answer_headers["Retry-After"]) >= 1
    assert answer_headers["x-amzn-ErrorType"] == "TooManyRequestsException:"


def test_addresses_are_told_apart_behind_proxies_of_ours_only(limited):
    sluice = limited("--rate-limit-address", "1/5", "--proxy-hops", "1")
    assert 400 in ask(sluice, 20, **{"X-Forwarded-For": "203.0.113.7"})[0]
    # What a client writes itself stands left of what the proxy adds, and does not make it another.
    assert ask(sluice, 3, **{"X-Forwarded-For": "192.0.2.1, 203.0.113.7"})[0] == [400] * 3
    assert ask(sluice, 3, **{"X-Forwarded-For": "203.0.113.8"})[0] == [200] * 3


def test_an_address_that_a_client_claims_counts_for_nothing(limited):
    sluice = limited("--rate-limit-address", "1/5")
    statuses = [ask(sluice, 1, **{"X-Forwarded-For": f"203.0.113.{number}"})[0][0] for number in range(20)]
    assert 400 in statuses


@pytest.mark.parametrize("service,version,action", [
    ("cognito-identity", None, "ListIdentityPools"), ("iam", "2010-05-08", "ListUsers"),
    ("sts", "2011-06-15", "GetCallerIdentity")])
def test_signatures_that_are_refused_count_and_others_do_not(limited, service, version, action):
    sluice = limited("--rate-limit-address", "1/5")
    key = sluice.admin()

    def call(key):
        if version:
            return query(sluice, key, action, {}, service, version)
        connection = SignedConnection(sluice, key)
        status, answer = connection.send(action, b'{"MaxResults":1}')
        return status, str(answer).encode()
    assert [call(key)[0] for _ in range(12)] == [200] * 12
    refused = [call({**key, "SecretAccessKey": "x" * 40}) for _ in range(12)]
    assert b"Rate exceeded" not in refused[0][1] and b"Rate exceeded" in refused[-1][1]


def test_limits_are_told_at_start_and_mistakes_in_them_too(limited, home):
    sluice = limited("--rate-limit-address", "off", "--rate-limit-pool", "50")
    assert "rate.limit.address=off" in sluice.words or '"rate.limit.address":"off"' in sluice.words
    assert "50/100" in sluice.words
    done = run(home, "serve", "--rate-limit-address", "many", "--data-dir", home / "other")
    assert done.returncode == 1 and "rate.limit.address: 'many' is not off, a number of requests a second" in done.stderr
