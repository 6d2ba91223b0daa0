/* rules.h - rules in memory. The language is described in doc/rules.md.
 *
 *   rules.c    text to rules           clause.c   voice, control, relative clauses, negation: the grammar that no rule repeats
 *   match.c    rules on trees          stems.c    lemmas of verbs that the model does not know
 *   ruled.c    what they do            check.c    a rule's own examples */
#ifndef DL_RULES_H
#define DL_RULES_H

#include "record/record.h"

#define DL_RULE_CONDITIONS 8
#define DL_RULE_WORDS 12
#define DL_RULE_STEPS 4

/* One step of a path through the tree. */
typedef struct dl_step {
    enum { DL_STEP_REL, DL_STEP_SUBJECT, DL_STEP_OBJECT, DL_STEP_UP } kind;
    dl_rel rel;
    bool family;      /* the relation with all its subtypes */
    dl_str marker;    /* lemma of a case or mark word that the word must have ("obl:with"); empty for none */
} dl_step;

enum { DL_PATHS_MAX = 5 };
typedef struct dl_path {
    dl_step steps[DL_RULE_STEPS];
    uint32_t count;
} dl_path;

/* Words that a rule speaks of: literal lemmas and named sets. */
typedef struct dl_words {
    dl_str lemma[DL_RULE_WORDS];
    uint32_t set[DL_RULE_WORDS]; /* set indices */
    uint32_t lemma_count, set_count;
} dl_words;

typedef struct dl_condition {
    dl_path path;
    dl_words words;   /* empty: any word */
    bool forbidden;
    bool inside;      /* the word found belongs to the trigger */
} dl_condition;

typedef struct dl_example {
    dl_str sentence, trigger, actor, recipient; /* empty parts are not asked for */
    bool must;        /* false: the rule must not match */
    uint32_t line;
} dl_example;

typedef struct dl_rule {
    dl_str id, file, mode, cameo;
    uint32_t line;
    dl_type type;
    bool forbid;      /* takes away readings of `type` whose trigger holds the head */
    bool negated;     /* matches only what is said not to happen */
    uint32_t instead; /* bits of types whose readings of the same words become readings of `type` */
    uint32_t beside;  /* likewise, but what the noun tells in words of its own stays: "dismissed | an offer of talks" */
    float weight;
    float alone;      /* the least confidence of what it matches, whatever the model sees; 0 when not said */
    uint32_t upos;    /* bits of allowed parts of speech of the head */
    dl_words head;
    dl_condition conditions[DL_RULE_CONDITIONS];
    uint32_t condition_count;
    dl_path actor[DL_PATHS_MAX], recipient[DL_PATHS_MAX]; /* the first that finds somebody counts */
    uint32_t actor_count, recipient_count;
    dl_example *examples;
    uint32_t example_count, example_room;
    uint32_t next;    /* further rule for the same head lemma, DL_NONE (only in entries of the index) */
} dl_rule;

typedef struct dl_set { dl_str name; dl_map *lemmas; } dl_set;
typedef struct dl_entry { uint32_t rule, next; } dl_entry;

struct dl_rules {
    dl_arena *arena;
    dl_rule *items;      uint32_t count, room;
    dl_set *sets;        uint32_t set_count, set_room;
    dl_entry *entries;   uint32_t entry_count, entry_room;
    dl_map *by_lemma;    /* head lemma -> first entry */
    dl_map *by_id;
    dl_map *known;             /* every lemma of a rule or a set */
    dl_sha256 sha;
    char digest[17];
};

/* Is the lemma one of the words? */
bool dl_words_have(const dl_rules *rules, const dl_words *words, dl_str lemma);
/* The lemma of the word as rules know it: the model's; of a verb whose lemma no rule knows, a regular stem that one does (stems.c). */
dl_str dl_rules_lemma(const dl_rules *rules, const dl_doc *doc, uint32_t t);

/* ## Clauses (clause.c). Words are token indices, DL_NONE for none. */

/* Who does what the word at `t` says: subject of an active verb, agent of a passive one, antecedent of a relative clause, controller of an
 * infinitive, subject of a coordinated verb; possessor or "by" of a noun. */
uint32_t dl_clause_actor(const dl_doc *doc, uint32_t t);
/* Whom it is done to: object of an active verb, subject of a passive one, "of" of a noun. */
uint32_t dl_clause_object(const dl_doc *doc, uint32_t t);
/* The word's relation; an object with a preposition, which no grammar has, is what it looks like: an oblique. */
dl_rel dl_clause_rel(const dl_doc *doc, uint32_t t);
bool dl_clause_negated(const dl_doc *doc, uint32_t t);
/* The word and the words coordinated with it, in order; at most `room`. */
uint32_t dl_clause_list(const dl_doc *doc, uint32_t t, uint32_t *out, uint32_t room);
/* First and last token of the noun phrase of `t`, without relative clauses, appositions and conjuncts. */
void dl_clause_phrase(const dl_doc *doc, uint32_t t, uint32_t *first, uint32_t *last);

/* ## Matching (match.c) */

typedef struct dl_rule_match {
    uint32_t rule;
    uint32_t anchor;            /* head token */
    uint32_t first, last;       /* trigger tokens, inclusive */
    uint32_t actor, recipient;  /* head tokens, DL_NONE */
    bool negated;
} dl_rule_match;

typedef struct dl_rule_matches {
    dl_rule_match *items;
    uint32_t count, room;
    dl_evidence *near;          /* rules that lacked one condition; only when asked for */
    uint32_t near_count, near_room;
} dl_rule_matches;

DL_CHECKED dl_status dl_rules_match(const dl_rules *rules, const dl_doc *doc, bool want_near, dl_rule_matches *out, dl_error *err);

/* ## Checking (check.c) */

/* Reads a sentence of our own: returns its document in the reader's hands. */
typedef dl_status dl_example_reader(void *context, dl_str sentence, const dl_doc **out, dl_error *err);
/* Runs every example of every rule; tells those that fail, rules whose examples another rule with a higher weight reads differently, and
 * rules that match none of their own examples or have none. */
DL_CHECKED dl_status dl_rules_check(const dl_rules *rules, dl_example_reader *read, void *context, dl_buf *findings, uint32_t *finding_count, dl_error *err);

#endif
