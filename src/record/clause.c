/* clause.c - the grammar that rules need not repeat: voice, control, relative clauses, coordination, nouns of action, negation. All of it reads
 * Universal Dependencies trees; the walks upwards are bounded, so a broken tree costs little. */
#include "record/rules.h"

#define UP 6

static uint32_t sentence_end(const dl_doc *doc, uint32_t t)
{
    const dl_sentence *s = &doc->sentences[doc->tokens[t].sentence];
    return s->first + s->count;
}

static uint32_t sentence_first(const dl_doc *doc, uint32_t t)
{
    return doc->sentences[doc->tokens[t].sentence].first;
}

/* A dependent of the word that stands in this relation. */
static bool has_child(const dl_doc *doc, uint32_t t, dl_rel rel)
{
    for (uint32_t k = sentence_first(doc, t), end = sentence_end(doc, t); k < end; k++) {
        if (doc->tokens[k].head == t && doc->tokens[k].rel == rel) return true;
    }
    return false;
}

/* What the model takes for a clause without a subject, although it is a noun without a copula: behind a preposition ("called for an end") it is
 * oblique, else the object ("demanded the release"), unless the verb has one already ("made him the leader") or is a kind of "be" itself. */
static dl_rel of_open_clause(const dl_doc *doc, uint32_t t)
{
    uint8_t upos = doc->tokens[t].upos;
    uint32_t verb = doc->tokens[t].head;
    if ((upos != DL_UPOS_NOUN && upos != DL_UPOS_PROPN && upos != DL_UPOS_PRON) || has_child(doc, t, DL_REL_COP) || verb == DL_NONE) return DL_REL_XCOMP;
    if (has_child(doc, t, DL_REL_CASE)) return DL_REL_OBL;
    if (has_child(doc, t, DL_REL_MARK) || has_child(doc, verb, DL_REL_OBJ) || has_child(doc, verb, DL_REL_NSUBJ_PASS) ||
        dl_str_has_word(DL_LIT("become remain stay seem appear turn be"), doc->tokens[verb].lemma)) return DL_REL_XCOMP;
    return DL_REL_OBJ;
}

/* "pulled out": the model wavers between particle and adverb. */
static bool particle(const dl_doc *doc, uint32_t t)
{
    return t > 0 && doc->tokens[t].head == t - 1 && doc->tokens[t - 1].upos == DL_UPOS_VERB &&
           dl_str_has_word(DL_LIT("out off up down back away over in"), doc->tokens[t].lemma);
}

dl_rel dl_clause_rel(const dl_doc *doc, uint32_t t)
{
    dl_rel rel = (dl_rel)doc->tokens[t].rel;
    if (rel == DL_REL_OBJ && has_child(doc, t, DL_REL_CASE)) return DL_REL_OBL;
    if (rel == DL_REL_XCOMP) return of_open_clause(doc, t);
    return rel == DL_REL_ADVMOD && particle(doc, t) ? DL_REL_COMPOUND_PRT : rel;
}

/* The first dependent with one of two relations. */
static uint32_t child(const dl_doc *doc, uint32_t t, dl_rel a, dl_rel b)
{
    for (uint32_t k = sentence_first(doc, t), end = sentence_end(doc, t); k < end; k++) {
        if (doc->tokens[k].head != t) continue;
        dl_rel rel = dl_clause_rel(doc, k);
        if (rel == a || rel == b) return k;
    }
    return DL_NONE;
}

static bool lemma_is(const dl_doc *doc, uint32_t t, const char *list)
{
    return dl_str_has_word(dl_str_c(list), doc->tokens[t].lemma);
}

/* A dependent that carries one of the case words. */
static uint32_t marked_child(const dl_doc *doc, uint32_t t, const char *markers)
{
    for (uint32_t k = sentence_first(doc, t), end = sentence_end(doc, t); k < end; k++) {
        if (doc->tokens[k].head != t) continue;
        uint32_t mark = child(doc, k, DL_REL_CASE, DL_REL_MARK);
        if (mark != DL_NONE && lemma_is(doc, mark, markers)) return k;
    }
    return DL_NONE;
}

