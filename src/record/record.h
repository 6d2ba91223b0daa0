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

/* One reading of some words as an event, before weighing. */
typedef struct dl_candidate {
    uint32_t first, last;        /* trigger tokens, inclusive */
    uint32_t anchor;             /* the token that heads the trigger */
    float type[DL_TYPE_COUNT];   /* probability from the model; 0 where a rule alone spoke */
    uint32_t rule;               /* rule index, DL_NONE */
    dl_trigger trigger;          /* the heads' answers; zeroed without a model */
} dl_candidate;

#endif
