/* lang.h - from a text to its blocks, sentences, words, tags, trees and scores.
 *
 *   text -> blocks (blocks.c) -> sentences and words (tokens.c) -> model (reader.c): UPOS, XPOS, features, heads, relations, lemmas,
 *   names, event-type scores -> dl_doc.
 *
 * A dl_doc lives in the report arena. Words are numbered through the whole report. */
#ifndef DL_LANG_H
#define DL_LANG_H

#include "base/base.h"

typedef struct dl_doc {
    dl_arena *arena;      /* the report arena: everything below lives there */
    dl_str text;
    dl_str title;         /* headline, may be empty: it names countries and people, and is not coded */
    int32_t day;          /* publication date, DL_DAY_UNKNOWN */
    dl_block *blocks;        uint32_t block_count;
    dl_sentence *sentences;  uint32_t sentence_count;
    dl_token *tokens;        uint32_t token_count;
    dl_score *scores;        /* [token_count], NULL when only parsed */
    const float *vectors;    /* [token_count][dl_reader_width()] event-task word vectors, for the heads below, until the reader's next report; NULL when only parsed */
} dl_doc;

static inline dl_str dl_token_form(const dl_doc *doc, uint32_t t) { return dl_str_part(doc->text, doc->tokens[t].start, doc->tokens[t].end); }

/* ## Blocks and words */

typedef struct dl_model dl_model;   /* mapped file, read-only; see doc/model.md */
/* Fills doc->blocks. Needs only text. Every byte that is not white space belongs to exactly one block, in order. */
DL_CHECKED dl_status dl_blocks_find(dl_doc *doc, dl_error *err);
/* Every paragraph is a BODY block: for text that is language throughout, and for measuring the splitter against treebanks. */
DL_CHECKED dl_status dl_blocks_plain(dl_doc *doc, dl_error *err);
/* Fills doc->sentences and doc->tokens (start, end, sentence, space_after, group_size) for BODY and CAPTION blocks. The model gives the
 * learned part (section "tokens.*"); NULL or a model without that section: rules alone. */
DL_CHECKED dl_status dl_tokens_find(const dl_model *model, dl_doc *doc, dl_error *err);

/* ## The model */

typedef struct dl_reader dl_reader; /* scratch of one thread over a model */
DL_CHECKED dl_status dl_model_open(const char *path, dl_model **out, dl_error *err);
/* The same from memory (for fuzzing); bytes must outlive the model. */
DL_CHECKED dl_status dl_model_open_memory(dl_str bytes, dl_model **out, dl_error *err);
void dl_model_close(dl_model *model);
dl_str dl_model_digest(const dl_model *model); /* 16 hexadecimal characters */
bool dl_model_is_recurrent(const dl_model *model); /* is its network the quick kind? */
/* Compares the file's content with the digest in it, which opening does not do. */
DL_CHECKED dl_status dl_model_verify(const dl_model *model, dl_error *err);
/* A section of the file as bytes, checked to lie inside it and to have type and rank as asked (type DL_SECTION_ANY: any); false when absent. */
typedef enum dl_section_type { DL_SECTION_BYTES, DL_SECTION_INT8, DL_SECTION_FLOAT, DL_SECTION_U16, DL_SECTION_U32, DL_SECTION_ANY } dl_section_type;
typedef struct dl_section { dl_str bytes; dl_section_type type; uint32_t rank, shape[4]; } dl_section;
bool dl_model_section(const dl_model *model, const char *name, dl_section_type type, dl_section *out);
DL_CHECKED dl_status dl_reader_open(const dl_model *model, dl_reader **out, dl_error *err);
/* A pair: `quick` reads every sentence. Where it gives some word of a window at least `chance` of a type, `careful` reads that window, as it would alone, and
 * what it says of the sentences there stands. The vectors of a report are the quick model's; questions about words that the careful model read go to it.
 * `careful` must be an encoder, and both must have the same labels of modes, codes, sectors and specials. */
