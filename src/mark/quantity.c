/* quantity.c - numbers in figures and words, their bounds, and what they count.
 *
 * Atoms and number words are those of the times (when.h). Times come first: what they cover is no quantity, and neither are
 * ages, scores, numbered things ("Resolution 2254") and names with figures ("F-16"). */
#include "mark/when.h"

#define OPEN INT64_MAX

typedef struct number {
    int64_t low, high;
    bool vague;
} number;

typedef struct counter {
    dl_when w;
    dl_doc *doc;
    dl_marks *marks;
} counter;

/* ## Values */

static int64_t scale_at(const dl_when *w, uint32_t i)
{
    return dl_when_is(w, i, "hundred")             ? 100
           : dl_when_any(w, i, "thousand k")       ? 1000
           : dl_when_any(w, i, "million m mn mln") ? 1000000
           : dl_when_any(w, i, "billion bn bln")   ? 1000000000
           : dl_when_is(w, i, "trillion")          ? 1000000000000
           : dl_when_is(w, i, "dozen")             ? 12
           : dl_when_is(w, i, "score")             ? 20
                                                   : 0;
}

/* "hundreds of thousands": at least two of them, and fewer than the next step would be. */
static uint32_t vague_plural(const dl_when *w, uint32_t i, number *out)
{
    static const struct {
        const char *word;
        int64_t low, high;
    } plurals[] = {{"tens", 20, 99},
                   {"dozens", 24, 99},
                   {"scores", 40, 199},
                   {"hundreds", 200, 999},
                   {"thousands", 2000, 9999},
                   {"millions", 2000000, 999999999},
                   {"billions", 2000000000, OPEN}};
    for (size_t k = 0; k < DL_COUNT(plurals); k++) {
        if (!dl_when_is(w, i, plurals[k].word)) continue;
        *out = (number){plurals[k].low, plurals[k].high, true};
        if (!dl_when_is(w, i + 1, "of")) return dl_when_is(w, i, "tens") ? 0 : i + 1;
        int64_t scale = dl_when_is(w, i + 2, "thousands") ? 1000 : dl_when_is(w, i + 2, "millions") ? 1000000 : 0;
        if (!scale || plurals[k].high > 999) return dl_when_is(w, i, "tens") ? 0 : i + 1;
        *out = (number){plurals[k].low * scale, (plurals[k].high + 1) * scale - 1, true};
        return i + 3;
    }
    return 0;
}

static bool is_worded(const dl_when *w, uint32_t i)
{
    return dl_when_word(w, i, DL_WORD_ONES) || dl_when_word(w, i, DL_WORD_TENS);
}

/* "two hundred and fifty thousand", "1.5 million", "half a million", "two dozen", "a hundred" */
static uint32_t plain(const dl_when *w, uint32_t i, double *value)
{
    bool vague;
    const dl_atom *a = dl_when_at(w, i);
    uint32_t j = 0;
    if (dl_when_is(w, i, "half") && dl_when_is(w, i + 1, "a") && scale_at(w, i + 2))
        return *value = 0.5 * (double)scale_at(w, i + 2), i + 3;
    if (dl_when_any(w, i, "a an one") && dl_when_is(w, i + 1, "half") && scale_at(w, i + 2))
        return *value = 0.5 * (double)scale_at(w, i + 2), i + 3;
    if (dl_when_is(w, i, "a") && dl_when_is(w, i + 1, "quarter") && dl_when_is(w, i + 2, "of") &&
        dl_when_is(w, i + 3, "a") && scale_at(w, i + 4))
        return *value = 0.25 * (double)scale_at(w, i + 4), i + 5;
    if (dl_when_is(w, i, "a") && scale_at(w, i + 1) && dl_when_at(w, i + 1)->length > 2)
        *value = 1, j = i + 1;
    else if (a->kind == DL_ATOM_NUMBER || is_worded(w, i))
        j = dl_when_count(w, i, value, &vague);
    if (!j) return 0;
    for (int64_t scale; (scale = scale_at(w, j)) != 0;) {
        if (dl_when_at(w, j)->length <= 2 && (!dl_when_at(w, j)->glued || a->kind != DL_ATOM_NUMBER)) break;
        *value *= (double)scale;
        j++;
        double rest = 0;
        uint32_t k = dl_when_skip(w, j, "and"), end = is_worded(w, k) ? dl_when_count(w, k, &rest, &vague) : 0;
        if (!end || a->kind == DL_ATOM_NUMBER || rest >= (double)scale) continue;
        int64_t next = scale_at(w, end);
        if (next > scale) break;
        *value += rest * (double)(next ? next : 1);
        j = next ? end + 1 : end;
    }
    return *value < 9e15 ? j : 0;
}

