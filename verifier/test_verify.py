"""Tests of verify.py: python3 -m unittest discover verifier (or python3 verifier/test_verify.py). Standard library only.

The exports are made here, with a second way of computing roots and with a signer of its own, so that a mistake in verify.py
is not repeated by what tests it.
"""

import base64
import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import verify  # noqa: E402

SIZES = (1, 2, 3, 255, 256, 257, 700)
NAME = "holdfast.example/log"
SEED = hashlib.sha256(b"the key of these tests").digest()
OTHER_SEED = hashlib.sha256(b"another key").digest()
SECRET = "fact-that-must-not-be-printed"

# --- Ed25519 signing, in plain (affine) coordinates, which verify.py does not use -----------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE = (15112221349535400772501151409588531511454012693041857206046113283949847762202,
        46316835694926478169428394003475163141307993866256225615783033603165251855960)


def plus(a, b):
    (x1, y1), (x2, y2) = a, b
    product = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P)


def multiple(number):
    result, point = (0, 1), BASE
    while number:
        if number & 1:
            result = plus(result, point)
        point, number = plus(point, point), number >> 1
    return (result[1] | (result[0] & 1) << 255).to_bytes(32, "little")


def secret_of(seed):
    hashed = hashlib.sha512(seed).digest()
    return (int.from_bytes(hashed[:32], "little") & (2**254 - 8)) | 2**254, hashed[32:]


