"""What a proxy asks the authorizer: requests of guests to an API, each signed by a session of its own."""
from concurrent.futures import ThreadPoolExecutor

from stage.sigv4 import sign
from stage.wire import Connection

from . import wrk

HOST = "api.example.com"

# The question is the request itself, below a prefix, so one request is one question. Guests of the open pool may read.
ROUTES = f"""
proxy: envoy
apis:
  - name: bench
    hosts: [{HOST}]
    routes:
      - methods: [GET]
        path: /public/**
        action: s3:GetObject
        resource: arn:aws:s3:::sample/public/${{rest}}
"""


def options(home):
    """How the server is started."""
    routes = home / "routes.yaml"
    routes.write_text(ROUTES)
    return ["--authorizer-routes", routes]


def prepare(home, url, guests):
    """Signed just before they are sent, because signatures are good for a quarter of an hour."""
    def share(identities):
        connection = Connection(url)
        questions = []
        for identity in identities:
            _, answer = connection.call("GetCredentialsForIdentity", IdentityId=identity)
            signed = sign(answer["Credentials"], target="/public/notes/1?lang=en", host=HOST)
            questions.append((signed.method, f"/authorize{signed.target}", signed.headers))
        connection.close()
        return questions

    with ThreadPoolExecutor(8) as workers:
        shares = list(workers.map(share, [guests[number::8] for number in range(8)]))
    return wrk.write_requests(home / "authorize.txt", [question for share in shares for question in share])
