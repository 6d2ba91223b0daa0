#!/usr/bin/env python3
"""Compares the exported model, as C reads it, with the network in PyTorch: word vectors, and the figures of trees in float and in int8.

    check_export.py MODEL.pt MODEL.dlm --bench build/bench_b_reader --trees FILE.conllu

Prints how far the event vectors of C are from those in float (relative to their size), and both sets of figures."""
import argparse
import json
import os
import subprocess
import tempfile

import numpy
import torch

import data
import evaluate
import losses


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('model')
    ap.add_argument('exported')
    ap.add_argument('--bench', required=True)
    ap.add_argument('--trees', required=True)
    a = ap.parse_args()
    net, pieces, labels = evaluate.load(a.model)
    docs = data.treebank(a.trees)
    with tempfile.TemporaryDirectory() as folder:
        single, dump = os.path.join(folder, 'single.conllu'), os.path.join(folder, 'vectors')
        kept = []
        with open(single, 'w', encoding='utf-8') as f:
            for s in (s for d in docs for s in d):
                if sum(len(pieces.of(w[0])) for w in s) <= data.LIMIT:
                    kept.append(s)
                    f.write('# newdoc\n' + ''.join('%d\t%s\t_\t%s\t%s\t%s\t%d\t%s\t_\t_\n' % (i + 1, *w) for i, w in enumerate(s)) + '\n')
        told = json.loads(subprocess.run([a.bench, a.exported, single, '1', dump], check=True, capture_output=True, text=True).stdout)
        theirs = numpy.fromfile(dump, numpy.float32).reshape(told['words'], -1)
    print('C, int8:', {k: told[k] for k in ('kernel', 'upos', 'uas', 'las', 'words_per_second')})
    at, error, size, worst = 0, 0.0, 0.0, 0.0
    with torch.no_grad():
        for s in kept:
            e = data.Example([w[0] for w in s], [0] * len(s), pieces)
            batch = losses.collate([e])
            ours = net.body.words(batch)[2][0].numpy()
            apart = ((ours - theirs[at:at + len(s)]) ** 2).sum(1)
            error, size, worst = error + apart.sum(), size + (ours ** 2).sum(), max(worst, float((apart / (ours ** 2).sum(1)).max()))
            at += len(s)
        print('event vectors: relative error %.4f, worst word %.4f' % ((error / size) ** 0.5, worst ** 0.5))
        print('PyTorch, float:', evaluate.trees(net, pieces, labels, a.trees, 1.0))


if __name__ == '__main__':
    main()
