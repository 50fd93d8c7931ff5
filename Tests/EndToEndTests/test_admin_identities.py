"""Identities in the hands of an administrator, over REST: found, disabled, unlinked, merged, carried elsewhere."""
import json
import os
import re
import subprocess
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlencode

import pytest
from botocore.exceptions import ClientError

from stage import pools
from stage.admin import clients, error
from stage.admin_api import AdminAPI, problem
from stage.iam import allow, name
from stage.processes import wait_until
from stage.sluice import Sluice

DEVELOPER = "login.example"
FORBIDDEN = "Access to Identity '{}' is forbidden."


def is_refused(call):
    try:
        call()
    except ClientError:
        return True
    return False


def someone():
    return f"user-{uuid.uuid4()}"


@pytest.fixture(scope="module")
def pool(pools_admin, issuer):
    made = pools_admin.create_identity_pool(
        IdentityPoolName="identities", AllowUnauthenticatedIdentities=True, DeveloperProviderName=DEVELOPER,
        OpenIdConnectProviderARNs=[f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/{issuer.name}"])["IdentityPoolId"]
    pools_admin.set_identity_pool_roles(
        IdentityPoolId=made,
        Roles={"authenticated": pools.role("any-default"), "unauthenticated": pools.role("open-guest")})
    yield made
    pools_admin.delete_identity_pool(IdentityPoolId=made)


@pytest.fixture
def new_pool(pools_admin, issuer):
    """Makes pools like that of the module, and deletes them."""
    made = []

    def make():
        made.append(pools_admin.create_identity_pool(
            IdentityPoolName="another", AllowUnauthenticatedIdentities=True, DeveloperProviderName=DEVELOPER,
            OpenIdConnectProviderARNs=[f"arn:aws:iam::{pools.ACCOUNT}:oidc-provider/{issuer.name}"]
        )["IdentityPoolId"])
        return made[-1]
    yield make
    for pool in made:
        pools_admin.delete_identity_pool(IdentityPoolId=pool)


@pytest.fixture
def place(pool):
    """Where an identity is: place(identity, verb)."""
    return lambda identity, verb="": f"/pools/{pool}/identities/{identity}{verb}"


@pytest.fixture
def sign_in(cognito, issuer, pool):
    def ask(subject=None):
        return cognito.get_id(IdentityPoolId=pool, Logins=issuer.logins(subject or someone()))["IdentityId"]
    return ask


@pytest.fixture
def developer(pools_admin, pool):
    """The identity of a new user of the developer provider."""
    return lambda user=None, pool=pool: pools_admin.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: user or someone()})["IdentityId"]


