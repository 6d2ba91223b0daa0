#!/usr/bin/env python3
"""Fits data/links.tsv: how the encoder's scores and the grammar together tell who fills a role and what dates an event.

    links.py --bench ../build/bench_link_features --data ../data --model ../data/models/base.dlm --gold HELDOUT.jsonl [--seen TRAIN.jsonl] --out ../data/links.tsv

HELDOUT: coded articles on which the model was not trained; what it knows by heart would be trusted too much. TRAIN: those on which it was trained, several times as
many. Grammar is the same in both, so they share its weights; the model's scores have weights of their own there, which are left out of the file. Prints how well each
kind of link does on held-out articles that it was not fitted on (five folds of articles), beside the encoder's scores alone; the file is fitted on all of them."""
import argparse
import collections
import datetime
import json
import math
import subprocess

import torch

PARTIES, KINDS = ('actor', 'recipient', 'source'), ('actor', 'recipient', 'source', 'time')
MORE = {'actor': 'more-actors', 'recipient': 'more-recipients'}
HIDDEN, EPOCHS, DECAY, TEAM = 16, 40, 0.1, 4   # a team of small networks, averaged, errs less than one
EPOCHS_SEEN = 12
MODEL = ('model', 'report-date', 'historical', 'future', 'negated', 'type-there', 'governor-type', 'governor-other')
# MODEL: how the features begin that hold the model's scores, or that depend on the choice of articles
NOBODY = {'actor': -0.4, 'recipient': -0.8, 'source': -0.4}   # added to nobody's score: a party that is left out costs a reader more than a doubtful one
HELD_OUT_ONLY = ('source',)   # who says so is known by heart too well for seen articles to help


def ask(a, articles):
    """For each event (article, event) its candidates by kind: (start, end, code, sector, low, high, features, list); offsets in characters."""
    parts, order, maps = [], [], {}
    for n, r in enumerate(articles):
        text = r['text'].encode()
        at, offsets = 0, [0]
        for ch in r['text']:
            at += len(ch.encode())
            offsets.append(at)
        maps[n] = offsets
        parts.append(b'R\t%s\t%s\t%d\n%s\n' % ((r.get('date') or '').encode(), (r.get('title') or '').replace('\t', ' ').replace('\n', ' ').encode(), len(text), text))
        for m, v in enumerate(r['events']):
            order.append((n, m))
            parts.append(b'E\t%d\t%d\t%s\n' % (offsets[v['start']], offsets[v['end']], v['types'][0].encode()))
    out = subprocess.run([a.bench, a.data, a.model], input=b''.join(parts), stdout=subprocess.PIPE, check=True).stdout.decode()
    found, at, back = {}, -1, None
    for line in out.splitlines():
        if line in ('E', '-'):
            at += 1
            offsets = maps[order[at][0]]
            back = {b: i for i, b in enumerate(offsets)}
            if line == 'E':
                found[order[at]] = {k: [] for k in KINDS}
            continue
        kind, start, end, code, sector, low, high, group, x = line.split('\t')
        found[order[at]][kind].append((back.get(int(start), 0), back.get(int(end), 0), code, sector, int(low) if low else None, int(high) if high else None,
                                       [float(v) for v in x.split(' ')], int(group)))
    return found


def day(n):
    return (datetime.date(1970, 1, 1) + datetime.timedelta(n)).isoformat()


def gold_parties(v, kind):
    side = ([v['claim_source']] if v.get('claim_source') else []) if kind == 'source' else v[kind]
    return [x for x in side if 'start' in x]


def is_party(c, side):
    """The mention's words and the coder's share most of the shorter's."""
    for x in side:
        shared = min(c[1], x['end']) - max(c[0], x['start'])
        if shared > 0 and shared * 2 >= min(c[1] - c[0], x['end'] - x['start']):
            return True
    return False


def is_same(c, side):
    """Other words for the same party are as good."""
    return bool(c[2]) and any(c[2] in x['country'].split('|') and c[3] in x['sector'].split('|') for x in side)


def is_date(c, gold):
    low, _, high = gold.partition('/')
    high = high or low
    if c[4] is None:
        return False
    d, e = day(c[4]), day(c[5])
    return d[:len(low)] >= low and e[:len(high)] <= high and d[:len(low)] <= high


def apart(x, seen, names):
    """The features, and behind them those of the model's scores once more: the former are those of held-out articles, the latter those of seen ones."""
    of_model = [i for i, n in enumerate(names) if n.startswith(MODEL)]
    again = torch.cat([x[:, of_model], torch.ones(len(x), 1)], 1)
    x = x.clone()
    if seen:
        x[:, of_model] = 0
    else:
        again.zero_()
    return torch.cat([x, again], 1)


