"""A second scheduler: several servers on one PostgreSQL, with leaders that freeze, die and wake while duties come due; and on SQLite.

Time is libfaketime's, from a file that all servers read, so that days of duties come due at once. The judge is psql: triggers in a
schema of its own note who wrote each entry and who took the lead, and PostgreSQL's own moments of commit put them in order.
"""

import bisect
import collections
import csv
import glob
import json
import os
import signal
import subprocess
import time

from common import HOLDFAST, Folder, NotRun, Row, below, demonstration, key_file, ledger_faults, must, opened
from failover import Cluster, tables_of

WITNESS = """
create schema judge;
create table judge.written (entry_id text, server text not null);
create table judge.led (token bigint, server text not null);
create function judge.writes() returns trigger language plpgsql as
$$ begin insert into judge.written values (new.id, current_setting('application_name')); return null; end $$;
create function judge.leads() returns trigger language plpgsql as
$$ begin insert into judge.led values (new.token, current_setting('application_name')); return null; end $$;
create trigger witness after insert on entries for each row execute function judge.writes();
create trigger witness after update on serving for each row
  when (old.token <> new.token or old.holder <> new.holder) execute function judge.leads();
"""

# The guard taken away: every server finds a row of its own to lead by, so that whoever led once believes it for ever.
UNFENCED = """
alter table serving rename to everybody;
alter table everybody drop constraint serving_pkey;
alter table everybody add column server text not null default '';
create view serving as select id, holder, until, token from everybody where server = current_setting('application_name');
"""


