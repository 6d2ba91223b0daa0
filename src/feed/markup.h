/* markup.h - HTML and XML as a tree, for text that comes from outside: whatever the bytes are, a tree comes out, in time and memory
 * linear in their number, and no declaration in them can define, fetch or expand anything. Faults of spelling are forgiven as browsers
 * forgive them: a news page or feed with one wrong tag still holds its report. */
#ifndef DL_MARKUP_H
#define DL_MARKUP_H

#include "base/base.h"

typedef struct dl_attribute {
    dl_str name, value;
    struct dl_attribute *next;
} dl_attribute;

typedef struct dl_node {
    dl_str name;              /* of an element, in small letters for HTML; empty for text */
    dl_str text;              /* of a text node, entities decoded */
    dl_attribute *attributes;
    struct dl_node *parent, *first, *last, *next;
    uint32_t tag;             /* a DL_TAG_ for elements of HTML, whatever their prefix; 0 others */
    uint32_t words, linked, good, marks; /* for article.c: characters of text, of them in links, of them in paragraphs; flags */
    float score;
} dl_node;

typedef enum dl_markup { DL_MARKUP_HTML, DL_MARKUP_XML } dl_markup;

/* Reads UTF-8. DL_LIMIT: more than a million tags and texts. */
DL_CHECKED dl_status dl_markup_read(dl_str source, dl_markup kind, dl_arena *arena, dl_node **root);

/* What is to be known of elements. */
enum {
    DL_TAG_KNOWN = 1,
    DL_TAG_BLOCK = 2,   /* begins and ends a paragraph */
    DL_TAG_VOID = 4,    /* has no content */
    DL_TAG_RAW = 8,     /* its content is not markup */
    DL_TAG_MUTE = 16,   /* its content is not for readers: scripts, forms, menus */
    DL_TAG_SCOPE = 32,  /* an end tag within does not close what is open around it */
    DL_TAG_INLINE = 64  /* its end tag closes no block */
};

/* The value of an attribute; {0} when there is none. */
dl_str dl_node_attribute(const dl_node *node, const char *name);
/* The name without its prefix. */
dl_str dl_node_local(const dl_node *node);
bool dl_node_is(const dl_node *node, const char *local);
/* The first element with the name, prefix and all, below and in the order of the document; NULL for none. */
dl_node *dl_node_find(dl_node *node, const char *name);
/* The next node in the order of the document, within `top`; `into`: its children too. */
dl_node *dl_node_next(dl_node *node, const dl_node *top, bool into);
/* All text below, white space made single spaces; {NULL, 0} when memory ran out. */
dl_str dl_node_text(const dl_node *node, dl_arena *arena);
/* A piece of text with its entities decoded; borrows when there are none; {NULL, 0} when memory ran out. */
dl_str dl_markup_decode(dl_str s, dl_arena *arena);

#endif
