#!/usr/bin/env python3
"""Our token counter beside others, over the same texts, on one core, in one go. Run it as:

  peers.py FOLDER [--program .build/release/benchmarks] [--vocabulary FOLDER] [--fuzz 100000] [--passes 3] [FILE...]

FOLDER takes a virtual environment, the texts and the vocabularies; a second run finds them there. The others come from PyPI; one that
cannot be installed is named and left out. --vocabulary names a folder with o200k_base.tiktoken and cl100k_base.tiktoken, else
tiktoken fetches them. FILEs are measured behind the texts that are made here. Needs Linux (taskset) and Python 3.9.

Every pass is a text that its process has not seen before, after one short sentence. Ours starts a process for each text; the others go
through all texts in one process, which favours them. Times are processor time, medians of the passes. Counts must all be equal.
"""
import argparse, base64, json, os, pathlib, random, statistics, subprocess, sys, time

PEERS = {"tiktoken": "tiktoken", "gigatoken": "gigatoken", "toktok-rs": "toktok-rs", "rs-bpe": "rs-bpe"}
ENCODINGS = ["o200k_base", "cl100k_base"]
URL = "https://openaipublic.blob.core.windows.net/encodings/%s.tiktoken"


# Texts

def log_text(size, seed=11):
    """Records of process, network and sign-in events as JSON lines and comma-separated rows."""
    dice = random.Random(seed)
    digits = lambda count: "".join(dice.choice("0123456789abcdef") for _ in range(count))
    host = lambda: dice.choice(["ws", "sql", "hub", "node"]) + "-" + digits(4) + ".example.net"
    address = lambda: ".".join(str(dice.randrange(1, 255)) for _ in range(4))
    identity = lambda: "-".join(digits(count) for count in (8, 4, 4, 4, 12))
    commands = [
        lambda: "powershell -nop -w hidden -enc " + base64.b64encode(("Get-Item " + digits(12)).encode("utf-16-le")).decode(),
        lambda: f'cmd.exe /c "copy C:\\Users\\Public\\{digits(6)}.dat \\\\{host()}\\c$\\temp"',
        lambda: f"curl -sSL https://{host()}/{digits(8)}?id={identity()} -o /tmp/.{digits(5)}",
        lambda: f"rundll32 C:\\ProgramData\\{digits(8)}.dll,Entry{dice.randrange(99)}",
        lambda: f"/usr/bin/python3 -m http.server {dice.randrange(1024, 65535)}",
    ]
    names = ["anna.berg", "svc_import", "Müller", "o'neil", "root", "佐藤"]
    lines, held = [], 0
    while held < size:
        moment = f"2026-0{dice.randrange(1, 9)}-1{dice.randrange(9)}T{dice.randrange(10, 23)}:{dice.randrange(10, 59)}:{dice.random() * 60:09.6f}Z"
        record = {
            "time": moment, "host": host(), "user": dice.choice(names), "process": dice.randrange(4, 90000), "image": digits(8) + ".exe",
            "command": dice.choice(commands)(), "sha256": digits(64), "from": address(), "port": dice.randrange(1, 65535),
            "session": identity(), "outcome": dice.choice(["allowed", "blocked", "unknown", ""]), "score": round(dice.random(), 4),
        }
        if dice.random() < 0.6:
            line = json.dumps(record, ensure_ascii=False) + "\n"
        else:
            line = ",".join('"' + str(value).replace('"', '""') + '"' for value in record.values()) + "\r\n"
        lines.append(line)
        held += len(line.encode())
    return "".join(lines)


def prose_text(size, seed=12):
    """Sentences put together word by word, each word one that followed the last in Python's own manual."""
    from pydoc_data.topics import topics
    words = " ".join(topics[name] for name in sorted(topics)).split()
    following = {}
    for word, after in zip(words, words[1:]): following.setdefault(word, []).append(after)
    dice = random.Random(seed)
    word, parts, held = words[0], [], 0
    while held < size:
        parts.append(word + ("\n\n" if word.endswith(".") and dice.random() < 0.2 else " "))
        held += len(parts[-1].encode())
        word = dice.choice(following.get(word) or words)
    return "".join(parts)