def number_of(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def sign(seed, message):
    secret, prefix = secret_of(seed)
    public, r = multiple(secret), number_of(prefix, message) % ORDER
    point = multiple(r)
    return point + ((r + number_of(point, public, message) * secret) % ORDER).to_bytes(32, "little")


# --- making exports -------------------------------------------------------------------------------------------------------

def mth(entries):
    """The root as RFC 6962 2.1 defines it, word for word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\1" + mth(entries[:k]) + mth(entries[k:])).digest()


def key_line(seed, name=NAME):
    typed = b"\1" + multiple(secret_of(seed)[0])
    short = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
    return f"{name}+{short.hex()}+{base64.b64encode(typed).decode()}\n", short


def checkpoint(entries, seed=SEED, name=NAME):
    body = f"{name}\n{len(entries)}\n{base64.b64encode(mth(entries)).decode()}\n"
    raw = key_line(seed, name)[1] + sign(seed, body.encode())
    return f"{body}\n\u2014 {name} {base64.b64encode(raw).decode()}\n"


def uuid(*parts):
    digits = hashlib.sha256(repr(parts).encode()).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


def encode(fields):
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode()


def fields_of(position, writer, seq, prev):
    return {
        "v": 1, "id": uuid("entry", position), "at": f"2026-11-24T08:{position // 60 % 60:02}:{position % 60:02}.000001Z",
        "actor": uuid("account", position % 5) if position % 3 else None, "role": "officer" if position % 3 else None,
        "force": "avon" if position % 3 else None, "action": "view_case", "decision": "seen", "why": None,
        "purpose": "assigned", "policies": ["p1"], "policy_set": "ab" * 32, "case": uuid("case", position % 7),
        "case_version": None, "events": [], "shown": [{"fields": ["name"], "ids": [uuid("mention", position)]}],
        "facts": [["code", SECRET]],
        "rows": [{"table": "cases", "id": uuid("case", position % 7), "version": position, "hash": "cd" * 32}],
        "writer": writer, "writer_seq": seq, "writer_prev": prev,
    }


def make_entries(size, writers=3, skip=None, change=None):
    """Entries of several writers in turn. `skip` leaves out the entry of that position; `change` alters fields of one."""
    chains, entries = {}, []
    for position in range(size):
        writer = uuid("writer", position * 7 % writers)
        seq, prev = chains.get(writer, (0, ""))
        fields = fields_of(position, writer, seq + 1, prev)
        if change and position in change:
            change[position](fields)
        entry = encode(fields)
        chains[writer] = (seq + 1, hashlib.sha256(b"\0" + entry).hexdigest())
        if position != skip:
            entries.append(entry)
    return entries


def put(folder, path, data):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def get(folder, path):
    with open(os.path.join(folder, path), "rb") as file:
        return file.read()


def name_of(number, width):
    # Exports here are small: one group of digits is enough. Longer paths have a test of their own.
    return f"{number:03}" if width == 256 else f"{number:03}.p/{width}"


def export(folder, entries, seed=SEED, name=NAME):
    put(folder, "key", key_line(seed, name)[0])
    put(folder, "checkpoint", checkpoint(entries, seed, name))
    lines, level, size = [], 0, len(entries)
    for first in range(0, size, 256):
        some = entries[first:first + 256]
        put(folder, "tile/entries/" + name_of(first // 256, len(some)),
            b"".join(len(entry).to_bytes(2, "big") + entry for entry in some))
    while size >> level:
        row = [mth(entries[n << level:(n + 1) << level]) for n in range(size >> level)]
        lines += [f"{level},{n},{node.hex()}\n" for n, node in enumerate(row)]
        if level % 8 == 0:
            for first in range(0, len(row), 256):
                some = row[first:first + 256]
                put(folder, f"tile/{level // 8}/" + name_of(first // 256, len(some)), b"".join(some))
        level += 1
    put(folder, "nodes.csv", "level,number,hash\n" + "".join(lines))


def change_node(folder, level, number):
    lines = get(folder, "nodes.csv").decode().split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith(f"{level},{number},"))
    lines[at] = lines[at][:-1] + ("0" if lines[at][-1] != "0" else "1")
    put(folder, "nodes.csv", "\n".join(lines))


def flip(folder, path, at):
    data = bytearray(get(folder, path))
    data[at] ^= 1
    put(folder, path, bytes(data))


def offset_in_bundle(entries, position):
    """Where the text of an entry begins in its bundle."""
    first = position // 256 * 256
    return sum(2 + len(entry) for entry in entries[first:position]) + 2


class Case(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.top)
        self.folder = os.path.join(self.top, "export")

    def outside(self, name, text):
        put(self.top, name, text)
        return os.path.join(self.top, name)

    def run_it(self, *arguments):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = verify.main([self.folder, *arguments])
        text = out.getvalue()
        self.assertNotIn(SECRET, text)
        self.assertNotIn("view_case", text)
        text.encode("ascii")
        return code, text.splitlines()

    def passes(self, *arguments):
        code, lines = self.run_it(*arguments)
        self.assertEqual(code, 0, lines)
        self.assertTrue(lines[-1].startswith("OK: "), lines)
        self.assertFalse([line for line in lines if line.startswith("finding")])
        return lines

    def fails(self, *named, arguments=()):
        """Each of `named` must begin a finding; the last line must count them all. -> what was found"""
        code, lines = self.run_it(*arguments)
        found = [line.removeprefix("finding: ") for line in lines if line.startswith("finding: ")]
        self.assertEqual(code, 1, lines)
        self.assertEqual(lines[-1], f"FAILED: {len(found)} findings")
        for name in named:
            self.assertTrue(any(line.startswith(name) for line in found), (name, found))
        return found


class KnownAnswers(unittest.TestCase):
    def test_rfc_8032_vectors(self):
        vectors = [  # RFC 8032, 7.1, tests 1 to 3: seed, public key, message, signature
            ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
             "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
             "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
            ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
             "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
             "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
            ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
             "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
             "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
        ]
        for seed, public, message, signature in vectors:
            seed, public, message, signature = map(bytes.fromhex, (seed, public, message, signature))
            self.assertEqual(multiple(secret_of(seed)[0]), public)
            self.assertEqual(sign(seed, message), signature)
            self.assertTrue(verify.signature_is_good(public, message, signature))
            self.assertFalse(verify.signature_is_good(public, message + b"\0", signature))
            for at in (0, 31, 32, 63):
                wrong = bytearray(signature)
                wrong[at] ^= 1
                self.assertFalse(verify.signature_is_good(public, message, bytes(wrong)), at)
            self.assertFalse(verify.signature_is_good(public, message, signature[:63]))
            self.assertFalse(verify.signature_is_good(public[:31], message, signature))
            # The same S plus the order would fit the equation too; RFC 8032 forbids it.
            s = int.from_bytes(signature[32:], "little") + ORDER
            self.assertFalse(verify.signature_is_good(public, message, signature[:32] + s.to_bytes(32, "little")))

    def test_points_that_are_none(self):
        self.assertIsNone(verify.decode_point((P + 1).to_bytes(32, "little")))         # y not below p
        self.assertIsNone(verify.decode_point((1 | 1 << 255).to_bytes(32, "little")))  # x = 0 with a sign
        self.assertIsNone(verify.decode_point((2).to_bytes(32, "little")))             # no x for this y
        self.assertEqual(verify.decode_point((1).to_bytes(32, "little")), (0, 1, 1, 0))
        self.assertEqual(verify.BASE[:2], BASE)

    def test_signed_note_vector(self):
        # The example of Go's sumdb/note, from which C2SP signed-note comes.
        name, identity, public = verify.read_key(b"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n", "it")
        text = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
        raw = base64.b64decode("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=")
        self.assertEqual((name, identity), ("PeterNeumann", raw[:4]))
        self.assertTrue(verify.signature_is_good(public, text, raw[4:]))

    def test_rfc_6962_roots(self):
        # The leaves and roots that Certificate Transparency's own implementations test with.
        leaves = [bytes.fromhex(leaf) for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                                   "606162636465666768696a6b6c6d6e6f")]
        roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",  # no entry: the hash of the empty string
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",  # one empty entry
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        tree = verify.build_tree([verify.leaf_hash(leaf) for leaf in leaves])
        for size, root in enumerate(roots):
            self.assertEqual(verify.root_of(tree, size).hex(), root)
            self.assertEqual(mth(leaves[:size]).hex(), root)

    def test_every_root_to_300(self):
        leaves = [str(number).encode() for number in range(300)]
        tree = verify.build_tree([verify.leaf_hash(leaf) for leaf in leaves])
        for size in range(301):
            self.assertEqual(verify.root_of(tree, size), mth(leaves[:size]), size)

    def test_paths(self):
        self.assertEqual(verify.tile_path("0", 1234067, 256), "tile/0/x001/x234/067")
        self.assertEqual(verify.tile_path("entries", 0, 1), "tile/entries/000.p/1")
        self.assertEqual(verify.tile_path("1", 999, 256), "tile/1/999")
        self.assertEqual(verify.tile_path("1", 1000, 255), "tile/1/x001/000.p/255")


class Controls(Case):
    def test_exports_of_all_sizes_pass(self):
        for size in (0,) + SIZES:
            with self.subTest(size=size):
                shutil.rmtree(self.folder, ignore_errors=True)
                entries = make_entries(size)
                export(self.folder, entries)
                lines = self.passes()
                self.assertEqual(lines[0], f"key: {key_line(SEED)[0].strip()}, from the export itself")
                key = self.outside("key", key_line(SEED)[0])
                for kept in sorted({0, 1, size // 2, size} & set(range(size + 1))):
                    lines = self.passes("--key", key, "--against", self.outside("kept", checkpoint(entries[:kept])))
                    self.assertIn("from outside the export", lines[0])
                    self.assertIn("extends the kept checkpoint", lines[-1])

    def test_a_writer_out_of_order_in_the_log_passes(self):
        entries = make_entries(9, writers=1)
        entries[3], entries[4] = entries[4], entries[3]
        export(self.folder, entries)
        self.passes()

    def test_a_further_signature_of_a_witness_passes(self):
        export(self.folder, make_entries(3))
        put(self.folder, "checkpoint", get(self.folder, "checkpoint") + "\u2014 witness.example AAAAAAAA\n".encode())
        self.passes()

    def test_it_runs_as_a_program(self):
        export(self.folder, make_entries(3))
        def run(*arguments):
            done = subprocess.run([sys.executable, os.path.join(HERE, "verify.py"), *arguments], capture_output=True, text=True)
            return done.returncode, (done.stdout.splitlines() or [""])[-1]
        self.assertEqual(run(self.folder)[0], 0)
        self.assertEqual(run()[0], 2)
        self.assertEqual(run(self.folder, "--what")[0], 2)
        code, last = run(os.path.join(self.top, "nowhere"))
        self.assertEqual((code, last[:8]), (2, "FAILED: "))


class Entries(Case):
    def test_a_byte_of_an_entry(self):
        for size in SIZES:
            entries = make_entries(size)
            for position in sorted({0, size // 2, size - 1}):
                with self.subTest(size=size, position=position):
                    shutil.rmtree(self.folder, ignore_errors=True)
                    export(self.folder, entries)
                    # The first letter of the action: still JSON, so only the hashes show it.
                    at = offset_in_bundle(entries, position) + entries[position].index(b"view_case")
                    number = position // 256
                    flip(self.folder, "tile/entries/" + name_of(number, min(256, size - 256 * number)), at)
                    found = self.fails(f"entry {position}: does not fit its hash", "checkpoint: its root is not")
                    self.assertEqual([line for line in found if line.startswith("entry ")],
                                     [f"entry {position}: does not fit its hash, node 0/{position}: one of the two was changed"])

    def test_every_byte_of_a_small_bundle(self):
        entries = make_entries(2)
        export(self.folder, entries)
        path = "tile/entries/000.p/2"
        right = get(self.folder, path)
        for at in range(0, len(right), 5):
            flip(self.folder, path, at)
            code, _ = self.run_it()
            self.assertEqual(code, 1, at)
            put(self.folder, path, right)
        self.passes()

    def test_swapped_entries(self):
        entries = make_entries(700)
        export(self.folder, entries)
        entries[300], entries[301] = entries[301], entries[300]
        put(self.folder, "tile/entries/001", b"".join(len(e).to_bytes(2, "big") + e for e in entries[256:512]))
        self.fails("entry 300: does not fit", "entry 301: does not fit", "node 1/150: does not fit the entries 300 to 301",
                   "tile/0/001: its hash 44 (node 0/300)", "tile/0/001: its hash 45 (node 0/301)", "checkpoint: its root")

    def test_swapped_and_signed_anew_needs_a_kept_checkpoint(self):
        entries = make_entries(700)
        kept = self.outside("kept", checkpoint(entries[:400]))
        entries[300], entries[301] = entries[301], entries[300]
        export(self.folder, entries)
        self.passes()
        self.fails("kept checkpoint: the first 400 entries", arguments=["--against", kept])

    def test_bundles(self):
        entries = make_entries(700)
        export(self.folder, entries)
        os.remove(os.path.join(self.folder, "tile/entries/001"))
        self.fails("tile/entries/001: is missing: entries 256 to 511", "checkpoint: its root cannot be compared",
                   "chain ")
        export(self.folder, entries)
        path = "tile/entries/002.p/188"
        right = get(self.folder, path)
        put(self.folder, path, right[:-1])
        self.fails(f"{path}: holds 187 whole entries, not 188: entries 699 to 699")
        put(self.folder, path, right + b"\0")
        found = self.fails(f"{path}: has 1 bytes too many")
        self.assertEqual(len(found), 1)
        put(self.folder, path, right)
        put(self.folder, "tile/entries/003.p/1", b"\0\2{}")
        self.fails("tile/entries/003.p/1: does not belong")

    def test_an_entry_that_is_gone_from_the_database(self):
        entries = make_entries(5)
        export(self.folder, entries)
        entries[2] = b""  # as the export writes it
        put(self.folder, "tile/entries/000.p/5", b"".join(len(e).to_bytes(2, "big") + e for e in entries))
        self.fails("entry 2: is empty", "entry 2: does not fit", "checkpoint: its root")

    def test_the_form_of_entries(self):
        def without(name):
            return lambda fields: fields.pop(name)

        def with_value(name, value):
            return lambda fields: fields.update({name: value})

        def moved(fields):
            fields["id"] = fields.pop("id")

        for change, said in (
            (without("facts"), "lacks the field facts"),
            (with_value(SECRET, 1), "has 1 unknown field"),
            (moved, "has its fields in another order"),
            (with_value("v", 2), "is of another version"),
            (with_value("v", True), "has a value of a wrong type in v"),
            (with_value("policies", SECRET), "has a value of a wrong type in policies"),
            (with_value("id", SECRET), "has a value that is not allowed in id"),
            (with_value("at", "2026-11-24"), "has a value that is not allowed in at"),
            (with_value("decision", "perhaps"), "has a value that is not allowed in decision"),
            (with_value("rows", [{"table": SECRET}]), "has a value that is not allowed in rows"),
            (with_value("id", uuid("entry", 1)), "has the same id as entry 1"),
        ):
            with self.subTest(said=said):
                shutil.rmtree(self.folder, ignore_errors=True)
                export(self.folder, make_entries(3, change={2: change}))  # hashed and signed as it is
                found = self.fails(f"entry 2: {said}")
                self.assertFalse([line for line in found if not line.startswith(("entry 2: ", "chain "))], found)
        for entry in (b"{", b"[]", b"\xff", b"[" * 20000, b'{"v":NaN}', make_entries(1)[0].replace(b'"why"', b'"v":1,"why"')):
            shutil.rmtree(self.folder, ignore_errors=True)
            export(self.folder, [entry])
            self.fails("entry 0: is not")


class TreeAndTiles(Case):
    def test_a_node_at_level_0(self):
        for size in SIZES:
            for number in sorted({0, size // 2, size - 1}):
                with self.subTest(size=size, number=number):
                    export(self.folder, make_entries(size))
                    change_node(self.folder, 0, number)
                    self.assertEqual(len(self.fails(f"node 0/{number}: was changed")), 1)
                    shutil.rmtree(self.folder)

    def test_an_unsigned_head_vouches_for_nothing(self):
        entries = make_entries(3)
        export(self.folder, entries)
        change_node(self.folder, 0, 1)
        put(self.folder, "checkpoint", checkpoint(entries, OTHER_SEED))
        self.fails("checkpoint: is not signed", "entry 1: does not fit its hash, node 0/1: one of the two was changed")

    def test_a_node_at_a_higher_level(self):
        export(self.folder, make_entries(700))
        for level, number in ((1, 0), (1, 349), (3, 50), (8, 1), (9, 0)):
            right = get(self.folder, "nodes.csv")
            change_node(self.folder, level, number)
            found = self.fails(f"node {level}/{number}: does not fit the entries {number << level} to ")
            self.assertEqual(len(found), 1, found)
            put(self.folder, "nodes.csv", right)

    def test_changed_entry_leads_to_its_place(self):
        entries = make_entries(8)
        export(self.folder, entries)
        flip(self.folder, "tile/entries/000.p/8", offset_in_bundle(entries, 5) + entries[5].index(b"view_case"))
        self.fails("node 1/2: does not fit the entries 4 to 5; it fits the two nodes below it",
                   "node 2/1: does not fit the entries 4 to 7; it fits", "node 3/0: does not fit the entries 0 to 7; it fits")

    def test_nodes_missing_twice_beyond_or_unreadable(self):
        export(self.folder, make_entries(5))
        text = get(self.folder, "nodes.csv").decode()
        line = next(line for line in text.split("\n") if line.startswith("1,1,"))
        for changed, said in (
            (text.replace(line + "\n", ""), "node 1/1: is missing"),
            (text + line + "\n", "node 1/1: stands twice"),
            (text + "0,5," + "00" * 32 + "\n", "node 0/5: lies beyond"),
            (text + "7,0," + "00" * 32 + "\n", "node 7/0: lies beyond"),
            (text.replace(line, line.upper().replace("1,1", "1,x")), "nodes.csv: line "),
            (text.replace("level", "depth"), "nodes.csv: does not begin"),
        ):
            put(self.folder, "nodes.csv", changed)
            self.fails(said)
        os.remove(os.path.join(self.folder, "nodes.csv"))
        self.fails("nodes.csv: is missing")

    def test_a_tile_byte(self):
        export(self.folder, make_entries(700))
        for path, at, node in (("tile/0/000", 0, "0/0"), ("tile/0/001", 8191, "0/511"), ("tile/0/002.p/188", 32 * 100, "0/612"),
                               ("tile/1/000.p/2", 33, "8/1")):
            flip(self.folder, path, at)
            self.assertEqual(self.fails(f"{path}: its hash {at // 32} (node {node}) does not fit the entries"),
                             [f"{path}: its hash {at // 32} (node {node}) does not fit the entries"])
            flip(self.folder, path, at)
        self.passes()

    def test_tiles_short_missing_or_too_many(self):
        export(self.folder, make_entries(257))
        right = get(self.folder, "tile/0/000")
        put(self.folder, "tile/0/000", right[:-1])
        self.assertEqual(self.fails(), ["tile/0/000: holds 8191 bytes, not 8192"])
        os.remove(os.path.join(self.folder, "tile/0/000"))
        self.assertEqual(self.fails(), ["tile/0/000: is missing"])
        put(self.folder, "tile/0/000", right)
        put(self.folder, "tile/2/000.p/1", right[:32])
        self.assertEqual(len(self.fails("tile/2/000.p/1: does not belong")), 1)


class HeadsAndKeys(Case):
    def test_a_wrong_signature(self):
        entries = make_entries(3)
        export(self.folder, entries)
        right = get(self.folder, "checkpoint").decode()
        body, _, coded = right.rpartition(" ")
        raw = bytearray(base64.b64decode(coded))
        for at in (4, 40, 67):
            raw[at] ^= 1
            put(self.folder, "checkpoint", f"{body} {base64.b64encode(raw).decode()}\n")
            self.assertEqual(self.fails(), ["checkpoint: its signature is wrong"])
            raw[at] ^= 1
        put(self.folder, "checkpoint", checkpoint(entries, OTHER_SEED))
        self.assertEqual(self.fails(), ["checkpoint: is not signed by this key"])
        put(self.folder, "checkpoint", right.replace("\n3\n", "\n2\n"))
        self.fails("checkpoint: its signature is wrong", "node 0/2: lies beyond")

    def test_a_good_and_a_wrong_signature_of_the_same_key(self):
        export(self.folder, make_entries(3))
        right = get(self.folder, "checkpoint").decode()
        wrong = key_line(SEED)[1] + bytes(64)
        put(self.folder, "checkpoint", f"{right}\u2014 {NAME} {base64.b64encode(wrong).decode()}\n")
        self.assertEqual(self.fails(), ["checkpoint: its signature is wrong"])

    def test_a_root_that_is_not_the_entries(self):
        entries = make_entries(3)
        export(self.folder, entries)
        put(self.folder, "checkpoint", checkpoint(make_entries(3, writers=1)))  # well signed, but of another log
        self.assertEqual(self.fails(), ["checkpoint: its root is not the root of the entries"])

    def test_a_head_that_cannot_be_read(self):
        export(self.folder, make_entries(3))
        right = get(self.folder, "checkpoint").decode()
        for wrong in ("", right.replace("\n\n", "\n"), right.replace("\n3\n", "\n03\n"), right.replace("\u2014", "-"),
                      right[:-1], right.replace("\n3\n", "\n3\r\n"), right.replace("\n3\n", "\n3\nAAAA\n")):
            put(self.folder, "checkpoint", wrong)
            self.fails("checkpoint: ")
        put(self.folder, "checkpoint", right.replace("\n3\n", "\n99999999999999999\n"))
        self.fails("checkpoint: its signature is wrong", "checkpoint: says 99999999999999999 entries, but")

    def test_a_forged_export_with_a_key_of_its_own(self):
        export(self.folder, make_entries(3), OTHER_SEED)
        lines = self.passes()
        self.assertTrue(any("only that the export fits its own key" in line for line in lines))
        key = self.outside("key", key_line(SEED)[0])
        self.fails("key: the export's own key is not", "checkpoint: is not signed by this key", arguments=["--key", key])

    def test_the_key_from_outside_beats_the_one_inside(self):
        export(self.folder, make_entries(3))
        key = self.outside("key", key_line(SEED)[0])
        put(self.folder, "key", key_line(OTHER_SEED)[0])
        self.assertEqual(self.fails(arguments=["--key", key]), ["key: the export's own key is not the one from outside"])
        os.remove(os.path.join(self.folder, "key"))
        self.passes("--key", key)
        self.assertEqual(self.run_it()[0], 2)

    def test_what_cannot_be_read_is_exit_code_2(self):
        export(self.folder, make_entries(3))
        nowhere = os.path.join(self.top, "nowhere")
        line = key_line(SEED)[0]
        for arguments in (["--key", nowhere], ["--against", nowhere], ["--key", self.outside("k1", "no key")],
                          ["--key", self.outside("k2", line.replace("+", "+0", 1))], ["--key", self.outside("k3", "a+00000000+AAAA")]):
            code, lines = self.run_it(*arguments)
            self.assertEqual((code, lines[-1][:26]), (2, "FAILED: cannot be checked:"), lines)
        os.remove(os.path.join(self.folder, "checkpoint"))
        self.assertEqual(self.run_it()[0], 2)


class Kept(Case):
    def test_a_log_cut_off_at_its_end(self):
        for size in SIZES:
            with self.subTest(size=size):
                shutil.rmtree(self.folder, ignore_errors=True)
                entries = make_entries(size)
                kept = self.outside("kept", checkpoint(entries))
                export(self.folder, entries[:-1])
                # Without the kept checkpoint it passes, and the program says that it would.
                lines = self.passes()
                self.assertTrue(any("cut off at its end" in line and line.startswith("note: ") for line in lines))
                self.assertIn("no kept checkpoint was compared", lines[-1])
                self.assertEqual(self.fails(arguments=["--against", kept]),
                                 [f"kept checkpoint: has {size} entries, this log only {size - 1}: the log was cut off at its end"])

    def test_files_cut_off_under_the_old_head(self):
        entries = make_entries(257)
        export(self.folder, entries[:256])
        put(self.folder, "checkpoint", checkpoint(entries))
        self.fails("tile/entries/001.p/1: is missing: entries 256 to 256", "tile/0/001.p/1: is missing", "node 0/256: is missing")

    def test_an_entry_changed_since_and_all_signed_anew(self):
        kept = self.outside("kept", checkpoint(make_entries(256)))
        changed = make_entries(700, change={100: lambda fields: fields.update(action="other")})
        export(self.folder, changed)
        self.passes()
        self.fails("kept checkpoint: the first 256 entries", arguments=["--against", kept])
        self.passes("--against", self.outside("before", checkpoint(make_entries(100))))

    def test_a_kept_checkpoint_that_is_none(self):
        entries = make_entries(3)
        export(self.folder, entries)
        for text, said in (
            (checkpoint(entries[:2], OTHER_SEED), "kept checkpoint: is not signed by this key"),
            (checkpoint(entries[:2]).replace("\n2\n", "\n1\n"), "kept checkpoint: its signature is wrong"),
            (checkpoint(entries[:2], name="other.example"), "kept checkpoint: is about another log"),
            ("nothing", "kept checkpoint: has no signature lines"),
        ):
            self.fails(said, arguments=["--against", self.outside("kept", text)])


class Chains(Case):
    def test_a_gap(self):
        # Entry 300 is taken out before everything is hashed and signed: only the chain of its writer shows it.
        entries = make_entries(701, skip=300)
        export(self.folder, entries)
        writer, number = uuid("writer", 300 * 7 % 3), 101
        self.assertEqual(self.fails(), [f"chain {writer}: number {number} is missing before entry 302"])

    def test_a_long_gap_and_a_missing_beginning(self):
        entries = make_entries(40, writers=1)
        export(self.folder, entries[3:10] + entries[20:])
        self.assertEqual(self.fails(), [f"chain {uuid('writer', 0)}: number 1 to 3 is missing before entry 0",
                                        f"chain {uuid('writer', 0)}: number 11 to 20 is missing before entry 7"])

    def test_a_number_twice(self):
        entries = make_entries(6, writers=1)
        fields = fields_of(6, uuid("writer", 0), 3, hashlib.sha256(b"\0" + entries[1]).hexdigest())
        export(self.folder, entries + [encode(fields)])
        self.fails(f"chain {uuid('writer', 0)}: number 3 comes twice: entries 2 and 6")

    def test_a_wrong_hash_of_the_entry_before(self):
        change = {4: lambda fields: fields.update(writer_prev="00" * 32), 0: lambda fields: fields.update(writer_prev="11" * 32)}
        export(self.folder, make_entries(6, writers=1, change=change))
        chain = f"chain {uuid('writer', 0)}: "
        self.assertEqual(self.fails(), [chain + "entry 0 (number 1): it is the first, but names an entry before it",
                                        chain + "entry 4 (number 5): it does not name the hash of entry 3 before it"])

    def test_a_number_below_1_and_a_writer_that_is_no_id(self):
        export(self.folder, make_entries(2, writers=1, change={0: lambda fields: fields.update(writer=SECRET, writer_seq=0)}))
        self.fails("entry 0: has a value that is not allowed in writer", "chain (not an id): entry 0 has a number below 1")


if __name__ == "__main__":
    unittest.main()
