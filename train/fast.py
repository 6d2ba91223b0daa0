#!/usr/bin/env python3
"""Trains the fast model: a recurrent student of the base model, on raw news that the base model reads for it, and on the same gold as base.

    fast.py --data FOLDER --tables ../data --teacher out/base/model.pt --text FILE.jsonl.gz ... --out out/fast [--steps 6000]

The student learns the teacher's probabilities (Hinton et al. 2015): tags, arcs, relations, names, event types, and for the triggers and parties that the
teacher finds their answers and roles. Every third step is one on gold trees, names or coded events."""
import argparse
import collections
import itertools
import multiprocessing
import os
import random
import time

import torch
import torch.nn.functional as F

import base
import data
import evaluate
import losses
from forms import BUCKETS, Forms
from network import Linear, Net, Recurrent


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--data', required=True)
    ap.add_argument('--tables', required=True)
    ap.add_argument('--teacher', required=True)
    ap.add_argument('--text', nargs='+', required=True)
    ap.add_argument('--out', required=True)
    ap.add_argument('--steps', type=int, default=6000)
    ap.add_argument('--seconds', type=float, default=1e9)
    ap.add_argument('--size', type=int, default=9000, help='pieces a batch')
    ap.add_argument('--forms', type=int, default=22000)
    ap.add_argument('--rate', type=float, default=3e-3)
    ap.add_argument('--round-from', type=float, default=0.7)
    ap.add_argument('--workers', type=int, default=2)
    ap.add_argument('--holdout', type=int, default=-1)
    ap.add_argument('--seed', type=int, default=1)
    return ap.parse_args()


def split(record):
    """Sentences of words of one report."""
    text = record.get('text') or ''
    return [data.WORD.findall(text, a, b) for a, b in data.sentences(text)]


def read_text(paths, workers):
    records = (r for p in paths for r in data.load_json_lines(p))
    with multiprocessing.Pool(max(1, workers)) as pool:
        return [[s for s in d if s] for d in pool.imap(split, records, chunksize=64)]


class Raw(torch.utils.data.IterableDataset):
    """Endless batches of raw windows."""

    def __init__(self, docs, pieces, forms, size, seed):
        self.docs, self.pieces, self.forms, self.size, self.seed = docs, pieces, forms, size, seed

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        worker, workers = (info.id, info.num_workers) if info else (0, 1)
        rng = random.Random(self.seed * 1000 + worker)
        mine = self.docs[worker::workers]
        while True:
            order = list(range(len(mine)))
            rng.shuffle(order)
            for at in range(0, len(order), 200):
                windows = [w for k in order[at:at + 200] for w in self.windows(mine[k], rng)]
                windows.sort(key=lambda e: len(e.ids) + rng.random() * 8)
                groups, cur = [], []
                for e in windows:
                    if cur and len(e.ids) * (len(cur) + 1) > self.size:
                        groups.append(cur)
                        cur = []
                    cur.append(e)
                rng.shuffle(groups)
                for g in groups:
                    yield self.forms.add(losses.collate(g), g, rng)

    def windows(self, doc, rng):
        at = 0
        while at < len(doc):
            want, words, number = rng.choice((1, 2, 4, 8, 12)), [], []
            size = 0
            for k in range(at, min(at + want, len(doc))):
                s = sum(len(self.pieces.of(w)) for w in doc[k])
                if words and size + s > data.LIMIT:
                    break
                size += s
                words += doc[k]
                number += [k - at] * len(doc[k])
            at += number[-1] + 1
            case = data.case_noise(rng)
            e = data.Example(words, number, self.pieces, case)
            e.extra['case'] = case
            yield e


def kl(student, teacher, mask):
    """Mean cross-entropy against the teacher's probabilities where mask."""
    loss = -(torch.softmax(teacher.float(), -1) * torch.log_softmax(student.float(), -1)).sum(-1)
    return (loss * mask).sum() / mask.sum().clamp(min=1)


def soft(student, teacher, weight=1.0):
    return F.binary_cross_entropy_with_logits(student.float(), torch.sigmoid(teacher.float()), reduction='none') * weight


