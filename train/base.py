#!/usr/bin/env python3
"""Trains the base model: one pretrained encoder, many heads.

    base.py --data FOLDER --tables ../data --out out/base [--steps 2600] [--holdout K] [--teacher MODEL.pt ... --text NEWS.jsonl ...]

Needs PyTorch. FOLDER is described in doc/training.md; it holds the pretrained encoder as written by pretrained.py. Restartable: run again with the same --out.
Every step takes one batch of trees, one of names and one of events; with teachers also one of raw news, on which it learns their averaged answers."""
import argparse
import collections
import os
import random
import time

import torch

import data
import distil
import evaluate
import losses
from network import Linear, Net, encoder_like


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--data', required=True)
    ap.add_argument('--tables', required=True)
    ap.add_argument('--out', required=True)
    ap.add_argument('--steps', type=int, default=2600)
    ap.add_argument('--holdout', type=int, default=-1, help='leave this fold of the coded events out')
    ap.add_argument('--pieces', type=int, nargs=3, default=(2600, 2000, 1500), metavar='N', help='pieces a batch of trees, events, names')
    ap.add_argument('--rates', type=float, nargs=2, default=(1.5e-4, 8e-4), metavar='R', help='learning rate of the encoder, of the heads')
    ap.add_argument('--weights', type=float, nargs=3, default=(1.0, 0.15, 1.0), metavar='W', help='weight of trees, events, names')
    ap.add_argument('--round-from', type=float, default=1.0, help='share of the steps after which rounding is imitated')
    ap.add_argument('--teacher', nargs='*', default=[], help='models whose averaged answers on raw news are learnt as well')
    ap.add_argument('--text', nargs='*', default=[], help='the raw news')
    ap.add_argument('--raw', type=float, nargs=2, default=(6000, 1.0), metavar='N', help='pieces a batch of raw news, and its weight')
    ap.add_argument('--encoder', default='encoder.pt', help='the pretrained weights in FOLDER')
    ap.add_argument('--start', help='begin with the weights of this model instead of the pretrained ones')
    ap.add_argument('--labels', help='use the labels of this model, not those found in the material, so that both have the same')
    ap.add_argument('--seconds', type=float, default=1e9, help='stop learning early so that the schedule ends by then')
    ap.add_argument('--workers', type=int, default=0, help='processes a task that prepare batches')
    ap.add_argument('--save', type=int, default=200, help='steps between savings')
    ap.add_argument('--seed', type=int, default=1)
    return ap.parse_args()


class Material:
    """Endless batches of each task, made anew each pass."""

    def __init__(self, a):
        self.a, self.rng = a, random.Random(a.seed)
        self.pieces = data.Pieces(open(os.path.join(a.data, 'pieces.txt'), encoding='utf-8').read().split('\n'))
        tree = lambda n: data.treebank(os.path.join(a.data, 'treebanks', n))
        self.trees = tree('en_ewt-ud-train.conllu.gz') + tree('en_gum-ud-train.commercial.conllu.gz')
        self.names = [data.named(os.path.join(a.data, 'ner', n)) for n in ('uner_en_ewt-train.prerelease.iob2', 'wikigold.conll')]
        coded = data.load_json_lines(os.path.join(a.data, 'events', 'events_train.jsonl'))
        path = os.path.join(a.data, 'events', 'times.jsonl')
        times = {r['id']: r['times'] for r in data.load_json_lines(path)} if os.path.exists(path) else {}
        self.labels = data.label_lists(self.trees, coded)
        dictionary = os.path.join(a.data, 'actors.txt.gz')
        countries = data.Countries(a.tables, dictionary if os.path.exists(dictionary) else None)
        coded = [r for r in coded if r.get('fold') != a.holdout]
        self.articles = [data.Article(r, self.pieces, countries, times.get(r['id'])) for r in coded]

    def windows(self, task):
        if task == 'tree':
            return data.tree_windows(self.trees, self.labels, self.pieces, self.rng)
        if task == 'name':
            return data.name_windows(self.names, self.pieces, self.rng)
        return [w for x in self.articles for w in data.event_windows(x, self.pieces, self.labels, self.rng)]

    def groups(self, task, size):
        while True:
            windows = self.windows(task)
            windows.sort(key=lambda e: len(e.ids) + self.rng.random() * 12)
            out, cur = [], []
            for e in windows:
                if cur and len(e.ids) * (len(cur) + 1) > size:
                    out.append(cur)
                    cur = []
                cur.append(e)
            out.append(cur)
            self.rng.shuffle(out)
            yield from out


class Stream(torch.utils.data.IterableDataset):
    """Endless prepared batches of one task; each worker goes through all of it in an order of its own."""

    def __init__(self, material, task, size, forms=None):
        self.material, self.task, self.size, self.forms = material, task, size, forms

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        self.material.rng = random.Random('%d %s %d' % (self.material.a.seed, self.task, info.id if info else 0))
        for g in self.material.groups(self.task, self.size):
            batch = losses.prepare(self.task, g)
            yield self.forms.add(batch, g, self.material.rng) if self.forms else batch


