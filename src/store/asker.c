/* asker.c - a store opened for reading, and a question turned into SQL. Every piece of SQL is a literal of this file; every value is bound. */
#include "store/asker.h"

#include <stdlib.h>

/* ## Statements */

void dl_sql_add(dl_sql *sql, const char *piece) { dl_buf_add(&sql->text, dl_str_c(piece)); }

static void bind(dl_sql *sql, dl_bind value)
{
    if (sql->count == DL_BINDS_MAX) {
        sql->text.failed = 1;
        return;
    }
    dl_buf_char(&sql->text, '?');
    sql->binds[sql->count++] = value;
}

void dl_sql_text(dl_sql *sql, dl_str value) { bind(sql, (dl_bind){.text = value, .kind = DL_BIND_TEXT}); }
void dl_sql_number(dl_sql *sql, int64_t value) { bind(sql, (dl_bind){.number = value, .kind = DL_BIND_NUMBER}); }
void dl_sql_real(dl_sql *sql, double value) { bind(sql, (dl_bind){.real = value, .kind = DL_BIND_REAL}); }
void dl_sql_day(dl_sql *sql, int32_t day)
{
    dl_bind value = {.kind = DL_BIND_DAY};
    dl_day_to_text(day, value.day);
    bind(sql, value);
}

void dl_sql_drop(dl_sql *sql) { dl_buf_drop(&sql->text); }

dl_status dl_sql_prepare(dl_asker *a, const dl_sql *sql, sqlite3_stmt **out, dl_error *err)
{
    *out = NULL;
    if (sql->text.failed) return dl_fail(err, DL_LIMIT, "The question is too large.");
    if (sqlite3_prepare_v2(a->db, sql->text.p, (int)sql->text.n, out, NULL) != SQLITE_OK)
        return dl_fail(err, DL_FORMAT, "The store does not answer as one of this version does: %s.", sqlite3_errmsg(a->db));
    for (uint32_t i = 0; i < sql->count; i++) {
        const dl_bind *b = &sql->binds[i];
        int at = (int)i + 1, what;
        if (b->kind == DL_BIND_TEXT) what = sqlite3_bind_text(*out, at, b->text.p ? b->text.p : "", (int)b->text.n, SQLITE_TRANSIENT);
        else if (b->kind == DL_BIND_DAY) what = sqlite3_bind_text(*out, at, b->day, -1, SQLITE_TRANSIENT);
        else if (b->kind == DL_BIND_NUMBER) what = sqlite3_bind_int64(*out, at, b->number);
        else what = sqlite3_bind_double(*out, at, b->real);
        if (what != SQLITE_OK) return dl_fail(err, DL_NOMEM, "There is no memory for the question.");
    }
    return DL_OK;
}

/* ## Terms, as conditions on ask_events e */

typedef enum manner { PLAIN, LIST, PREFIX, QUANTITY, WITHIN, SIDE, PERIOD, REPORT } manner;
static const struct { const char *column; manner how; } columns[DL_FIELD_COUNT] = {
    [DL_FIELD_ACTOR] = {"p.role = 'actor' AND ", SIDE}, [DL_FIELD_RECIPIENT] = {"p.role = 'recipient' AND ", SIDE}, [DL_FIELD_PARTY] = {"", SIDE},
    [DL_FIELD_SOURCE] = {"e.source_", WITHIN}, [DL_FIELD_TYPE] = {"e.type", PLAIN}, [DL_FIELD_MODE] = {"e.mode", LIST}, [DL_FIELD_CONTEXT] = {"e.context", LIST},
    [DL_FIELD_AUX] = {"e.aux", LIST}, [DL_FIELD_CAMEO] = {"e.cameo", PREFIX}, [DL_FIELD_QUAD] = {"e.quad", QUANTITY}, [DL_FIELD_DATE] = {"", PERIOD},
    [DL_FIELD_COUNTRY] = {"e.country", PLAIN}, [DL_FIELD_PROVINCE] = {"e.province", PLAIN}, [DL_FIELD_PLACE] = {"e.place", PLAIN},
    [DL_FIELD_PUBLISHER] = {"r.publisher", REPORT}, [DL_FIELD_DOC] = {"r.doc", REPORT}, [DL_FIELD_MEETING] = {"e.meeting", PLAIN}, [DL_FIELD_ANSWER] = {"e.answer", PLAIN},
    [DL_FIELD_STANCE] = {"e.stance", PLAIN}, [DL_FIELD_RULE] = {"e.rule", PLAIN}, [DL_FIELD_CONFIDENCE] = {"e.confidence", QUANTITY},
    [DL_FIELD_REPORTS] = {"e.n_reports", QUANTITY}, [DL_FIELD_DEAD] = {"e.dead_low", QUANTITY}, [DL_FIELD_ID] = {"e.id", PLAIN},
};

/* A party by code and sector, by id or by name; `prefix` is where its columns stand: "p." or "e.source_". */
static void add_party(dl_sql *sql, const dl_value *v, const char *prefix)
{
    const char *column = v->how == DL_VALUE_ID ? "id = " : v->how == DL_VALUE_NAME ? "name = " : "code = ";
    if (v->how != DL_VALUE_CODE || v->text.n) {
        dl_sql_add(sql, prefix);
        dl_sql_add(sql, column);
        dl_sql_text(sql, v->text);
    }
    if (v->how != DL_VALUE_CODE || v->sector.n == 0) return;
    if (v->text.n) dl_sql_add(sql, " AND ");
    dl_sql_add(sql, prefix);
    dl_sql_add(sql, "sector = ");
    dl_sql_text(sql, v->sector);
}

