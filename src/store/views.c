/* views.c - the store's tables as the questions see them: temporary views, the only place of the reading side that knows how things are kept. */
#include "store/asker.h"

static const char views[] = "";

dl_status dl_views_open(sqlite3 *db, const char *store, dl_error *err)
{
    char *words = NULL;
    if (sqlite3_exec(db, views, NULL, NULL, &words) == SQLITE_OK) return DL_OK;
    dl_status status = dl_fail(err, DL_FORMAT, "%s is no store of this version: %s.", store, words ? words : "it cannot be read");
    sqlite3_free(words);
    return status;
}