class TestFinding:
    def test_by_a_login(self, admin_api, sign_in, issuer, pool):
        subject = someone()
        identity = sign_in(subject)
        found = admin_api.get(
            f"/pools/{pool}/identities?" + urlencode({"provider": issuer.name, "subject": subject}))
        assert [row["id"] for row in found.body["items"]] == [identity]
        assert found.body["items"][0]["providers"] == [issuer.name]
        nobody = admin_api.get(f"/pools/{pool}/identities?" + urlencode({"provider": issuer.name, "subject": "no"}))
        assert nobody.body == {"items": []}
        for query in ["provider=x", "subject=x", "provider=x&subject=y&state=guest"]:
            problem(admin_api.get(f"/pools/{pool}/identities?{query}"), 400, "invalid-request")

    def test_by_id_with_its_logins(self, admin_api, sign_in, issuer, place):
        subject = someone()
        identity = sign_in(subject)
        seen = admin_api.get(place(identity))
        assert seen.status == 200
        login = seen.body["logins"][0]
        assert (login["provider"], login["subject"], login["developer"], login["audience"]) == (
            issuer.name, subject, False, "test-app")
        assert seen.body["state"] == "authenticated" and seen.body["aliases"] == 0
        assert "disabledBecause" not in seen.body
        problem(admin_api.get(place(identity.replace("us-east-1", "eu-west-1"))), 404, "resource-not-found")
        problem(admin_api.get(f"/pools/{pools.OPEN}/identities/{identity}"), 404, "resource-not-found")

    def test_by_time_and_state_page_by_page(self, admin_api, cognito, new_pool):
        pool = new_pool()
        guests = [cognito.get_id(IdentityPoolId=pool)["IdentityId"] for _ in range(7)]
        admin_api.post(f"/pools/{pool}/identities/{guests[3]}:disable", if_match="*")

        def ask(**query):
            rows, cursor = [], {}
            while True:
                page = admin_api.get(f"/pools/{pool}/identities?" + urlencode({"limit": 2, **query, **cursor})).body
                rows += [row["id"] for row in page["items"]]
                if "nextCursor" not in page:
                    return rows
                cursor = {"cursor": page["nextCursor"]}
        assert ask() == guests == ask(order="oldest")
        assert ask(order="newest") == guests[::-1]
        assert ask(state="guest") == guests[:3] + guests[4:]
        assert ask(state="disabled") == [guests[3]]
        assert ask(state="authenticated") == []
        hour = timedelta(hours=1)
        now = datetime.now(timezone.utc)

        def text(time):
            return time.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert ask(createdFrom=text(now - hour), createdBefore=text(now + hour)) == guests
        assert ask(createdBefore=text(now - hour)) == ask(createdFrom=text(now + hour)) == []
        first = admin_api.get(f"/pools/{pool}/identities?limit=2").body["nextCursor"]
        problem(admin_api.get(f"/pools/{pool}/identities?limit=2&state=guest&cursor={first}"), 400, "invalid-parameter")


