"""nginx with the configuration that docs/authorizer.md shows."""
import shutil
from pathlib import Path

from .documents import example
from .processes import ServerProcess
from .providers import await_listener, free_port

PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin") or "nginx"


class Nginx:
    """Guards an API at notes.example.com. What it shows of it is the document's, but for the addresses."""

    def __init__(self, home: Path, sluice_port, api_port):
        home.mkdir(parents=True)
        self.port = free_port()
        servers = example("authorizer.md", "nginx")
        for shown, meant in [
            ("127.0.0.1:8080", f"127.0.0.1:{sluice_port}"), ("127.0.0.1:9000", f"127.0.0.1:{api_port}"),
            ("listen 80", f"listen 127.0.0.1:{self.port}"),
        ]:
            assert shown in servers
            servers = servers.replace(shown, meant)
        temporary = "\n".join(
            f"{kind}_temp_path {home}/{kind};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        settings = home / "nginx.conf"
        settings.write_text(
            f"daemon off;\nmaster_process off;\npid {home}/pid;\nerror_log stderr info;\nevents {{}}\n"
            f"http {{\naccess_log off;\n{temporary}\n{servers}}}\n")
        self.server = ServerProcess(
            [PROGRAM, "-e", "stderr", "-p", home, "-c", settings], home / "nginx.log")
        await_listener(self.port, self.server)

    def stop(self):
        self.server.stop()
