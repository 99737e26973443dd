#!/usr/bin/env python3
"""Checks an exported Holdfast ledger. Python 3.11, standard library only, one file, nothing shared with Holdfast itself.

    python3 verify.py EXPORT_FOLDER [--against CHECKPOINT_FILE] [--key KEYFILE]

The files of an export and their formats are described in docs/ledger-format.md. In one paragraph: the ledger is a list of
entries (JSON texts). Each entry is hashed; pairs of hashes are hashed again, and so on up, which gives a tree with one hash
at its top, the root. The root stands for every byte of every entry. The head ("checkpoint") is the root and the number of
entries, signed. So this program hashes the entries anew and compares what it gets with everything the export claims.

Reading order, which is also the order of the file:
    1. Ed25519 signatures          4. the entries
    2. the hash tree               5. nodes.csv and the tiles
    3. keys and checkpoints        6. the writers' chains
                                   7. the kept checkpoint, and `main`

Each finding is one line "finding: WHAT: ...". Contents of entries are never printed, only positions and ids.
Exit code: 0 all is well, 1 findings, 2 wrong usage or something that cannot be read.
"""

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sys

# ---------------------------------------------------------------------------------------------------------------------
# 1. Ed25519 signatures (RFC 8032, section 5.1). Only checking, no signing, so nothing here is secret.
#
# All numbers are taken modulo the prime P. A point (x, y) lies on the curve -x² + y² = 1 + D·x²·y². Points can be added,
# and [n]A means A added n times. A public key is a point A = [a]B; only its owner knows the number a. A signature of a
# message is a point R and a number S such that [S]B = R + [k]A, where k is a hash of R, A and the message.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493             # [L]B is the neutral point
D = -121665 * pow(121666, -1, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)


def decode_point(data):
    """32 bytes -> a point, or None if they are none (RFC 8032, 5.1.3). The top bit says which of the two x is meant."""
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if y >= P:
        return None
    # The curve's equation gives x² = (y² - 1) / (D·y² + 1) = u / v. If it is a square, this power is a root of it,
    # or a root of its negative, which multiplying by √-1 puts right.
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P != 0:
        x = x * SQRT_MINUS_1 % P
    if (v * x * x - u) % P != 0:
        return None                                             # no such x: not a point
    if x == 0 and sign == 1:
        return None
    if x % 2 != sign:
        x = P - x
    return (x, y, 1, x * y % P)                                 # extended coordinates: X/Z, Y/Z, and T = X·Y/Z


def add(a, b):
    """The sum of two points (RFC 8032, 5.1.4). It also doubles: the formula holds for every pair."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    """[number]point, by doubling."""
    result = (0, 1, 1, 0)                                       # the neutral point
    while number > 0:
        if number % 2 == 1:
            result = add(result, point)
        point = add(point, point)
        number //= 2
    return result


BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))   # B is the point with y = 4/5 and even x


def signature_is_good(public, message, signature):
    """Whether `signature` (64 bytes) by the key `public` (32 bytes) fits the message (RFC 8032, 5.1.7)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decode_point(public), decode_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    # The same point has many extended coordinates: X1/Z1 = X2/Z2 and Y1/Z1 = Y2/Z2, multiplied out.
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ---------------------------------------------------------------------------------------------------------------------
# 2. The hash tree (RFC 6962, section 2.1).
#
# tree[0] holds the hashes of the entries, tree[1] the hashes of pairs of those, and so on. Only complete pairs are there.
# A hash that cannot be computed, because entries are missing below it, is None.

def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def build_tree(leaves):
    tree = [leaves]
    while len(tree[-1]) >= 2:
        below = tree[-1]
        pairs = zip(below[0::2], below[1::2])                   # an odd one at the end has no pair and is left out
        tree.append([None if left is None or right is None else node_hash(left, right) for left, right in pairs])
    return tree


