#!/usr/bin/env python3
"""Figures of a trained model in PyTorch, before it goes to C: trees on gold tokens (arg-max arcs), names, and records that score_records.py can score.

    evaluate.py MODEL.pt --data FOLDER [--trees FILE ...] [--names FILE ...] [--events GOLD.jsonl --records OUT.jsonl] [--imitate]"""
import argparse
import json
import random

import torch

import data
import losses
from forms import BUCKETS, Forms
from network import Linear, Net, Recurrent, encoder_like


def load(path, imitate=False):
    """A trained model of either kind, ready to be asked; the recurrent one has its Forms as net.forms. Numbers may be packed (pack.py)."""
    saved = torch.load(path, map_location='cpu', weights_only=False)
    state = {k: v[0].float() * v[1] if isinstance(v, tuple) else v.float() for k, v in saved['net'].items()}
    body = Recurrent(len(saved['forms']), BUCKETS) if 'forms' in saved else encoder_like({k[5:]: v for k, v in state.items() if k.startswith('body.')})
    net = Net(body, saved['labels'])
    net.load_state_dict(state)
    net.eval()
    net.forms = Forms(saved['forms']) if 'forms' in saved else None
    Linear.imitate = imitate
    return net, data.Pieces(saved['pieces']), saved['labels']


def collate(net, examples):
    batch = losses.collate(examples)
    return net.forms.add(batch, examples) if net.forms else batch


def batches(windows, size=6000):
    windows = sorted(windows, key=lambda e: len(e.ids))
    cur = []
    for e in windows:
        if cur and len(e.ids) * (len(cur) + 1) > size:
            yield cur
            cur = []
        cur.append(e)
    if cur:
        yield cur


def trees(net, pieces, labels, path, single):
    rel = [r.split(':')[0] for r in labels['rel']]
    n = upos = xpos = feats = uas = las = 0
    for b in batches(data.tree_windows(data.treebank(path), labels, pieces, random.Random(1), single)):
        for e in b:
            e.shape = [data.shape(w) for w in e.words]
        batch = collate(net, b)
        tags, arcs, g, d = net.heads.tree(net.body.words(batch)[0])
        heads = arcs.float().masked_fill(~losses.arc_mask(batch), -1e4).argmax(-1)
        label = net.heads.relation(g, d, heads).argmax(-1)
        u, x, f = (t.argmax(-1) for t in tags)
        for i, e in enumerate(b):
            for j in range(e.n):
                t = {k: e.extra[k][j] for k in ('upos', 'xpos', 'feats', 'head', 'rel')}
                n += 1
                upos += int(u[i, j]) == t['upos']
                xpos += int(x[i, j]) == t['xpos']
                feats += int(f[i, j]) == t['feats']
                if int(heads[i, j]) == t['head']:
                    uas += 1
                    las += t['rel'] >= 0 and rel[int(label[i, j])] == rel[t['rel']]
    return 'UPOS %.2f XPOS %.2f feats %.2f UAS %.2f LAS %.2f' % tuple(100 * v / n for v in (upos, xpos, feats, uas, las))


def spans(tags):
    out, start = set(), None
    for i, t in enumerate(list(tags) + ['O']):
        if start is not None and (t == 'O' or t[0] == 'B' or t[2:] != start[1]):
            out.add((start[0], i, start[1]))
            start = None
        if t != 'O' and start is None:
            start = (i, t[2:])
    return out


def names(net, pieces, path):
    tp = p = g = 0
    windows = []
    for s in data.named(path):
        e = data.Example([w for w, _ in s], [0] * len(s), pieces)
        e.extra['gold'] = {x for x in spans([t for _, t in s]) if x[2] in ('PER', 'ORG', 'LOC')}
        windows.append(e)
    for b in batches(windows):
        out = net.heads.names(net.body.words(collate(net, b))[1]).argmax(-1)
        for i, e in enumerate(b):
            found = spans([data.NAMES[k] for k in out[i, :e.n].tolist()])
            tp, p, g = tp + len(found & e.extra['gold']), p + len(found), g + len(e.extra['gold'])
    return 'P %.3f R %.3f F1 %.3f' % (tp / max(1, p), tp / max(1, g), 2 * tp / max(1, p + g))


