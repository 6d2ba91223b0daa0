/* record.h - what was done and on whose word.
 *
 *   doc + marks -> claims (claims.c) ; rules over trees (rules.c, match.c) and model scores (learned.c) -> candidates -> weighed in
 *   one place (weigh.c) -> events -> meetings (meetings.c).
 * engine.c puts the rooms together behind dl_engine and dl_worker. */
#ifndef DL_RECORD_H
#define DL_RECORD_H

#include "mark/mark.h"

/* ## Rules, written as data (doc/rules.md) */

typedef struct dl_rules dl_rules;
/* Reads a rule file and adds its rules. Faults go to `findings` ("file:line: words") and the rule is skipped. */
DL_CHECKED dl_status dl_rules_new(dl_rules **out, dl_error *err);
DL_CHECKED dl_status dl_rules_read(dl_rules *rules, dl_str bytes, const char *name, dl_buf *findings, uint32_t *finding_count, dl_error *err);
void dl_rules_free(dl_rules *rules);
dl_str dl_rules_digest(const dl_rules *rules);

/* ## What the record room works with */

typedef struct dl_settings dl_settings; /* thresholds and calibration of one model, read from weighing.tsv or its like (settings.c) */

typedef struct dl_record_context {
    const dl_tables *tables;
    const dl_model *model;
    const dl_rules *rules;       /* NULL: no rules */
    const dl_settings *settings;
    const struct dl_links *links; /* NULL, or without a kind: the encoder's scores alone fill it */
    dl_reader *reader;           /* of this thread */
    float min_confidence;        /* 0: the settings' default */
    bool explain;
    dl_str coder;                /* goes into event ids */
} dl_record_context;

/* Claims, events, meetings. Fills the claims, meetings, events and rejected of `out`; marks may grow by entities that only events need. */
DL_CHECKED dl_status dl_record_find(const dl_record_context *context, dl_doc *doc, dl_marks *marks, dl_analysis *out, dl_error *err);

/* The folder of further tables: as asked, else $DATELINE_TABLES; NULL for none. */
const char *dl_tables_folder(const char *asked);
DL_CHECKED dl_status dl_settings_open(const char *path, dl_settings **out, dl_buf *findings, uint32_t *finding_count, dl_error *err);
void dl_settings_close(dl_settings *settings);

/* ## Candidates: one reading of some words as an event, before weighing */

typedef struct dl_candidate {
    uint32_t first, last;        /* trigger tokens, inclusive, in one sentence */
    dl_type type;
    float score;                 /* the model's highest probability of the type on these words; 0 where a rule alone spoke */
    float rivals[DL_TYPE_COUNT]; /* the same for the other types */
    dl_trigger trigger;          /* the heads' answers; its arrays live in the report arena */
    uint32_t rule;               /* the strongest rule that reads these words as this type, DL_NONE */
    uint32_t rule_actor, rule_recipient; /* head tokens of the parties that the rule found, DL_NONE */
    float rule_weight;           /* 0 without a rule */
    float rule_alone;            /* the least confidence that a rule gives it, 0 without one */
    bool overlapped;             /* a surer reading has these words */
} dl_candidate;

typedef struct dl_candidates {
    dl_candidate **items;
    uint32_t count, room;
} dl_candidates;

/* Runs of words whose score reaches the settings' floor, with the heads' answers (learned.c). */
DL_CHECKED dl_status dl_learned_find(const dl_record_context *context, dl_doc *doc, dl_candidates *out, dl_error *err);

/* Asks the heads about words first..last read as `type` and adds the candidate. */
DL_CHECKED dl_status dl_candidate_add(const dl_record_context *context, dl_doc *doc, dl_candidates *out, uint32_t first, uint32_t last, dl_type type, dl_error *err);
/* Lets the rules speak: they support candidates of their type, forbid readings, and add readings of their own (ruled.c). */
DL_CHECKED dl_status dl_ruled_find(const dl_record_context *context, dl_doc *doc, dl_candidates *candidates, dl_analysis *out, dl_error *err);

/* The threshold that a role's or answer's probability must reach. */
typedef enum dl_setting {
    DL_SETTING_FLOOR,            /* type probability under which words are not considered at all */
    DL_SETTING_EDGE,             /* share of the threshold that carries a run on to its neighbours */
    DL_SETTING_RIVAL,            /* a type that is not the best of its words needs this */
    DL_SETTING_ACTOR, DL_SETTING_RECIPIENT, DL_SETTING_SOURCE, DL_SETTING_PLACE, DL_SETTING_TIME,
    DL_SETTING_ROLE_EDGE,        /* probability that carries a filler on to its neighbours, as a share of the role's threshold */
    DL_SETTING_COMPANION,        /* share of the surest filler's probability that a further one needs */
    DL_SETTING_MODE, DL_SETTING_HISTORICAL, DL_SETTING_FUTURE, DL_SETTING_HYPOTHETICAL, DL_SETTING_NEGATION,
    DL_SETTING_CONFIDENCE,       /* default of --min-confidence */
    DL_SETTING_CHANCE,           /* model auto: from this probability of a type on, read by fast, a sentence is read by base too */
    DL_SETTING_COUNT
} dl_setting;
float dl_settings_get(const dl_settings *settings, dl_setting setting);
/* Calibrated probability that a reviewer would accept the record: logistic in the logits of score and core, by type; a rule of weight w takes
 * away the share w of what is left to 1, halved. */
float dl_settings_confidence(const dl_settings *settings, const dl_candidate *candidate);

#endif
