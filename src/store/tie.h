/* tie.h - which reports are copies of each other, which records tell of one event, which meetings are one: over all reports of a store, in memory.
 *
 * Everything goes in the canonical order of reports, by date and then by hash, never by arrival; all arithmetic is on integers. So the same
 * reports are tied in the same way on every machine and in whatever order they came. Texts are numbers here: 0 is unknown. */
#ifndef DL_TIE_H
#define DL_TIE_H

#include "store/bag.h"

enum { DL_TIE_COPY = 80, DL_TIE_REWRITE = 30 }; /* shared shingles in a hundred */
enum { DL_TIE_DAYS = 7 };                       /* between a report and its copy */

/* Hashed words, in order; the two lowest bits are the weight. */
typedef struct dl_tie_words { const uint32_t *items; uint32_t count, weight; } dl_tie_words;

typedef struct dl_tie_doc {
    dl_str id, hash;
    int32_t day;
    uint32_t source;
    bool sketched;
    dl_tie_words topic;    /* of the title and the first sentences */
    uint32_t minima[DL_MINHASHES];
    uint32_t like, root;   /* the earlier report that it is most like, DL_NONE; the first report of which it is a copy: itself */
    uint32_t similarity;   /* to `like`, in a hundred */
} dl_tie_doc;

/* `self`: a person or group that is known by name; a country stands for too many. */
typedef struct dl_tie_party { bool recipient; uint32_t self, code, sector, text; } dl_tie_party;

typedef struct dl_tie_event {
    dl_str id;
    uint32_t doc;
    uint8_t type, aux;     /* dl_type, DL_AUX_ bits */
    bool stated, town;     /* the day is from words of the text; the place is a town or part of one */
    int32_t low, high;
    uint32_t place, country, province, cameo, sentence;
    int64_t dead;          /* -1 unknown */
    const dl_tie_party *parties;
    uint32_t party_count;
    dl_tie_words words;    /* of the sentence */
    uint32_t group;        /* index of the record that leads its group */
} dl_tie_event;

typedef struct dl_tie_meeting {
    dl_str name;           /* in its report */
    uint32_t doc;
    uint32_t place, country, host;
    int32_t low, high;
    const uint32_t *parties; /* entities, else codes, of those who answer; sorted */
    uint32_t party_count;
    uint32_t group;
} dl_tie_meeting;

/* Finds `like`, `similarity` and `root`; reports are in canonical order. */
DL_CHECKED dl_status dl_tie_docs(dl_arena *arena, dl_tie_doc *docs, uint32_t count, dl_error *err);
/* Shared shingles in a hundred. */
uint32_t dl_tie_likeness(const dl_tie_doc *a, const dl_tie_doc *b);
/* How well two records go together as one event, in hundredths. From DL_TIE_EVENT on they are tied, if the record and the group go together on the
 * whole by DL_TIE_GROUP; groups that a record stands between become one by DL_TIE_GROUPS. */
enum { DL_TIE_EVENT = 390, DL_TIE_GROUP = 100, DL_TIE_GROUPS = 330 };
int32_t dl_tie_score(const dl_tie_doc *docs, const dl_tie_event *a, const dl_tie_event *b);
/* Finds the groups; records are in canonical order. */
DL_CHECKED dl_status dl_tie_events(dl_arena *arena, const dl_tie_doc *docs, dl_tie_event *events, uint32_t count, dl_error *err);
DL_CHECKED dl_status dl_tie_meetings(dl_arena *arena, const dl_tie_doc *docs, dl_tie_meeting *meetings, uint32_t count, dl_error *err);

#endif
