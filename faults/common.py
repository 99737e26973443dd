"""What the faults share: where things are, how a process is started and killed, and a judge of a database.

The judge reads the SQLite file with Python's own sqlite3 and hashes with verifier/verify.py: none of Holdfast's own code runs in it.
"""

import ctypes
import hashlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "verifier"))
import verify as second_verifier                                # noqa: E402

TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
HOLDFAST = os.path.join(TARGET, "debug", "holdfast")
WRITER = os.path.join(TARGET, "debug", "examples", "writer")
PASSWORD = "long enough for a test"


@dataclass
class Row:
    """A line of the table. `lost` counts what must be 0; `control` is what the control lost, which must not be 0."""

    fault: str
    cycles: int = 0
    acknowledged: int = 0
    lost: int = 0
    control: int = 0
    control_is: str = ""
    notes: tuple = ()
    not_run: str = ""

    @property
    def fine(self):
        return not self.not_run and self.lost == 0 and self.control > 0 and self.acknowledged > 0


class NotRun(Exception):
    """A check that cannot run here, with the reason."""


@dataclass
class Plan:
    """How much of each fault, and the seed that everything random follows from."""

    seed: int
    scale: str                                                  # quick, full or long

    def chance(self, *names):
        return random.Random("/".join(map(str, (self.seed, *names))))

    def count(self, quick, full, long):
        return {"quick": quick, "full": full, "long": long}[self.scale]


