"""What processes use, as the kernel counts it."""
import os
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(process, with_descendants=False):
    """User and system time, including that of descendants that have ended and, if wished, of those that live."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[11:15] if with_descendants else fields[11:13])) / TICK
    if not with_descendants:
        return own
    return own + sum(cpu_seconds(child, True) for child in _children(process))


def resident_megabytes(process):
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def proportional_megabytes(process):
    """Memory of a process and its descendants; pages that they share are counted once."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    own = int(rollup.split("Pss:")[1].split()[0]) / 1024
    return own + sum(map(proportional_megabytes, _children(process)))


def busy_share(seconds):
    """How much of the machine's CPU is in use while this process sleeps, from 0 to 1."""
    def counted():
        user, nice, system, idle, io_wait, *rest = map(int, Path("/proc/stat").read_text().split()[1:9])
        return idle + io_wait, user + nice + system + idle + io_wait + sum(rest)

    idle_before, all_before = counted()
    time.sleep(seconds)
    idle_after, all_after = counted()
    return 1 - (idle_after - idle_before) / (all_after - all_before)


def _children(process):
    children = []
    for task in Path(f"/proc/{process}/task").iterdir():
        children += (task / "children").read_text().split()
    return children
