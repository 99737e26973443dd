"""Disks that are full, fail, or can only be read. What is refused must say why; what was acknowledged must be there."""

import http.client
import os
import subprocess
import threading
import time

from common import (WRITER, Folder, NotRun, Row, acknowledged, clear, copy, demonstration, holdfast, keys_in, ledger_faults, must,
                    opened, refusals, served, under, writer)

ENOSPC, EIO, EROFS = 28, 5, 30


class Mounted:
    """A file system of fixed size in memory, at a folder."""

    def __init__(self, folder, name, megabytes):
        self.at = folder(name)
        os.mkdir(self.at)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", self.at], capture_output=True, text=True)
        if done.returncode != 0:
            raise NotRun(f"no file system can be mounted here: {done.stderr.strip()}")

    def __enter__(self):
        return self

    def __call__(self, name):
        return os.path.join(self.at, name)

    def fill(self):
        """Everything else on the disk grows until there is no byte left."""
        with open(self("filling"), "ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(65536))
            except OSError:
                pass
            try:
                while True:
                    file.write(bytes(512))
            except OSError:
                pass

    def empty(self):
        if os.path.exists(self("filling")):
            os.remove(self("filling"))

    def only_read(self, yes=True):
        must(subprocess.run(["mount", "-o", f"remount,{'ro' if yes else 'rw'}", self.at], capture_output=True, text=True))

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.at], capture_output=True)


def disk(plan):
    return [attempt(check, plan, name) for check, name in (
        (full, "disk full"), (looks_on_a_full_disk, "looks on a full disk"), (served_on_a_full_disk, "serving on a full disk"),
        (failing, "I/O errors"), (read_only, "disk that can only be read"))]


def attempt(check, plan, name):
    try:
        return check(plan)
    except NotRun as why:
        return Row(name, not_run=str(why))


def said_and_kept(database, said):
    connection = opened(database)
    kept, faults = keys_in(connection), ledger_faults(connection)
    connection.close()
    return len(said - kept), faults


def full(plan):
    """Writers go on while the disk fills up and is emptied again, over and over."""
    row = Row("disk full", control_is="acknowledged before the commit")
    with Folder("full") as folder:
        for how in ("store", "early"):
            chance = plan.chance("full", how)
            with Mounted(folder, how, 40) as mounted:
                database, said, refused = mounted("full.db"), set(), []
                for cycle in range(plan.count(3, 20, 300) if how == "store" else 3):
                    # A new one now and then: it must not be the database itself that fills the disk.
                    if cycle % 3 == 0:
                        row.acknowledged += len(said) if how == "store" else 0
                        clear(database)
                        said = set()
                    child = writer(database, how, chance.randrange(2**32), 4, 100_000)
                    lines = []
                    reader = threading.Thread(target=lambda: lines.extend(line.decode().strip() for line in child.stdout))
                    reader.start()
                    time.sleep(chance.uniform(0.05, 0.3))
                    mounted.fill()
                    time.sleep(chance.uniform(0.1, 0.3))
                    before = len(acknowledged(lines))
                    mounted.empty()
                    time.sleep(0.3)
                    child.kill()
                    child.wait()
                    reader.join()
                    new = acknowledged(lines)
                    said |= new
                    refused += refusals(lines)
                    lost, faults = said_and_kept(database, said)
                    if how == "early":
                        row.control += lost
                        said = set()
                        continue
                    row.cycles += 1
                    row.lost += lost + len(faults)
                    row.notes += tuple(faults[:2])
                    if not refusals(lines):
                        row.notes += ("a full disk refused nothing: it was not full",)
                        row.lost += 1
                    if len(new) <= before:
                        row.notes += ("writing did not go on when there was room again",)
                        row.lost += 1
                if how == "store":
                    row.acknowledged += len(said)
                    other = [why for why in refused if "the disk is full" not in why]
                    row.lost += len(other)
                    row.notes += tuple(sorted(set(other))[:2]) + (f"{len(refused)} writes were refused, all because the disk is full",)
    return row


