/* weigh.h - from a candidate to an event with its confidence and evidence. */
#ifndef DL_WEIGH_H
#define DL_WEIGH_H

#include "record/fill.h"

/* text_digest: hexadecimal digest of the report's text, part of the event's id. */
DL_CHECKED dl_status dl_weigh_candidate(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_claim *claims, uint32_t claim_count, const dl_candidate *c,
                                        const char *text_digest, dl_event *e, dl_error *err);

/* Gathers talks and conferences over the whole report and ties invitations and answers to them (meetings.c). */
DL_CHECKED dl_status dl_meetings_find(dl_doc *doc, dl_marks *marks, dl_event *events, uint32_t event_count, dl_meeting **out, uint32_t *count, dl_error *err);

/* Modes of the event (modes.c): the model's probabilities and the words "mode.NAME" of the rule files. */
void dl_modes_fill(const dl_record_context *context, const dl_doc *doc, const dl_trigger *t, dl_event *e, dl_evidences *evidence);

/* The innermost claim whose content holds the word, DL_NONE. */
uint32_t dl_claim_around(const dl_doc *doc, const dl_claim *claims, uint32_t count, uint32_t word);

#endif
