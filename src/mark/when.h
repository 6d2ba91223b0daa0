/* when.h - what the files when*.c share: atoms, the context of a sentence, readings.
 *
 * A sentence is cut into atoms (runs of letters, numbers, single marks) straight from its text, so that "Oct/2", "3h" and "two-day"
 * read alike however the tokeniser cut them. The grammar tries its rules at each atom; the longest reading wins. Every rule takes the
 * index of an atom and returns the index after its last one, 0 when it does not match. */
#ifndef DL_WHEN_H
#define DL_WHEN_H

#include "mark/calendar.h"
#include "mark/mark.h"

typedef enum dl_atom_kind { DL_ATOM_END, DL_ATOM_WORD, DL_ATOM_NUMBER, DL_ATOM_ORDINAL, DL_ATOM_MARK } dl_atom_kind;
typedef enum dl_word_kind {
    DL_WORD_OTHER, DL_WORD_MONTH, DL_WORD_WEEKDAY, DL_WORD_WEEKDAYS, DL_WORD_UNIT, DL_WORD_ONES, DL_WORD_TENS, DL_WORD_HUNDRED,
    DL_WORD_ORDINAL, DL_WORD_SEASON, DL_WORD_PART, DL_WORD_NAMED, DL_WORD_ISLAMIC, DL_WORD_PERSIAN, DL_WORD_OFTEN, DL_WORD_DECADE
} dl_word_kind;
/* Values of DL_WORD_UNIT, shortest first. */
typedef enum dl_unit { DL_UNIT_SECOND, DL_UNIT_MINUTE, DL_UNIT_HOUR, DL_UNIT_DAY, DL_UNIT_WEEK, DL_UNIT_FORTNIGHT, DL_UNIT_WEEKEND,
    DL_UNIT_MONTH, DL_UNIT_QUARTER, DL_UNIT_YEAR, DL_UNIT_DECADE, DL_UNIT_CENTURY } dl_unit;

typedef struct dl_atom {
    uint32_t start, end;   /* bytes into the text */
    int32_t number;        /* of numbers and ordinals in figures, -1 when too long */
    int16_t value;         /* of known words */
    uint8_t kind, word;    /* dl_atom_kind, dl_word_kind */
    uint8_t digits;
    uint8_t capital;       /* begins with a capital */
    uint8_t glued;         /* no space before it */
    uint8_t length;        /* of low; 0 for words that are too long to be known */
    char low[20];          /* lower case, accents stripped */
} dl_atom;

typedef struct dl_when {
    const dl_doc *doc;
    dl_atom *atoms;        /* atom_count of them, then one of kind END */
    uint32_t count, room;
    uint32_t sentence;     /* DL_NONE for text outside sentences */
    int32_t anchor;        /* the day of writing, DL_DAY_UNKNOWN */
    int32_t told;          /* the day told last, DL_DAY_UNKNOWN */
} dl_when;

typedef struct dl_reading {
    dl_time_type type;
    char value[40];
    int32_t low, high;
    dl_precision precision;
    bool relative;         /* says nothing without the day of writing */
    uint32_t first;        /* atom at which it begins, when a rule reaches back; else the atom tried */
    const char *why;
} dl_reading;

/* ## Words (when_words.c) */

/* Cuts text[start, end) into w->atoms. False: out of memory. */
bool dl_when_cut(dl_when *w, uint32_t start, uint32_t end);
static inline const dl_atom *dl_when_at(const dl_when *w, uint32_t i) { return &w->atoms[i < w->count ? i : w->count]; }
bool dl_when_is(const dl_when *w, uint32_t i, const char *word);          /* the word or mark */
bool dl_when_any(const dl_when *w, uint32_t i, const char *words);        /* one of the space-separated words or marks */
static inline bool dl_when_word(const dl_when *w, uint32_t i, dl_word_kind kind) { return dl_when_at(w, i)->word == (uint8_t)kind; }
/* Skips one of the words when it is there. */
uint32_t dl_when_skip(const dl_when *w, uint32_t i, const char *words);
/* "eid al fitr": words in order, whatever hyphens, apostrophes and "'s" stand between. */
uint32_t dl_when_phrase(const dl_when *w, uint32_t i, const char *phrase);
/* A count: "11", "1,000", "3.5", "twenty-one", "one and a half", "a". `vague` for "several". */
uint32_t dl_when_count(const dl_when *w, uint32_t i, double *value, bool *vague);
uint32_t dl_when_ordinal(const dl_when *w, uint32_t i, int *value);       /* "21st", "twenty-first" */
uint32_t dl_when_year(const dl_when *w, uint32_t i, int *year);           /* "2014", "nineteen ninety six" */

/* ## Readings (when_values.c) */

void dl_reading_day(dl_reading *r, int32_t day);
void dl_reading_week(dl_reading *r, int32_t any_day);
void dl_reading_weekend(dl_reading *r, int32_t any_day);
void dl_reading_month(dl_reading *r, int year, int month);
void dl_reading_quarter(dl_reading *r, int year, int quarter);
void dl_reading_half(dl_reading *r, int year, int half);
void dl_reading_season(dl_reading *r, int year, int season); /* 0 spring .. 3 winter (December to February of the next year) */
void dl_reading_year(dl_reading *r, int year);
void dl_reading_decade(dl_reading *r, int first_year);
void dl_reading_century(dl_reading *r, int first_year);
void dl_reading_range(dl_reading *r, int32_t low, int32_t high);
void dl_reading_unit(dl_reading *r, dl_unit unit, int32_t day);  /* the day, week, month ... that holds the day */
void dl_reading_duration(dl_reading *r, double count, bool vague, dl_unit unit);
void dl_reading_reference(dl_reading *r, const char *value);     /* PRESENT_REF, PAST_REF, FUTURE_REF */
/* Marks the reading as standing on the day of writing; without one it keeps only `without` ("XXXX-WXX-5") and no bounds. */
void dl_reading_anchor(const dl_when *w, dl_reading *r, const char *without);
int32_t dl_when_shift(int32_t day, dl_unit unit, double count);
/* The tense of the clause around the atom: -1 past, 1 future, 0 not told. */
int dl_when_tense(const dl_when *w, uint32_t i);

/* ## Grammar */

uint32_t dl_when_calendar(const dl_when *w, uint32_t i, dl_reading *r);  /* when_dates.c: dates of any calendar, years, decades */
uint32_t dl_when_feast(const dl_when *w, uint32_t i, dl_reading *r);     /* when_feasts.c: feasts and seasons of fasting */
uint32_t dl_when_relative(const dl_when *w, uint32_t i, dl_reading *r);  /* when_relative.c: weekdays, "last week", "yesterday" */
uint32_t dl_when_span(const dl_when *w, uint32_t i, dl_reading *r);      /* when_spans.c: durations, "two days ago", sets, clock times */
/* Any date that can stand after "before", "two days after": the longest of calendar, feast, relative. */
uint32_t dl_when_date(const dl_when *w, uint32_t i, dl_reading *r);

#endif
