/* link_times.c - features of the times that may date an event. */
#include "record/link_inner.h"

/* Names: they stand in data/links.tsv. */
#define TIME_FEATURES(X) \
    X(BIAS, "bias") X(MAX, "model") X(BEST, "model-best") X(REPORT, "report-date") X(SAME, "same-sentence") X(PARAGRAPH, "same-paragraph") X(TREE, "tree-near") \
    X(BEFORE, "before") X(BELOW, "below-trigger") X(ABOVE, "at-governor") X(BACK, "back-near") X(FORWARD, "forward-near") X(LAST_BACK, "nearest-back") \
    X(FIRST, "first-in-report") X(DAY, "day") X(WEEK, "week") X(MONTH, "month") X(YEAR, "year") X(LATER, "later-than-report") X(SAME_DAY, "day-of-report") \
    X(RECENT, "recent") X(OLD, "old") X(FUTURE, "future") X(FUTURE_LATER, "future-later") X(HISTORICAL, "historical") X(HISTORICAL_OLD, "historical-old") \
    X(VERBAL, "verbal") X(VERBAL_LATER, "verbal-later") X(OFTEN, "often") X(LEAD, "lead-event") X(REPORT_LEAD, "report-lead") X(REPORT_PAST, "report-past-tense") \
    X(REPORT_PERFECT, "report-perfect") X(REPORT_HAD, "report-had") X(HAD_OLD, "had-old") X(PAST, "past-tense-near") X(UNANCHORED, "unanchored") \
    X(REPORT_TIMES, "report-many-times") X(REPORT_SAME, "report-time-in-sentence") X(QUOTED, "quoted-report") X(DEFINITE_NOUN, "noun-back") \
    X(SAME_WORD, "trigger-word-there") X(TYPE_THERE, "type-there") X(GOVERNOR_TYPE, "governor-type") X(GOVERNOR_OTHER, "governor-other-type") \
    X(GOVERNOR_SPEECH, "governor-speech") X(VERBAL_SPEECH, "verbal-governor-speech") X(BOUND, "bound") X(NEAREST, "nearest-in-sentence") \
    X(OTHER_HERE, "other-time-in-sentence") X(PERFECT, "perfect") X(PRESENT, "present") X(LEAD_DAY, "lead-day") X(YESTERDAY, "yesterday") \
    X(REPORT_PRESENT, "report-present") X(REPORT_LEAD_DAY, "report-lead-day") X(TYPE, "")

enum {
#define X_(name, text) T_##name,
    TIME_FEATURES(X_)
#undef X_
    T_END = T_TYPE + DL_TYPE_COUNT
};
_Static_assert(T_END <= DL_LINK_FEATURES, "room for all features");

static const char *const time_names[] = {
#define X_(name, text) text,
    TIME_FEATURES(X_)
#undef X_
};

uint32_t dl_link_time_feature_count(void)
{
    return T_END;
}

const char *dl_link_time_feature_name(uint32_t feature)
{
    return feature >= T_TYPE ? dl_type_text((dl_type)(feature - T_TYPE)).p : time_names[feature];
}

bool dl_link_dates(const dl_time *time)
{
    return time->type != DL_TIME_DURATION && time->type != DL_TIME_SET && (time->low != DL_DAY_UNKNOWN || time->unanchored);
}

/* The word that the time hangs on, DL_NONE. */
static uint32_t governor(const dl_doc *doc, const dl_time *time)
{
    for (uint32_t t = time->first; t <= time->last; t++) {
        uint32_t up = doc->tokens[t].head;
        if (up != DL_NONE && (up < time->first || up > time->last)) return up;
    }
    return DL_NONE;
}

bool dl_link_hangs_on(const dl_doc *doc, const dl_time *time, dl_span cue)
{
    uint32_t up = governor(doc, time);
    return up != DL_NONE && doc->tokens[up].start < cue.end && doc->tokens[up].end > cue.start;
}

static uint32_t first_mention(const dl_marks *marks, uint32_t m)
{
    for (int back = 0; back < 8 && marks->entities[m].antecedent != DL_NONE; back++) m = marks->entities[m].antecedent;
    return m;
}

bool dl_link_same_voice(const dl_doc *doc, const dl_marks *marks, uint32_t a, uint32_t b)
{
    const dl_entity *x = &marks->entities[a], *y = &marks->entities[b];
    if (first_mention(marks, a) == first_mention(marks, b)) return true;
    if (x->id.n && y->id.n) return dl_str_eq(x->id, y->id);
    if (!dl_str_eq(x->code, y->code) || !dl_str_eq(x->sector, y->sector) || x->code.n == 0) return false;
    bool x_named = x->name_class == DL_NAME_B_PER || doc->tokens[x->head].upos == DL_UPOS_PROPN, y_named = y->name_class == DL_NAME_B_PER || doc->tokens[y->head].upos == DL_UPOS_PROPN;
    return !x_named || !y_named;
}

