"""Power cuts: what a disk may be left with is built from a trace of every write and flush, and opened again.

files.c writes the trace down, and in the same order what was acknowledged. Up to a flush a disk may keep any part of what was
written since the flush before: here each 512-byte sector is kept or dropped by chance, in several ways. What came before a flush
that returned is there. Not in the model: loss of directory entries, disks that reorder after a flush, sectors half written.
"""

import os
import shutil
import struct

from common import ROOT, Folder, Row, clear, keys_in, ledger_faults, opened, under, writer

SECTOR = 512
ENDINGS = {"d": "", "w": "-wal", "j": "-journal"}


def cutting(plan):
    row = Row("power cut", control_is="synchronous=NORMAL")
    with Folder("power") as folder:
        traces, cuts = plan.count(4, 20, 400), plan.count(1000, 5000, 1_000_000)
        for number in range(traces):
            # One writer commits row by row; with several, a commit carries a group.
            threads = (1, 4, 2, 8)[number % 4]
            trace = traced(folder, "store", plan.chance("power", number).randrange(2**32), threads, 320 // threads)
            found = Cuts(plan.chance("cuts", number), folder, look_at_ledger=4)
            found.run(trace, cuts // traces)
            row.cycles += found.cycles
            row.acknowledged += found.acknowledged
            row.lost += found.lost
            row.notes += tuple(found.notes[:3])
            if found.lost:
                row.notes += (keep(folder, f"{plan.seed}-{number}"),)
        # Controls. The pragma alone is the difference between the first two; the third is Holdfast itself on a disk that lies.
        seed = plan.chance("power", "control").randrange(2**32)
        full = Cuts(plan.chance("cuts", "full"), folder)
        full.run(traced(folder, "full", seed, 1, 320), plan.count(100, 500, 5000))
        row.lost += full.lost
        normal = Cuts(plan.chance("cuts", "normal"), folder)
        normal.run(traced(folder, "normal", seed, 1, 320), plan.count(100, 500, 5000))
        row.control = normal.bad
        row.control_is = f"synchronous=NORMAL, {normal.cycles} cuts"
        lying = Cuts(plan.chance("cuts", "lying"), folder, flushes=False)
        lying.run(traced(folder, "store", seed, 4, 80), plan.count(50, 200, 2000))
        row.notes += (f"the same rows by SQLite itself: with FULL {full.bad} of {full.cycles} cuts lose, with NORMAL {normal.bad} of "
                      f"{normal.cycles}; Holdfast on a disk that lies about flushes: {lying.bad} of {lying.cycles}",)
        if lying.bad == 0:
            row.control = 0
    return row


def traced(folder, how, seed, threads, count):
    database, trace = folder("traced.db"), folder("trace")
    clear(database)
    child = writer(database, how, seed, threads, count, env=under(database, trace=trace))
    child.communicate()
    if child.returncode != 0:
        raise RuntimeError(f"the writer ended with {child.returncode}")
    return trace


def records(trace):
    with open(trace, "rb") as file:
        data = file.read()
    at = 0
    while at < len(data):
        kind, file, offset, length = struct.unpack_from("<ccQQ", data, at)
        at += 18
        has_bytes = kind in b"WA"
        yield kind.decode(), file.decode(), offset, data[at:at + length] if has_bytes else b""
        at += length if has_bytes else 0


class Cuts:
    """One run over a trace, with cuts at random places."""

    def __init__(self, chance, folder, look_at_ledger=0, flushes=True):
        self.chance, self.folder, self.look_at_ledger, self.flushes = chance, folder, look_at_ledger, flushes
        self.cycles = self.acknowledged = self.lost = self.bad = 0
        self.notes = []

    def run(self, trace, cuts):
        ops = list(records(trace))
        places = sorted(self.chance.choices(range(1, len(ops) + 1), k=cuts))
        durable = {file: bytearray() for file in ENDINGS}
        pending = {file: [] for file in ENDINGS}
        said, at = set(), 0
        for place in places:
            for kind, file, offset, data in ops[at:place]:
                if kind == "A":
                    said |= {line.split(" ", 1)[1] for line in data.decode().splitlines() if line.startswith("acknowledged ")}
                elif file not in ENDINGS:
                    pass
                elif kind == "S":
                    if self.flushes:
                        for op in pending[file]:
                            apply(durable[file], *op)
                        pending[file] = []
                elif kind == "U":
                    durable[file], pending[file] = bytearray(), []
                else:
                    pending[file].append((kind, offset, data))
            at = place
            self.cut(durable, pending, said)

    def cut(self, durable, pending, said):
        database = self.folder("image.db")
        way = self.chance.choice(["none", "all", "some", "some", "prefix", "suffix"])
        share = self.chance.choice([0.5, self.chance.random()])
        for file, ending in ENDINGS.items():
            image = bytearray(durable[file])
            for op in self.survivors(pending[file], way, share):
                apply(image, *op)
            if image or file == "d":
                with open(database + ending, "wb") as out:
                    out.write(image)
            elif os.path.exists(database + ending):
                os.remove(database + ending)
        self.cycles += 1
        self.acknowledged += len(said)
        kept, faults = self.opened_again(database)
        lost = len(said - kept)
        if lost or faults:
            self.bad += 1
            self.lost += lost + len(faults)
            if len(self.notes) < 3:
                self.notes.append(f"cut {self.cycles} ({way}): {lost} lost; {'; '.join(faults[:2])}")
                for ending in ENDINGS.values():
                    if os.path.exists(database + ending):
                        shutil.copyfile(database + ending, self.folder("bad.db" + ending))
        if os.path.exists(database + "-shm"):
            os.remove(database + "-shm")

    def survivors(self, ops, way, share):
        """What of the unflushed writes is on the disk."""
        if way == "none":
            return
        edge = self.chance.randrange(len(ops) + 1)
        for number, (kind, offset, data) in enumerate(ops):
            if way == "all" or way == "prefix" and number < edge or way == "suffix" and number > edge:
                yield kind, offset, data
            elif way in ("some", "prefix", "suffix") and (way == "some" or number == edge):
                if kind == "T":
                    if self.chance.random() < share:
                        yield kind, offset, data
                    continue
                for start in range(0, len(data), SECTOR):
                    if self.chance.random() < share:
                        yield kind, offset + start, data[start:start + SECTOR]

    def opened_again(self, database):
        """-> the keys that are there, and what is wrong."""
        connection = opened(database)
        try:
            if not connection.execute("select count(*) from sqlite_master where name = 'settings'").fetchone()[0]:
                return set(), []
            kept = keys_in(connection)
            if self.look_at_ledger and self.cycles % self.look_at_ledger == 0:
                return kept, ledger_faults(connection)
            damaged = connection.execute("pragma quick_check").fetchall() != [("ok",)]
            return kept, ["SQLite finds the file damaged"] if damaged else []
        except Exception as error:
            return set(), [f"it does not open: {error}"]
        finally:
            connection.close()


def apply(image, kind, offset, data):
    if kind == "T":
        del image[offset:]
        image.extend(bytes(offset - len(image)))
        return
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset:offset + len(data)] = data


def keep(folder, name):
    """An image that lost something is worth more than the seed that led to it."""
    where = os.path.join(ROOT, "target", "faults", f"power-{name}")
    os.makedirs(where, exist_ok=True)
    for ending in ENDINGS.values():
        if os.path.exists(folder("bad.db" + ending)):
            shutil.copyfile(folder("bad.db" + ending), os.path.join(where, "bad.db" + ending))
    return f"the image is kept in {where}"
