"""From data sets to batches: a token cache on disk, the development split by repository, and a mixture without end."""

import hashlib
import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from records import DataError, read_records, unit_hash
from tokenizer import special_tokens

CACHE_VERSION = 2
DEV_SHARE = 0.05
PAD, END = 0, 1  # positions in special-tokens.json
SLOT_KINDS = ["document", *(token.strip("<|>") for token in special_tokens())]
LENGTH_STEP = 64  # row lengths are multiples of this

# A record is its tokens plus segments. Segment 0 is the prompt (of a pretraining document, all of it); each further one is a
# slot, whose first `open` tokens are given to the model and not learned.
RECORD = np.dtype([("start", "i8"), ("length", "i4"), ("segments", "i8"), ("slots", "i2"), ("language", "i2"), ("dev", "?")])
SEGMENT = np.dtype([("length", "i4"), ("open", "i4"), ("kind", "i2")])


@dataclass(frozen=True)
class Cache:
    """Tokenised records of one data set, memory-mapped."""

    file: Path
    tokens: np.ndarray
    records: np.ndarray
    segments: np.ndarray
    languages: list[str]
    repositories: dict[str, str]  # name: licence, empty where the data set does not say

    def indices(self, dev: bool) -> np.ndarray:
        return np.flatnonzero(self.records["dev"] == dev)


def is_dev(repository: str, path: str, dev_repositories: list[str]) -> bool:
    """The split is by repository: those named or, when none is, about 5 % chosen by the hash of the name.

    A name may go on with a folder (`me/one/src/models`): for tuning to a single repository, of which a part is held out.
    """
    if dev_repositories:
        return any(f"{repository}/{path}/".startswith(f"{name}/") for name in dev_repositories)
    return unit_hash(repository) < DEV_SHARE


def prepare(file: Path, tokenizer_file: Path, dev_repositories: list[str], context: int, cache_folder: Path, workers: int) -> Cache:
    """Opens the token cache of `file`, building it first when there is none for this file, tokenizer and split."""
    if not file.exists():
        raise DataError(f"{file} does not exist")
    stat = file.stat()
    key = json.dumps([CACHE_VERSION, str(file.resolve()), stat.st_size, stat.st_mtime_ns, sorted(dev_repositories), context])
    digest = hashlib.blake2b(key.encode() + tokenizer_file.read_bytes(), digest_size=8).hexdigest()
    folder = cache_folder / f"{file.name.split('.')[0]}-{digest}"
    if not folder.exists():
        build(file, tokenizer_file, dev_repositories, context, folder, workers)
    summary = json.loads((folder / "summary.json").read_text())
    return Cache(
        file,
        np.memmap(folder / "tokens.bin", np.uint16, "r"),
        np.load(folder / "records.npy"),
        np.load(folder / "segments.npy"),
        summary["languages"],
        summary["repositories"],
    )


def build(file: Path, tokenizer_file: Path, dev_repositories: list[str], context: int, folder: Path, workers: int) -> None:
    """Streams `file` through `workers` processes; the cache appears under its name only when it is whole."""
    partial = folder.with_name(f"{folder.name}.{os.getpid()}.partial")
    partial.mkdir(parents=True)
    languages: dict[str, int] = {}
    repositories: dict[str, str] = {}
    records, segments, start, dropped, cut = [], [], 0, 0, 0
    try:
        with open(partial / "tokens.bin", "wb") as out, _encoders(workers, tokenizer_file, context) as encode_all:
            for group in encode_all(_encode_records, _groups(read_records(file), 64)):
                for repository, path, licence, language, tokens, parts, slots_cut in group:
                    dropped += len(parts) == 0
                    cut += slots_cut
                    if len(parts) == 0:
                        continue
                    out.write(tokens.tobytes())
                    repositories[repository] = licence
                    number = languages.setdefault(language, len(languages))
                    records.append((start, len(tokens), len(segments), len(parts) - 1, number, is_dev(repository, path, dev_repositories)))
                    segments.extend(parts)
                    start += len(tokens)
        if not records:
            raise DataError(f"{file} holds no usable record; make it again with `codepatch dataset`")
        summary = {
            "file": str(file), "records": len(records), "tokens": start, "repositories": repositories,
            "languages": list(languages), "dropped_too_long": dropped, "slots_dropped_too_long": cut,
        }
        np.save(partial / "records.npy", np.array(records, RECORD))
        np.save(partial / "segments.npy", np.array(segments, SEGMENT))
        (partial / "summary.json").write_text(json.dumps(summary, indent=2) + "\n")
        partial.rename(folder)
        print(f"{file}: {len(records):,} records, {start:,} tokens; {dropped:,} records and {cut:,} slots were too long for {context}")
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _groups(items: Iterator, size: int) -> Iterator[list]:
    while group := list(islice(items, size)):
        yield group


@contextmanager
def _encoders(workers: int, tokenizer_file: Path, context: int) -> Iterator[Callable]:
    """A `map` that keeps the order, over `workers` processes when there are several."""
    if workers <= 1:
        _start_worker(tokenizer_file, context)
        yield map
        return
    # Not forked: the parent's threads (PyTorch, tokenizers) would leave locks behind.
    with multiprocessing.get_context("spawn").Pool(workers, _start_worker, (tokenizer_file, context)) as pool:
        yield pool.imap


