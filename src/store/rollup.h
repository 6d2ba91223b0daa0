/* rollup.h - what questions are answered from: a file beside the store, STORE.ask, made from it whenever it has changed. It can be deleted at any time.
 *
 *   ask_events   one row an event, with the fields of its earliest report; rid counts in the order of date and id
 *   ask_parties  its parties: rid, role, position, text, name, id, code, sector, other_sectors, office, start
 *   ask_docs     which reports (doc_key, the rowid of documents) tell of it
 *   ask_dyads, ask_months  counts of pairs by year, of countries by month
 *   store.*      the store itself; ask_reports (one row a report of an event), ask_records, ask_words (who says what of an event), ask_sizes, ask_meetings and
 *                ask_answers are views of it */
#ifndef DL_ROLLUP_H
#define DL_ROLLUP_H

#include "base/base.h"

#include <sqlite3.h>

/* Opens both; where the folder cannot be written, the roll-up is made in a temporary file. */
DL_CHECKED dl_status dl_rollup_open(const char *store, sqlite3 **out, dl_error *err);
/* SQL that tells how the store keeps things (views.c): temporary views src_events, src_parties, ask_reports, ask_records, ask_words, ask_sizes, ask_meetings,
 * ask_answers, src_stamp. */
extern const char dl_views_sql[];

#endif
