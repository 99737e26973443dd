"""The ledger, changed behind Holdfast's back: every change must be named by `holdfast verify`, and by the verifier in Python unless
only business rows were touched, which an export does not hold. The database is one with invented people; a checkpoint was kept."""

import contextlib
import io
import os
import shutil

from common import Folder, Row, business_tables, columns_of, copy, demonstration, holdfast, must, opened, second_verifier

# What a change must be named as by `holdfast verify`: the kind, and which one (none: any of that kind).
# `both` says that the verifier in Python must find it too.


class Changed(Exception):
    """This change is not possible here; another one is drawn."""


def mutating(plan):
    row = Row("ledger changed", control_is="checkers that compare nothing")
    with Folder("mutated") as folder:
        base = prepared(folder)
        clean = clean_controls(folder, base)
        row.lost += len(clean)
        row.notes += tuple(clean)
        for number in range(plan.count(40, 500, 10_000)):
            chance = plan.chance("mutating", number)
            kinds = MUTATIONS if number >= len(MUTATIONS) else [MUTATIONS[number]]
            while True:
                database = copy(base, folder("changed.db"))
                change = chance.choice(kinds)
                try:
                    expected, both = change(folder, database, chance)
                    break
                except Changed:
                    kinds = MUTATIONS
            row.cycles += 1
            row.acknowledged += 1
            wrong = judged(folder, database, expected, both)
            row.lost += bool(wrong)
            row.notes += tuple(f"change {number} ({change.__name__}): {text}" for text in wrong)
            if both and number < plan.count(20, 100, 500):
                row.control += not compares_nothing(folder, database)
    return row


def prepared(folder):
    """A database, an older copy of it, a checkpoint and a key that were kept; the triggers are gone, as for whoever has the disk."""
    base = demonstration(folder, 12)
    copy(base, folder("older.db"))
    must(holdfast(["worklist"], base, "spoc"))
    put(folder("kept"), must(holdfast(["ledger", "checkpoint"], base, "auditor")).stdout)
    put(folder("key"), must(holdfast(["ledger", "key"], base)).stdout)
    for database in (base, folder("older.db")):
        connection = opened(database)
        for (name,) in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            connection.execute(f"drop trigger {name}")
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.close()
    return base


def put(path, text):
    with open(path, "w") as file:
        file.write(text)


def clean_controls(folder, base):
    """False alarms: what nobody changed must pass, or finding things means nothing."""
    database = copy(base, folder("changed.db"))
    done = holdfast(["verify", "--against", folder("kept")], database, "auditor")
    wrong = [] if done.returncode == 0 else [f"false alarm: holdfast verify ends with {done.returncode} on what nobody changed"]
    code, lines = by_python(folder, database)
    return wrong + ([] if code == 0 else [f"false alarm: verify.py: {lines[:2]}"])


def judged(folder, database, expected, both):
    """-> what was not found, or not named."""
    found = holdfast(["verify", "--against", folder("kept")], database, "auditor")
    lines = found.stdout.splitlines()
    wrong = []
    if found.returncode != 5:
        wrong.append(f"holdfast verify ends with {found.returncode}: {(found.stderr or found.stdout).strip()[:150]}")
    elif not any(line.startswith(kind + " " + which) for kind, which in expected for line in lines):
        wrong.append(f"holdfast verify names {lines[:2]} instead of {expected[0]}")
    code, lines = by_python(folder, database)
    if both and code == 0:
        wrong.append("verify.py finds nothing")
    if not both and code != 0:
        wrong.append(f"verify.py cries out over what no export holds: {lines[:2]}")
    return wrong


def by_python(folder, database):
    """An export, and the second verifier over it. An export that cannot be made of a damaged ledger is a finding too."""
    shutil.rmtree(folder("export"), ignore_errors=True)
    done = holdfast(["ledger", "export", folder("export")], database, "auditor")
    if done.returncode != 0:
        return 1, [done.stderr]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = second_verifier.main([folder("export"), "--against", folder("kept"), "--key", folder("key")])
    return code, out.getvalue().splitlines()


def compares_nothing(folder, database):
    """The control: the same verifier with every comparison switched off. It must find nothing, or finding is no merit of comparing."""
    if not os.path.exists(folder("export", "checkpoint")):
        return True
    off = {"check_signature": lambda *_: True, "check_entries": lambda *_: {}, "check_nodes": lambda *_: None, "check_tiles": lambda *_: [],
           "check_no_others": lambda *_: None, "check_chains": lambda *_: 0, "check_kept": lambda *_: None,
           "root_of": lambda *_: second_verifier.parse(second_verifier.Report(), "", open(folder("export", "checkpoint"), "rb").read())[2]}
    kept = {name: getattr(second_verifier, name) for name in off}
    try:
        for name, nothing in off.items():
            setattr(second_verifier, name, nothing)
        with contextlib.redirect_stdout(io.StringIO()):
            return second_verifier.main([folder("export"), "--against", folder("kept"), "--key", folder("key")]) != 0
    finally:
        for name, function in kept.items():
            setattr(second_verifier, name, function)


