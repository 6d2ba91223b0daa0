/* export.h - the record in the layouts of other data sets: exactly their columns, in their order, and nothing beside them.
 *
 *   codes.c            country codes: ISO 3166 to FIPS 10-4, Correlates of War, Gleditsch and Ward, CAMEO
 *   export.c           the table of formats, cells, the sidecar
 *   export_NAME.c      one function a format: an event (dl_out_event) becomes its rows
 *   export_package.c   datapackage.json
 *
 * Whoever has events (the store, a test) fills a dl_out_event and calls dl_export_event for each, then dl_export_end.
 * doc/export.md tells what each column holds. */
#ifndef DL_EXPORT_H
#define DL_EXPORT_H

#include "table/table.h"

/* ## Country codes */

typedef struct dl_code_row {
    dl_str code, name, fips;
    int32_t cow, gw;     /* 0: not in that list */
    int32_t from, to;    /* of a former state; INT32_MIN and INT32_MAX otherwise */
    double lat, lon;
} dl_code_row;
typedef struct dl_codes dl_codes;
/* Reads countries.tsv of the folder; NULL is the engine's own default. */
DL_CHECKED dl_status dl_codes_open(const char *folder, dl_codes **out, dl_error *err);
void dl_codes_close(dl_codes *codes);
/* The state that had the code on a day: a former state that covers it (of several, the one that today's goes on from), else today's. NULL: no such code. */
const dl_code_row *dl_codes_get(const dl_codes *codes, dl_str code, int32_t day);
/* Today's state with a number of a system; NULL when there is none. */
const dl_code_row *dl_codes_by_number(const dl_codes *codes, bool gw, int32_t number);
/* Empty for a place without one. The coordinates tell Gaza from the West Bank. */
dl_str dl_codes_fips(const dl_codes *codes, dl_str code, double lat, double lon);
dl_str dl_cameo_country(dl_str code); /* CAMEO's own where it differs from ISO 3166 */
dl_str dl_cameo_type(dl_str sector);  /* GOV, REB ...; empty where CAMEO has none */

/* ## What is written */

typedef struct dl_out_party {
    dl_str text, name, id, code, sector, other_sectors, office;
    int64_t start;                 /* code points into the first report's text, -1 unknown */
} dl_out_party;

typedef struct dl_out_place {
    dl_str text, name, code, province, feature;
    double lat, lon;
    bool located;
} dl_out_place;

typedef struct dl_out_number {
    int64_t low, high;             /* high -1: open */
    bool known;
} dl_out_number;

/* One report of an event. */
typedef struct dl_out_report {
    dl_str event, doc;             /* id of the record and of the report */
    dl_str publisher, title, url, date, language;
    dl_str sentence_text, words;   /* the sentence and the words that carry the event */
    int64_t sentence;              /* from 1 */
    int64_t start, end;            /* of the words, code points */
    int64_t length;                /* of the report, code points; -1 unknown */
    double confidence;
    dl_str tie;                    /* how it stands to the reports before it: "first", "copy", "rewrite", "follow-up", "report"; empty unknown */
    bool moved;                    /* the words do not stand in the text where they should */
} dl_out_report;

#define DL_OUT_REPORTS 64          /* kept in full; the counts know of all */
typedef struct dl_out_event {
    dl_str id;                     /* of the group: one event, however many reports */
    dl_type type;
    dl_str modes[3], contexts[6];
    uint32_t mode_count, context_count, aux;
    dl_str cameo;
    int32_t low, high;             /* days; DL_DAY_UNKNOWN */
    dl_precision precision;
    dl_out_party actors[DL_MAX_PARTIES], recipients[DL_MAX_PARTIES];
    uint32_t actor_count, recipient_count;
    dl_out_place place;
    dl_out_number dead, injured, arrested;
    dl_out_party source;           /* on whose word; code and text empty when the reporter's own */
    dl_str stance, meeting, answer;
    dl_out_report reports[DL_OUT_REPORTS]; /* the first is the one that the fields above come from */
    uint32_t kept;                 /* of `reports` */
    uint32_t report_count, publisher_count;
    dl_str rule, coder;
} dl_out_event;
double dl_out_scale(const dl_out_event *e);
/* The party's name where it is resolved, else its words. */
dl_str dl_out_name(const dl_out_party *party);

