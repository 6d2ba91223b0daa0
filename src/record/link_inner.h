/* link_inner.h - what the files of link.h share: link.c (parties), link_times.c (dates). */
#ifndef DL_LINK_INNER_H
#define DL_LINK_INNER_H

#include "record/link.h"

bool dl_link_lemma_is(const dl_doc *doc, uint32_t token, const char *list);
/* Is the word one of the trigger? */
bool dl_link_inside(const dl_candidate *c, uint32_t token);
/* The case word of a noun phrase, DL_NONE. */
uint32_t dl_link_case_of(const dl_doc *doc, uint32_t token);
/* `lemmas` NULL: any. */
bool dl_link_has_child(const dl_doc *doc, uint32_t token, dl_rel rel, const char *lemmas);
/* A probability, from -1 (never) to 1 (sure). */
float dl_link_squeeze(float p);

uint32_t dl_link_time_feature_count(void);
const char *dl_link_time_feature_name(uint32_t feature);
void dl_link_time_features(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, uint32_t mention, float best, float *x);

#endif
