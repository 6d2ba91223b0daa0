/* bag.h - the rows of one report on their way from a worker to the store: bytes that can be copied and kept (bag.c). */
#ifndef DL_BAG_H
#define DL_BAG_H

#include "store/frames.h"

typedef enum dl_cell_kind { DL_CELL_UNKNOWN, DL_CELL_NUMBER, DL_CELL_REAL, DL_CELL_TEXT, DL_CELL_DOC } dl_cell_kind;
/* DL_CELL_DOC stands for the id that the store gives the report. */
typedef struct dl_cell { dl_cell_kind kind; int64_t number; double real; dl_str text; } dl_cell;

/* A row is its frame (a number of frames.h), then as many cells as the frame has columns. */
void dl_bag_row(dl_buf *out, int frame);
void dl_bag_add(dl_buf *out, const dl_cell *cell);
void dl_bag_text(dl_buf *out, dl_str text); /* empty is unknown */
void dl_bag_number(dl_buf *out, int64_t value);
void dl_bag_real(dl_buf *out, double value);
void dl_bag_unknown(dl_buf *out);
void dl_bag_doc(dl_buf *out);

/* Reading; false at the end. Texts borrow from the bag. */
DL_CHECKED bool dl_bag_next_row(dl_str *rest, int *frame);
DL_CHECKED bool dl_bag_next(dl_str *rest, dl_cell *out);

/* What tells a report from every other one: SHA-256 over all its fields, as 32 hexadecimal characters. */
void dl_report_hash(const dl_report *report, char out[33]);
/* Sketches (sketch.c): both are empty when there are no words. `words` counts tokens that are no punctuation. */
#define DL_MINHASHES 64
void dl_sketch_document(const dl_analysis *a, dl_buf *out);              /* 8 hexadecimal characters a minimum */
void dl_sketch_event(const dl_analysis *a, const dl_event *e, dl_buf *out); /* 8 a word of the sentence that says something, in order */
void dl_sketch_topic(const dl_analysis *a, dl_buf *out);                    /* the same of the title and the first sentences */

#endif
