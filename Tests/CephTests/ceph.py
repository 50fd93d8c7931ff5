"""A Ceph cluster of the test's own: a monitor, a manager, one object store in memory, and the object gateway (RGW).

All of it is on loopback and in one directory, and goes away with it.
"""
import json
import socket
import subprocess
import uuid
from pathlib import Path

import boto3
from botocore.config import Config

from stage.processes import ServerProcess, wait_until


def _free_ports(count):
    """Ports that nobody listens on; they are held until all of them are known."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


# Who there is in the cluster, and what they may do.
_MEMBERS = {
    "mon.": {"mon": "allow *"},
    "client.admin": {"mon": "allow *", "mgr": "allow *", "osd": "allow *"},
    "mgr.a": {"mon": "allow profile mgr", "osd": "allow *"},
    "osd.0": {"mon": "allow profile osd", "mgr": "allow profile osd", "osd": "allow *"},
    "client.rgw": {"mon": "allow rw", "mgr": "allow rw", "osd": "allow rwx"},
}


class Ceph:
    def __init__(self, home: Path, gateway_settings):
        """Starts the cluster; returns when the gateway answers.

        `gateway_settings` is a section of ceph.conf as an operator writes it.
        """
        home.mkdir(parents=True)
        self.home = home
        self.servers = []
        # Nobody ever listens on the last one.
        self.monitor_port, self.port, self.free_port = _free_ports(3)
        self.url = f"http://127.0.0.1:{self.port}"
        self.conf = home / "ceph.conf"
        self.conf.write_text(self._settings(str(uuid.uuid4()), gateway_settings))
        try:
            self._start_monitor()
            self._start_manager()
            self._start_store()
            self._start_gateway()
        except BaseException:
            self.stop()
            raise

    def _settings(self, cluster, gateway):
        return f"""
[global]
fsid = {cluster}
mon host = v2:127.0.0.1:{self.monitor_port}
public addr = 127.0.0.1
keyring = {self.home}/keyring
run dir = {self.home}
admin socket = {self.home}/$name.asok
pid file = {self.home}/$name.pid
crash dir = {self.home}/crash
log file =
log to stderr = true
err to stderr = true
mon cluster log file = {self.home}/cluster.log
# One store, which keeps everything in memory.
osd objectstore = memstore
memstore device bytes = 536870912
osd class load list = *
osd class default list = *
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon warn on pool no redundancy = false
mon data avail crit = 1

[mon.a]
mon data = {self.home}/mon
[mgr.a]
mgr data = {self.home}/mgr
mgr initial modules =
[osd.0]
osd data = {self.home}/osd
osd journal =

{gateway}
rgw data = {self.home}/rgw
rgw frontends = beast endpoint=127.0.0.1:{self.port}
rgw thread pool size = 16
rgw enable gc threads = false
rgw enable lc threads = false
rgw enable quota threads = false
rgw run sync thread = false
"""

    # The daemons

    def _start_monitor(self):
        cluster = self.setting("fsid")
        self._run("monmaptool", "--create", "--clobber", "--fsid", cluster,
                  "--addv", "a", f"[v2:127.0.0.1:{self.monitor_port}]", self.home / "monmap")
        keyring = self.home / "keyring"
        for number, (who, grants) in enumerate(_MEMBERS.items()):
            self._run("ceph-authtool", keyring, *([] if number else ["--create-keyring"]), "--gen-key", "-n", who,
                      *(word for part, grant in grants.items() for word in ("--cap", part, grant)))
        self._run("ceph-mon", "--mkfs", "-i", "a", "--monmap", self.home / "monmap", "--keyring", keyring)
        self._serve("ceph-mon", "-f", "-i", "a")
        wait_until(lambda: self._answers("mon", "stat"), "the monitor to answer")

    def _start_manager(self):
        (self.home / "mgr").mkdir()
        self._serve("ceph-mgr", "-f", "-i", "a")

    def _start_store(self):
        store = str(uuid.uuid4())
        (self.home / "osd").mkdir()
        self.ceph("osd", "new", store)
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", store)
        self._serve("ceph-osd", "-f", "-i", "0")
        wait_until(lambda: "1 up" in self.ceph("osd", "stat"), "the object store to come up")

    def _start_gateway(self):
        (self.home / "rgw").mkdir()
        self.gateway = self._serve("radosgw", "-f", "-n", "client.rgw")
        wait_until(self._listens, "the gateway to listen")

    def _listens(self):
        if self.gateway.process.poll() is not None:
            raise RuntimeError(f"the gateway ended:\n{self.gateway.words}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _serve(self, program, *arguments):
        server = ServerProcess([program, "-c", self.conf, *arguments], self.home / f"{program}.log")
        self.servers.append(server)
        return server

    # Administration

    def setting(self, name):
        for line in self.conf.read_text().splitlines():
            if line.startswith(f"{name} = "):
                return line.partition(" = ")[2]
        raise KeyError(name)

    def ceph(self, *words):
        return self._run("ceph", "--connect-timeout", "30", *words)

    def administrator(self):
        """The keys, as boto3 takes them, of the user that the manual made."""
        user = json.loads(self._run("radosgw-admin", "user", "info", "--uid=sts-admin"))
        [key] = user["keys"]
        return {"aws_access_key_id": key["access_key"], "aws_secret_access_key": key["secret_key"]}

    def client(self, service, keys):
        return boto3.client(
            service, region_name="us-east-1", endpoint_url=self.url, **keys,
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 2},
                          request_checksum_calculation="when_required",
                          response_checksum_validation="when_required"))

    def _answers(self, *words):
        return subprocess.run(
            ["ceph", "-c", str(self.conf), "--connect-timeout", "2", *words], capture_output=True).returncode == 0

    def _run(self, program, *arguments):
        done = subprocess.run([program, "-c", str(self.conf), *map(str, arguments)], capture_output=True, text=True,
                              timeout=120, cwd=self.home)
        if done.returncode:
            raise RuntimeError(f"{program} {arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def stop(self):
        for server in reversed(self.servers):
            server.kill()
