/* explain.h - parts of the explanation: bars, the tree, the evidence. */
#ifndef DL_EXPLAIN_H
#define DL_EXPLAIN_H

#include "table/people.h"

void dl_bar_add(dl_page *page, dl_ink ink, double share, uint32_t columns); /* a bar of `share` of so many columns, padded */
/* The tree of a sentence, one word a line (drawing.c). */
void dl_drawing_add(dl_page *page, const dl_sentence *sentence);
/* Everything about one event (evidence.c). */
void dl_reasons_add(dl_page *page, const dl_event *event, uint32_t number, bool rejected);

#endif
