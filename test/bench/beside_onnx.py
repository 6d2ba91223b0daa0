"""The encoder of base beside onnxruntime: the same fine-tuned network, in float and in dynamic int8, on the same windows of the same words, on one core, in one run.

    python3 train/restore.py data/models/base.dlm base.pt
    taskset -c 1 python3 test/bench/beside_onnx.py base.pt data/models/base.dlm build/bench_b_reader FILE.conllu

onnxruntime computes the six layers and no head; dateline computes layers and all heads, and builds the trees. Needs torch, onnx, onnxscript and onnxruntime; prints words a second of
CPU time."""
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../train"))

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

import data
import evaluate
import losses


class Layers(torch.nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, ids, mask):
        return self.body(ids, mask)[-1]


def windows(pieces, path):
    """As dateline makes them: whole sentences up to 254 pieces; batches of windows of about one length."""
    examples = []
    for doc in data.treebank(path):
        words, size = [], 0
        for sentence in doc:
            forms = [w[0] for w in sentence]
            n = sum(len(pieces.of(w)) for w in forms)
            if words and size + n > data.LIMIT:
                examples.append(data.Example(words, [0] * len(words), pieces))
                words, size = [], 0
            words, size = words + forms, size + n
        if words:
            examples.append(data.Example(words, [0] * len(words), pieces))
    examples = [e for e in examples if len(e.ids) <= 256]
    return sum(len(e.words) for e in examples), [losses.collate(b) for b in evaluate.batches(examples, 4096)]


def speed(path, batches, words):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    best = 0
    for _ in range(3):
        start = time.process_time()
        for b in batches:
            session.run(None, {"ids": b["ids"].numpy(), "mask": b["mask"].numpy()})
        best = max(best, words / (time.process_time() - start))
    return best


def main():
    model, exported, bench, trees = sys.argv[1:]
    net, pieces, _ = evaluate.load(model)
    words, batches = windows(pieces, trees)
    with tempfile.TemporaryDirectory() as folder:
        plain, packed = os.path.join(folder, "plain.onnx"), os.path.join(folder, "int8.onnx")
        with torch.no_grad():
            torch.onnx.export(Layers(net.body).eval(), (batches[0]["ids"], batches[0]["mask"]), plain, input_names=["ids", "mask"], output_names=["h"], dynamo=False, opset_version=17,
                              dynamic_axes={"ids": {0: "b", 1: "p"}, "mask": {0: "b", 1: "p"}, "h": {0: "b", 1: "p"}})
        quantize_dynamic(plain, packed, weight_type=QuantType.QInt8)
        floats, int8 = speed(plain, batches, words), speed(packed, batches, words)
    ours = max(json.loads(subprocess.run([bench, exported, trees, "1"], check=True, capture_output=True, text=True).stdout)["words_per_second"] for _ in range(3))
    print("%d words, onnxruntime %s: float %.0f, int8 %.0f words/s; dateline, all heads and trees: %.0f words/s, %.2f times int8" % (words, onnxruntime.__version__, floats, int8, ours, ours / int8))


main()
