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

/* An event whose first day lies in the period. */
static void add_period(dl_sql *sql, const dl_term *t, const dl_value *v)
{
    dl_sql_add(sql, "e.date IS NOT NULL");
    if (v->low > -719162 && t->compare != DL_AT_MOST) {
        dl_sql_add(sql, " AND e.date >= ");
        dl_sql_day(sql, v->low);
    }
    if (v->high < INT32_MAX && t->compare != DL_AT_LEAST) {
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
        dl_sql_add(sql, "EXISTS (SELECT 1 FROM ask_parties p WHERE p.rid = e.rid AND ");
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
    dl_sql_add(sql, " AND e.rid IN (SELECT rid FROM ask_docs WHERE doc_key IN (SELECT rowid FROM documents_fts WHERE documents_fts MATCH ");
    dl_sql_text(sql, dl_str_c(text));
    dl_sql_add(sql, "))");
}

/* One number of a statement; -1 when there is none. */
static int64_t ask_number(dl_asker *a, const dl_sql *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = -1;
    if (dl_sql_prepare(a, sql, &statement, NULL) == DL_OK && sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_type(statement, 0) == SQLITE_INTEGER)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* The rows that the periods of the question leave: rows stand in the order of days. */
static void find_rows(dl_asker *a, dl_sql *sql)
{
    a->first_row = 0;
    a->last_row = INT64_MAX;
    for (uint32_t i = 0; i < a->terms.count; i++) {
        const dl_term *t = &a->terms.terms[i];
        if (t->field != DL_FIELD_DATE || t->count != 1 || t->compare == DL_IS_NOT) continue;
        if (t->compare != DL_AT_MOST && t->values[0].low > -719162) {
            sql->text.n = sql->count = 0;
            dl_sql_add(sql, "SELECT rid FROM ask_events WHERE date >= ");
            dl_sql_day(sql, t->values[0].low);
            dl_sql_add(sql, " ORDER BY date, rid LIMIT 1");
            int64_t row = ask_number(a, sql);
            a->first_row = row < 0 ? INT64_MAX : DL_MAX(a->first_row, row);
        }
        if (t->compare != DL_AT_LEAST && t->values[0].high < INT32_MAX) {
            sql->text.n = sql->count = 0;
            dl_sql_add(sql, "SELECT rid FROM ask_events WHERE date <= ");
            dl_sql_day(sql, t->values[0].high);
            dl_sql_add(sql, " ORDER BY date DESC, rid DESC LIMIT 1");
            a->last_row = DL_MIN(a->last_row, ask_number(a, sql));
        }
    }
}

static void add_rows(const dl_asker *a, dl_sql *sql, const char *column)
{
    if (a->first_row > 0) {
        dl_sql_add(sql, column);
        dl_sql_add(sql, " >= ");
        dl_sql_number(sql, a->first_row);
        dl_sql_add(sql, " AND ");
    }
    if (a->last_row < INT64_MAX) {
        dl_sql_add(sql, column);
        dl_sql_add(sql, " <= ");
        dl_sql_number(sql, a->last_row);
        dl_sql_add(sql, " AND ");
    }
}

/* The party of the question that has the fewest events: the walk goes along it. NULL: no term names one party alone. */
static const dl_term *find_driver(dl_asker *a, dl_sql *sql)
{
    const dl_term *best = NULL;
    int64_t fewest = INT64_MAX;
    for (uint32_t i = 0; i < a->terms.count; i++) {
        const dl_term *t = &a->terms.terms[i];
        if (columns[t->field].how != SIDE || t->count != 1 || t->compare != DL_IS) continue;
        sql->text.n = sql->count = 0;
        dl_sql_add(sql, "SELECT count(*) FROM (SELECT 1 FROM ask_parties p WHERE ");
        add_rows(a, sql, "p.rid");
        dl_sql_add(sql, columns[t->field].column);
        add_party(sql, &t->values[0], "p.");
        dl_sql_add(sql, " LIMIT 50000)");
        int64_t count = ask_number(a, sql);
        if (count >= fewest) continue;
        best = t;
        fewest = count;
    }
    return best;
}

/* Every event once, though it may have two such parties. */
static void add_driver(dl_sql *sql, const dl_term *t)
{
    const char *role = t->field == DL_FIELD_ACTOR ? "actor" : t->field == DL_FIELD_RECIPIENT ? "recipient" : NULL;
    static const char *const names[] = {"d", "c"};
    for (int i = 0; i < 2; i++) {
        if (i) dl_sql_add(sql, " AND NOT EXISTS (SELECT 1 FROM ask_parties c WHERE c.rid = d.rid AND (c.role < d.role OR (c.role = d.role AND c.position < d.position)) AND ");
        add_party(sql, &t->values[0], i ? "c." : "d.");
        if (!role) continue;
        dl_sql_add(sql, " AND +");
        dl_sql_add(sql, names[i]);
        dl_sql_add(sql, ".role = ");
        dl_sql_text(sql, dl_str_c(role));
    }
    dl_sql_add(sql, ")");
}

static const char pair_joins[] =
    " JOIN ask_parties a ON a.rid = e.rid AND a.role = 'actor' JOIN ask_parties b ON b.rid = e.rid AND "
    "(b.role = 'recipient' OR (b.role = 'actor' AND b.position <> a.position AND NOT EXISTS (SELECT 1 FROM ask_parties c WHERE c.rid = e.rid AND c.role = 'recipient')))";

dl_status dl_sql_from(dl_asker *a, dl_sql *sql, bool pairs, dl_error *err)
{
    dl_sql *look = calloc(1, sizeof *look);
    if (!look) return dl_fail(err, DL_NOMEM, "There is no memory for the question.");
    find_rows(a, look);
    const dl_term *driver = find_driver(a, look);
    dl_sql_drop(look);
    free(look);
    dl_sql_add(sql, driver ? " FROM ask_parties d CROSS JOIN ask_events e ON e.rid = d.rid" : " FROM ask_events e");
    if (pairs) dl_sql_add(sql, pair_joins);
    dl_sql_add(sql, " WHERE ");
    add_rows(a, sql, driver ? "d.rid" : "e.rid");
    if (driver) add_driver(sql, driver);
    else dl_sql_add(sql, "1");
    for (uint32_t i = 0; i < a->terms.count; i++)
        if (&a->terms.terms[i] != driver) add_term(sql, &a->terms.terms[i]);
    if (a->ask->text && *a->ask->text) add_words(sql, a->ask->text);
    return sql->text.failed ? dl_fail(err, DL_LIMIT, "The question is too large.") : DL_OK;
}

/* The first month (years * 12 + month - 1) of a whole month, or the last one. */
static bool whole_month(int32_t day, bool last, int32_t *out)
{
    int year, month, mday;
    dl_day_to_ymd(day, &year, &month, &mday);
    *out = year * 12 + month - 1;
    return mday == (last ? dl_month_length(year, month) : 1);
}

bool dl_asker_whole_months(const dl_asker *a, int32_t *first, int32_t *last)
{
    *first = 0;
    *last = INT32_MAX;
    if (a->ask->text && *a->ask->text) return false;
    for (uint32_t i = 0; i < a->terms.count; i++) {
        const dl_term *t = &a->terms.terms[i];
        int32_t from = 0, to = INT32_MAX;
        if (t->field != DL_FIELD_DATE || t->count != 1 || t->compare == DL_IS_NOT) return false;
        if (t->compare != DL_AT_MOST && t->values[0].low > -719162 && !whole_month(t->values[0].low, false, &from)) return false;
        if (t->compare != DL_AT_LEAST && t->values[0].high < INT32_MAX && !whole_month(t->values[0].high, true, &to)) return false;
        *first = DL_MAX(*first, from);
        *last = DL_MIN(*last, to);
    }
    return true;
}

const char *dl_sql_order(const dl_asker *a)
{
    for (uint32_t i = 0; i < a->terms.count; i++)
        if (columns[a->terms.terms[i].field].how == SIDE && a->terms.terms[i].count == 1 && a->terms.terms[i].compare == DL_IS) return " ORDER BY d.rid";
    return " ORDER BY e.rid";
}

/* ## Opening */

dl_status dl_asker_open(dl_asker *a, const char *store, const dl_ask *ask, const dl_sink *sink, dl_error *err)
{
    *a = (dl_asker){.ask = ask};
    dl_stream_open(&a->stream, sink);
    a->arena = dl_arena_new(0);
    if (!a->arena) return dl_fail(err, DL_NOMEM, "There is no memory for the question.");
    DL_TRY(dl_terms_read(a->arena, dl_str_c(ask->question ? ask->question : ""), &a->terms, err));
    return dl_rollup_open(store, &a->db, err);
}

void dl_asker_close(dl_asker *a)
{
    sqlite3_close(a->db);
    dl_stream_close(&a->stream);
    dl_arena_free(a->arena);
}
