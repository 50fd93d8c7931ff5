"""The commands that speak the admin API: what they show, how they end, and what they do when things go wrong."""
import http.server
import json
import os
import socket
import subprocess
import threading
import uuid

import pytest
import requests

from stage import sluice as executable
from stage.cli import CLI
from stage.iam import allow, name

SETTINGS = {"name": "by command", "allowsGuests": True}


@pytest.fixture(scope="session")
def token(sluice, admin_key):
    """A bearer token of the administrator, made on the machine itself."""
    done = executable.run(sluice.data.parent, "admin", "token", "tester", "--data-dir", sluice.data)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("export SLUICE_TOKEN=slt_")
    return done.stdout.strip().removeprefix("export SLUICE_TOKEN=")


@pytest.fixture
def cli(home, sluice, token):
    return CLI(home, sluice.url, {"SLUICE_TOKEN": token})


@pytest.fixture
def pool(cli, admin_api):
    made = cli.json("pools", "create", "--set", "name=by command", "--set", "allowsGuests=true")
    yield made
    admin_api.delete(f"/pools/{made['id']}", if_match="*")


def test_a_pool_is_made_shown_changed_and_deleted(cli, admin_api):
    made = cli.json("pools", "create", "--set", "name=first", "--set", "allowsGuests=true", "--set",
                    'tags={"team":"blue"}')
    place = f"/pools/{made['id']}"
    assert admin_api.get(place).body == made
    shown = cli("pools", "show", made["id"])
    assert f"id                      {made['id']}\n" in shown
    assert "allowsGuests            yes\n" in shown
    assert 'etag                    "1"\n' in shown

    changed = cli.json("pools", "update", made["id"], "--set", "allowsGuests=false")
    # Only that member, on the state that was read just before.
    assert changed == made | {"allowsGuests": False, "version": 2}
    assert cli("pools", "delete", made["id"]) == "deleted\n"
    assert admin_api.get(place).status == 404


def test_a_list_is_a_table_for_people_and_json_for_scripts(cli, pool):
    lines = cli("pools", "list", "--all").splitlines()
    assert lines[0].split() == ["ID", "NAME"]
    assert f"{pool['id']}  by command" in lines
    assert {"id": pool["id"], "name": "by command"} in cli.json("pools", "list", "--all")["items"]
    rows = [json.loads(line) for line in cli("pools", "list", "--all", "--output", "jsonl").splitlines()]
    assert {"id": pool["id"], "name": "by command"} in rows


def test_a_list_goes_on_where_it_was_cut(cli, pool, admin_api):
    others = [cli.json("pools", "create", "--set", f"name=many-{number}", "--set", "allowsGuests=false")["id"]
              for number in range(3)]
    everything = [row["id"] for row in cli.json("pools", "list", "--all")["items"]]
    first = cli.json("pools", "list", "--limit", "2")
    assert [row["id"] for row in first["items"]] == everything[:2]
    rest = cli.json("pools", "list", "--all", "--cursor", first["nextCursor"])
    assert [row["id"] for row in rest["items"]] == everything[2:] and "nextCursor" not in rest
    cut = cli.run("pools", "list", "--limit", "1")
    assert "There is more: --all, or go on with --cursor" in cut.stderr and len(cut.stdout.splitlines()) == 2
    for other in others:
        cli("pools", "delete", other)


def test_settings_come_from_files_and_standard_input(cli, home, admin_api):
    file = home / "pool.yaml"
    file.write_text("name: from yaml\nallowsGuests: true\nsocialProviders:\n- {provider: graph.facebook.com, appId: '73'}\n")
    made = cli.json("pools", "create", "--file", file)
    assert made["socialProviders"] == [{"provider": "graph.facebook.com", "appId": "73"}]
    changed = cli.json("pools", "update", made["id"], "--file", "-", "--set", "allowsGuests=false",
                       stdin='{"name": "from json", "allowsGuests": true}')
    assert (changed["name"], changed["allowsGuests"], changed["socialProviders"]) == ("from json", False, [])
    cli("pools", "delete", made["id"])


def test_a_bad_file_is_told_with_its_place_and_nothing_is_sent(cli, home):
    file = home / "bad.json"
    file.write_text('{\n  "name": "x",\n  "name": "y"\n}')
    assert "bad.json: line 3, column 4: the same member stands here again" in cli.refused(
        "pools", "create", "--file", file, code=64)
    file = home / "bad.yaml"
    file.write_text("name: [1\n")
    assert "bad.yaml:" in cli.refused("pools", "create", "--file", file, code=64)
    assert "cannot be read" in cli.refused("pools", "create", "--file", home / "none.yaml", code=64)
    assert "--set" in cli.refused("pools", "create", "--set", "name", code=64)
    assert "Say what to change" in cli.refused("pools", "update", "us-east-1:x", code=64)


