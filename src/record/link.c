/* link.c - candidates for roles and times, and their features. */
#include "record/link.h"
#include "record/rules.h"

#include <math.h>

/* ## Names: they stand in data/links.tsv */

#define PARTY_FEATURES(X) \
    X(BIAS, "bias") X(MAX, "model") X(HEAD, "model-head") X(OTHER, "model-other-role") X(VOICE, "model-source") X(BEST, "model-best") X(RATIO, "model-ratio") \
    X(SUBJECT, "subject") X(OBJECT, "object") X(WITH_SUBJECT, "beside-subject") X(WITH_OBJECT, "beside-object") X(RULE_ACTOR, "rule-actor") \
    X(RULE_RECIPIENT, "rule-recipient") X(SAID_BY, "said-by") X(QUOTED_BY, "quoted-by") X(SAME, "same-sentence") X(BEFORE, "before") X(NEAR, "near") X(BACK_ONE, "one-sentence-back") \
    X(BACK_MORE, "further-back") X(FORWARD, "later-sentence") X(ABOVE, "above") X(IN_TRIGGER, "in-trigger") X(DEEP, "deep") \
    X(TO_NSUBJ, "via-nsubj") X(TO_PASS, "via-nsubj:pass") X(TO_OBJ, "via-obj") X(TO_IOBJ, "via-iobj") X(TO_BY, "via-by") X(TO_WITH, "via-with") X(TO_TO, "via-to") \
    X(TO_AGAINST, "via-against") X(TO_OF, "via-of") X(TO_IN, "via-in") X(TO_ON, "via-on") X(TO_FOR, "via-for") X(TO_FROM, "via-from") X(TO_POSS, "via-nmod:poss") \
    X(TO_COMPOUND, "via-compound") X(TO_CLAUSE, "via-clause") X(TO_OTHER, "via-other") X(TO_NOTHING, "via-nothing") \
    X(OWN_NSUBJ, "own-nsubj") X(OWN_OBJ, "own-obj") X(OWN_POSS, "own-nmod:poss") X(OWN_OBL, "own-obl") X(OWN_NMOD, "own-nmod") X(OWN_CONJ, "own-conj") \
    X(OWN_APPOS, "own-appos") X(OWN_COMPOUND, "own-compound") X(PRONOUN, "pronoun") X(PROPER, "proper") X(CODED, "coded") X(LOCATIVE, "locative") \
    X(GOVERNMENT, "government") X(ARMED, "armed-forces") X(REBEL, "rebels") X(CIVIL, "civil") X(NO_SECTOR, "no-sector") X(PASSIVE, "passive") X(NOUN, "noun-trigger") \
    X(TWIN, "party-of-actor") X(SELF, "is-actor") X(IN_LIST, "in-list-of-first") X(OF_FIRST, "party-of-first") X(MUTUAL, "mutual-trigger") X(PERSON, "person") \
    X(ORGANISATION, "organisation") X(LAND, "name-of-place") X(VIA_UNKNOWN, "unknown") X(VIA_DICTIONARY, "dictionary") X(VIA_AGENT, "agent") \
    X(VIA_COREFERENCE, "coreference") X(VIA_METONYM, "metonym") X(VIA_TITLE, "title") X(VIA_LEARNED, "learned") X(TYPE, "")
#define TIME_FEATURES(X) \
    X(BIAS, "bias") X(MAX, "model") X(BEST, "model-best") X(REPORT, "report-date") X(SAME, "same-sentence") X(PARAGRAPH, "same-paragraph") X(TREE, "tree-near") \
    X(BEFORE, "before") X(BELOW, "below-trigger") X(ABOVE, "at-governor") X(BACK, "back-near") X(FORWARD, "forward-near") X(LAST_BACK, "nearest-back") \
    X(FIRST, "first-in-report") X(DAY, "day") X(WEEK, "week") X(MONTH, "month") X(YEAR, "year") X(LATER, "later-than-report") X(SAME_DAY, "day-of-report") \
    X(RECENT, "recent") X(OLD, "old") X(FUTURE, "future") X(FUTURE_LATER, "future-later") X(HISTORICAL, "historical") X(HISTORICAL_OLD, "historical-old") \
    X(VERBAL, "verbal") X(VERBAL_LATER, "verbal-later") X(OFTEN, "often") X(LEAD, "lead-event") X(REPORT_LEAD, "report-lead") X(REPORT_PAST, "report-past-tense") \
    X(REPORT_PERFECT, "report-perfect") X(REPORT_HAD, "report-had") X(HAD_OLD, "had-old") X(PAST, "past-tense-near") X(UNANCHORED, "unanchored") \
    X(REPORT_TIMES, "report-many-times") X(REPORT_SAME, "report-time-in-sentence") X(QUOTED, "quoted-report") X(DEFINITE_NOUN, "noun-back") X(TYPE, "")