def stream(material, task, size, workers, forms=None):
    return iter(torch.utils.data.DataLoader(Stream(material, task, size, forms), batch_size=None, num_workers=workers, prefetch_factor=4 if workers else None,
                                            pin_memory=workers > 0 and torch.cuda.is_available()))


def pretrained(path):
    w = torch.load(path, map_location='cpu', weights_only=True)
    w['piece.weight'] = w.pop('piece.rows').float() * w.pop('piece.scale')
    body = encoder_like(w)
    missing, extra = body.load_state_dict(w, strict=False)
    assert not extra and all(n.startswith(('mix', 'shape')) for n in missing), (missing, extra)
    return body


def train(a):
    torch.manual_seed(a.seed)
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    os.makedirs(a.out, exist_ok=True)
    m = Material(a)
    if a.labels:
        m.labels = evaluate.load(a.labels)[2]
    net = (evaluate.load(a.start)[0] if a.start else Net(pretrained(os.path.join(a.data, a.encoder)), m.labels)).to(device)
    inner = [p for n, p in net.named_parameters() if n.startswith('body.') and 'mix' not in n and 'shape' not in n]
    known = {id(p) for p in inner}
    outer = [p for p in net.parameters() if id(p) not in known]
    opt = torch.optim.AdamW([dict(params=inner), dict(params=outer)], weight_decay=0.01, betas=(0.9, 0.98))
    params = list(net.parameters())
    average = [p.detach().clone() for p in params]
    source = {t: stream(m, t, s, a.workers) for t, s in zip(('tree', 'event', 'name'), a.pieces)}
    teachers, raw = [evaluate.load(p)[0].to(device) for p in a.teacher], None
    if teachers:
        raw = iter(torch.utils.data.DataLoader(distil.Raw(distil.read_text(a.text, a.workers), m.pieces, None, int(a.raw[0]), a.seed), batch_size=None,
                                               num_workers=a.workers, prefetch_factor=4 if a.workers else None))
    loss_of = {'tree': losses.tree_loss, 'event': losses.event_loss, 'name': losses.name_loss}
    seen, start, step, progress = collections.defaultdict(list), time.time(), 0, 0.0
    resume = os.path.join(a.out, 'resume.pt')
    if os.path.exists(resume):
        r = torch.load(resume, map_location=device, weights_only=False)
        net.load_state_dict(r['net'])
        opt.load_state_dict(r['opt'])
        average, step, progress = r['average'], r['step'], r['progress']
        start -= r['seconds']
    print(len(m.trees), 'documents of trees,', len(m.articles), 'articles,', sum(len(x.events) for x in m.articles), 'events on', device, flush=True)
    net.train()
    while progress < 1.0:
        Linear.imitate = progress >= a.round_from
        for g, rate in zip(opt.param_groups, a.rates):
            g['lr'] = rate * min(1, (progress + 0.002) / 0.06) * max(0.02, 1 - progress)
        opt.zero_grad(set_to_none=True)
        for k, (task, weight) in enumerate(zip(('tree', 'event', 'name'), a.weights)):
            batch = losses.to(next(source[task]), device)
            with torch.autocast(device, dtype=torch.bfloat16):
                h = net.body.words(batch)[{'tree': 0, 'name': 1, 'event': 2}[task]]
                loss = loss_of[task](net.heads, h, batch) * weight
            loss.backward()
            seen[task].append(loss.detach())
        if teachers:
            batch = losses.to(next(raw), device)
            with torch.autocast(device, dtype=torch.bfloat16):
                loss = distil.loss(net, teachers, batch) * a.raw[1]
            loss.backward()
            seen['raw'].append(loss.detach())
        torch.nn.utils.clip_grad_norm_(params, 5.0)
        opt.step()
        decay = min(0.998, (1 + step) / (20 + step))
        torch._foreach_lerp_(average, [p.detach() for p in params], 1 - decay)
        step += 1
        progress = max(step / a.steps, (time.time() - start) / a.seconds)
        if step % 50 == 0 or progress >= 1:
            print('step %d, %.0f s, %.0f %%:' % (step, time.time() - start, 100 * progress), ', '.join('%s %.3f' % (t, torch.stack(v[-100:]).float().mean()) for t, v in seen.items()), flush=True)
        if step % a.save == 0:
            checkpoint(a, net, params, average, m, step)
            torch.save(dict(net=net.state_dict(), opt=opt.state_dict(), average=average, step=step, progress=progress, seconds=time.time() - start), resume + '.tmp')
            os.replace(resume + '.tmp', resume)
    checkpoint(a, net, params, average, m, step)
    if os.path.exists(resume):
        os.remove(resume)


def checkpoint(a, net, params, average, m, step):
    """The averaged weights are the model."""
    live = [p.detach().clone() for p in params]
    torch._foreach_copy_([p.data for p in params], average)
    state = {k: v.detach().to('cpu', torch.float32) for k, v in net.state_dict().items()}
    torch._foreach_copy_([p.data for p in params], live)
    torch.save(dict(net=state, labels=m.labels, pieces=m.pieces.text, args=vars(a), step=step), os.path.join(a.out, 'model.pt.tmp'))
    os.replace(os.path.join(a.out, 'model.pt.tmp'), os.path.join(a.out, 'model.pt'))


if __name__ == '__main__':
    train(arguments())
