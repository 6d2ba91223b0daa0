"""Precision and recall of tying on pairs of reports that were judged by reading ("do these two tell of one event?").

    python3 test/bench/tie_pairs.py STORE test/bench/tie_pairs.tsv [--errors]

A pair is two records, found by their report, their type and where their words begin (the nearest of the sentence). Pairs of which a record is not in the store are
counted apart. The first hundred were used for setting the weights of src/store/tie_events.c, the second hundred were not. Needs nothing but the standard library."""
import csv
import sqlite3
import sys


def find(db, doc, start, kind):
    row = db.execute(
        "SELECT e.group_id, e.sentence_text FROM events e JOIN sentences s ON s.doc_id = e.doc_id AND s.sentence = e.sentence WHERE e.doc_id = ?1 AND e.event = ?2"
        " AND s.start <= ?3 AND s.\"end\" >= ?3 ORDER BY abs(e.start - ?3) LIMIT 1", (doc, kind, start)
    ).fetchone()
    return row or (None, None)


def main():
    db = sqlite3.connect(sys.argv[1])
    errors = "--errors" in sys.argv
    counts = [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]  # tied and same, tied only, same only, neither, not found; by half
    for number, row in enumerate(csv.DictReader(open(sys.argv[2], encoding="utf-8"), delimiter="\t")):
        a, text_a = find(db, row["doc_a"], int(row["start_a"]), row["type"])
        b, text_b = find(db, row["doc_b"], int(row["start_b"]), row["type"])
        tied, same = a == b, row["same"] == "1"
        which = 4 if a is None or b is None else 0 if tied and same else 1 if tied else 2 if same else 3
        counts[0 if number < 100 else 1][which] += 1
        if errors and which in (1, 2):
            print(number, "tied" if tied else "not tied", "|", text_a, "|", text_b)
    for name, c in (("first hundred", counts[0]), ("second hundred", counts[1]), ("all", [x + y for x, y in zip(*counts)])):
        precision, recall = c[0] / max(1, c[0] + c[1]), c[0] / max(1, c[0] + c[2])
        print(f"{name}: {sum(c)} pairs, {c[4]} not found; tied and the same {c[0]}, tied but not {c[1]}, the same but not tied {c[2]}; precision {precision:.3f}, recall {recall:.3f}")


main()