def examples(kind, articles, found, names):
    """Groups of candidates, one group an event: (article, features, labels)."""
    out = []
    for (n, m), kinds in sorted(found.items()):
        v, group = articles[n]['events'][m], kinds[kind]
        if not group:
            continue
        if kind == 'time':
            if v.get('date_precision') == 'publication' or v.get('date') == 'publication':
                labels = [float(i == len(group) - 1) for i in range(len(group))]
            elif v.get('date') and v['date'][:1].isdigit():
                labels = [float(is_date(c, v['date'])) for c in group]
            else:
                continue
            if not any(labels):
                continue
        else:
            side = gold_parties(v, kind)
            labels = [float(is_party(c, side) or is_same(c, side)) for c in group]
        out.append((n, apart(torch.tensor([c[6] for c in group]), articles[n].get('seen'), names), torch.tensor(labels)))
    return out


class Network(torch.nn.Module):
    def __init__(self, features, hidden=HIDDEN):
        super().__init__()
        self.a, self.b = torch.nn.Linear(features, hidden, bias=False), torch.nn.Linear(hidden, 1)

    def forward(self, x):
        return self.b(torch.relu(self.a(x)))[..., 0]


def folds(kind, articles, groups):
    """What to fit on and what to try it on, five times; at last what the file is fitted on. Seen articles are never tried."""
    fitted = [i for i, g in enumerate(groups) if kind not in HELD_OUT_ONLY or not articles[g[0]].get('seen')]
    for fold in range(5):
        tried = [i for i, g in enumerate(groups) if g[0] % 5 == fold and not articles[g[0]].get('seen')]
        yield sorted(set(fitted) - set(tried)), tried
    yield fitted, None


def padded(groups):
    n = max(len(g[2]) for g in groups)
    x, y, there = torch.zeros(len(groups), n, groups[0][1].size(1)), torch.zeros(len(groups), n), torch.zeros(len(groups), n, dtype=torch.bool)
    for i, (_, f, l, *_) in enumerate(groups):
        x[i, :len(l)], y[i, :len(l)], there[i, :len(l)] = f, l, True
    return x, y, there


def loss_of(kind, score, y, there):
    """Further fillers: each for itself. The others: one out of all, for parties with nobody (score 0) among them."""
    if kind in MORE.values():
        return torch.nn.functional.binary_cross_entropy_with_logits(score, y, reduction='none')[there].sum() / len(y)
    score = score.masked_fill(~there, -1e4)
    if kind in PARTIES:
        score, y = torch.cat([score, torch.zeros_like(score[:, :1])], 1), torch.cat([y, (y.sum(1, keepdim=True) == 0).float()], 1)
    return -torch.logsumexp(torch.log_softmax(score, -1).masked_fill(y == 0, -1e4), -1).mean()


def fit(kind, groups):
    """The team as one network: its hidden units side by side."""
    nets = [fit_one(kind, groups, seed) for seed in range(1, TEAM + 1)]
    team = Network(groups[0][1].size(1), HIDDEN * TEAM)
    with torch.no_grad():
        team.a.weight.copy_(torch.cat([n.a.weight for n in nets]))
        team.b.weight.copy_(torch.cat([n.b.weight for n in nets], 1) / TEAM)
        team.b.bias.copy_(sum(n.b.bias for n in nets) / TEAM)
    return team.eval()