enum {
#define X_(name, text) P_##name,
    PARTY_FEATURES(X_)
#undef X_
    P_END = P_TYPE + DL_TYPE_COUNT
};
enum {
#define X_(name, text) T_##name,
    TIME_FEATURES(X_)
#undef X_
    T_END = T_TYPE + DL_TYPE_COUNT
};
_Static_assert(P_END <= DL_LINK_FEATURES && T_END <= DL_LINK_FEATURES, "room for all features");

static const char *const party_names[] = {
#define X_(name, text) text,
    PARTY_FEATURES(X_)
#undef X_
};
static const char *const time_names[] = {
#define X_(name, text) text,
    TIME_FEATURES(X_)
#undef X_
};

uint32_t dl_link_feature_count(dl_link_kind kind)
{
    return kind == DL_LINK_TIME ? T_END : P_END;
}

const char *dl_link_feature_name(dl_link_kind kind, uint32_t feature)
{
    uint32_t types = kind == DL_LINK_TIME ? T_TYPE : P_TYPE;
    if (feature >= types) return dl_type_text((dl_type)(feature - types)).p;
    return kind == DL_LINK_TIME ? time_names[feature] : party_names[feature];
}

dl_str dl_link_kind_text(dl_link_kind kind)
{
    static const char *const names[DL_LINK_KINDS] = {"actor", "recipient", "source", "time", "more-actors", "more-recipients"};
    return dl_str_c(names[kind]);
}

dl_role dl_link_role(dl_link_kind kind)
{
    static const dl_role roles[DL_LINK_KINDS] = {DL_ROLE_ACTOR, DL_ROLE_RECIPIENT, DL_ROLE_SOURCE, DL_ROLE_TIME, DL_ROLE_ACTOR, DL_ROLE_RECIPIENT};
    return roles[kind];
}

/* ## Small questions about trees */

static bool lemma_is(const dl_doc *doc, uint32_t t, const char *list)
{
    return dl_str_has_word(dl_str_c(list), doc->tokens[t].lemma);
}

static bool inside(const dl_candidate *c, uint32_t t)
{
    return t >= c->first && t <= c->last;
}

/* The case word of a noun phrase, DL_NONE. */
static uint32_t case_of(const dl_doc *doc, uint32_t t)
{
    const dl_sentence *s = &doc->sentences[doc->tokens[t].sentence];
    for (uint32_t k = t; k-- > s->first && t - k < 12;) {
        if (doc->tokens[k].head == t && doc->tokens[k].rel == DL_REL_CASE) return k;
    }
    return DL_NONE;
}

static bool has_child(const dl_doc *doc, uint32_t t, dl_rel rel, const char *lemmas)
{
    const dl_sentence *s = &doc->sentences[doc->tokens[t].sentence];
    for (uint32_t k = s->first; k < s->first + s->count; k++) {
        if (doc->tokens[k].head == t && doc->tokens[k].rel == rel && (lemmas == NULL || lemma_is(doc, k, lemmas))) return true;
    }
    return false;
}

