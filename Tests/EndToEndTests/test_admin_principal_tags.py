"""Which claims become tags of the session, over REST, and how much room they take."""
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from stage.admin_api import problem
from stage.iam import allow
from test_admin_api import pool, somebody  # noqa: F401  (fixtures)

FACEBOOK = "graph.facebook.com"
ARN = "arn:aws:iam::000000000000:oidc-provider/idp.example.com"
MAP = {"claims": {"department": "dept", "team": "team_name"}}


@pytest.fixture
def tagged(admin_api, pool):  # noqa: F811
    """A pool with two providers."""
    answer = admin_api.put(f"/pools/{pool.body['id']}", {
        "name": "tagged", "allowsGuests": True, "openIDConnectProviders": [ARN],
        "socialProviders": [{"provider": FACEBOOK, "appId": "1"}]}, if_match="*")
    assert answer.status == 200
    return answer


def place(pool, provider=None, verb=""):  # noqa: F811
    return f"/pools/{pool.body['id']}/principal-tags" + (f"/{quote(provider, safe='')}{verb}" if provider else "")


def test_a_map_is_set_read_and_deleted(admin_api, pools_admin, tagged):
    problem(admin_api.get(place(tagged, ARN)), 404, "resource-not-found")
    problem(admin_api.put(place(tagged, ARN), MAP), 428, "precondition-required")
    made = admin_api.put(place(tagged, ARN), MAP, if_match=tagged.tag)
    assert made.status == 200
    assert made.body == {"provider": ARN, "usesDefaults": False, "claimNameBytes": 13, **MAP}
    assert (admin_api.get(place(tagged, ARN)).body, admin_api.get(place(tagged)).tag) == (made.body, made.tag)
    seen = pools_admin.get_principal_tag_attribute_map(
        IdentityPoolId=tagged.body["id"], IdentityProviderName=ARN)
    assert seen["PrincipalTags"] == MAP["claims"]
    problem(admin_api.put(place(tagged, FACEBOOK), {"usesDefaults": True}, if_match=tagged.tag), 412, "changed")
    assert admin_api.put(place(tagged, FACEBOOK), {"usesDefaults": True}, if_match=made.tag).status == 200
    listed = admin_api.get(place(tagged)).body["items"]
    assert [row["provider"] for row in listed] == [ARN, FACEBOOK]
    problem(admin_api.delete(place(tagged, ARN), if_match=made.tag), 412, "changed")
    assert admin_api.delete(place(tagged, ARN), if_match="*").status == 204
    problem(admin_api.delete(place(tagged, ARN), if_match="*"), 404, "resource-not-found")
    assert [row["provider"] for row in admin_api.get(place(tagged)).body["items"]] == [FACEBOOK]


def test_of_changes_made_on_one_state_one_wins(admin_api, tagged):
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(
            lambda number: admin_api.put(
                place(tagged, ARN), {"claims": {"k": f"c{number}"}}, if_match=tagged.tag).status, range(8)))
    assert sorted(statuses) == [200] + [412] * 7


def test_mistakes(admin_api, tagged):
    problem(admin_api.put(place(tagged, "www.amazon.com"), MAP, if_match="*"), 400, "invalid-parameter")
    problem(admin_api.put(place(tagged, ARN), {"claims": {"aws:x": "y"}}, if_match="*"), 400, "invalid-parameter")
    problem(admin_api.put(place(tagged, ARN), {"claims": {"a": "y", "A": "z"}}, if_match="*"), 400, "invalid-parameter")
    long = {f"k{number}": f"{number}" + "c" * 95 for number in range(5)}
    problem(admin_api.put(place(tagged, ARN), {"claims": long}, if_match="*"), 400, "invalid-parameter")
    answer = problem(
        admin_api.put(place(tagged, ARN), {"claims": {"a!": ""}, "x": 1}, if_match="*"), 400, "invalid-request")
    assert {error["pointer"] for error in answer["errors"]} == {"#/claims/a!", "#/x"}


def test_the_room_that_tags_take_is_told_before_they_are_issued(admin_api, tagged):
    forecast = place(tagged, ARN, ":forecast")
    problem(admin_api.post(forecast, {"claims": {}}), 404, "resource-not-found")
    admin_api.put(place(tagged, ARN), MAP, if_match="*")
    tag = admin_api.get(place(tagged)).tag
    claims = {"sub": "ada", "aud": "app", "dept": "sales", "team_name": ["blue"], "other": {"a": 1}}
    answer = admin_api.post(forecast, {"claims": claims})
    assert answer.status == 200, answer.body
    percent = answer.body.pop("packedPercent")
    assert answer.body == {
        "tags": {"department": "sales", "team": "blue"}, "keyBytes": 14, "valueBytes": 9,
        "claimBytes": len('"https://aws.amazon.com/tags":{"principal_tags":{"department":["sales"],"team":["blue"]}}'),
        "exceedsPublishedLimit": False, "canBeIssued": True}
    assert 0 < percent < 30

    # A map that is to be tried, and values of another size.
    defaults = admin_api.post(forecast, {"claims": claims, "map": {"usesDefaults": True}}).body
    assert defaults["tags"] == {"client": "app", "username": "ada"}
    many = {f"claim{number}": "v" * 200 for number in range(20)}
    large = admin_api.post(
        forecast, {"claims": many, "map": {"claims": {f"k{number}": f"claim{number}" for number in range(20)}}}).body
    assert (large["canBeIssued"], large["exceedsPublishedLimit"], large["valueBytes"]) == (False, True, 4000)
    assert large["packedPercent"] > 100
    refused = admin_api.post(forecast, {"claims": claims | {"dept": "tab\there"}}).body
    assert (refused["canBeIssued"], refused["tags"]) == (False, {})
    assert refused["problem"] == "The value of the tag 'department' has characters that no tag may have."

    problem(admin_api.post(place(tagged, "www.amazon.com", ":forecast"), {"claims": {}}), 400, "invalid-parameter")
    problem(admin_api.post(forecast, {"claims": [], "map": {"x": 1}}), 400, "invalid-request")
    # Asking changed nothing.
    assert admin_api.get(place(tagged)).tag == tag


def test_each_route_asks_for_its_own_action(somebody, tagged):  # noqa: F811
    caller = somebody(allow(["sluice:ListPrincipalTags"], tagged.body["arn"]))
    assert caller.get(place(tagged)).status == 200
    problem(caller.get(place(tagged, ARN)), 403, "access-denied")
    problem(caller.put(place(tagged, ARN), MAP, if_match="*"), 403, "access-denied")
    problem(caller.delete(place(tagged, ARN), if_match="*"), 403, "access-denied")
    problem(caller.post(place(tagged, ARN, ":forecast"), {"claims": {}}), 403, "access-denied")