def fit_one(kind, groups, seed):
    torch.manual_seed(seed)
    net = Network(groups[0][1].size(1))
    opt = torch.optim.AdamW(net.parameters(), lr=5e-3, weight_decay=DECAY)
    x, y, there = padded(groups)
    many = (x[:, 0, -1] > 0).any()
    steps = (EPOCHS_SEEN if many else EPOCHS) * (len(groups) // 64 + 1)
    for step in range(steps):
        pick = torch.randint(len(groups), (64,))
        most = int(there[pick].sum(1).max())
        for g in opt.param_groups:
            g['lr'] = 5e-3 * (1 - step / steps)
        opt.zero_grad()
        loss_of(kind, net(x[pick][:, :most]), y[pick][:, :most], there[pick][:, :most]).backward()
        opt.step()
    return net.eval()


def further(kind, groups, found, keys, firsts, names):
    """Examples of further fillers beside the first one (its index, None for nobody)."""
    out, at, same = [], names.index('in-list-of-first'), names.index('party-of-first')
    for (n, x, y), key, first in zip(groups, keys, firsts):
        if first is None:
            continue
        c, x = found[key][kind], x.clone()
        for i in range(len(c)):
            x[i, at], x[i, same] = float(c[i][7] == c[first][7]), float(c[i][2:4] == c[first][2:4])
        other = torch.tensor([i != first and c[i][2:4] != c[first][2:4] for i in range(len(c))])
        out.append((n, x[other], y[other], key, first, other.nonzero()[:, 0].tolist()))
    return out


def first_of(net, group, nobody):
    score = net(group[1])
    return int(score.argmax()) if len(score) and score.max() > nobody else None


def fits(code, gold):
    return code in (gold['country'] or '').split('|')


def compare(kind, event, candidates, chosen, tally):
    """The parties chosen and the coder's, by country: as records are judged."""
    side = ([event['claim_source']] if event.get('claim_source') else []) if kind == 'source' else event[kind]
    left, hit = list(chosen), 0
    for g in side:
        for i in left:
            if fits(candidates[i][2], g):
                left.remove(i)
                hit += 1
                break
    tally['right'] += hit
    tally['said'] += len(chosen)
    tally['all'] += len(side)
    tally['sets'] += hit == len(side) == len(chosen)
    tally['events'] += 1


def merged(candidates, picks):
    out = []
    for i in picks:
        if not any(candidates[i][2:4] == candidates[j][2:4] for j in out):
            out.append(i)
    return out


def party_figure(t):
    p, r = t['right'] / max(1, t['said']), t['right'] / max(1, t['all'])
    return 'country F1 %.3f, sets right %.3f' % (2 * p * r / max(1e-9, p + r), t['sets'] / max(1, t['events']))


def encoder_alone(kind, candidates):
    least = {'actor': 0.4, 'recipient': 0.35, 'source': 0.8}[kind]
    edge = math.log(least / (1 - least)) / 5.8
    return merged(candidates, [i for i, c in enumerate(candidates) if c[6][5] > 0 and c[6][1] > edge])


def parties(a, kind, articles, found, names, nets):
    keys = [k for k, v in sorted(found.items()) if v[kind]]
    groups, tally, alone = examples(kind, articles, found, names), collections.Counter(), collections.Counter()
    for inside, test in folds(kind, articles, groups):
        first = fit(kind, [groups[i] for i in inside])
        more = None
        if kind in MORE:
            # the first filler as the coder has it where there is one, so that the second stage learns from right beginnings
            with torch.no_grad():
                firsts = [max((j for j in range(len(groups[i][2])) if groups[i][2][j] > 0), key=lambda j: first(groups[i][1])[j].item(), default=None) for i in inside]
            more = fit(MORE[kind], [g for g in further(kind, [groups[i] for i in inside], found, [keys[i] for i in inside], firsts, names) if len(g[2])])
        if test is None:
            nets[kind] = first
            if more:
                nets[MORE[kind]] = more
            break
        with torch.no_grad():
            firsts = [first_of(first, groups[i], NOBODY[kind]) for i in test]
            picks = {keys[i]: [] if f is None else [f] for i, f in zip(test, firsts)}
            for _, x, _, key, _, index in further(kind, [groups[i] for i in test], found, [keys[i] for i in test], firsts, names) if more else []:
                picks[key] += [j for j, s in zip(index, more(x).tolist()) if s > 0]
        for i in test:
            event, c = articles[keys[i][0]]['events'][keys[i][1]], found[keys[i]][kind]
            if event['core']:
                compare(kind, event, c, merged(c, picks[keys[i]]), tally)
                compare(kind, event, c, encoder_alone(kind, c), alone)
    print('%-10s %s; the encoder alone %s' % (kind, party_figure(tally), party_figure(alone)), flush=True)


def times(articles, found, names, nets):
    groups, right, alone, all_ = examples('time', articles, found, names), 0, 0, 0
    for inside, test in folds('time', articles, groups):
        net = fit('time', [groups[i] for i in inside])
        if test is None:
            nets['time'] = net
            break
        with torch.no_grad():
            for _, x, y in (groups[i] for i in test):
                right += int(y[net(x).argmax()] > 0)
                edge = torch.logit(torch.tensor(0.3)) / 5.8
                plain = torch.where(x[:, 3] > 0, edge, torch.where(x[:, 2] > 0, x[:, 1], torch.full_like(x[:, 1], -2)))
                alone += int(y[plain.argmax()] > 0)
                all_ += 1
    print('time       right %.3f of %d; the encoder alone %.3f' % (right / all_, all_, alone / all_), flush=True)


def write(a, nets, names):
    rows = ['# How the encoder\'s scores and the grammar together tell who fills a role and what dates an event. Written by train/links.py; read by src/record/links.c.',
            '# kind, feature, its weights towards each hidden unit; "=": what each unit gives to the score, then the bias.']
    for kind, net in nets.items():
        for i, name in enumerate(names[kind]):
            rows.append('%s\t%s\t%s' % (kind, name, ' '.join('%.4f' % v for v in net.a.weight[:, i].tolist())))
        rows.append('%s\t=\t%s' % (kind, ' '.join('%.4f' % v for v in net.b.weight[0].tolist() + [net.b.bias.item() - NOBODY.get(kind, 0)])))
    open(a.out, 'w', encoding='utf-8').write('\n'.join(rows) + '\n')


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('--bench', '--data', '--model', '--gold', '--out'):
        ap.add_argument(name, required=True)
    ap.add_argument('--seen')
    a = ap.parse_args()
    torch.set_num_threads(1)
    articles = [json.loads(l) for l in open(a.gold, encoding='utf-8')]
    articles += [dict(json.loads(l), seen=True) for l in open(a.seen, encoding='utf-8')] if a.seen else []
    names = collections.defaultdict(list)
    for line in subprocess.run([a.bench, '--names'], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines():
        kind, name = line.split('\t')
        names[kind].append(name)
    found, nets = ask(a, articles), {}
    for kind in PARTIES:
        parties(a, kind, articles, found, names[kind], nets)
    times(articles, found, names['time'], nets)
    write(a, nets, names)


if __name__ == '__main__':
    main()