class TestDisabling:
    def test_refuses_the_person_until_enabled(
            self, admin_api, cognito, pools_admin, issuer, pool, place, sign_in, sts):
        subject = someone()
        identity = sign_in(subject)
        logins = issuer.logins(subject)
        token = cognito.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
        session = sts(**cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins)["Credentials"])
        assert session.get_caller_identity()["Account"] == pools.ACCOUNT
        seen = admin_api.get(place(identity))
        problem(admin_api.post(place(identity, ":disable")), 428, "precondition-required")
        disabled = admin_api.post(place(identity, ":disable"), if_match=seen.tag)
        assert disabled.status == 200
        assert (disabled.body["state"], disabled.body["disabledBecause"]) == ("disabled", "administrator")
        assert len(disabled.body["logins"]) == 1 and disabled.body["disabledAt"]
        assert disabled.tag != seen.tag
        for ask in [
            lambda: cognito.get_id(IdentityPoolId=pool, Logins=logins),
            lambda: cognito.get_credentials_for_identity(IdentityId=identity, Logins=logins),
            lambda: cognito.get_credentials_for_identity(IdentityId=identity),
            lambda: cognito.get_open_id_token(IdentityId=identity, Logins=logins),
            lambda: cognito.unlink_identity(
                IdentityId=identity, Logins=logins, LoginsToRemove=[issuer.name]),
        ]:
            with pytest.raises(cognito.exceptions.NotAuthorizedException) as refused:
                ask()
            assert error(refused)[1] == FORBIDDEN.format(identity)
        wait_until(lambda: is_refused(session.get_caller_identity), "the session to end")
        unsigned = sts(AccessKeyId="x", SecretKey="x", SessionToken="x")
        with pytest.raises(unsigned.exceptions.InvalidIdentityTokenException):
            unsigned.assume_role_with_web_identity(
                RoleArn=pools.role("any-default"), RoleSessionName="app", WebIdentityToken=token)

        # The wire shows no logins of a disabled identity, and lists hide it.
        assert "Logins" not in pools_admin.describe_identity(IdentityId=identity)
        listed = pools_admin.list_identities(IdentityPoolId=pool, MaxResults=60, HideDisabled=True)["Identities"]
        assert identity not in [row["IdentityId"] for row in listed]

        enabled = admin_api.post(place(identity, ":enable"), if_match=disabled.tag)
        assert enabled.body["state"] == "authenticated" and "disabledAt" not in enabled.body
        assert cognito.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"] == identity

    def test_refuses_a_guest_and_the_users_of_a_back_end(
            self, admin_api, cognito, pools_admin, developer, pool, place):
        guest = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
        admin_api.post(place(guest, ":disable"), if_match="*")
        with pytest.raises(cognito.exceptions.NotAuthorizedException):
            cognito.get_credentials_for_identity(IdentityId=guest)
        user = someone()
        identity = developer(user)
        admin_api.post(place(identity, ":disable"), if_match="*")
        with pytest.raises(pools_admin.exceptions.NotAuthorizedException) as refused:
            developer(user)
        assert error(refused)[1] == FORBIDDEN.format(identity)
        admin_api.post(place(guest, ":enable"), if_match="*")
        assert cognito.get_open_id_token(IdentityId=guest)["IdentityId"] == guest

    def test_is_done_once_by_several_administrators_who_saw_one_state(self, admin_api, sign_in, place):
        identity = sign_in()
        tag = admin_api.get(place(identity)).tag
        with ThreadPoolExecutor(8) as threads:
            statuses = list(threads.map(
                lambda _: admin_api.post(place(identity, ":disable"), if_match=tag).status, range(8)))
        assert sorted(statuses) == [200] + [412] * 7

    def test_meets_a_sign_in_before_or_after_it(self, admin_api, cognito, issuer, pool, place):
        """Whoever is refused stays refused; whoever was not was linked before."""
        for _ in range(6):
            guest = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
            logins = issuer.logins(someone())
            together = threading.Barrier(2)

            def disable():
                together.wait()
                return admin_api.post(place(guest, ":disable"), if_match="*")

            def link():
                together.wait()
                try:
                    return cognito.get_credentials_for_identity(IdentityId=guest, Logins=logins)["IdentityId"]
                except cognito.exceptions.NotAuthorizedException:
                    return None
            with ThreadPoolExecutor(2) as threads:
                disabled, linked = threads.submit(disable), threads.submit(link)
            assert disabled.result().status == 200
            after = admin_api.get(place(guest)).body
            assert after["disabledBecause"] == "administrator"
            assert len(after["logins"]) == (1 if linked.result() else 0)
            with pytest.raises(cognito.exceptions.NotAuthorizedException):
                cognito.get_credentials_for_identity(IdentityId=guest, Logins=logins)


class TestUnlinkingAndDeleting:
    def test_a_login_is_free_afterwards(self, admin_api, cognito, issuer, pool, place, sign_in):
        subject = someone()
        identity = sign_in(subject)
        login = {"provider": issuer.name, "subject": subject}
        problem(admin_api.post(place(identity, ":unlink"), {"provider": "x", "subject": "y"}, if_match="*"),
                404, "login-not-linked")
        left = admin_api.post(place(identity, ":unlink"), login, if_match="*")
        assert (left.body["disabledBecause"], left.body["logins"]) == ("noLogins", [])
        problem(admin_api.post(place(identity, ":enable"), if_match="*"), 409, "identity-without-logins")
        problem(admin_api.post(place(identity, ":unlink"), login, if_match="*"), 409, "identity-without-logins")
        assert sign_in(subject) != identity

    def test_an_identity_is_forgotten(self, admin_api, place, sign_in):
        subject = someone()
        identity = sign_in(subject)
        problem(admin_api.delete(place(identity), if_match='"0"'), 412, "changed")
        assert admin_api.delete(place(identity), if_match="*").status == 204
        problem(admin_api.get(place(identity)), 404, "resource-not-found")
        problem(admin_api.delete(place(identity), if_match="*"), 404, "resource-not-found")
        assert sign_in(subject) != identity


