#!/usr/bin/env python3
"""How often each rule is right on coded articles, beside its weight.

    rule_weights.py BENCH DATA MODEL EVENTS.jsonl

BENCH is test/bench/rule_matches. A match is right when the words overlap those of a coded event whose acceptable types hold the rule's, likely right when such an event
lies in the same hundred characters. Printed: rule, weight, matches, right, likely right, and both among the matches in which the model sees little (below 0.3)."""
import collections
import json
import re
import subprocess
import sys
import glob
import os


def rules(folder):
    out, name = {}, None
    for path in sorted(glob.glob(os.path.join(folder, 'rules', '*.rules'))):
        for line in open(path, encoding='utf-8'):
            m = re.match(r'\s*(rule|forbid|type|weight)\s+(\S+)', line)
            if m and m[1] in ('rule', 'forbid'):
                name = m[2]
                out[name] = ['', 0.5]
            elif m and name:
                out[name][m[1] == 'weight'] = float(m[2]) if m[1] == 'weight' else m[2]
    return out


def main():
    bench, data, model, events = sys.argv[1:]
    known, articles = rules(data), [json.loads(l) for l in open(events, encoding='utf-8')]
    texts = [r['text'].encode() for r in articles]
    out = subprocess.run([bench, data, model], input=b''.join(b'R\t%d\n%s\n' % (len(t), t) for t in texts), stdout=subprocess.PIPE, check=True).stdout.decode()
    tally, at = collections.defaultdict(lambda: [0] * 6), -1
    for line in out.splitlines():
        if line == 'R':
            at += 1
            continue
        rule, start, end, score = line.split('\t')
        a, b = len(texts[at][:int(start)].decode(errors='ignore')), len(texts[at][:int(end)].decode(errors='ignore'))
        fit = [v for v in articles[at]['events'] if known[rule][0] in v['types']]
        right = any(v['start'] < b and v['end'] > a for v in fit)
        near = right or any(v['start'] < b + 50 and v['end'] > a - 50 for v in fit)
        t, low = tally[rule], float(score) < 0.3
        for i, yes in enumerate((True, right, near, low, low and right, low and near)):
            t[i] += yes
    for rule, (n, right, near, low, low_right, low_near) in sorted(tally.items()):
        print('%-32s %.2f  %4d  right %.2f  near %.2f   unseen %4d  right %.2f  near %.2f' % (
            rule, known[rule][1], n, right / n, near / n, low, low_right / max(1, low), low_near / max(1, low)))


if __name__ == '__main__':
    main()
