/* both.c - "both sides", "the two countries": the two parties that they stand for; "Syrian and Russian jets": one noun for parties of several countries. */
#include "mark/who.h"

#define REACH_SENTENCES 6

/* The nouns that pairs are called by, and what may be one of such a pair. */
typedef enum pair_of { NO_PAIR, OF_PARTIES, OF_LANDS, OF_PERSONS } pair_of;

bool dl_is_reciprocal(const dl_doc *doc, const dl_entity *e)
{
    for (uint32_t t = e->first; t < e->last; t++) {
        if ((dl_word_in(doc, t, "each") && dl_word_in(doc, t + 1, "other")) || (dl_word_in(doc, t, "one") && dl_word_in(doc, t + 1, "another"))) return true;
    }
    return false;
}

static pair_of kind_of(const dl_who *who, const dl_entity *e)
{
    const dl_doc *doc = who->doc;
    bool two = false;
    if (dl_is_reciprocal(doc, e)) return OF_PARTIES;
    for (uint32_t t = e->first; t <= e->head && !two; t++) two = dl_word_in(doc, t, "both two") && (t < e->head || e->first == e->last);
    if (!two) return NO_PAIR;
    if (dl_lemma_in(doc, e->head, "side party army force group faction rival foe enemy camp delegation government both two")) return OF_PARTIES;
    if (dl_lemma_in(doc, e->head, "country nation state neighbour neighbor power capital")) return OF_LANDS;
    if (dl_lemma_in(doc, e->head, "leader president minister man official envoy")) return OF_PERSONS;
    return NO_PAIR;
}

static bool may_be_one(const dl_who *who, pair_of kind, uint32_t index)
{
    const dl_entity *e = &who->marks->entities[index];
    const dl_mention *m = &who->mentions[index];
    if (e->code.n == 0 || m->pronoun || kind_of(who, e) != NO_PAIR) return false;
    if (kind == OF_LANDS) return m->land;
    if (kind == OF_PERSONS) return m->person && !m->plural;
    return m->sure_code >= DL_SURE_LINK && m->sure_sector >= DL_SURE_CONTEXT && (m->land || m->group || m->plural || e->name.n);
}

static bool same(pair_of kind, const dl_entity *a, const dl_entity *b)
{
    if (a->id.n && dl_str_eq(a->id, b->id)) return true;
    if (kind == OF_PERSONS) return false;
    return dl_str_eq(a->code, b->code) && (kind == OF_LANDS || dl_str_eq(a->sector, b->sector));
}

static bool coordinated(const dl_doc *doc, const dl_entity *a, const dl_entity *b)
{
    return doc->tokens[b->head].rel == DL_REL_CONJ && doc->tokens[b->head].head == a->head;
}

static bool acts(const dl_doc *doc, const dl_entity *e)
{
    uint8_t rel = doc->tokens[e->head].rel;
    return rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS || rel == DL_REL_OBJ || rel == DL_REL_OBL_AGENT || rel == DL_REL_OBL || rel == DL_REL_IOBJ;
}

/* Two of one sentence: joined by "and", or else two that take part in what it tells. */
static bool pair_in(const dl_who *who, pair_of kind, uint32_t sentence, uint32_t before, bool joined, uint32_t out[2])
{
    const dl_marks *marks = who->marks;
    const dl_doc *doc = who->doc;
    for (uint32_t i = 0; i < marks->entity_count; i++) {
        const dl_entity *a = &marks->entities[i];
        if (doc->tokens[a->head].sentence != sentence || a->head >= before || !may_be_one(who, kind, i)) continue;
        for (uint32_t k = 0; k < marks->entity_count; k++) {
            const dl_entity *b = &marks->entities[k];
            if (k == i || b->head <= a->head || b->head >= before || doc->tokens[b->head].sentence != sentence || !may_be_one(who, kind, k) || same(kind, a, b)) continue;
            if (joined ? !coordinated(doc, a, b) : !acts(doc, a) || !acts(doc, b)) continue;
            out[0] = i;
            out[1] = k;
            return true;
        }
    }
    return false;
}

