/* feed.h - reports read from files: the bytes, what kind of file they are, JSON Lines, plain text.
 *
 * The spans of the record count in the text as this room returns it: for JSON Lines the decoded string of the text field, for plain
 * text all that follows the header (the `date` word, front matter or header lines), with white space at both ends removed. */
#ifndef DL_FEED_H
#define DL_FEED_H

#include "base/base.h"

/* ## Bytes: a window that moves over a file or over memory; it never holds more than one report and one read */

typedef struct dl_input {
    int fd;          /* -1: memory */
    bool over;       /* nothing follows the window */
    char *buffer;    /* owned, `room` bytes; NULL for memory */
    size_t room;
    const char *p;   /* unread bytes are p[at..n) */
    size_t at, n;
    uint64_t passed; /* bytes of the file before p */
} dl_input;

void dl_input_close(dl_input *input);
/* Unread bytes, at least `want` of them unless the file ends before. They stay unread. */
DL_CHECKED dl_status dl_input_peek(dl_input *input, size_t want, dl_str *out);
/* A line without its line end. DL_LIMIT: it was longer than `limit` and has been passed over; DL_END: no more. */
DL_CHECKED dl_status dl_input_line(dl_input *input, size_t limit, dl_str *out);

/* ## What a file is */

typedef enum dl_feed_kind { DL_FEED_TEXT, DL_FEED_JSONL, DL_FEED_OTHER } dl_feed_kind;
/* Tells by the first bytes. For DL_FEED_OTHER *what is a noun phrase ("an HTML page") and *hint what to do about it. */
dl_feed_kind dl_feed_sniff(dl_str head, const char **what, const char **hint);

/* ## Dates */

/* A whole date in one of the forms below; DL_DAY_UNKNOWN for anything else. The day is the one that is written: time zones are ignored.
 * 2018-08-16, 2018-08-16T10:00:00Z, 2018/08/16, 20180816, August 16, 2018, 16 Aug 2018, Thu, 16 Aug 2018 10:00:00 GMT,
 * and 9 or 10 digits as seconds, 12 or 13 as milliseconds since 1970-01-01 UTC. 08/09/2018 is two different days, so it is refused. */
int32_t dl_feed_date(dl_str s);
/* "August 16, 2018", "16 August 2018", "Thu, 16 Aug 2018" at the beginning of s; *used becomes its length. */
int32_t dl_feed_date_in_words(dl_str s, size_t *used);

/* ## The two formats */

enum { DL_FIELD_ID, DL_FIELD_DATE, DL_FIELD_TITLE, DL_FIELD_TEXT, DL_FIELD_SOURCE, DL_FIELD_URL, DL_FIELD_LANGUAGE, DL_FIELD_AUTHOR, DL_FIELD_COUNT };
/* The member of a report that a field fills. */
dl_str *dl_field_at(dl_report *report, int field);

/* Reads one line of JSON into `out`; names[field] is the JSON name of each field. Faults are written to fault[room] as a clause
 * ("the text is a number"), and *at is the byte of the line that is wrong. Strings borrow from `line` or live in `arena`. */
DL_CHECKED dl_status dl_feed_json(dl_str line, const dl_str names[DL_FIELD_COUNT], dl_arena *arena, dl_report *out, char *fault, size_t room, size_t *at);

/* Makes UTF-8 of text in which CP1252 bytes may be left; what cannot be told for certain becomes U+FFFD. {NULL, 0}: out of memory. */
dl_str dl_feed_utf8(dl_str bytes, dl_arena *arena);
/* Reads the header of a plain-text report and sets the fields and the text of `out`. `text` is UTF-8 and is borrowed. */
void dl_feed_text(dl_str text, dl_report *out);

#endif
