"""docs/cli.md, pasted: every block of it runs in one shell, one after the other."""
import os
import re
import subprocess
from pathlib import Path

from stage import sluice as executable

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def test_every_example_works_when_pasted(home, sluice, admin_key):
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(), re.M | re.S)
    assert len(blocks) >= 4
    script = home / "pasted.sh"
    script.write_text("set -euxo pipefail\n" + "\n".join(blocks))
    programs = home / "bin"
    programs.mkdir()
    (programs / "sluice").symlink_to(executable.BINARY.resolve())
    done = subprocess.run(
        ["bash", script], cwd=home, capture_output=True, text=True, timeout=300,
        env={"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(home), "SLUICE_ENDPOINT": sluice.url,
             "ADMINISTRATOR": "tester", "DATA": str(sluice.data)})
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