bool dl_who_both(const dl_marks *marks, uint32_t entity, uint32_t out[2])
{
    const dl_who *who = marks->who;
    if (who == NULL || !who->has_trees || entity >= marks->entity_count) return false;
    const dl_entity *e = &marks->entities[entity];
    pair_of kind = kind_of(who, e);
    if (kind == NO_PAIR) return false;
    uint32_t here = who->doc->tokens[e->head].sentence;
    for (uint32_t back = 0; back <= REACH_SENTENCES && back <= here; back++) {
        if (pair_in(who, kind, here - back, e->first, true, out) || pair_in(who, kind, here - back, e->first, false, out)) return true;
    }
    return false;
}

/* ## One noun, several countries */

static dl_str land_word(const dl_who *who, uint32_t t)
{
    uint32_t r = who->reading_at[t];
    if (r == DL_NONE) return (dl_str){0};
    uint8_t known = who->readings[r].known;
    return known == DL_KNOWN_COUNTRY || known == DL_KNOWN_ADJECTIVE || known == DL_KNOWN_PEOPLE ? who->readings[r].code : (dl_str){0};
}

/* Targets "in Iraq and Syria" are whose they are. */
static bool tells_land(const dl_who *who, uint32_t t)
{
    const dl_doc *doc = who->doc;
    uint8_t rel = doc->tokens[t].rel;
    if (rel == DL_REL_NMOD) return t > 0 && dl_word_in(doc, t - 1, "of");
    return rel == DL_REL_AMOD || rel == DL_REL_COMPOUND || rel == DL_REL_NMOD_POSS;
}

static uint32_t add_code(dl_str *codes, uint32_t count, dl_str code)
{
    for (uint32_t i = 0; i < count; i++)
        if (dl_str_eq(codes[i], code)) return count;
    if (code.n && count < DL_WHO_SPREAD) codes[count++] = code;
    return count;
}

/* Is there nothing but "and" and commas between the words? */
static bool joined(const dl_doc *doc, uint32_t from, uint32_t to)
{
    bool and = false;
    for (uint32_t t = from + 1; t < to; t++) {
        and |= doc->tokens[t].upos == DL_UPOS_CCONJ;
        if (doc->tokens[t].upos != DL_UPOS_CCONJ && doc->tokens[t].upos != DL_UPOS_PUNCT) return false;
    }
    return and;
}

/* The countries of the words that stand beside the head and are joined by "and": "the Thai and Lao ministers", "the ministers of Laos and Thailand". */
static uint32_t lands_of(const dl_who *who, uint32_t head, dl_str *codes)
{
    const dl_doc *doc = who->doc;
    uint32_t count = 0, end = dl_sentence_end(doc, head);
    for (uint32_t t = dl_sentence_first(doc, head); t < end && count < 2; t++) {
        if (doc->tokens[t].head != head || !tells_land(who, t) || land_word(who, t).n == 0) continue;
        count = add_code(codes, 0, land_word(who, t));
        for (uint32_t k = t + 1; k < end; k++) {
            bool conjunct = doc->tokens[k].head == t && doc->tokens[k].rel == DL_REL_CONJ;
            if (conjunct || (doc->tokens[k].head == head && joined(doc, t, k))) count = add_code(codes, count, land_word(who, k));
        }
    }
    return count;
}

uint32_t dl_who_spread(dl_marks *marks, uint32_t entity, uint32_t out[DL_WHO_SPREAD])
{
    const dl_who *who = marks->who;
    dl_str codes[DL_WHO_SPREAD];
    if (who == NULL || !who->has_trees || entity >= marks->entity_count) return 0;
    uint32_t head = marks->entities[entity].head;
    if (!dl_str_has_word(DL_LIT("NNS NNPS"), who->doc->tokens[head].xpos)) return 0;
    uint32_t count = lands_of(who, head, codes);
    for (uint32_t i = 0; i < count && count > 1; i++) {
        out[i] = dl_who_as(marks, entity, marks->entities[entity].sector, "one of several countries named with the noun");
        marks->entities[out[i]].code = codes[i];
    }
    return count > 1 ? count : 0;
}
