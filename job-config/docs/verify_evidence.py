#!/usr/bin/env python3
"""Verifies seals and signatures of Gallra by evidence-format.md alone. Needs Python 3.9 and OpenSSL 3, no database. Ends with 0 if everything
verifies, 1 if something was altered, 2 if rows are not sealed, or something could not be compared or read. Proofs of one record: verify_proof.py.

    verify_evidence.py ledger PUBLIC_KEY SEALS_DIR LEDGER...    copies by `gallra ledger export`
    verify_evidence.py certificate ISSUER_KEY FILE.json...      by `gallra certificate`"""
import base64, glob, hashlib, json, os, re, subprocess, sys, tempfile
ZERO = "0" * 64
def sha(data): return hashlib.sha256(data).digest()
def fail(why): raise ValueError(why)
def need(condition, why): return condition or fail(why)
def keys(path):
    blocks = re.findall("-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", open(path).read(), re.S)
    return {sha(base64.b64decode("".join(block.split("\n")[1:-1]))).hex(): block for block in blocks}
def signed(pem, text, signature):
    with tempfile.TemporaryDirectory() as at:
        for name, data in ("key", pem.encode()), ("text", text), ("signature", signature):
            open(os.path.join(at, name), "wb").write(data)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", at + "/key", "-rawin", "-in",
                               at + "/text", "-sigfile", at + "/signature"], capture_output=True).returncode == 0
def root(leaves):  # RFC 6962, section 2.1
    left = 1 << (len(leaves) - 1).bit_length() - 1 if len(leaves) > 1 else 0
    return sha(b"\1" + root(leaves[:left]) + root(leaves[left:])) if left else leaves[0]
def row_leaf(category, part, seq, h): return sha(b"\0" + f"gallra-leaf-1\n{category}\n{part}\n{seq}\n".encode() + h)
class Seal:
    def __init__(self, text, known, whole=True):
        self.head, rest = text.split("signature ", 1)
        signature, *body = rest.splitlines()
        lines = [line.split(" ") for line in self.head.splitlines()]
        field = {line[0]: line[1] for line in lines[1:6] + lines[-1:]}
        self.number, self.previous, self.root = int(field["seal"]), field["previous"], field["root"]
        self.chains = [(l[1], int(l[2]), int(l[3]), int(l[4])) for l in lines if l[0] == "chain"]
        self.size = sum(b - a + 1 for _, _, a, b in self.chains) + sum(int(l[2]) for l in lines if l[0] == "table")
        need(lines[0] == ["gallra-seal-1"] and field["key"] in known, f"seal {self.number} is signed by an unknown key")
        need(signed(known[field["key"]], self.head.encode(), base64.b64decode(signature)), f"seal {self.number}: signature")
        self.places = [(c, p, seq) for c, p, a, b in self.chains for seq in range(a, b + 1)]
        self.rows = dict(zip(self.places, (bytes.fromhex(line) for line in body if " " not in line)))
        self.records = [tuple(line.split(" ")[1:]) for line in body if " " in line]
        if whole:
            leaves = [row_leaf(*place, self.rows[place]) for place in self.places]
            leaves += [sha(b"\0" + f"gallra-record-1\n{t}\n{k}\n".encode() + bytes.fromhex(h)) for t, k, h in self.records]
            need(len(body) == self.size > 0 and root(leaves).hex() == self.root, f"seal {self.number}: rows or root")
def series(directory, known):
    rows, records, previous, ends = {}, {}, ZERO, {}
    files = sorted(glob.glob(directory + "/seal-*.txt")) or sys.exit(directory + ": there is no seal")
    for number, path in enumerate(files, 1):
        seal = Seal(open(path, newline="").read(), known)
        need(seal.number == number and seal.previous == previous, f"seal {number} is missing or exchanged")
        previous = sha(seal.head.encode()).hex()
        for category, part, first, last in seal.chains:
            need(first == ends.get((category, part), 0) + 1, f"seal {number} leaves out rows of {category}")
            ends[category, part] = last
        rows.update(seal.rows)
        for table, key, row_hash in seal.records:
            need((records.get((table, key), ZERO) != ZERO) == (row_hash == ZERO), f"seal {number}: {table} {key} once more")
            records[table, key] = row_hash
    return rows, records
