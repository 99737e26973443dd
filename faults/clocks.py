"""Clocks: lives of cases with crashes and jumps of the machine's clock, against an oracle that counts by itself; and the built binary
under libfaketime."""

import calendar
import datetime
import glob
import json
import os
import subprocess

from common import TARGET, Folder, NotRun, Row, copy, demonstration, holdfast, must, opened, ledger_faults

LIFETIMES = os.path.join(TARGET, "debug", "examples", "lifetimes")
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR
UTC = datetime.timezone.utc
# gov.uk/bank-holidays, England and Wales.
HOLIDAYS = {datetime.date(*day) for day in (
    (2026, 1, 1), (2026, 4, 3), (2026, 4, 6), (2026, 5, 4), (2026, 5, 25), (2026, 8, 31), (2026, 12, 25), (2026, 12, 28))}


# --- the oracle ---------------------------------------------------------------------------------------------------------

def summer(moment):
    """London is an hour ahead from 01:00 UTC on the last Sunday of March to that of October."""
    last = [max(week[6] for week in calendar.monthcalendar(moment.year, month)) for month in (3, 10)]
    edges = [datetime.datetime(moment.year, month, day, 1, tzinfo=UTC) for month, day in zip((3, 10), last)]
    return edges[0] <= moment < edges[1]


def london_day(moment):
    return (moment + HOUR * summer(moment)).date()


def midnight(day):
    """The first instant of a day in London."""
    at = datetime.datetime(day.year, day.month, day.day, tzinfo=UTC)
    return at - HOUR * summer(at - HOUR)


def due(clock, trigger):
    """VC-02: the end of the second working day, the day of the report being day 0. PD-03: 72 hours."""
    if clock == "PD-03":
        return trigger + 72 * HOUR
    day, left = london_day(trigger), 2
    while left:
        day += DAY
        left -= day.weekday() < 5 and day not in HOLIDAYS
    return midnight(day + DAY)


# Hours before a duty is due at which its owner is reminded, and after it at which a miss goes to the rank, and to the one above.
STAGES = {"VC-02": (16, 0, 48), "PD-03": (12, 0, 24)}


class Duty:
    def __init__(self, clock, trigger):
        self.clock, self.trigger, self.due = clock, trigger, due(clock, trigger)
        self.done, self.missed, self.seen, self.told = None, False, [], []

    def known(self, now):
        return self.done if self.done is not None and self.done <= now else None

    def looked_at(self, now):
        if self.trigger <= now and ((self.known(now) or now) >= self.due):
            self.missed = True
            self.seen.append(now)

    def round(self, now):
        """The scheduler tells what stages have come: once each, none of a duty that was done in time, none that comes after it was
        done late. The reminder of a missed duty is told with the miss or not at all."""
        if now < self.trigger:
            return
        remind, rank, above = STAGES[self.clock]
        done, missed = self.known(now), any(at <= now for at in self.seen)
        reminder = self.due - remind * HOUR
        stages = [("missed", self.due), ("rank", self.due + rank * HOUR), ("above", self.due + above * HOUR)] if missed else []
        until = now if done is None else min(now, max(done, self.due))
        come = [stage for stage, moment in stages if moment <= until and stage not in self.told]
        wanted = (missed and come) or (not missed and done is None)
        if wanted and reminder > self.trigger and reminder <= until and "reminder" not in self.told:
            come.append("reminder")
        self.told += come


# --- the lives ----------------------------------------------------------------------------------------------------------

