"""kill -9: while rows are written, while pages are served, while a file is imported, while tables are made."""

import csv
import http.client
import json
import os
import re
import shutil
import subprocess
import threading
import time

from common import (PASSWORD, ROOT, WRITER, Folder, Row, acknowledged, below, business_tables, columns_of, copy, demonstration,
                    clear, holdfast, key_file, keys_in, kill_after, ledger_faults, must, opened, served, under, writer)


# --- while rows are written ---------------------------------------------------------------------------------------------

def writing(plan):
    row = Row("kill -9 while writing", control_is="acknowledges before the commit")
    with Folder("killed") as folder:
        for how in ("store", "early"):
            chance = plan.chance("writing", how)
            cycles = plan.count(60, 400, 10_000) if how == "store" else plan.count(20, 60, 100)
            for cycle in range(cycles):
                if cycle % 20 == 0:
                    database, said = folder(f"{how}{cycle}.db"), set()
                said |= killed_once(folder, database, how, chance)
                found = opened(database)
                # A kill before the first commit leaves a file without tables: then nothing was acknowledged either.
                made = found.execute("select count(*) from sqlite_master where name = 'settings'").fetchone()[0]
                lost = len(said - keys_in(found)) if made else len(said)
                faults = ledger_faults(found) if made else []
                found.close()
                if how == "early":
                    row.control += lost
                    # What was never there is not missed again at the next kill.
                    said = set()
                    continue
                row.cycles += 1
                row.lost += lost + len(faults)
                row.notes += tuple(faults[:3])
                if cycle % 20 == 19 or cycle == cycles - 1:
                    row.acknowledged += len(said)
    return row


def killed_once(folder, database, how, chance):
    """By the clock, or at a certain write: the first is how it happens, the second comes to every place."""
    seed = chance.randrange(2**32)
    if chance.random() < 0.5:
        child = writer(database, how, seed, 4, 100_000)
        return acknowledged(kill_after(child, chance.uniform(0.005, 0.12)))
    child = writer(database, how, seed, 4, 100_000, env=under(database, kill_at=chance.randrange(1, 1500)))
    return acknowledged(child.communicate()[0].decode().splitlines())


# --- while tables are made ----------------------------------------------------------------------------------------------

def schema(connection):
    return connection.execute("select type, name, sql from sqlite_master order by type, name").fetchall()


MIGRATIONS = os.path.join(ROOT, "crates/store/migrations/sqlite")


def migrating(plan):
    """Killed before each write of the making of the tables, one after the other, from nothing and from the first version.
    Then it is opened again, and must be whole."""
    row = Row("kill -9 while migrating", control_is="the same statements without a transaction")
    with Folder("migrated") as folder:
        whole = folder("whole.db")
        must(subprocess.run([WRITER, whole, "open", "1", "1", "1"], capture_output=True, text=True))
        connection = opened(whole)
        right = schema(connection)
        connection.close()
        for before in (None, first_version(folder)):
            at = 1
            while True:
                database = folder("cut.db")
                clear(database)
                if before:
                    copy(before, database)
                layer_in_between = under(database, kill_at=at)
                if before:
                    code = migrated(folder, database, layer_in_between).returncode
                else:
                    child = writer(database, "open", 1, 1, 1, env=layer_in_between)
                    child.communicate()
                    code = child.returncode
                if code == 0:
                    break
                row.cycles += 1
                if before:
                    must(migrated(folder, database))
                if faults := not_whole(database, right, at):
                    row.lost += 1
                    row.notes += (f"killed at write {at}: {faults[0]}",)
                else:
                    row.acknowledged += 1
                at += plan.count(7, 1, 1)
        by_hand = ("import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('pragma journal_mode = wal');"
                   "c.execute('create table migrations (name text primary key)'); c.executescript(sys.stdin.read())")
        with open(os.path.join(MIGRATIONS, "0001-house.sql")) as file:
            text = file.read()
        for at in range(3, 60, plan.count(8, 4, 2)):
            database = folder("careless.db")
            clear(database)
            child = subprocess.run(["python3", "-c", by_hand, database], input=text, capture_output=True, text=True,
                                   env=under(database, kill_at=at), preexec_fn=below)
            if child.returncode != 0 and not_whole(database, right, at):
                row.control += 1
    return row


def migrated(folder, database, environment=None):
    for name in os.listdir(folder.path):
        if name.startswith("before-migrating"):
            os.remove(folder(name))
    return holdfast(["migrate", "--backup", folder("before-migrating")], database, environment=environment)


def first_version(folder):
    """A database as the first version made it."""
    database = folder("first.db")
    connection = opened(database)
    connection.execute("pragma journal_mode = wal")
    # As crates/store/src/migrate.rs makes it.
    connection.execute("create table migrations (name text primary key)")
    with open(os.path.join(MIGRATIONS, "0001-house.sql")) as file:
        connection.executescript(f"begin; {file.read()}; commit")
    connection.execute("insert into migrations values ('0001-house')")
    connection.close()
    return database


