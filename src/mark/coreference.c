/* coreference.c - pronouns, later surnames and "the group": what another mention says, where the words themselves leave something open.
 *
 * Candidates are the mentions before; each is scored by agreement (number, person or group), recency in sentences and being a subject, in the
 * manner of the salience factors of Lappin & Leass (1994). The best one lends its country, sector and name. */
#include "mark/who.h"

#define REACH_SENTENCES 4

static const char singular_person[] = "he she him her his hers himself herself";
static const char first_person[] = "i we me us my our ours mine myself ourselves";
static const char plural_words[] = "they them their theirs themselves both";
static const char thing_words[] = "it its itself";

bool dl_is_pronoun(const dl_doc *doc, uint32_t t)
{
    if (doc->tokens[t].upos == DL_UPOS_PROPN) return false; /* "US" */
    return dl_word_in(doc, t, singular_person) || dl_word_in(doc, t, first_person) || dl_word_in(doc, t, plural_words) || dl_word_in(doc, t, thing_words);
}

static bool is_subject(const dl_doc *doc, uint32_t t)
{
    uint8_t rel = doc->tokens[t].rel;
    return rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS || rel == DL_REL_NSUBJ_OUTER;
}

/* Nouns of one number that are "it", not "he". */
static const char bodies[] = "ministry government army police military force group party company court office agency council committee commission parliament organisation organization movement "
                             "union alliance coalition bloc network administration department authority association federation junta militia front navy bank firm corporation station "
                             "newspaper embassy mission delegation opposition country state nation team regime cabinet assembly senate congress church charity watchdog";

dl_mention dl_mention_of(const dl_who *who, const dl_party_answer *a)
{
    const dl_doc *doc = who->doc;
    const dl_token *head = &doc->tokens[a->head];
    uint32_t at = who->reading_at[a->head];
    const dl_reading *r = at == DL_NONE ? NULL : &who->readings[at];
    dl_mention m = {.sure_code = a->sure_code, .sure_sector = a->sure_sector, .subject = is_subject(doc, a->head), .pronoun = dl_is_pronoun(doc, a->head)};
    m.plural = dl_str_has_word(DL_LIT("NNS NNPS"), head->xpos) || (r && (r->plural || r->known == DL_KNOWN_PEOPLE)) || dl_word_in(doc, a->head, plural_words);
    bool body = dl_lemma_in(doc, a->head, bodies);
    m.person = dl_name_is(doc, a->head, DL_NAME_B_PER, DL_NAME_I_PER) || dl_word_in(doc, a->head, singular_person) ||
               (r && (r->known == DL_KNOWN_PERSON || r->known == DL_KNOWN_SURNAME || (r->known == DL_KNOWN_AGENT && !m.plural && !body)));
    m.land = r && (r->known == DL_KNOWN_COUNTRY || r->known == DL_KNOWN_CAPITAL || r->known == DL_KNOWN_SEAT);
    m.town = r && r->known == DL_KNOWN_CITY;
    m.group = (r && (r->known == DL_KNOWN_ORGANISATION || r->known == DL_KNOWN_BODY)) || m.plural || m.land || dl_name_is(doc, a->head, DL_NAME_B_ORG, DL_NAME_I_ORG) || body;
    m.noun_only = head->upos == DL_UPOS_NOUN;
    return m;
}

/* What a mention asks of its antecedent. */
typedef enum wanted { NOBODY, A_PERSON, A_SPEAKER, A_GROUP, A_THING, SAME_NOUN } wanted;

static bool is_definite(const dl_who *who, const dl_party_answer *a)
{
    return dl_word_in(who->doc, a->first, "the this that these those its their his her both");
}

static wanted what_is_wanted(const dl_who *who, const dl_party_answer *a)
{
    const dl_doc *doc = who->doc;
    if (dl_is_pronoun(doc, a->head)) {
        if (dl_word_in(doc, a->head, singular_person)) return A_PERSON;
        if (dl_word_in(doc, a->head, first_person)) return A_SPEAKER;
        return dl_word_in(doc, a->head, plural_words) ? A_GROUP : A_THING;
    }
    if (doc->tokens[a->head].upos == DL_UPOS_NOUN && is_definite(who, a) && a->sure_code < DL_SURE_WORD) return SAME_NOUN;
    return NOBODY;
}

/* "Ministry" in a name is "ministry" after it. */
static bool same_lemma(const dl_doc *doc, uint32_t a, uint32_t b)
{
    char one[64], two[64];
    size_t n = dl_str_fold(doc->tokens[a].lemma, one, sizeof one), m = dl_str_fold(doc->tokens[b].lemma, two, sizeof two);
    return n && dl_str_eq((dl_str){one, n}, (dl_str){two, m});
}

static const char generic[] = "group organization organisation movement faction party outfit network body alliance coalition bloc force side country nation state leader company agency";

