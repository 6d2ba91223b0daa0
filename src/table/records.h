/* records.h - parts of the record that records.c and lines.c both write. */
#ifndef DL_RECORDS_H
#define DL_RECORDS_H

#include "table/table.h"

void dl_jsonl_events(const dl_analysis *analysis, dl_buf *out);
void dl_jsonl_place(dl_writer *w, const dl_place *place);         /* an object */
void dl_jsonl_bounds(dl_writer *w, const dl_quantity *quantity);  /* "low":..,"high":.. inside an object; no high when it is open */
void dl_jsonl_claim(dl_writer *w, const dl_claim *claim);         /* an object */
void dl_jsonl_statement(dl_writer *w, uint32_t claim);             /* the same with the claims that report it under "chain" */
void dl_jsonl_sentence(dl_writer *w, uint32_t sentence);          /* "text_info":{..} */
void dl_jsonl_cite(dl_writer *w);                                 /* "cite_info":{..} */
void dl_jsonl_spans(dl_writer *w, const char *key, const dl_span *spans, uint32_t count);

#endif
