/* link.c - candidates for roles, and their features. */
#include "record/link_inner.h"
#include "record/rules.h"
#include "record/weigh.h"

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
    X(VIA_COREFERENCE, "coreference") X(VIA_METONYM, "metonym") X(VIA_TITLE, "title") X(VIA_LEARNED, "learned") \
    X(CLAIMED, "in-claim") X(SPEAKS_HERE, "speaks-in-sentence") X(SPEAKS_NEAR, "speaks-beside") X(SPEAKS, "speaks") X(SAID_PARTY, "party-of-said-by") \
    X(OFTEN, "often") X(TOPIC, "in-first-sentence") X(LAST_BEFORE, "last-before") X(FIRST_AFTER, "first-after") X(BACK_SUBJECT, "subject-one-back") \
    X(LAND_OF_ACTOR, "land-of-actor") X(NO_SUBJECT, "no-subject") X(NO_OBJECT, "no-object") X(OTHER_RULE_ACTOR, "rule-actor-other") \
    X(OTHER_RULE_RECIPIENT, "rule-recipient-other") X(HISTORICAL, "historical") X(NEGATED, "negated") X(TYPE, "")

enum {
#define X_(name, text) P_##name,
    PARTY_FEATURES(X_)
#undef X_
    P_END = P_TYPE + DL_TYPE_COUNT
};
_Static_assert(P_END <= DL_LINK_FEATURES, "room for all features");

static const char *const party_names[] = {
#define X_(name, text) text,
    PARTY_FEATURES(X_)
#undef X_
};

uint32_t dl_link_feature_count(dl_link_kind kind)
{
    return kind == DL_LINK_TIME ? dl_link_time_feature_count() : (uint32_t)P_END;
}

