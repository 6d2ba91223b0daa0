/* rollup.c - the file that questions are answered from. Rows stand in the order of date, so that the newest or oldest of any party are found
 * without sorting, and a conjunction is a walk along one index with look-ups in another. */
#include "store/rollup.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char build_sql[] =
    "DROP TABLE IF EXISTS ask_events; DROP TABLE IF EXISTS ask_parties; DROP TABLE IF EXISTS ask_dyads; DROP TABLE IF EXISTS ask_months; DROP TABLE IF EXISTS ask_docs;"
    "CREATE TABLE ask_events(rid INTEGER PRIMARY KEY, key, grp, id TEXT, date TEXT, enddate TEXT, precision TEXT, type TEXT, mode TEXT, context TEXT, aux TEXT,"
    " cameo TEXT, quad INTEGER, place_text TEXT, place TEXT, country TEXT, province TEXT, feature TEXT, lat REAL, lon REAL, source_text TEXT, source_name TEXT,"
    " source_id TEXT, source_code TEXT, source_sector TEXT, stance TEXT, meeting TEXT, answer TEXT, rule TEXT, coder TEXT, confidence REAL, dead_low INTEGER,"
    " dead_high INTEGER, n_reports INTEGER, n_publishers INTEGER, words TEXT, doc TEXT, title TEXT, url TEXT);"
    "INSERT INTO ask_events SELECT NULL, * FROM src_events ORDER BY date, id;"
    "CREATE INDEX ask_key ON ask_events(key); CREATE INDEX ask_id ON ask_events(id); CREATE INDEX ask_date ON ask_events(date);"
    "CREATE INDEX ask_type ON ask_events(type); CREATE INDEX ask_country ON ask_events(country) WHERE country IS NOT NULL;"
    "CREATE INDEX ask_place ON ask_events(place) WHERE place IS NOT NULL; CREATE INDEX ask_meeting ON ask_events(meeting) WHERE meeting IS NOT NULL;"
    "CREATE INDEX ask_dead ON ask_events(dead_low) WHERE dead_low IS NOT NULL; CREATE INDEX ask_grp ON ask_events(grp);"
    "CREATE TABLE ask_parties(rid INTEGER, role TEXT, position INTEGER, text TEXT, name TEXT, id TEXT, code TEXT, sector TEXT, other_sectors TEXT, office TEXT,"
    " start INTEGER, PRIMARY KEY(rid, role, position)) WITHOUT ROWID;"
    "INSERT OR IGNORE INTO ask_parties SELECT e.rid, p.role, p.position, p.text, p.name, p.id, p.code, p.sector, p.other_sectors, p.office, p.start"
    " FROM ask_events e JOIN src_parties p ON p.key = e.key;"
    "CREATE INDEX ask_code ON ask_parties(code, rid, sector); CREATE INDEX ask_sector ON ask_parties(sector, rid);"
    "CREATE INDEX ask_name ON ask_parties(name, rid) WHERE name IS NOT NULL; CREATE INDEX ask_party_id ON ask_parties(id, rid) WHERE id IS NOT NULL;"
    "CREATE TABLE ask_docs(doc_key INTEGER, rid INTEGER, PRIMARY KEY(doc_key, rid)) WITHOUT ROWID;"
    "INSERT OR IGNORE INTO ask_docs SELECT r.doc_key, e.rid FROM ask_reports r JOIN ask_events e ON e.grp = r.grp WHERE r.doc_key IS NOT NULL ORDER BY 1, 2;"
    "CREATE TABLE ask_months AS SELECT country, CAST(substr(date, 1, 4) AS INTEGER) AS y, CAST(substr(date, 6, 2) AS INTEGER) AS m, quad, count(*) AS n_events,"
    " sum(n_reports) AS n_reports, sum(coalesce(dead_low, 0)) AS dead FROM ask_events WHERE date IS NOT NULL AND country IS NOT NULL AND (aux IS NULL OR aux = 'historical')"
    " GROUP BY country, y, m, quad;"
    "CREATE TABLE ask_dyads AS SELECT actor, recipient, quad, y, count(*) AS n_events, sum(n) AS n_reports, min(date) AS first, max(date) AS last FROM (SELECT DISTINCT e.rid, e.date,"
    " CAST(substr(e.date, 1, 4) AS INTEGER) AS y, e.quad, e.n_reports AS n, coalesce(a.code, '') || CASE WHEN a.sector IS NULL THEN '' ELSE '.' || a.sector END AS actor,"
    " coalesce(b.code, '') || CASE WHEN b.sector IS NULL THEN '' ELSE '.' || b.sector END AS recipient FROM ask_events e"
    " JOIN ask_parties a ON a.rid = e.rid AND a.role = 'actor' JOIN ask_parties b ON b.rid = e.rid AND (b.role = 'recipient' OR (b.role = 'actor' AND b.position <> a.position"
    " AND NOT EXISTS (SELECT 1 FROM ask_parties c WHERE c.rid = e.rid AND c.role = 'recipient')))) WHERE actor <> '' AND recipient <> '' GROUP BY actor, recipient, quad, y;"
    "CREATE INDEX ask_years ON ask_dyads(y);"
    "CREATE TABLE IF NOT EXISTS ask_stamp(stamp TEXT); DELETE FROM ask_stamp; INSERT INTO ask_stamp SELECT stamp FROM src_stamp;";

