"""An STS elsewhere, as MinIO's: it believes the tokens of one Sluice, by the documents that one publishes."""
import json
import threading
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt

_GRANT = (
    '<?xml version="1.0" encoding="UTF-8"?><AssumeRoleWithWebIdentityResponse '
    'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><AssumedRoleUser><Arn></Arn>'
    "<AssumeRoleId></AssumeRoleId></AssumedRoleUser><Credentials><AccessKeyId>{key}</AccessKeyId>"
    "<SecretAccessKey>{secret}</SecretAccessKey><Expiration>{end}</Expiration><SessionToken>{token}</SessionToken>"
    "</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>")
_REFUSAL = (
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type></Type><Code>{code}</Code>'
    "<Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>")


class Upstream:
    SECRET = "the-secret-that-only-the-client-may-see"
    TOKEN = "the-session-token-that-only-the-client-may-see"

    def __init__(self):
        self.issuer = None  # once it is known
        self.calls = []  # the form and the claims of each
        self.failure = None  # status, code, headers
        upstream = self

        class STS(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, text, headers = upstream._answer(self.path, dict(urllib.parse.parse_qsl(body)))
                self.send_response(status)
                for name, value in {"Content-Type": "application/xml", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), STS)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _answer(self, path, form):
        if self.failure:
            status, code, headers = self.failure
            self.calls.append((form, None))
            return status, _REFUSAL.format(code=code, message=f"No: {form.get('WebIdentityToken')}"), headers
        if path != "/" or form.get("Version") != "2011-06-15":
            return 400, _REFUSAL.format(code="MissingParameter", message=""), {}
        claims = self._proven(form["WebIdentityToken"])
        self.calls.append((form, claims))
        end = datetime.now(timezone.utc) + timedelta(seconds=int(form["DurationSeconds"]))
        return 200, _GRANT.format(
            key=f"UPSTREAM{len(self.calls)}", secret=self.SECRET, token=self.TOKEN,
            end=end.strftime("%Y-%m-%dT%H:%M:%SZ")), {}

    def _proven(self, token):
        def document(url):
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.load(answer)
        configuration = document(f"{self.issuer}/.well-known/openid-configuration")
        keys = jwt.PyJWKSet.from_dict(document(configuration["jwks_uri"]))
        key = keys[jwt.get_unverified_header(token)["kid"]]
        return jwt.decode(token, key.key, algorithms=["RS256"], issuer=self.issuer, options={"verify_aud": False})

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
