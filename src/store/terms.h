/* terms.h - the words of a question: "actor=AFG.GOV recipient=AFG.REB type=REJECT date=2018" (doc/query.md).
 *
 * A question is a list of terms, all of which must hold. A term is FIELD OP VALUE{,VALUE}; any of the values may hold. Nothing of a
 * question ever becomes SQL: terms.c turns it into numbers and strings, query.c binds those. */
#ifndef DL_TERMS_H
#define DL_TERMS_H

#include "base/base.h"

typedef enum dl_field {
    DL_FIELD_ACTOR, DL_FIELD_RECIPIENT, DL_FIELD_PARTY, DL_FIELD_SOURCE, DL_FIELD_TYPE, DL_FIELD_MODE, DL_FIELD_CONTEXT, DL_FIELD_AUX, DL_FIELD_CAMEO,
    DL_FIELD_QUAD, DL_FIELD_DATE, DL_FIELD_COUNTRY, DL_FIELD_PROVINCE, DL_FIELD_PLACE, DL_FIELD_PUBLISHER, DL_FIELD_DOC, DL_FIELD_MEETING, DL_FIELD_ANSWER,
    DL_FIELD_STANCE, DL_FIELD_RULE, DL_FIELD_CONFIDENCE, DL_FIELD_REPORTS, DL_FIELD_DEAD, DL_FIELD_ID, DL_FIELD_COUNT
} dl_field;

typedef enum dl_compare { DL_IS, DL_IS_NOT, DL_AT_LEAST, DL_AT_MOST } dl_compare;

/* One value, read as its field asks. */
typedef struct dl_value {
    dl_str text;         /* as written; the sector of a party stands in `sector` and is not part of it */
    dl_str sector;
    enum { DL_VALUE_TEXT, DL_VALUE_CODE, DL_VALUE_ID, DL_VALUE_NAME } how; /* of a party: by code and sector, by id, or by name */
    int32_t low, high;   /* days of a date */
    double number;
} dl_value;

#define DL_TERMS_MAX 16
#define DL_VALUES_MAX 32
typedef struct dl_term {
    dl_field field;
    dl_compare compare;
    dl_value values[DL_VALUES_MAX];
    uint32_t count;
} dl_term;

typedef struct dl_terms {
    dl_term terms[DL_TERMS_MAX];
    uint32_t count;
} dl_terms;

/* Reads a question. Text of the values lives in the arena. DL_USAGE: `err` says what is wrong and what would be right. */
DL_CHECKED dl_status dl_terms_read(dl_arena *arena, dl_str question, dl_terms *out, dl_error *err);
const char *dl_field_name(dl_field field);

#endif
