#!/usr/bin/env python3
"""Makes the frozen tables of this folder. Run it as:  freeze.py VOCABULARY_FOLDER CLASSES_JSON OUTPUT_FOLDER

VOCABULARY_FOLDER holds o200k_base.tiktoken and cl100k_base.tiktoken (SHA-256 below); CLASSES_JSON holds inclusive code point
ranges under the names L N Lu Ll Lt Lm Lo M s. The layout is told in README.md beside this file. Needs Python 3.9, nothing else.
"""
import array, base64, hashlib, json, pathlib, struct, sys

SHA256 = {
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
}
NONE = 0x3FFFF            # "no token" in an 18-bit field
EMPTY = 0x100             # the label of a trie slot that holds no node
M64 = (1 << 64) - 1


def vocabulary(folder, name):
    raw = (folder / f"{name}.tiktoken").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == SHA256[name], name
    tokens = []
    for line in raw.splitlines():
        text, rank = line.split()
        assert int(rank) == len(tokens)
        tokens.append(base64.b64decode(text))
    assert all(len(tokens[i]) == 1 for i in range(256)) and max(map(len, tokens)) <= 128
    return tokens


def halves(token, own, ranks):
    """The two neighbours whose merge makes the token: merge its bytes by every lower rank, two parts are left."""
    parts = [token[i:i + 1] for i in range(len(token))]
    while len(parts) > 2:
        best, at = own, -1
        for i in range(len(parts) - 1):
            rank = ranks.get(parts[i] + parts[i + 1], own)
            if rank < best:
                best, at = rank, i
        assert at >= 0, token
        parts[at:at + 2] = [parts[at] + parts[at + 1]]
    return ranks[parts[0]], ranks[parts[1]]


def token_words(tokens, ranks):
    """left half | right half << 18 | longest shorter prefix token << 36 | length - 1 << 54; a byte has its value as left half."""
    words = array.array("Q")
    for own, token in enumerate(tokens):
        shorter = next((ranks[token[:n]] for n in range(len(token) - 1, 0, -1) if token[:n] in ranks), NONE)
        left, right = (token[0], NONE) if len(token) == 1 else halves(token, own, ranks)
        words.append(left | right << 18 | shorter << 36 | len(token) - 1 << 54)
    return words


def pair_hash(left, right, bits):
    return (((left << 18 | right) * 0x9E3779B97F4A7C15) & M64)


def pair_slots(words, first, bits):
    """Open addressing, linear probing: id + 1 | 14 bits of the hash << 18; 0 is empty."""
    size = 1 << bits
    slots = array.array("I", bytes(4 * size))
    for own in range(first, len(words)):
        left, right = words[own] & NONE, words[own] >> 18 & NONE
        h = pair_hash(left, right, bits)
        at = h >> (64 - bits)
        while slots[at]:
            at = (at + 1) % size
        slots[at] = own + 1 | (h >> 8 & 0x3FFF) << 18
    return slots


def trie_slots(tokens):
    """Double array: slot = base of the parent + byte. A word is label | token << 9 | base << 27; bases are unique, so the label is proof."""
    children, token_of = [{}], [NONE]
    for own, token in enumerate(tokens):
        node = 0
        for byte in token:
            nxt = children[node].get(byte)
            if nxt is None:
                nxt = len(children)
                children.append({})
                token_of.append(NONE)
                children[node][byte] = nxt
            node = nxt
        token_of[node] = own
    count = len(children)
    # Slot 0..255 stay empty: they are the children of every leaf. The root's base is 256.
    capacity = 2 * count + 4096
    used = bytearray(capacity)
    used[0:256] = b"\1" * 256
    base = [0] * count
    slot = [0] * count
    taken = bytearray(capacity)
    taken[0] = 1
    order = sorted((n for n in range(1, count) if children[n]), key=lambda n: -len(children[n]))
    low = {}                                       # where to start looking, by number of children
    for node in [0] + order:
        bytes_ = sorted(children[node])
        first, rest = bytes_[0], bytes_[1:]
        free = used.find(0, max(256, low.get(len(bytes_), 256)))
        begin = free
        while True:
            b = free - first
            if b >= 256 - (node != 0) * 255 and not taken[b] and not any(used[b + c] for c in rest):
                break
            free = used.find(0, free + 1)
        if len(bytes_) > 1 or free - begin > 4096:
            low[len(bytes_)] = max(begin, free - 512 if len(bytes_) > 1 else begin)
        base[node] = b
        taken[b] = 1
        for c in bytes_:
            used[b + c] = 1
            slot[children[node][c]] = b + c
    size = max(base) + 256
    words = array.array("Q", [EMPTY] * size)
    for node in range(count):
        for c, child in children[node].items():
            words[slot[child]] = c | token_of[child] << 9 | base[child] << 27
    assert base[0] == 256 and size < 1 << 24
    return words, count


def checksum(data):
    """Four lanes of 8-byte words, so that a start costs a millisecond or two."""
    lanes = [1, 2, 3, 4]
    words = array.array("Q", data)
    for i in range(0, len(words), 4):
        for k in range(4):
            x = ((lanes[k] ^ words[i + k]) * 0x9E3779B97F4A7C15) & M64
            lanes[k] = x ^ x >> 32
    h = 0
    for x in lanes:
        x = ((h ^ x) * 0x9E3779B97F4A7C15) & M64
        h = x ^ x >> 32
    return h


def padded(data):
    return data + b"\0" * (-len(data) % 64)


def freeze(folder, name, out):
    tokens = vocabulary(folder, name)
    ranks = {t: i for i, t in enumerate(tokens)}
    assert len(ranks) == len(tokens) < NONE
    words = token_words(tokens, ranks)
    bits = (2 * len(tokens)).bit_length()
    pairs = pair_slots(words, 256, bits)
    trie, nodes = trie_slots(tokens)
    body = padded(trie.tobytes()) + padded(words.tobytes()) + padded(pairs.tobytes())
    head = struct.pack("<8sIIIIQ", b"LSBPE\0\0\1", len(tokens), len(trie), bits, 0, checksum(body))
    data = padded(head) + body
    (out / f"{name}.bin").write_bytes(data)
    print(name, "tokens", len(tokens), "nodes", nodes, "slots", len(trie), "pair bits", bits, "bytes", len(data))


def classes(path, out):
    """Two levels: 0x1100 block numbers, then blocks of 256 class bytes."""
    ranges = json.loads(path.read_text())
    flags = bytearray(0x110000)
    def put(name, bit):
        for low, high in ranges[name]:
            for c in range(low, high + 1):
                flags[c] |= bit
    for name in ("Lu", "Lt", "Lm", "Lo", "M"):
        put(name, 1)
    for name in ("Ll", "Lm", "Lo", "M"):
        put(name, 2)
    put("L", 4)
    put("N", 8)
    put("s", 16)
    flags[10] |= 32
    flags[13] |= 32
    blocks, index = {}, bytearray()
    for i in range(0, 0x110000, 256):
        index.append(blocks.setdefault(bytes(flags[i:i + 256]), len(blocks)))
    data = bytes(index) + b"".join(blocks)
    (out / "scalar_classes.bin").write_bytes(data)
    print("classes", len(blocks), "blocks", len(data), "bytes")


if __name__ == "__main__":
    source, table, target = map(pathlib.Path, sys.argv[1:4])
    classes(table, target)
    for encoding in SHA256:
        freeze(source, encoding, target)
