"""Mistakes of the operator: told all at once, before anything listens, with the place and the reason."""
import pytest

from stage import sluice as executable


def serve(home, *options):
    done = executable.run(home, "serve", "--listen-port", 0, *options)
    assert done.returncode != 0
    return done.stderr


def test_all_mistakes_are_reported_together(home):
    told = serve(home, "--log-format", "xml", "--account-id", "abc", "--log-level", "loud", "--issuer", "nonsense")
    for key, value in (("log.format", "xml"), ("account.id", "abc"), ("log.level", "loud"), ("issuer", "nonsense")):
        assert f"{key}: '{value}' is not " in told


@pytest.mark.parametrize("setting", ["SLUICE_USER_POOL_ACCESS_KEY_ID", "SLUICE_USER_POOL_SECRET_ACCESS_KEY"])
def test_half_of_the_credentials_for_user_pools_is_a_mistake(home, setting):
    done = executable.run(home, "serve", "--listen-port", 0, environment={setting: "half-of-them"})
    assert done.returncode != 0
    assert "user.pool.access.key.id: needs user.pool.secret.access.key beside it" in done.stderr
    assert "half-of-them" not in done.stderr


def test_a_configuration_file_is_read_and_its_mistakes_named(home):
    file = home / "sluice.yaml"
    file.write_text("log:\n  format: xml\nlisten:\n  port: many\n")
    told = executable.run(home, "serve", "--config", file)
    assert told.returncode != 0
    assert "format" in told.stderr and "port" in told.stderr


def test_a_misspelt_setting_is_told_with_its_place_beside_other_mistakes(home):
    file = home / "sluice.yaml"
    file.write_text("log:\n  level: loud\nlisten:\n  prot: 8080\nregoin: eu-west-1\n")
    told = executable.run(home, "serve", "--config", file)
    assert told.returncode != 0
    assert "sluice.yaml:4: listen.prot: is not a setting" in told.stderr
    assert "sluice.yaml:5: regoin: is not a setting" in told.stderr
    assert "log.level: 'loud' is not" in told.stderr


@pytest.mark.parametrize("text, line", [
    ("id: broken\nkind: [unclosed\n", 3),
    ("id: broken\nkind: no-such-kind\n", 2),
])
def test_a_bad_descriptor_stops_the_start(home, text, line):
    descriptors = home / "providers"
    descriptors.mkdir()
    (descriptors / "broken.yaml").write_text(text)
    told = serve(home, "--providers-dir", descriptors)
    assert f"broken.yaml:{line}" in told


def test_a_bad_declaration_stops_the_start(home):
    file = home / "pools.yaml"
    file.write_text("pools:\n  - name: sample\n    allow_guest: true\n")
    told = serve(home, "--apply", file)
    assert "pools.yaml" in told
    assert "allow_guest" in told


def test_the_version_is_told(home):
    done = executable.run(home, "version")
    assert done.returncode == 0
    assert done.stdout.strip()
