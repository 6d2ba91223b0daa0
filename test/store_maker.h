/* store_maker.h - makes stores for tests and benchmarks: the frames that questions need, filled row by row. */
#ifndef STORE_MAKER_H
#define STORE_MAKER_H

#include "store/frames.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Each record is a report of its group, as settling would make it of records of different reports. */
static const char store_maker_trigger[] =
    "PRAGMA synchronous = OFF; BEGIN;"
    "CREATE TRIGGER maker AFTER INSERT ON events BEGIN INSERT INTO mentions(group_id, doc_id, event_id, tie, n_records) VALUES(new.group_id, new.doc_id, new.event_id, 'report', 1); END;";

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
    if (sqlite3_open(path, &m->db) != SQLITE_OK) return 0;
    for (int i = 0; dl_frames_sql[i]; i++)
        if (sqlite3_exec(m->db, dl_frames_sql[i], NULL, NULL, NULL) != SQLITE_OK) return 0;
    if (sqlite3_exec(m->db, store_maker_trigger, NULL, NULL, NULL) != SQLITE_OK) return 0;
    m->document = store_maker_prepare(m, "INSERT INTO documents(doc_id, date, title, source, url, text, language, hash, given_id) VALUES(?1, ?2, ?3, ?4, ?5, ?6, 'en', ?1, ?1)");
    m->event = store_maker_prepare(m, "INSERT INTO events(event_id, doc_id, group_id, date, enddate, event, mode, aux, cameo, quad_code, place, country_code, stance, quote,"
                                      " sentence_text, date_precision, feature_code, lat, lon, rule, coder, confidence, sentence, start, \"end\")"
                                      " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'day', 'PPL', 34.5, 69.2, 'rule.one', 'dateline test', 0.8, 2, 5, 13)");
    m->party = store_maker_prepare(m, "INSERT INTO event_actors(event_id, role, position, name, code, sector, text, start) VALUES(?, ?, ?, ?, ?, ?, 'they', 3)");
    m->size = store_maker_prepare(m, "INSERT INTO quantities(event_id, kind, low) VALUES(?, 'dead', ?)");
    m->group = store_maker_prepare(m, "INSERT INTO event_groups(group_id, first_event, n_reports, n_publishers) VALUES(?, ?, ?, ?)");
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
    sqlite3_exec(m->db, "INSERT INTO documents_fts(documents_fts) VALUES('rebuild'); DROP TRIGGER maker; COMMIT", NULL, NULL, NULL);
    sqlite3_close(m->db);
}

#endif
