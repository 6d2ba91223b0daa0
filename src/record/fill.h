/* fill.h - fields of an event from a candidate's role scores. All of it works on marks; entities may be added. */
#ifndef DL_FILL_H
#define DL_FILL_H

#include "record/record.h"

typedef struct dl_evidences {
    dl_evidence *items;
    uint32_t count, room;
} dl_evidences;

/* Adds one piece of evidence; a list that finds no memory stays shorter. */
void dl_evidence_add(const dl_doc *doc, dl_evidences *list, dl_str what, float score, dl_span span, bool decided);
/* The same for an event whose evidence is already sorted. */
DL_CHECKED dl_status dl_evidence_append(const dl_doc *doc, dl_event *e, dl_str what, dl_span span, dl_error *err);

/* Entities that fill a role with at least the threshold, in text order, at most `room`; returns how many. */
uint32_t dl_fill_parties(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_trigger *t, dl_role role, float threshold,
                         uint32_t *out, uint32_t room, dl_evidences *evidence);
/* The highest probability of the role among words first..last. */
float dl_fill_probability(const dl_doc *doc, const dl_trigger *t, dl_role role, uint32_t first, uint32_t last);
/* Mentions under the words that the role's probability carries, resolved, in text order, at most `room`. */
uint32_t dl_fill_mentions(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_trigger *t, dl_role role, float threshold, uint32_t *out, uint32_t room);
/* Of two fillers of one role that stand for the same party the surer one stays. Adds to `list`; returns its new length. */
typedef struct dl_filler { uint32_t entity; float score; } dl_filler;
uint32_t dl_filler_merge(const dl_marks *marks, dl_filler *list, uint32_t count, uint32_t room, dl_filler filler);
/* How far word `a` lies from `b` in the tree of their sentence, at most 20; 20 across sentences. */
uint32_t dl_tree_distance(const dl_doc *doc, uint32_t a, uint32_t b);
/* Takes the date of the event's time, or of the report where it has none. Needs aux, sentence and time of the event. */
void dl_fill_date(const dl_doc *doc, const dl_marks *marks, dl_event *e);
/* Date of the event: the time its role points to, else the report's date. Needs aux and sentence of the event. */
void dl_fill_time(const dl_record_context *context, const dl_doc *doc, const dl_marks *marks, const dl_trigger *t, dl_event *e, dl_evidences *evidence);
/* The place its role points to (place.c). */
void dl_fill_place(const dl_record_context *context, const dl_doc *doc, const dl_marks *marks, const dl_trigger *t, dl_event *e, dl_evidences *evidence);
/* Do two lists of parties name a party in common, or is one of them empty? */
bool dl_parties_meet(const dl_marks *marks, const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count);
/* An offer and its refusal in one sentence name each other's recipients (answered.c). `events` stand in the order of the text. */
DL_CHECKED dl_status dl_answers_join(const dl_doc *doc, const dl_marks *marks, dl_event *events, uint32_t count, dl_error *err);
/* An act that is told again without its day has the day that was told elsewhere in the report (retold.c). */
DL_CHECKED dl_status dl_dates_lend(const dl_doc *doc, const dl_marks *marks, dl_event *events, uint32_t count, dl_error *err);
/* Gives events on the ground that have no place that of an event of their kind nearby. `events` in the order of the text. */
DL_CHECKED dl_status dl_places_lend(const dl_doc *doc, const dl_marks *marks, dl_event *events, uint32_t count, dl_error *err);
/* Gives parties the sector that they have in this act (fit.c). Needs type, aux, date and parties of the event. */
void dl_fit_parties(const dl_record_context *context, const dl_doc *doc, dl_marks *marks, dl_event *e);
/* Dead, injured, troops ...: the quantities of the sentence that hang near the trigger. */
void dl_fill_sizes(dl_doc *doc, const dl_marks *marks, dl_event *e);

#endif
