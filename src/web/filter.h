/* filter.h - the filters of an address, and the events that they leave (filter.c). */
#ifndef DL_FILTER_H
#define DL_FILTER_H

#include "web/columns.h"

/* One name and value of an address, already without its percent signs. */
typedef struct dl_pair { dl_str name, value; } dl_pair;
enum { DL_PAIRS_MAX = 40 };
typedef struct dl_query { dl_pair pairs[DL_PAIRS_MAX]; uint32_t count; } dl_query;
dl_str dl_query_get(const dl_query *q, const char *name);                      /* {0}: absent */
uint32_t dl_query_number(const dl_query *q, const char *name, uint32_t otherwise, uint32_t most);

#define DL_FILTER_LIST(X) \
    X(PARTY, party) X(ACTOR, actor) X(RECIPIENT, recipient) X(TYPE, type) X(QUAD, quad) X(DATE, date) X(COUNTRY, country) X(PUBLISHER, publisher) \
    X(AUX, aux) X(SOURCE, source) X(STANCE, stance) X(MEETING, meeting) X(ANSWER, answer) X(CONFIDENCE, confidence) X(REPORTS, reports) X(DEAD, dead) \
    X(DISPUTED, disputed) X(REVIEWED, reviewed) X(TEXT, text)
typedef enum dl_filter_name {
#define X_(name, text) DL_FILTER_##name,
    DL_FILTER_LIST(X_)
#undef X_
    DL_FILTER_COUNT
} dl_filter_name;

typedef struct dl_filter {
    const dl_kept *c;
    uint32_t set;                              /* bit of each dl_filter_name that is there */
    bool *parties[DL_FILTER_COUNT];            /* PARTY, ACTOR, RECIPIENT, SOURCE: which parties will do */
    bool *words[DL_FILTER_COUNT];              /* COUNTRY, PUBLISHER, STANCE, MEETING, ANSWER: which words will do */
    bool *found;                               /* TEXT: which events */
    uint32_t types, quads, aux;                /* bits; bit 4 of aux: none of them */
    int32_t low, high, dead;
    uint32_t reports;
    float confidence;
} dl_filter;
/* DL_USAGE: a value cannot be read; `err` says which. Memory is the arena's. `text` words are looked up in db. */
DL_CHECKED dl_status dl_filter_read(dl_arena *arena, const dl_kept *c, const dl_query *q, sqlite3 *db, dl_filter *out, dl_error *err);
/* Bits of the filters that the event fails; 0: it is wanted. */
uint32_t dl_filter_fails(const dl_filter *f, uint32_t event);
static inline bool dl_filter_takes(const dl_filter *f, uint32_t event) { return dl_filter_fails(f, event) == 0; }
/* The first and last day of "2018", "2018-08", "2018-08-16", "2018..2019-03", "..2019", "2019..". */
bool dl_days_read(dl_str text, int32_t *low, int32_t *high);

#endif