class TestMerging:
    def test_is_previewed_done_and_undone(self, admin_api, cognito, issuer, pool, place, sign_in, developer):
        subject, user = someone(), someone()
        ada, bob = sign_in(subject), developer(user)
        plan = admin_api.post(place(ada, ":previewMerge"), {"absorb": bob}).body
        assert (plan["survivor"], plan["absorbed"], plan["isPossible"], plan["conflicts"]) == (ada, bob, True, [])
        assert [login["subject"] for login in plan["moves"]] == [user]
        assert admin_api.get(place(bob)).body["state"] == "authenticated"

        seen = admin_api.get(place(ada))
        merged = admin_api.post(place(ada, ":merge"), {"absorb": bob}, if_match=seen.tag)
        assert merged.status == 200
        assert [login["provider"] for login in merged.body["identity"]["logins"]] == sorted([issuer.name, DEVELOPER])
        assert developer(user) == ada
        assert admin_api.get(place(bob)).body["mergedInto"] == ada
        assert merged.tag == admin_api.get(place(ada)).tag
        problem(admin_api.post(place(bob, ":disable"), if_match="*"), 409, "identity-merged")

        merge = merged.body["mergeId"]
        listed = admin_api.get(f"/pools/{pool}/merges?" + urlencode({"identity": bob})).body["items"]
        assert [(row["id"], row["survivor"], row["absorbed"], row["movedLogins"]) for row in listed] == [
            (merge, ada, bob, 1)]
        undone = admin_api.post(f"/pools/{pool}/merges/{merge}:undo")
        assert undone.body == {"survivor": ada, "absorbed": bob, "movedLogins": 1, "restoredLogins": 1}
        assert developer(user) == bob
        problem(admin_api.post(f"/pools/{pool}/merges/{merge}:undo"), 409, "merge-undone")
        problem(admin_api.post(f"/pools/{pool}/merges/{uuid.uuid4()}:undo"), 404, "merge-not-found")
        problem(admin_api.post(f"/pools/{pools.OPEN}/merges/{merge}:undo"), 404, "merge-not-found")

    def test_is_refused_with_its_reasons(self, admin_api, cognito, pool, place, sign_in):
        ada, eve = sign_in(), sign_in()
        guest = cognito.get_id(IdentityPoolId=pool)["IdentityId"]

        def conflicts(survivor, absorbed):
            refused = problem(
                admin_api.post(place(survivor, ":merge"), {"absorb": absorbed}, if_match="*"), 409, "not-mergeable")
            plan = admin_api.post(place(survivor, ":previewMerge"), {"absorb": absorbed}).body
            assert not plan["isPossible"]
            assert [one["detail"] for one in refused["errors"]] == [one["detail"] for one in plan["conflicts"]]
            return [one["code"] for one in plan["conflicts"]]
        assert conflicts(ada, eve) == ["sameProvider"]
        assert conflicts(guest, ada) == ["guestSurvives"]
        assert conflicts(ada, ada) == ["itself"]
        admin_api.post(place(eve, ":disable"), if_match="*")
        assert conflicts(ada, eve) == ["disabled", "sameProvider"]
        problem(admin_api.post(place(ada, ":merge"), {"absorb": f"us-east-1:{uuid.uuid4()}"}, if_match="*"),
                404, "resource-not-found")

    def test_happens_once_however_many_ask(self, admin_api, place, sign_in, developer):
        ada, bob = sign_in(), developer()
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(
                lambda number: admin_api.post(
                    place([ada, bob][number % 2], ":merge"), {"absorb": [bob, ada][number % 2]}, if_match="*"),
                range(8)))
        assert sorted(answer.status for answer in answers) == [200] + [409] * 7
        logins = [len(admin_api.get(place(identity)).body["logins"]) for identity in (ada, bob)]
        assert sorted(logins) == [0, 2]

    def test_is_done_once_under_one_idempotency_key(self, admin_api, place, sign_in, developer):
        ada, bob = sign_in(), developer()
        key = {"Idempotency-Key": str(uuid.uuid4())}
        first = admin_api.post(place(ada, ":merge"), {"absorb": bob}, if_match="*", headers=key)
        again = admin_api.post(place(ada, ":merge"), {"absorb": bob}, if_match="*", headers=key)
        assert (again.status, again.body, again.tag) == (first.status, first.body, first.tag)