def _start_worker(tokenizer_file: Path, context: int) -> None:
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    global _tokenizer, _context
    _tokenizer = Tokenizer.from_file(str(tokenizer_file))
    _context = context


def _encode_records(group: list[dict]) -> list[tuple]:
    return [_encode_record(record) for record in group]


def _encode_record(record: dict) -> tuple:
    """(repository, path, licence, language, tokens, segments, slots cut); no segments when nothing of it fits."""
    language = record.get("language", "text")
    head = (record.get("repo", ""), record.get("path", ""), record.get("licence", ""), language)
    if "prompt" in record:
        tokens = _encode(record["prompt"])
        parts = [(len(tokens), 0, 0)]
        slots_cut = 0
        for slot in record["slots"]:
            opened, text = _encode(slot["open"]), [*_encode(slot["text"]), END]
            if parts[0][0] + len(opened) + len(text) > _context or len(tokens) + len(opened) + len(text) > 2 * _context:
                slots_cut += 1
                continue
            kind = SLOT_KINDS.index(slot["open"][2 : slot["open"].index("|>")])
            parts.append((len(opened) + len(text), len(opened), kind))
            tokens += opened + text
        return *head, np.array(tokens, np.uint16), parts if len(parts) > 1 else [], slots_cut
    text = record["text"].replace("<|", "< |")
    tokens = [*_encode(f"<|file|>{language}\n{text}"), END]
    return *head, np.array(tokens, np.uint16), [(len(tokens), 0, 0)], 0


def _encode(text: str) -> list[int]:
    return _tokenizer.encode(text, add_special_tokens=False).ids


@dataclass(frozen=True)
class Batch:
    """A micro-batch of rows. All arrays are [rows, length] but the last four, which list the positions with a loss."""

    ids: np.ndarray
    positions: np.ndarray
    documents: np.ndarray  # number of the document in its row; -1 is padding
    slots: np.ndarray  # 0 in the prompt, else the number of the slot in its document
    at: np.ndarray  # index into the flattened rows; the target is the next token
    targets: np.ndarray
    weights: np.ndarray
    groups: np.ndarray  # of each target: 1000 x language + kind of slot

    @property
    def tokens(self) -> int:
        return int((self.documents >= 0).sum())


@dataclass(frozen=True)
class Form:
    """How records become rows."""

    independent: bool  # slots see the prompt and themselves only
    prompt_loss: float  # share of prompt tokens, chosen at random, that are learned too
    row_length: int
    fixed_length: bool  # each row is `row_length` long (one compiled shape), else as long as its micro-batch needs


def pieces(cache: Cache, index: int, form: Form) -> list[tuple[int, int, int]]:
    """(record, from, to) token spans of one record: a long pretraining document in pieces of a row's length."""
    length = int(cache.records[index]["length"])
    if cache.records[index]["slots"]:
        return [(index, 0, length)] if length <= form.row_length else [(index, 0, length_that_fits(cache, index, form.row_length))]
    spans = [(index, start, min(start + form.row_length, length)) for start in range(0, length, form.row_length)]
    return [span for span in spans if span[2] - span[1] > 1]


def length_that_fits(cache: Cache, index: int, limit: int) -> int:
    """Tokens of the prompt and of as many whole slots as `limit` holds."""
    record = cache.records[index]
    lengths = cache.segments["length"][record["segments"] : record["segments"] + record["slots"] + 1].cumsum()
    return int(lengths[np.searchsorted(lengths, limit, "right") - 1])


def fill(rows: list[list[tuple[Cache, int, int, int]]], length: int, form: Form, seed: list[int] | None) -> Batch:
    """Rows of `length` from items (cache, record, from, to). `seed` chooses the prompt tokens to learn; None learns none."""
    rng = None if seed is None or form.prompt_loss == 0 else np.random.default_rng(seed)
    shape = (len(rows), length)
    ids, positions, documents, slots = np.zeros(shape, np.int32), np.zeros(shape, np.int32), np.full(shape, -1, np.int32), np.zeros(shape, np.int32)
    at, weights, groups = [], [], []
    for number, row in enumerate(rows):
        column = 0
        for document, (cache, index, start, end) in enumerate(row):
            record = cache.records[index]
            size = end - start
            here = slice(column, column + size)
            ids[number, here] = cache.tokens[record["start"] + start : record["start"] + end]
            documents[number, here] = document
            positions[number, here] = np.arange(size)
            learned = np.zeros(size, bool)  # of the token at this place
            kind = np.zeros(size, np.int32)
            if record["slots"] == 0:
                learned[1:] = True
            else:
                parts = cache.segments[record["segments"] : record["segments"] + record["slots"] + 1]
                prompt = offset = int(parts[0]["length"])
                if rng is not None:
                    learned[1:prompt] = rng.random(prompt - 1) < form.prompt_loss
                for slot, part in enumerate(parts[1:], 1):
                    stop = offset + int(part["length"])
                    if stop > size:
                        break
                    if form.independent:
                        slots[number, column + offset : column + stop] = slot
                        positions[number, column + offset : column + stop] = prompt + np.arange(stop - offset)
                    learned[offset + part["open"] : stop] = True
                    kind[offset:stop] = part["kind"]
                    offset = stop
            places = np.flatnonzero(learned)
            at.append(number * length + column + places - 1)
            weights.append(np.ones(len(places), np.float32))
            groups.append(int(record["language"]) * 1000 + kind[places])
            column += size
    at = np.concatenate(at)
    return Batch(ids, positions, documents, slots, at, ids.reshape(-1)[at + 1].astype(np.int64), np.concatenate(weights), np.concatenate(groups))


