/* event_read.h - an event of a store, whole. */
#ifndef DL_EVENT_READ_H
#define DL_EVENT_READ_H

#include "table/export.h"

#include <sqlite3.h>

/* The columns that dl_event_read takes from a statement over `ask_events e`. */
extern const char dl_event_columns[];
enum { DL_EVENT_GROUP = 2 }; /* the column of its group */

typedef struct dl_event_reader {
    sqlite3_stmt *parties, *reports, *sizes;
    dl_arena *arena;
    dl_out_event *event;
} dl_event_reader;
DL_CHECKED dl_status dl_event_reader_open(dl_event_reader *r, sqlite3 *db, dl_error *err);
void dl_event_reader_close(dl_event_reader *r);
/* The event of the statement's row; valid until the next call. */
const dl_out_event *dl_event_read(dl_event_reader *r, sqlite3_stmt *row);

#endif
