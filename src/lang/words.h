/* words.h - what tokens.c (words), sentences.c (sentence ends) and token_tables.c (word lists) share. */
#ifndef DL_WORDS_H
#define DL_WORDS_H

#include "lang/lang.h"

/* ## Characters */

/* What a character is to the cutter. Order matters: everything up to DL_CHAR_DIGIT can be inside a word. */
typedef enum dl_char {
    DL_CHAR_LOWER,    /* also letters of scripts without case, and marks */
    DL_CHAR_UPPER,
    DL_CHAR_DIGIT,
    DL_CHAR_SPACE,
    DL_CHAR_DOT,
    DL_CHAR_COMMA,
    DL_CHAR_COLON,
    DL_CHAR_SEMICOLON,
    DL_CHAR_MARK,     /* ! ? */
    DL_CHAR_HYPHEN,   /* the hyphens; DL_CHAR_DASH for en and em dashes */
    DL_CHAR_DASH,
    DL_CHAR_APOSTROPHE,
    DL_CHAR_QUOTE,    /* double quotes of any form */
    DL_CHAR_OPEN,
    DL_CHAR_CLOSE,
    DL_CHAR_SLASH,
    DL_CHAR_ELLIPSIS,
    DL_CHAR_MONEY,
    DL_CHAR_OTHER     /* every other symbol, one token each unless repeated */
} dl_char;

/* One character of a text. `code` is what it stands for: 0x2019 also for a stray CP1252 byte 0x92 and for the garbled "â€™". */
typedef struct dl_glyph {
    uint32_t code;
    uint8_t size; /* bytes */
    uint8_t kind; /* dl_char */
} dl_glyph;
/* Reads one character at s[at]; at < s.n. */
dl_glyph dl_glyph_read(dl_str s, size_t at);
/* How many bytes of white space begin at s[at]; 0 for none. A garbled non-breaking space counts as one. */
size_t dl_space_size(dl_str s, size_t at);

/* ## Word lists. `word` is in lower case, ASCII. */

bool dl_word_is_abbreviation(dl_str word);      /* "gov": a period after it belongs to it */
bool dl_word_is_weak_abbreviation(dl_str word); /* "no", "sun": only when a number or a capital goes with it */
bool dl_word_is_title(dl_str word);             /* "gen": a name follows, so that no sentence ends after it */
bool dl_word_is_prefix(dl_str word);            /* "non": a hyphen after it does not split */
bool dl_word_is_unit(dl_str word);              /* "km": split from a number before it */
bool dl_word_is_domain(dl_str word);            /* "com", "doc": what comes after the last point of an address or file */
bool dl_word_is_whole(dl_str word);             /* "w/o": kept as one in spite of what is inside */
/* Words that are written together: "cannot" gives 3, the length of its first part; 0 for others. */
uint32_t dl_word_split(dl_str word);
/* Are all lists in order? For the tests. */
bool dl_word_lists_sorted(void);

/* ## Sentences */

/* What the sentence splitter looks at: one for each token of a block. */
typedef struct dl_mark_token {
    uint32_t hash;   /* of the lower-case form */
    uint8_t shape;   /* dl_shape */
    uint8_t last;    /* dl_char of the last character */
    uint8_t first;   /* dl_char of the first character */
    uint8_t flags;   /* DL_TOKEN_* */
} dl_mark_token;
enum { DL_TOKEN_INSIDE = 1, /* not the first word of its multiword token */
       DL_TOKEN_SHORT = 2,  /* ends with a period that belongs to it: an abbreviation */
       DL_TOKEN_TITLE = 4,  /* an abbreviation that a name follows */
       DL_TOKEN_OPENS = 8,  /* an opening quotation mark */
       DL_TOKEN_CLOSES = 16 /* a closing one */ };
typedef enum dl_shape {
    DL_SHAPE_LOWER, DL_SHAPE_CAPITAL, DL_SHAPE_CAPITALS, DL_SHAPE_INITIAL, DL_SHAPE_NUMBER, DL_SHAPE_MIXED, DL_SHAPE_STOP, DL_SHAPE_MARK,
    DL_SHAPE_COMMA, DL_SHAPE_COLON, DL_SHAPE_DASH, DL_SHAPE_QUOTE, DL_SHAPE_OPEN, DL_SHAPE_CLOSE, DL_SHAPE_ELLIPSIS, DL_SHAPE_OTHER, DL_SHAPE_EDGE
} dl_shape;

/* What is known about a place between two tokens. */
typedef enum dl_gap { DL_GAP_INSIDE, DL_GAP_END, DL_GAP_ASK_INSIDE, DL_GAP_ASK_END } dl_gap;
#define DL_GAP_FEATURES 24
#define DL_GAP_BUCKETS 131072
/* State carried from token to token of one block. */
typedef struct dl_splitter {
    const dl_token *tokens;
    const dl_mark_token *marks;
    uint32_t count;        /* tokens in the block */
    uint32_t start;        /* first token of the sentence so far */
    uint32_t brackets;     /* open ones in the sentence so far */
    bool quote;            /* a quotation is open */
    uint8_t style;         /* 0 mixed case, 1 capitals only, 2 no capitals at all */
} dl_splitter;
/* Fills marks for the tokens of one block and the block's style. */
void dl_splitter_open(dl_splitter *s, dl_str text, const dl_token *tokens, dl_mark_token *marks, uint32_t count);
/* Takes token t into the state and says what the rules know about the gap after it; t + 1 < count. */
dl_gap dl_splitter_step(dl_splitter *s, uint32_t t);
/* The features of the gap after t: buckets, always DL_GAP_FEATURES of them. */
void dl_splitter_features(const dl_splitter *s, uint32_t t, uint32_t out[DL_GAP_FEATURES]);
/* Tells the state that a sentence ends after token t. */
void dl_splitter_end(dl_splitter *s, uint32_t t);

#endif
