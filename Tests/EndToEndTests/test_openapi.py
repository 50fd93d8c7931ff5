"""The OpenAPI document: what is served, what is kept in `docs/`, and what the routes do are one thing."""
import json
import os
import subprocess
from pathlib import Path

import pytest
import requests

from stage.admin_api import AdminAPI
from stage.providers import PROGRAMS
from stage.sluice import Sluice

KEPT = Path(__file__).parents[2] / "docs" / "openapi.json"


@pytest.fixture
def own(home):
    """A Sluice that may be left in any state, and a token of its administrator."""
    with Sluice(home / "sluice") as sluice:
        key = sluice.admin("fuzzer")
        token = AdminAPI(sluice, key).post("/users/fuzzer/tokens", {"name": "schemathesis"})
        assert token.status == 201, token.body
        yield sluice, token.body["token"]


def test_the_document_in_the_repository_is_the_one_that_is_served(sluice):
    served = requests.get(f"{sluice.url}/admin/v1/openapi.json", timeout=10)
    assert served.headers["Content-Type"] == "application/json"
    if os.environ.get("SLUICE_WRITE_OPENAPI"):
        KEPT.write_text(json.dumps(served.json(), indent=1) + "\n")
    assert json.loads(KEPT.read_text()) == served.json()


def test_every_route_has_an_action_of_its_own(sluice):
    document = requests.get(f"{sluice.url}/admin/v1/openapi.json", timeout=10).json()
    actions = [
        route["x-sluice-action"] for path in document["paths"].values() for route in path.values()]
    assert len(actions) == len(set(actions)) > 5


def test_whatever_the_document_admits_is_answered_and_as_it_says(own):
    """Schemathesis makes requests from the document, right ones and wrong ones, and holds the answers against it."""
    sluice, token = own
    done = subprocess.run(
        [PROGRAMS / "schemathesis", "run", f"{sluice.url}/admin/v1/openapi.json",
         "--header", f"Authorization: Bearer {token}", "--checks",
         "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
         "negative_data_rejection",
         "--phases", "coverage,fuzzing", "--max-examples", "15", "--seed", "1", "--workers", "2",
         # Neither may end the token that the requests are made with.
         "--exclude-operation-id", "DeleteToken", "--exclude-operation-id", "DeleteUser",
         # It has no words for lines of JSON; test_admin_identities.py does.
         "--exclude-operation-id", "ImportIdentities",
         "--suppress-health-check", "all"],
        cwd=sluice.data.parent, capture_output=True, text=True, timeout=540, env=os.environ | {"NO_COLOR": "1"},
        check=False)
    assert done.returncode == 0, done.stdout[-20000:] + done.stderr[-2000:]