static uint32_t one_number(const dl_when *w, uint32_t i, number *out)
{
    double value = 0;
    uint32_t j = vague_plural(w, i, out);
    if (j) return j;
    if ((j = plain(w, i, &value)))
        return *out = (number){(int64_t)value, (int64_t)value, value != (double)(int64_t)value}, j;
    if (dl_when_is(w, i, "several")) return *out = (number){3, 9, true}, i + 1;
    if (dl_when_is(w, i, "a") && dl_when_is(w, i + 1, "few")) return *out = (number){2, 9, true}, i + 2;
    if (dl_when_is(w, i, "a") && dl_when_is(w, i + 1, "couple")) return *out = (number){2, 2, true}, i + 2;
    if (dl_when_is(w, i, "a") && dl_when_is(w, i + 1, "handful")) return *out = (number){2, 9, true}, i + 2;
    return 0;
}

/* "more than", "up to", "some": which side they leave open. 0: none; 1: upwards; -1: downwards; 2: about. */
static uint32_t modifier(const dl_when *w, uint32_t i, int *side)
{
    static const struct {
        const char *words;
        int side;
    } modifiers[] = {
        {"no fewer than", 1}, {"not fewer than", 1}, {"no less than", 1}, {"no more than", -1}, {"not more than", -1},
        {"more than", 1},     {"at least", 1},       {"upwards of", 1},   {"upward of", 1},     {"well over", 1},
        {"less than", -1},    {"fewer than", -1},    {"up to", -1},       {"at most", -1},      {"as many as", -1},
        {"close to", 2},      {"just over", 1},      {"over", 1},         {"under", -1},        {"some", 2},
        {"about", 2},         {"around", 2},         {"nearly", 2},       {"almost", 2},        {"roughly", 2},
        {"approximately", 2}, {"an estimated", 2},   {"only", 2},         {"exactly", 2},       {"another", 2}};
    for (size_t k = 0; k < DL_COUNT(modifiers); k++) {
        uint32_t j = dl_when_phrase(w, i, modifiers[k].words);
        if (j) return *side = modifiers[k].side, j;
    }
    *side = 0;
    return i;
}

/* ## What is no quantity */

static bool is_named_number(const dl_when *w, uint32_t i)
{
    if (i == 0) return false;
    if (dl_when_any(
            w, i - 1,
            "resolution article section chapter no number flight route highway page part phase level type group division "
            "brigade regiment room day apollo channel psalm aged age mark unit verse title item act protocol point # "
            "version covid g f mig su t uh ak mi il boeing airbus oil km"))
        return true;
    const dl_atom *a = dl_when_at(w, i), *before = dl_when_at(w, i - 1);
    if (a->kind == DL_ATOM_NUMBER && a->digits > 1 && a->low[0] == '0') return true;
    if (a->glued && before->kind == DL_ATOM_WORD) return true;
    if (a->glued && dl_when_any(w, i - 1, "- / :") && before->glued && i > 1) return true;
    return a->kind == DL_ATOM_NUMBER && dl_when_is(w, i - 1, "-") && before->glued;
}

/* "Loury, 16," and "a 16-year-old" are ages; "3-2" is a score or a range without a unit. */
static bool is_age(const dl_when *w, uint32_t i, uint32_t end)
{
    uint32_t j = dl_when_skip(w, end, "-");
    if (dl_when_any(w, j, "year month week day hour minute") && (j > end || dl_when_any(w, j + 1, "-"))) return true;
    if (dl_when_any(w, j, "years months") && dl_when_any(w, j + 1, "old - of")) return true;
    bool figure = dl_when_at(w, i)->kind == DL_ATOM_NUMBER && dl_when_at(w, i)->digits <= 2 && end == i + 1;
    bool closed = dl_when_any(w, end, ", . ) ;") || end >= w->count;
    return figure && closed && i > 1 && dl_when_any(w, i - 1, ", (") && dl_when_at(w, i - 2)->capital;
}

static uint32_t token_of(const dl_doc *doc, const dl_sentence *s, uint32_t byte)
{
    uint32_t t = s->first;
    while (t + 1 < s->first + s->count && doc->tokens[t].end <= byte) t++;
    return t;
}