/* An event of which any day lies in the period; >= and <= ask for its first day. */
static void add_period(dl_sql *sql, const dl_term *t, const dl_value *v)
{
    bool within = t->compare == DL_IS || t->compare == DL_IS_NOT, open_low = v->low <= -719162, open_high = v->high == INT32_MAX;
    if (t->compare == DL_AT_LEAST) open_high = true;
    if (t->compare == DL_AT_MOST) open_low = true;
    dl_sql_add(sql, "e.date IS NOT NULL");
    if (!open_low) {
        dl_sql_add(sql, within ? " AND e.enddate >= " : " AND e.date >= ");
        dl_sql_day(sql, v->low);
    }
    if (!open_high) {
        dl_sql_add(sql, " AND e.date <= ");
        dl_sql_day(sql, v->high);
    }
}

static void add_value(dl_sql *sql, const dl_term *t, const dl_value *v)
{
    const char *column = columns[t->field].column;
    static const char *const signs[] = {[DL_IS] = " = ", [DL_IS_NOT] = " = ", [DL_AT_LEAST] = " >= ", [DL_AT_MOST] = " <= "};
    switch (columns[t->field].how) {
    case SIDE: add_party(sql, v, "p."); return;
    case WITHIN: add_party(sql, v, column); return;
    case PERIOD: add_period(sql, t, v); return;
    case LIST:
        dl_sql_add(sql, "instr(' ' || ");
        dl_sql_add(sql, column);
        dl_sql_add(sql, " || ' ', ' ' || ");
        dl_sql_text(sql, v->text);
        dl_sql_add(sql, " || ' ') > 0");
        return;
    case PREFIX:
        dl_sql_add(sql, "substr(");
        dl_sql_add(sql, column);
        dl_sql_add(sql, ", 1, ");
        dl_sql_number(sql, (int64_t)v->text.n);
        dl_sql_add(sql, ") = ");
        dl_sql_text(sql, v->text);
        return;
    case QUANTITY:
        dl_sql_add(sql, column);
        dl_sql_add(sql, signs[t->compare]);
        dl_sql_real(sql, t->field == DL_FIELD_QUAD ? (double)(v->text.p[0] - '0') : v->number);
        return;
    case PLAIN: case REPORT:
        dl_sql_add(sql, column);
        dl_sql_add(sql, " = ");
        dl_sql_text(sql, v->text);
    }
}

static void add_term(dl_sql *sql, const dl_term *t)
{
    manner how = columns[t->field].how;
    dl_sql_add(sql, t->compare == DL_IS_NOT ? " AND NOT coalesce((" : " AND (");
    if (how == SIDE) {
        dl_sql_add(sql, "EXISTS (SELECT 1 FROM ask_parties p WHERE p.key = e.key AND ");
        dl_sql_add(sql, columns[t->field].column);
        dl_sql_add(sql, "(");
    } else if (how == REPORT) {
        dl_sql_add(sql, "EXISTS (SELECT 1 FROM ask_reports r WHERE r.grp = e.grp AND (");
    }
    for (uint32_t i = 0; i < t->count; i++) {
        dl_sql_add(sql, i ? " OR (" : "(");
        add_value(sql, t, &t->values[i]);
        dl_sql_add(sql, ")");
    }
    if (how == SIDE || how == REPORT) dl_sql_add(sql, "))");
    dl_sql_add(sql, t->compare == DL_IS_NOT ? "), 0)" : ")");
}

/* The words of a full-text search go to FTS5 as they are; what it does not take is told. */
static void add_words(dl_sql *sql, const char *text)
{
    dl_sql_add(sql, " AND EXISTS (SELECT 1 FROM ask_reports r WHERE r.grp = e.grp AND r.doc_key IN (SELECT rowid FROM documents_fts WHERE documents_fts MATCH ");
    dl_sql_text(sql, dl_str_c(text));
    dl_sql_add(sql, "))");
}

dl_status dl_sql_where(dl_asker *a, dl_sql *sql, dl_error *err)
{
    dl_sql_add(sql, " WHERE 1");
    for (uint32_t i = 0; i < a->terms.count; i++) add_term(sql, &a->terms.terms[i]);
    if (a->ask->text && *a->ask->text) add_words(sql, a->ask->text);
    return sql->text.failed ? dl_fail(err, DL_LIMIT, "The question is too large.") : DL_OK;
}

const char dl_pairs_sql[] =
    " FROM ask_events e JOIN ask_parties a ON a.key = e.key AND a.role = 'actor' JOIN ask_parties b ON b.key = e.key AND "
    "(b.role = 'recipient' OR (b.role = 'actor' AND b.position <> a.position AND NOT EXISTS (SELECT 1 FROM ask_parties c WHERE c.key = e.key AND c.role = 'recipient')))";

/* ## Opening */

dl_status dl_asker_open(dl_asker *a, const char *store, const dl_ask *ask, const dl_sink *sink, dl_error *err)
{
    *a = (dl_asker){.ask = ask};
    dl_stream_open(&a->stream, sink);
    a->arena = dl_arena_new(0);
    if (!a->arena) return dl_fail(err, DL_NOMEM, "There is no memory for the question.");
    DL_TRY(dl_terms_read(a->arena, dl_str_c(ask->question ? ask->question : ""), &a->terms, err));
    if (sqlite3_open_v2(store, &a->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        return dl_fail(err, DL_IO, "The store %s cannot be opened: %s.", store, a->db ? sqlite3_errmsg(a->db) : "no memory");
    return dl_views_open(a->db, store, err);
}

void dl_asker_close(dl_asker *a)
{
    sqlite3_close(a->db);
    dl_stream_close(&a->stream);
    dl_arena_free(a->arena);
}