def text(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def identity(number):
    return f"00000000-0000-7000-8000-{number:012d}"


ACTS = {
    "VC-02": lambda now: {"code": "support.referred", "occurred_at": text(now), "accepted": True},
    "PD-03": lambda now: {"code": "decision.recorded", "narrative": identity(9), "outcome": {"outcome": "apply", "interim": False},
                          "worksheet": {name: {"answer": "yes", "acts": [identity(3)]} for name in ("acts", "risk", "necessity")}
                          | {"ground": "resides"}},
}


def life(chance):
    """-> (steps, duties as the oracle has them at the end)."""
    start = datetime.datetime(2026, 1, 5, tzinfo=UTC) + datetime.timedelta(seconds=chance.randrange(330 * 86400))
    report = {"code": "report.attached", "report": identity(2), "identified_at": text(start), "acts": [
        {"id": identity(3), "behaviour": "A2", "occurred_at": text(start), "precision": "exact", "recorded_at": text(start)}]}
    steps = [{"at": text(start), "event": {"code": "case.opened", "person_at_risk": identity(1), "subject": None,
                                           "relationship": "unknown", "duties_from": text(start)}, "kept": True},
             {"at": text(start), "event": report, "kept": True}]
    duties = {clock: Duty(clock, start) for clock in ACTS}
    real, jump, latest, jumped_back = start, 0 * HOUR, start, False
    for _ in range(chance.randrange(3, 12)):
        real += chance.choice([HOUR / 60, HOUR, 10 * HOUR, DAY, 2 * DAY]) * chance.uniform(0.2, 1.5)
        if chance.random() < 0.25:                              # the machine's clock jumps, and may stay there
            jump = chance.choice([0 * HOUR, HOUR, 365 * DAY, -HOUR, -DAY, -3 * DAY])
        now = (real + jump).replace(microsecond=chance.randrange(10**6))
        kept = chance.random() > 0.2                            # the process dies before its commit
        undone = [clock for clock, duty in duties.items() if duty.done is None]
        clock = chance.choice(undone) if undone and chance.random() < 0.3 else None
        steps.append({"at": text(now), "event": ACTS[clock](now) if clock else None, "kept": kept})
        if kept:
            for duty in duties.values():
                duty.looked_at(now)
            # A referral dated before the day of the report is none for this report.
            if clock and not (clock == "VC-02" and london_day(now) < london_day(start)):
                duties[clock].done = now
            for duty in duties.values():
                if clock:
                    duty.looked_at(now)
                else:
                    duty.round(now)
            jumped_back |= now < latest
            latest = max(latest, now)
    end = max(latest, real) + 60 * DAY
    steps.append({"at": text(end), "event": None, "kept": True})
    for duty in duties.values():
        duty.looked_at(end)
        duty.round(end)
    return steps, duties, jumped_back


def wrong(answer, duties):
    for clock, duty in duties.items():
        state = ["missed" if duty.missed else "met", None if duty.done is None else text(duty.done)]
        found = [[state, done] for code, when, state, done in answer["states"] if code == clock and when == text(duty.due)]
        if found != [state] or answer["missed"].count(clock) != duty.missed:
            return f"{clock} from {text(duty.trigger)}: {found}, missed {answer['missed'].count(clock)} times; the oracle says {state}"
        told = sorted(stage for code, started, stage in answer["told"] if code == clock and started == text(duty.trigger))
        if told != sorted(duty.told):
            return f"{clock} from {text(duty.trigger)}: told {told}; the oracle says {sorted(duty.told)}"
    return twice(answer)


def twice(answer):
    """A stage of any duty that was told more than once."""
    told = [tuple(key) for key in answer["told"]]
    again = next((key for key in told if told.count(key) > 1), None)
    return again and f"told twice: {again}"


def living(plan):
    row = Row("clock lifetimes", control_is="what was missed kept in memory alone; a stale process without the key of stages")
    if not os.path.exists(LIFETIMES):
        raise NotRun("the example lifetimes is not built")
    lives = [life(plan.chance("life", number)) for number in range(plan.count(400, 10_000, 500_000))]
    with Folder("lives") as folder:
        with open(folder("lives"), "w") as file:
            file.writelines(json.dumps(steps) + "\n" for steps, _, _ in lives)
        for forgetful in (False, True):
            out = must(subprocess.run([LIFETIMES, folder("lives")] + ["--forgetful"] * forgetful, capture_output=True, text=True)).stdout
            found = [wrong(json.loads(line), duties) for line, (_, duties, _) in zip(out.splitlines(), lives, strict=True)]
            if forgetful:
                row.control = sum(text is not None for text in found)
            else:
                row.lost = sum(text is not None for text in found)
                row.notes += tuple(text for text in found if text)[:3]
        # A process that does not know what was told is held by the key of the table; the control has none.
        for keyless in (False, True):
            out = must(subprocess.run([LIFETIMES, folder("lives"), "--stale"] + ["--keyless"] * keyless, capture_output=True, text=True)).stdout
            again = sum(twice(json.loads(line)) is not None for line in out.splitlines())
            if keyless:
                without_key = again
                row.control = min(row.control, again)
            else:
                row.lost += again
    row.cycles = row.acknowledged = len(ACTS) * len(lives)
    told = sum(len(duty.told) for _, duties, _ in lives for duty in duties.values())
    row.notes += (f"{told} stages told, each once; without the key in {without_key} lives a stale process tells some twice",)
    missed = sum(duty.missed for _, duties, _ in lives for duty in duties.values())
    row.notes += (f"{missed} lifetimes end missed; in {sum(back for _, _, back in lives)} lives the clock went back",)
    return row


# --- the built binary ---------------------------------------------------------------------------------------------------

JUMPS = ["+0", "+1h", "-1h", "+40d", "-1d", "+0", "+400d", "-30d", "+0", "-2d", "+90d", "+0"]


def jumping(plan):
    row = Row("clock jumps", control_is="moments that go back in the ledger")
    faketime = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
    if faketime is None:
        raise NotRun("libfaketime is not installed (Debian: faketime)")
    with Folder("jumps") as folder:
        base = demonstration(folder, 12)
        for cycle in range(plan.count(1, 5, 100)):
            chance, database = plan.chance("jumps", cycle), copy(base, folder("jumped.db"))
            jumps = JUMPS if cycle == 0 else chance.sample(JUMPS, len(JUMPS))
            known = set()
            for jump in jumps:
                at = dict(os.environ, LD_PRELOAD=faketime, FAKETIME=jump, FAKETIME_DONT_FAKE_MONOTONIC="1")
                must(holdfast(["tick"], database, "spoc", environment=at, timeout=60))
                must(holdfast(["worklist"], database, "spoc", environment=at, timeout=60))
                connection = opened(database)
                misses, moments = in_the_ledger(connection)
                faults = ledger_faults(connection)
                connection.close()
                row.cycles += 1
                row.acknowledged += len(misses) - len(known)
                # A duty that was missed is missed once, and stays so.
                row.lost += len(known - set(misses)) + len(misses) - len(set(misses)) + len(faults)
                row.notes += tuple(faults[:2])
                known = set(misses)
            done = holdfast(["verify"], database, "auditor")
            if done.returncode != 0:
                row.lost += 1
                row.notes += (f"holdfast verify ends with {done.returncode} after the jumps",)
            row.control += sum(later < earlier for earlier, later in zip(moments, moments[1:]))
    return row


def in_the_ledger(connection):
    misses, moments = [], []
    for (text,) in connection.execute("select e.text from places p join entries e on e.id = p.entry_id order by p.position"):
        entry = json.loads(text)
        moments.append(entry["at"])
        misses += [(entry["case"], event["clock"], event["started_at"]) for event in entry["events"] if event["code"] == "clock.missed"]
    return misses, moments