static uint32_t top_of(const dl_doc *doc, uint32_t first, uint32_t last)
{
    uint32_t noun = DL_NONE;
    for (uint32_t t = first; t <= last; t++) {
        uint32_t up = doc->tokens[t].head;
        if (up != DL_NONE && up >= first && up <= last) continue;
        if (doc->tokens[t].upos == DL_UPOS_VERB) return t;
        if (noun == DL_NONE && doc->tokens[t].upos == DL_UPOS_NOUN) noun = t;
    }
    return noun == DL_NONE ? first : noun;
}

dl_link_event dl_link_begin(const dl_doc *doc, const dl_candidate *c)
{
    dl_link_event e = {.candidate = c, .head = top_of(doc, c->first, c->last), .said_by = DL_NONE, .first = DL_NONE};
    e.subject = dl_clause_actor(doc, e.head);
    e.object = dl_clause_object(doc, e.head);
    for (uint32_t t = c->last + 1; t-- > c->first && e.object == DL_NONE;) {
        if (doc->tokens[t].upos == DL_UPOS_VERB || doc->tokens[t].upos == DL_UPOS_NOUN) e.object = dl_clause_object(doc, t);
    }
    return e;
}

uint32_t dl_link_list(const dl_doc *doc, uint32_t t)
{
    for (int up = 0; up < 6 && doc->tokens[t].rel == DL_REL_CONJ && doc->tokens[t].head != DL_NONE; up++) t = doc->tokens[t].head;
    return t;
}

bool dl_link_same_piece(const dl_doc *doc, uint32_t a, uint32_t b)
{
    if (!doc->sentences[a].undated && !doc->sentences[b].undated) return true;
    return doc->sentences[a].block == doc->sentences[b].block;
}

bool dl_link_mutual(const dl_doc *doc, const dl_candidate *c)
{
    static const char words[] = "meet talk talks negotiate negotiation clash fight fighting battle exchange trade discuss agree agreement deal sign accord pact treaty ceasefire truce "
                                "meeting summit conference dialogue discussion consultation war conflict skirmish cooperate cooperation both mutual joint jointly";
    for (uint32_t t = c->first; t <= c->last; t++) {
        if (lemma_is(doc, t, words)) return true;
    }
    return false;
}

static bool beside(const dl_doc *doc, uint32_t a, uint32_t b)
{
    if (a == DL_NONE || b == DL_NONE) return false;
    const dl_token *x = &doc->tokens[a], *y = &doc->tokens[b];
    return (x->rel == DL_REL_CONJ && (x->head == b || (y->rel == DL_REL_CONJ && x->head == y->head))) || (y->rel == DL_REL_CONJ && y->head == a);
}

/* ## Parties */

/* From -1 (never) to 1 (sure). */
static float squeeze(float p)
{
    p = DL_MIN(DL_MAX(p, 0.003f), 0.997f);
    return logf(p / (1 - p)) / 5.8f;
}

/* How a noun phrase hangs on the trigger: the relation of the word right below it. */
static uint32_t relation(const dl_doc *doc, const dl_candidate *c, uint32_t t, bool *deep)
{
    static const struct { const char *lemmas; uint32_t feature; } cases[] = {{"by", P_TO_BY}, {"with alongside", P_TO_WITH}, {"to toward towards", P_TO_TO}, {"against", P_TO_AGAINST},
        {"of", P_TO_OF}, {"in at near inside outside across around", P_TO_IN}, {"on upon over", P_TO_ON}, {"for", P_TO_FOR}, {"from", P_TO_FROM}};
    uint32_t child = DL_NONE;
    *deep = false;
    for (int up = 0; up < 4; up++) {
        if (inside(c, t) && child != DL_NONE) break;
        *deep = child != DL_NONE;
        child = t;
        t = doc->tokens[t].head;
        if (t == DL_NONE) return P_TO_NOTHING;
    }
    if (!inside(c, t)) return P_TO_NOTHING;
    uint32_t mark = case_of(doc, child);
    for (size_t i = 0; mark != DL_NONE && i < DL_COUNT(cases); i++) {
        if (lemma_is(doc, mark, cases[i].lemmas)) return cases[i].feature;
    }
    switch ((dl_rel)doc->tokens[child].rel) {
    case DL_REL_NSUBJ: return P_TO_NSUBJ;
    case DL_REL_NSUBJ_PASS: return P_TO_PASS;
    case DL_REL_OBJ: return P_TO_OBJ;
    case DL_REL_IOBJ: return P_TO_IOBJ;
    case DL_REL_NMOD_POSS: return P_TO_POSS;
    case DL_REL_COMPOUND: case DL_REL_AMOD: return P_TO_COMPOUND;
    case DL_REL_XCOMP: case DL_REL_CCOMP: case DL_REL_ADVCL: case DL_REL_ACL: case DL_REL_ACL_RELCL: case DL_REL_CONJ: return P_TO_CLAUSE;
    default: return P_TO_OTHER;
    }
}