def pack(items: list[tuple], length: int) -> list[list[tuple]]:
    """First fit of items, longest first, into rows of `length`."""
    rows: list[list[tuple]] = []
    space = np.zeros(len(items), np.int64)
    for item in items:
        size = item[3] - item[2]
        row = int(np.argmax(space[: len(rows)] >= size)) if rows else 0
        if not rows or space[row] < size:
            row = len(rows)
            rows.append([])
            space[row] = length
        rows[row].append(item)
        space[row] -= size
    return rows


def plan(items: list[tuple], form: Form, tokens: int, rng: np.random.Generator) -> list[tuple[list[list[tuple]], int]]:
    """Cuts items into micro-batches (rows, length) of about `tokens` in random order; items of like length go together."""
    items = sorted(items, key=lambda item: item[2] - item[3])
    batches = []
    if form.fixed_length:
        rows = pack(items, form.row_length)
        rows = [rows[n] for n in rng.permutation(len(rows))]
        count = max(1, tokens // form.row_length)
        batches = [(rows[start : start + count], form.row_length) for start in range(0, len(rows), count)]
    while items and not form.fixed_length:
        longest = items[0][3] - items[0][2]
        length = min(-(-longest // LENGTH_STEP) * LENGTH_STEP, form.row_length)
        count = max(1, tokens // length)
        batches.append(([[item] for item in items[:count]], length))
        items = items[count:]
    return [batches[n] for n in rng.permutation(len(batches))]


class Mixture:
    """Micro-batches without end. Of all tokens each data set gives its share; it is shuffled anew when it has been read.

    The order depends on the seed alone. `state` after a batch, given to a new Mixture, continues with the next one.
    """

    def __init__(self, caches: list[Cache], shares: list[float], form: Form, micro_tokens: int, window_tokens: int, seed: int):
        self.caches, self.shares, self.form = caches, shares, form
        self.micro_tokens, self.window_tokens, self.seed = micro_tokens, window_tokens, seed
        self.train = [cache.indices(dev=False) for cache in caches]
        for cache, indices in zip(caches, self.train):
            if len(indices) == 0:
                raise DataError(f"{cache.file} has no training record: all its repositories are development repositories")
        self.state = {"window": 0, "batch": 0, "epochs": [0] * len(caches), "at": [0] * len(caches), "served": [0] * len(caches)}

    def __iter__(self) -> Iterator[Batch]:
        while True:
            begin = json.loads(json.dumps(self.state))
            batches = plan(self._window(), self.form, self.micro_tokens, np.random.default_rng([self.seed, begin["window"]]))
            end = self.state
            for number in range(begin["batch"], len(batches)):
                last = number + 1 == len(batches)
                self.state = end | {"window": begin["window"] + 1, "batch": 0} if last else begin | {"batch": number + 1}
                yield fill(*batches[number], self.form, [self.seed, begin["window"], number])

    def _window(self) -> list[tuple]:
        state = json.loads(json.dumps(self.state))
        orders = [self._order(n, epoch) for n, epoch in enumerate(state["epochs"])]
        items, drawn = [], 0
        while drawn < self.window_tokens:
            n = min(range(len(self.caches)), key=lambda n: state["served"][n] / self.shares[n])
            if state["at"][n] == len(orders[n]):
                state["epochs"][n] += 1
                state["at"][n] = 0
                orders[n] = self._order(n, state["epochs"][n])
            for index, start, end in pieces(self.caches[n], int(orders[n][state["at"][n]]), self.form):
                items.append((self.caches[n], index, start, end))
                state["served"][n] += end - start
                drawn += end - start
            state["at"][n] += 1
        self.state = state
        return items

    def _order(self, n: int, epoch: int) -> np.ndarray:
        return np.random.default_rng([self.seed, 1, n, epoch]).permutation(self.train[n])


def dev_batches(cache: Cache, form: Form, micro_tokens: int, limit_tokens: int, seed: int) -> list[Batch]:
    """About `limit_tokens` of the development split, always the same ones; prompts are not scored."""
    items, count = [], 0
    for index in np.random.default_rng(seed).permutation(cache.indices(dev=True)):
        if count >= limit_tokens:
            break
        for record, start, end in pieces(cache, int(index), form):
            items.append((cache, record, start, end))
            count += end - start
    return [fill(*batch, form, None) for batch in plan(items, form, micro_tokens, np.random.default_rng(seed))]
