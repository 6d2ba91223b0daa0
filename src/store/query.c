/* query.c - the events that answer a question, and who does what to whom. */
#include "store/asker.h"

#include <stdlib.h>

/* All parties of one side, in their order, as `what` tells them. */
#define SIDE_LIST(role, what) \
    "(SELECT group_concat(t, '; ') FROM (SELECT " what " AS t FROM ask_parties p WHERE p.rid = e.rid AND p.role = '" role "' ORDER BY p.position))"
#define CODED "coalesce(p.code, '') || CASE WHEN p.sector IS NULL THEN '' ELSE '.' || p.sector END"
#define NAMED "coalesce(p.name, p.text, p.code, '?')"

/* For people: what fits a line. For machines: everything that is one cell. */
static const char people[] =
    "SELECT e.id, e.date, e.type || coalesce(' ' || e.mode, '') || coalesce(' (' || e.aux || ')', '') AS event, " SIDE_LIST("actor", NAMED) " AS actor, "
    SIDE_LIST("recipient", NAMED) " AS recipient, coalesce(e.place, e.place_text) AS place, e.n_reports AS reports";
static const char machines[] =
    "SELECT e.id, e.date, e.enddate, e.precision AS date_precision, e.type AS event, e.mode, e.context, e.aux, e.cameo, e.quad AS quad_code, "
    SIDE_LIST("actor", CODED) " AS actor_code, " SIDE_LIST("actor", NAMED) " AS actor_name, "
    SIDE_LIST("recipient", CODED) " AS recipient_code, " SIDE_LIST("recipient", NAMED) " AS recipient_name, "
    "e.country AS country_code, e.province, coalesce(e.place, e.place_text) AS place, e.lat, e.lon, e.dead_low, e.dead_high, "
    "coalesce(e.source_name, e.source_text) AS source, e.source_code, e.stance, e.meeting, e.answer, e.confidence, e.n_reports, e.n_publishers, e.rule, "
    "e.words AS quote, e.doc AS doc_id, e.title, e.url";

static dl_status write_events(dl_asker *a, dl_sql *sql, dl_count *count, dl_error *err)
{
    sqlite3_stmt *statement = NULL;
    dl_rows_form form;
    DL_TRY(dl_rows_form_of(a->ask->format, &form, err));
    uint32_t limit = a->ask->limit ? a->ask->limit : form == DL_ROWS_TABLE ? 50 : 0;
    dl_sql_add(sql, form == DL_ROWS_TABLE ? people : machines);
    DL_TRY(dl_sql_from(a, sql, false, err));
    dl_sql_add(sql, dl_sql_order(a));
    if (limit) {
        dl_sql_add(sql, " LIMIT ");
        dl_sql_number(sql, limit);
    }
    dl_status status = dl_sql_prepare(a, sql, &statement, err);
    if (status == DL_OK) status = dl_rows_write(statement, form, a->ask->width, &a->stream, &count->rows,
                                                    form == DL_ROWS_TABLE ? "reports" : "n_reports", &count->reports, err);
    sqlite3_finalize(statement);
    count->events = count->rows;
    return status;
}

/* Opens, answers by `answer`, closes. */
static dl_status run(const char *store, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err,
                     dl_status (*answer)(dl_asker *a, dl_sql *sql, dl_count *count, dl_error *err))
{
    dl_asker a;
    *count = (dl_count){0};
    dl_sql *sql = calloc(1, sizeof *sql);
    if (!sql) return dl_fail(err, DL_NOMEM, "There is no memory for the question.");
    dl_status status = dl_asker_open(&a, store, ask, sink, err);
    if (status == DL_OK) status = answer(&a, sql, count, err);
    if (status == DL_OK) status = dl_stream_push(&a.stream, true, err);
    dl_asker_close(&a);
    dl_sql_drop(sql);
    free(sql);
    return status;
}

dl_status dl_store_query(const char *store, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err)
{
    return run(store, ask, sink, count, err, write_events);
}

/* ## Dyads */

