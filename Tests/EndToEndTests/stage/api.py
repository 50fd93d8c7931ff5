"""Somebody's API, which trusts whatever stands in front of it, and tells what it got."""
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class API:
    def __init__(self):
        api = self
        self.calls = 0

        class Echo(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                api.calls += 1
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                told = json.dumps({
                    "method": self.command, "target": self.path, "body": body.decode(),
                    "headers": {name.lower(): value for name, value in self.headers.items()},
                }).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(told)

            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
