"""Exports read again by other programs: pandas and DuckDB for tables, networkx for the graph, frictionless for the package.

    for l in plover icews gdelt gdelt-mentions polecat ucdp-ged ucdp-ged@19.1 phoenix gexf timelinejs; do build/dateline export STORE --to $l --out OUT/$l; done
    python3 test/bench/reread_exports.py OUT

Needs pandas, duckdb, networkx and frictionless. Prints one line a layout: rows and columns as each program counts them; exit status 1 when two disagree, with the sidecar included."""
import json
import os
import sys
import xml.etree.ElementTree

import duckdb
import frictionless
import networkx
import pandas


def tables(path, resource):
    dialect = resource.get("dialect", {})
    header, delimiter = dialect.get("header", True), dialect.get("delimiter", ",")
    quoting = 0 if dialect.get("doubleQuote", delimiter == ",") and delimiter == "," else 3
    frame = pandas.read_csv(path, sep=delimiter, header=0 if header else None, dtype=str, keep_default_na=False, quoting=quoting)
    quote = "quote='\"'" if quoting == 0 else "quote=''"
    rows = duckdb.sql("SELECT count(*) FROM read_csv('%s', delim='%s', header=%s, all_varchar=true, %s, sample_size=-1)" % (path, delimiter, str(header).lower(), quote)).fetchall()[0][0]
    return len(frame), rows, len(frame.columns)


def main():
    bad = False
    for layout in sorted(os.listdir(sys.argv[1])):
        folder = os.path.join(sys.argv[1], layout)
        package = json.load(open(os.path.join(folder, "datapackage.json"), encoding="utf-8"))
        resource = package["resources"][0]
        path = os.path.join(folder, resource["path"])
        side = sum(1 for _ in open(os.path.join(folder, package["resources"][1]["path"]), encoding="utf-8"))
        fields = len(resource.get("schema", {}).get("fields", []))
        valid = frictionless.Package.from_descriptor(package, basepath=folder).metadata_validate(package)
        if path.endswith(".gexf"):
            # An edge sums up many pairs, and the sidecar has a line for each pair.
            edges = sum(1 for e in xml.etree.ElementTree.parse(path).iter() if e.tag.endswith("}edge"))
            counts, columns, side = (networkx.read_gexf(path).number_of_edges(), edges), 0, edges
        elif path.endswith(".jsonl"):
            frame = pandas.read_json(path, lines=True, dtype=False)
            counts, columns = (len(frame), duckdb.sql("SELECT count(*) FROM read_json('%s', format='newline_delimited', maximum_object_size=67108864)" % path).fetchall()[0][0]), 0
        else:
            *counts, columns = tables(path, resource)
        agree = len(set(counts)) == 1 and counts[0] == side and columns in (0, fields) and not list(valid)
        bad |= not agree
        print("%-16s %7d %7d rows, sidecar %7d, %2d of %2d columns%s" % (layout, counts[0], counts[1], side, columns, fields, "" if agree else "   DISAGREE %s" % list(valid)[:2]))
    sys.exit(bad)


main()