/* Is the entity's head the same noun, or its sector the one that the noun stands for? */
static float noun_agrees(const dl_who *who, const dl_party_answer *a, const dl_entity *e, const dl_mention *m)
{
    const dl_doc *doc = who->doc;
    if (e->code.n == 0 || m->pronoun) return -1;
    if (same_lemma(doc, e->head, a->head)) return 2.5f;
    bool generic_noun = dl_lemma_in(doc, a->head, generic);
    if (dl_lemma_in(doc, a->head, "country nation state")) return m->land ? 2.0f : -1;
    if (dl_lemma_in(doc, a->head, "bloc alliance")) return dl_str_has_word(DL_LIT("EUR IGO UNO"), e->code) ? 2.0f : m->land ? -1 : 1.2f;
    if (dl_lemma_in(doc, a->head, "leader president minister king chief")) return m->person && e->name_class ? 1.5f : -1;
    if (generic_noun && m->group && !m->land && e->name.n) return 1.5f;
    if (m->town) return -1;
    if (a->sector.n && dl_str_eq(a->sector, e->sector) && a->sure_sector >= DL_SURE_WORD) return e->name.n ? 1.8f : 1.2f;
    return -1;
}

static bool speaks(const dl_doc *doc, uint32_t t)
{
    static const char speech[] = "say tell add announce warn ask explain note declare state insist write claim stress reply respond argue think believe hope tweet";
    uint32_t verb = doc->tokens[t].head;
    return is_subject(doc, t) && verb != DL_NONE && dl_lemma_in(doc, verb, speech);
}

/* Two dependents of one verb are not the same party: "he" is not "him" in "he told him". */
static bool apart(const dl_doc *doc, uint32_t a, uint32_t b)
{
    return doc->tokens[a].head != DL_NONE && doc->tokens[a].head == doc->tokens[b].head && doc->tokens[a].rel != doc->tokens[b].rel &&
           doc->tokens[a].rel != DL_REL_CONJ && doc->tokens[b].rel != DL_REL_CONJ;
}

static float agreement(const dl_who *who, wanted want, const dl_party_answer *a, const dl_entity *e, const dl_mention *m)
{
    switch (want) {
    case A_PERSON: return m->person && !m->plural ? (e->name_class == DL_NAME_B_PER || e->name.n ? 2.0f : 1.0f) : -1;
    case A_SPEAKER: return speaks(who->doc, e->head) ? 3.0f : m->person && !m->plural ? 1.0f : -1;
    case A_GROUP: return m->plural ? 2.0f : m->group ? 1.2f : -1;
    case A_THING: return m->person || m->plural ? -1 : m->group ? 2.0f : -1;
    case SAME_NOUN: return noun_agrees(who, a, e, m);
    case NOBODY: return -1;
    }
    return -1;
}

/* A link carries no more than stood at its other end. */
static uint8_t link_of(uint8_t sure) { return sure < DL_SURE_LINK ? DL_SURE_CONTEXT : DL_SURE_LINK; }

static bool is_body(const dl_who *who, uint32_t t) { return who->reading_at[t] != DL_NONE && who->readings[who->reading_at[t]].known == DL_KNOWN_BODY; }

static void take(const dl_who *who, dl_party_answer *a, uint32_t index)
{
    const dl_entity *e = &who->marks->entities[index];
    const dl_mention *m = &who->mentions[index];
    dl_str words = dl_str_part(who->doc->text, e->span.start, e->span.end);
    a->antecedent = index;
    if (a->sure_code < DL_SURE_LINK && e->code.n) {
        a->code = e->code;
        a->sure_code = DL_SURE_LINK;
        a->code_why = dl_arena_printf(who->doc->arena, "country of '%.*s' before", (int)words.n, words.p);
    }
    /* "the alliance" says less of what it is than the name before it */
    bool vague = !m->land && m->group && m->sure_sector == DL_SURE_ROW && dl_lemma_in(who->doc, a->head, generic);
    if ((a->sure_sector < DL_SURE_LINK || vague) && e->sector.n) {
        a->sector = e->sector;
        a->sure_sector = link_of(m->sure_sector);
        a->sector_why = dl_arena_printf(who->doc->arena, "sector of '%.*s' before", (int)words.n, words.p);
    }
    a->via = DL_VIA_COREFERENCE;
    if (is_body(who, a->head) && m->person) {
        a->antecedent = DL_NONE; /* "the government" of the minister's country is not the minister */
        return;
    }
    if (a->name.n == 0) a->name = e->name;
    if (a->id.n == 0) a->id = e->id;
    if (a->office.n == 0) a->office = e->office;
}

/* "Ahmadi" after "Sebghatullah Ahmadi": the last word of an earlier, longer name of a person. */
static uint32_t fuller_name(const dl_who *who, const dl_party_answer *a)
{
    const dl_doc *doc = who->doc;
    dl_str form = dl_token_form(doc, a->head);
    if (!dl_is_capitalised(doc, a->head) || doc->tokens[a->head].upos == DL_UPOS_PRON) return DL_NONE;
    for (uint32_t i = who->marks->entity_count; i-- > 0;) {
        const dl_entity *e = &who->marks->entities[i];
        if (e->head == a->head || e->span.start > doc->tokens[a->head].start || e->last == e->first) continue;
        bool ends = dl_str_eq(dl_token_form(doc, e->last), form) || dl_str_eq(dl_token_form(doc, e->head), form);
        bool person = e->name_class == DL_NAME_B_PER || dl_name_is(doc, e->last, DL_NAME_B_PER, DL_NAME_I_PER);
        if (ends && person) return i;
    }
    return DL_NONE;
}