def runs(P, least=0.4):
    """Triggers that the teacher sees: per window a list of (words, type)."""
    hit = (P > least).nonzero().tolist()
    by = collections.defaultdict(list)
    for b, n, k in hit:
        by[b, k].append(n)
    out = [[] for _ in range(P.size(0))]
    for (b, k), ns in sorted(by.items()):
        for _, g in itertools.groupby(enumerate(ns), lambda x: x[1] - x[0]):
            if len(out[b]) < 16:
                out[b].append(([n for _, n in g], k))
    return out


def answers(heads, h, groups, at, kinds, device):
    t = losses.averages([[ws for ws, _ in g] for g in groups], h.size(1)).to(device) @ h.float()
    B, M, D = t.shape
    tv, parts = heads.triggers(t.view(B * M, D), kinds.view(-1))
    return [p.view(B, M, -1) for p in parts], heads.roles(tv.view(B, M, D), at, h)


def distil(student, teacher, batch, device):
    with torch.no_grad():
        ht = teacher.body.words(batch)
        tags_t, arcs_t, g_t, d_t = teacher.heads.tree(ht[0])
        allowed = losses.arc_mask(batch)
        arcs_t = arcs_t.float().masked_fill(~allowed, -1e4)
        best = arcs_t.argmax(-1)
        rel_t, names_t, types_t = teacher.heads.relation(g_t, d_t, best), teacher.heads.names(ht[1]), teacher.heads.types(ht[2]).float()
        groups = runs(torch.sigmoid(types_t[..., :16]) * batch['word'][..., None])
    hs, word = student.body.words(batch), batch['word']
    tags, arcs, g, d = student.heads.tree(hs[0])
    loss = kl(arcs.float().masked_fill(~allowed, -1e4), arcs_t, word) + kl(student.heads.relation(g, d, best), rel_t, word)
    loss = loss + 0.5 * sum(kl(a, b, word) for a, b in zip(tags, tags_t)) + kl(student.heads.names(hs[1]), names_t, word)
    loss = loss + (soft(student.heads.types(hs[2]), types_t).sum(-1) * word).sum() / word.sum() * 4
    if any(groups):
        loss = loss + distil_triggers(student.heads, teacher.heads, hs[2], ht[2], groups, word, device)
    return loss


def distil_triggers(student, teacher, hs, ht, groups, word, device):
    B, M = len(groups), max(len(g) for g in groups)
    at, kinds, real = torch.zeros(B, M, dtype=torch.long), torch.zeros(B, M, dtype=torch.long), torch.zeros(B, M)
    for i, g in enumerate(groups):
        for j, (ws, k) in enumerate(g):
            at[i, j], kinds[i, j], real[i, j] = ws[0], k, 1
    at, kinds, real = at.to(device), kinds.to(device), real.to(device)
    with torch.no_grad():
        parts_t, roles_t = answers(teacher, ht, groups, at, kinds, device)
    parts, roles = answers(student, hs, groups, at, kinds, device)
    n = real.sum()
    core, aux, stance, mode, cameo = zip(parts, parts_t)
    loss = (soft(*core).sum(-1) * real).sum() / n * 0.3 + (soft(*aux).sum(-1) * real).sum() / n * 0.3 + (soft(*mode).sum(-1) * real).sum() / n * 0.3
    loss = loss + 0.3 * kl(*stance, real) + 0.2 * kl(*cameo, real)
    loss = loss + (soft(roles, roles_t, 3.0).sum(1) * real[:, :, None] * word[:, None, :]).sum() / n / 10
    R = torch.sigmoid(roles_t[:, :3]).amax(1) * real[:, :, None] * word[:, None, :]
    parties = [[(ws, k) for ws, k in g if len(ws) < 8] for g in runs(R.amax(1)[:, :, None], 0.5)]
    if any(parties):
        p_t, p_s = (losses.averages([[ws for ws, _ in g] for g in parties], h.size(1)).to(device) @ h.float() for h in (ht, hs))
        there = torch.zeros(p_s.shape[:2])
        for i, g in enumerate(parties):
            there[i, :len(g)] = 1
        there = there.to(device)
        hide = ~torch.cat([word, torch.ones(B, len(data.SPECIALS), dtype=torch.bool, device=device)], 1)[:, None, :]
        with torch.no_grad():
            sector_t, country_t = teacher.sectors(p_t), teacher.countries(p_t, ht).masked_fill(hide, -1e4)
        loss = loss + 0.3 * kl(student.sectors(p_s), sector_t, there) + 0.3 * kl(student.countries(p_s, hs).masked_fill(hide, -1e4), country_t, there)
    return loss


