/* store_maker.h - makes stores for tests and benchmarks: the frames that questions need, filled row by row. */
#ifndef STORE_MAKER_H
#define STORE_MAKER_H

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char store_maker_schema[] =
    "PRAGMA synchronous = OFF;"
    "CREATE TABLE documents(doc_id TEXT PRIMARY KEY, date TEXT, title TEXT, source TEXT, url TEXT, language TEXT, text TEXT) STRICT;"
    "CREATE TABLE events(event_id TEXT PRIMARY KEY, doc_id TEXT, group_id TEXT, date TEXT, enddate TEXT, date_precision TEXT, event TEXT, mode TEXT, context TEXT, aux TEXT,"
    " cameo TEXT, quad_code INTEGER, place_text TEXT, place TEXT, country_code TEXT, province TEXT, feature_code TEXT, lat REAL, lon REAL, source_text TEXT,"
    " source_name TEXT, source_id TEXT, source_code TEXT, source_sector TEXT, stance TEXT, meeting TEXT, answer TEXT, rule TEXT, coder TEXT, confidence REAL,"
    " sentence INTEGER, sentence_text TEXT, quote TEXT, start INTEGER, \"end\" INTEGER) STRICT;"
    "CREATE TABLE event_actors(event_id TEXT, role TEXT, position INTEGER, text TEXT, name TEXT, entity_id TEXT, code TEXT, sector TEXT, other_sectors TEXT, office TEXT,"
    " start INTEGER, PRIMARY KEY(event_id, role, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE quantities(event_id TEXT, kind TEXT, low INTEGER, high INTEGER, PRIMARY KEY(event_id, kind)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE event_groups(group_id TEXT PRIMARY KEY, first_event TEXT, n_reports INTEGER, n_publishers INTEGER) STRICT;"
    "CREATE INDEX events_group ON events(group_id);"
    "CREATE VIRTUAL TABLE documents_fts USING fts5(title, text, content='documents', tokenize='unicode61 remove_diacritics 2');"
    "BEGIN;";

typedef struct store_maker { sqlite3 *db; sqlite3_stmt *document, *event, *party, *size, *group; } store_maker;

static sqlite3_stmt *store_maker_prepare(store_maker *m, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(m->db, sql, -1, &statement, NULL) != SQLITE_OK) fprintf(stderr, "%s\n", sqlite3_errmsg(m->db));
    return statement;
}

static int store_maker_open(store_maker *m, const char *path)
{
    char beside[4096];
    snprintf(beside, sizeof beside, "%s.ask", path);
    remove(path);
    remove(beside);
    if (sqlite3_open(path, &m->db) != SQLITE_OK || sqlite3_exec(m->db, store_maker_schema, NULL, NULL, NULL) != SQLITE_OK) return 0;
    m->document = store_maker_prepare(m, "INSERT INTO documents VALUES(?, ?, ?, ?, ?, 'en', ?)");
    m->event = store_maker_prepare(m, "INSERT INTO events(event_id, doc_id, group_id, date, enddate, event, mode, aux, cameo, quad_code, place, country_code, stance, quote,"
                                      " sentence_text, date_precision, feature_code, lat, lon, rule, coder, confidence, sentence, start, \"end\")"
                                      " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'day', 'PPL', 34.5, 69.2, 'rule.one', 'dateline test', 0.8, 2, 5, 13)");
    m->party = store_maker_prepare(m, "INSERT INTO event_actors(event_id, role, position, name, code, sector, text, start) VALUES(?, ?, ?, ?, ?, ?, 'they', 3)");
    m->size = store_maker_prepare(m, "INSERT INTO quantities VALUES(?, 'dead', ?, NULL)");
    m->group = store_maker_prepare(m, "INSERT INTO event_groups VALUES(?, ?, ?, ?)");
    return m->document && m->event && m->party && m->size && m->group;
}

/* Binds the texts in order, NULL for unknown; "=" before digits makes a number of them. */
static void store_maker_row(sqlite3_stmt *statement, int count, const char *const *texts)
{
    sqlite3_reset(statement);
    for (int i = 0; i < count; i++) {
        if (texts[i] && texts[i][0] == '=') sqlite3_bind_int64(statement, i + 1, atoll(texts[i] + 1));
        else sqlite3_bind_text(statement, i + 1, texts[i], -1, SQLITE_TRANSIENT);
    }
    if (sqlite3_step(statement) != SQLITE_DONE) fprintf(stderr, "%s\n", sqlite3_errmsg(sqlite3_db_handle(statement)));
}
#define STORE_ROW(statement, ...) store_maker_row(statement, (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)), (const char *const[]){__VA_ARGS__})

static void store_maker_close(store_maker *m)
{
    sqlite3_finalize(m->document);
    sqlite3_finalize(m->event);
    sqlite3_finalize(m->party);
    sqlite3_finalize(m->size);
    sqlite3_finalize(m->group);
    sqlite3_exec(m->db, "INSERT INTO documents_fts(documents_fts) VALUES('rebuild'); COMMIT", NULL, NULL, NULL);
    sqlite3_close(m->db);
}

#endif
