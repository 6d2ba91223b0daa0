"""Distillation: a student learns the averaged probabilities of several teachers (Hinton et al. 2015) on raw news: tags, arcs, relations, names, event
types, and for the triggers and parties that the teachers find their answers and roles."""
import collections
import itertools
import multiprocessing
import random

import torch
import torch.nn.functional as F

import data
import losses


def split(record):
    """Sentences of words of one report."""
    text = record.get('text') or ''
    return [data.WORD.findall(text, a, b) for a, b in data.sentences(text)]


def read_text(paths, workers):
    records = (r for p in paths for r in data.load_json_lines(p))
    with multiprocessing.Pool(max(1, workers)) as pool:
        return [[s for s in d if s] for d in pool.imap(split, records, chunksize=64)]


class Raw(torch.utils.data.IterableDataset):
    """Endless batches of raw windows; with `forms` they carry what the recurrent student reads."""

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
                    yield self.forms.add(losses.collate(g), g, rng) if self.forms else losses.collate(g)

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


def kl(student, target, mask):
    """Mean cross-entropy against probabilities where mask."""
    loss = -(target * torch.log_softmax(student.float(), -1)).sum(-1)
    return (loss * mask).sum() / mask.sum().clamp(min=1)


def soft(student, target, weight=1.0):
    return F.binary_cross_entropy_with_logits(student.float(), target, reduction='none') * weight


def mean(tensors):
    return sum(tensors) / len(tensors)


def softmax(t):
    return torch.softmax(t.float(), -1)


def sigmoid(t):
    return torch.sigmoid(t.float())


def runs(P, least=0.4):
    """Triggers that the teachers see: per window a list of (words, type)."""
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


class View:
    """What the teachers, averaged, say of a batch."""

    def __init__(self, teachers, batch):
        self.heads, allowed = [t.heads for t in teachers], losses.arc_mask(batch)
        words = [t.body.words(batch) for t in teachers]
        trees = [t.tree(h[0]) for t, h in zip(self.heads, words)]
        self.allowed, self.events = allowed, [h[2] for h in words]
        self.tags = [mean([softmax(t[0][k]) for t in trees]) for k in range(3)]
        self.arcs = mean([softmax(t[1].float().masked_fill(~allowed, -1e4)) for t in trees])
        self.best = self.arcs.argmax(-1)
        self.rel = mean([softmax(h.relation(t[2], t[3], self.best)) for h, t in zip(self.heads, trees)])
        self.names = mean([softmax(t.names(h[1])) for t, h in zip(self.heads, words)])
        self.types = mean([sigmoid(t.types(h)) for t, h in zip(self.heads, self.events)])
        self.groups = runs(self.types[..., :16] * batch['word'][..., None])

    def triggers(self, at, kinds):
        """Probabilities of core, aux, stance, mode, cameo, and of the roles."""
        found = [answers(t, h, self.groups, at, kinds) for t, h in zip(self.heads, self.events)]
        kinds = (sigmoid, sigmoid, softmax, sigmoid, softmax)
        return [mean([f(parts[k]) for parts, _ in found]) for k, f in enumerate(kinds)], mean([sigmoid(roles) for _, roles in found])

    def parties(self, parties, hide):
        """Probabilities of sector and country of words taken for parties."""
        means = [spread(parties, h) for h in self.events]
        return (mean([softmax(t.sectors(p)) for t, p in zip(self.heads, means)]),
                mean([softmax(t.countries(p, h).masked_fill(hide, -1e4)) for t, p, h in zip(self.heads, means, self.events)]))


def spread(groups, h):
    return losses.averages([[ws for ws, _ in g] for g in groups], h.size(1)).to(h.device) @ h.float()


def answers(heads, h, groups, at, kinds):
    t = spread(groups, h)
    B, M, D = t.shape
    tv, parts = heads.triggers(t.view(B * M, D), kinds.view(-1))
    return [p.view(B, M, -1) for p in parts], heads.roles(tv.view(B, M, D), at, h)


def loss(student, teachers, batch):
    with torch.no_grad():
        view = View(teachers, batch)
    hs, word = student.body.words(batch), batch['word']
    tags, arcs, g, d = student.heads.tree(hs[0])
    total = kl(arcs.float().masked_fill(~view.allowed, -1e4), view.arcs, word) + kl(student.heads.relation(g, d, view.best), view.rel, word)
    total = total + 0.5 * sum(kl(a, b, word) for a, b in zip(tags, view.tags)) + kl(student.heads.names(hs[1]), view.names, word)
    total = total + (soft(student.heads.types(hs[2]), view.types).sum(-1) * word).sum() / word.sum() * 4
    return total + trigger_loss(student.heads, view, hs[2], word) if any(view.groups) else total


def trigger_loss(student, view, hs, word):
    groups, device = view.groups, hs.device
    B, M = len(groups), max(len(g) for g in groups)
    at, kinds, real = torch.zeros(B, M, dtype=torch.long), torch.zeros(B, M, dtype=torch.long), torch.zeros(B, M)
    for i, g in enumerate(groups):
        for j, (ws, k) in enumerate(g):
            at[i, j], kinds[i, j], real[i, j] = ws[0], k, 1
    at, kinds, real = at.to(device), kinds.to(device), real.to(device)
    with torch.no_grad():
        parts_t, roles_t = view.triggers(at, kinds)
    parts, roles = answers(student, hs, groups, at, kinds)
    n = real.sum()
    core, aux, stance, mode, cameo = zip(parts, parts_t)
    total = (soft(*core).sum(-1) * real).sum() / n * 0.3 + (soft(*aux).sum(-1) * real).sum() / n * 0.3 + (soft(*mode).sum(-1) * real).sum() / n * 0.3
    total = total + 0.3 * kl(*stance, real) + 0.2 * kl(*cameo, real)
    total = total + (soft(roles, roles_t, 3.0).sum(1) * real[:, :, None] * word[:, None, :]).sum() / n / 10
    R = roles_t[:, :3].amax(1) * real[:, :, None] * word[:, None, :]
    parties = [[(ws, k) for ws, k in g if len(ws) < 8] for g in runs(R.amax(1)[:, :, None], 0.5)]
    return total + party_loss(student, view, hs, parties, word) if any(parties) else total


def party_loss(student, view, hs, parties, word):
    p, B = spread(parties, hs), len(parties)
    there = torch.zeros(p.shape[:2])
    for i, g in enumerate(parties):
        there[i, :len(g)] = 1
    there = there.to(hs.device)
    hide = ~torch.cat([word, torch.ones(B, len(data.SPECIALS), dtype=torch.bool, device=hs.device)], 1)[:, None, :]
    with torch.no_grad():
        sector, country = view.parties(parties, hide)
    return 0.3 * kl(student.sectors(p), sector, there) + 0.3 * kl(student.countries(p, hs).masked_fill(hide, -1e4), country, there)