/* Does a time cover the atoms? */
static bool is_taken(const counter *c, const dl_sentence *s, uint32_t i, uint32_t end)
{
    if (!c->marks->time_at) return false;
    uint32_t last = token_of(c->doc, s, c->w.atoms[end - 1].start);
    for (uint32_t t = token_of(c->doc, s, c->w.atoms[i].start); t <= last; t++) {
        uint32_t time = c->marks->time_at[t];
        if (time == DL_NONE) continue;
        const dl_span *span = &c->marks->times[time].span; /* "Dec31" may be one token */
        if (span->start < c->w.atoms[end - 1].end && c->w.atoms[i].start < span->end) return true;
    }
    return false;
}

/* ## What is counted */

#define NOT_UNITS "was is has his its as this us does yes plus less unless across towards afterwards perhaps always "
#define STOPS                                                                                                               \
    "and or were was is are has have had in on at to from by with for as but that which who when while after before "       \
    "during since "                                                                                                         \
    "killed died wounded injured will would could can may they he she it we according said including , . ; : ( ) \" ' ? !"

static uint32_t unit_by_tree(const dl_doc *doc, const dl_sentence *s, uint32_t first, uint32_t last)
{
    for (uint32_t t = first; t <= last; t++) {
        const dl_token *k = &doc->tokens[t];
        if (k->rel == DL_REL_NUMMOD && k->head != DL_NONE && (k->head < first || k->head > last)) return k->head;
    }
    for (uint32_t t = last + 1; t < s->first + s->count && t < last + 8; t++) { /* "dozens of people" */
        const dl_token *k = &doc->tokens[t];
        if (k->rel == DL_REL_NMOD && k->head >= first && k->head <= last && t > last &&
            dl_str_is(dl_token_form(doc, last + 1), "of"))
            return t;
    }
    return DL_NONE;
}

static bool is_plural(const dl_when *w, uint32_t i)
{
    const dl_atom *a = dl_when_at(w, i);
    if (dl_when_any(w, i,
                    "people men women children police troops dead others personnel militia police civilian percent % "
                    "infantry injured wounded more"))
        return true;
    if (dl_when_any(w, i, NOT_UNITS)) return false;
    return a->kind == DL_ATOM_WORD && a->length > 2 && a->low[a->length - 1] == 's' && a->low[a->length - 2] != 's';
}

/* The noun that follows, as far as words without tags tell: the first plural before a word that ends the phrase. */
static uint32_t unit_by_forms(const dl_when *w, uint32_t end, bool single)
{
    uint32_t j = dl_when_skip(w, end, "of + more other"), best = DL_NONE;
    bool joined = dl_when_is(w, end, "-") && dl_when_at(w, end)->glued && dl_when_at(w, end + 1)->kind == DL_ATOM_WORD;
    if (joined) return end + 1; /* "a 123-member group" */
    if (dl_when_any(w, end, "others more") && !is_plural(w, j)) return end;
    j = dl_when_skip(w, j, "the his their its these those");
    for (uint32_t k = j; k < j + 6 && k < w->count; k++) {
        if (dl_when_any(w, k, STOPS) && !is_plural(w, k)) break;
        if (dl_when_at(w, k)->kind == DL_ATOM_MARK && !dl_when_is(w, k, "-") && !dl_when_is(w, k, "%")) break;
        if (single && k == j && dl_when_at(w, k)->kind == DL_ATOM_WORD) best = k;
        if (!is_plural(w, k)) continue;
        best = k;
        if (!is_plural(w, k + 1)) break;
    }
    return best;
}

static uint32_t find_unit(const counter *c, const dl_sentence *s, const dl_quantity *q, uint32_t i, uint32_t end)
{
    const dl_when *w = &c->w;
    const dl_atom *atom = NULL;
    if (i > 0 && dl_when_any(w, i - 1, "$"))
        atom = dl_when_at(w, i - 1);
    else if (i > 0 && dl_when_at(w, i - 1)->kind == DL_ATOM_MARK &&
             dl_when_at(w, i - 1)->end - dl_when_at(w, i - 1)->start > 1 && dl_when_at(w, i)->glued)
        atom = dl_when_at(w, i - 1); /* the pound and euro signs */
    else if (dl_when_any(w, end, "% percent pct"))
        atom = dl_when_at(w, end);
    else if (dl_when_is(w, end, "per") && dl_when_is(w, end + 1, "cent"))
        atom = dl_when_at(w, end + 1);
    if (!atom) {
        uint32_t by_tree = unit_by_tree(c->doc, s, q->first, q->last);
        if (by_tree != DL_NONE) return by_tree;
        uint32_t k = unit_by_forms(w, end, q->low == 1);
        if (k == DL_NONE) return DL_NONE;
        atom = dl_when_at(w, k);
    }
    return token_of(c->doc, s, atom->start);
}

/* ## Finding */