class Folder:
    """A folder in memory that is gone afterwards. A kill does not touch what the operating system has: a disk would only be slower."""

    def __init__(self, name):
        free = os.statvfs("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
        where = "/dev/shm" if free and free.f_bavail * free.f_frsize > 2**30 else None
        self.path = tempfile.mkdtemp(prefix=f"holdfast-{name}.", dir=where)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def __call__(self, *names):
        return os.path.join(self.path, *names)


def below():
    """A child ends with this program, whatever ends it."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def layer():
    """files.c, compiled; not in memory, where programs are often not allowed to be."""
    folder = os.path.join(ROOT, "target", "faults")
    source, built = os.path.join(ROOT, "faults", "files.c"), os.path.join(folder, "files.so")
    if not os.path.exists(built) or os.path.getmtime(built) < os.path.getmtime(source):
        os.makedirs(folder, exist_ok=True)
        fresh = f"{built}.{os.getpid()}"
        done = subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", fresh, source, "-ldl", "-lpthread"], capture_output=True, text=True)
        if done.returncode != 0:
            raise NotRun(f"files.c does not compile here: {done.stderr.strip()[:200]}")
        os.replace(fresh, built)
    return built


def under(database, **settings):
    """The environment in which a process has files.c between itself and that database."""
    extra = {f"FAULTS_{name.upper()}": str(value) for name, value in settings.items()}
    return dict(os.environ, LD_PRELOAD=layer(), FAULTS_FILES=database, **extra)


def writer(place, how, seed, threads, count, **more):
    return subprocess.Popen([WRITER, place, how, str(seed), str(threads), str(count)], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, preexec_fn=below, **more)


def kill_after(child, after):
    """Kills the child after so many seconds. -> what it had said."""
    deadline = time.monotonic() + after
    while time.monotonic() < deadline and child.poll() is None:
        time.sleep(min(0.002, after))
    child.kill()
    return child.communicate()[0].decode().splitlines()


def acknowledged(lines):
    return {line.split(" ", 1)[1] for line in lines if line.startswith("acknowledged ")}


def refusals(lines):
    return [line.split(": ", 1)[1] for line in lines if line.startswith("refused ")]


def holdfast(arguments, database, who=None, feed=None, environment=None, timeout=300):
    """Runs the built binary. `who`: a demonstration account, or a token with `token:` before it."""
    settings = dict(environment or os.environ, HOLDFAST_DATABASE=database, HOLDFAST_KEY_FILE=key_file(database))
    command = [HOLDFAST]
    if who and who.startswith("token:"):
        settings["HOLDFAST_TOKEN"] = who.removeprefix("token:")
    elif who:
        command += ["--as", who]
    return subprocess.run(command + list(arguments), capture_output=True, text=True, input=feed, env=settings, preexec_fn=below,
                          timeout=timeout, cwd=os.path.dirname(database))


def key_file(database):
    return os.path.join(os.path.dirname(database), "holdfast.key")


def must(done):
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(done.args)} ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return done


def demonstration(folder, reports):
    """A database with invented people, at folder/demo.db, and who may do what by --as."""
    database = folder("demo.db")
    must(holdfast(["demo", "--no-serve", "--reports", str(reports)], database))
    return database


def copy(database, to):
    """A copy with its write-ahead log; what stood there before is gone."""
    for ending in ("", "-wal", "-shm", "-journal"):
        if os.path.exists(to + ending):
            os.remove(to + ending)
        if ending != "-shm" and os.path.exists(database + ending):
            shutil.copyfile(database + ending, to + ending)
    return to


def clear(database):
    for ending in ("", "-wal", "-shm", "-journal", "-reserve"):
        if os.path.exists(database + ending):
            os.remove(database + ending)


def served(database):
    """The built server on a port of its own. Its own words say where it listens: no other server can be asked by mistake."""
    settings = dict(os.environ, HOLDFAST_DATABASE=database, HOLDFAST_KEY_FILE=key_file(database), HOLDFAST_LISTEN="127.0.0.1:0")
    server = subprocess.Popen([HOLDFAST, "serve"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=settings, preexec_fn=below,
                              text=True)
    place = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stdout.readline() or "")
    if not place:
        server.kill()
        raise RuntimeError("the server does not say where it listens")
    return server, int(place[1])


def opened(database):
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("pragma busy_timeout = 20000")
    return connection


LEDGER = ("entries", "places", "tree_nodes", "tree_head", "unplaced", "serving", "migrations")


def business_tables(connection):
    rows = connection.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
    tables = [name for (name,) in rows if name not in LEDGER]
    return [name for name in tables
            if {"id", "version", "salt"} <= {column for (_, column, *_) in connection.execute(f"pragma table_info({name})")}]


def columns_of(connection, table):
    return [column for (_, column, *_) in connection.execute(f"pragma table_info({table})")]


def stored_index(level, number):
    """Where the tree keeps a node (the order of Go's tlog): a leaf stands before the nodes that it completes."""
    leaves = (number + 1) << level                              # the node is complete with this many leaves
    return sum((leaves - 1) >> shift for shift in range(64)) + level


def ledger_faults(connection):
    """What is wrong with the ledger of an SQLite database, judged by its tables alone."""
    faults = []
    if connection.execute("pragma integrity_check").fetchall() != [("ok",)]:
        faults.append("SQLite finds the file damaged")
    rows = connection.execute("select p.position, p.entry_id, e.text, e.writer, e.writer_seq from places p "
                              "left join entries e on e.id = p.entry_id order by p.position").fetchall()
    (head,) = connection.execute("select size from tree_head").fetchone()
    if head != len(rows) or [row[0] for row in rows] != list(range(len(rows))):
        faults.append(f"the head says {head}, and {len(rows)} have a place")
    if connection.execute("select count(*) from entries").fetchone()[0] != len(rows):
        faults.append("an entry has no place, or a place no entry")
    if any(text is None for (_, _, text, *_) in rows):
        return faults + ["an entry is missing"]
    tree = second_verifier.build_tree([second_verifier.leaf_hash(text.encode()) for (_, _, text, *_) in rows])
    right = {stored_index(level, number): node.hex() for level, nodes in enumerate(tree) for number, node in enumerate(nodes)}
    if right != dict(connection.execute("select idx, hash from tree_nodes")):
        faults.append("the stored tree is not that of the entries")
    chains, seals = {}, {}
    for _, identity, text, writer_id, number in rows:
        read = json.loads(text)
        if read["id"] != identity or read["writer_seq"] != number:
            faults.append(f"entry {identity} is not what its columns say")
        chains.setdefault(writer_id, []).append((number, read["writer_prev"], second_verifier.leaf_hash(text.encode()).hex()))
        for seal in read["rows"]:
            key = (seal["table"], seal["id"])
            if seals.get(key, (0,))[0] < seal["version"]:
                seals[key] = (seal["version"], seal["hash"])
    for writer_id, links in chains.items():
        # By number: the log may hold them in another order, where a clock jumped.
        for last, ((number, prev, _), before) in enumerate(zip(sorted(links), ["", *(hashed for *_, hashed in sorted(links))])):
            if (number, prev) != (last + 1, before):
                faults.append(f"the chain of {writer_id} breaks at {number}")
    faults += rows_faults(connection, seals)
    return faults


def rows_faults(connection, seals):
    """Every row must be what its last entry sealed: SHA-256 of its salt and the JSON of its values."""
    faults = []
    for table in business_tables(connection):
        for identity, version, salt, *values in connection.execute(f"select * from {table}"):
            line = json.dumps([table, version, identity, *values], ensure_ascii=False, separators=(",", ":"))
            hashed = hashlib.sha256((salt + line).encode()).hexdigest()
            if seals.pop((table, identity), None) != (version, hashed):
                faults.append(f"row {table}/{identity} is not what its last entry says")
    return faults + [f"row {table}/{identity} is missing" for table, identity in seals]


def keys_in(connection):
    return {key for (key,) in connection.execute("select id from settings")}