/* ## Formats */

typedef struct dl_column { const char *name, *type; } dl_column; /* type as in Table Schema: string integer number date datetime */
struct dl_export;
typedef struct dl_format {
    const char *name;              /* "ucdp-ged" */
    const char *version;           /* of the layout, in words */
    const char *file;              /* name of the file */
    const dl_column *columns;
    uint32_t column_count;
    char separator;                /* 0: not a table */
    bool header, quoted;           /* quoted: as RFC 4180; otherwise a cell may hold no separator, quote or line end */
    bool modal;                    /* can tell future, hypothetical and denied events from others; the rest leave them out */
    void (*event)(struct dl_export *x, const dl_out_event *e);
    void (*begin)(struct dl_export *x), (*end)(struct dl_export *x); /* may be NULL */
} dl_format;
const dl_format *dl_format_find(const char *name); /* NULL when there is none; "ucdp-ged@19.1" names a version */
extern const dl_format *const dl_formats[];        /* NULL at the end */

struct dl_graph;
typedef struct dl_export {
    const dl_format *format;
    const dl_codes *codes;
    dl_buf *out, *sidecar;         /* the caller empties them whenever it likes */
    uint64_t rows;                 /* written so far */
    uint64_t events, left_out;     /* events that gave rows, and those that the format has no place for */
    uint32_t cells;                /* of the current row */
    struct dl_graph *graph;        /* gexf */
} dl_export;
DL_CHECKED bool dl_export_begin(dl_export *x, const dl_format *format, const dl_codes *codes, dl_buf *out, dl_buf *sidecar);
void dl_export_event(dl_export *x, const dl_out_event *e);
void dl_export_end(dl_export *x);
/* Describes the files: `bytes` and `sha256` (64 hexadecimal digits) of the table and of its sidecar. */
typedef struct dl_package_file { const char *name; uint64_t bytes; const char *sha256; } dl_package_file;
void dl_package_add(const dl_export *x, const dl_package_file *table, const dl_package_file *sidecar, const char *coder, dl_buf *out);

/* ## For the writers */

void dl_cell_str(dl_export *x, dl_str s);
void dl_cell_int(dl_export *x, int64_t value);
void dl_cell_real(dl_export *x, double value, int digits);
void dl_cell_none(dl_export *x, uint32_t count);
void dl_cell_day(dl_export *x, int32_t day);           /* 2018-09-04 */
void dl_cell_buf(dl_export *x, dl_buf *cell);          /* its text, and empties it */
/* Ends the row and writes its line of the sidecar. `actor` and `recipient` are the pair of the row, DL_NONE for all. */
void dl_row_end(dl_export *x, const dl_out_event *e, uint32_t actor, uint32_t recipient);
/* Calls `row` for every actor with every recipient; a mutual act gives both directions of each pair, a lone party one row. */
void dl_pairs_each(dl_export *x, const dl_out_event *e, void (*row)(dl_export *x, const dl_out_event *e, uint32_t actor, uint32_t recipient));
const dl_out_party *dl_pair_actor(const dl_out_event *e, uint32_t actor);         /* an empty party for DL_NONE */
/* A recipient, or from DL_MAX_PARTIES on the other actor of a mutual act. */
const dl_out_party *dl_pair_recipient(const dl_out_event *e, uint32_t recipient);
int64_t dl_out_number_of(dl_str id, unsigned bits);    /* a positive number of so many bits from a hexadecimal id or any other text */
/* "Government" and the like: our words for a sector. */
dl_str dl_sector_words(dl_str sector);
/* "Reject (meet)": our words for type and mode. */
void dl_event_words(dl_buf *out, const dl_out_event *e);
void dl_join_add(dl_buf *out, dl_str item, const char *separator); /* `separator` first unless the buffer is empty */

#endif
