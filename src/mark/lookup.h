/* lookup.h - who somebody is on a day, by the tables alone: for `dateline who`. */
#ifndef DL_MARK_LOOKUP_H
#define DL_MARK_LOOKUP_H

#include "mark/mark.h"

/* An office of a person. */
typedef struct dl_holding { dl_str office, code, sector; int32_t from, to; bool holds; } dl_holding;
/* A row of relations.tsv; `name` is that of the other end. */
typedef struct dl_tie { dl_str from_id, relation, to_id, name; int32_t from, to; bool holds; } dl_tie;

/* One reading of the words asked for. Days are inclusive, INT32_MIN and INT32_MAX for open. */
typedef struct dl_found {
    dl_str kind;                 /* "person" "organisation" "country" "capital" ... */
    dl_str id, name, code, sector, office; /* as they are on the day; the office is empty outside its dates */
    int32_t from, to;
    dl_str note;                 /* "no longer in office", "not yet in office", "no longer exists", ...; empty when it holds */
    dl_str last_office;          /* with a note on an office: which one is meant */
    dl_holding *holdings; uint32_t holding_count; /* by date */
    dl_str *aliases;      uint32_t alias_count;
    dl_tie *ties;         uint32_t tie_count;
} dl_found;

/* Everything that reads as `asked`: names and surnames first, else the holders of an office ("president of Afghanistan"), else the names
 * and nouns inside the words ("President Ghani"). DL_DAY_UNKNOWN: at any time. */
DL_CHECKED dl_status dl_lookup(const dl_tables *tables, dl_arena *arena, dl_str asked, int32_t day, dl_found **out, uint32_t *count, dl_error *err);

#endif