/* A word of the trigger that tells acts apart stands in the sentence, too: there the act was told before. */
static bool same_word(const dl_doc *doc, const dl_candidate *c, uint32_t sentence)
{
    const dl_sentence *s = &doc->sentences[sentence];
    for (uint32_t t = c->first; t <= c->last; t++) {
        uint8_t upos = doc->tokens[t].upos;
        if ((upos != DL_UPOS_VERB && upos != DL_UPOS_NOUN) || dl_link_lemma_is(doc, t, "be have say tell take make get go people official government")) continue;
        for (uint32_t k = s->first; k < s->first + s->count; k++)
            if (doc->tokens[k].upos == upos && dl_str_eq(doc->tokens[k].lemma, doc->tokens[t].lemma)) return true;
    }
    return false;
}

static float type_in(const dl_doc *doc, uint32_t sentence, dl_type type)
{
    const dl_sentence *s = &doc->sentences[sentence];
    float top = 0;
    for (uint32_t t = s->first; t < s->first + s->count && doc->scores; t++) top = DL_MAX(top, doc->scores[t].type[type]);
    return top;
}

/* What is told at the time: acts of the type, other acts, or that somebody spoke. */
static void told_then(const dl_doc *doc, const dl_link_event *e, const dl_time *time, float *x)
{
    const dl_candidate *c = e->candidate;
    uint32_t here = doc->tokens[c->first].sentence, there = doc->tokens[time->last].sentence, up = governor(doc, time), mark = dl_link_case_of(doc, time->last);
    if (here != there) {
        x[T_SAME_WORD] = same_word(doc, c, there);
        x[T_TYPE_THERE] = type_in(doc, there, c->type);
    }
    x[T_BOUND] = mark != DL_NONE && dl_link_lemma_is(doc, mark, "since until till by before after from");
    if (up == DL_NONE || dl_link_inside(c, up)) return;
    for (uint32_t k = 0; k < DL_TYPE_COUNT && doc->scores; k++) {
        uint32_t at = k == (uint32_t)c->type ? T_GOVERNOR_TYPE : T_GOVERNOR_OTHER;
        x[at] = DL_MAX(x[at], doc->scores[up].type[k]);
    }
    x[T_GOVERNOR_SPEECH] = dl_link_lemma_is(doc, up, "say tell report add announce state write declare speak quote confirm");
}

/* The times of the sentence beside this one. */
static void rivals(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, const dl_time *time, float *x)
{
    uint32_t here = doc->tokens[e->candidate->first].sentence, there = doc->tokens[time->last].sentence, near = dl_tree_distance(doc, time->last, e->head);
    bool nearest = here == there;
    for (uint32_t i = 0; i < marks->time_count; i++) {
        const dl_time *o = &marks->times[i];
        if (o == time || !dl_link_dates(o) || doc->tokens[o->last].sentence != here) continue;
        x[T_OTHER_HERE] = 1;
        nearest = nearest && dl_tree_distance(doc, o->last, e->head) >= near;
    }
    x[T_NEAREST] = nearest;
}

/* The report's first sentences tell the day of its story. */
static bool tells_story(const dl_doc *doc, const dl_time *time)
{
    return time->precision == DL_PRECISION_DAY && doc->tokens[time->last].sentence < 3 && doc->day != DL_DAY_UNKNOWN && time->low != DL_DAY_UNKNOWN &&
           time->low <= doc->day && time->low + 7 > doc->day;
}

static bool present(const dl_doc *doc, uint32_t head)
{
    return dl_str_is(doc->tokens[head].xpos, "VBZ") || dl_str_is(doc->tokens[head].xpos, "VBP") || dl_str_is(doc->tokens[head].xpos, "VBG");
}

static bool under(const dl_doc *doc, uint32_t t, uint32_t top, int most)
{
    for (int up = 0; t != DL_NONE && up <= most; up++, t = doc->tokens[t].head) {
        if (t == top) return true;
    }
    return false;
}

static void report_features(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, float *x)
{
    uint32_t here = doc->tokens[e->candidate->first].sentence, times = 0, same = 0;
    for (uint32_t i = 0; i < marks->time_count; i++) {
        if (!dl_link_dates(&marks->times[i])) continue;
        times++;
        same += doc->tokens[marks->times[i].last].sentence == here;
    }
    x[T_REPORT] = 1;
    x[T_REPORT_LEAD] = 1 / (1 + (float)here);
    x[T_REPORT_PAST] = dl_str_is(doc->tokens[e->head].xpos, "VBD");
    x[T_REPORT_PERFECT] = dl_link_has_child(doc, e->head, DL_REL_AUX, "have");
    for (uint32_t t = e->candidate->first > 3 ? e->candidate->first - 3 : 0; t <= e->head; t++) x[T_REPORT_HAD] = x[T_REPORT_HAD] > 0 || dl_str_is(dl_token_form(doc, t), "had");
    x[T_REPORT_TIMES] = (float)DL_MIN(times, 10u) / 10;
    x[T_REPORT_SAME] = same > 0;
    x[T_QUOTED] = doc->sentences[here].quoted;
    x[T_REPORT_PRESENT] = present(doc, e->head);
    for (uint32_t i = 0; i < marks->time_count && !(x[T_REPORT_LEAD_DAY] > 0); i++) x[T_REPORT_LEAD_DAY] = tells_story(doc, &marks->times[i]);
}

