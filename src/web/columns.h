/* columns.h - the events of a store in memory, so that a brush over a million of them is counted without asking SQLite (columns.c). */
#ifndef DL_COLUMNS_H
#define DL_COLUMNS_H

#include "table/table.h"

#include <sqlite3.h>

/* A party as it was coded; equal ones are one. */
typedef struct dl_col_party {
    dl_str id, code, sector, name;
    uint32_t key;  /* in dl_kept.keys: its id, else its code */
    uint32_t role; /* in dl_kept.codes: "AFG.GOV" */
} dl_col_party;

typedef struct dl_col_place { dl_str name, country, province, feature; double lat, lon; } dl_col_place;

typedef struct dl_col_doc { dl_str id; int32_t day; uint32_t publisher, language; enum { DL_COL_FIRST, DL_COL_COPY, DL_COL_REWRITE } tie; } dl_col_doc;

/* Words (countries, publishers, meetings, stances...) are numbers in dl_kept.words; 0 is unknown. */
typedef struct dl_col_event {
    dl_str id, first;    /* of the group, and of the record that leads it */
    int32_t day;         /* DL_DAY_UNKNOWN */
    uint32_t reports, disputed;
    uint32_t parties;    /* index of the first actor in dl_kept.roles; recipients follow */
    uint32_t docs;       /* index in dl_kept.told */
    uint32_t doc_count;
    uint32_t country, meeting, stance, answer, place, source; /* place, source: index + 1 */
    int32_t dead;        /* -1 unknown */
    float confidence;
    uint16_t actors, recipients;
    uint8_t type, quad, aux; /* dl_type, 1 to 4, DL_AUX_ bits */
} dl_col_event;

typedef struct dl_strs { dl_str *items; uint32_t count, room; dl_map *map; } dl_strs;

typedef enum dl_order { DL_ORDER_REPORTS, DL_ORDER_CONFIDENCE, DL_ORDER_TYPE, DL_ORDER_WORTH, DL_ORDER_COUNT } dl_order;

typedef struct dl_kept {
    dl_arena *arena;
    dl_str store;            /* file name */
    dl_col_event *events;    /* by date, then by id */
    uint32_t count;
    uint32_t *orders[DL_ORDER_COUNT]; /* most first; WORTH: what a reviewer should see first */
    uint8_t *reviewed;       /* dl_verdict of each event; changes while the server runs, one byte at a time */
    dl_map *by_id;           /* ids of groups and of their first records */
    uint32_t *roles, *told;  /* parties and documents of events */
    uint32_t role_count, role_room, told_count, told_room;
    uint32_t *role_codes, *role_keys, *told_publishers; /* beside roles and told: code and key of the party, publisher of the document, read in the order of events */
    dl_col_party *parties; uint32_t party_count, party_room; dl_map *party_map;
    dl_col_place *places; uint32_t place_count, place_room; dl_map *place_map;
    dl_col_doc *docs; uint32_t doc_count, doc_room;
    uint32_t *doc_of_key; uint32_t key_room; /* by documents.doc_key */
    dl_strs words, keys, codes;
    uint32_t *key_party;     /* of each key: a party that has it */
    dl_str coder, text_kept;
    int32_t from, to;        /* days of reports */
} dl_kept;

typedef enum dl_verdict { DL_VERDICT_NONE, DL_VERDICT_ACCEPT, DL_VERDICT_FIX, DL_VERDICT_REJECT, DL_VERDICT_COUNT } dl_verdict;
extern const char *const dl_verdict_names[DL_VERDICT_COUNT];

/* Reads all of the store. What it returns is freed by dl_columns_close. */
DL_CHECKED dl_status dl_columns_open(sqlite3 *db, const char *store, dl_kept **out, dl_error *err);
void dl_columns_close(dl_kept *c);
/* The number of a word, 0 when no event has it. */
uint32_t dl_word_find(const dl_strs *words, dl_str word);
/* Reads again what reviewers have said of one event. */
void dl_columns_review(dl_kept *c, sqlite3 *db, uint32_t event);

#endif