class TestPermissions:
    def test_every_route_has_its_own(self, sluice, iam, pool, place, sign_in):
        user = name("rest")
        iam.create_user(UserName=user)
        key = iam.create_access_key(UserName=user)["AccessKey"]
        api = AdminAPI(sluice, key)
        ada, eve = sign_in(), sign_in()
        routes = {
            "ListIdentities": lambda: api.get(f"/pools/{pool}/identities"),
            "GetIdentity": lambda: api.get(place(ada)),
            "DisableIdentity": lambda: api.post(place(ada, ":disable"), if_match="*"),
            "EnableIdentity": lambda: api.post(place(ada, ":enable"), if_match="*"),
            "PreviewMerge": lambda: api.post(place(ada, ":previewMerge"), {"absorb": eve}),
            "ListMerges": lambda: api.get(f"/pools/{pool}/merges"),
            "ExportIdentities": lambda: api.get(f"/pools/{pool}/identities:export"),
            "ImportIdentities": lambda: api.post(f"/pools/{pool}/identities:import", b""),
            "DeleteIdentity": lambda: api.delete(place(eve), if_match="*"),
            "UnlinkLogin": lambda: api.post(
                place(ada, ":unlink"), {"provider": "x", "subject": "y"}, if_match="*"),
            "MergeIdentities": lambda: api.post(place(ada, ":merge"), {"absorb": ada}, if_match="*"),
            "UndoMerge": lambda: api.post(f"/pools/{pool}/merges/{uuid.uuid4()}:undo"),
        }
        refused_later = {"UnlinkLogin": 404, "MergeIdentities": 409, "UndoMerge": 404}
        try:
            for route in routes.values():
                problem(route(), 403, "access-denied")
            for action, route in routes.items():
                iam.put_user_policy(
                    UserName=user, PolicyName="one", PolicyDocument=allow(
                        f"sluice:{action}", f"arn:aws:cognito-identity:us-east-1:{pools.ACCOUNT}:identitypool/{pool}"))
                answer = route()
                assert answer.status == refused_later.get(action, answer.status) and answer.status != 403, action
        finally:
            iam.delete_user_policy(UserName=user, PolicyName="one")
            iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
            iam.delete_user(UserName=user)