static void own_relation(const dl_doc *doc, uint32_t head, float *x)
{
    switch ((dl_rel)doc->tokens[head].rel) {
    case DL_REL_NSUBJ: case DL_REL_NSUBJ_PASS: x[P_OWN_NSUBJ] = 1; break;
    case DL_REL_OBJ: case DL_REL_IOBJ: x[P_OWN_OBJ] = 1; break;
    case DL_REL_NMOD_POSS: x[P_OWN_POSS] = 1; break;
    case DL_REL_OBL: case DL_REL_OBL_AGENT: x[P_OWN_OBL] = 1; break;
    case DL_REL_NMOD: x[P_OWN_NMOD] = 1; break;
    case DL_REL_CONJ: x[P_OWN_CONJ] = 1; break;
    case DL_REL_APPOS: x[P_OWN_APPOS] = 1; break;
    case DL_REL_COMPOUND: case DL_REL_AMOD: x[P_OWN_COMPOUND] = 1; break;
    default: break;
    }
}

static void what_it_is(const dl_doc *doc, const dl_entity *m, float *x)
{
    x[P_VIA_UNKNOWN + m->via] = 1;
    x[P_PERSON] = m->name_class == DL_NAME_B_PER;
    x[P_ORGANISATION] = m->name_class == DL_NAME_B_ORG;
    x[P_LAND] = m->name_class == DL_NAME_B_LOC;
    uint32_t mark = case_of(doc, m->head);
    x[P_PRONOUN] = doc->tokens[m->head].upos == DL_UPOS_PRON;
    x[P_PROPER] = doc->tokens[m->head].upos == DL_UPOS_PROPN;
    x[P_CODED] = m->code.n > 0;
    x[P_LOCATIVE] = mark != DL_NONE && lemma_is(doc, mark, "in at near inside outside across around throughout within");
    if (m->sector.n == 0) x[P_NO_SECTOR] = 1;
    else if (dl_str_has_word(DL_LIT("GOV LEG JUD IGO"), m->sector)) x[P_GOVERNMENT] = 1;
    else if (dl_str_has_word(DL_LIT("MIL COP SPY PRM"), m->sector)) x[P_ARMED] = 1;
    else if (dl_str_has_word(DL_LIT("REB UAF CRM"), m->sector)) x[P_REBEL] = 1;
    else x[P_CIVIL] = 1;
}

static void where_it_stands(const dl_doc *doc, const dl_link_event *e, uint32_t head, float *x)
{
    const dl_candidate *c = e->candidate;
    uint32_t here = doc->tokens[c->first].sentence, there = doc->tokens[head].sentence;
    uint32_t words = head < c->first ? c->first - head : head > c->last ? head - c->last : 0;
    x[P_SAME] = here == there;
    x[P_BEFORE] = here == there && head < c->first;
    x[P_NEAR] = 1 / (1 + (float)words / 6);
    x[P_BACK_ONE] = there + 1 == here;
    x[P_BACK_MORE] = there + 1 < here;
    x[P_FORWARD] = there > here;
    x[P_IN_TRIGGER] = inside(c, head);
    bool deep = false;
    uint32_t via = here == there ? relation(doc, c, head, &deep) : (uint32_t)P_TO_NOTHING;
    x[via] = 1;
    x[P_DEEP] = deep;
    for (uint32_t t = e->head, up = 0; t != DL_NONE && up < 5; t = doc->tokens[t].head, up++) x[P_ABOVE] = x[P_ABOVE] > 0 || (t == head && !inside(c, head));
}

