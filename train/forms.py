"""Input of the recurrent student: forms with vectors of their own, hashed character n-grams, shapes. src/lang/forms.c does the same."""
import torch

import data

BUCKETS, SHORTEST, LONGEST, MOST = 16000, 2, 5, 40


def fnv(raw):
    h = 2166136261
    for b in raw:
        h = ((h ^ b) * 16777619) & 0xffffffff
    return h


def grams(form):
    """Buckets of the n-grams of '<form>' in lower case, by first character, then length; at most MOST."""
    s, out = '<' + form.lower() + '>', []
    for i in range(len(s)):
        for n in range(SHORTEST, LONGEST + 1):
            if i + n <= len(s) and len(out) < MOST:
                out.append(fnv(s[i:i + n].encode()) % BUCKETS)
    return out


class Forms:
    def __init__(self, listed):
        self.listed, self.id, self.memo = listed, {f: i + 1 for i, f in enumerate(listed)}, {}

    def of(self, form):
        if form not in self.memo:
            if len(self.memo) > 400000:
                self.memo.clear()
            self.memo[form] = (self.id.get(form, 0), grams(form), data.shape(form))
        return self.memo[form]

    def add(self, batch, ex, rng=None, lose=0.1):
        """Adds the student's tensors to a batch of examples; with rng some forms lose their own vector, so that n-grams learn to stand alone."""
        N = batch['shape'].size(1)
        number, rows, row = {}, [], torch.zeros(len(ex), N, dtype=torch.long)
        for i, e in enumerate(ex):
            case = e.extra.get('case') or (lambda w: w)
            for j, w in enumerate(e.words):
                form, g, s = self.of(case(w))
                if rng and form and rng.random() < lose:
                    form = 0
                key = (form, s, case(w))
                if key not in number:
                    number[key] = len(rows)
                    rows.append((form, g, s))
                row[i, j] = number[key]
        offsets, flat = [], []
        for _, g, _ in rows:
            offsets.append(len(flat))
            flat += g
        batch.update(row=row, row_form=torch.tensor([r[0] for r in rows]), row_grams=torch.tensor(flat), row_offsets=torch.tensor(offsets),
                     row_shape=torch.tensor([r[2] for r in rows]))
        return batch