/* Counts are always events and reports: of rows with a quad class, `e` the events of one and `r` its reports. */
#define BOTH(name, quad, e, r) "sum((quad = " quad ") * " e ") AS " name "_events, sum((quad = " quad ") * " r ") AS " name "_reports, "
#define SLASH(name, quad, e, r) "nullif(sum((quad = " quad ") * " e ") || ' / ' || sum((quad = " quad ") * " r "), '0 / 0') AS \"" name "\", "
#define MACHINES(e, r, first, last) \
    "SELECT actor, recipient, sum(" e ") AS n_events, sum(" r ") AS n_reports, " BOTH("verbal_coop", "1", e, r) BOTH("material_coop", "2", e, r) \
    BOTH("verbal_conf", "3", e, r) BOTH("material_conf", "4", e, r) "min(" first ") AS first, max(" last ") AS last"
#define PEOPLE(e, r, first, last) \
    "SELECT actor, recipient, sum(" e ") || ' / ' || sum(" r ") AS \"events / reports\", " SLASH("verbal coop.", "1", e, r) SLASH("material coop.", "2", e, r) \
    SLASH("verbal conf.", "3", e, r) SLASH("material conf.", "4", e, r) "min(" first ") AS first, max(" last ") AS last"
static const char dyads_machines[] = MACHINES("1", "n", "date", "date"), dyads_people[] = PEOPLE("1", "n", "date", "date");
static const char dyads_machines_kept[] = MACHINES("n_events", "n_reports", "first", "last"), dyads_people_kept[] = PEOPLE("n_events", "n_reports", "first", "last");

/* Each event with its pairs; or, for whole years, what was counted beforehand. */
static dl_status add_pairs(dl_asker *a, dl_sql *sql, bool table, dl_error *err)
{
    int32_t first, last;
    if (dl_asker_whole_months(a, &first, &last) && first % 12 == 0 && (last == INT32_MAX || last % 12 == 11)) {
        dl_sql_add(sql, table ? dyads_people_kept : dyads_machines_kept);
        dl_sql_add(sql, " FROM ask_dyads WHERE y >= ");
        dl_sql_number(sql, first / 12);
        dl_sql_add(sql, " AND y <= ");
        dl_sql_number(sql, last / 12);
        dl_sql_add(sql, " GROUP BY actor, recipient ORDER BY sum(n_events) DESC, actor, recipient");
        return DL_OK;
    }
    dl_sql_add(sql, table ? dyads_people : dyads_machines);
    dl_sql_add(sql, " FROM (SELECT DISTINCT e.rid, e.date, e.quad, e.n_reports AS n, "
               "coalesce(a.code, '') || CASE WHEN a.sector IS NULL THEN '' ELSE '.' || a.sector END AS actor, "
               "coalesce(b.code, '') || CASE WHEN b.sector IS NULL THEN '' ELSE '.' || b.sector END AS recipient");
    DL_TRY(dl_sql_from(a, sql, true, err));
    dl_sql_add(sql, ") WHERE actor <> '' AND recipient <> '' GROUP BY actor, recipient ORDER BY count(*) DESC, actor, recipient");
    return DL_OK;
}

static dl_status write_dyads(dl_asker *a, dl_sql *sql, dl_count *count, dl_error *err)
{
    sqlite3_stmt *statement = NULL;
    dl_rows_form form;
    DL_TRY(dl_rows_form_of(a->ask->format, &form, err));
    uint32_t limit = a->ask->limit ? a->ask->limit : form == DL_ROWS_TABLE ? 50 : 0;
    DL_TRY(add_pairs(a, sql, form == DL_ROWS_TABLE, err));
    if (limit) {
        dl_sql_add(sql, " LIMIT ");
        dl_sql_number(sql, limit);
    }
    dl_status status = dl_sql_prepare(a, sql, &statement, err);
    if (status == DL_OK) status = dl_rows_write(statement, form, a->ask->width, &a->stream, &count->rows, NULL, NULL, err);
    sqlite3_finalize(statement);
    return status;
}

dl_status dl_store_dyads(const char *store, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err)
{
    return run(store, ask, sink, count, err, write_dyads);
}
