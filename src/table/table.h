/* table.h - writing records down.
 *
 *   dl_analysis -> json.c (JSON text), index.c (bytes to code points), words.c (scores and words that only writers need)
 *     for machines: records.c (JSON Lines), csv.c, lines.c (claims, article, marks), conllu.c
 *     for people:   paint.c (colour, columns, running text), people.c, explain.c with drawing.c (the tree) and evidence.c, text.c, card.c, codebook.c
 *
 * Writers append to a dl_buf and cannot fail in another way than by its `failed`, which the caller looks at once. */
#ifndef DL_TABLE_H
#define DL_TABLE_H

#include "base/base.h"

/* ## JSON */

typedef struct dl_json {
    dl_buf *out;
    bool more; /* the next key or value needs a comma before it */
} dl_json;
void dl_json_open(dl_json *json, char bracket);  /* '{' or '[' */
void dl_json_close(dl_json *json, char bracket); /* '}' or ']' */
void dl_json_key(dl_json *json, const char *key);
void dl_json_str(dl_json *json, dl_str s);       /* malformed bytes become U+FFFD, as dl_utf8_next counts them */
void dl_json_int(dl_json *json, int64_t value);
void dl_json_real(dl_json *json, double value, int digits);
/* A key and a string, nothing when the string is empty: absent means unknown. */
void dl_json_field(dl_json *json, const char *key, dl_str value);
/* At most `digits` (0..6) digits after the point, without trailing zeros; the same on every machine and in every locale. */
void dl_real_add(dl_buf *out, double value, int digits);

/* ## Bytes to code points */

typedef struct dl_index_mark { uint32_t byte, code; } dl_index_mark;
typedef struct dl_index {
    dl_str text;
    dl_index_mark *marks; /* [text.n / 64 + 1] the first code point that begins at or after byte 64 i */
} dl_index;
DL_CHECKED bool dl_index_open(dl_index *index, dl_str text);
void dl_index_close(dl_index *index);
uint32_t dl_index_at(const dl_index *index, uint32_t byte);

/* ## What all writers share */

typedef struct dl_writer {
    const dl_analysis *a;
    dl_buf *out;
    dl_json json;
    dl_index index;
} dl_writer;
/* False: memory ran out, and out->failed says so. */
DL_CHECKED bool dl_writer_open(dl_writer *w, const dl_analysis *analysis, dl_buf *out);
void dl_writer_close(dl_writer *w);
dl_str dl_writer_text(const dl_writer *w, dl_span span);
void dl_writer_span(dl_writer *w, dl_span span);                    /* "start":..,"end":.. inside an object */
void dl_writer_quote(dl_writer *w, dl_span span);                   /* {"text","start","end"} */
void dl_writer_entity(dl_writer *w, uint32_t entity);               /* the object of doc/record.md */
const dl_entity *dl_entity_get(const dl_analysis *a, uint32_t i);   /* NULL for DL_NONE */

/* ## Words and numbers (words.c) */

dl_str dl_precision_text(dl_precision precision);
dl_str dl_basis_text(dl_basis basis);
dl_str dl_time_type_text(dl_time_type type);
extern const char *const dl_aux_names[4];  /* by bit: historical, future, hypothetical, negation */
/* PLOVER's score of the event: its first mode's where PLOVER gives one, else the type's. */
double dl_event_scale(const dl_event *event);
/* Does the event stand on somebody's word? Otherwise the reporter states it. */
static inline bool dl_event_is_claim(const dl_event *e) { return e->claim_source != DL_NONE || e->chain_count > 0 || e->stance != DL_STANCE_NONE; }
/* 5 part of a town, 4 town, 3 district, 2 province, 1 country, 0 unknown; from a GeoNames feature code. */
int dl_place_resolution(dl_str feature);
/* "AFG.GOV", "AFG", ".GOV" or "?" */
void dl_entity_code_add(dl_buf *out, const dl_entity *entity);
/* The text with every run of white space made one blank. */
void dl_plain_add(dl_buf *out, dl_str s);

/* ## For people (paint.c) */

typedef enum dl_ink {
    DL_INK_PLAIN, DL_INK_BOLD, DL_INK_FAINT, DL_INK_HEAD,
    DL_INK_QUAD1, DL_INK_QUAD2, DL_INK_QUAD3, DL_INK_QUAD4, DL_INK_PARTY, DL_INK_PLACE, DL_INK_TIME, DL_INK_CLAIM
} dl_ink;
typedef struct dl_page {
    dl_buf *out;
    const dl_analysis *a;
    bool colour;
    uint32_t width; /* columns */
} dl_page;
dl_page dl_page_open(const dl_analysis *analysis, int colour, unsigned width, dl_buf *out); /* width 0: 100 columns */
void dl_ink_add(dl_page *page, dl_ink ink, dl_str s);
void dl_ink_printf(dl_page *page, dl_ink ink, const char *format, ...) DL_PRINTF(3, 4); /* up to 255 bytes */
void dl_rule_add(dl_page *page, dl_str title);                     /* a heading over the width of the page */
void dl_pad_add(dl_buf *out, uint32_t columns);                    /* blanks */
void dl_repeat_add(dl_buf *out, const char *s, uint32_t times);
uint32_t dl_columns(dl_str s);                                     /* columns of a terminal that the text takes */
uint32_t dl_columns_of(uint32_t code);                             /* 0, 1 or 2 */
dl_ink dl_quad_ink(int quad);

/* Running text with a hanging indent: words are kept whole, lines break before the edge. A word may be put together from parts
 * in several inks; it ends at white space or at dl_flow_break. */
typedef struct dl_flow {
    dl_page *page;
    uint32_t indent, column;
    dl_buf word;           /* the word that waits, painted */
    uint32_t word_columns;
    dl_ink first, last;    /* inks of its first and last part */
    dl_ink before;         /* ink of the end of the word before */
    bool begun;            /* something stands on the line already */
} dl_flow;
void dl_flow_open(dl_flow *flow, dl_page *page, uint32_t indent); /* the caller has written what stands before the first word */
void dl_flow_add(dl_flow *flow, dl_ink ink, dl_str s);
void dl_flow_printf(dl_flow *flow, dl_ink ink, const char *format, ...) DL_PRINTF(3, 4);
void dl_flow_break(dl_flow *flow);
void dl_flow_close(dl_flow *flow);                                /* ends the line */

/* Meeting cards (card.c). */
void dl_cards_add(dl_page *page);

#endif