# --- the changes --------------------------------------------------------------------------------------------------------

def pick(connection, chance, sql):
    rows = connection.execute(sql).fetchall()
    if not rows:
        raise Changed
    return chance.choice(rows)


def kept_entry(connection, chance):
    """An entry before the kept checkpoint: later ones are covered by the tree that stands beside them alone."""
    return pick(connection, chance, "select p.position, e.id, e.text from places p join entries e on e.id = p.entry_id")


def other_letter(text, chance):
    at = chance.randrange(len(text))
    letter = chance.choice([letter for letter in "0123456789abcdefxyz" if letter != text[at]])
    return text[:at] + letter + text[at + 1:]


def byte_of_an_entry(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        position, identity, text = kept_entry(connection, chance)
        connection.execute("update entries set text = ? where id = ?", (other_letter(text, chance), identity))
    return [("entry", f"{position} ")], True


def who_did_it(folder, database, chance):
    """Well-formed JSON, another person: what somebody with the disk would do."""
    with contextlib.closing(opened(database)) as connection:
        position, identity, text = pick(connection, chance, "select p.position, e.id, e.text from places p join entries e on e.id = p.entry_id "
                                        "where e.text like '%\"actor\":\"%'")
        actor = text.split('"actor":"')[1][:36]
        (other,) = pick(connection, chance, f"select id from accounts where id <> '{actor}'")
        connection.execute("update entries set text = ? where id = ?", (text.replace(f'"actor":"{actor}"', f'"actor":"{other}"'), identity))
    return [("entry", f"{position} ")], True


def when_it_was(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        position, identity, text = kept_entry(connection, chance)
        day = text.split('"at":"')[1][:10]
        earlier = f"{int(day[:4]) - 1}{day[4:]}"
        connection.execute("update entries set text = ?, at = at - 31536000000000 where id = ?", (text.replace(day, earlier, 1), identity))
    return [("entry", f"{position} ")], True


def column_of_an_entry(folder, database, chance):
    """Columns beside the text choose which case an entry belongs to. They are in no export."""
    with contextlib.closing(opened(database)) as connection:
        position, identity, _ = kept_entry(connection, chance)
        change = chance.choice(["at = at + 1", "case_id = 'x'", "case_version = coalesce(case_version, 0) + 1000"])
        connection.execute(f"update entries set {change} where id = ?", (identity,))
    return [("entry", f"{position} ")], False


def entry_gone(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        position, identity, _ = kept_entry(connection, chance)
        connection.execute("delete from entries where id = ?", (identity,))
    return [("entry", f"{position} ")], True


def entry_and_place_gone(folder, database, chance):
    """An entry is taken out of the middle, and all later ones move up."""
    with contextlib.closing(opened(database)) as connection:
        position, identity, _ = kept_entry(connection, chance)
        connection.execute("delete from entries where id = ?", (identity,))
        connection.execute("delete from places where position = ?", (position,))
        # Two steps: positions are unique.
        connection.execute("update places set position = -position where position > ?", (position,))
        connection.execute("update places set position = -position - 1 where position < 0")
        connection.execute("update tree_head set size = size - 1")
    return [("entry", f"{position} "), ("node", ""), ("checkpoint", "")], True


def entry_slipped_in(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        _, _, text = kept_entry(connection, chance)
        (size,) = connection.execute("select size from tree_head").fetchone()
        identity = f"{chance.getrandbits(128):032x}"
        connection.execute("insert into entries (id, at, writer, writer_seq, text) values (?, 1, ?, 1, ?)", (identity, identity, text))
        connection.execute("insert into places values (?, ?)", (size, identity))
        connection.execute("update tree_head set size = size + 1")
    return [("entry", f"{size} "), ("node", "")], True


def entries_exchanged(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        (size,) = connection.execute("select size from tree_head").fetchone()
        a, b = sorted(chance.sample(range(size), 2))
        first, second = (connection.execute("select entry_id from places where position = ?", (at,)).fetchone()[0] for at in (a, b))
        connection.execute("delete from places where position in (?, ?)", (a, b))
        connection.execute("insert into places values (?, ?), (?, ?)", (a, second, b, first))
    return [("entry", f"{a} ")], True


def row_changed(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        table = chance.choice(filled(connection))
        column = chance.choice([name for name in columns_of(connection, table) if name not in ("id", "version")])
        identity, value = pick(connection, chance, f"select id, {column} from {table}")
        if asks_by(connection, table, identity):
            raise Changed                                           # nobody could ask any more: refused aloud, which is not this check's to judge
        new = value + 1 if isinstance(value, int) else other_letter(value, chance) if value else "x"
        if value == 1 or value == 0:
            new = 1 - value                                     # a column that only holds yes and no
        try:
            connection.execute(f"update {table} set {column} = ? where id = ?", (new, identity))
        except Exception:
            raise Changed from None                             # the schema itself does not take it
    return [("row", f"{table}/{identity} ")], False


def asks_by(connection, table, identity):
    """Whether the checks themselves ask by that row: the mark of a demonstration, and the account of the auditor."""
    auditor = connection.execute("select id from accounts where name = 'auditor'").fetchone()
    return (table, identity) in (("settings", "demonstration"), ("accounts", auditor and auditor[0]))


def filled(connection):
    return [table for table in business_tables(connection) if connection.execute(f"select 1 from {table}").fetchone()]


def row_of_an_older_version(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        table = chance.choice(filled(connection))
        (identity,) = pick(connection, chance, f"select id from {table}")
        connection.execute(f"update {table} set version = version + ? where id = ?", (chance.choice([-1, 1]), identity))
    return [("row", f"{table}/{identity} ")], False


def row_gone(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        # Without an account of the auditor nobody could ask any more.
        table = chance.choice([table for table in filled(connection) if table not in ("accounts", "settings", "forces")])
        (identity,) = pick(connection, chance, f"select id from {table}")
        connection.execute(f"delete from {table} where id = ?", (identity,))
    return [("row", f"{table}/{identity} ")], False


def row_slipped_in(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        table = chance.choice(["contents", "mentions", "case_reports", "members", "series_members"])
        (identity,) = pick(connection, chance, f"select id from {table}")
        new = f"{chance.getrandbits(128):032x}"
        columns = columns_of(connection, table)
        connection.execute(f"insert into {table} select {', '.join(['?'] + columns[1:])} from {table} where id = ?", (new, identity))
    return [("row", f"{table}/{new} ")], False


def words_changed(folder, database, chance):
    """Narratives and reasons: what a defence would like to read otherwise."""
    with contextlib.closing(opened(database)) as connection:
        identity, words = pick(connection, chance, "select id, words from contents where words <> ''")
        connection.execute("update contents set words = ? where id = ?", (other_letter(words, chance), identity))
    return [("row", f"contents/{identity} ")], False


def node_changed(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        index, hashed = pick(connection, chance, "select idx, hash from tree_nodes")
        connection.execute("update tree_nodes set hash = ? where idx = ?",
                           ("".join(f"{15 - int(digit, 16):x}" if at == 7 else digit for at, digit in enumerate(hashed)), index))
    return [("node", ""), ("entry", "")], True


def node_gone(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        (index,) = pick(connection, chance, "select idx from tree_nodes")
        connection.execute("delete from tree_nodes where idx = ?", (index,))
    return [("node", "")], True


def node_beyond(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        (last,) = connection.execute("select max(idx) from tree_nodes").fetchone()
        connection.execute("insert into tree_nodes values (?, ?)", (last + chance.randrange(40, 200), f"{chance.getrandbits(256):064x}"))
    return [("node", "")], True


def head_changed(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        connection.execute("update tree_head set size = size + ?", (chance.choice([-3, -2, -1, 1, 2, 3]),))
    return [("place", ""), ("node", ""), ("entry", ""), ("checkpoint", "")], True


def cut_off(connection, size):
    """The last entries go, so well that what is left of the log is whole in itself."""
    nodes = sum(((position + 1) & -(position + 1)).bit_length() for position in range(size))
    connection.execute("delete from entries where id in (select entry_id from places where position >= ?)", (size,))
    connection.execute("delete from places where position >= ?", (size,))
    connection.execute("delete from tree_nodes where idx >= ?", (nodes,))
    connection.execute("update tree_head set size = ?", (size,))


def end_cut_off(folder, database, chance):
    with contextlib.closing(opened(database)) as connection:
        (size,) = connection.execute("select size from tree_head").fetchone()
        cut_off(connection, size - chance.randrange(1, 30))
    return [("checkpoint", "")], True


def end_written_anew(folder, database, chance):
    """Cut off, and then as many lists are looked at as bring the log past the kept size: its own tree is whole."""
    with contextlib.closing(opened(database)) as connection:
        (size,) = connection.execute("select size from tree_head").fetchone()
        cut_off(connection, size - 2)
    for _ in range(3):
        must(holdfast(["worklist"], database, "spoc"))
    return [("checkpoint", "")], True


def trace_raised(folder, database, chance):
    """The scheduler's trace has no seal; one from years ahead would raise the alarm of a clock that was set back until then."""
    with contextlib.closing(opened(database)) as connection:
        column = chance.choice(["ticked_at", "high_water"])
        connection.execute(f"update watch set {column} = ?", (4_000_000_000_000_000 + chance.randrange(10**15),))
    return [("trace", "watch")], False


def older_copy(folder, database, chance):
    """The whole database of before: nothing in it is wrong, but the kept checkpoint says that there was more."""
    copy(folder("older.db"), database)
    return [("checkpoint", "")], True


MUTATIONS = [byte_of_an_entry, who_did_it, when_it_was, column_of_an_entry, entry_gone, entry_and_place_gone, entry_slipped_in,
             entries_exchanged, row_changed, row_of_an_older_version, row_gone, row_slipped_in, words_changed, node_changed, node_gone,
             node_beyond, head_changed, end_cut_off, end_written_anew, trace_raised, older_copy]