def root_of(tree, size):
    """The root over the first `size` entries, or None if an entry among them is missing.

    A size such as 7 = 4 + 2 + 1 is made of complete subtrees of 4, 2 and 1 entries, from left to right. RFC 6962 splits
    at the largest power of two, then splits what is right of it again, so they are joined from the right.
    """
    if size == 0:
        return hashlib.sha256(b"").digest()
    subtrees, done = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            subtrees.append(tree[level][done >> level])
            done += 1 << level
    if None in subtrees:
        return None
    root = subtrees.pop()
    while subtrees:
        root = node_hash(subtrees.pop(), root)
    return root


# ---------------------------------------------------------------------------------------------------------------------
# 3. Keys and checkpoints (C2SP signed-note and tlog-checkpoint).

class Unreadable(Exception):
    """Something that makes checking impossible: exit code 2."""


class Malformed(Exception):
    """A checkpoint that is not written as it must be: a finding."""


class Report:
    """What was found. Each finding is printed at once."""

    def __init__(self):
        self.count = 0

    def finding(self, what, text):
        self.count += 1
        print(f"finding: {what}: {text}")

    @staticmethod
    def note(text):
        print(f"note: {text}")


def plain(text):
    """A text from the export, safe to print: ASCII without control characters, and not long."""
    return ascii(str(text))[1:-1][:100]