def not_whole(database, right, seed):
    """Opened again and written to: what is wrong then."""
    again = writer(database, "store", seed, 2, 5)
    said = acknowledged(again.communicate()[0].decode().splitlines())
    if again.returncode != 0 or len(said) != 10:
        return ["it does not open again"]
    connection = opened(database)
    faults = ledger_faults(connection) + (["its tables are others"] if schema(connection) != right else [])
    faults += [] if said <= keys_in(connection) else ["it forgets"]
    connection.close()
    return faults


# --- while pages are served ---------------------------------------------------------------------------------------------

def serving(plan):
    """Case pages are asked for; each answer has an entry that names the case. Then the server is killed."""
    row = Row("kill -9 while serving", control_is="answers counted when they are asked for")
    chance = plan.chance("serving")
    with Folder("served") as folder:
        demo = demonstration(folder, 12)
        token = must(holdfast(["sign-in", "spoc", "--password-stdin", "--print-token"], demo, feed="invented-people-only\n")).stdout.strip()
        connection = opened(demo)
        references = dict(connection.execute("select reference, id from cases"))
        before = looks(connection)
        connection.close()
        for cycle in range(plan.count(6, 60, 1000)):
            database = copy(demo, folder("served.db"))
            asked, answered = served_and_killed(folder, database, token, sorted(references), chance)
            connection = opened(database)
            after = looks(connection)
            faults = ledger_faults(connection)
            connection.close()
            row.cycles += 1
            row.acknowledged += sum(answered.values())
            row.lost += len(faults)
            row.notes += tuple(faults[:3])
            for reference, case in references.items():
                kept = after.get(case, 0) - before.get(case, 0)
                row.lost += max(0, answered.get(reference, 0) - kept)
                row.control += max(0, asked.get(reference, 0) - kept)
    return row


def looks(connection):
    counts = {}
    for (text,) in connection.execute("select text from entries"):
        entry = json.loads(text)
        if entry["action"] == "view_case" and entry["decision"] == "seen":
            counts[entry["case"]] = counts.get(entry["case"], 0) + 1
    return counts


def served_and_killed(folder, database, token, references, chance):
    """-> how often each case was asked for, and how often its page came whole."""
    server, port = served(database)
    asked, answered, guard = {}, {}, threading.Lock()

    def reader(dice):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            while True:
                reference = dice.choice(references)
                with guard:
                    asked[reference] = asked.get(reference, 0) + 1
                connection.request("GET", f"/cases/{reference}", headers={"Cookie": f"holdfast_session={token}"})
                answer = connection.getresponse()
                page = answer.read()
                if answer.status != 200 or reference.encode() not in page:
                    raise RuntimeError(f"the page of {reference} came with {answer.status}")
                with guard:
                    answered[reference] = answered.get(reference, 0) + 1
        except (OSError, http.client.HTTPException):
            return                                              # killed

    dice = [type(chance)(chance.random()) for _ in range(3)]
    readers = [threading.Thread(target=reader, args=(die,)) for die in dice]
    for thread in readers:
        thread.start()
    time.sleep(chance.uniform(0.05, 0.5))
    server.kill()
    server.wait()
    for thread in readers:
        thread.join()
    return asked, answered


# --- while a file is imported -------------------------------------------------------------------------------------------

def importing(plan):
    """Killed at a write anywhere in the import, run again until it ends: what is there then is what one run would have made."""
    row = Row("kill -9 while importing", control_is="the run after the kill skips a row")
    chance = plan.chance("importing")
    with Folder("imported") as folder:
        empty, map_file = house(folder), os.path.join(ROOT, "maps", "one-row-per-crime.toml")
        reports = plan.count(12, 70, 200)           # 50 rows a commit
        file = folder("export.csv")
        must(holdfast(["simulate", "--seed", str(plan.seed % 1000), "--reports", str(reports), "--days", "60", "--csv", file,
                       "--truth", folder("truth.csv")], empty[0]))
        held_as_well(file)
        imports = ["import", file, "--map", map_file, "--go-live", "2024-01-01"]
        whole = copy(empty[0], folder("whole.db"))
        must(holdfast(imports, whole, empty[1], environment=under(whole, count=folder("count"))))
        writes = int(open(folder("count")).read())
        right = end_state(whole)
        must(holdfast(imports, copy(empty[0], whole), empty[1]))
        if same := differences(right, end_state(whole)):
            raise RuntimeError(f"the judge tells two whole imports apart: {same}")
        for cycle in range(plan.count(4, 40, 400)):
            database = copy(empty[0], folder("killed.db"))
            kills = 0
            for _ in range(chance.randrange(1, 4)):
                done = holdfast(imports, database, empty[1], environment=under(database, kill_at=chance.randrange(1, writes)))
                kills += done.returncode == -9
            must(holdfast(imports, database, empty[1]))
            wrong = differences(right, end_state(database))
            row.cycles += kills
            row.acknowledged += right["rows"]
            row.lost += len(wrong)
            row.notes += tuple(wrong[:3])
        for _ in range(plan.count(1, 5, 10)):
            # The later, the more rows were taken; but one must be left to skip.
            for share in (0.7, 0.5, 0.3, 0.2):
                database = copy(empty[0], folder("skipped.db"))
                at = int(writes * share * chance.uniform(0.8, 1))
                holdfast(imports, database, empty[1], environment=under(database, kill_at=at))
                if skip_a_row(database):
                    holdfast(imports, database, empty[1])
                    row.control += len(differences(right, end_state(database)))
                    break
    return row