const char *dl_link_feature_name(dl_link_kind kind, uint32_t feature)
{
    if (kind == DL_LINK_TIME) return dl_link_time_feature_name(feature);
    return feature >= P_TYPE ? dl_type_text((dl_type)(feature - P_TYPE)).p : party_names[feature];
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

bool dl_link_lemma_is(const dl_doc *doc, uint32_t t, const char *list)
{
    return dl_str_has_word(dl_str_c(list), doc->tokens[t].lemma);
}

bool dl_link_inside(const dl_candidate *c, uint32_t t)
{
    return t >= c->first && t <= c->last;
}

uint32_t dl_link_case_of(const dl_doc *doc, uint32_t t)
{
    const dl_sentence *s = &doc->sentences[doc->tokens[t].sentence];
    for (uint32_t k = t; k-- > s->first && t - k < 12;) {
        if (doc->tokens[k].head == t && doc->tokens[k].rel == DL_REL_CASE) return k;
    }
    return DL_NONE;
}

bool dl_link_has_child(const dl_doc *doc, uint32_t t, dl_rel rel, const char *lemmas)
{
    enum { WINDOW = 256 }; /* trees are read in windows of that many words */
    const dl_sentence *s = &doc->sentences[doc->tokens[t].sentence];
    uint32_t first = t > s->first + WINDOW ? t - WINDOW : s->first, end = DL_MIN(s->first + s->count, t + WINDOW);
    for (uint32_t k = first; k < end; k++) {
        if (doc->tokens[k].head == t && doc->tokens[k].rel == rel && (lemmas == NULL || dl_link_lemma_is(doc, k, lemmas))) return true;
    }
    return false;
}

float dl_link_squeeze(float p)
{
    p = DL_MIN(DL_MAX(p, 0.003f), 0.997f);
    return logf(p / (1 - p)) / 5.8f;
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

dl_link_event dl_link_begin(const dl_doc *doc, const dl_claim *claims, uint32_t claim_count, const dl_candidate *c)
{
    dl_link_event e = {.candidate = c, .head = top_of(doc, c->first, c->last), .claims = claims, .claim_count = claim_count, .said_by = DL_NONE, .first = DL_NONE};
    e.claim = dl_claim_around(doc, claims, claim_count, c->first);
    if (e.claim != DL_NONE) e.said_by = claims[e.claim].source;
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
        if (dl_link_lemma_is(doc, t, words)) return true;
    }
    return false;
}

bool dl_link_directed(const dl_doc *doc, const dl_candidate *c)
{
    for (uint32_t t = c->first; t <= c->last; t++) {
        if (dl_link_lemma_is(doc, t, "visit tour trip travel arrive welcome receive host sign contact offer proposal invitation")) return true;
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

/* How a noun phrase hangs on the trigger: the relation of the word right below it. */
static uint32_t relation(const dl_doc *doc, const dl_candidate *c, uint32_t t, bool *deep)
{
    static const struct { const char *lemmas; uint32_t feature; } cases[] = {{"by", P_TO_BY}, {"with alongside", P_TO_WITH}, {"to toward towards", P_TO_TO}, {"against", P_TO_AGAINST},
        {"of", P_TO_OF}, {"in at near inside outside across around", P_TO_IN}, {"on upon over", P_TO_ON}, {"for", P_TO_FOR}, {"from", P_TO_FROM}};
    uint32_t child = DL_NONE;
    *deep = false;
    for (int up = 0; up < 4; up++) {
        if (dl_link_inside(c, t) && child != DL_NONE) break;
        *deep = child != DL_NONE;
        child = t;
        t = doc->tokens[t].head;
        if (t == DL_NONE) return P_TO_NOTHING;
    }
    if (!dl_link_inside(c, t)) return P_TO_NOTHING;
    uint32_t mark = dl_link_case_of(doc, child);
    for (size_t i = 0; mark != DL_NONE && i < DL_COUNT(cases); i++) {
        if (dl_link_lemma_is(doc, mark, cases[i].lemmas)) return cases[i].feature;
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
    uint32_t mark = dl_link_case_of(doc, m->head);
    x[P_PRONOUN] = doc->tokens[m->head].upos == DL_UPOS_PRON;
    x[P_PROPER] = doc->tokens[m->head].upos == DL_UPOS_PROPN;
    x[P_CODED] = m->code.n > 0;
    x[P_LOCATIVE] = mark != DL_NONE && dl_link_lemma_is(doc, mark, "in at near inside outside across around throughout within");
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
    x[P_IN_TRIGGER] = dl_link_inside(c, head);
    bool deep = false;
    uint32_t via = here == there ? relation(doc, c, head, &deep) : (uint32_t)P_TO_NOTHING;
    x[via] = 1;
    x[P_DEEP] = deep;
    for (uint32_t t = e->head, up = 0; t != DL_NONE && up < 5; t = doc->tokens[t].head, up++) x[P_ABOVE] = x[P_ABOVE] > 0 || (t == head && !dl_link_inside(c, head));
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

/* Pages that are no report can have mentions by the ten thousand; what a party is to the report is then seen in its beginning. */
enum { REPORT_MANY = 1000 };

/* Who speaks, and where: a speaker is the source, and the actor where speaking is the act. */
static void what_it_says(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, uint32_t mention, float *x)
{
    uint32_t here = doc->tokens[e->candidate->first].sentence;
    x[P_CLAIMED] = e->claim != DL_NONE;
    x[P_SAID_PARTY] = e->said_by != DL_NONE && mention != e->said_by && same_party(&marks->entities[mention], &marks->entities[e->said_by]);
    for (uint32_t i = 0; i < DL_MIN(e->claim_count, (uint32_t)REPORT_MANY); i++) {
        if (e->claims[i].source != mention) continue;
        uint32_t there = e->claims[i].sentence;
        x[P_SPEAKS] = 1;
        if (there == here) x[P_SPEAKS_HERE] = 1;
        else if (there + 1 == here || there == here + 1) x[P_SPEAKS_NEAR] = 1;
    }
}

/* Is there no other mention between it and the trigger? */
static bool next_to(const dl_marks *marks, uint32_t from, uint32_t to)
{
    for (uint32_t t = from; t < to; t++)
        if (marks->entity_at[t] != DL_NONE) return false;
    return true;
}

/* How the report as a whole treats the party. */
static void standing(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, uint32_t mention, float *x)
{
    const dl_entity *m = &marks->entities[mention];
    uint32_t here = doc->tokens[e->candidate->first].sentence, there = doc->tokens[m->head].sentence, known = 0, same = 0;
    for (uint32_t i = 0; i < DL_MIN(marks->entity_count, (uint32_t)REPORT_MANY); i++) {
        const dl_entity *o = &marks->entities[i];
        if (o->code.n == 0) continue;
        known++;
        if (!same_party(o, m)) continue;
        same++;
        x[P_TOPIC] = x[P_TOPIC] > 0 || doc->tokens[o->head].sentence == 0;
    }
    x[P_OFTEN] = known ? (float)same / (float)known : 0;
    if (here == there && m->head < e->candidate->first) x[P_LAST_BEFORE] = next_to(marks, m->head + 1, e->candidate->first);
    if (here == there && m->head > e->candidate->last) x[P_FIRST_AFTER] = next_to(marks, e->candidate->last + 1, m->head);
    uint32_t up = doc->tokens[m->head].head;
    x[P_BACK_SUBJECT] = there + 1 == here && doc->tokens[m->head].rel == DL_REL_NSUBJ && up != DL_NONE && doc->tokens[up].head == DL_NONE;
}

static void party_features(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, dl_link_kind kind, uint32_t mention, float best, float *x)
{
    const dl_candidate *c = e->candidate;
    const dl_entity *m = &marks->entities[mention];
    dl_role role = dl_link_role(kind), other = role == DL_ROLE_ACTOR ? DL_ROLE_RECIPIENT : DL_ROLE_ACTOR;
    float top = dl_fill_probability(doc, &c->trigger, role, m->first, m->last);
    x[P_BIAS] = 1;
    x[P_MAX] = dl_link_squeeze(top);
    x[P_HEAD] = dl_link_squeeze(dl_fill_probability(doc, &c->trigger, role, m->head, m->head));
    x[P_OTHER] = dl_link_squeeze(dl_fill_probability(doc, &c->trigger, other, m->first, m->last));
    x[P_VOICE] = dl_link_squeeze(dl_fill_probability(doc, &c->trigger, DL_ROLE_SOURCE, m->first, m->last));
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
    x[P_PASSIVE] = dl_link_has_child(doc, e->head, DL_REL_NSUBJ_PASS, NULL) || dl_link_has_child(doc, e->head, DL_REL_AUX_PASS, NULL);
    x[P_NOUN] = doc->tokens[e->head].upos == DL_UPOS_NOUN;
    where_it_stands(doc, e, m->head, x);
    own_relation(doc, m->head, x);
    what_it_is(doc, m, x);
    what_it_says(doc, marks, e, mention, x);
    standing(doc, marks, e, mention, x);
    x[P_NO_SUBJECT] = e->subject == DL_NONE;
    x[P_NO_OBJECT] = e->object == DL_NONE;
    x[P_OTHER_RULE_ACTOR] = c->rule_actor != DL_NONE && m->head != c->rule_actor;
    x[P_OTHER_RULE_RECIPIENT] = c->rule_recipient != DL_NONE && m->head != c->rule_recipient;
    x[P_HISTORICAL] = c->trigger.aux[0];
    x[P_NEGATED] = c->trigger.aux[3];
    x[P_MUTUAL] = dl_link_mutual(doc, c);
    for (uint32_t i = 0; i < e->actor_count && role != DL_ROLE_ACTOR; i++) {
        x[P_SELF] = x[P_SELF] > 0 || mention == e->actors[i];
        x[P_TWIN] = x[P_TWIN] > 0 || same_party(&marks->entities[e->actors[i]], m);
        x[P_LAND_OF_ACTOR] = x[P_LAND_OF_ACTOR] > 0 || (m->code.n && dl_str_eq(marks->entities[e->actors[i]].code, m->code));
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

static bool is_gathering(const dl_doc *doc, uint32_t head) { return dl_link_lemma_is(doc, head, "talk talks conference summit meeting negotiation dialogue forum session"); }

/* "The Russia-led talks" are none, whatever country is in their name; attacks are one only by it. */
bool dl_link_happening(const dl_doc *doc, const dl_marks *marks, uint32_t mention)
{
    const dl_entity *m = &marks->entities[mention];
    if (is_gathering(doc, m->head)) return true;
    for (uint32_t t = m->first; t < m->head; t++) {
        uint8_t first = (uint8_t)doc->text.p[doc->tokens[t].start];
        if (doc->tokens[t].upos == DL_UPOS_PROPN || (doc->tokens[t].upos == DL_UPOS_ADJ && first >= 'A' && first <= 'Z' && t > doc->sentences[doc->tokens[t].sentence].first)) return false;
    }
    return m->id.n == 0 && dl_link_lemma_is(doc, m->head, "attack war blast strike bombing explosion shelling insurrection insurgency fighting clash violence offensive assault "
                                                          "escalation bomb missile rocket airstrike raid shooting invasion killing incident withdrawal ceasefire truce protest riot");
}

/* Who does not come to "the conference with the rebels in Moscow" refuses its host, neither the rebels nor the town. */
static bool is_beside_gathering(const dl_doc *doc, const dl_candidate *c, uint32_t head)
{
    uint32_t mark = dl_link_case_of(doc, head), up = doc->tokens[head].head;
    bool comes = false;
    if (mark != DL_NONE && up != DL_NONE && dl_link_lemma_is(doc, mark, "in at") && is_gathering(doc, up)) return true;
    for (uint32_t t = c->first; t <= c->last; t++) comes = comes || dl_link_lemma_is(doc, t, "attend participate join send come");
    return comes && mark != DL_NONE && up != DL_NONE && dl_link_lemma_is(doc, mark, "with between among") && is_gathering(doc, up);
}

/* "Signed an agreement in Doha": a capital as the place of peaceful acts; an attack in it may be one on its people. */
static bool is_venue(const dl_doc *doc, const dl_marks *marks, const dl_candidate *c, uint32_t mention)
{
    const dl_entity *m = &marks->entities[mention];
    bool peaceful = c->type <= DL_TYPE_REQUEST || c->type == DL_TYPE_REJECT;
    uint32_t mark = dl_link_case_of(doc, m->head);
    return peaceful && m->via == DL_VIA_METONYM && mark != DL_NONE && dl_link_lemma_is(doc, mark, "in at");
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
        if (!dl_link_in_time(marks, marks->entities[out[i]].head) && !dl_link_happening(doc, marks, out[i]) &&
            !is_beside_gathering(doc, e->candidate, marks->entities[out[i]].head) && !is_venue(doc, marks, e->candidate, out[i])) out[kept++] = out[i];
    return kept;
}

void dl_link_features(const dl_doc *doc, const dl_marks *marks, const dl_link_event *event, dl_link_kind kind, uint32_t mention, float best, float out[DL_LINK_FEATURES])
{
    memset(out, 0, DL_LINK_FEATURES * sizeof *out);
    if (kind == DL_LINK_TIME) dl_link_time_features(doc, marks, event, mention, best, out);
    else party_features(doc, marks, event, kind, mention, best, out);
}
