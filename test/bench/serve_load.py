"""Brushing over a store while others do the same: how long the server takes to answer.

    build/dateline serve STORE &  python3 test/bench/serve_load.py http://127.0.0.1:8080 [CLIENTS [SECONDS]]

Each client asks for what the page asks for when a filter changes (summary, bins, facets, the first fifty events), one after another, with random filters, as fast as it is
answered. Prints one line a call: the median, the slowest of twenty, the slowest of a hundred, in milliseconds. Needs nothing but the standard library."""
import http.client
import multiprocessing
import random
import sys
import time
import urllib.parse

CALLS = ("summary", "bins?max=120", "facets", "events?limit=50", "events?limit=50&sort=-reports", "actors?limit=40", "places")


def filters(rng, facets):
    chosen = []
    for name in rng.sample(sorted(facets), rng.choice((0, 1, 1, 2))):
        chosen.append((name, rng.choice(facets[name])))
    if rng.random() < 0.5:
        year = rng.randint(2000, 2020)
        chosen.append(("date", "%d..%d" % (year, year + rng.randint(0, 4))))
    return urllib.parse.urlencode(chosen)


def ask(connection, path):
    start = time.perf_counter()
    connection.request("GET", path)
    reply = connection.getresponse()
    body = reply.read()
    if reply.status != 200:
        raise SystemExit("%s: %d %s" % (path, reply.status, body[:200]))
    return (time.perf_counter() - start) * 1000, body


def client(base, seed, seconds, facets, queue):
    rng, host = random.Random(seed), urllib.parse.urlsplit(base).netloc
    connection, end, times = http.client.HTTPConnection(host), time.time() + seconds, {c: [] for c in CALLS}
    while time.time() < end:
        query = filters(rng, facets)
        for call in CALLS:
            path = "/api/" + call + ("&" if "?" in call else "?") + query
            times[call].append(ask(connection, path)[0])
    queue.put(times)


def main():
    import json
    base, clients, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1, float(sys.argv[3]) if len(sys.argv) > 3 else 10
    raw = json.loads(ask(http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc), "/api/facets")[1])
    facets = {k: [v["value"] for v in raw[k][:12]] for k in ("party", "type", "quad", "country", "publisher", "aux") if raw[k]}
    queue = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=client, args=(base, i, seconds, facets, queue)) for i in range(clients)]
    for w in workers:
        w.start()
    times = {c: [] for c in CALLS}
    for _ in workers:
        for call, some in queue.get().items():
            times[call] += some
    for call in CALLS:
        t = sorted(times[call])
        print("%-32s %6d answers  median %7.1f  of 20 %7.1f  of 100 %7.1f ms" % (call, len(t), t[len(t) // 2], t[int(len(t) * 0.95)], t[int(len(t) * 0.99)]))


main()