/* An odd number of quotation marks stands before the word in its sentence, or the sentence began inside a quotation. */
static bool in_quotation(const dl_doc *doc, uint32_t t)
{
    const dl_sentence *s = &doc->sentences[doc->tokens[t].sentence];
    bool open = s->quoted;
    for (uint32_t k = s->first; k < t; k++) {
        dl_str form = dl_token_form(doc, k);
        if (dl_str_is(form, "\"") || dl_str_is(form, "“") || dl_str_is(form, "”") || dl_str_is(form, "``") || dl_str_is(form, "''")) open = !open;
    }
    return open;
}

static bool same_party(const dl_entity *a, const dl_entity *b)
{
    return dl_str_eq(a->code, b->code) && dl_str_eq(a->sector, b->sector);
}

static void party_features(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, dl_link_kind kind, uint32_t mention, float best, float *x)
{
    const dl_candidate *c = e->candidate;
    const dl_entity *m = &marks->entities[mention];
    dl_role role = dl_link_role(kind), other = role == DL_ROLE_ACTOR ? DL_ROLE_RECIPIENT : DL_ROLE_ACTOR;
    float top = dl_fill_probability(doc, &c->trigger, role, m->first, m->last);
    x[P_BIAS] = 1;
    x[P_MAX] = squeeze(top);
    x[P_HEAD] = squeeze(dl_fill_probability(doc, &c->trigger, role, m->head, m->head));
    x[P_OTHER] = squeeze(dl_fill_probability(doc, &c->trigger, other, m->first, m->last));
    x[P_VOICE] = squeeze(dl_fill_probability(doc, &c->trigger, DL_ROLE_SOURCE, m->first, m->last));
    x[P_BEST] = top > 0 && top >= best;
    x[P_RATIO] = best > 0 ? top / best : 0;
    x[P_SUBJECT] = m->head == e->subject;
    x[P_OBJECT] = m->head == e->object;
    x[P_WITH_SUBJECT] = beside(doc, m->head, e->subject);
    x[P_WITH_OBJECT] = beside(doc, m->head, e->object);
    x[P_RULE_ACTOR] = m->head == c->rule_actor;
    x[P_RULE_RECIPIENT] = m->head == c->rule_recipient;
    x[P_SAID_BY] = mention == e->said_by;
    x[P_QUOTED_BY] = mention == e->said_by && in_quotation(doc, c->first);
    x[P_PASSIVE] = has_child(doc, e->head, DL_REL_NSUBJ_PASS, NULL) || has_child(doc, e->head, DL_REL_AUX_PASS, NULL);
    x[P_NOUN] = doc->tokens[e->head].upos == DL_UPOS_NOUN;
    where_it_stands(doc, e, m->head, x);
    own_relation(doc, m->head, x);
    what_it_is(doc, m, x);
    x[P_MUTUAL] = dl_link_mutual(doc, c);
    for (uint32_t i = 0; i < e->actor_count && role != DL_ROLE_ACTOR; i++) {
        x[P_SELF] = x[P_SELF] > 0 || mention == e->actors[i];
        x[P_TWIN] = x[P_TWIN] > 0 || same_party(&marks->entities[e->actors[i]], m);
    }
    if (e->first != DL_NONE) {
        x[P_IN_LIST] = dl_link_list(doc, m->head) == dl_link_list(doc, marks->entities[e->first].head);
        x[P_OF_FIRST] = same_party(&marks->entities[e->first], m);
    }
    x[P_TYPE + c->type] = 1;
}

static bool listed(const uint32_t *list, uint32_t count, uint32_t item)
{
    for (uint32_t i = 0; i < count; i++) {
        if (list[i] == item) return true;
    }
    return false;
}

bool dl_link_in_time(const dl_marks *marks, uint32_t t)
{
    for (uint32_t i = 0; i < marks->time_count; i++)
        if (marks->times[i].first <= t && t <= marks->times[i].last) return true;
    return false;
}

