#!/usr/bin/env python3
"""Builds the lemma tables (src/lang/lemma.c) from treebanks, and measures them with gold tags.

    lemma.py --out out/sections TREEBANK.conllu.gz ... [--test TREEBANK.conllu.gz ...]

An entry is left out when the levels after it would give the same lemma and the form is rare, so the tables stay small. Writes lemma.keys, lemma.values,
lemma.edits, lemma.text."""
import argparse
import collections
import gzip
import json
import os

import numpy

UPOS = 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X'.split()
SUFFIX = 6
SUPPORT = 2  # words that must agree before a suffix is believed
LOWER = 1 << 31


def words(paths):
    for path in paths:
        with gzip.open(path, 'rt', encoding='utf-8') as f:
            for line in f:
                c = line.split('\t')
                if len(c) > 5 and c[0].isdigit() and (c[2] != '_' or c[1] == '_'):
                    yield c[1], c[3], c[4], c[2]


def low(form):
    return ''.join(c.lower() if len(c.lower()) == 1 else c for c in form)


def edit_of(form, lemma):
    """(lower?, bytes dropped, text added)"""
    best = None
    for lower, base in ((True, low(form)), (False, form)):
        n = 0
        while n < min(len(base), len(lemma)) and base[n] == lemma[n]:
            n += 1
        edit = (lower, len(base[n:].encode()), lemma[n:])
        cost = len(base) - n + len(lemma) - n
        if best is None or cost < best[0]:
            best = (cost, edit)
    return best[1]


def apply(edit, form):
    lower, drop, add = edit
    base = (low(form) if lower else form).encode()
    if drop > len(base) or drop == len(base) and not add or drop and base[len(base) - drop] & 0xC0 == 0x80:
        drop, add = 0, ''
    return base[:len(base) - drop] + add.encode()


def fnv(data):
    h = 0xCBF29CE484222325
    for b in data:
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def key(level, upos, xpos, text):
    return level, upos, xpos if level != 2 else '', text


def keys_of(form, upos, xpos):
    """The levels of a form, first asked first."""
    lower = low(form)
    yield key(0, upos, xpos, form)
    yield key(1, upos, xpos, lower)
    if upos == 'PROPN' or xpos[:3] != 'NNP':  # "Digital" in a name keeps its capital
        yield key(2, upos, '', lower)
    for n in range(min(SUFFIX, len(lower)), -1, -1):
        yield key(3, upos, xpos, lower[len(lower) - n:])


def lookup(table, form, upos, xpos, skip=0):
    for i, k in enumerate(keys_of(form, upos, xpos)):
        if i >= skip and k in table:
            return table[k]
    return False, 0, ''


def best(votes):
    return max(sorted(votes), key=lambda e: (votes[e], -e[1]))


def build(train, frequent):
    seen = collections.Counter(train)
    full, suffix = [collections.defaultdict(collections.Counter) for _ in range(2)]
    for (form, upos, xpos, lemma), n in seen.items():
        edit = edit_of(form, lemma)
        levels = list(keys_of(form, upos, xpos))
        for k in levels:
            if k[0] < 3:
                full[k][edit] += n
            elif len(edit[2]) <= 4 and (edit[1] <= len(k[3].encode()) or k[3] == low(form)):
                # A suffix must hold what its edit drops, and an abbreviation written out says nothing about other words.
                suffix[k][edit] += 1  # kinds of words rather than occurrences
    table = {}
    for k in sorted(suffix, key=lambda k: len(k[3])):  # short suffixes first: a longer one that agrees with what it would fall back to is left out
        edit = best(suffix[k])
        if k[3] and suffix[k][edit] < SUPPORT:
            continue
        if not k[3] or lookup_suffix(table, k) != edit:
            table[k] = edit
    for level in (2, 1, 0):
        for k in [k for k in full if k[0] == level]:
            edit, form = best(full[k]), k[3]
            below = lookup(table, form, k[1], k[2], level + 1) if level != 2 else None
            if below is None or apply(below, form) != apply(edit, form) or sum(full[k].values()) >= frequent:
                table[k] = edit
    return table


def lookup_suffix(table, k):
    for n in range(len(k[3]) - 1, -1, -1):
        shorter = (3, k[1], k[2], k[3][len(k[3]) - n:] if n else '')
        if shorter in table:
            return table[shorter]
    return None


def write(folder, table):
    edits, text, number = [], bytearray(), {}
    for edit in sorted(set(table.values()), key=lambda e: (e[1], e[2], e[0])):
        lower, drop, add = edit
        add = add.encode()
        if drop > 255 or len(add) > 255:
            continue
        at = text.find(add)
        if at < 0:
            at = len(text)
            text += add
        number[edit] = len(edits)
        edits.append((drop | (LOWER if lower else 0), at << 8 | len(add)))
    slots = 1
    while slots < 1.5 * len(table):
        slots *= 2
    keys, values = numpy.zeros((slots, 2), '<u4'), numpy.zeros(slots, '<u2')
    for (level, upos, xpos, form), edit in sorted(table.items()):
        if edit not in number:
            continue
        h = fnv(bytes([level, UPOS.index(upos)]) + xpos.encode() + b'\0' + form.encode())
        lo, hi = h & 0xFFFFFFFF, (h >> 32) | 1
        slot = (lo ^ lo >> 15) & (slots - 1)
        while keys[slot, 1]:
            slot = (slot + 1) & (slots - 1)
        keys[slot], values[slot] = (lo, hi), number[edit]
    save(folder, 'lemma.keys', 'u32', keys.tobytes(), keys.shape)
    save(folder, 'lemma.values', 'u16', values.tobytes(), values.shape)
    save(folder, 'lemma.edits', 'u32', numpy.array(edits, '<u4').tobytes(), [len(edits), 2])
    save(folder, 'lemma.text', 'bytes', bytes(text), [len(text)])
    print('%d entries, %d edits, %d bytes' % (len(table), len(edits), keys.nbytes + values.nbytes + 8 * len(edits) + len(text)))


def save(folder, name, kind, data, shape):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name + '.bin'), 'wb') as f:
        f.write(data)
    with open(os.path.join(folder, name + '.json'), 'w') as f:
        json.dump({'type': kind, 'shape': list(shape)}, f)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('treebanks', nargs='+')
    p.add_argument('--test', nargs='*', default=[])
    p.add_argument('--out')
    p.add_argument('--frequent', type=int, default=20, help='entries of forms this frequent stay for speed')
    p.add_argument('--show', type=int, default=0, help='print so many kinds of error')
    args = p.parse_args()
    table = build(list(words(args.treebanks)), args.frequent)
    if args.out:
        write(args.out, table)
    for path in args.test:
        total, wrong = 0, collections.Counter()
        for form, upos, xpos, lemma in words([path]):
            total += 1
            got = apply(lookup(table, form, upos, xpos), form).decode()
            if got != lemma:
                wrong[form, upos, xpos, lemma, got] += 1
        print('%s lemma with gold tags %.2f' % (os.path.basename(path), 100 * (1 - sum(wrong.values()) / total)))
        for k, n in wrong.most_common(args.show):
            print(n, *k)


main()