def train(a):
    torch.manual_seed(a.seed)
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    os.makedirs(a.out, exist_ok=True)
    start = time.time()
    teacher, pieces, labels = evaluate.load(a.teacher)
    teacher.to(device)
    docs = read_text(a.text, a.workers)
    count = collections.Counter(w for d in docs for s in d for w in s)
    forms = Forms([w for w, _ in sorted(count.items(), key=lambda x: (-x[1], x[0]))[:a.forms]])
    print('%d reports, %d words, %d forms, %.0f s' % (len(docs), sum(count.values()), len(count), time.time() - start), flush=True)
    gold = base.Material(argparse.Namespace(data=a.data, tables=a.tables, seed=a.seed, holdout=a.holdout))
    gold.labels = labels
    net = Net(Recurrent(len(forms.listed), BUCKETS), labels).to(device)
    opt = torch.optim.AdamW(net.parameters(), lr=a.rate, weight_decay=0.01, betas=(0.9, 0.98))
    params = list(net.parameters())
    average = [p.detach().clone() for p in params]
    raw = iter(torch.utils.data.DataLoader(Raw(docs, pieces, forms, a.size, a.seed), batch_size=None, num_workers=a.workers, prefetch_factor=4 if a.workers else None))
    source = {t: base.stream(gold, t, s, min(2, a.workers), forms) for t, s in (('tree', 6000), ('event', 5000), ('name', 5000))}
    task = {'tree': losses.tree_loss, 'event': losses.event_loss, 'name': losses.name_loss}
    turn, seen, step, progress, words = itertools.cycle(('tree', 'event', 'tree', 'event', 'name')), collections.defaultdict(list), 0, 0.0, 0
    net.train()
    while progress < 1:
        Linear.imitate = False
        for g in opt.param_groups:
            g['lr'] = a.rate * min(1, (progress + 0.002) / 0.03) * max(0.01, 1 - progress)
        if step % 3 == 2:
            kind = next(turn)
            batch = losses.to(next(source[kind]), device)
            with torch.autocast(device, dtype=torch.bfloat16):
                loss = task[kind](net.heads, net.body.words(batch)[0], batch)
        else:
            kind = 'raw'
            batch = losses.to(next(raw), device)
            words += int(batch['length'].sum())
            with torch.autocast(device, dtype=torch.bfloat16):
                loss = distil(net, teacher, batch, device)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 2.0)
        opt.step()
        seen[kind].append(loss.detach())
        decay = min(0.998, (1 + step) / (20 + step))
        torch._foreach_lerp_(average, [p.detach() for p in params], 1 - decay)
        step += 1
        progress = max(step / a.steps, (time.time() - start) / a.seconds)
        if step % 200 == 0 or progress >= 1:
            print('step %d, %.0f s, %.0f %%, %d words:' % (step, time.time() - start, 100 * progress, words),
                  ', '.join('%s %.3f' % (t, torch.stack(v[-100:]).float().mean()) for t, v in seen.items()), flush=True)
    torch._foreach_copy_([p.data for p in params], average)
    state = {k: v.detach().to('cpu', torch.float32) for k, v in net.state_dict().items()}
    torch.save(dict(net=state, labels=labels, pieces=pieces.text, forms=forms.listed, args=vars(a), step=step), os.path.join(a.out, 'model.pt'))


if __name__ == '__main__':
    train(arguments())
