/* article.h - the words of a page that a person would keep. */
#ifndef DL_ARTICLE_H
#define DL_ARTICLE_H

#include "feed/markup.h"

typedef enum dl_paragraph_kind { DL_PARAGRAPH_PLAIN, DL_PARAGRAPH_HEADING, DL_PARAGRAPH_ITEM, DL_PARAGRAPH_CAPTION } dl_paragraph_kind;

typedef struct dl_paragraph {
    dl_str text;           /* white space made single spaces */
    dl_node *block;        /* the innermost block that it stands in */
    uint32_t linked;       /* bytes of the text that are in links */
    dl_paragraph_kind kind;
    bool left_out;
} dl_paragraph;

typedef struct dl_paragraphs {
    dl_paragraph *items;
    uint32_t count, room;
    char *text;            /* where the next one is written */
    bool blank_lines;      /* a blank line ends a paragraph, as in text that was never given tags for them */
    dl_arena *arena;
} dl_paragraphs;

enum { DL_MARK_OUT = 1 }; /* of dl_node.marks: left out with all below */

/* The paragraphs below a node, menus, scripts and what is marked left out. */
DL_CHECKED dl_status dl_paragraphs_read(dl_node *top, bool blank_lines, dl_arena *arena, dl_paragraphs *out);
/* Those that are not left out, with a blank line between them; {NULL, 0} when memory ran out. */
dl_str dl_paragraphs_join(const dl_paragraphs *paragraphs);
/* Text of a piece of HTML as feeds carry it; every paragraph is kept. */
DL_CHECKED dl_status dl_fragment_text(dl_str html, dl_arena *arena, dl_str *out);
/* The article of a whole page; empty when it holds none. */
DL_CHECKED dl_status dl_article_text(dl_node *root, dl_arena *arena, dl_str *out);

/* Does a class or an id name one of the words? "story-share_tools", "shareTools" and "share tools" all name "share". `words` is
 * " share social " with a space at both ends. */
bool dl_node_named(const dl_node *node, const char *words);

#endif