/* "his men", "their fighters": those whom somebody commands are of his country, and of his sector where the noun says no more than that they
 * are people. True when somebody was found. */
static bool link_owner(const dl_who *who, dl_party_answer *a)
{
    const dl_doc *doc = who->doc;
    static const char commanded[] = "man woman fighter force troop soldier unit gunman militant supporter follower comrade colleague army officer commander people";
    if (a->first == a->head || !dl_word_in(doc, a->first, "his her its their our my") || !dl_lemma_in(doc, a->head, commanded)) return false;
    dl_party_answer owner = {.first = a->first, .last = a->first, .head = a->first, .antecedent = DL_NONE, .role_word = DL_NONE};
    dl_link(who, &(dl_learned){0}, &owner);
    if (owner.antecedent == DL_NONE) return false;
    const dl_entity *e = &who->marks->entities[owner.antecedent];
    const dl_mention *m = &who->mentions[owner.antecedent];
    dl_str words = dl_str_part(doc->text, e->span.start, e->span.end);
    if (a->sure_code < DL_SURE_LINK && e->code.n) {
        a->code = e->code;
        a->sure_code = DL_SURE_LINK;
        a->code_why = dl_arena_printf(doc->arena, "country of their leader '%.*s'", (int)words.n, words.p);
    }
    bool armed = dl_str_is(e->sector, "COP") || dl_str_is(e->sector, "MIL") || dl_str_is(e->sector, "REB") || dl_str_is(e->sector, "SPY");
    if (armed && m->sure_sector >= DL_SURE_LINK && (a->sector.n == 0 || dl_str_is(a->sector, "CVL"))) {
        a->sector = e->sector;
        a->sure_sector = DL_SURE_LINK;
        a->sector_why = dl_arena_printf(doc->arena, "sector of their leader '%.*s'", (int)words.n, words.p);
    }
    return true;
}

/* "The ministry said it would not go": who says something mostly speaks of himself in it. */
static bool says_it_of_himself(const dl_doc *doc, uint32_t pronoun, uint32_t speaker)
{
    uint32_t t = doc->tokens[pronoun].head, verb = doc->tokens[speaker].head;
    if (!is_subject(doc, pronoun) || !speaks(doc, speaker)) return false;
    for (int up = 0; up < 3 && t != DL_NONE && t != verb; up++) {
        uint8_t rel = doc->tokens[t].rel;
        if (rel != DL_REL_CCOMP && rel != DL_REL_CONJ && rel != DL_REL_ADVCL) return false;
        t = doc->tokens[t].head;
    }
    return t == verb && doc->tokens[pronoun].head != verb;
}

void dl_link(const dl_who *who, const dl_learned *learned, dl_party_answer *a)
{
    const dl_doc *doc = who->doc;
    if (link_owner(who, a)) return;
    if (a->sure_code < DL_SURE_ROW || a->sure_sector < DL_SURE_ROW) {
        uint32_t full = fuller_name(who, a);
        if (full != DL_NONE) {
            take(who, a, full);
            return;
        }
    }
    wanted want = what_is_wanted(who, a);
    if (want == NOBODY) return;
    uint32_t best = DL_NONE, here = doc->tokens[a->head].sentence;
    float top = 0;
    for (uint32_t i = 0; i < who->marks->entity_count; i++) {
        const dl_entity *e = &who->marks->entities[i];
        const dl_mention *m = &who->mentions[i];
        uint32_t there = doc->tokens[e->head].sentence;
        uint32_t away = here > there ? here - there : there - here;
        bool after = e->head >= a->head;
        if ((after && (want != A_SPEAKER || away > 1)) || away > REACH_SENTENCES || (e->first <= a->head && a->head <= e->last)) continue;
        if (want != SAME_NOUN && apart(doc, e->head, a->head)) continue;
        float s = agreement(who, want, a, e, m);
        if (s <= 0) continue;
        s += m->subject ? 0.8f : 0;
        s -= 0.7f * (float)away;
        s -= m->pronoun ? 0.2f : 0;
        s += e->code.n ? 0.3f : -0.3f;
        if (want != SAME_NOUN && says_it_of_himself(doc, a->head, e->head)) s += 1.0f;
        s += dl_learned_agrees(who, learned, e->code, e->sector);
        s += after ? 0.0f : 0.4f * (float)e->head / (float)(a->head + 1);
        if (s < top) continue;
        top = s;
        best = i;
    }
    if (best != DL_NONE && top > 0.5f) take(who, a, best);
}
