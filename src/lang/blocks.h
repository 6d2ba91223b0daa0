/* blocks.h - what blocks.c (lines, paragraphs, blocks) and block_rules.c (which paragraphs are no running text, and why) share. */
#ifndef DL_BLOCKS_H
#define DL_BLOCKS_H

#include "lang/words.h"

typedef struct dl_paragraph {
    dl_span span;
    uint32_t words;     /* stretches between white space; counting stops at 255 */
    uint32_t times;     /* how often the same text is a paragraph of this report */
    bool signs;         /* holds no letter and no digit */
    bool stopped;       /* ends like a sentence */
    bool before_signs;  /* a paragraph of signs stands before it */
    bool follows_body, leads_body; /* running text stands somewhere before, after it */
} dl_paragraph;

/* The kind and reason of a paragraph that is not running text; NULL for running text. */
typedef struct dl_block_rule { dl_block_kind kind; const char *why; } dl_block_rule;
const dl_block_rule *dl_block_rule_find(dl_str text, const dl_paragraph *p);
/* The same for a short line, asked when it stands where headings stand. */
const dl_block_rule *dl_block_heading_find(dl_str text, const dl_paragraph *p);
/* The end of a dateline at the head of the paragraph ("BEIRUT (Reuters) -"), or its start when there is none. `first`: it is the report's first. */
uint32_t dl_block_dateline_end(dl_str text, dl_span span, bool first);
/* Where a credit in brackets at the end of the paragraph begins, or its end when there is none; *caption: such a credit stands under pictures. */
uint32_t dl_block_credit_start(dl_str text, dl_span span, bool *caption);

extern const char dl_block_why_dateline[], dl_block_why_credit[], dl_block_why_caption[], dl_block_why_gallery[];

#endif