class Times:
    """What the servers' clocks show: the machine's, and so much on."""

    def __init__(self, folder):
        found = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)
        if found is None:
            raise NotRun("libfaketime is not installed (Debian: faketime)")
        self.file, self.on = folder("time"), 0
        self.environment = dict(os.environ, LD_PRELOAD=found, FAKETIME_TIMESTAMP_FILE=self.file, FAKETIME_NO_CACHE="1",
                                FAKETIME_DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1")
        self.jump(0)

    def jump(self, hours):
        self.on += hours * 3600
        with open(self.file + ".new", "w") as file:
            file.write(f"+{self.on}\n")
        os.replace(self.file + ".new", self.file)

    def micros(self):
        return int((time.time() + self.on) * 1e6)


class World:
    """A database of the cluster, and the servers on it."""

    def __init__(self, cluster, times, folder, name, servers, fenced=True):
        self.cluster, self.times, self.folder, self.name, self.fenced = cluster, times, folder, name, fenced
        self.running, self.serving, self.started = {}, set(), 0
        cluster.ask("primary", f"create database {name} template first")
        self.ask(WITNESS if fenced else WITNESS + UNFENCED)
        for _ in range(servers):
            self.start()

    def ask(self, sql):
        return self.cluster.ask("primary", sql, self.name)

    def settings(self, server):
        place = f"{self.cluster.connection('primary', self.name)} application_name={server}"
        return dict(self.times.environment, HOLDFAST_DATABASE=place, HOLDFAST_KEY_FILE=self.folder("holdfast.key"), HOLDFAST_LISTEN="127.0.0.1:0")

    def start(self):
        self.started += 1
        server = f"{self.name}{self.started}"
        if not self.fenced:
            self.ask(f"insert into everybody (id, holder, until, token, server) values (1, '', 0, {self.started * 1000}, '{server}')")
        child = subprocess.Popen([HOLDFAST, "serve"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self.settings(server),
                                 preexec_fn=below, text=True)
        self.running[server] = child

    def serve(self):
        """Waits until every server that was started since says that it serves."""
        for server, child in self.running.items():
            if server not in self.serving and "serving on" not in (child.stdout.readline() or ""):
                raise RuntimeError(f"{server} does not serve")
            self.serving.add(server)

    def tick(self):
        return subprocess.Popen([HOLDFAST, "tick"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.settings("command"),
                                preexec_fn=below, cwd=self.folder.path)

    def killed(self, server):
        child = self.running.pop(server)
        child.kill()
        child.wait()
        self.start()
        self.serve()

    def leader(self):
        return self.ask("select server from judge.led order by token desc, pg_xact_commit_timestamp(xmin) desc limit 1" if self.fenced else
                        "select server from judge.led order by pg_xact_commit_timestamp(xmin) desc limit 1")

    def in_a_round(self, server):
        """Waits until that server stands in the middle of what a leader writes. -> whether it does"""
        deadline = time.monotonic() + 8
        asked = ("select count(*) from pg_stat_activity where application_name = '%s' and xact_start is not null "
                 "and (query ilike '%%entries%%' or query ilike '%%stages%%' or query ilike '%%serving where%%')" % server)
        while time.monotonic() < deadline:
            if self.ask(asked) != "0":
                return True
        return False

    def due(self):
        return int(self.ask(f"select count(*) from stages where fired_at is null and due_at <= {self.times.micros()}"))

    def settled(self, seconds):
        """Waits until every stage that has come is told. -> how many are not"""
        deadline = time.monotonic() + seconds
        while (left := self.due()) and time.monotonic() < deadline:
            time.sleep(0.2)
        return left

    def stop(self):
        for child in self.running.values():
            child.kill()
            child.wait()

    def tables(self):
        csv.field_size_limit(2**24)
        return tables_of(self.cluster, "primary", database=self.name)

    def strangers(self):
        """-> (rounds' entries of servers, those of a server while another led)"""
        led = [line.split("|") for line in self.ask("select extract(epoch from pg_xact_commit_timestamp(xmin)), server from judge.led order by 1").splitlines()]
        moments = [float(moment) for moment, _ in led]
        asked = ("select extract(epoch from pg_xact_commit_timestamp(w.xmin)), w.server from judge.written w join entries e on e.id = w.entry_id "
                 "where e.text::json ->> 'action' = 'run_tick' and w.server <> 'command' order by 1")
        written = [line.split("|") for line in self.ask(asked).splitlines()]
        stale = sum(led[max(0, bisect.bisect_right(moments, float(moment)) - 1)][1] != server for moment, server in written)
        return len(written), stale


def told(connection):
    """What the ledger says was told and missed. -> (how often each stage, how often each miss, notices that must be)"""
    stages, misses, notices = collections.Counter(), collections.Counter(), collections.Counter()
    for (text,) in connection.execute("select text from entries"):
        entry = json.loads(text)
        for event in entry["events"]:
            if event["code"] == "clock.missed":
                misses[entry["case"], event["clock"], event["started_at"]] += 1
            if event["code"] == "clock.escalated":
                run = entry["case"], event["clock"], event["started_at"]
                stages.update((*run, stage) for stage in event["stages"])
                notices[*run[:2], " ".join(event["stages"])] += len(event["told"])
    return stages, misses, notices


def twice(*counters):
    return sum(number - 1 for counter in counters for number in counter.values())


def differences(found, right):
    """How many runs of clocks have other stages. Some begin when a round looks, so their moment differs: these are counted."""
    runs = [collections.defaultdict(set), collections.defaultdict(set)]
    for side, stages in zip(runs, (found, right)):
        for *run, stage in stages:
            side[tuple(run)].add(stage)
    both = runs[0].keys() & runs[1].keys()
    others = [collections.Counter(run[:2] for run in side.keys() - both) for side in runs]
    return sum(runs[0][run] != runs[1][run] for run in both) + ((others[0] - others[1]) + (others[1] - others[0])).total()


def wrong_in(connection):
    """What does not fit in one database: a thing told twice, a timer that fired without its event, a notice too many, the ledger."""
    stages, misses, notices = told(connection)
    faults = [f"{number} times: {' '.join(key[1:])}" for counter in (stages, misses) for key, number in counter.items() if number > 1]
    fired = connection.execute("select case_id, clock, stage, count(*) from stages where fired_at is not null group by 1, 2, 3").fetchall()
    if {tuple(row[:3]): row[3] for row in fired} != collections.Counter(key[:2] + key[3:] for key in stages.elements()):
        faults.append("the timers that fired are not the stages that were told")
    found = connection.execute("select case_id, clock, stages, count(*) from notices group by 1, 2, 3").fetchall()
    if {tuple(row[:3]): row[3] for row in found} != +notices:
        faults.append("the notices are not those of the events")
    return stages, misses, faults + ledger_faults(connection)


def schedulers(plan):
    """Two rows of PostgreSQL, one of SQLite."""
    with Folder("schedulers") as folder:
        times = Times(folder)
        cluster = Cluster("-c track_commit_timestamp=on")
        worlds = {}
        try:
            cluster.ask("primary", "create database first")
            first = {"HOLDFAST_DATABASE": cluster.connection("primary", "first"), "HOLDFAST_KEY_FILE": folder("holdfast.key")}
            reports = str(plan.count(40, 120, 420))
            must(subprocess.run([HOLDFAST, "demo", "--no-serve", "--reports", reports], capture_output=True, text=True, env=dict(os.environ, **first)))
            several = plan.count(2, 3, 4)
            for name, servers, fenced in (("one", several, True), ("unfenced", several, False), ("alone", 1, True)):
                worlds[name] = World(cluster, times, folder, name, servers, fenced)
            for world in worlds.values():
                world.serve()
            rows = on_postgres(plan, times, worlds)
        finally:
            for world in worlds.values():
                world.stop()
            cluster.close()
    return [*rows, on_sqlite(plan)]


def on_postgres(plan, times, worlds):
    once = Row("stages with several schedulers", control_is="with those of a server on a copy")
    woken = Row("leader that freezes and wakes", control_is="a row to lead by for each")
    chance, rivals = plan.chance("schedulers"), [worlds["one"], worlds["unfenced"]]
    how_often = collections.Counter()
    for cycle in range(plan.count(3, 15, 500)):
        how = ("frozen in a round", "killed", "frozen between")[cycle % 3] if cycle < 3 else chance.choice(
            ("frozen in a round", "frozen in a round", "frozen between", "killed"))
        pause = chance.uniform(0, 2)
        times.jump(chance.randrange(20, 200))
        frozen = {}
        for world in rivals:
            leader = world.leader()
            caught = how != "frozen between" and world.in_a_round(leader)
            if how == "killed":
                world.killed(leader)
            else:
                os.kill(world.running[leader].pid, signal.SIGSTOP)
                frozen[world] = leader
            how_often[how if caught or how == "frozen between" else f"{how}, too late"] += world.fenced
        time.sleep(pause)
        times.jump(chance.randrange(1, 30))
        deadline = time.monotonic() + 30
        while worlds["one"].leader() in frozen.values() and time.monotonic() < deadline:
            time.sleep(0.1)
        times.jump(chance.randrange(1, 30))
        for world, leader in frozen.items():
            os.kill(world.running[leader].pid, signal.SIGCONT)
        # Somebody types a command beside them; while nobody's lease runs, it tells people too.
        tick = worlds["one"].tick() if chance.random() < 0.5 else None
        for world in worlds.values():
            left = world.settled(40)
            once.lost += left if world.name == "one" else 0
            once.notes += (f"{left} stages wait still",) if left and world.name == "one" else ()
        if tick is not None and (ended := tick.wait(60)):
            once.lost, once.notes = once.lost + 1, (*once.notes, f"a tick beside them ended with {ended}")
        once.cycles += 1
        woken.cycles += bool(frozen)
    # Those who were woken have had their round, and what they still hold is refused.
    time.sleep(6)
    for world in worlds.values():
        world.settled(40)
        world.stop()
    stages, misses, faults = wrong_in(worlds["one"].tables())
    alone = told(worlds["alone"].tables())
    once.acknowledged = len(stages) + len(misses)
    # What one server alone tells is what several must tell.
    differ = differences(set(stages), set(alone[0]))
    once.lost += len(faults) + differ
    once.notes += tuple(faults[:3]) + ((f"{differ} runs of clocks were not told as a server alone tells them",) if differ else ())
    once.control = twice(stages + alone[0], misses + alone[1])
    once.notes += (", ".join(f"{number} {how}" for how, number in how_often.items() if number),)
    woken.acknowledged, woken.lost = worlds["one"].strangers()
    _, woken.control = worlds["unfenced"].strangers()
    doubles = twice(*told(worlds["unfenced"].tables())[:2])
    woken.notes += (f"without the guard {doubles} stages are told twice: the versions of cases and the key of the timers hold that by themselves",)
    return once, woken


def on_sqlite(plan):
    """A second server on one file is refused, or takes the place of a frozen one, which then stops; commands tick beside."""
    row = Row("second server on SQLite", control_is="the claim's row keeps nothing")
    chance = plan.chance("second server")
    with Folder("second") as folder:
        times, database = Times(folder), demonstration(folder, plan.count(40, 120, 420))
        children = []
        try:
            server = server_of(database, times, children)
            for cycle in range(plan.count(2, 10, 200)):
                second = refused(database, times)
                row.lost += not second
                row.notes += () if second else ("a second server was not refused",)
                takes_over = cycle % 2 == 1
                if takes_over:
                    os.kill(server.pid, signal.SIGSTOP)
                times.jump(chance.randrange(20, 200))
                if takes_over:
                    after = server_of(database, times, children)
                ticks = [tick(database, times) for _ in range(3)]
                if takes_over:
                    os.kill(server.pid, signal.SIGCONT)
                    if server.wait(20) == 0:
                        row.lost, row.notes = row.lost + 1, (*row.notes, "whose place was taken does not say so")
                    server = after
                if any(child.wait(60) for child in ticks):
                    row.notes += ("a tick beside the server failed",)
                row.lost += waits(database, times)
                row.cycles += 1
            connection = opened(database)
            stages, misses, faults = wrong_in(connection)
            row.acknowledged = len(stages) + len(misses)
            row.lost += len(faults)
            row.notes += tuple(faults[:3])
            # The control: the row by which a second one is refused says nothing.
            connection.execute("create trigger no_claim after update on serving begin update serving set until = 0; end")
            claimed(database, times, until=0)
            connection.close()
            row.control = int(not refused(database, times, wait=False))
        finally:
            for child in children:
                child.kill()
    return row


def settings_of(database, times):
    return dict(times.environment, HOLDFAST_DATABASE=database, HOLDFAST_KEY_FILE=key_file(database), HOLDFAST_LISTEN="127.0.0.1:0")


def server_of(database, times, children):
    child = subprocess.Popen([HOLDFAST, "serve"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=settings_of(database, times),
                             preexec_fn=below, text=True)
    children.append(child)
    if "serving on" not in (child.stdout.readline() or ""):
        raise RuntimeError("the server does not serve")
    return child


def refused(database, times, wait=True):
    """Whether a second server is refused, with the reason."""
    if wait:
        claimed(database, times)
    second = subprocess.Popen([HOLDFAST, "serve"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings_of(database, times),
                              preexec_fn=below, text=True)
    said = second.stdout.readline()
    second.kill()
    return "serving on" not in said and "another process serves this database" in second.communicate()[1]


def claimed(database, times, until=None):
    """Waits until the first one's claim runs by the clock as it is since the last jump; or is what is said."""
    deadline = time.monotonic() + 20
    connection = opened(database)
    while time.monotonic() < deadline:
        (found,) = connection.execute("select until from serving").fetchone()
        if found == until or until is None and found >= times.micros() + 4_000_000:
            break
        time.sleep(0.1)
    connection.close()


def tick(database, times):
    return subprocess.Popen([HOLDFAST, "tick"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=settings_of(database, times),
                            preexec_fn=below, cwd=os.path.dirname(database))


def waits(database, times):
    """How many stages that have come are not told after a while."""
    deadline = time.monotonic() + 40
    connection = opened(database)
    asked = "select count(*) from stages where fired_at is null and due_at <= ?"
    while (left := connection.execute(asked, (times.micros(),)).fetchone()[0]) and time.monotonic() < deadline:
        time.sleep(0.2)
    connection.close()
    return left
