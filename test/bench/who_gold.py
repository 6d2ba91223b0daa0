#!/usr/bin/env python3
"""How often country and sector of coded parties come out right, when the words of each party are given.

    who_gold.py PROGRAM DATA EVENTS.jsonl [--model FILE] [--tables DIR] [--fold K] [--every N] [--errors N]

PROGRAM is test/bench/who_gold. EVENTS holds reports with events whose actor, recipient and claim_source carry start, end, country and sector."""
import argparse
import collections
import json
import random
import subprocess
import sys

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument('program')
ap.add_argument('data')
ap.add_argument('events')
ap.add_argument('--model')
ap.add_argument('--tables', help='further tables')
ap.add_argument('--fold', type=int, default=-1)
ap.add_argument('--every', type=int, default=1, help='only every Nth report')
ap.add_argument('--errors', type=int, default=0, help='show some that are wrong')
a = ap.parse_args()

reports = [json.loads(l) for l in open(a.events, encoding='utf-8')]
reports = [r for r in reports if a.fold < 0 or r.get('fold') == a.fold][::a.every]
out, gold = [], []
for r in reports:
    text = r['text'].encode()
    at = lambda n: len(r['text'][:n].encode())
    out.append(b'R\t%s\t%s\t%d\n%s\n' % (r['date'].encode(), ' '.join(r.get('title', '').split()).encode(), len(text), text))
    for e in r['events']:
        for p in e['actor'] + e['recipient'] + ([e['claim_source']] if e.get('claim_source') else []):
            if 'start' in p:
                out.append(b'P\t%d\t%d\n' % (at(p['start']), at(p['end'])))
                gold.append((r, p))
run = subprocess.run([a.program, a.data] + ([a.model or ''] if a.model or a.tables else []) + ([a.tables] if a.tables else []), input=b''.join(out), stdout=subprocess.PIPE)
lines = run.stdout.decode().split('\n')[:-1]
if run.returncode or len(lines) != len(gold):
    sys.exit('The program stopped: %s' % lines[-1:])
n, country, sector, both, left = len(gold), 0, 0, 0, 0
via, pairs, sectors, wrong = collections.defaultdict(lambda: [0, 0, 0]), collections.Counter(), collections.Counter(), []
for (r, p), line in zip(gold, lines):
    code, sec, how, why = line.split('\t', 3)
    c, s = code in p['country'].split('|'), sec in p['sector'].split('|')
    country, sector, both, left = country + c, sector + s, both + (c and s), left + (how == 'left out')
    v = via[how]
    v[0], v[1], v[2] = v[0] + 1, v[1] + c, v[2] + s
    if not c or not s:
        wrong.append('%s %-34.34s gold %3s %3s got %3s %3s %s | %s' % (r['id'], ' '.join(p['text'].split()), p['country'], p['sector'], code, sec, how, why))
    if not c:
        pairs[p['country'], code] += 1
    if not s:
        sectors[p['sector'], sec] += 1
print('parties %d  country %.3f  sector %.3f  both %.3f  left out %d' % (n, country / n, sector / n, both / n, left))
for how, v in sorted(via.items(), key=lambda x: -x[1][0]):
    print('  %-12s %5d  country %.3f  sector %.3f' % (how, v[0], v[1] / v[0], v[2] / v[0]))
if a.errors:
    print('countries (gold, got):', pairs.most_common(25))
    print('sectors (gold, got):', sectors.most_common(40))
    random.Random(1).shuffle(wrong)
    print('\n'.join(wrong[:a.errors]))