def test_a_refusal_is_told_with_every_mistake(cli):
    said = cli.refused("pools", "create", "--set", "name=", "--set", "allowsGuests=maybe", "--set", "other=1")
    assert said.startswith("sluice: refused, 400 invalid-request: ")
    for line in ("#/name: must have 1 to 128 characters", "#/allowsGuests: must be true or false",
                 "#/other: is not known here", "request "):
        assert f"\n  {line}" in said


def test_whoever_may_not_is_told_what_is_missing(home, sluice, pool, iam):
    user = name("cli")
    iam.create_user(UserName=user)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    somebody = CLI(home, sluice.url, {
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]})
    said = somebody.refused("pools", "show", pool["id"])
    assert "403 access-denied" in said and "sluice:GetPool" in said
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=allow("sluice:GetPool", "*"))
    assert somebody.json("pools", "show", pool["id"])["id"] == pool["id"]
    iam.delete_user_policy(UserName=user, PolicyName="p")
    iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=user)


def test_credentials_come_from_the_environment_or_a_profile_and_never_from_flags(home, sluice, admin_key, token):
    file = home / "credentials"
    file.write_text(f"[ops]\naws_access_key_id = {admin_key['AccessKeyId']}\n"
                    f"aws_secret_access_key = {admin_key['SecretAccessKey']}\n")
    bare = CLI(home, sluice.url, {"AWS_SHARED_CREDENTIALS_FILE": str(file)})
    said = bare.refused("pools", "list", code=64)
    assert "There are no credentials: set SLUICE_TOKEN" in said and "[default]" in said
    bare("pools", "list", "--profile", "ops")
    assert bare.run("pools", "list", environment={"AWS_PROFILE": "ops"}).returncode == 0
    # A profile that was asked for goes before the environment; a token before a key.
    wrong = {"SLUICE_TOKEN": "slt_" + "A" * 43}
    assert bare.run("pools", "list", "--profile", "ops", environment=wrong).returncode == 0
    said = bare.refused("pools", "list", environment=wrong | {"AWS_ACCESS_KEY_ID": admin_key["AccessKeyId"],
                                                             "AWS_SECRET_ACCESS_KEY": admin_key["SecretAccessKey"]})
    assert "401 unrecognized-client" in said and wrong["SLUICE_TOKEN"] not in said
    for words in (["--token", token], ["--secret", "x"]):
        assert "Unknown option" in bare.refused("pools", "list", *words, code=64)


def test_a_token_is_made_listed_and_ended(cli, sluice):
    made = cli.json("tokens", "create", "tester", "for ci", "--lifetime", "60")
    assert made["name"] == "for ci"
    other = CLI(cli.home, sluice.url, {"SLUICE_TOKEN": made["token"]})
    other("pools", "list")
    listed = cli("tokens", "list", "tester")
    assert made["id"] in listed and made["token"] not in listed
    assert cli("tokens", "delete", made["id"]) == "deleted\n"
    other.refused("pools", "list")


def test_a_broker_that_is_not_there(cli, home):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        said = cli.refused("pools", "list", "--endpoint", endpoint, code=3)
    assert "cannot be reached: nobody listens there" in said
    assert "its name has no address" in cli.refused("pools", "list", "--endpoint", "https://nobody.invalid", code=3)
    assert "is not the URL of a broker" in cli.refused("pools", "list", "--endpoint", "localhost:8080", code=64)
    # A token goes over the net in the clear to this machine only.
    assert "another machine and not encrypted" in cli.refused(
        "pools", "list", "--endpoint", "http://sluice.example.com", code=64)
    assert "is not the URL" not in cli.refused(
        "pools", "list", "--endpoint", "http://nobody.invalid", "--allow-http", code=3)


