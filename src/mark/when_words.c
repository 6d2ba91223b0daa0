/* when_words.c - atoms and the words that the grammar of times knows. */
#include "mark/when.h"

typedef struct known {
    const char *word;
    uint8_t kind;
    int16_t value;
} known;

/* Sorted by word. */
static const known words[] = {
#define M DL_WORD_MONTH
#define D DL_WORD_WEEKDAY
#define S DL_WORD_WEEKDAYS
#define U DL_WORD_UNIT
#define N DL_WORD_ONES
#define O DL_WORD_ORDINAL
#define P DL_WORD_PART
#define I DL_WORD_ISLAMIC
#define J DL_WORD_PERSIAN
    {"aban", J, 8},
    {"afternoon", P, 2},
    {"annual", DL_WORD_OFTEN, DL_UNIT_YEAR},
    {"annually", DL_WORD_OFTEN, DL_UNIT_YEAR},
    {"apr", M, 4},
    {"april", M, 4},
    {"aug", M, 8},
    {"august", M, 8},
    {"autumn", DL_WORD_SEASON, 2},
    {"azar", J, 9},
    {"bahman", J, 11},
    {"centuries", U, DL_UNIT_CENTURY},
    {"century", U, DL_UNIT_CENTURY},
    {"daily", DL_WORD_OFTEN, DL_UNIT_DAY},
    {"dawn", P, 0},
    {"day", U, DL_UNIT_DAY},
    {"days", U, DL_UNIT_DAY},
    {"dec", M, 12},
    {"decade", U, DL_UNIT_DECADE},
    {"decades", U, DL_UNIT_DECADE},
    {"december", M, 12},
    {"dey", J, 10},
    {"dusk", P, 3},
    {"eight", N, 8},
    {"eighteen", N, 18},
    {"eighteenth", O, 18},
    {"eighth", O, 8},
    {"eighties", DL_WORD_DECADE, 80},
    {"eighty", DL_WORD_TENS, 80},
    {"eleven", N, 11},
    {"eleventh", O, 11},
    {"esfand", J, 12},
    {"evening", P, 3},
    {"fall", DL_WORD_SEASON, 2},
    {"farvardin", J, 1},
    {"feb", M, 2},
    {"february", M, 2},
    {"fifteen", N, 15},
    {"fifteenth", O, 15},
    {"fifth", O, 5},
    {"fifties", DL_WORD_DECADE, 50},
    {"fifty", DL_WORD_TENS, 50},
    {"first", O, 1},
    {"five", N, 5},
    {"fortnight", U, DL_UNIT_FORTNIGHT},
    {"fortnightly", DL_WORD_OFTEN, DL_UNIT_FORTNIGHT},
    {"fortnights", U, DL_UNIT_FORTNIGHT},
    {"forties", DL_WORD_DECADE, 40},
    {"forty", DL_WORD_TENS, 40},
    {"four", N, 4},
    {"fourteen", N, 14},
    {"fourteenth", O, 14},
    {"fourth", O, 4},
    {"fri", D, 4},
    {"friday", D, 4},
    {"fridays", S, 4},
    {"hour", U, DL_UNIT_HOUR},
    {"hourly", DL_WORD_OFTEN, DL_UNIT_HOUR},
    {"hours", U, DL_UNIT_HOUR},
    {"hrs", U, DL_UNIT_HOUR},
    {"hundred", DL_WORD_HUNDRED, 100},
    {"jan", M, 1},
    {"january", M, 1},
    {"jul", M, 7},
    {"july", M, 7},
    {"jumada", I, 5},
    {"jun", M, 6},
    {"june", M, 6},
    {"khordad", J, 3},
    {"mar", M, 3},
    {"march", M, 3},
    {"may", M, 5},
    {"mehr", J, 7},
    {"midday", P, 2},
    {"midnight", P, 4},
    {"min", U, DL_UNIT_MINUTE},
    {"mins", U, DL_UNIT_MINUTE},
    {"minute", U, DL_UNIT_MINUTE},
    {"minutes", U, DL_UNIT_MINUTE},
    {"mon", D, 0},
    {"monday", D, 0},
    {"mondays", S, 0},
    {"month", U, DL_UNIT_MONTH},
    {"monthly", DL_WORD_OFTEN, DL_UNIT_MONTH},
    {"months", U, DL_UNIT_MONTH},
    {"mordad", J, 5},
    {"morning", P, 1},
    {"muharram", I, 1},
    {"night", P, 4},
    {"nights", U, DL_UNIT_DAY},
    {"nine", N, 9},
    {"nineteen", N, 19},
    {"nineteenth", O, 19},
    {"nineties", DL_WORD_DECADE, 90},
    {"ninety", DL_WORD_TENS, 90},
    {"ninth", O, 9},
    {"noon", P, 2},
    {"nov", M, 11},
    {"november", M, 11},
    {"oct", M, 10},
    {"october", M, 10},
    {"one", N, 1},
    {"ordibehesht", J, 2},
    {"quarter", U, DL_UNIT_QUARTER},
    {"quarterly", DL_WORD_OFTEN, DL_UNIT_QUARTER},
    {"quarters", U, DL_UNIT_QUARTER},
    {"rabi", I, 3},
    {"rajab", I, 7},
    {"ramadan", I, 9},
    {"ramazan", I, 9},
    {"safar", I, 2},
    {"sat", D, 5},
    {"saturday", D, 5},
    {"saturdays", S, 5},
    {"sec", U, DL_UNIT_SECOND},
    {"second", O, 2},
    {"seconds", U, DL_UNIT_SECOND},
    {"secs", U, DL_UNIT_SECOND},
    {"sep", M, 9},
    {"sept", M, 9},
    {"september", M, 9},
    {"seven", N, 7},
    {"seventeen", N, 17},
    {"seventeenth", O, 17},
    {"seventh", O, 7},
    {"seventies", DL_WORD_DECADE, 70},
    {"seventy", DL_WORD_TENS, 70},
    {"shaban", I, 8},
    {"shahrivar", J, 6},
    {"shawwal", I, 10},
    {"six", N, 6},
    {"sixteen", N, 16},
    {"sixteenth", O, 16},
    {"sixth", O, 6},
    {"sixties", DL_WORD_DECADE, 60},
    {"sixty", DL_WORD_TENS, 60},
    {"spring", DL_WORD_SEASON, 0},
    {"summer", DL_WORD_SEASON, 1},
    {"sun", D, 6},
    {"sunday", D, 6},
    {"sundays", S, 6},
    {"ten", N, 10},
    {"tenth", O, 10},
    {"third", O, 3},
    {"thirteen", N, 13},
    {"thirteenth", O, 13},
    {"thirties", DL_WORD_DECADE, 30},
    {"thirtieth", O, 30},
    {"thirty", DL_WORD_TENS, 30},
    {"three", N, 3},
    {"thu", D, 3},
    {"thur", D, 3},
    {"thurs", D, 3},
    {"thursday", D, 3},
    {"thursdays", S, 3},
    {"tir", J, 4},
    {"tmrw", DL_WORD_NAMED, 1},
    {"today", DL_WORD_NAMED, 0},
    {"tomorrow", DL_WORD_NAMED, 1},
    {"tonight", DL_WORD_NAMED, 2},
    {"tue", D, 1},
    {"tues", D, 1},
    {"tuesday", D, 1},
    {"tuesdays", S, 1},
    {"twelfth", O, 12},
    {"twelve", N, 12},
    {"twenties", DL_WORD_DECADE, 20},
    {"twentieth", O, 20},
    {"twenty", DL_WORD_TENS, 20},
    {"two", N, 2},
    {"wed", D, 2},
    {"wednesday", D, 2},
    {"wednesdays", S, 2},
    {"week", U, DL_UNIT_WEEK},
    {"weekend", U, DL_UNIT_WEEKEND},
    {"weekends", U, DL_UNIT_WEEKEND},
    {"weekly", DL_WORD_OFTEN, DL_UNIT_WEEK},
    {"weeks", U, DL_UNIT_WEEK},
    {"winter", DL_WORD_SEASON, 3},
    {"workweek", U, DL_UNIT_WEEK},
    {"year", U, DL_UNIT_YEAR},
    {"yearly", DL_WORD_OFTEN, DL_UNIT_YEAR},
    {"years", U, DL_UNIT_YEAR},
    {"yesterday", DL_WORD_NAMED, -1},
#undef M
#undef D
#undef S
#undef U
#undef N
#undef O
#undef P
#undef I
#undef J
};