static bool add(counter *c, const dl_sentence *s, uint32_t first, uint32_t number_at, uint32_t end, const number *n)
{
    dl_marks *marks = c->marks;
    if (!dl_arena_grow(c->doc->arena, (void **)&marks->quantities, &marks->quantity_room, marks->quantity_count + 1,
                       sizeof(dl_quantity)))
        return false;
    dl_quantity *q = &marks->quantities[marks->quantity_count];
    *q = (dl_quantity){.low = n->low, .high = n->high};
    q->span = (dl_span){c->w.atoms[first].start, c->w.atoms[end - 1].end};
    q->first = token_of(c->doc, s, q->span.start);
    q->last = token_of(c->doc, s, q->span.end - 1);
    q->unit = find_unit(c, s, q, number_at, end);
    for (uint32_t t = q->first; t <= q->last; t++) marks->quantity_at[t] = marks->quantity_count;
    marks->quantity_count++;
    return true;
}

/* The second number of "30 to 40", "30-40", "between 30 and 40". */
static uint32_t range_end(const dl_when *w, uint32_t j, bool between, number *n)
{
    number to;
    if (!(between ? dl_when_is(w, j, "and") : dl_when_any(w, j, "to - or"))) return j;
    if (dl_when_at(w, j + 1)->kind != DL_ATOM_NUMBER && !is_worded(w, j + 1)) return j;
    uint32_t end = one_number(w, j + 1, &to);
    if (!end || to.high <= n->low) return j;
    if (to.low >= 1000 && n->low < 1000 && dl_when_at(w, end - 1)->kind == DL_ATOM_WORD) { /* "1 to 2 million" */
        int64_t scale = scale_at(w, end - 1);
        if (scale && n->low < scale) n->low *= scale;
    }
    n->high = to.high;
    return end;
}

/* Tries a quantity at atom i; *next is the atom to go on with. */
static bool try_at(counter *c, const dl_sentence *s, uint32_t i, uint32_t *next)
{
    const dl_when *w = &c->w;
    number n;
    int side;
    *next = i + 1;
    bool between = dl_when_is(w, i, "between");
    uint32_t at = between ? i + 1 : modifier(w, i, &side), j;
    if (between) side = 0;
    if (dl_when_is(w, at, "half") && !dl_when_is(w, at + 1, "a")) return true;
    bool none = at == i && dl_when_is(w, i, "no") && (is_plural(w, i + 1) || dl_when_is(w, i + 1, "one"));
    if (none)
        n = (number){0, 0, false}, j = i + 1;
    else if (!(j = one_number(w, at, &n)))
        return true;
    if (!none) {
        uint32_t end = range_end(w, j, between, &n);
        if (between && end == j) return true;
        j = end;
    }
    *next = j;
    if (is_named_number(w, at) || is_age(w, at, j) || is_taken(c, s, at, j)) return true;
    if (dl_when_any(w, j, "- /") && dl_when_at(w, j)->glued && dl_when_at(w, j + 1)->kind == DL_ATOM_NUMBER) return true;
    if (dl_when_is(w, j, "-") && dl_when_at(w, j)->glued && dl_when_any(w, j + 1, "thirds third quarters fifths"))
        return true;
    if (dl_when_is(w, at, "one") && j == at + 1 && dl_when_any(w, j, "of another - ' that who day thing in")) {
        if (!dl_when_is(w, j, "of") && !dl_when_is(w, j, "in")) return true;
    }
    if (side == 1) n.high = OPEN;
    if (side == -1) n.low = dl_when_is(w, i, "as") ? 1 : 0;
    if (dl_when_is(w, j, "+") && dl_when_at(w, j)->glued) n.high = OPEN, j++;
    return add(c, s, i, at, j, &n);
}

dl_status dl_quantity_find(dl_doc *doc, dl_marks *marks, dl_error *err)
{
    counter c = {.w = {.doc = doc}, .doc = doc, .marks = marks};
    marks->quantity_count = 0;
    marks->quantity_at = DL_NEW(doc->arena, uint32_t, doc->token_count + (size_t)1);
    bool good = marks->quantity_at != NULL;
    for (uint32_t t = 0; good && t < doc->token_count; t++) marks->quantity_at[t] = DL_NONE;
    for (uint32_t k = 0; good && k < doc->sentence_count; k++) {
        const dl_sentence *s = &doc->sentences[k];
        if (s->count == 0) continue;
        good = dl_when_cut(&c.w, s->span.start, s->span.end);
        for (uint32_t i = 0; good && i < c.w.count;) good = try_at(&c, s, i, &i);
    }
    if (!good) return dl_fail(err, DL_NOMEM, "Memory ran out while the numbers of a report were read.");
    return DL_OK;
}