def article_records(net, article, pieces, labels, threshold, core_threshold, countries):
    """Runs of words over the threshold; each run one record of its best type."""
    done, out = set(), []
    for e, a in located(article, pieces, labels):
        batch = collate(net, [e])
        h = net.body.words(batch)[2]
        P = torch.sigmoid(net.heads.types(h))[0]
        for k in range(16):
            at = 0
            while at < e.n:
                if P[at, k] <= threshold * 0.6:
                    at += 1
                    continue
                end = at + 1
                while end < e.n and P[end, k] > threshold * 0.6 and P[end, 16] < 0.5:
                    end += 1
                run, (at, begin) = list(range(at, end)), (end, at)
                top = P[run, :16].max(0).values
                if top[k] < threshold or (int(top.argmax()) != k and top[k] < 0.6) or (article.span[a + begin], k) in done:
                    continue
                done.add((article.span[a + begin], k))
                t, answers = net.heads.triggers(h[0, run].float().mean(0, keepdim=True), torch.tensor([k]))
                core, aux, stance, mode, cameo = (x[0].float() for x in answers)
                if torch.sigmoid(core[0]) < core_threshold:
                    continue
                R = torch.sigmoid(net.heads.roles(t[None], torch.tensor([[begin]]), h)[0, :, 0])
                party = lambda r: [entity(net, article, a, h, words, countries) for words in fillers(R[r])]
                span = lambda ws: dict(start=article.span[a + ws[0]][0], end=article.span[a + ws[-1]][1])
                src = party(2)
                out.append(dict(doc_id=article.id, event=[labels['type'][k]], event_text=[span(run)], text_info=span(run), actor=party(0), recipient=party(1),
                                date=article.record['date'], mode=[labels['mode'][i] for i in range(len(mode)) if torch.sigmoid(mode[i]) > 0.4],
                                aux=[n for n, v in zip(data.AUX, torch.sigmoid(aux)) if v > 0.5], claim=dict(source=src[0]) if src else None,
                                confidence=float(top[k] * torch.sigmoid(core[0]))))
    return out


def located(article, pieces, labels):
    """Windows of an article with the number of their first word."""
    begin, seen = {}, None
    for i, s in enumerate(article.sentence):
        if s != seen:
            begin[s], seen = i, s
    for e in data.event_windows(article, pieces, labels):
        yield e, begin[e.sentence[0]]


def fillers(p):
    out = []
    for j in [j for j in range(len(p)) if p[j] > 0.35]:
        if out and j - out[-1][-1] == 1:
            out[-1].append(j)
        else:
            out.append([j])
    return [q for q in out if max(p[q]) >= 0.5]


def entity(net, article, a, h, words, countries):
    mean = h[0, words].float().mean(0, keepdim=True)
    sector = int(net.heads.sectors(mean).argmax())
    c = torch.softmax(net.heads.countries(mean[None], h)[0, 0], -1)
    total = {}
    for j, code in enumerate(article.country[a:a + h.size(1)]):
        if code:
            total[code] = total.get(code, 0) + float(c[j])
    for s, code in enumerate(data.SPECIALS):
        total[code] = total.get(code, 0) + float(c[h.size(1) + s])
    lo, hi = article.span[a + words[0]][0], article.span[a + words[-1]][1]
    return dict(entity_text=article.text[lo:hi], start=lo, end=hi, code=max(total, key=total.get), sector=data.SECTORS[sector])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('model')
    ap.add_argument('--tables', default='../data')
    ap.add_argument('--trees', nargs='*', default=[])
    ap.add_argument('--packed', action='store_true', help='several sentences a window')
    ap.add_argument('--names', nargs='*', default=[])
    ap.add_argument('--events')
    ap.add_argument('--fold', type=int)
    ap.add_argument('--records')
    ap.add_argument('--thresholds', type=float, nargs=2, default=(0.7, 0.45))
    ap.add_argument('--imitate', action='store_true', help='round as the C kernels do')
    a = ap.parse_args()
    net, pieces, labels = load(a.model, a.imitate)
    with torch.no_grad():
        for p in a.trees:
            print(p.split('/')[-1], trees(net, pieces, labels, p, 0.0 if a.packed else 1.0), flush=True)
        for p in a.names:
            print(p.split('/')[-1], names(net, pieces, p), flush=True)
        if a.events:
            countries = data.Countries(a.tables)
            with open(a.records, 'w', encoding='utf-8') as f:
                for r in data.load_json_lines(a.events):
                    if a.fold is None or r.get('fold') == a.fold:
                        article = data.Article(dict(r, events=[]), pieces, countries, [])
                        for x in article_records(net, article, pieces, labels, *a.thresholds, countries):
                            f.write(json.dumps(x) + '\n')


if __name__ == '__main__':
    main()
