/* readers.h - what the readers of the formats share: the open feed, its messages, the table of columns. */
#ifndef DL_READERS_H
#define DL_READERS_H

#include "feed/feed.h"

/* The columns of a table. */
typedef struct dl_columns {
    char separator;
    uint32_t count, at[DL_FIELD_COUNT]; /* column of each field, DL_NONE */
} dl_columns;

struct dl_feed {
    dl_input input;
    dl_arena *fixed, *arena;      /* the options; the report */
    dl_str origin;
    dl_str names[DL_FIELD_COUNT]; /* in JSON and in the header of a table */
    char date[11];                /* for reports without one; "" none */
    char own_date[11];            /* of the report, as YYYY-MM-DD */
    size_t limit;
    dl_feed_kind kind;
    uint32_t line;                /* of the report, 0 where lines mean nothing */
    uint32_t passed;              /* line ends before the window's unread bytes, where the reader counts them */
    bool over;
    dl_columns columns;
    dl_str label;                 /* the encoding that an XML document declares; empty none */
    dl_str source, language;      /* of a whole feed, for items without their own: the title of an RSS channel */
    bool begun;                   /* its head has been read */
    uint32_t items;               /* that were found */
    bool told;                    /* a record was faulty: what is left of it needs no further word */
};

/* Tells where: "FILE:LINE: words." A feed goes on after DL_FORMAT and DL_LIMIT, and after nothing else. */
DL_PRINTF(5, 6) dl_status dl_feed_refuse(dl_feed *feed, dl_error *err, dl_status status, uint64_t byte, const char *format, ...);
/* What every format must hold: a text, and a date that can be read if there is one. */
DL_CHECKED dl_status dl_feed_finish(dl_feed *feed, dl_report *out, uint64_t byte, dl_error *err);
/* dl_input_peek() with the words for what went wrong. */
DL_CHECKED dl_status dl_feed_peek(dl_feed *feed, size_t want, dl_str *out, dl_error *err);
/* Moves past n bytes of the window and counts their lines. */
void dl_feed_pass(dl_feed *feed, size_t n);
uint64_t dl_feed_byte(const dl_feed *feed);

/* ## Tables: RFC 4180, read strictly; commas, tabs or semicolons */

/* The separator, when the first line names at least two columns and one is `text`; 0 otherwise. */
char dl_csv_separator(dl_str head, dl_str text);
DL_CHECKED dl_status dl_csv_open(dl_feed *feed, char separator, dl_error *err);
DL_CHECKED dl_status dl_csv_next(dl_feed *feed, dl_report *out, dl_error *err);

/* ## Pages, feeds of items, wire documents, web archives */

DL_CHECKED dl_status dl_page_next(dl_feed *feed, dl_report *out, dl_error *err);
DL_CHECKED dl_status dl_item_next(dl_feed *feed, dl_report *out, dl_error *err);
DL_CHECKED dl_status dl_warc_next(dl_feed *feed, dl_report *out, dl_error *err);

#endif
