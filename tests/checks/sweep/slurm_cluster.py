"""A real Slurm on this machine for the length of a test: two nodes on loopback, no systemd."""

import getpass
import os
import secrets
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "sinfo")
PATH = f"{os.environ['PATH']}:/usr/sbin"
NODES = 2

_CONF = """
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={base}/munge.sock
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmctldPidFile={base}/slurmctld.pid
SlurmctldLogFile={base}/slurmctld.log
StateSaveLocation={base}/state
SlurmdPidFile={base}/%n.pid
SlurmdLogFile={base}/%n.log
SlurmdSpoolDir={base}/%n
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
KillWait=2
"""


def missing():
    """What of Slurm is not installed here."""
    return [program for program in PROGRAMS if which(program, path=PATH) is None]


@contextmanager
def slurm(base: Path):
    """Start Slurm below `base`, which must have a short path; its settings are in the environment.

    The nodes are this machine, one core each. Jobs of the partition `urgent` drive those of the
    default one, `test`, back into the queue.
    """
    conf = base / "slurm.conf"
    host = socket.gethostname().split(".")[0]
    port = _free_port()
    text = _CONF.format(host=host, port=port, user=getpass.getuser(), base=base)
    for i in range(1, NODES + 1):
        (base / f"n{i}").mkdir()
        text += f"NodeName=n{i} NodeHostname={host} NodeAddr=127.0.0.1 Port={_free_port()} CPUs=1\n"
    text += "PartitionName=test Nodes=ALL Default=YES State=UP\n"
    text += "PartitionName=urgent Nodes=ALL PriorityTier=2 State=UP\n"
    conf.write_text(text)
    (base / "state").mkdir()
    key = base / "munge.key"
    key.write_bytes(secrets.token_bytes(128))
    key.chmod(0o600)
    before = {name: os.environ.get(name) for name in ("SLURM_CONF", "PATH")}
    os.environ.update(SLURM_CONF=str(conf), PATH=PATH)
    try:
        munge = [f"--{what}={base}/munge.{what.split('-')[0]}" for what in ("pid-file", "log-file")]
        munge += [f"--key-file={key}", f"--socket={base}/munge.sock", f"--seed-file={base}/seed"]
        _run("munged", "--force", *munge)
        _run("slurmctld", "-f", str(conf))
        for i in range(1, NODES + 1):
            _run("slurmd", "-f", str(conf), "-N", f"n{i}")
        deadline = time.monotonic() + 30
        while _said("sinfo", "-h", "-t", "idle", "-o", "%D") != str(NODES):
            if time.monotonic() > deadline:
                raise TimeoutError(_said("sinfo", "-R"))
            time.sleep(0.1)
        yield
    finally:
        _said("scancel", "--user", getpass.getuser())
        for file in (*base.glob("n*.pid"), base / "slurmctld.pid", base / "munge.pid"):
            _end(file)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _end(file):
    with suppress(FileNotFoundError, ValueError, ProcessLookupError):
        pid = int(file.read_text())
        os.kill(pid, signal.SIGTERM)
        for _ in range(100):
            os.kill(pid, 0)
            time.sleep(0.1)


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _run(*command):
    subprocess.run(command, check=True, capture_output=True, text=True)


def _said(*command):
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()