static void order_features(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, const dl_time *time, float *x)
{
    const dl_candidate *c = e->candidate;
    uint32_t here = doc->tokens[c->first].sentence, there = doc->tokens[time->last].sentence, often = 0, dated = 0;
    x[T_SAME] = here == there;
    x[T_PARAGRAPH] = doc->sentences[here].block == doc->sentences[there].block;
    x[T_TREE] = here == there ? 1 - (float)dl_tree_distance(doc, time->last, e->head) / 20 : 0;
    x[T_BEFORE] = here == there && time->first < c->first;
    x[T_BELOW] = here == there && under(doc, time->last, e->head, 3);
    uint32_t up = doc->tokens[e->head].head;
    for (int k = 0; k < 4 && up != DL_NONE && here == there && x[T_BELOW] < 1; k++, up = doc->tokens[up].head) x[T_ABOVE] = x[T_ABOVE] > 0 || under(doc, time->last, up, 2);
    x[T_BACK] = there < here ? 1 / (float)(here - there) : 0;
    x[T_FORWARD] = there > here ? 1 / (float)(there - here) : 0;
    x[T_LAST_BACK] = there < here;
    x[T_FIRST] = 1;
    for (uint32_t i = 0; i < marks->time_count; i++) {
        const dl_time *o = &marks->times[i];
        if (!dl_link_dates(o)) continue;
        dated++;
        often += o->low == time->low && o->high == time->high;
        if (o->first < time->first) x[T_FIRST] = 0;
        if (o->first > time->first && o->first < c->first && doc->tokens[o->last].sentence < here) x[T_LAST_BACK] = 0;
    }
    x[T_OFTEN] = dated ? (float)often / (float)dated : 0;
    x[T_DEFINITE_NOUN] = there < here && doc->tokens[e->head].upos == DL_UPOS_NOUN;
}

void dl_link_time_features(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, uint32_t mention, float best, float *x)
{
    static const bool verbal[DL_TYPE_COUNT] = {[DL_TYPE_AGREE] = true, [DL_TYPE_REJECT] = true, [DL_TYPE_REQUEST] = true, [DL_TYPE_ACCUSE] = true,
                                               [DL_TYPE_THREATEN] = true, [DL_TYPE_SUPPORT] = true};
    const dl_candidate *c = e->candidate;
    float historical = c->trigger.aux[0], future = c->trigger.aux[1];
    x[T_BIAS] = 1;
    x[T_VERBAL] = verbal[c->type];
    x[T_FUTURE] = future;
    x[T_HISTORICAL] = historical;
    x[T_LEAD] = 1 / (1 + (float)doc->tokens[c->first].sentence);
    x[T_TYPE + c->type] = 1;
    if (mention == DL_NONE) {
        report_features(doc, marks, e, x);
        return;
    }
    const dl_time *time = &marks->times[mention];
    float top = dl_fill_probability(doc, &c->trigger, DL_ROLE_TIME, time->first, time->last);
    x[T_MAX] = dl_link_squeeze(top);
    x[T_BEST] = top > 0.05f && top >= best;
    x[T_DAY] = time->precision == DL_PRECISION_DAY;
    x[T_WEEK] = time->precision == DL_PRECISION_WEEK;
    x[T_MONTH] = time->precision == DL_PRECISION_MONTH || time->precision == DL_PRECISION_SEASON;
    x[T_YEAR] = time->precision == DL_PRECISION_YEAR;
    x[T_UNANCHORED] = time->unanchored;
    x[T_PAST] = dl_str_is(doc->tokens[e->head].xpos, "VBD");
    order_features(doc, marks, e, time, x);
    told_then(doc, e, time, x);
    x[T_VERBAL_SPEECH] = x[T_VERBAL] * x[T_GOVERNOR_SPEECH];
    rivals(doc, marks, e, time, x);
    x[T_PERFECT] = dl_link_has_child(doc, e->head, DL_REL_AUX, "have");
    x[T_PRESENT] = present(doc, e->head);
    x[T_LEAD_DAY] = tells_story(doc, time);
    if (doc->day == DL_DAY_UNKNOWN || time->low == DL_DAY_UNKNOWN) return;
    float age = (float)doc->day - (float)time->low;
    bool had = false;
    for (uint32_t t = c->first > 3 ? c->first - 3 : 0; t <= e->head; t++) had = had || dl_str_is(dl_token_form(doc, t), "had");
    x[T_LATER] = age < 0;
    x[T_SAME_DAY] = age >= 0 && age < 1;
    x[T_YESTERDAY] = age >= 1 && age < 2;
    x[T_RECENT] = age >= 0 ? 1 / (1 + age / 4) : 0;
    x[T_OLD] = age > 60;
    x[T_FUTURE_LATER] = future * x[T_LATER];
    x[T_HISTORICAL_OLD] = historical * x[T_OLD];
    x[T_VERBAL_LATER] = x[T_VERBAL] * x[T_LATER];
    x[T_HAD_OLD] = had && age > 2;
}
