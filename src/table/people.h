/* people.h - what explain.c, evidence.c, text.c and card.c share: parties, dates and sentences as people read them. */
#ifndef DL_PEOPLE_H
#define DL_PEOPLE_H

#include "table/table.h"

bool dl_event_in(const dl_event *event, const dl_sentence *sentence);
/* The words of a span, white space made plain, cut to `columns` with an ellipsis. */
void dl_flow_words(dl_flow *flow, dl_ink ink, dl_span span, uint32_t columns);
/* "Afghan government (AFG GOV)" */
void dl_flow_party(dl_flow *flow, const dl_entity *entity);
void dl_share_add(dl_buf *out, double share); /* "0.90" */
void dl_flow_share(dl_flow *flow, dl_ink ink, double share);
/* Parties joined by commas; `none` when there are none. */
void dl_flow_parties(dl_flow *flow, const uint32_t *entities, uint32_t count, const char *none);
/* "2018-09-04", "2018-09-03 to 2018-09-09", "undated" */
void dl_flow_date(dl_flow *flow, int32_t low, int32_t high);
/* "NOT ASSAULT/explosives (future)" */
void dl_flow_type(dl_flow *flow, const dl_event *event);
void dl_flow_place(dl_flow *flow, const dl_place *place);
/* The sentence with the words of its events lit (bracketed without colour) and numbered, and their parties in bold. */
void dl_flow_sentence(dl_flow *flow, const dl_sentence *sentence);
/* "on the word of X, who denies it" */
void dl_flow_word_of(dl_flow *flow, const dl_event *event);

#endif