static bool passive(const dl_doc *doc, uint32_t t)
{
    if (child(doc, t, DL_REL_NSUBJ_PASS, DL_REL_AUX_PASS) != DL_NONE) return true;
    return doc->tokens[t].rel == DL_REL_ACL && dl_str_is(doc->tokens[t].xpos, "VBN");
}

static bool is_noun(const dl_doc *doc, uint32_t t)
{
    return doc->tokens[t].upos == DL_UPOS_NOUN || doc->tokens[t].upos == DL_UPOS_PROPN;
}

/* "who", "which" stand for the noun that the clause modifies. */
static uint32_t antecedent(const dl_doc *doc, uint32_t t, uint32_t subject)
{
    if (subject == DL_NONE || !lemma_is(doc, subject, "who which that whom")) return subject;
    for (int up = 0; up < UP && t != DL_NONE; up++, t = doc->tokens[t].head) {
        if (doc->tokens[t].rel == DL_REL_ACL_RELCL) return doc->tokens[t].head;
    }
    return subject;
}

/* Verbs whose object, not subject, does what the infinitive says: "urged the rebels to leave". */
static const char object_control[] = "urge ask order tell force persuade allow permit invite want expect call press pressure convince encourage warn help enable require "
                                     "advise instruct compel authorize authorise push lead cause make let";

static uint32_t subject_of_verb(const dl_doc *doc, uint32_t t, int depth)
{
    uint32_t own = child(doc, t, DL_REL_NSUBJ, DL_REL_NSUBJ_PASS), up = doc->tokens[t].head;
    if (own != DL_NONE) return antecedent(doc, t, own);
    if (up == DL_NONE || depth == UP) return DL_NONE;
    switch ((dl_rel)doc->tokens[t].rel) {
    case DL_REL_CONJ: case DL_REL_ADVCL: case DL_REL_PARATAXIS: return is_noun(doc, up) ? DL_NONE : subject_of_verb(doc, up, depth + 1);
    case DL_REL_XCOMP: case DL_REL_CCOMP: {
        uint32_t object = child(doc, up, DL_REL_OBJ, DL_REL_IOBJ);
        if (object != DL_NONE && lemma_is(doc, up, object_control)) return object;
        return doc->tokens[t].rel == DL_REL_XCOMP ? (is_noun(doc, up) ? dl_clause_actor(doc, up) : subject_of_verb(doc, up, depth + 1)) : DL_NONE;
    }
    case DL_REL_ACL_RELCL: case DL_REL_ACL:
        /* "its refusal to attend": the noun's own party, else the noun */
        if (child(doc, t, DL_REL_MARK, DL_REL_MARK) != DL_NONE) return dl_clause_actor(doc, up);
        return up;
    default: return DL_NONE;
    }
}

uint32_t dl_clause_actor(const dl_doc *doc, uint32_t t)
{
    if (!is_noun(doc, t)) {
        if (!passive(doc, t)) return subject_of_verb(doc, t, 0);
        uint32_t agent = child(doc, t, DL_REL_OBL_AGENT, DL_REL_OBL_AGENT);
        return agent != DL_NONE ? agent : marked_child(doc, t, "by");
    }
    uint32_t by = marked_child(doc, t, "by");
    if (by != DL_NONE) return by;
    uint32_t owner = child(doc, t, DL_REL_NMOD_POSS, DL_REL_NMOD_POSS);
    if (owner != DL_NONE) return owner;
    /* "held talks", "launched an attack": the subject of a light verb */
    uint32_t verb = doc->tokens[t].head;
    if (verb != DL_NONE && doc->tokens[t].rel == DL_REL_OBJ &&
        lemma_is(doc, verb, "hold launch carry make sign conduct issue stage mount have give take begin start open impose order announce reach stage lead conclude resume"))
        return dl_clause_actor(doc, verb);
    return DL_NONE;
}