def hostile_texts(size=500_000, seed=13):
    dice = random.Random(seed)
    some = lambda letters, count=size: "".join(dice.choice(letters) for _ in range(count))
    small = "abcdefghijklmnopqrstuvwxyz"
    blocks = dice.sample(range(0x1F300, 0x1F6FF), 600)
    return {
        "one letter": "x" * size, "blanks": " " * size, "tabs and blanks": some(" \t"), "newlines": "\n" * size, "digits": some("0123456789"),
        "one sign": "=" * size, "signs": some("!#$%&()*+,-./:;<=>?@[]^_{|}~"), "small letters": some(small),
        "mixed case": some(small + small.upper()), "two letters": "ab" * (size // 2), "quotes": some("'stdl"),
        "CJK": some([chr(code) for code in range(0x4E00, 0x9FA5)], size // 3),
        "emoji": some([chr(code) for code in blocks], size // 4), "joined emoji": "👩\u200d👩\u200d👧\u200d👦" * (size // 25),
        "accents": "a" + some([chr(code) for code in range(0x300, 0x36F)], size // 2),
        "base64": base64.b64encode(bytes(dice.randrange(256) for _ in range(size * 3 // 4))).decode(),
    }


def odd_strings(count, seed=14):
    """Short strings of any scalars, of invalid bytes made valid, of pieces of logs, and mixtures of these."""
    dice = random.Random(seed)
    logs = log_text(400_000, seed)
    near = [c for c in "aZé'ſsS09½ \t\r\n\u00a0\u2028/.,=_-\u0301あ漢🙂\u200d"] + ["'ll", "'RE", "//", "\r\n", "   ", "<|endoftext|>"]

    def scalar():
        code = dice.choice([dice.randrange(0x80), dice.randrange(0x800), dice.randrange(0x10000), dice.randrange(0x110000)])
        return chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd"

    kinds = [
        lambda: "".join(scalar() for _ in range(dice.randrange(1, 40))),
        lambda: bytes(dice.randrange(256) for _ in range(dice.randrange(1, 80))).decode("utf-8", "replace"),
        lambda: "".join(dice.choice(near) for _ in range(dice.randrange(1, 40))),
        lambda: logs[(start := dice.randrange(len(logs) - 300)):start + dice.randrange(1, 300)],
        lambda: dice.choice(near) * dice.randrange(1, 200),
    ]
    mixed = lambda: "".join(dice.choice(kinds)() for _ in range(3))
    return [dice.choice(kinds + [mixed])() for _ in range(count)]


# The others, each in a process of its own

def counter(name, encoding, vocabulary):
    """A function from text to its number of tokens."""
    if name == "tiktoken":
        import tiktoken
        made = tiktoken.get_encoding(encoding)
        return lambda text: len(made.encode_ordinary(text))
    if name == "gigatoken":
        import gigatoken
        made = gigatoken.Tokenizer.from_tiktoken(f"{vocabulary}/{encoding}.tiktoken", {"o200k_base": "o200k"}.get(encoding, "cl100k"))
        return lambda text: len(made.encode(text))
    if name == "toktok-rs":
        import toktok
        made = toktok._encoding(encoding)
        return lambda text: made.count_batch([text], 1, False)[0]
    from rs_bpe.bpe import openai
    return getattr(openai, encoding)().count


def worker(name, encoding, vocabulary, files):
    count = counter(name, encoding, vocabulary)
    count("One short sentence.")
    for file in files:
        with open(file, encoding="utf-8", newline="") as source: text = source.read()
        start = time.process_time()
        try:
            tokens = count(text)
        except BaseException as fault:  # a panic of an extension is no Exception
            print(json.dumps({"file": file, "fault": type(fault).__name__}), flush=True)
            continue
        print(json.dumps({"file": file, "tokens": tokens, "seconds": time.process_time() - start}), flush=True)


def worker_counts(name, encoding, vocabulary, file):
    count = counter(name, encoding, vocabulary)
    for line in open(file, encoding="utf-8"): print(count(json.loads(line)))


# The run

def pinned(command, **more):
    core = str(max(os.sched_getaffinity(0)))
    return subprocess.run(["taskset", "-c", core, *map(str, command)], capture_output=True, text=True, **more)


def install(folder):
    """The interpreter of the virtual environment, and the versions of the peers in it."""
    python = folder / "venv/bin/python"
    if not python.exists(): subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    ask = "import importlib.metadata as m,sys;print(m.version(sys.argv[1]))"
    versions = {}
    for name, package in PEERS.items():
        found = lambda: subprocess.run([python, "-c", ask, package], capture_output=True, text=True)
        if found().returncode: subprocess.run([python, "-m", "pip", "install", "-q", package, "numpy"], capture_output=True)
        answer = found()
        if answer.returncode: print(f"{name} could not be installed and is left out.", file=sys.stderr)
        else: versions[name] = answer.stdout.strip()
    return python, versions


def vocabularies(folder, given, python):
    """A folder with both files, which tiktoken finds too."""
    import hashlib, shutil
    place, cache = folder / "vocabulary", folder / "tiktoken"
    for path in (place, cache): path.mkdir(exist_ok=True)
    os.environ["TIKTOKEN_CACHE_DIR"] = str(cache)
    for encoding in ENCODINGS:
        cached = cache / hashlib.sha1((URL % encoding).encode()).hexdigest()
        if given and not cached.exists(): shutil.copy(pathlib.Path(given) / f"{encoding}.tiktoken", cached)
        if not cached.exists(): subprocess.run([python, "-c", f"import tiktoken;tiktoken.get_encoding('{encoding}')"])
        if cached.exists(): shutil.copy(cached, place / f"{encoding}.tiktoken")
        else: print(f"{encoding} could not be fetched; give --vocabulary.", file=sys.stderr)
    return place


def texts(folder, more):
    """Names and files, logs and prose first."""
    place = folder / "texts"
    place.mkdir(exist_ok=True)
    made = {"logs": log_text(8_000_000), "prose": prose_text(8_000_000), **hostile_texts()}
    files = {}
    for name, text in made.items():
        files[name] = place / (name.replace(" ", "-") + ".txt")
        files[name].write_bytes(text.encode())
    for file in more: files[pathlib.Path(file).stem] = pathlib.Path(file).resolve()
    return files


def peer_figures(python, name, encoding, vocabulary, files, passes):
    """Tokens (or what went wrong) and megabytes a second of each file."""
    found = {}
    for _ in range(passes):
        run = pinned([python, __file__, "--worker", name, encoding, vocabulary, *files], env={**os.environ, "RAYON_NUM_THREADS": "1"})
        for line in run.stdout.splitlines():
            if line.startswith("{"): answer = json.loads(line); found.setdefault(answer["file"], []).append(answer)
    result = {}
    for file in map(str, files):
        answers = [answer for answer in found.get(file, []) if "seconds" in answer]
        if not answers: result[file] = {"tokens": None, "speed": None}; continue
        seconds = statistics.median(answer["seconds"] for answer in answers)
        result[file] = {"tokens": answers[0]["tokens"], "speed": os.path.getsize(file) / max(seconds, 1e-7) / 1e6}
    return result


def own_figures(program, files):
    run = pinned([program, "tokens", "--json", *files])
    if run.returncode: sys.exit(run.stderr)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    order = [str(file) for file in files for _ in ENCODINGS]
    return {(file, answer["encoding"]): answer for file, answer in zip(order, answers)}


def compare_odd_strings(program, python, folder, vocabulary, count):
    file = folder / "odd.jsonl"
    strings = odd_strings(count)
    file.write_text("".join(json.dumps(text) + "\n" for text in strings), encoding="utf-8")
    for encoding in ENCODINGS:
        ours = pinned([program, "tokens", "--counts", encoding, file]).stdout.split()
        theirs = pinned([python, __file__, "--worker-counts", "tiktoken", encoding, vocabulary, file]).stdout.split()
        wrong = [place for place, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]]
        whole = len(ours) == len(theirs) == count
        print(f"{count} odd strings, {encoding}: " + ("all counts equal tiktoken's" if whole and not wrong else f"{len(wrong)} differ, {len(ours)} and {len(theirs)} counted"))
        for place in wrong[:5]: print("  ", repr(strings[place]), ours[place], theirs[place])


def table(encoding, files, ours, peers, versions):
    number = lambda value: "fails" if value is None else f"{value:.1f}" if value < 10 else f"{value:.0f}"
    print(f"\n{encoding}, MB/s\n\n| text | ours | " + " | ".join(f"{name} {versions[name]}" for name in peers) + " | ours ÷ tiktoken | ours ÷ gigatoken | counts |")
    print("|---|" + "--:|" * (len(peers) + 3) + "---|")
    for name, file in files.items():
        own = ours[str(file), encoding]
        rows = {peer: figures[str(file)] for peer, figures in peers.items()}
        ratio = lambda peer: "" if not rows.get(peer) or not rows[peer]["speed"] else f"{own['mb_per_second'] / rows[peer]['speed']:.1f}"
        wrong = [peer for peer, row in rows.items() if row["tokens"] not in (None, own["tokens"])]
        cells = [name, number(own["mb_per_second"]), *(number(row["speed"]) for row in rows.values()), ratio("tiktoken"), ratio("gigatoken")]
        print("| " + " | ".join(cells) + " | " + (f"unequal: {', '.join(wrong)}" if wrong else "equal") + " |")
    own = [ours[str(file), encoding] for file in files.values()]
    slowest = min(own, key=lambda answer: answer["mb_per_second"])
    print(f"\nOurs: slowest {slowest['mb_per_second']} MB/s ({slowest['file']}), ready after {statistics.median(a['ready_ms'] for a in own):.1f} ms "
          f"(at most {max(a['ready_ms'] for a in own):.1f}), {max(a['resident_mb'] for a in own):.0f} MB with both vocabularies, "
          f"logs grown by 64 bytes at a time {ours[str(files['logs']), encoding]['growing_share']} times the cost of the whole")


def main():
    if sys.argv[1:2] == ["--worker"]: return worker(*sys.argv[2:5], sys.argv[5:])
    if sys.argv[1:2] == ["--worker-counts"]: return worker_counts(*sys.argv[2:6])
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("folder", type=pathlib.Path)
    reader.add_argument("--program", default=".build/release/benchmarks")
    reader.add_argument("--vocabulary")
    reader.add_argument("--fuzz", type=int, default=100_000)
    reader.add_argument("--passes", type=int, default=3)
    reader.add_argument("files", nargs="*")
    wanted = reader.parse_intermixed_args()
    folder = wanted.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    python, versions = install(folder)
    vocabulary = vocabularies(folder, wanted.vocabulary, python)
    files = texts(folder, wanted.files)
    ours = own_figures(wanted.program, files.values())
    for encoding in ENCODINGS:
        peers = {name: peer_figures(python, name, encoding, vocabulary, list(files.values()), wanted.passes) for name in versions}
        table(encoding, files, ours, peers, versions)
    print()
    if "tiktoken" in versions: compare_odd_strings(wanted.program, python, folder, vocabulary, wanted.fuzz)


if __name__ == "__main__": main()
