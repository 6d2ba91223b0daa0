"""Every span that dateline prints must hold its words: text[start:end]. Usage: spans.py REPORTS.jsonl < LINES"""
import json, sys

texts = {r['id']: r['text'] for r in map(json.loads, open(sys.argv[1], encoding='utf-8'))}
count = wrong = 0


def walk(node, text, path):
    global count, wrong
    if isinstance(node, list):
        for x in node:
            walk(x, text, path)
        return
    if not isinstance(node, dict):
        return
    if 'start' in node:
        words = next((node[k] for k in ('text', 'entity_text', 'extracted_place') if k in node), None)
        part = text[node['start']:node['end']]
        count += 1
        if not part or (words is not None and words != part) or part != part.strip():
            wrong += 1
            print('%s: %r is not %r' % (path, part, words))
    for key, x in node.items():
        walk(x, text, path + '.' + key)


for line in map(json.loads, sys.stdin):
    walk(line, texts[line.get('doc_id') or line['id']], line.get('kind', 'line'))
print('no spans' if count == 0 else '%d wrong' % wrong)
