/* where.h - what the files that resolve places share. Private to this room.
 *
 *   where.c          which words name places; what the tables say of them
 *   where_choose.c   which of the places that bear a name is meant
 *   gazetteer.c      the file of places */
#ifndef DL_MARK_WHERE_H
#define DL_MARK_WHERE_H

#include "mark/gazetteer.h"
#include "mark/who.h"

#define DL_KNOWN_PLACE (DL_KNOWN_BIT(DL_KNOWN_COUNTRY) | DL_KNOWN_BIT(DL_KNOWN_CAPITAL) | DL_KNOWN_BIT(DL_KNOWN_CITY))

/* A place that bears the name. */
typedef struct dl_candidate {
    dl_site site;
    float prior;   /* by size and kind alone */
    float hint;    /* share of its country among those that people and bodies of the report belong to */
    float score;   /* with the rest of the report */
    float share;   /* of the name's candidates together, 0..1 */
} dl_candidate;

/* All mentions of one name, which mean one place: who writes "Paris, Texas" once means it by "Paris" too. */
typedef struct dl_toponym {
    dl_str key;
    uint32_t mention;               /* its first, in marks->places */
    uint32_t next_same;             /* further toponym of the same key, within another place; DL_NONE */
    uint32_t within;                /* toponym that stands beside it as what holds it ("Paris, Texas"), DL_NONE */
    uint32_t below, next_below;     /* toponyms that are within it; DL_NONE */
    uint32_t count;                 /* mentions */
    dl_candidate *candidates;       uint32_t candidate_count;
    uint32_t best;                  /* DL_NONE without candidates */
    bool outside;                   /* of the dateline: no mention */
} dl_toponym;

typedef struct dl_where {
    dl_who *who;
    dl_doc *doc;
    dl_marks *marks;
    const dl_gazetteer *gazetteer;
    uint32_t *reading_of;           /* [place_count] reading that the mention rests on, DL_NONE */
    uint32_t *toponym_of;           /* [place_count] */
    dl_toponym *toponyms;           uint32_t toponym_count, toponym_room;
    dl_map *toponym_by_key;
    float *hints;                   /* [who->land_count] */
} dl_where;

/* Chooses for all mentions and fills their places in. False when memory ran out. */
DL_CHECKED bool dl_where_choose(dl_where *where);
/* What the tables say of a reading as a place; false for readings that are none. */
bool dl_where_table(const dl_tables *tables, const dl_reading *reading, dl_place *out);

#endif
