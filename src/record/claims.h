/* claims.h - on whose word: sources, cues and what is said. */
#ifndef DL_CLAIMS_H
#define DL_CLAIMS_H

#include "record/record.h"

/* Claims in text order, in the report arena. The words that report speech are the sets "cue.STANCE.verb", "cue.STANCE.object" (verbs whose
 * object is what is said), "cue.STANCE.noun" and "cue.STANCE.passive" ("is expected to") of the rule files, STANCE as in the record. */
DL_CHECKED dl_status dl_claims_find(const dl_rules *rules, dl_doc *doc, const dl_marks *marks, dl_claim **out, uint32_t *count, dl_error *err);
/* Names of contexts that the words of the sentence and its block call for, strongest first; returns how many. The words are the sets
 * "context.NAME" of the rule files. */
uint32_t dl_contexts_find(const dl_rules *rules, const dl_doc *doc, uint32_t sentence, dl_str *out, uint32_t room);

#endif