class TestCarrying:
    def export(self, api, pool):
        answer = api.get(f"/pools/{pool}/identities:export")
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/jsonl"
        assert answer.headers["Transfer-Encoding"] == "chunked"
        return answer.bytes

    def bring(self, api, pool, archive, **query):
        return api.post(
            f"/pools/{pool}/identities:import?{urlencode(query)}", archive,
            headers={"Content-Type": "application/jsonl"})

    def test_to_another_deployment_keeps_ids_aliases_and_what_was_disabled(
            self, admin_api, cognito, issuer, new_pool, home, developer, database):
        old = new_pool()
        subject, banned, user = someone(), someone(), someone()
        ada = cognito.get_id(IdentityPoolId=old, Logins=issuer.logins(subject))["IdentityId"]
        eve = cognito.get_id(IdentityPoolId=old, Logins=issuer.logins(banned))["IdentityId"]
        bob = developer(user, pool=old)
        guest = cognito.get_id(IdentityPoolId=old)["IdentityId"]
        admin_api.post(f"/pools/{old}/identities/{eve}:disable", if_match="*")
        merged = admin_api.post(f"/pools/{old}/identities/{ada}:merge", {"absorb": bob}, if_match="*").body
        archive = self.export(admin_api, old)
        kinds = [json.loads(line)["kind"] for line in archive.splitlines()]
        assert kinds == ["header"] + ["identity"] * 4 + ["merge", "end"]

        declaration = pools.one_open_pool(issuer)
        declaration["pools"][0]["developer_provider"] = DEVELOPER
        with Sluice(home / "new", apply=declaration, database_url=database) as sluice:
            key = sluice.admin()
            api, client = AdminAPI(sluice, key), clients(sluice, key)("cognito-identity")
            report = self.bring(api, pools.OPEN, archive)
            assert report.status == 200, report.body
            assert report.body["identities"] == {"made": 4, "unchanged": 0, "skipped": 0}
            assert report.body["merges"]["made"] == 1 and report.body["isWhole"] is True
            again = self.bring(api, pools.OPEN, archive)
            assert again.body["identities"] == {"made": 0, "unchanged": 4, "skipped": 0}

            logins = issuer.logins(subject)
            assert client.get_id(IdentityPoolId=pools.OPEN, Logins=logins)["IdentityId"] == ada
            # The old id of whoever was merged still leads to the one who took its place.
            issued = client.get_credentials_for_identity(IdentityId=bob, Logins=logins)
            assert issued["IdentityId"] == ada
            assert client.get_credentials_for_identity(IdentityId=guest)["IdentityId"] == guest
            with pytest.raises(client.exceptions.NotAuthorizedException):
                client.get_id(IdentityPoolId=pools.OPEN, Logins=issuer.logins(banned))
            undone = api.post(f"/pools/{pools.OPEN}/merges/{merged['mergeId']}:undo")
            assert undone.body["restoredLogins"] == 1
            assert client.lookup_developer_identity(
                IdentityPoolId=pools.OPEN, DeveloperUserIdentifier=user)["IdentityId"] == bob

    def test_stops_at_the_line_that_is_wrong(self, admin_api, issuer, new_pool, cognito):
        pool = new_pool()
        ids = [f"us-east-1:{uuid.uuid4()}" for _ in range(3)]

        def line(identity, subject):
            return json.dumps({"identityId": identity, "logins": [{"provider": issuer.name, "subject": subject}]})
        taken = someone()
        owner = cognito.get_id(IdentityPoolId=pool, Logins=issuer.logins(taken))["IdentityId"]
        subject = someone()
        first, wrong, last = line(ids[0], subject), line(ids[1], taken), line(ids[2], someone())
        stopped = problem(
            self.bring(admin_api, pool, f"{first}\n\n{wrong}\n{last}\n".encode()), 409, "import-stopped")
        assert "line 3 (loginTaken)" in stopped["detail"] and taken not in json.dumps(stopped)
        problem(admin_api.get(f"/pools/{pool}/identities/{ids[0]}"), 404, "resource-not-found")
        report = self.bring(admin_api, pool, f"{first}\n\n{wrong}\n{last}".encode(), conflicts="skip").body
        assert report["identities"] == {"made": 2, "unchanged": 0, "skipped": 1}
        assert [(one["line"], one["code"]) for one in report["skippedLines"]] == [(3, "loginTaken")]
        assert cognito.get_id(IdentityPoolId=pool, Logins=issuer.logins(subject))["IdentityId"] == ids[0]
        assert cognito.get_id(IdentityPoolId=pool, Logins=issuer.logins(taken))["IdentityId"] == owner
        malformed = problem(self.bring(admin_api, pool, b'{"identityId": 1}'), 422, "import-stopped")
        assert "line 1 (memberMalformed)" in malformed["detail"]

    def test_of_many_is_sent_as_it_is_read(self, admin_api, new_pool):
        pool = new_pool()
        for chunk in range(4):
            lines = "\n".join(
                json.dumps({"identityId": f"us-east-1:{uuid.uuid4()}", "logins": [
                    {"provider": DEVELOPER, "subject": f"{chunk}-{number}"}]}) for number in range(1_000))
            report = self.bring(admin_api, pool, lines.encode())
            assert report.body["loginsMade"] == 1_000, report.body
        lines = [json.loads(line) for line in self.export(admin_api, pool).splitlines()]
        assert lines[-1] == {"kind": "end", "identities": 4_000, "merges": 0}
        assert len({line["identityId"] for line in lines[1:-1]}) == 4_000

    def test_tries_nothing_in_a_dry_run(self, admin_api, new_pool):
        pool = new_pool()
        identity = f"us-east-1:{uuid.uuid4()}"
        report = self.bring(
            admin_api, pool, json.dumps({"identityId": identity, "logins": []}).encode(), dryRun="true").body
        assert report["dryRun"] and report["identities"]["made"] == 1
        problem(admin_api.get(f"/pools/{pool}/identities/{identity}"), 404, "resource-not-found")


