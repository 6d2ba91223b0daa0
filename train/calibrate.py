#!/usr/bin/env python3
"""Fits data/weighing.tsv or weighing-fast.tsv: how sure a record is, from the model's two scores, on coded articles that the model was not trained on.

    calibrate.py --program build/dateline --data ../data --gold HELDOUT.jsonl --score score_records.py --out ../data/weighing.tsv
    calibrate.py ... --model ../data/models/fast.dlm --out ../data/weighing-fast.tsv

The program runs three times over the gold with trial settings, so that the confidence of a record is its type score, its core score, and both. A record
is right when score_records.py pairs it with a core event and an acceptable type, wrong when it is paired with nothing; those paired with optional events
are left out. Logistic regression with one slope for each score and an intercept a type, drawn towards the common one; the default threshold is where F1 of
type is best. Prints the reliability by tenths."""
import argparse
import collections
import importlib.util
import json
import os
import subprocess
import tempfile

import numpy

TYPES = 'AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT'.split()
SETTINGS = dict(floor=0.3, edge=0.6, rival=0.6, actor=0.4, recipient=0.35, source=0.8, place=0.15, time=0.3, mode=0.15, historical=0.5, future=0.5, hypothetical=0.5,
                negation=0.5)
SETTINGS['role-edge'], SETTINGS['companion'] = 0.7, 0.95


def write(path, settings, weights):
    with open(path, 'w', encoding='utf-8') as f:
        f.write('# What the learned readings need to become records; written by train/calibrate.py, read by src/record/settings.c.\n'
                '# type: confidence = sigmoid(intercept + score * logit(type score) + core * logit(core score)).\n')
        for k, v in settings.items():
            f.write('setting\t%s\t%.4f\n' % (k, v))
        for t in TYPES:
            f.write('type\t%s\t%.4f\t%.4f\t%.4f\n' % ((t,) + tuple(weights[t])))


def run(a, settings, weights):
    """Records by (article, start, end, type), with trial settings in a folder that otherwise links to the real one."""
    with tempfile.TemporaryDirectory() as folder:
        for name in os.listdir(a.data):
            if name not in ('weighing.tsv', 'weighing-fast.tsv'):
                os.symlink(os.path.abspath(os.path.join(a.data, name)), os.path.join(folder, name))
        write(os.path.join(folder, 'weighing.tsv'), dict(dict(confidence=0.0001), **settings), weights)
        out = subprocess.run([a.program, 'code', '--quiet', '--data', folder] + (['--model', a.model] if a.model else []) + [a.gold], check=True, capture_output=True, text=True).stdout
    records = [json.loads(l) for l in out.splitlines()]
    return {(r['doc_id'], r['event_text'][0]['start'], r['event_text'][0]['end'], r['event'][0]): r for r in records}


def scorer(path):
    spec = importlib.util.spec_from_file_location('score_records', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(score, gold, records):
    """1 right, 0 wrong, None optional, for each record of an article."""
    verdict = [0] * len(records)
    for g, r, ok in score.pair(gold, records):
        verdict[r] = (1 if ok else 0) if gold['events'][g]['core'] else None
    return verdict


def fit(X, kind, y, steps=4000, rate=0.05, pull=4.0):
    """X [n][2], kind [n] type indices, y [n]: common intercept, slopes, intercepts by type."""
    w, b, c = numpy.ones(2), 0.0, numpy.zeros(len(TYPES))
    moment = [numpy.zeros(2), 0.0, numpy.zeros(len(TYPES))]
    for _ in range(steps):
        p = 1 / (1 + numpy.exp(-(X @ w + b + c[kind])))
        d = (p - y) / len(y)
        grads = [X.T @ d, d.sum(), numpy.bincount(kind, d, len(TYPES)) + pull * c / len(y)]
        moment = [0.9 * m + g for m, g in zip(moment, grads)]
        w, b, c = w - rate * moment[0], b - rate * moment[1], c - rate * 20 * moment[2]
    return w, b, c


def f1(score, gold, records):
    tp = p = g = 0
    for article in gold:
        verdict = judge(score, article, records[article['id']])
        tp, p, g = tp + sum(v == 1 for v in verdict), p + sum(v is not None for v in verdict), g + sum(e['core'] for e in article['events'])
    return 2 * tp / max(1, p + g)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('--program', '--data', '--gold', '--score', '--out'):
        ap.add_argument(name, required=True)
    ap.add_argument('--model', help='base, fast or a file; base when not given')
    ap.add_argument('--set', action='append', default=[], metavar='NAME=VALUE', help='another value of a setting, floor=0.15')
    ap.add_argument('--default', type=float, help='the default of --min-confidence to write; else where F1 of type is best here')
    a = ap.parse_args()
    SETTINGS.update((k, float(v)) for k, v in (s.split('=') for s in a.set))
    score, gold = scorer(a.score), [json.loads(l) for l in open(a.gold, encoding='utf-8')]
    flat = lambda *v: {t: v for t in TYPES}
    both, only_score, only_core = run(a, SETTINGS, flat(0, 1, 1)), run(a, SETTINGS, flat(0, 1, 0)), run(a, SETTINGS, flat(0, 0, 1))
    logit = lambda p: float(numpy.log(min(max(p, 1e-4), 1 - 1e-4) / (1 - min(max(p, 1e-4), 1 - 1e-4))))
    rows, by_article = [], collections.defaultdict(list)
    for key, r in both.items():
        if key in only_score and key in only_core:
            by_article[key[0]].append((r, logit(only_score[key]['confidence']), logit(only_core[key]['confidence'])))
    for article in gold:
        items = by_article[article['id']]
        for (r, s, c), v in zip(items, judge(score, article, [r for r, _, _ in items])):
            if v is not None:
                rows.append((s, c, TYPES.index(r['event'][0]), v))
    X, kind, y = numpy.array([r[:2] for r in rows]), numpy.array([r[2] for r in rows]), numpy.array([r[3] for r in rows], float)
    w, b, c = fit(X, kind, y)
    p = 1 / (1 + numpy.exp(-(X @ w + b + c[kind])))
    for k in range(10):
        inside = (p >= k / 10) & (p < (k + 1) / 10)
        if inside.any():
            print('confidence %.1f to %.1f: %4d records, %.2f right' % (k / 10, (k + 1) / 10, inside.sum(), y[inside].mean()))
    weights = {t: (b + c[i], w[0], w[1]) for i, t in enumerate(TYPES)}
    best = (0.0, 0.4)
    for t in numpy.arange(0.2, 0.62, 0.02):
        by = collections.defaultdict(list)
        for r in run(a, dict(SETTINGS, confidence=t), weights).values():
            by[r['doc_id']].append(r)
        best = max(best, (f1(score, gold, by), float(t)))
    print('slopes %.3f %.3f, best type F1 %.3f at %.2f' % (w[0], w[1], *best))
    write(a.out, dict(SETTINGS, confidence=a.default or best[1]), weights)


if __name__ == '__main__':
    main()