def row_hash(f):
    f = [re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n", "r": "\r"}.get(m[1], m[1]), x) for x in f]
    items, head = base64.b64decode(f[13]), f[:11] + [x if x != "-" else "null" for x in f[11:13]]
    return sha(bytes.fromhex(f[14]) + ("gallra-ledger-1\n" + "\n".join(head) + f"\n{len(items)}\n").encode() + items)
def ledger(path, rows, records):
    lines, seen, last = open(path, newline="").read().split("\n"), set(), {}
    for f in (line.split("\t") for line in lines[1:-2]):
        if f[0] == "record":
            place, found = (f[1], f[2]), sha(f[3].encode()).hex()
            need(place not in seen and records.get(place, ZERO) in (ZERO, found), f"{f[1]} {f[2]} was changed")
        elif f[0] == "gate":
            need(sha("\t".join(f[:-1]).encode()).hex() == f[-1], f"step {f[1]} of the gate was changed")
        elif len(f) == 16:
            place, found = (f[0], int(f[1]), int(f[2])), bytes.fromhex(f[15])
            need(row_hash(f) == found and rows.get(place, found) == found, f"{f[0]}, row {f[2]} was changed")
            need((place[2] - 1, f[14]) == last.get(place[:2], (0, ZERO)), f"{f[0]}, row {f[2]} does not go on")
            last[place[:2]] = place[2], f[15]
        seen.update([place] if f[0] == "record" or len(f) == 16 else [])
    whole = len(lines[-2].split(" ")) == 3  # a copy by `gallra ledger seal --copy` has the rows of the ledger alone
    gone = (set(rows) | {place for place, h in records.items() if whole and h != ZERO}) - seen
    need(not gone, f"{sorted(gone, key=str)[:1]} was removed")
    end = f"end {sum(len(p) == 3 for p in seen)}" + f" {sum(len(p) == 2 for p in seen)}" * whole
    need([lines[0], lines[-2], lines[-1]] == ["gallra-ledger-export-1", end, ""], "it is cut off")
    more = len([p for p in seen if p not in rows and records.get(p, ZERO) == ZERO])
    return ", ".join([f"rows not sealed: {more}"] * bool(more) + ["holds, approvals and other decisions are not in it"] * (not whole))
def once(pairs): return need(len(dict(pairs)) == len(pairs), "a name stands there twice") and dict(pairs)
def certificate(path, known):
    tree = json.load(open(path, encoding="utf-8"), object_pairs_hook=once, parse_float=lambda x: fail("a fraction"))
    signature, total = tree.pop("signature", None), tree.pop("sha256")
    text = json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    need(tree["schema"] == "gallra.certificate/1" and sha(text).hex() == total, "the checksum is not that of the text")
    need(signature and signature["key"] in known, "it is not signed by a key given")
    need(signed(known[signature["key"]], text, base64.b64decode(signature["value"])), "the signature is not of this text")
def main(checks, what, key, *files):
    bad, path = 0, key
    try:
        known, path = keys(key), files[0]
        data = series(path, known) if what == "ledger" else (known,)
        for path in files[what == "ledger":]:
            try:
                but = checks[what](path, *data)
                bad = print(f"{path}: OK" + (f", but {but}" if but else "")) or bad or (2 if but else 0)
            except (ValueError, KeyError, IndexError, TypeError) as e:
                bad = print(f"{path}: NOT AS SEALED: {e}") or 1
    except OSError as e:
        return print(f"{e.filename or path}: cannot be read or run: {e.strerror}") or bad or 2
    return bad
if __name__ == "__main__":
    sys.exit(main({"ledger": ledger, "certificate": certificate}, *sys.argv[1:]) if len(sys.argv) > 3 else __doc__)
