/* who.h - what the files that resolve parties share. Private to this room.
 *
 *   readings.c     which row a matched phrase stands for; which countries the report speaks of
 *   named.c        names of the model, settled by the tables
 *   who.c          the mentions of a report; the two entry points
 *   party.c        what the words of one phrase say about its country and sector
 *   coreference.c  pronouns, later surnames, "the group": from another mention
 *   both.c         "both sides": the two parties
 *   ask.c          what the model's heads say, weighed against the tables
 */
#ifndef DL_MARK_WHO_H
#define DL_MARK_WHO_H

#include "mark/tables.h"

/* How firmly an answer stands; the learned heads outweigh weak answers only (ask.c). */
typedef enum dl_sure {
    DL_SURE_NOTHING,
    DL_SURE_CONTEXT, /* the country the report speaks of; the usual sector of a noun that has none */
    DL_SURE_LINK,    /* from an antecedent */
    DL_SURE_WORD,    /* a noun or an adjective in the phrase */
    DL_SURE_ROW,     /* a row of the tables for these very words */
    DL_SURE_COUNT
} dl_sure;

/* One matched phrase and the row that it stands for here. */
typedef struct dl_reading {
    uint32_t first, last;       /* tokens, inclusive */
    uint8_t known;              /* dl_known */
    bool former;                /* office or body of another time */
    bool plural;
    uint32_t row;
    dl_str code, sector, id, name, office;
} dl_reading;

/* A country that the report speaks of. */
typedef struct dl_land { dl_str code; float count; bool in_title, in_dateline; } dl_land;

/* What coreference needs to know of a mention. */
typedef struct dl_mention {
    bool plural, person, group, land, town, subject, pronoun, noun_only;
    uint8_t sure_code, sure_sector; /* dl_sure */
} dl_mention;

#define DL_WHO_BEARERS 256u

typedef struct dl_who {
    const dl_tables *tables;
    dl_reader *reader;
    const dl_model *model;
    dl_doc *doc;
    dl_marks *marks;
    bool has_trees, has_names;
    dl_reading *readings;   uint32_t reading_count;
    uint32_t *reading_at;   /* [token_count] reading that covers the token, DL_NONE */
    dl_land *lands;         uint32_t land_count, land_room;
    uint16_t *land_at;      /* [token_count] 1 + land that the token's reading names, 0 none */
    float *land_weight;     /* [token_count] how much that says about others, at the reading's first token */
    uint32_t *bearers;      uint32_t bearer_count; /* last words of persons' names of several words, the first DL_WHO_BEARERS of the report */
    dl_mention *mentions;   uint32_t mention_room; /* beside marks->entities */
} dl_who;

/* The phrase of a mention and what is found out about it. */
typedef struct dl_party_answer {
    uint32_t first, last, head;
    dl_str code, sector, name, id, office, other_sectors;
    dl_via via;
    uint8_t sure_code, sure_sector;
    uint32_t antecedent;
    dl_str code_why, sector_why;
    uint32_t role_word;  /* token of the noun that gave the sector, DL_NONE */
} dl_party_answer;

/* What the model's heads say of a phrase. share: probability of each land that words of its window name, and after these of the codes that are no
 * land; sums to 1; NULL when it mostly points at words whose country is unknown. */
typedef struct dl_learned {
    bool known;
    dl_party party;
    uint32_t specials;
    float *share; /* [land_count + specials] */
} dl_learned;

/* ## Words */

/* The word in small letters is one of the space-separated words of `list`. */
bool dl_word_in(const dl_doc *doc, uint32_t t, const char *list);
/* The same for its lemma, or its form where there is no lemma. */
bool dl_lemma_in(const dl_doc *doc, uint32_t t, const char *list);
bool dl_is_capitalised(const dl_doc *doc, uint32_t t);
uint32_t dl_sentence_end(const dl_doc *doc, uint32_t t); /* token after the last of t's sentence */
uint32_t dl_sentence_first(const dl_doc *doc, uint32_t t);
static inline bool dl_is_name(const dl_doc *doc, uint32_t t) { return doc->tokens[t].name != DL_NAME_O; }
static inline bool dl_name_is(const dl_doc *doc, uint32_t t, dl_name first, dl_name inside) { return doc->tokens[t].name == first || doc->tokens[t].name == inside; }

/* ## Parts */

DL_CHECKED bool dl_readings_find(dl_who *who);
/* Gives the words of readings that are names the tag of their kind. */
void dl_names_settle(const dl_who *who);
/* [land_count] how much speaks for each country that a party at token t may belong to; NULL when memory ran out. */
const float *dl_land_scores(const dl_who *who, uint32_t t);
/* The one that most speaks for; {0} for none. */
dl_str dl_land_near(const dl_who *who, uint32_t t);
/* Is the city or capital at these tokens a place here, not its government? */
bool dl_is_place_here(const dl_who *who, uint32_t first, uint32_t last);

/* Head of words first..last: the one that is governed from outside, else a guess from the order of words. */
uint32_t dl_party_head(const dl_who *who, uint32_t first, uint32_t last);
/* Widens a head to the words of its noun phrase. */
void dl_party_span(const dl_who *who, uint32_t head, uint32_t *first, uint32_t *last);
/* What the phrase itself says. */
void dl_party_read(const dl_who *who, dl_party_answer *answer);

bool dl_is_pronoun(const dl_doc *doc, uint32_t t);
/* What another mention says, where the phrase alone leaves something open. */
void dl_link(const dl_who *who, const dl_learned *learned, dl_party_answer *answer);
dl_mention dl_mention_of(const dl_who *who, const dl_party_answer *answer);

DL_CHECKED dl_status dl_learned_ask(const dl_who *who, const dl_party_answer *answer, dl_learned *out, dl_error *err);
/* How much it speaks for a party of this country and sector: nothing without a model. */
float dl_learned_agrees(const dl_who *who, const dl_learned *learned, dl_str code, dl_str sector);
void dl_learned_weigh(const dl_who *who, const dl_learned *learned, dl_party_answer *answer);

#endif
