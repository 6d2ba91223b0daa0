#!/usr/bin/env python3
"""Trains the fast model: a recurrent student of the base model, on raw news that the base model reads for it, and on the same gold as base.

    fast.py --data FOLDER --tables ../data --teacher out/base/model.pt --text FILE.jsonl.gz ... --out out/fast [--steps 6000]

Restartable: run again with the same --out. Every third step (--gold) is one on gold trees, names or coded events."""
import argparse
import collections
import itertools
import os
import time

import torch

import base
import distil
import evaluate
import losses
from forms import BUCKETS, Forms
from network import Net, Recurrent


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--data', required=True)
    ap.add_argument('--tables', required=True)
    ap.add_argument('--teacher', required=True, nargs='+', help='one model or several, averaged')
    ap.add_argument('--text', nargs='+', required=True)
    ap.add_argument('--out', required=True)
    ap.add_argument('--start', help='go on from this model, with its forms')
    ap.add_argument('--steps', type=int, default=6000)
    ap.add_argument('--seconds', type=float, default=1e9)
    ap.add_argument('--size', type=int, default=9000, help='pieces a batch')
    ap.add_argument('--forms', type=int, default=22000)
    ap.add_argument('--rate', type=float, default=3e-3)
    ap.add_argument('--workers', type=int, default=2)
    ap.add_argument('--holdout', type=int, default=-1)
    ap.add_argument('--gold', type=int, default=3, help='every how many steps one is on gold')
    ap.add_argument('--turn', nargs='+', default=['tree', 'event', 'tree', 'event', 'name'], help='the tasks of the steps on gold, in turn')
    ap.add_argument('--save', type=int, default=200, help='steps between savings')
    ap.add_argument('--seed', type=int, default=1)
    return ap.parse_args()


def train(a):
    torch.manual_seed(a.seed)
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    os.makedirs(a.out, exist_ok=True)
    start, resume = time.time(), os.path.join(a.out, 'resume.pt')
    teachers = [evaluate.load(p) for p in a.teacher]
    _, pieces, labels = teachers[0]
    teachers = [t.to(device) for t, _, _ in teachers]
    docs = distil.read_text(a.text, a.workers)
    count = collections.Counter(w for d in docs for s in d for w in s)
    forms = Forms([w for w, _ in sorted(count.items(), key=lambda x: (-x[1], x[0]))[:a.forms]])
    first = evaluate.load(a.start)[0] if a.start else None
    forms = first.forms if first else forms
    print('%d reports, %d words, %d forms, %.0f s' % (len(docs), sum(count.values()), len(count), time.time() - start), flush=True)
    gold = base.Material(argparse.Namespace(data=a.data, tables=a.tables, seed=a.seed, holdout=a.holdout))
    gold.labels = labels
    net = Net(Recurrent(len(forms.listed), BUCKETS), labels).to(device)
    if first:
        net.load_state_dict(first.state_dict())
    opt = torch.optim.AdamW(net.parameters(), lr=a.rate, weight_decay=0.01, betas=(0.9, 0.98))
    params = list(net.parameters())
    average = [p.detach().clone() for p in params]
    step, progress, words, start = 0, 0.0, 0, time.time()
    if os.path.exists(resume):
        r = torch.load(resume, map_location=device, weights_only=False)
        net.load_state_dict(r['net'])
        opt.load_state_dict(r['opt'])
        average, step, progress, words = r['average'], r['step'], r['progress'], r['words']
        start -= r['seconds']
    raw = iter(torch.utils.data.DataLoader(distil.Raw(docs, pieces, forms, a.size, a.seed + step), batch_size=None, num_workers=a.workers,
                                           prefetch_factor=4 if a.workers else None))
    source = {t: base.stream(gold, t, s, min(2, a.workers), forms) for t, s in (('tree', 6000), ('event', 5000), ('name', 5000))}
    task = {'tree': losses.tree_loss, 'event': losses.event_loss, 'name': losses.name_loss}
    turn, seen = itertools.cycle(a.turn), collections.defaultdict(list)
    net.train()
    while progress < 1:
        for g in opt.param_groups:
            g['lr'] = a.rate * min(1, (progress + 0.002) / 0.03) * max(0.01, 1 - progress)
        kind = next(turn) if step % a.gold == a.gold - 1 else 'raw'
        batch = losses.to(next(source[kind] if kind != 'raw' else raw), device)
        with torch.autocast(device, dtype=torch.bfloat16):
            loss = distil.loss(net, teachers, batch) if kind == 'raw' else task[kind](net.heads, net.body.words(batch)[0], batch)
        words += int(batch['length'].sum()) if kind == 'raw' else 0
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
        if step % a.save == 0:
            torch.save(dict(net=net.state_dict(), opt=opt.state_dict(), average=average, step=step, progress=progress, words=words,
                            seconds=time.time() - start), resume + '.tmp')
            os.replace(resume + '.tmp', resume)
    torch._foreach_copy_([p.data for p in params], average)
    state = {k: v.detach().to('cpu', torch.float32) for k, v in net.state_dict().items()}
    torch.save(dict(net=state, labels=labels, pieces=pieces.text, forms=forms.listed, args=vars(a), step=step), os.path.join(a.out, 'model.pt'))
    if os.path.exists(resume):
        os.remove(resume)


if __name__ == '__main__':
    train(arguments())