def read_file(path):
    """The bytes of a file, or None if there is no such file."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise Unreadable(f"{plain(path)}: {plain(error.strerror)}") from None


def from_base64(text):
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def key_id(name, typed_key):
    return hashlib.sha256(name.encode() + b"\n" + typed_key).digest()[:4]


def read_key(data, where):
    """NAME+HASH8+BASE64(0x01 ‖ 32 bytes) -> (name, key id, the 32 bytes)."""
    try:
        name, short, coded = data.decode().strip().split("+", 2)    # base64 itself may contain "+"
    except ValueError:
        raise Unreadable(f"{where} is not a public key (NAME+HASH8+BASE64)") from None
    typed = from_base64(coded)
    if len(typed) != 33 or typed[0] != 1 or not name:
        raise Unreadable(f"{where} is not an Ed25519 public key")
    if key_id(name, typed).hex() != short:
        raise Unreadable(f"{where} is damaged: its short hash does not fit the key")
    return name, key_id(name, typed), typed[1:]


def key_line(key):
    """The whole key as it is written, to be compared by eye: the short hash alone could be imitated."""
    name, identity, public = key
    return f"{plain(name)}+{identity.hex()}+{base64.b64encode(bytes([1]) + public).decode()}"


def read_checkpoint(data):
    """-> (origin, size, root, the signed bytes, list of (name, key id, signature))."""
    try:
        text = data.decode()
    except ValueError:
        raise Malformed("is not UTF-8 text") from None
    if any(sign < " " and sign != "\n" for sign in text):
        raise Malformed("contains control characters")
    body, blank, tail = text.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise Malformed("has no signature lines")
    lines = body.split("\n")
    if len(lines) < 3 or not lines[0] or not re.fullmatch("0|[1-9][0-9]{0,17}", lines[1]):
        raise Malformed("does not give an origin and a number of entries")
    root = from_base64(lines[2])
    if len(root) != 32:
        raise Malformed("does not give a root of 32 bytes")
    signatures = []
    for line in tail[:-1].split("\n"):
        dash, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        raw = from_base64(coded)
        if dash != "\u2014" or not name or len(raw) < 5:
            raise Malformed("has a signature line that cannot be read")
        signatures.append((name, raw[:4], raw[4:]))
    return lines[0], int(lines[1]), root, (body + "\n").encode(), signatures


def check_signature(report, what, checkpoint, key):
    """The checkpoint must be signed by our key. Signatures by other keys (witnesses) are not looked at."""
    origin, _, _, signed, signatures = checkpoint
    name, identity, public = key
    ours = [signature for (by, number, signature) in signatures if (by, number) == (name, identity)]
    if not ours:
        report.finding(what, "is not signed by this key")
    elif not all(signature_is_good(public, signed, signature) for signature in ours):
        report.finding(what, "its signature is wrong")
    elif origin != name:
        report.finding(what, "is signed, but is about a log of another name than the key's")
    else:
        return True
    return False


# ---------------------------------------------------------------------------------------------------------------------
# 4. The entries: bundles of up to 256, and the JSON in them.

WIDTH = 256


def tile_path(folder, number, width):
    """The path under tile/: groups of three digits, all but the last with an x; `.p/W` if it holds fewer than 256."""
    digits = str(number).zfill((len(str(number)) + 2) // 3 * 3)
    groups = [digits[at:at + 3] for at in range(0, len(digits), 3)]
    path = "/".join(["tile", folder] + ["x" + group for group in groups[:-1]] + groups[-1:])
    return path if width == WIDTH else f"{path}.p/{width}"


def read_bundles(report, folder, size):
    """All entries as bytes; None for one that is missing. Also the paths that belong to the log."""
    entries, paths = [], []
    for first in range(0, size, WIDTH):
        width = min(WIDTH, size - first)
        path = tile_path("entries", first // WIDTH, width)
        paths.append(path)
        data = read_file(os.path.join(folder, path))
        if data is None:
            report.finding(path, f"is missing: entries {first} to {first + width - 1} cannot be checked")
            entries += [None] * width
            continue
        found, at = [], 0
        while at < len(data) and len(found) < width:
            length = int.from_bytes(data[at:at + 2], "big")
            if at + 2 + length > len(data):
                break                                           # says it is longer than the file
            found.append(data[at + 2:at + 2 + length])
            at += 2 + length
        if len(found) < width:
            report.finding(path, f"holds {len(found)} whole entries, not {width}: entries {first + len(found)} "
                                 f"to {first + width - 1} cannot be checked")
        if len(found) == width and at < len(data):
            report.finding(path, f"has {len(data) - at} bytes too many at its end")
        entries += found + [None] * (width - len(found))
    return entries, paths


# The fields of an entry, in their order, with the types that their values may have.
TEXT, MAYBE_TEXT, NUMBER, MAYBE_NUMBER, LIST = (str,), (str, type(None)), (int,), (int, type(None)), (list,)
FIELDS = {
    "v": NUMBER, "id": TEXT, "at": TEXT,
    "actor": MAYBE_TEXT, "role": MAYBE_TEXT, "force": MAYBE_TEXT,
    "action": TEXT, "decision": TEXT, "why": MAYBE_TEXT,
    "purpose": TEXT, "policies": LIST, "policy_set": TEXT,
    "case": MAYBE_TEXT, "case_version": MAYBE_NUMBER, "events": LIST,
    "shown": LIST, "facts": LIST, "rows": LIST,
    "writer": TEXT, "writer_seq": NUMBER, "writer_prev": TEXT,
}
ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
HASH = re.compile("[0-9a-f]{64}")


def no_field_twice(pairs):
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice")
    return fields


def not_json(_):
    raise ValueError("NaN and Infinity are not JSON")


def faults_of(entry):
    """-> (the entry as a dictionary or None, what is wrong with its form)."""
    try:
        read = json.loads(entry.decode(), object_pairs_hook=no_field_twice, parse_constant=not_json)
    except (ValueError, RecursionError):
        return None, ["is not well-formed JSON"]
    if not isinstance(read, dict):
        return None, ["is not a JSON object"]
    faults = []
    missing = [name for name in FIELDS if name not in read]
    unknown = [name for name in read if name not in FIELDS]
    if missing:
        faults.append("lacks the field " + ", ".join(missing))
    if unknown:
        faults.append(f"has {len(unknown)} unknown field(s)")   # not named: their names could be anything
    if not missing and not unknown and list(read) != list(FIELDS):
        faults.append("has its fields in another order")
    wrong = [name for name in FIELDS if name in read and type(read[name]) not in FIELDS[name]]
    if wrong:
        faults.append("has a value of a wrong type in " + ", ".join(wrong))
    if missing or wrong:
        return None, faults
    if read["v"] != 1:
        faults.append("is of another version of the format")
    wrong = [name for name in ("id", "writer") if not ID.fullmatch(read[name])]
    wrong += [name for name in ("actor", "case") if read[name] is not None and not ID.fullmatch(read[name])]
    if not MOMENT.fullmatch(read["at"]):
        wrong.append("at")
    if read["decision"] not in ("done", "seen", "refused"):
        wrong.append("decision")
    for row in read["rows"]:
        if not isinstance(row, dict) or list(row) != ["table", "id", "version", "hash"] \
                or not isinstance(row["hash"], str) or not HASH.fullmatch(row["hash"]):
            wrong.append("rows")
            break
    if wrong:
        faults.append("has a value that is not allowed in " + ", ".join(wrong))
    return read, faults


def check_entries(report, entries):
    """The form of every entry, and that no id comes twice. -> the entries that could be read: {position: dictionary}."""
    readable, seen = {}, {}
    for position, entry in enumerate(entries):
        if entry is None:
            continue                                            # its bundle is reported already
        if entry == b"":
            report.finding(f"entry {position}", "is empty: the log has a place here, but no entry")
            continue
        read, faults = faults_of(entry)
        for fault in faults:
            report.finding(f"entry {position}", fault)
        if read is not None:
            readable[position] = read
            earlier = seen.setdefault(read["id"], position)
            if earlier != position:
                report.finding(f"entry {position}", f"has the same id as entry {earlier}")
    return readable


# ---------------------------------------------------------------------------------------------------------------------
# 5. nodes.csv and the tiles, against the tree that the entries give.

def read_nodes(report, folder):
    """-> {(level, number): hash} as the export states them, or None without the file."""
    data = read_file(os.path.join(folder, "nodes.csv"))
    if data is None:
        report.finding("nodes.csv", "is missing")
        return None
    lines = data.decode("ascii", "replace").split("\n")
    if lines[0] != "level,number,hash":
        report.finding("nodes.csv", "does not begin with level,number,hash")
    nodes = {}
    for count, line in enumerate(lines[1:], start=2):
        if line == "" and count == len(lines):
            break                                               # the end of the last line
        match = re.fullmatch("([0-9]{1,2}),([0-9]{1,18}),([0-9a-f]{64})", line)
        if not match:
            report.finding("nodes.csv", f"line {count} cannot be read")
            continue
        place = (int(match[1]), int(match[2]))
        if place in nodes:
            report.finding(f"node {place[0]}/{place[1]}", f"stands twice in nodes.csv (line {count})")
        nodes[place] = bytes.fromhex(match[3])
    return nodes


def check_nodes(report, nodes, tree, vouched):
    """Every node that the entries give must be in nodes.csv as it is, and no other.

    `vouched` says that the root of the entries is the one in the signed head. Then the entries are as they were signed,
    and what differs from them is wrong. Else it cannot be said which of the two was changed.
    """
    for level, row in enumerate(tree):
        for number, right in enumerate(row):
            what, stated = f"node {level}/{number}", nodes.get((level, number))
            if stated is None:
                report.finding(what, "is missing in nodes.csv")
            elif right is None or stated == right:
                pass                                            # None: what is missing below it is reported already
            elif level == 0 and vouched:
                report.finding(what, f"was changed: it is not the hash of entry {number}, and the signed head fits the entry")
            elif level == 0:
                report.finding(f"entry {number}", f"does not fit its hash, node 0/{number}: one of the two was changed")
            else:
                left, other = nodes.get((level - 1, 2 * number)), nodes.get((level - 1, 2 * number + 1))
                follows = left is not None and other is not None and node_hash(left, other) == stated
                report.finding(what, f"does not fit the entries {number << level} to {((number + 1) << level) - 1}"
                                     + ("; it fits the two nodes below it, so look there" if follows else ""))
    for level, number in sorted(nodes):
        if level >= len(tree) or number >= len(tree[level]):
            report.finding(f"node {level}/{number}", "lies beyond the end of the log")


def check_tiles(report, folder, tree):
    """A tile holds up to 256 hashes of every eighth level. -> the paths that belong to the log."""
    paths = []
    for level in range(0, len(tree), 8):
        for first in range(0, len(tree[level]), WIDTH):
            right = tree[level][first:first + WIDTH]
            path = tile_path(str(level // 8), first // WIDTH, len(right))
            paths.append(path)
            data = read_file(os.path.join(folder, path))
            if data is None:
                report.finding(path, "is missing")
                continue
            if len(data) != 32 * len(right):
                report.finding(path, f"holds {len(data)} bytes, not {32 * len(right)}")
            for at, hashed in enumerate(right):
                stated = data[32 * at:32 * at + 32]
                if hashed is not None and len(stated) == 32 and stated != hashed:
                    report.finding(path, f"its hash {at} (node {level}/{first + at}) does not fit the entries")
    return paths


def check_no_others(report, folder, paths):
    """Files under tile/ that the head does not know: left over from another export, or cut off from this one."""
    known = set(paths)
    for where, below, files in os.walk(os.path.join(folder, "tile")):
        below.sort()
        for file in sorted(files):
            path = os.path.relpath(os.path.join(where, file), folder).replace(os.sep, "/")
            if path not in known:
                report.finding(plain(path), "does not belong to the log of this head (an export goes to an empty folder)")


# ---------------------------------------------------------------------------------------------------------------------
# 6. The writers' chains: every database connection numbers its entries and names the hash of its entry before.

def check_chains(report, entries, readable):
    """-> how many writers there are."""
    chains = {}
    for position, read in readable.items():
        chains.setdefault(read["writer"], []).append((read["writer_seq"], position, read["writer_prev"]))
    for writer in sorted(chains):
        what = f"chain {writer if ID.fullmatch(writer) else '(not an id)'}"
        last_number, last_position, last_hash = 0, None, ""
        for number, position, prev in sorted(chains[writer]):   # by number: the log may hold them in another order
            if number < 1:
                report.finding(what, f"entry {position} has a number below 1")
                continue
            if number == last_number:
                report.finding(what, f"number {number} comes twice: entries {last_position} and {position}")
            elif number > last_number + 1:
                lost = str(last_number + 1) if number == last_number + 2 else f"{last_number + 1} to {number - 1}"
                report.finding(what, f"number {lost} is missing before entry {position}")
            elif prev != last_hash:
                before = "it is the first, but names an entry before it" if last_position is None \
                    else f"it does not name the hash of entry {last_position} before it"
                report.finding(what, f"entry {position} (number {number}): {before}")
            last_number, last_position, last_hash = number, position, leaf_hash(entries[position]).hex()
    return len(chains)


# ---------------------------------------------------------------------------------------------------------------------
# 7. The kept checkpoint, and the whole.

def check_kept(report, kept, head, key, tree, size):
    """The kept checkpoint must be a prefix: its entries must be the first entries of this log."""
    what = "kept checkpoint"
    if kept is None:
        return
    check_signature(report, what, kept, key)
    origin, kept_size, kept_root = kept[:3]
    if origin != head[0]:
        report.finding(what, "is about another log than this export")
    if kept_size > size:
        report.finding(what, f"has {kept_size} entries, this log only {size}: the log was cut off at its end")
        return
    root = root_of(tree, kept_size)
    if root is None:
        report.finding(what, f"cannot be compared: entries among the first {kept_size} are missing")
    elif root != kept_root:
        report.finding(what, f"the first {kept_size} entries of this log are not those that it was made of: "
                             "entries were changed, removed, added or moved since")


def parse(report, what, data):
    try:
        return read_checkpoint(data)
    except Malformed as error:
        report.finding(what, str(error))
        return None


def verify(report, folder, against, key_file):
    if not os.path.isdir(folder):
        raise Unreadable(f"{plain(folder)} is not a folder")

    # Which key. One from outside counts more: whoever can change the export can put another key beside it.
    inside = read_file(os.path.join(folder, "key"))
    if key_file is not None:
        data = read_file(key_file)
        if data is None:
            raise Unreadable(f"there is no file {plain(key_file)}")
        key = read_key(data, "the key file")
        print(f"key: {key_line(key)}, from outside the export")
        if inside is not None and inside.strip() != data.strip():
            report.finding("key", "the export's own key is not the one from outside")
    elif inside is not None:
        key = read_key(inside, "the export's key")
        print(f"key: {key_line(key)}, from the export itself")
        report.note("the key came with the export, so the signature proves only that the export fits its own key. "
                    "Compare the line above with the key you were given, or use --key.")
    else:
        raise Unreadable("the export has no key; give one with --key")

    # What is to be checked.
    data = read_file(os.path.join(folder, "checkpoint"))
    if data is None:
        raise Unreadable("the export has no checkpoint")
    kept_data = None
    if against is None:
        report.note("no kept checkpoint was given (--against): a log that was cut off at its end, or written anew as a whole "
                    "by whoever holds the signing key, would pass.")
    else:
        kept_data = read_file(against)
        if kept_data is None:
            raise Unreadable(f"there is no file {plain(against)}")

    head = parse(report, "checkpoint", data)
    kept = None if kept_data is None else parse(report, "kept checkpoint", kept_data)
    if head is None:
        report.note("without a head nothing else can be checked")
        return
    signed = check_signature(report, "checkpoint", head, key)
    origin, size, head_root = head[:3]
    print(f"head: {plain(origin)}, {size} entries, root {head_root.hex()}")
    bundles = sum(len(files) for _, _, files in os.walk(os.path.join(folder, "tile", "entries")))
    if size > WIDTH * (bundles + 1000):
        report.finding("checkpoint", f"says {size} entries, but the export has only {bundles} bundles of them; nothing else was checked")
        return

    # The entries, and what follows from them.
    entries, paths = read_bundles(report, folder, size)
    readable = check_entries(report, entries)
    tree = build_tree([None if entry is None else leaf_hash(entry) for entry in entries])
    root = root_of(tree, size)
    if root is None:
        report.finding("checkpoint", "its root cannot be compared: entries are missing")
    elif root != head_root:
        report.finding("checkpoint", "its root is not the root of the entries")

    # Everything else that the export claims.
    nodes = read_nodes(report, folder)
    if nodes is not None:
        check_nodes(report, nodes, tree, signed and root == head_root)
    paths += check_tiles(report, folder, tree)
    check_no_others(report, folder, paths)
    writers = check_chains(report, entries, readable)
    check_kept(report, kept, head, key, tree, size)
    print(f"checked: {size} entries, {sum(map(len, tree))} nodes, {len(paths)} tiles and bundles, {writers} chains"
          + ("" if kept is None else f", kept checkpoint of {kept[1]} entries"))


def main(arguments):
    parser = argparse.ArgumentParser(prog="verify.py", description="Checks an exported Holdfast ledger.")
    parser.add_argument("export_folder", metavar="EXPORT_FOLDER")
    parser.add_argument("--against", metavar="CHECKPOINT_FILE", help="an earlier checkpoint, kept outside")
    parser.add_argument("--key", metavar="KEYFILE", help="the log's public key, kept outside; it beats the export's own")
    options = parser.parse_args(arguments)                      # wrong usage ends here, with exit code 2
    report = Report()
    try:
        verify(report, options.export_folder, options.against, options.key)
    except Unreadable as error:
        print(f"FAILED: cannot be checked: {error}")
        return 2
    if report.count > 0:
        print(f"FAILED: {report.count} findings")
        return 1
    print("OK: everything in this export fits"
          + (" and extends the kept checkpoint" if options.against is not None else "; no kept checkpoint was compared"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
