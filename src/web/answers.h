/* answers.h - what the page asks and what it is told: one function a call, all of the same shape (doc/api.md). */
#ifndef DL_ANSWERS_H
#define DL_ANSWERS_H

#include "web/filter.h"

typedef struct dl_asked {
    dl_kept *c;
    sqlite3 *db;           /* read-only, of this request alone */
    dl_arena *arena;       /* of this request */
    const dl_query *query;
    dl_filter filter;      /* of the query */
    dl_str id;             /* what follows the name of the call in the path */
    const char *data;      /* folder of tables, NULL the usual one */
    bool review;           /* may corrections be posted? */
    bool files;            /* the answer is to be saved as a file: more rows than a page shows */
    dl_json json;          /* the answer */
} dl_asked;

/* DL_END: there is no such thing. DL_USAGE: it was asked wrongly. */
typedef dl_status dl_answering(dl_asked *a, dl_error *err);

dl_answering dl_answer_summary, dl_answer_bins, dl_answer_facets;               /* counts.c */
dl_answering dl_answer_places, dl_answer_sources;                               /* spread.c */
dl_answering dl_answer_actors, dl_answer_actor;                                 /* network.c */
dl_answering dl_answer_events, dl_answer_event, dl_answer_claims, dl_answer_article, dl_answer_review; /* lists.c */
dl_answering dl_answer_meetings, dl_answer_meeting;                             /* process.c */
dl_answering dl_answer_gold, dl_answer_codebook;                                /* corrections.c */

/* How many events and reports, and of which quad class. */
typedef struct dl_total { uint32_t events, reports, quads[4]; } dl_total;
static inline void dl_total_add(dl_total *t, const dl_col_event *e)
{
    t->events++;
    t->reports += e->reports;
    t->quads[e->quad - 1]++;
}
/* "events": n, "reports": m, and with `quads` the four. */
void dl_total_json(dl_json *json, const dl_total *t, bool quads);
void dl_day_json(dl_json *json, const char *key, int32_t day);               /* null when unknown */
void dl_text_json(dl_json *json, const char *key, dl_str text);              /* null when empty */
void dl_int_json(dl_json *json, const char *key, int64_t value);
/* How many rows are wanted: `otherwise` when the address does not say; files have more than a page. */
uint32_t dl_rows_wanted(const dl_asked *a, uint32_t otherwise, uint32_t most);
/* What stands at `sql` for the ids ?1 and ?2 is JSON already: one value, or with `list` an array of all rows. False: no row. */
bool dl_json_rows(dl_asked *a, const char *sql, dl_str one, dl_str two, bool list);

/* Bins of time: days, weeks, months, quarters or years, at most `max` over the days low to high (counts.c). */
enum { DL_BIN_DAY, DL_BIN_WEEK, DL_BIN_MONTH, DL_BIN_QUARTER, DL_BIN_YEAR };
typedef struct dl_bins { int32_t low, high; uint32_t count; int unit; } dl_bins;
dl_bins dl_bins_of(const dl_asked *a, uint32_t max);
uint32_t dl_bin_at(const dl_bins *b, int32_t day);                           /* DL_NONE outside */
int32_t dl_bin_start(const dl_bins *b, uint32_t bin);
extern const char *const dl_bin_units[];

/* One correction, as posted; written to the store by `writer`. DL_USAGE: it is none. The answer is what was kept (corrections.c). */
DL_CHECKED dl_status dl_correct(dl_asked *a, sqlite3 *writer, dl_str body, dl_error *err);
/* The rows of an answer as CSV: lists are joined, objects left to the JSON form (flat.c). */
DL_CHECKED dl_status dl_flat(sqlite3 *db, dl_str json, dl_buf *out, dl_error *err);

#endif