static const known *lookup(dl_str word)
{
    size_t low = 0, high = DL_COUNT(words);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = dl_str_cmp(dl_str_c(words[middle].word), word);
        if (order == 0) return &words[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* ## Cutting */

static bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void name_atom(dl_atom *a, dl_str text)
{
    dl_str raw = dl_str_part(text, a->start, a->end);
    if (raw.n >= sizeof a->low) return;
    a->length = (uint8_t)dl_str_fold(raw, a->low, sizeof a->low);
    if (a->kind != DL_ATOM_WORD) return;
    const known *k = lookup((dl_str){a->low, a->length});
    if (!k) return;
    a->word = k->kind;
    a->value = k->value;
}

static void read_number(dl_atom *a, dl_str text)
{
    int64_t v = 0;
    a->digits = (uint8_t)DL_MIN(a->end - a->start, 99u);
    if (a->digits > 9 || !dl_str_to_int(dl_str_part(text, a->start, a->end), &v)) v = -1;
    a->number = (int32_t)v;
}

/* "4th" is one atom. */
static void read_ordinal(dl_atom *a, dl_str text)
{
    char low[3] = {0};
    if (a->end + 2 > text.n) return;
    dl_str_fold(dl_str_part(text, a->end, a->end + 2), low, 3);
    bool suffix = !strcmp(low, "st") || !strcmp(low, "nd") || !strcmp(low, "rd") || !strcmp(low, "th");
    size_t at = a->end + 2;
    if (!suffix || (at < text.n && dl_is_letter(dl_utf8_next(text, &at)))) return;
    a->kind = DL_ATOM_ORDINAL;
    a->end += 2;
}

static void read_atom(dl_atom *a, dl_str text, size_t end)
{
    size_t at = a->start;
    uint32_t code = dl_utf8_next(text, &at);
    a->end = (uint32_t)at;
    if (is_ascii_digit(text.p[a->start])) {
        while (a->end < end && is_ascii_digit(text.p[a->end])) a->end++;
        a->kind = DL_ATOM_NUMBER;
        read_number(a, text);
        read_ordinal(a, text);
    } else if (dl_is_letter(code)) {
        a->kind = DL_ATOM_WORD;
        a->capital = dl_is_upper(code);
        while (at < end && dl_is_letter(dl_utf8_next(text, &at))) a->end = (uint32_t)at;
    } else {
        a->kind = DL_ATOM_MARK;
    }
    name_atom(a, text);
}

bool dl_when_cut(dl_when *w, uint32_t start, uint32_t end)
{
    dl_str text = w->doc->text;
    size_t at = start;
    bool glued = false;
    w->count = 0;
    while (at < end) {
        size_t next = at;
        if (dl_is_space(dl_utf8_next(text, &next))) {
            at = next;
            glued = false;
            continue;
        }
        if (!dl_arena_grow(w->doc->arena, (void **)&w->atoms, &w->room, w->count + 2, sizeof(dl_atom))) return false;
        dl_atom *a = &w->atoms[w->count++];
        *a = (dl_atom){.start = (uint32_t)at, .number = -1, .glued = glued};
        read_atom(a, text, end);
        at = a->end;
        glued = true;
    }
    if (!dl_arena_grow(w->doc->arena, (void **)&w->atoms, &w->room, w->count + 1, sizeof(dl_atom))) return false;
    w->atoms[w->count] = (dl_atom){.start = end, .end = end, .number = -1};
    return true;
}

/* ## Looking */

bool dl_when_is(const dl_when *w, uint32_t i, const char *word)
{
    const dl_atom *a = dl_when_at(w, i);
    return a->length && dl_str_is((dl_str){a->low, a->length}, word);
}

bool dl_when_any(const dl_when *w, uint32_t i, const char *list)
{
    const dl_atom *a = dl_when_at(w, i);
    return a->length && dl_str_has_word(dl_str_c(list), (dl_str){a->low, a->length});
}

uint32_t dl_when_skip(const dl_when *w, uint32_t i, const char *list)
{
    return dl_when_any(w, i, list) ? i + 1 : i;
}

uint32_t dl_when_phrase(const dl_when *w, uint32_t i, const char *phrase)
{
    dl_str rest = dl_str_c(phrase);
    bool first = true;
    while (rest.n) {
        dl_str word = dl_str_cut(&rest, ' ');
        const dl_atom *a = dl_when_at(w, i);
        while (!first && (dl_when_any(w, i, "- ' `") || (dl_when_is(w, i, "s") && a->glued))) a = dl_when_at(w, ++i);
        if (!a->length || !dl_str_eq((dl_str){a->low, a->length}, word)) return 0;
        i++;
        first = false;
    }
    if (dl_when_is(w, i, "'") && dl_when_is(w, i + 1, "s") && dl_when_at(w, i)->glued && dl_when_at(w, i + 1)->glued) {
        if (dl_when_any(w, i + 2, "day eve")) return 0; /* a longer phrase in the table says which day */
    }
    return i;
}

/* ## Numbers */

/* "twenty-one", "seven", "twenty and four" */
static uint32_t small(const dl_when *w, uint32_t i, int *value)
{
    const dl_atom *a = dl_when_at(w, i);
    if (a->word == DL_WORD_ONES) return *value = a->value, i + 1;
    if (a->word != DL_WORD_TENS) return 0;
    *value = a->value;
    uint32_t j = dl_when_skip(w, i + 1, "- and");
    const dl_atom *b = dl_when_at(w, j);
    if (b->word != DL_WORD_ONES || b->value > 9) return i + 1;
    *value += b->value;
    return j + 1;
}

static uint32_t figures(const dl_when *w, uint32_t i, double *value)
{
    const dl_atom *a = dl_when_at(w, i);
    if (a->kind != DL_ATOM_NUMBER || a->number < 0) return 0;
    *value = a->number;
    uint32_t j = i + 1;
    while (dl_when_is(w, j, ",") && dl_when_at(w, j)->glued && dl_when_at(w, j + 1)->glued &&
           dl_when_at(w, j + 1)->digits == 3) {
        *value = *value * 1000 + dl_when_at(w, j + 1)->number;
        j += 2;
    }
    const dl_atom *b = dl_when_at(w, j + 1);
    if (dl_when_is(w, j, ".") && dl_when_at(w, j)->glued && b->glued && b->kind == DL_ATOM_NUMBER && b->number >= 0) {
        double part = b->number;
        for (int k = 0; k < b->digits; k++) part /= 10;
        *value += part;
        j += 2;
    }
    return j;
}

uint32_t dl_when_count(const dl_when *w, uint32_t i, double *value, bool *vague)
{
    int v = 0;
    uint32_t j = figures(w, i, value);
    *vague = false;
    if (j) return j;
    if (dl_when_any(w, i, "several few many some numerous")) return *vague = true, *value = 3, i + 1;
    if (dl_when_is(w, i, "a") && dl_when_is(w, i + 1, "few")) return *vague = true, *value = 3, i + 2;
    if (dl_when_is(w, i, "a") && dl_when_is(w, i + 1, "couple")) return *value = 2, dl_when_skip(w, i + 2, "of");
    if (dl_when_is(w, i, "a") && dl_when_is(w, i + 1, "dozen")) return *value = 12, i + 2;
    if (dl_when_is(w, i, "half")) {
        j = dl_when_skip(w, i + 1, "- a an");
        return *value = 0.5, j;
    }
    if (dl_when_any(w, i, "a an another")) return *value = 1, i + 1;
    j = small(w, i, &v);
    if (!j) return 0;
    if (dl_when_word(w, j, DL_WORD_HUNDRED)) {
        int rest = 0;
        uint32_t k = small(w, dl_when_skip(w, j + 1, "and"), &rest);
        v = v * 100 + rest;
        j = k ? k : j + 1;
    }
    *value = v;
    if (dl_when_is(w, j, "and") && dl_when_is(w, j + 1, "a") && dl_when_any(w, j + 2, "half quarter")) {
        *value += dl_when_is(w, j + 2, "half") ? 0.5 : 0.25;
        j += 3;
    }
    return j;
}

uint32_t dl_when_ordinal(const dl_when *w, uint32_t i, int *value)
{
    const dl_atom *a = dl_when_at(w, i);
    if (a->kind == DL_ATOM_ORDINAL && a->number > 0 && a->number < 100) return *value = a->number, i + 1;
    if (a->word == DL_WORD_ORDINAL) return *value = a->value, i + 1;
    if (a->word != DL_WORD_TENS) return 0;
    uint32_t j = dl_when_skip(w, i + 1, "-");
    const dl_atom *b = dl_when_at(w, j);
    if (b->word != DL_WORD_ORDINAL || b->value > 9) return 0;
    *value = a->value + b->value;
    return j + 1;
}

uint32_t dl_when_year(const dl_when *w, uint32_t i, int *year)
{
    const dl_atom *a = dl_when_at(w, i);
    if (a->kind == DL_ATOM_NUMBER) {
        if (a->digits != 4 || a->number < 1000 || a->number > 2199) return 0;
        return *year = a->number, i + 1;
    }
    int high = 0, low = 0;
    if (dl_when_is(w, i, "two") && dl_when_is(w, i + 1, "thousand")) {
        uint32_t k = small(w, dl_when_skip(w, i + 2, "and"), &low);
        return *year = 2000 + (k ? low : 0), k ? k : i + 2;
    }
    uint32_t j = small(w, i, &high);
    if (!j || high < 10 || high > 21) return 0;
    bool hundred = dl_when_word(w, j, DL_WORD_HUNDRED);
    if (hundred) j = dl_when_skip(w, j + 1, "and");
    uint32_t k = small(w, j, &low);
    if (!k || (!hundred && low < 10)) return hundred && high > 14 ? (*year = high * 100, j) : 0;
    *year = high * 100 + low;
    return k;
}