class Between:
    """A proxy in front of a broker: `before` may do something, or answer in the broker's place."""

    def __init__(self, sluice, before):
        between = self
        self.seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                between.seen.append((self.command, self.path, dict(self.headers), body))
                status, headers, answer = before(self.command, len(between.seen)) or (None, None, None)
                if status is None:
                    real = requests.request(
                        self.command, sluice.url + self.path, data=body, headers=dict(self.headers), timeout=30)
                    status, answer = real.status_code, real.content
                    headers = {name: real.headers[name] for name in ("Content-Type", "ETag") if name in real.headers}
                self.send_response(status)
                for header, value in headers.items():
                    self.send_header(header, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_PUT = do_POST = do_DELETE = pass_on

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def test_who_was_slower_is_told_and_may_force_it(cli, pool, sluice, admin_api):
    place = f"/pools/{pool['id']}"

    def meanwhile(method, _):
        if method == "PUT":
            assert admin_api.put(place, SETTINGS | {"name": "meanwhile"}, if_match="*").status == 200

    with Between(sluice, meanwhile) as between:
        said = cli.refused("pools", "update", pool["id"], "--set", "allowsGuests=false", "--endpoint", between.url)
        assert "refused, 412 changed" in said and "--force" in said
        assert admin_api.get(place).body["name"] == "meanwhile"
        assert admin_api.get(place).body["allowsGuests"] is True
        changed = cli.json(
            "pools", "update", pool["id"], "--set", "name=forced", "--force", "--endpoint", between.url)
        assert changed["name"] == "forced"
    # The state that was seen long ago is no longer there.
    assert "412 changed" in cli.refused("pools", "delete", pool["id"], "--if-match", "1")
    assert "exclude each other" in cli.refused("pools", "delete", pool["id"], "--if-match", "1", "--force", code=64)


def test_what_may_be_sent_again_is_and_done_once(cli, sluice, admin_api):
    def lose_the_first_answer(method, count):
        if count == 1:
            return 503, {"Content-Type": "text/plain"}, b"busy"

    with Between(sluice, lose_the_first_answer) as between:
        made = cli.json("pools", "create", "--set", "name=once", "--set", "allowsGuests=false", "--endpoint", between.url)
        keys = [headers["idempotency-key"] for method, _, headers, _ in between.seen]
    assert len(keys) == 2 and len(set(keys)) == 1
    admin_api.delete(f"/pools/{made['id']}", if_match="*")


def test_something_else_that_answers_is_not_believed(cli, sluice):
    page = lambda *_: (200, {"Content-Type": "text/html"}, b"<html>")
    with Between(sluice, page) as between:
        assert "What answered is no admin API" in cli.refused("pools", "list", "--endpoint", between.url, code=3)
    moved = lambda *_: (302, {"Location": sluice.url + "/admin/v1/pools"}, b"")
    with Between(sluice, moved) as between:
        said = cli.refused("pools", "list", "--endpoint", between.url, code=3)
        assert "status 302" in said and len(between.seen) == 1


def test_nothing_that_came_from_elsewhere_steers_the_terminal(cli, sluice):
    evil = "\x1b]0;owned\x07\x9b31m\u202e"
    answer = json.dumps({"items": [{"id": evil, "name": evil}], evil: evil}, ensure_ascii=False).encode()
    problem = json.dumps({"code": evil, "detail": evil, "instance": evil, "errors": [{"pointer": evil, "detail": evil}]},
                         ensure_ascii=False).encode()

    def harmless(text):
        return not any(ord(character) < 32 and character != "\n" or character in "\x7f\x9b\u202e" for character in text)

    with Between(sluice, lambda *_: (200, {"Content-Type": "application/json"}, answer)) as between:
        for output in ("table", "json", "jsonl"):
            printed = cli("pools", "list", "--endpoint", between.url, "--output", output)
            assert harmless(printed) and "owned" in printed
            shown = cli("pools", "show", "x", "--endpoint", between.url, "--output", output)
            assert harmless(shown) and "owned" in shown
        assert cli.json("pools", "list", "--endpoint", between.url)["items"] == [{"id": evil, "name": evil}]
    with Between(sluice, lambda *_: (400, {"Content-Type": "application/problem+json"}, problem)) as between:
        said = cli.refused("pools", "list", "--endpoint", between.url)
        assert harmless(said) and "owned" in said


def test_the_endpoint_follows_the_settings(home, sluice, token):
    bare = CLI(home, "", {"SLUICE_TOKEN": token})
    assert bare.run("pools", "list", environment={"SLUICE_LISTEN_PORT": str(sluice.port)}).returncode == 0
    settings = home / "sluice.yaml"
    settings.write_text(f"listen:\n  port: {sluice.port}\n")
    bare("pools", "list", "--config", settings)


def test_a_reader_that_goes_away_is_no_trouble(cli):
    done = subprocess.run(
        f"{executable.BINARY} pools list --all | head -n 1", shell=True, cwd=cli.home, capture_output=True, text=True,
        env={**{key: os.environ[key] for key in ("PATH",)}, **cli.environment}, timeout=60)
    assert done.stdout.split() == ["ID", "NAME"] and done.stderr == ""


def test_tokens_on_the_machine_itself_need_a_user(sluice):
    done = executable.run(sluice.data.parent, "admin", "token", f"nobody-{uuid.uuid4().hex}", "--data-dir", sluice.data)
    assert done.returncode == 1 and "There is no user" in done.stderr
    done = executable.run(
        sluice.data.parent, "admin", "token", "tester", "--lifetime", "5", "--data-dir", sluice.data)
    assert done.returncode == 64 and "--lifetime must be 60 to" in done.stderr