class TestTheDocument:
    """docs/identities.md, as it is written."""
    TEXT = (Path(__file__).parents[2] / "docs" / "identities.md").read_text()

    def blocks(self, language):
        return re.findall(rf"^```{language}\n(.*?)^```$", self.TEXT, re.M | re.S)

    def test_its_archives_are_good(self, admin_api, new_pool, cognito):
        pool = new_pool()
        whole, line = self.blocks("jsonl")
        # Ids are of the document alone; every run brings in its own.
        for archive, made in [(whole, 3), (line, 1)]:
            for old in set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", archive)):
                archive = archive.replace(old, str(uuid.uuid4()))
            report = admin_api.post(f"/pools/{pool}/identities:import", archive.encode())
            assert report.status == 200, report.body
            assert report.body["identities"]["made"] == made
            guests = [json.loads(one) for one in archive.splitlines() if '"guest","createdAt"' in one]
            for guest in guests:
                with pytest.raises(cognito.exceptions.NotAuthorizedException):
                    cognito.get_credentials_for_identity(IdentityId=guest["identityId"])

    def test_its_commands_carry_a_pool(self, admin_api, pools_admin, sluice, new_pool, home):
        old, new = new_pool(), new_pool()
        ids = {f"us-east-1:{uuid.uuid4()}" for _ in range(3)}
        lines = "\n".join(json.dumps({"identityId": one, "logins": []}) for one in ids)
        assert admin_api.post(f"/pools/{old}/identities:import", lines.encode()).status == 200
        commands, = self.blocks("sh")
        home.mkdir(parents=True, exist_ok=True)
        token = admin_api.post("/users/tester/tokens", {"name": "carrying", "lifetimeSeconds": 600})
        environment = os.environ | {
            "SLUICE_URL": sluice.url, "OLD_POOL": old, "NEW_POOL": new, "SLUICE_TOKEN": token.body["token"]}

        def run(*lines):
            return subprocess.run(
                ["bash", "-ec", "\n".join(lines)], cwd=home, env=environment, capture_output=True, text=True,
                check=False)
        admin, export, *rest = commands.splitlines()
        # Both pools are of one deployment, where an id cannot be twice.
        refused = run(admin, export, *rest)
        assert refused.returncode != 0 and "takenElsewhere" in refused.stdout
        pools_admin.delete_identities(IdentityIdsToDelete=list(ids))
        done = run(admin, *rest)
        assert done.returncode == 0, done.stdout + done.stderr
        assert {row["id"] for row in admin_api.get(f"/pools/{new}/identities").body["items"]} == ids


def test_the_last_use_of_a_login_is_there_after_the_server_has_stopped(home, issuer, database):
    """It is collected in memory and must not be lost with it."""
    subject = someone()
    with Sluice(home / "one", apply=pools.one_open_pool(issuer), database_url=database) as sluice:
        identity = clients(sluice, sluice.admin())("cognito-identity").get_id(
            IdentityPoolId=pools.OPEN, Logins=issuer.logins(subject))["IdentityId"]
        assert sluice.stop() == 0
    with Sluice(home / "one", database_url=database) as sluice:
        api = AdminAPI(sluice, sluice.admin("another"))
        login = api.get(f"/pools/{pools.OPEN}/identities/{identity}").body["logins"][0]
        used = datetime.fromisoformat(login["lastUsedAt"])
        assert used >= datetime.fromisoformat(login["firstUsedAt"])
        assert datetime.now(timezone.utc) - used < timedelta(minutes=5)