uint32_t dl_link_candidates(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_link_event *e, dl_role role, uint32_t *out, uint32_t room)
{
    uint32_t here = doc->tokens[e->candidate->first].sentence;
    uint32_t count = 0, pointed = dl_fill_mentions(context, doc, marks, &e->candidate->trigger, role, 0.08f, out, room);
    for (uint32_t i = 0; i < pointed; i++) {
        if (dl_link_same_piece(doc, here, doc->tokens[marks->entities[out[i]].head].sentence)) out[count++] = out[i];
    }
    uint32_t from = doc->sentences[here ? here - 1 : 0].first, last = DL_MIN(here + 1, doc->sentence_count - 1), end = doc->sentences[last].first + doc->sentences[last].count;
    for (uint32_t t = from; t < end && count < room; t++) {
        uint32_t m = marks->entity_at[t];
        if (m != DL_NONE && !listed(out, count, m) && dl_link_same_piece(doc, here, doc->tokens[t].sentence)) out[count++] = m;
    }
    if (e->said_by != DL_NONE && count < room && !listed(out, count, e->said_by)) out[count++] = e->said_by;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!dl_link_in_time(marks, marks->entities[out[i]].head)) out[kept++] = out[i];
    return kept;
}

/* ## Times */

bool dl_link_dates(const dl_time *time)
{
    return time->type != DL_TIME_DURATION && time->type != DL_TIME_SET && (time->low != DL_DAY_UNKNOWN || time->unanchored);
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
    x[T_REPORT_PERFECT] = has_child(doc, e->head, DL_REL_AUX, "have");
    for (uint32_t t = e->candidate->first > 3 ? e->candidate->first - 3 : 0; t <= e->head; t++) x[T_REPORT_HAD] = x[T_REPORT_HAD] > 0 || dl_str_is(dl_token_form(doc, t), "had");
    x[T_REPORT_TIMES] = (float)DL_MIN(times, 10u) / 10;
    x[T_REPORT_SAME] = same > 0;
    x[T_QUOTED] = doc->sentences[here].quoted;
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

static void time_features(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, uint32_t mention, float best, float *x)
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
    x[T_MAX] = squeeze(top);
    x[T_BEST] = top > 0.05f && top >= best;
    x[T_DAY] = time->precision == DL_PRECISION_DAY;
    x[T_WEEK] = time->precision == DL_PRECISION_WEEK;
    x[T_MONTH] = time->precision == DL_PRECISION_MONTH || time->precision == DL_PRECISION_SEASON;
    x[T_YEAR] = time->precision == DL_PRECISION_YEAR;
    x[T_UNANCHORED] = time->unanchored;
    x[T_PAST] = dl_str_is(doc->tokens[e->head].xpos, "VBD");
    order_features(doc, marks, e, time, x);
    if (doc->day == DL_DAY_UNKNOWN || time->low == DL_DAY_UNKNOWN) return;
    float age = (float)doc->day - (float)time->low;
    bool had = false;
    for (uint32_t t = c->first > 3 ? c->first - 3 : 0; t <= e->head; t++) had = had || dl_str_is(dl_token_form(doc, t), "had");
    x[T_LATER] = age < 0;
    x[T_SAME_DAY] = age >= 0 && age < 1;
    x[T_RECENT] = age >= 0 ? 1 / (1 + age / 4) : 0;
    x[T_OLD] = age > 60;
    x[T_FUTURE_LATER] = future * x[T_LATER];
    x[T_HISTORICAL_OLD] = historical * x[T_OLD];
    x[T_VERBAL_LATER] = x[T_VERBAL] * x[T_LATER];
    x[T_HAD_OLD] = had && age > 2;
}

void dl_link_features(const dl_doc *doc, const dl_marks *marks, const dl_link_event *event, dl_link_kind kind, uint32_t mention, float best, float out[DL_LINK_FEATURES])
{
    memset(out, 0, DL_LINK_FEATURES * sizeof *out);
    if (kind == DL_LINK_TIME) time_features(doc, marks, event, mention, best, out);
    else party_features(doc, marks, event, kind, mention, best, out);
}
