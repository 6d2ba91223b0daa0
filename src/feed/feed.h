/* feed.h - reports read from files: the bytes, what kind of file they are, JSON Lines, plain text.
 *
 * The spans of the record count in the text as this room returns it: for JSON Lines the decoded string of the text field, for plain
 * text all that follows the header (the `date` word, front matter or header lines), with white space at both ends removed. */
#ifndef DL_FEED_H
#define DL_FEED_H

#include "base/base.h"

/* ## Bytes: a window that moves over a file or over memory; it never holds more than one report and one read */

typedef struct dl_unpack dl_unpack;

typedef struct dl_input {
    int fd;          /* -1: memory, or unpacked */
    dl_unpack *unpack; /* the bytes come from here; NULL: from fd */
    bool over;       /* nothing follows the window */
    bool broken;     /* the damage behind the window is still to be told */
    char *buffer;    /* owned, `room` bytes; NULL for memory */
    size_t room;
    const char *p;   /* unread bytes are p[at..n) */
    size_t at, n;
    uint64_t passed; /* bytes of the file before p */
} dl_input;

void dl_input_close(dl_input *input);
/* Unread bytes, at least `want` of them unless the file ends before. They stay unread. DL_FORMAT: packed bytes are damaged here,
 * dl_input_fault() says how, and the next call goes on behind the damage. */
DL_CHECKED dl_status dl_input_peek(dl_input *input, size_t want, dl_str *out);
/* The same for the head of a file: damage behind its first bytes is left to the next call. */
DL_CHECKED dl_status dl_input_head(dl_input *input, size_t want, dl_str *out);
/* A line without its line end. DL_LIMIT: it was longer than `limit` and has been passed over; DL_END: no more; DL_FORMAT as above, what
 * the line began with is dropped. */
DL_CHECKED dl_status dl_input_line(dl_input *input, size_t limit, dl_str *out);

/* ## Packing: gzip and zstd, of any number of members, and UTF-16 */

typedef enum dl_packing { DL_PACKED_NOT, DL_PACKED_GZIP, DL_PACKED_ZSTD, DL_PACKED_UTF16LE, DL_PACKED_UTF16BE } dl_packing;
/* Tells by the first bytes. */
dl_packing dl_input_packing(dl_str head);
/* From now on the input gives what is packed in it. Nothing may have been read of it but by peeking. */
DL_CHECKED dl_status dl_input_unpack(dl_input *input, dl_packing packing);
/* A clause on what is damaged ("the gzip data are damaged at byte 100"). */
const char *dl_input_fault(const dl_input *input);
/* For unpack.c. */
DL_CHECKED dl_status dl_unpack_read(dl_unpack *unpack, char *out, size_t room, size_t *got);
void dl_unpack_close(dl_unpack *unpack);
/* Unpacks gzip (or zlib) bytes that lie in memory, up to `limit`; DL_FORMAT or DL_LIMIT tell what stands against it. */
DL_CHECKED dl_status dl_unpack_memory(dl_str packed, size_t limit, dl_arena *arena, dl_str *out);

/* ## What a file is */

/* LIFTED is plain text with HTML tags in it, ITEMS are RSS, Atom, NewsML-G2 and NITF. */
typedef enum dl_feed_kind { DL_FEED_TEXT, DL_FEED_LIFTED, DL_FEED_JSONL, DL_FEED_CSV, DL_FEED_PAGE, DL_FEED_ITEMS, DL_FEED_WARC, DL_FEED_OTHER } dl_feed_kind;
/* Tells by the first bytes. For DL_FEED_OTHER *what is a noun phrase ("an HTML page") and *hint what to do about it. */
dl_feed_kind dl_feed_sniff(dl_str head, const char **what, const char **hint);

/* ## Dates */

/* A whole date in one of the forms below; DL_DAY_UNKNOWN for anything else. The day is the one that is written: time zones are ignored.
 * 2018-08-16, 2018-08-16T10:00:00Z, 2018/08/16, 20180816, August 16, 2018, 16 Aug 2018, Thu, 16 Aug 2018 10:00:00 GMT,
 * and 9 or 10 digits as seconds, 12 or 13 as milliseconds since 1970-01-01 UTC. 08/09/2018 is two different days, so it is refused. */
int32_t dl_feed_date(dl_str s);
/* "August 16, 2018", "16 August 2018", "Thu, 16 Aug 2018" at the beginning of s; *used becomes its length. */
int32_t dl_feed_date_in_words(dl_str s, size_t *used);

/* ## Fields, JSON, plain text */

enum { DL_FIELD_ID, DL_FIELD_DATE, DL_FIELD_TITLE, DL_FIELD_TEXT, DL_FIELD_SOURCE, DL_FIELD_URL, DL_FIELD_LANGUAGE, DL_FIELD_AUTHOR, DL_FIELD_COUNT };
/* The member of a report that a field fills. */
dl_str *dl_field_at(dl_report *report, int field);

/* Reads one line of JSON into `out`; names[field] is the JSON name of each field. Faults are written to fault[room] as a clause
 * ("the text is a number"), and *at is the byte of the line that is wrong. Strings borrow from `line` or live in `arena`. */
DL_CHECKED dl_status dl_feed_json(dl_str line, const dl_str names[DL_FIELD_COUNT], dl_arena *arena, dl_report *out, char *fault, size_t room, size_t *at);

/* Makes UTF-8 of text in which CP1252 bytes may be left; what cannot be told for certain becomes U+FFFD. {NULL, 0}: out of memory. */
dl_str dl_feed_utf8(dl_str bytes, dl_arena *arena);
/* The same of text that is declared as Latin-1 or Windows-1252. */
dl_str dl_feed_western(dl_str bytes, dl_arena *arena);
/* Reads the header of a plain-text report and sets the fields and the text of `out`. `text` is UTF-8 and is borrowed. */
void dl_feed_text(dl_str text, dl_report *out);

#endif