static dl_status broken(sqlite3 *db, const char *store, dl_error *err)
{
    return dl_fail(err, DL_FORMAT, "%s does not read as a store of this version: %s.", store, sqlite3_errmsg(db));
}

/* "file:..." for SQLite, read-only, with what has a meaning there escaped. */
static void add_uri(dl_buf *out, const char *path)
{
    DL_BUF_LIT(out, "file:");
    for (const char *p = path; *p; p++) {
        if (strchr("?#% ", *p)) dl_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*p);
        else dl_buf_char(out, *p);
    }
    DL_BUF_LIT(out, "?mode=ro");
}

static dl_status attach(sqlite3 *db, const char *store, dl_error *err)
{
    sqlite3_stmt *statement = NULL;
    dl_buf uri = {0};
    add_uri(&uri, store);
    bool well = !uri.failed && sqlite3_prepare_v2(db, "ATTACH ? AS store", -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_bind_text(statement, 1, uri.p, (int)uri.n, SQLITE_TRANSIENT) == SQLITE_OK && sqlite3_step(statement) == SQLITE_DONE;
    dl_status status = well ? DL_OK : dl_fail(err, DL_IO, "The store %s cannot be opened: %s.", store, sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    dl_buf_drop(&uri);
    return status;
}

/* Is the roll-up of the store as it is now? */
static bool fresh(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    bool same = sqlite3_prepare_v2(db, "SELECT 1 FROM ask_stamp JOIN src_stamp USING (stamp)", -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    return same;
}

/* One process builds; others wait for it and find it fresh. */
static dl_status build(sqlite3 *db, const char *store, dl_error *err)
{
    if (fresh(db)) return DL_OK;
    sqlite3_exec(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -65536", NULL, NULL, NULL);
    if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) return broken(db, store, err);
    if (!fresh(db) && sqlite3_exec(db, build_sql, NULL, NULL, NULL) != SQLITE_OK) {
        dl_status status = broken(db, store, err);
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
        return status;
    }
    return sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK ? DL_OK : broken(db, store, err);
}

static dl_status open_file(const char *path, const char *store, sqlite3 **out, dl_error *err)
{
    if (sqlite3_open_v2(path, out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI, NULL) != SQLITE_OK)
        return dl_fail(err, DL_IO, "The store %s cannot be opened.", store);
    sqlite3_busy_timeout(*out, 120000);
    DL_TRY(attach(*out, store, err));
    char *words = NULL;
    if (sqlite3_exec(*out, dl_views_sql, NULL, NULL, &words) != SQLITE_OK) {
        dl_status status = dl_fail(err, DL_FORMAT, "%s does not read as a store of this version: %s.", store, words ? words : "it cannot be read");
        sqlite3_free(words);
        return status;
    }
    return build(*out, store, err);
}

/* Looked at before anything is made beside it. */
static dl_status check_store(const char *store, dl_error *err)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    if (access(store, R_OK) != 0) return dl_fail(err, DL_IO, "There is no store %s that can be read.", store);
    bool well = sqlite3_open_v2(store, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(db, "SELECT count(*) FROM sqlite_schema WHERE name IN ('events', 'documents', 'event_actors')", -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int(statement, 0) == 3;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return well ? DL_OK : dl_fail(err, DL_FORMAT, "%s is not a store.", store);
}

dl_status dl_rollup_open(const char *store, sqlite3 **out, dl_error *err)
{
    dl_buf path = {0};
    *out = NULL;
    DL_TRY(check_store(store, err));
    dl_buf_printf(&path, "%s.ask", store);
    dl_status status = path.failed ? dl_fail(err, DL_NOMEM, "There is no memory for the store.") : open_file(path.p, store, out, err);
    if (status != DL_OK && status != DL_NOMEM && path.p && access(path.p, W_OK) != 0) {
        sqlite3_close(*out);
        status = open_file("", store, out, err); /* a temporary file */
    }
    dl_buf_drop(&path);
    return status;
}
