#!/usr/bin/env python3
"""The mean of the weights of two models of one training, of which one learnt on: it keeps much of what each does better.

    mean.py NEW.pt OLD.pt SHARE OUT.pt [--keep ROLE ...]

SHARE is that of NEW. --keep: roles (actor recipient source place time) whose queries, keys, bias and distances stay those of OLD."""
import argparse

import torch

import evaluate
from network import ROLE

ROLES = ('actor', 'recipient', 'source', 'place', 'time')


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('new')
    ap.add_argument('old')
    ap.add_argument('share', type=float)
    ap.add_argument('out')
    ap.add_argument('--keep', nargs='*', choices=ROLES, default=[])
    a = ap.parse_args()
    new, old = (evaluate.load(p)[0].state_dict() for p in (a.new, a.old))
    net = {k: new[k].float() * a.share + old[k].float() * (1 - a.share) for k in new}
    for i in (ROLES.index(r) for r in a.keep):
        for k in ('role_query.weight', 'role_query.bias', 'role_key.weight', 'role_key.bias'):
            net['heads.' + k][i * ROLE:(i + 1) * ROLE] = old['heads.' + k][i * ROLE:(i + 1) * ROLE].float()
        for k in ('role_bias', 'role_distance'):
            net['heads.' + k][i] = old['heads.' + k][i].float()
    saved = torch.load(a.new, map_location='cpu', weights_only=False)
    saved['net'] = net
    torch.save(saved, a.out)


if __name__ == '__main__':
    main()