uint32_t dl_clause_object(const dl_doc *doc, uint32_t t)
{
    if (!is_noun(doc, t)) {
        if (passive(doc, t)) {
            uint32_t s = child(doc, t, DL_REL_NSUBJ_PASS, DL_REL_NSUBJ_PASS);
            return s != DL_NONE ? antecedent(doc, t, s) : subject_of_verb(doc, t, 0);
        }
        return child(doc, t, DL_REL_OBJ, DL_REL_OBJ);
    }
    return marked_child(doc, t, "of against on with");
}

static bool negates(const dl_doc *doc, uint32_t k)
{
    dl_str feats = doc->tokens[k].feats;
    while (feats.n) {
        if (dl_str_is(dl_str_cut(&feats, '|'), "Polarity=Neg")) return true;
    }
    return lemma_is(doc, k, "not n't never no neither nor");
}

/* "no party attended", "nobody attended", "attended no talks" */
static bool nobody(const dl_doc *doc, uint32_t k)
{
    if (lemma_is(doc, k, "nobody none nothing")) return true;
    uint32_t det = child(doc, k, DL_REL_DET, DL_REL_DET);
    return det != DL_NONE && negates(doc, det);
}

/* Does this dependent deny what its governor says? */
static bool denies(const dl_doc *doc, uint32_t k)
{
    switch ((dl_rel)doc->tokens[k].rel) {
    case DL_REL_ADVMOD: case DL_REL_DET: case DL_REL_CC_PRECONJ: return negates(doc, k);
    case DL_REL_NSUBJ: case DL_REL_NSUBJ_PASS: case DL_REL_OBJ: return nobody(doc, k);
    case DL_REL_MARK: return lemma_is(doc, k, "without");
    default: return false;
    }
}

bool dl_clause_negated(const dl_doc *doc, uint32_t t)
{
    for (int up = 0; up < 3 && t != DL_NONE; up++) {
        for (uint32_t k = sentence_first(doc, t), end = sentence_end(doc, t); k < end; k++) {
            if (doc->tokens[k].head == t && denies(doc, k)) return true;
        }
        /* "does not plan on sending": the negation of the verb above reaches down */
        uint32_t verb = doc->tokens[t].head;
        bool plan = doc->tokens[t].rel == DL_REL_ADVCL && verb != DL_NONE && lemma_is(doc, verb, "plan intend think insist");
        if (doc->tokens[t].rel != DL_REL_XCOMP && !plan) return false;
        t = verb;
    }
    return false;
}

uint32_t dl_clause_list(const dl_doc *doc, uint32_t t, uint32_t *out, uint32_t room)
{
    uint32_t count = 0;
    if (t == DL_NONE || room == 0) return 0;
    out[count++] = t;
    for (uint32_t k = t + 1, end = sentence_end(doc, t); k < end && count < room; k++) {
        if (doc->tokens[k].head == t && doc->tokens[k].rel == DL_REL_CONJ) out[count++] = k;
    }
    return count;
}

void dl_clause_phrase(const dl_doc *doc, uint32_t t, uint32_t *first, uint32_t *last)
{
    *first = *last = t;
    for (uint32_t k = sentence_first(doc, t), end = sentence_end(doc, t); k < end; k++) {
        uint8_t rel = doc->tokens[k].rel;
        bool part = rel == DL_REL_DET || rel == DL_REL_AMOD || rel == DL_REL_COMPOUND || rel == DL_REL_FLAT || rel == DL_REL_NUMMOD || rel == DL_REL_NMOD_POSS || rel == DL_REL_NMOD_DESC;
        if (doc->tokens[k].head != t || !part) continue;
        *first = DL_MIN(*first, k);
        *last = DL_MAX(*last, k);
    }
}
