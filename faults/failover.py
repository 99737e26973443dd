"""PostgreSQL: the primary is killed under writers, and a synchronous standby is promoted. The judge is psql and the ledger's tables."""

import csv
import glob
import io
import os
import pwd
import signal
import shutil
import sqlite3
import subprocess
import tempfile
import time

from common import ROOT, NotRun, Row, acknowledged, keys_in, ledger_faults, must, writer


def failing_over(plan):
    row = Row("PostgreSQL primary killed", control_is="asynchronous standby that no longer receives")
    for cycle in range(plan.count(1, 3, 200)):
        chance = plan.chance("failover", cycle)
        lost, said, faults = failed_over(chance, synchronous=True)
        row.cycles += 1
        row.acknowledged += said
        row.lost += lost + len(faults)
        row.notes += tuple(faults[:3])
    lost, _, _ = failed_over(plan.chance("failover", "control"), synchronous=False)
    row.control = lost
    return row


class Cluster:
    """PostgreSQL in a folder of its own, as a user that is not root: the server refuses root."""

    def __init__(self, *more):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not found:
            raise NotRun("PostgreSQL's own programs are not installed (Debian: postgresql)")
        self.bin, self.more = found[-1], more
        self.folder = tempfile.mkdtemp(prefix="holdfast-faults.", dir="/tmp")
        self.as_user = []
        if os.getuid() == 0:
            try:
                user = pwd.getpwnam("postgres")
            except KeyError:
                raise NotRun("there is no user postgres, and the server refuses root") from None
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        for side in ("primary", "standby"):
            self.run("mkdir", f"{self.folder}/{side}-socket")
        self.run(f"{self.bin}/initdb", "-D", f"{self.folder}/primary", "-U", "holdfast", "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start("primary")

    def run(self, *command):
        return must(subprocess.run([*self.as_user, *command], capture_output=True, text=True, cwd=self.folder, timeout=120)).stdout

    def setting(self, side, line):
        path = f"{self.folder}/{side}/postgresql.auto.conf"
        with open(path, "a") as file:
            file.write(line + "\n")

    def start(self, side):
        options = (f"-c listen_addresses='' -c unix_socket_directories={self.folder}/{side}-socket -c max_connections=120 "
                   "-c shared_buffers=16MB -c hot_standby=on " + " ".join(self.more))
        # Not through a pipe: the server would hold it open.
        subprocess.run([*self.as_user, f"{self.bin}/pg_ctl", "-D", f"{self.folder}/{side}", "-w", "-s", "-l", f"{self.folder}/{side}.log",
                        "-o", options, "start"], check=True, cwd=self.folder, stdout=subprocess.DEVNULL, timeout=120)

    def connection(self, side, database="postgres"):
        return f"host={self.folder}/{side}-socket user=holdfast dbname={database}"

    def ask(self, side, sql, database="postgres"):
        return self.run(f"{self.bin}/psql", "-h", f"{self.folder}/{side}-socket", "-U", "holdfast", "-d", database, "-AtX", "-v", "ON_ERROR_STOP=1",
                        "-c", sql).removesuffix("\n")

    @staticmethod
    def wait(met, what):
        deadline = time.monotonic() + 60
        while not met():
            if time.monotonic() > deadline:
                raise RuntimeError(what)
            time.sleep(0.1)

    def kill(self, side):
        """Every process of the server at once, as a machine that stops."""
        with open(f"{self.folder}/{side}/postmaster.pid") as file:
            head = int(file.readline())
        family = [head] + children(head)
        for process in family:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def close(self):
        for side in ("primary", "standby"):
            if os.path.exists(f"{self.folder}/{side}/postmaster.pid"):
                subprocess.run([*self.as_user, f"{self.bin}/pg_ctl", "-D", f"{self.folder}/{side}", "-s", "-m", "immediate", "stop"],
                               capture_output=True, cwd=self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)


class Pair(Cluster):
    """A primary and its standby."""

    def __init__(self, synchronous):
        super().__init__()
        self.run(f"{self.bin}/pg_basebackup", "-h", f"{self.folder}/primary-socket", "-U", "holdfast", "-D", f"{self.folder}/standby",
                 "-X", "stream", "-c", "fast", "-R")
        self.setting("standby", f"primary_conninfo = 'host={self.folder}/primary-socket user=holdfast application_name=standby'")
        self.start("standby")
        if synchronous:
            self.setting("primary", "synchronous_standby_names = 'standby'")
            self.run(f"{self.bin}/pg_ctl", "-D", f"{self.folder}/primary", "-s", "reload")
        wanted = "sync" if synchronous else "async"
        self.wait(lambda: self.ask("primary", "select sync_state from pg_stat_replication") == wanted, f"the standby does not become {wanted}")

    def promote(self):
        self.run(f"{self.bin}/pg_ctl", "-D", f"{self.folder}/standby", "-w", "-s", "promote")


def children(parent):
    found = []
    for status in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(status) as file:
                text = file.read()
        except OSError:
            continue
        if int(text.rpartition(")")[2].split()[1]) == parent:
            found.append(int(text.split(" ", 1)[0]))
    return found


def failed_over(chance, synchronous):
    """-> (acknowledged and not there, acknowledged, what is wrong with the ledger on the promoted server)."""
    pair = Pair(synchronous)
    try:
        child = writer(pair.connection("primary"), "store", chance.randrange(2**32), 6, 100_000)
        lines = [child.stdout.readline().decode().strip() for _ in range(30)]
        if not acknowledged(lines):
            raise RuntimeError(f"the writer says {lines[:2]}")
        if not synchronous:
            # The standby is there and receives no more; nobody who writes notices.
            pair.setting("standby", "primary_conninfo = ''")
            pair.run(f"{pair.bin}/pg_ctl", "-D", f"{pair.folder}/standby", "-s", "reload")
            pair.wait(lambda: pair.ask("primary", "select count(*) from pg_stat_replication") == "0", "the standby still receives")
        time.sleep(chance.uniform(0.3, 1.5))
        pair.kill("primary")
        child.kill()
        said = acknowledged(lines) | acknowledged(child.communicate()[0].decode().splitlines())
        pair.promote()
        # Writing goes on at the promoted server, and what had no place in the log yet gets one.
        after = writer(pair.connection("standby"), "store", chance.randrange(2**32), 2, 10)
        said_after = acknowledged(after.communicate()[0].decode().splitlines())
        connection = copied(pair)
        faults = ledger_faults(connection) if synchronous else []
        if len(said_after) != 20:
            faults.append("the promoted server does not take writes")
        return len((said | said_after) - keys_in(connection)), len(said), faults
    finally:
        pair.close()


def copied(pair):
    """The tables of the ledger and of the rows, read by psql into an SQLite database, where the judge can look at them."""
    return tables_of(pair, "standby", ("entries", "unplaced", "places", "tree_nodes", "tree_head", "settings"))


def tables_of(cluster, side, tables=None, database="postgres"):
    """Tables as psql tells them, in an SQLite database in memory; all of them, if none is named."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for step in sorted(glob.glob(os.path.join(ROOT, "crates/store/migrations/sqlite/*.sql"))):
        with open(step) as file:
            connection.executescript(file.read())
    everything = connection.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' "
                                    "and name not like 'search_index%'")
    for table in tables or [name for (name,) in everything]:
        if table in ("tree_head", "serving", "watch"):
            connection.execute(f"delete from {table}")
        columns = [name for (_, name, *_) in connection.execute(f"pragma table_info({table})")]
        told = cluster.ask(side, f"copy (select {', '.join(columns)} from {table}) to stdout with (format csv, null '\\N')", database)
        rows = [[None if value == "\\N" else value for value in values] for values in csv.reader(io.StringIO(told))]
        connection.executemany(f"insert into {table} values ({', '.join('?' * len(columns))})", rows)
    return connection