def looks_on_a_full_disk(plan):
    """Nothing is written any more, and whoever looks is still put on record; without the reserve they are not."""
    row = Row("looks on a full disk", control_is="the reserve is taken away before")
    with Folder("looks") as folder:
        for cycle in range(plan.count(2, 10, 100)):
            chance = plan.chance("looks", cycle)
            looks = plan.count(100, 500, 500)
            row.cycles += 1
            got, refused = looked(folder, f"with{cycle}", chance, looks, take_the_reserve=False)
            row.acknowledged += got
            row.lost += refused
            _, refused = looked(folder, f"without{cycle}", chance, looks, take_the_reserve=True)
            row.control += refused
    return row


def hollow(database):
    """A file in the place of the reserve that holds no room, as if it had never been kept."""
    os.truncate(database + "-reserve", 0)
    os.truncate(database + "-reserve", 8 * 1024 * 1024)


def looked(folder, name, chance, count, take_the_reserve):
    """-> (looks on record, looks refused). A write in between must be refused, or the disk was not full."""
    with Mounted(folder, name, 40) as mounted:
        database = mounted("looks.db")
        child = writer(database, "store", chance.randrange(2**32), 2, 50)
        said = acknowledged(child.communicate()[0].decode().splitlines())
        if take_the_reserve:
            hollow(database)
        mounted.fill()
        written = acknowledged(writer(database, "store", 1, 1, 20).communicate()[0].decode().splitlines())
        if take_the_reserve:
            mounted.fill()
        child = writer(database, "looks", chance.randrange(2**32), 2, count // 2)
        lines = child.communicate()[0].decode().splitlines()
        got = acknowledged(lines)
        # Nothing can be opened on a full disk but by making room: the judge looks at a copy elsewhere.
        connection = opened(copy(database, folder("judged.db")))
        recorded = {text.split('["key","')[1].split('"')[0] for (text,) in connection.execute("select text from entries where text like '%look_at_it%'")}
        faults = ledger_faults(connection)
        kept = keys_in(connection)
        connection.close()
        lost = len(got - recorded) + len(said - kept) + len(faults)
        # Writes that went through on a disk that was called full would mean that it was not.
        lost += len(written) if not take_the_reserve else 0
        return len(got), count - len(got) + lost


def served_on_a_full_disk(plan):
    """The built server and the built commands: who signs in and looks is served and recorded; an act says why it is not done."""
    row = Row("serving on a full disk", control_is="the reserve is taken away before")
    with Folder("served-full") as folder:
        demo = demonstration(folder, 12)
        for cycle in range(plan.count(1, 3, 30)):
            row.cycles += 1
            shown, wrong = served_once(folder, demo, f"with{cycle}", take_the_reserve=False)
            row.acknowledged += shown
            row.lost += len(wrong)
            row.notes += tuple(wrong[:3])
            _, wrong = served_once(folder, demo, f"without{cycle}", take_the_reserve=True)
            row.control += len(wrong)
    return row


def served_once(folder, demo, name, take_the_reserve):
    """-> (pages shown, what went wrong)."""
    with Mounted(folder, name, 40) as mounted:
        database, wrong, shown = copy(demo, mounted("demo.db")), [], 0
        must(holdfast(["worklist"], database, "spoc"))
        connection = opened(database)
        references = [reference for (reference,) in connection.execute("select reference from cases order by reference")]
        connection.close()
        server, port = served(database)
        try:
            if take_the_reserve:
                hollow(database)
            mounted.fill()
            signed_in = holdfast(["sign-in", "spoc", "--password-stdin", "--print-token"], database, feed="invented-people-only\n")
            token = signed_in.stdout.strip() or "none"
            for reference in references:
                act = holdfast(["on", reference, "note", "He rang again."], database, "spoc")
                if act.returncode != 6 or "the disk is full" not in act.stderr or "make room" not in act.stderr:
                    wrong.append(f"a note on a full disk: {act.returncode} {act.stderr.strip()[:150]}")
                status, page = asked(port, f"/cases/{reference}", token)
                if status == 200 and reference in page:
                    shown += 1
                else:
                    wrong.append(f"a case on a full disk: {status}")
            mounted.empty()
            act = holdfast(["on", references[0], "note", "He rang again."], database, "spoc")
            if act.returncode != 0:
                wrong.append(f"a note when there is room again: {act.stderr.strip()[:150]}")
        finally:
            server.kill()
            server.wait()
        connection = opened(database)
        (recorded,) = connection.execute("select count(*) from entries where text like '%\"action\":\"view_case\",\"decision\":\"seen\"%'").fetchone()
        wrong += ledger_faults(connection)
        connection.close()
        if recorded < shown:
            wrong.append(f"{shown} pages were shown, and {recorded} looks are on record")
        if holdfast(["verify"], database, "auditor").returncode != 0:
            wrong.append("holdfast verify finds something")
        return shown, wrong


def asked(port, path, token):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path, headers={"Cookie": f"holdfast_session={token}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)


def failing(plan):
    """Each write and each flush fails once, one after the other: by error, or because the disk is full just then."""
    row = Row("I/O errors", control_is="acknowledged before the commit")
    with Folder("failing") as folder:
        for how in ("store", "early"):
            chance = plan.chance("failing", how)
            for cycle in range(plan.count(25, 250, 5000) if how == "store" else plan.count(10, 40, 100)):
                database = folder("failing.db")
                clear(database)
                must(subprocess.run([WRITER, database, "open", "1", "1", "1"], capture_output=True, text=True))
                what, error = chance.choice("wwsr"), chance.choice([EIO, EIO, ENOSPC])
                fail = f"{what if what != 'r' else 'r'}{EIO if what == 'r' else error},{chance.randrange(1, 400)},{chance.choice([1, 3, 40])}"
                child = writer(database, how, chance.randrange(2**32), 3, 15, env=under(database, fail=fail))
                lines = child.communicate()[0].decode().splitlines()
                said = acknowledged(lines)
                lost, faults = said_and_kept(database, said)
                if how == "early":
                    row.control += lost
                    continue
                row.cycles += 1
                row.acknowledged += len(said)
                row.lost += lost + len(faults)
                if lost or faults:
                    row.notes += (f"{fail}: {lost} lost; {'; '.join(faults[:2])}",)
                # Afterwards, on a disk that works again, everything can be written.
                again = acknowledged(writer(database, "store", chance.randrange(2**32), 2, 3).communicate()[0].decode().splitlines())
                if len(again) != 6:
                    row.lost += 1
                    row.notes += (f"{fail}: it does not go on afterwards",)
    return row


def read_only(plan):
    """Found so at the start, and become so under the writers: nothing is acknowledged any more, everything that was is there, the reason
    is said, and on a disk that can be written again it goes on."""
    row = Row("disk that can only be read", control_is="acknowledged before the commit")
    with Folder("read") as folder:
        with Mounted(folder, "mounted", 60) as mounted:
            for cycle in range(plan.count(2, 10, 100)):
                chance, database = plan.chance("read", cycle), mounted(f"{cycle % 3}.db")
                said = acknowledged(writer(database, "store", chance.randrange(2**32), 1, 5).communicate()[0].decode().splitlines())
                mounted.only_read()
                try:
                    lines = writer(database, "store", chance.randrange(2**32), 2, 10).communicate()[0].decode().splitlines()
                finally:
                    mounted.only_read(False)
                refused_and_whole(row, chance, database, said, lines)
        for how in ("store", "early"):
            for cycle in range(plan.count(5, 40, 400)):
                chance, database = plan.chance("read", how, cycle), folder("became.db")
                clear(database)
                must(subprocess.run([WRITER, database, "open", "1", "1", "1"], capture_output=True, text=True))
                fail = f"w{EROFS},{chance.randrange(20, 200)},1000000"
                lines = writer(database, how, chance.randrange(2**32), 2, 20, env=under(database, fail=fail)).communicate()[0]
                said = acknowledged(lines.decode().splitlines())
                if how == "early":
                    row.control += said_and_kept(database, said)[0]
                else:
                    refused_and_whole(row, chance, database, said, lines.decode().splitlines())
    return row


def refused_and_whole(row, chance, database, said, lines):
    reasons = set(refusals(lines))
    lost, faults = said_and_kept(database, said)
    again = acknowledged(writer(database, "store", chance.randrange(2**32), 2, 3).communicate()[0].decode().splitlines())
    row.cycles += 1
    row.acknowledged += len(said)
    row.lost += lost + len(faults) + (len(again) != 6) + (not reasons)
    row.notes += tuple(faults[:2]) + tuple(sorted(reasons))[:2]
