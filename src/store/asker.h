/* asker.h - what query.c, panel.c, show.c and export_store.c share: a store opened for reading, and questions as SQL with bound values. */
#ifndef DL_ASKER_H
#define DL_ASKER_H

#include "store/rollup.h"
#include "store/rows.h"
#include "store/terms.h"

typedef struct dl_asker {
    sqlite3 *db;
    dl_arena *arena;
    const dl_ask *ask;
    dl_terms terms;
    int64_t first_row, last_row; /* of ask_events that the periods of the question leave */
    dl_out_stream stream;
} dl_asker;
/* Opens the store read-only and reads the question. dl_asker_close also after a failure. */
DL_CHECKED dl_status dl_asker_open(dl_asker *a, const char *store, const dl_ask *ask, const dl_sink *sink, dl_error *err);
void dl_asker_close(dl_asker *a);

/* SQL that is put together from fixed pieces; every value is bound. */
#define DL_BINDS_MAX 600
typedef struct dl_bind { dl_str text; int64_t number; double real; char day[11]; enum { DL_BIND_TEXT, DL_BIND_NUMBER, DL_BIND_REAL, DL_BIND_DAY } kind; } dl_bind;
typedef struct dl_sql {
    dl_buf text;
    dl_bind binds[DL_BINDS_MAX];
    uint32_t count;
} dl_sql;
void dl_sql_add(dl_sql *sql, const char *piece);
void dl_sql_text(dl_sql *sql, dl_str value);     /* adds "?" and binds; the text must live until dl_sql_prepare */
void dl_sql_day(dl_sql *sql, int32_t day);
void dl_sql_number(dl_sql *sql, int64_t value);
void dl_sql_real(dl_sql *sql, double value);
/* Adds " FROM ... WHERE ..." for the question and the words: events are `e`, each once; with `pairs` also its ordered pairs of parties a and b, actor
 * and recipient or both directions of a mutual act. */
DL_CHECKED dl_status dl_sql_from(dl_asker *a, dl_sql *sql, bool pairs, dl_error *err);
/* Does the question ask for whole months and nothing else? Then the counts that are kept ready answer it. Months are years * 12 + month - 1. */
bool dl_asker_whole_months(const dl_asker *a, int32_t *first, int32_t *last);
/* " ORDER BY ..." that goes by date and needs no sorting. */
const char *dl_sql_order(const dl_asker *a);
/* The card of the meeting with this id, with the history of its answers (meeting_show.c); *found says whether there is one. */
DL_CHECKED dl_status dl_meeting_show(dl_asker *a, const char *id, bool *found, dl_error *err);
DL_CHECKED dl_status dl_sql_prepare(dl_asker *a, const dl_sql *sql, sqlite3_stmt **out, dl_error *err);
void dl_sql_drop(dl_sql *sql);

#endif
