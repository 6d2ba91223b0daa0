"""What is kept of HTML pages, compared word by word with what two other programs keep, trafilatura and readability-lxml.

    python3 test/bench/page_f1.py build/dateline PAGE.html...

Needs both and lxml_html_clean. Prints F1 over words (as often as they stand there) for each page; "-" where dateline says that the page holds no article."""
import collections
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

import trafilatura
from lxml import html
from readability import Document


def words(text):
    return collections.Counter(re.findall(r"\w+", text.lower()))


def f1(a, b):
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def ours(program, page):
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "page.db")
        subprocess.run([program, "ingest", "-q", store, page], capture_output=True)
        return "\n".join(r[0] for r in sqlite3.connect(store).execute("SELECT text FROM documents"))


def main():
    nearer = []
    for page in sys.argv[2:]:
        raw, kept = open(page, "rb").read(), ours(sys.argv[1], page)
        if not kept:
            print("%-52s -" % os.path.basename(page))
            continue
        a, b = words(kept), words(trafilatura.extract(raw, include_comments=False, include_tables=False) or "")
        c = words(html.fromstring(Document(raw.decode("utf-8", "replace")).summary()).text_content())
        nearer.append((max(f1(a, b), f1(a, c)), f1(a, b), f1(a, c), f1(b, c)))
        print("%-52s trafilatura %.3f  readability %.3f  those two %.3f" % ((os.path.basename(page),) + nearer[-1][1:]))
    print("mean of %d pages: the nearer %.3f, trafilatura %.3f, readability %.3f, those two %.3f" % ((len(nearer),) + tuple(sum(x) / len(nearer) for x in zip(*nearer))))
    print("least: the nearer %.3f" % min(nearer)[0])


main()