def house(folder):
    """An installation with a force, its administrator signed in, and nothing else. -> (database, who)"""
    database = folder("empty.db")
    must(holdfast(["init", "--force", "X01", "--force-name", "Faultshire", "--contact", "none", "--administrator", "admin",
                   "--password-stdin"], database, feed=PASSWORD + "\n"))
    token = must(holdfast(["sign-in", "admin", "--password-stdin", "--print-token"], database, feed=PASSWORD + "\n")).stdout.strip()
    shutil.copyfile(key_file(database), folder("key"))
    return database, f"token:{token}"


def held_as_well(file):
    """Rows that cannot be taken go between the others: the holding pen must be the same too."""
    with open(file, newline="") as read:
        rows = list(csv.reader(read))
    torn = list(rows[1])
    torn[0], torn[1] = "TORN/1", "31/02/2026 10:00"
    rows[3:3] = [torn]
    rows.append(["", *rows[2][1:]])
    with open(file, "w", newline="") as write:
        csv.writer(write).writerows(rows)


def skip_a_row(database):
    connection = opened(database)
    changed = connection.execute("update imports set next_row = next_row + 1 where finished_at is null "
                                 "and next_row < rows_read").rowcount
    connection.close()
    return changed


# Columns that say when the import ran, or are made by chance: two whole runs differ in them.
BY_CHANCE = {"id", "version", "salt", "started_at", "finished_at", "made_at", "decided_at", "refresh_at", "danger_order", "late_order",
             "due_started", "password_hash", "expires_at"}


def end_state(database):
    """Everything that an import leaves, by its own words instead of by ids, as multisets a table."""
    connection = opened(database)
    state = {"faults": ledger_faults(connection), "rows": 0}
    names = {}
    for reference, identity, words in connection.execute("select reference, id, row_hash from reports"):
        names[identity] = f"report {reference}"
    for report, identity, role, forename in connection.execute("select report_id, id, role, forename from mentions"):
        names[identity] = f"{names.get(report)} {role} {forename}"
    for identity, about in connection.execute("select id, person_at_risk from cases"):
        names[identity] = f"case of {names.get(about)}"
    for table in business_tables(connection):
        # Who hears of a late duty is told by whoever leads, and a killed run leads until its claim ends: the schedulers' check judges that.
        if table in ("accounts", "sessions", "settings", "links", "members", "series_members", "notices"):
            continue
        columns = columns_of(connection, table)
        lines = []
        for values in connection.execute(f"select * from {table}"):
            told = {column: in_words(value, names) for column, value in zip(columns, values) if column not in BY_CHANCE}
            told.pop("events", None)                            # their number: the events themselves are compared below
            if table == "cases":                                # the others of a series, in the order of their ids
                told["series_facts"] = "|".join(",".join(sorted(part.split(","))) for part in told["series_facts"].split("|"))
            lines.append(repr(told))
        state[table] = sorted(lines)
        state["rows"] += len(lines)
    # Which of three alike are linked, and which only follow, hangs on their ids. Who is whom, and what belongs together, does not.
    for table, group in (("members", "person"), ("series_members", "series")):
        groups = {}
        for identity, of in connection.execute(f"select id, {group} from {table}"):
            groups.setdefault(of, []).append(names.get(identity))
        state[table] = sorted(repr(sorted(group)) for group in groups.values())
    state["links"] = connection.execute("select about, state, basis, count(*) from links group by 1, 2, 3 order by 1, 2, 3").fetchall()
    happened = {}
    for (text,) in connection.execute("select e.text from entries e join places p on p.entry_id = e.id order by p.position"):
        entry = json.loads(text)
        if entry["case"] and entry["events"]:
            happened.setdefault(names.get(entry["case"]), []).extend(
                event["code"] for event in entry["events"] if event["code"] != "clock.escalated")
    state["events"] = sorted(map(repr, happened.items()))
    connection.close()
    return state


MADE_BY_CHANCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|HF(-[0-9A-Z]{3}){3}")


def in_words(value, names):
    return MADE_BY_CHANCE.sub(lambda found: names.get(found[0], "by chance"), value) if isinstance(value, str) else value


def differences(right, found):
    return [f"{name} are not what one run makes" for name in right if right[name] != found.get(name)]
