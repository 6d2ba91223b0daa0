/* feed.h - readers of reports. feed.c holds the bytes and tells formats apart; a format is a file of its own and a row in feed.c. */
#ifndef DL_FEED_H
#define DL_FEED_H

#include "base/base.h"

typedef struct dl_feed_map {
    dl_str id, date, title, text, source, url, language, author; /* JSON names of our fields */
} dl_feed_map;

struct dl_feed {
    int fd;                /* -1 when reading from memory */
    char *buffer;          /* bytes read and not yet used: buffer[at..n) */
    size_t at, n, room;
    bool ended;            /* nothing more to read */
    dl_str name;           /* of the file, for messages; in `own` */
    uint32_t line;         /* number of the line that was given last */
    size_t limit;          /* bytes of one report at most */
    dl_feed_map map;
    dl_str date;           /* for reports without one */
    dl_arena *own;         /* lives as long as the feed */
    dl_arena *report;      /* reset with each report */
    dl_status (*next)(dl_feed *feed, dl_report *out, dl_error *err);
};

/* Bytes until at least `want` lie in the buffer or the input ends. */
DL_CHECKED dl_status dl_feed_fill(dl_feed *feed, size_t want, dl_error *err);
/* The next line without its end, valid until the next call. DL_END at the end; DL_LIMIT for a line over the limit, which is skipped. */
DL_CHECKED dl_status dl_feed_line(dl_feed *feed, dl_str *line, dl_error *err);

/* One object a line (jsonl.c), one report a file (text.c). */
DL_CHECKED dl_status dl_feed_jsonl(dl_feed *feed, dl_report *out, dl_error *err);
DL_CHECKED dl_status dl_feed_text(dl_feed *feed, dl_report *out, dl_error *err);

/* What bytes are when they are not a format that can be read: a noun phrase with advice ("an HTML page, ..."), NULL when they may be. */
const char *dl_feed_refusal(dl_str head);
/* Makes UTF-8 of text with stray bytes: bytes that are not UTF-8 are read as Windows-1252, those without a meaning there and NUL become U+FFFD.
 * Carriage returns before line feeds go, alone they become line feeds. A byte order mark at the head goes. */
dl_str dl_feed_clean(dl_arena *arena, dl_str bytes);
/* YYYY-MM-DD out of an ISO date or time, YYYYMMDD, "16 August 2018", "Aug. 16, 2018" or "Thu, 16 Aug 2018 10:00:00 GMT"; {0} otherwise. */
dl_str dl_feed_date(dl_arena *arena, dl_str text);

#endif