DL_CHECKED dl_status dl_reader_open_pair(const dl_model *quick, const dl_model *careful, float chance, dl_reader **out, dl_error *err);
void dl_reader_close(dl_reader *reader);
/* Words of the last report that the careful model of a pair read. */
uint32_t dl_reader_reread(const dl_reader *reader);
uint32_t dl_reader_width(const dl_reader *reader); /* floats of a word vector */
/* Fills every other field of doc->tokens, and scores and vectors unless parse_only. */
DL_CHECKED dl_status dl_reader_read(dl_reader *reader, dl_doc *doc, bool parse_only, dl_error *err);

/* Roles that a word may play towards a trigger. */
typedef enum dl_role { DL_ROLE_ACTOR, DL_ROLE_RECIPIENT, DL_ROLE_SOURCE, DL_ROLE_PLACE, DL_ROLE_TIME, DL_ROLE_COUNT } dl_role;
#define DL_MODE_MAX 64
#define DL_SECTOR_MAX 32
/* What the heads say about one trigger: words first..last of the report. All are probabilities. */
typedef struct dl_trigger {
    uint32_t first, last;
    float core;
    float aux[4];                        /* historical, future, hypothetical, negation */
    float stance[DL_STANCE_COUNT];       /* sums to 1 */
    float mode[DL_MODE_MAX];             /* by dl_model_mode_text() */
    float cameo[512];                    /* by dl_model_cameo_text(), sums to 1 */
    uint32_t window_first, window_count; /* the words that `role` covers */
    const float *role[DL_ROLE_COUNT];    /* [window_count] probability that the word belongs to a filler */
} dl_trigger;
/* The answers depend on the type that the words are read as. */
DL_CHECKED dl_status dl_reader_trigger(dl_reader *reader, const dl_doc *doc, uint32_t first, uint32_t last, dl_type type, dl_trigger *out, dl_error *err);
uint32_t dl_model_mode_count(const dl_model *model);
dl_str dl_model_mode_text(const dl_model *model, uint32_t mode);
uint32_t dl_model_cameo_count(const dl_model *model);
dl_str dl_model_cameo_text(const dl_model *model, uint32_t cameo);

/* What the heads say about one party: words first..last. */
typedef struct dl_party {
    float sector[DL_SECTOR_MAX];         /* by dl_model_sector_text(), sums to 1 */
    uint32_t window_first, window_count;
    const float *country;                /* [window_count] probability that this word (a country, people, capital, leader) gives its country */
    float special[16];                   /* by dl_model_special_text(): IGO UNO EUR NGO ISM IMG MNC and "" ; with country[] sums to 1 */
} dl_party;
DL_CHECKED dl_status dl_reader_party(dl_reader *reader, const dl_doc *doc, uint32_t first, uint32_t last, dl_party *out, dl_error *err);
uint32_t dl_model_sector_count(const dl_model *model);
dl_str dl_model_sector_text(const dl_model *model, uint32_t sector);
uint32_t dl_model_special_count(const dl_model *model);
dl_str dl_model_special_text(const dl_model *model, uint32_t special);

/* ## Trees */

/* Maximum spanning arborescence with exactly one root (Chu & Liu 1965; Edmonds 1967). score: [n][n + 1], row = dependent,
 * column 0 = root, column j + 1 = word j. head: [n], word index or DL_NONE. */
DL_CHECKED dl_status dl_tree_decode(const float *score, uint32_t n, uint32_t *head, dl_arena *scratch, dl_error *err);
/* The lemma tables of a model, looked up once so that each word costs only its hashes; zero when the model has none. Lives as long as the model. */
typedef struct dl_lemmas { dl_str keys, values, edits, text; uint32_t mask; } dl_lemmas;
dl_lemmas dl_lemmas_open(const dl_model *model);
/* Lemma of a form by table, then suffix rules; without tables the form in lower case, names as they are. The result lives in the form, the model or in arena. */
dl_str dl_lemmas_get(const dl_lemmas *lemmas, dl_arena *arena, dl_str form, dl_upos upos, dl_str xpos);
/* The same for a single word. The result lives in the model or in arena. */
dl_str dl_lemma(const dl_model *model, dl_arena *arena, dl_str form, dl_upos upos, dl_str xpos);

#endif
