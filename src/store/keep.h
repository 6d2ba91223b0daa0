/* keep.h - a store opened for writing (keep.c), and what is derived from all its reports (settle.c). */
#ifndef DL_KEEP_H
#define DL_KEEP_H

#include "store/bag.h"

struct dl_store {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *insert[DL_FRAMES_OF_DOC], *find, *find_withdrawn, *find_id, *index;
    char run[40];
    bool writing;     /* inside a transaction */
    uint32_t pending; /* reports of the transaction */
    double began;     /* and when it began */
};

/* Runs statements of several SQL sentences; the error says what could not be done. */
DL_CHECKED dl_status dl_keep_run(dl_store *store, const char *sql, dl_error *err);
DL_CHECKED dl_status dl_keep_prepare(dl_store *store, const char *sql, sqlite3_stmt **out, dl_error *err);
/* Runs a statement that gives no rows and makes it ready for the next time. */
DL_CHECKED dl_status dl_keep_step(dl_store *store, sqlite3_stmt *statement, dl_error *err);
DL_CHECKED dl_status dl_keep_failed(const dl_store *store, dl_error *err);
/* Opens a transaction unless one is open. */
DL_CHECKED dl_status dl_keep_begin(dl_store *store, dl_error *err);
/* Takes a report out, with all its rows. */
DL_CHECKED dl_status dl_keep_remove(dl_store *store, dl_str doc_id, dl_error *err);
void dl_keep_bind(sqlite3_stmt *statement, int at, dl_str text); /* empty is unknown; the text must live until the next reset */
dl_str dl_keep_column(sqlite3_stmt *statement, int column);      /* borrowed until the next step */

#endif
