/* mark.h - words resolved: who, when, where, how many.
 *
 * All tables of data/ are read once into a dl_tables (run lifespan, read-only). Marks are added to a dl_marks, which lives in the
 * report arena with the dl_doc that it describes. */
#ifndef DL_MARK_H
#define DL_MARK_H

#include "lang/lang.h"

typedef struct dl_tables dl_tables;
/* Reads every table in the folder. Faults are appended to `findings` ("file:line: words"), counted, and the row is skipped. */
DL_CHECKED dl_status dl_tables_open(const char *folder, dl_tables **out, dl_buf *findings, uint32_t *finding_count, dl_error *err);
/* The same with a folder of further tables (NULL none) read after it; that one need not have every table. */
DL_CHECKED dl_status dl_tables_open_all(const char *folder, const char *further, dl_tables **out, dl_buf *findings, uint32_t *finding_count, dl_error *err);
/* Reads what opening only maps: the gazetteer. Faults are appended and counted as above. */
void dl_tables_check(const dl_tables *tables, dl_buf *findings, uint32_t *finding_count);
void dl_tables_close(dl_tables *tables);
dl_str dl_tables_digest(const dl_tables *tables); /* 16 hexadecimal characters over all tables */

typedef struct dl_marks {
    dl_entity *entities;     uint32_t entity_count, entity_room;
    dl_time *times;          uint32_t time_count, time_room;
    dl_place *places;        uint32_t place_count, place_room;
    dl_quantity *quantities; uint32_t quantity_count, quantity_room;
    uint32_t *entity_at;     /* [token_count] entity whose *head* is this token, DL_NONE */
    uint32_t *time_at;       /* [token_count] time that covers this token, DL_NONE */
    uint32_t *place_at;      /* [token_count] place that covers this token, DL_NONE */
    uint32_t *quantity_at;   /* [token_count] quantity that covers this token, DL_NONE */
    int32_t dateline_day;    /* date in the dateline, DL_DAY_UNKNOWN */
    dl_span dateline_place;
    struct dl_who *who;      /* names and countries of the report; private to who.c */
} dl_marks;

/* Fills all marks in the order when, how many, where, who. `reader` may be NULL: then no learned sector or country is asked. */
DL_CHECKED dl_status dl_marks_find(const dl_tables *tables, dl_reader *reader, const dl_model *model, dl_doc *doc, dl_marks *out, dl_error *err);
/* The four parts, each of which can be tested alone (dl_marks_find calls them). */
DL_CHECKED dl_status dl_when_find(const dl_tables *tables, dl_doc *doc, dl_marks *marks, dl_error *err);
DL_CHECKED dl_status dl_quantity_find(dl_doc *doc, dl_marks *marks, dl_error *err);
/* What a quantity counts in an event: "dead" "injured" "arrested" "abducted" "displaced" "participants" "troops" "invited", or empty. The
 * words next to it and its unit decide; the words of the event's trigger (tokens first..last, DL_NONE for none) where they are silent. */
dl_str dl_quantity_kind(const dl_doc *doc, const dl_quantity *quantity, uint32_t first, uint32_t last);
DL_CHECKED dl_status dl_where_find(const dl_tables *tables, dl_doc *doc, dl_marks *marks, dl_error *err);
DL_CHECKED dl_status dl_who_find(const dl_tables *tables, dl_reader *reader, const dl_model *model, dl_doc *doc, dl_marks *marks, dl_error *err);

/* The entity of a party that the record room chose as words first..last: an existing mention with that head, or a new one that is
 * resolved in the same way (role words, learned sector and country, coreference). Returns its index, DL_NONE only when memory ran out. */
uint32_t dl_who_resolve(const dl_tables *tables, dl_reader *reader, const dl_model *model, dl_doc *doc, dl_marks *marks, uint32_t first, uint32_t last);
/* The same mention with another sector, for one event alone; the entity itself when memory ran out. */
uint32_t dl_who_as(dl_marks *marks, uint32_t entity, dl_str sector, const char *why);

/* "both sides", "the two countries", "each other": the entities of the two parties that are meant; false when the entity is no such pair or they are unknown. */
bool dl_who_both(const dl_marks *marks, uint32_t entity, uint32_t out[2]);
bool dl_is_reciprocal(const dl_doc *doc, const dl_entity *entity); /* "each other", a pair of that kind */

/* "Syrian and Russian jets": a copy for each of the countries, at most DL_WHO_SPREAD; 0 where the noun is of one. */
#define DL_WHO_SPREAD 4
uint32_t dl_who_spread(dl_marks *marks, uint32_t entity, uint32_t out[DL_WHO_SPREAD]);

#endif
