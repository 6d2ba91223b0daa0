#!/usr/bin/env python3
"""Packs a trained model to a quarter: int8 rows with one scale each, as export.py writes them, the rest in half precision. evaluate.load reads both.

    pack.py MODEL.pt OUT.pt"""
import sys

import torch

ROWS = ('weight', 'weight_ih', 'weight_hh')


def packed(name, value):
    if value.dim() != 2 or value.numel() < 20000 or not any(r in name for r in ROWS) or 'position' in name:
        return value.half()
    scale = value.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    return torch.round(value / scale).clamp(-127, 127).to(torch.int8), scale


def main():
    source, target = sys.argv[1:]
    saved = torch.load(source, map_location='cpu', weights_only=False)
    saved['net'] = {k: packed(k, v) for k, v in saved['net'].items()}
    torch.save(saved, target)


if __name__ == '__main__':
    main()
