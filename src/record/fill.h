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

/* Entities that fill a role with at least the threshold, in text order, at most `room`; returns how many. */
uint32_t dl_fill_parties(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_trigger *t, dl_role role, float threshold,
                         uint32_t *out, uint32_t room, dl_evidences *evidence);
/* Date of the event: the time its role points to, else the report's date. Needs aux and sentence of the event. */
void dl_fill_time(const dl_record_context *context, const dl_doc *doc, const dl_marks *marks, const dl_trigger *t, dl_event *e, dl_evidences *evidence);
void dl_fill_place(const dl_record_context *context, const dl_doc *doc, const dl_marks *marks, const dl_trigger *t, dl_event *e, dl_evidences *evidence);
/* Dead, injured, troops ...: the quantities of the sentence that hang near the trigger. */
void dl_fill_sizes(dl_doc *doc, const dl_marks *marks, dl_event *e);

#endif
