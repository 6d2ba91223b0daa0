#!/usr/bin/env python3
"""Names of persons, organisations and places as the model alone sees them and as they are with the tables: precision, recall and F1.

    names_gold.py PROGRAM DATA MODEL GOLD... [--tables DIR] [--errors N]

PROGRAM is bench_names_gold. GOLD: one word a line with its tag in the columns, which are either number, word, tag (UniversalNER) or word, tag
(re3d); an empty line after each sentence. Kinds of names: PER or Person, ORG or Organisation, LOC or Location; others are left out. A report is
what stands under one `# newdoc`, or else 20 sentences. *exact* asks for the same span and kind, *overlap* for the same kind and a common word."""
import argparse
import collections
import os
import random
import subprocess
import sys

KINDS = {'PER': 'PER', 'Person': 'PER', 'ORG': 'ORG', 'Organisation': 'ORG', 'LOC': 'LOC', 'Location': 'LOC'}
ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument('program')
ap.add_argument('data')
ap.add_argument('model')
ap.add_argument('gold', nargs='+')
ap.add_argument('--tables', help='further tables')
ap.add_argument('--errors', type=int, default=0, help='show some sentences where the tables changed a name')
a = ap.parse_args()


def read(path):
    """Reports of sentences of (word, tag)."""
    reports, sentence, docs = [[]], [], False
    for line in open(path, encoding='utf-8'):
        line = line.rstrip('\n')
        if line.startswith('# newdoc'):
            docs = True
            reports.append([])
        elif line.startswith('# ') and '\t' not in line:
            continue
        elif not line.strip():
            if sentence:
                reports[-1].append(sentence)
                if not docs and len(reports[-1]) == 20:
                    reports.append([])
            sentence = []
        else:
            c = line.split('\t')
            sentence.append((c[1], c[2]) if c[0].isdigit() and len(c) > 2 else (c[0], c[1]))
    if sentence:
        reports[-1].append(sentence)
    return [r for r in reports if r]


def spans(tags):
    out, at = [], None
    for i, t in enumerate(tags + ['O']):
        kind = KINDS.get(t[2:]) if t != 'O' else None
        if at is not None and (t[0] != 'I' or kind != at[1]):
            out.append((at[0], i, at[1]))
            at = None
        if kind and at is None:
            at = (i, kind)
    return out


class Score:
    def __init__(self):
        self.n = collections.Counter()

    def add(self, gold, got):
        for k in ('all', 'PER', 'ORG', 'LOC'):
            g, p = [x for x in gold if k in ('all', x[2])], [x for x in got if k in ('all', x[2])]
            self.n[k, 'gold'] += len(g)
            self.n[k, 'got'] += len(p)
            self.n[k, 'exact'] += len(set(g) & set(p))
            left = list(p)
            for x in g:
                hit = next((y for y in left if y[2] == x[2] and y[0] < x[1] and x[0] < y[1]), None)
                if hit:
                    left.remove(hit)
                    self.n[k, 'overlap'] += 1

    def show(self, name):
        for k in ('all', 'PER', 'ORG', 'LOC'):
            n, row = self.n, []
            for how in ('exact', 'overlap'):
                p, r = n[k, how] / max(n[k, 'got'], 1), n[k, how] / max(n[k, 'gold'], 1)
                row.append('%s P %.3f R %.3f F1 %.3f' % (how, p, r, 2 * p * r / max(p + r, 1e-9)))
            print('%-15s %-4s %s   (%d)' % (name, k, '   '.join(row), n[k, 'gold']))


for path in a.gold:
    reports = read(path)
    text = ''.join(''.join(''.join(w + '\n' for w, _ in s) + '\n' for s in r) + '\f\n' for r in reports)
    run = subprocess.run([a.program, a.data, a.model] + ([a.tables] if a.tables else []), input=text.encode(), stdout=subprocess.PIPE)
    if run.returncode:
        sys.exit('The program stopped with %d.' % run.returncode)
    lines = [l.split('\t') for l in run.stdout.decode().split('\n') if '\t' in l]
    gold = [s for r in reports for s in r]
    if len(lines) != sum(map(len, gold)):
        sys.exit('%d words went in, %d came out.' % (sum(map(len, gold)), len(lines)))
    alone, tables, at, changed = Score(), Score(), 0, []
    for s in gold:
        part, at = lines[at:at + len(s)], at + len(s)
        g, x, y = spans([t for _, t in s]), spans([l[1] for l in part]), spans([l[2] for l in part])
        alone.add(g, x)
        tables.add(g, y)
        words = lambda sp: ' '.join(w for w, _ in s[sp[0]:sp[1]]) + '/' + sp[2]
        if x != y:
            changed.append('    was %s\n    is  %s\n    gold %s' % (*(' | '.join(words(z) for z in zs if z not in other) for zs, other in ((x, y), (y, x))), ' | '.join(map(words, g))))
    print(os.path.basename(path))
    alone.show('model alone')
    tables.show('with the tables')
    random.Random(1).shuffle(changed)
    print(''.join(c + '\n\n' for c in changed[:a.errors]), end='')
