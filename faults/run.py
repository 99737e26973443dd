#!/usr/bin/env python3
"""Faults, each with a control that must fail: ./dev faults [--seed N] [--quick | --long] [NAME ...]

One table at the end: how often, how much was acknowledged, how much of it was lost, and what the control lost. It ends with 1 if
anything was lost, or if a control lost nothing: a check whose control does not fail proves nothing. What could not run says so,
with its reason, and is not called passed. The same seed makes the same plan; what hangs on the moment of a kill by the clock is as
the machine has it, and so is what several threads do at once.
"""

import argparse
import random
import signal
import sys
import time
import traceback

sys.dont_write_bytecode = True

import clocks
import disk
import failover
import killed
import mutations
import power
import schedulers
from common import NotRun, Plan, Row

FAULTS = {
    "writing": killed.writing,
    "migrating": killed.migrating,
    "serving": killed.serving,
    "importing": killed.importing,
    "mutating": mutations.mutating,
    "cutting": power.cutting,
    "disk": disk.disk,
    "living": clocks.living,
    "jumping": clocks.jumping,
    "failing-over": failover.failing_over,
    "schedulers": schedulers.schedulers,
}


def main(arguments):
    # Whatever stops this, folders and mounts are cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGALRM, too_long)
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these: " + ", ".join(FAULTS))
    parser.add_argument("--seed", type=int, help="the plan to replay; else one is drawn and printed")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="seconds, as ./dev test runs it")
    size.add_argument("--long", action="store_true", help="hours")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(FAULTS):
        parser.error(f"there is no fault {', '.join(sorted(unknown))}; there are {', '.join(FAULTS)}")
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1_000_000)
    plan = Plan(seed, "quick" if options.quick else "long" if options.long else "full")
    print(f"seed {seed} ({plan.scale}); to replay: ./dev faults --seed {seed}{'' if plan.scale == 'full' else ' --' + plan.scale}"
          f"{''.join(' ' + name for name in options.names)}", flush=True)
    rows = []
    for name in options.names or FAULTS:
        started = time.monotonic()
        # A process that hangs is a finding, not a reason to wait for ever.
        signal.alarm({"quick": 600, "full": 3600, "long": 0}[plan.scale])
        try:
            row = FAULTS[name](plan)
            found = list(row if isinstance(row, list) else [row])
        except NotRun as why:
            found = [Row(name, not_run=str(why))]
        except Exception:
            traceback.print_exc()
            found = [Row(name, lost=1, notes=("the check itself broke",))]
        print(f"  {name}: {time.monotonic() - started:.0f} s", flush=True)
        rows += found
    show(rows)
    # What could not run is not passed; it does not fail the run either, for a machine may lack what it needs.
    return 0 if all(row.fine or row.not_run for row in rows) else 1


def too_long(*_):
    raise TimeoutError("this takes far longer than it must")


def show(rows):
    lines = [("fault", "cycles", "acknowledged", "lost", "control", "")]
    for row in rows:
        if row.not_run:
            lines.append((row.fault, "", "", "", "", f"NOT RUN: {row.not_run}"))
            continue
        said = "" if row.fine else "LOST" if row.lost else "PROVES NOTHING: the control lost nothing" if not row.control else "PROVES NOTHING"
        lines.append((row.fault, str(row.cycles), str(row.acknowledged), str(row.lost), f"{row.control_is}: {row.control} lost", said))
    widths = [max(len(line[at]) for line in lines) for at in range(6)]
    for line in lines:
        cells = [cell.rjust(width) if at in (1, 2, 3) else cell.ljust(width) for at, (cell, width) in enumerate(zip(line, widths))]
        print("  ".join(cells).rstrip())
    for row in rows:
        for note in dict.fromkeys(row.notes):
            print(f"  {row.fault}: {note}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
