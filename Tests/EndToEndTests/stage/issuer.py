"""An OpenID provider that mints whatever a test asks for, right or wrong; its documents are served on loopback."""
import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CLIENT = "test-app"


def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _number(value):
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _json(value):
    return _base64url(json.dumps(value, separators=(",", ":")).encode())


class Issuer:
    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        issuer = self

        class Documents(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                document = issuer.documents.get(self.path)
                body = json.dumps(document).encode()
                self.send_response(200 if document else 404)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Documents)
        self.server.daemon_threads = True
        self.name = f"127.0.0.1:{self.server.server_port}"  # the key in a Logins map
        self.url = f"http://{self.name}"
        public = self.key.public_key().public_numbers()
        self.documents = {
            "/.well-known/openid-configuration": {
                "issuer": self.url, "jwks_uri": f"{self.url}/keys", "authorization_endpoint": f"{self.url}/authorize",
                "response_types_supported": ["id_token"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            },
            "/keys": {"keys": [{
                "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": _number(public.n), "e": _number(public.e),
            }]},
        }
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self, subject="ada", *, key=None, header={}, lifetime=3600, **claims):
        """An ID token for `subject`; a claim given as None is left out."""
        now = int(time.time())
        all_claims = {
            "iss": self.url, "aud": CLIENT, "sub": subject, "iat": now - 1 + min(lifetime, 0), "exp": now + lifetime,
            **claims,
        }
        signed = ".".join([
            _json({"alg": "RS256", "typ": "JWT", "kid": "1", **header}),
            _json({name: value for name, value in all_claims.items() if value is not None}),
        ])
        signature = (key or self.key).sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{_base64url(signature)}"

    def logins(self, subject="ada", **changes):
        """A Logins map with one fresh token."""
        return {self.name: self.token(subject, **changes)}

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
