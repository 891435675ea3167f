#!/usr/bin/env python3
"""Verifies proofs of one record by evidence-format.md alone; beside verify_evidence.py, which says how both end.

    verify_proof.py proof PUBLIC_KEY FILE...    by `gallra ledger proof`
"""
import base64, sys
from verify_evidence import Seal, main, need, row_hash, row_leaf, sha

def items(data):
    """The items of a row: key or tag, and outcome."""
    at = 2
    def number():
        nonlocal at
        value = shift = 0
        while True:
            value, shift, at = value | (data[at] & 127) << shift, shift + 7, at + 1
            if data[at - 1] < 128: return value
    found, key = [], 0
    for _ in range(number()):
        if data[1:2] == b"N":
            key = (key + number()) % 2 ** 64
            name = str(key)
        else: name, at = "tag:" + data[at:at + 16].hex(), at + 16
        found.append((name, chr(data[at])))
        at += 1
        number(), number(), number()
    return need(at == len(data) and data[0] == 1, "the items cannot be read") and found

def proof(path, known):
    lines = open(path, newline="").read().split("\n")
    f, at = lines[3][4:].split("\t"), lines.index("gallra-seal-1")
    need(lines[0] == "gallra-proof-1" and row_hash(f).hex() == f[15], "the row is not as its hash says")
    key, outcome = items(base64.b64decode(f[13]))[int(lines[2].split(" ")[1])]
    need(lines[1] == f"record {f[0]} {key}" and outcome in "EAO", "its row does not say that this record is gone")
    seal, place = Seal("\n".join(lines[at:]), known, False), (f[0], int(f[1]), int(f[2]))
    index, last, node = seal.places.index(place), seal.size - 1, row_leaf(*place, bytes.fromhex(f[15]))
    need(lines[4] == f"index {index}", "it is about another row")
    for line in lines[5:at]:
        sibling = bytes.fromhex(line[5:])
        if index & 1 or index == last:
            node = sha(b"\1" + sibling + node)
            while not index & 1 and index: index, last = index >> 1, last >> 1
        else: node = sha(b"\1" + node + sibling)
        index, last = index >> 1, last >> 1
    need(last == 0 and node.hex() == seal.root, "the path does not lead to the root")

if __name__ == "__main__":
    sys.exit(main({"proof": proof}, *sys.argv[1:]) if len(sys.argv) > 3 else __doc__)
