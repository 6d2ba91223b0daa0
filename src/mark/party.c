/* party.c - what the words of one noun phrase say about its country and sector.
 *
 * The head word gives the sector ("police", "rebels"), unless it names an office or part of something ("spokesman", "leader"), which takes
 * the sector of what stands with it ("army spokesman"). The country is that of the nearest word before the head that has one ("US-backed
 * Syrian rebels"), else of a complement ("the president of Chile") or an apposition. */
#include "mark/who.h"

#define DEPTH 4

/* ## Heads and spans */

static bool is_nominal(const dl_token *t) { return t->upos == DL_UPOS_NOUN || t->upos == DL_UPOS_PROPN || t->upos == DL_UPOS_PRON || t->upos == DL_UPOS_NUM || t->upos == DL_UPOS_ADJ; }

static uint32_t head_by_tree(const dl_who *who, uint32_t first, uint32_t last)
{
    const dl_token *tokens = who->doc->tokens;
    uint32_t any = DL_NONE;
    for (uint32_t t = first; t <= last; t++) {
        uint32_t head = tokens[t].head;
        if (head != DL_NONE && head >= first && head <= last) continue;
        if (is_nominal(&tokens[t])) return t;
        if (any == DL_NONE && tokens[t].upos != DL_UPOS_PUNCT) any = t;
    }
    return any == DL_NONE ? last : any;
}

uint32_t dl_party_head(const dl_who *who, uint32_t first, uint32_t last)
{
    const dl_doc *doc = who->doc;
    if (who->has_trees) return head_by_tree(who, first, last);
    uint32_t head = first;
    for (uint32_t t = first; t <= last; t++) {
        bool stop = dl_word_in(doc, t, "of in from at who which that for on with near against and , ( -- : ;");
        if (stop && t > first) break;
        if (!stop && !dl_word_in(doc, t, "' 's ’s - \" . ) the a an")) head = t;
    }
    return head;
}

static bool is_inner(uint8_t rel)
{
    switch ((dl_rel)rel) {
    case DL_REL_DET: case DL_REL_DET_PREDET: case DL_REL_AMOD: case DL_REL_COMPOUND: case DL_REL_FLAT: case DL_REL_NMOD_DESC: case DL_REL_NUMMOD:
    case DL_REL_NMOD_POSS: case DL_REL_CASE: case DL_REL_FIXED: case DL_REL_ADVMOD: case DL_REL_GOESWITH: case DL_REL_PUNCT: return true;
    default: return false;
    }
}

static bool same_name(const dl_who *who, uint32_t a, uint32_t b)
{
    const dl_doc *doc = who->doc;
    if (who->reading_at[a] != DL_NONE && who->reading_at[a] == who->reading_at[b]) return true;
    if (a > b) return same_name(who, b, a);
    for (uint32_t t = a + 1; t <= b; t++) {
        uint8_t n = doc->tokens[t].name;
        if (n != DL_NAME_I_PER && n != DL_NAME_I_ORG && n != DL_NAME_I_LOC) return false;
    }
    return dl_is_name(doc, a);
}

/* Does t belong to the noun phrase of head? A case word or punctuation of the head itself does not. */
static bool is_member(const dl_who *who, uint32_t head, uint32_t t)
{
    const dl_token *tokens = who->doc->tokens;
    for (int depth = 0; depth < DEPTH; depth++) {
        if (t == head) return true;
        if (same_name(who, t, head)) return true;
        uint8_t rel = tokens[t].rel;
        if (!is_inner(rel)) return false;
        if (rel == DL_REL_CASE && !dl_word_in(who->doc, t, "' 's ’s ’")) return false;
        if (tokens[t].head == head && rel == DL_REL_ADVMOD) return false;
        if (tokens[t].head == head && rel == DL_REL_PUNCT && (!dl_word_in(who->doc, t, "- / '"))) return false;
        if (tokens[t].head == DL_NONE) return false;
        t = tokens[t].head;
    }
    return false;
}

/* Without trees: names and words of the tables that touch the head on its left. */
static void span_by_order(const dl_who *who, uint32_t head, uint32_t *first, uint32_t *last)
{
    const dl_doc *doc = who->doc;
    uint32_t begin = dl_sentence_first(doc, head), r = who->reading_at[head];
    *first = r == DL_NONE ? head : DL_MIN(head, who->readings[r].first);
    *last = r == DL_NONE ? head : DL_MAX(head, who->readings[r].last);
    while (*first > begin && *first + 5 > head) {
        uint32_t t = *first - 1;
        if (dl_word_in(doc, t, ", . : ; ( ) and or but of in on at to by for with who said as that")) break;
        if (who->reading_at[t] == DL_NONE && !dl_is_capitalised(doc, t) && !dl_word_in(doc, t, "the a an - former senior top 's ’s")) break;
        *first = t;
    }
}

void dl_party_span(const dl_who *who, uint32_t head, uint32_t *first, uint32_t *last)
{
    if (!who->has_trees) {
        span_by_order(who, head, first, last);
        return;
    }
    uint32_t begin = dl_sentence_first(who->doc, head), end = dl_sentence_end(who->doc, head);
    *first = *last = head;
    for (uint32_t t = head; t-- > begin && is_member(who, head, t);) *first = t;
    for (uint32_t t = head + 1; t < end && is_member(who, head, t); t++) *last = t;
    while (*last > head && who->doc->tokens[*last].upos == DL_UPOS_PUNCT) --*last;
    while (*first < head && who->doc->tokens[*first].upos == DL_UPOS_PUNCT) ++*first;
}

/* ## Evidence */

/* Words between which a phrase speaks of its party. */
typedef struct scope { uint32_t low, high, head, after_low, after_high; } scope;

/* A complement with "of", "from", "in": its words, when it has them right after the phrase. */
static void find_complement(const dl_who *who, scope *s)
{
    const dl_doc *doc = who->doc;
    uint32_t end = dl_sentence_end(doc, s->head);
    s->after_low = s->after_high = s->high + 1;
    uint32_t t = s->head + 1;
    while (t < end && t <= s->high && !dl_word_in(doc, t, "of from in at for with")) t++;
    if (t >= end || !dl_word_in(doc, t, "of from in at for with") || t > s->high + 1) return;
    s->after_low = t + 1;
    s->after_high = t + 1;
    while (s->after_high < end && s->after_high < t + 7) {
        if (dl_word_in(doc, s->after_high, ", . : ; ( who which that said says and to on after before as when while -- \"")) break;
        uint8_t upos = doc->tokens[s->after_high].upos;
        if (who->has_trees && (upos == DL_UPOS_VERB || upos == DL_UPOS_AUX)) break;
        s->after_high++;
    }
}

static scope scope_of(const dl_who *who, const dl_party_answer *a)
{
    scope s = {.head = a->head};
    dl_party_span(who, a->head, &s.low, &s.high);
    s.low = DL_MIN(s.low, a->first);
    s.high = DL_MAX(s.high, a->last);
    find_complement(who, &s);
    return s;
}

/* "anti-government", "US-backed": the word says whom a party is for or against, not what it is. */
static bool is_foreign(const dl_who *who, const dl_reading *r)
{
    const dl_doc *doc = who->doc;
    uint32_t begin = dl_sentence_first(doc, r->first), end = dl_sentence_end(doc, r->last);
    if (r->first >= begin + 2 && dl_word_in(doc, r->first - 1, "- ‐ –") && dl_word_in(doc, r->first - 2, "anti pro")) return true;
    if (r->first > begin && dl_word_in(doc, r->first - 1, "anti pro anti- pro- ex-")) return true;
    uint32_t t = r->last + 1;
    if (t < end && dl_word_in(doc, t, "- ‐ –")) t++;
    static const char backed[] = "backed allied aligned affiliated linked supported funded controlled held run inspired sponsored trained based born -backed";
    return t < end && t > r->last + 1 && dl_word_in(doc, t, backed);
}

/* "NRA president", "the bar association's president": who presides over a body is of its sector, not of the government's. */
static bool of_body(const dl_who *who, const dl_reading *r)
{
    const dl_doc *doc = who->doc;
    if (!dl_lemma_in(doc, r->last, "president") || r->first <= dl_sentence_first(doc, r->first)) return false;
    uint32_t t = r->first - 1, before = who->reading_at[t];
    if (before != DL_NONE) return who->readings[before].known == DL_KNOWN_ORGANISATION;
    return doc->tokens[t].name == DL_NAME_B_ORG || doc->tokens[t].name == DL_NAME_I_ORG;
}

/* Nouns that say what somebody is within something else. */
static bool is_role(const dl_who *who, const dl_reading *r)
{
    if (r->known != DL_KNOWN_AGENT) return false;
    if (r->sector.n == 0 || of_body(who, r)) return true;
    static const char roles[] = "spokesman spokeswoman spokesperson spokesmen official leader leadership chief head member representative source sources envoy delegate "
                                "delegation figure aide adviser advisor deputy director chairman chairwoman chair secretary commander supporter negotiator team "
                                "wing branch unit personnel staff employee worker statement office service agency department headquarters station side cell site website";
    return dl_lemma_in(who->doc, r->last, roles);
}

static bool gives_sector(const dl_who *who, const dl_reading *r)
{
    if (r->sector.n == 0 || is_foreign(who, r)) return false;
    return r->known == DL_KNOWN_ORGANISATION || r->known == DL_KNOWN_BODY || r->known == DL_KNOWN_AGENT || r->known == DL_KNOWN_PERSON || r->known == DL_KNOWN_SURNAME;
}

/* Do the words (small letters, separated by spaces) stand among tokens low..high? */
static bool words_stand(const dl_doc *doc, dl_str words, uint32_t low, uint32_t high)
{
    char form[64];
    dl_str rest = words, first = dl_str_cut(&rest, ' ');
    if (first.n == 0 || first.n >= sizeof form) return false;
    for (uint32_t t = low; t <= high && t < doc->token_count; t++) {
        uint32_t at = t;
        dl_str left = words;
        bool all = true;
        while (all && left.n) {
            dl_str word = dl_str_cut(&left, ' ');
            size_t n = at <= high ? dl_str_fold(dl_token_form(doc, at), form, sizeof form) : 0;
            all = dl_str_eq((dl_str){form, n}, word) || (n == word.n + 1 && form[n - 1] == 's' && memcmp(form, word.p, word.n) == 0);
            at++;
        }
        if (all) return true;
    }
    return false;
}

/* A sector that the noun takes with certain words beside it. */
static dl_str listed_sector(const dl_who *who, const dl_reading *r, const scope *s)
{
    if (r->known != DL_KNOWN_AGENT) return (dl_str){0};
    for (dl_str rest = who->tables->agents[r->row].modifiers; rest.n;) {
        dl_str sector = dl_str_trim(dl_str_cut(&rest, '|')), words = dl_str_trim(dl_str_cut(&sector, '='));
        if (words_stand(who->doc, words, s->low, s->high) || (s->after_high > s->after_low && words_stand(who->doc, words, s->after_low, s->after_high - 1)))
            return dl_str_trim(sector);
    }
    return (dl_str){0};
}

/* The nearest reading before token `t`, not before `low`; DL_NONE when there is none. */
static uint32_t reading_before(const dl_who *who, uint32_t t, uint32_t low)
{
    while (t > low) {
        uint32_t r = who->reading_at[--t];
        if (r != DL_NONE) return r;
    }
    return DL_NONE;
}

static bool is_former(const dl_who *who, const scope *s)
{
    for (uint32_t t = s->low; t <= s->head; t++) {
        if (dl_word_in(who->doc, t, "former ex ousted deposed late ex-")) return true;
    }
    return false;
}

/* "A group of protesters": those whom it consists of tell its sector. */
static dl_str sector_of_members(const dl_who *who, const dl_reading *r, const scope *s)
{
    if (!dl_lemma_in(who->doc, r->last, "group gang crowd band bunch team handful") || s->after_low >= s->after_high || !dl_word_in(who->doc, s->after_low - 1, "of")) return (dl_str){0};
    for (uint32_t t = s->after_low; t < s->after_high; t++) {
        uint32_t b = who->reading_at[t];
        if (b != DL_NONE && dl_str_has_word(DL_LIT("NNS NNPS"), who->doc->tokens[t].xpos) && (who->readings[b].known == DL_KNOWN_AGENT || who->readings[b].known == DL_KNOWN_BODY)) return who->readings[b].sector;
    }
    return (dl_str){0};
}

/* The sector of a noun with what stands beside it. */
static void sector_of_noun(const dl_who *who, const scope *s, uint32_t at, dl_party_answer *a)
{
    const dl_reading *r = &who->readings[at];
    a->role_word = r->last;
    a->sector = listed_sector(who, r, s);
    a->sure_sector = DL_SURE_WORD;
    a->via = DL_VIA_AGENT;
    if (a->sector.n == 0 && is_role(who, r)) {
        for (uint32_t b = reading_before(who, r->first, s->low); b != DL_NONE && a->sector.n == 0; b = reading_before(who, who->readings[b].first, s->low)) {
            if (gives_sector(who, &who->readings[b])) a->sector = who->readings[b].sector;
        }
        for (uint32_t t = s->after_low; t < s->after_high && a->sector.n == 0; t++) {
            uint32_t b = who->reading_at[t];
            if (b != DL_NONE && gives_sector(who, &who->readings[b])) a->sector = who->readings[b].sector;
        }
        if (a->sector.n == 0 && (r->first == r->last || r->sector.n == 0)) a->sure_sector = DL_SURE_CONTEXT; /* "police chief" is sure of its own */
    }
    if (a->sector.n == 0) a->sector = sector_of_members(who, r, s);
    /* who supports a government or a lawmaker is none himself */
    if (a->sector.n == 0 || (dl_lemma_in(who->doc, r->last, "supporter") && dl_str_has_word(DL_LIT("GOV LEG ELI"), a->sector))) a->sector = r->sector;
    if (dl_str_is(a->sector, "GOV") && is_former(who, s)) a->sector = DL_LIT("ELI");
    dl_str form = dl_str_part(who->doc->text, who->doc->tokens[r->first].start, who->doc->tokens[r->last].end);
    a->sector_why = dl_arena_printf(who->doc->arena, "%s '%.*s' %.*s", r->known == DL_KNOWN_BODY ? "body" : "agent", (int)form.n, form.p, (int)a->sector.n, a->sector.p);
}

static void take_code(const dl_who *who, const dl_reading *r, const char *where, dl_party_answer *a)
{
    dl_str form = dl_str_part(who->doc->text, who->doc->tokens[r->first].start, who->doc->tokens[r->last].end);
    a->code = r->code;
    a->sure_code = DL_SURE_WORD;
    a->code_why = dl_arena_printf(who->doc->arena, "country from '%.*s' %s", (int)form.n, form.p, where);
}

static bool names_no_land(const dl_who *who, const scope *s)
{
    for (uint32_t t = s->low; t <= s->head; t++) {
        if (who->reading_at[t] == DL_NONE && dl_word_in(who->doc, t, "western foreign international regional world various several")) return true;
    }
    return false;
}

static void code_of_phrase(const dl_who *who, const scope *s, dl_party_answer *a)
{
    const dl_reading *weak = NULL;
    uint32_t own = who->reading_at[s->head];
    uint32_t from = own == DL_NONE ? s->head : who->readings[own].first;
    for (uint32_t b = reading_before(who, from, s->low); b != DL_NONE; b = reading_before(who, who->readings[b].first, s->low)) {
        const dl_reading *r = &who->readings[b];
        if (r->code.n == 0) continue;
        if (!is_foreign(who, r)) {
            take_code(who, r, "in the same phrase", a);
            return;
        }
        if (weak == NULL) weak = r;
    }
    for (uint32_t t = s->head + 1; t <= s->high; t++) {
        uint32_t b = who->reading_at[t];
        if (b == DL_NONE || b == own || who->readings[b].code.n == 0) continue;
        take_code(who, &who->readings[b], "in the same phrase", a);
        return;
    }
    for (uint32_t t = s->after_low; t < s->after_high; t++) {
        uint32_t b = who->reading_at[t];
        if (b == DL_NONE || who->readings[b].code.n == 0) continue;
        take_code(who, &who->readings[b], "after it", a);
        return;
    }
    if (names_no_land(who, s)) {
        a->sure_code = DL_SURE_CONTEXT;
        a->code_why = DL_LIT("of no one country");
    } else if (weak) {
        take_code(who, weak, "in the same phrase", a);
        a->sure_code = DL_SURE_CONTEXT;
    }
}

/* Nouns for those who are of no country, unless the phrase names one: "rights groups". */
static void code_of_noun(const dl_who *who, const dl_reading *r, dl_party_answer *a)
{
    if (a->sure_code != DL_SURE_NOTHING || r->known != DL_KNOWN_AGENT) return;
    a->code = who->tables->agents[r->row].code;
    if (a->code.n == 0) return;
    a->sure_code = DL_SURE_WORD;
    a->code_why = dl_arena_printf(who->doc->arena, "%.*s by the noun", (int)a->code.n, a->code.p);
}

/* ## Countries that act */

static const char arms[] = "attack strike bomb shell fire launch kill shoot invade capture seize destroy hit raid bombard pound intercept advance deploy storm wound "
                           "injure airstrike bombing shelling offensive raid missile jet aircraft warplane drone bomber troop force army artillery tank ship navy "
                           "warship air-strike strikes airstrikes invasion assault";

/* Is the act that governs the word one of arms? */
static bool under_arms(const dl_who *who, uint32_t head)
{
    const dl_doc *doc = who->doc;
    uint32_t end = dl_sentence_end(doc, head);
    if (!who->has_trees) return head + 1 < end && dl_lemma_in(doc, head + 1, arms);
    const dl_token *t = &doc->tokens[head];
    if (t->head == DL_NONE) return false;
    bool acts = t->rel == DL_REL_NSUBJ || t->rel == DL_REL_OBL_AGENT || t->rel == DL_REL_AMOD || t->rel == DL_REL_COMPOUND || t->rel == DL_REL_NMOD_POSS || t->rel == DL_REL_NMOD;
    return acts && dl_lemma_in(doc, t->head, arms);
}

static bool has_case(const dl_who *who, uint32_t head, const char *words)
{
    const dl_doc *doc = who->doc;
    for (uint32_t t = dl_sentence_first(doc, head); t < head; t++) {
        if (doc->tokens[t].head == head && doc->tokens[t].rel == DL_REL_CASE && dl_word_in(doc, t, words)) return true;
    }
    return false;
}

bool dl_is_place_here(const dl_who *who, uint32_t first, uint32_t last)
{
    static const char locative[] = "in at near around outside inside across throughout into within toward towards over through off";
    const dl_doc *doc = who->doc;
    if (who->has_trees) {
        uint32_t head = dl_party_head(who, first, last);
        if (has_case(who, head, locative)) return true;
        uint8_t rel = doc->tokens[head].rel;
        return rel == DL_REL_APPOS || rel == DL_REL_NMOD_UNMARKED || rel == DL_REL_OBL_UNMARKED;
    }
    uint32_t begin = dl_sentence_first(doc, first), t = first;
    while (t > begin && dl_word_in(doc, t - 1, "the northern southern eastern western central")) t--;
    return t > begin && dl_word_in(doc, t - 1, locative);
}

static void read_land(const dl_who *who, const dl_reading *r, dl_party_answer *a)
{
    bool town = r->known == DL_KNOWN_CITY, people = r->known == DL_KNOWN_PEOPLE;
    const char *sector = "GOV";
    if (town || people) sector = "CVL";
    if (!town && r->known != DL_KNOWN_SEAT && under_arms(who, a->head)) sector = "MIL";
    bool place = (town || r->known == DL_KNOWN_CAPITAL) && dl_is_place_here(who, r->first, r->last);
    if (place) sector = "CVL";
    a->code = r->code;
    a->sector = dl_str_c(sector);
    a->name = r->name;
    a->sure_code = DL_SURE_ROW;
    a->sure_sector = DL_SURE_CONTEXT;
    if (r->known == DL_KNOWN_SEAT) a->sure_sector = DL_SURE_ROW;
    a->via = r->known == DL_KNOWN_CAPITAL || r->known == DL_KNOWN_SEAT ? DL_VIA_METONYM : DL_VIA_DICTIONARY;
    if (r->code.n) a->id = dl_arena_printf(who->doc->arena, "country:%.*s", (int)r->code.n, r->code.p);
    a->code_why = dl_arena_printf(who->doc->arena, "%s of %.*s", dl_known_text(r->known).p, (int)r->name.n, r->name.p);
    a->sector_why = dl_arena_printf(who->doc->arena, "%s", place ? "a place here" : people ? "its people" : town ? "its people" : sector[0] == 'M' ? "its forces" : "its government");
}

static void read_row(const dl_who *who, const dl_reading *r, dl_party_answer *a)
{
    a->code = r->code;
    a->sector = r->sector;
    a->name = r->name;
    a->id = r->id;
    a->office = r->office;
    a->via = DL_VIA_DICTIONARY;
    a->sure_code = DL_SURE_ROW;
    a->sure_sector = r->sector.n ? DL_SURE_ROW : DL_SURE_NOTHING;
    a->code_why = dl_arena_printf(who->doc->arena, "%s '%.*s'%s", dl_known_text(r->known).p, (int)r->id.n, r->id.p, r->former ? ", no longer in office" : "");
}

/* ## Names that no table knows */

/* A noun before the name, inside it, or in apposition to it, that says what it is: "Foreign Ministry spokesman Sebghatullah Ahmadi". */
static uint32_t title_reading(const dl_who *who, const scope *s)
{
    const dl_doc *doc = who->doc;
    for (uint32_t b = reading_before(who, s->head, s->low); b != DL_NONE; b = reading_before(who, who->readings[b].first, s->low)) {
        if (who->readings[b].known == DL_KNOWN_AGENT || who->readings[b].known == DL_KNOWN_BODY) return b;
    }
    for (uint32_t t = s->head; t <= s->high; t++) {
        uint32_t b = who->reading_at[t];
        if (b != DL_NONE && (who->readings[b].known == DL_KNOWN_AGENT || who->readings[b].known == DL_KNOWN_BODY)) return b;
    }
    if (!who->has_trees) return DL_NONE;
    for (uint32_t t = dl_sentence_first(doc, s->head), end = dl_sentence_end(doc, s->head); t < end; t++) {
        bool beside = doc->tokens[t].head == s->head && (doc->tokens[t].rel == DL_REL_APPOS || doc->tokens[t].rel == DL_REL_NMOD_DESC);
        bool above = doc->tokens[s->head].head == t && doc->tokens[s->head].rel == DL_REL_APPOS;
        if ((beside || above) && who->reading_at[t] != DL_NONE) return who->reading_at[t];
    }
    return DL_NONE;
}

/* Without trees an apposition is ", the Afghan foreign minister," after the name. */
static uint32_t apposed_reading(const dl_who *who, const scope *s)
{
    const dl_doc *doc = who->doc;
    uint32_t end = dl_sentence_end(doc, s->head), t = s->high + 1;
    if (who->has_trees || t >= end || !dl_word_in(doc, t, ",")) return DL_NONE;
    for (uint32_t k = t + 1; k < end && k < t + 7 && !dl_word_in(doc, k, ", . who said and"); k++) {
        uint32_t r = who->reading_at[k];
        if (r != DL_NONE && who->readings[r].known == DL_KNOWN_AGENT) return r;
    }
    return DL_NONE;
}

static void read_title(const dl_who *who, const scope *s, uint32_t r, dl_party_answer *a)
{
    const dl_reading *reading = &who->readings[r];
    scope own = {.head = reading->last};
    dl_party_span(who, reading->last, &own.low, &own.high);
    if (reading->first >= s->low && reading->last <= s->high) own.low = DL_MIN(own.low, s->low);
    find_complement(who, &own);
    if (reading->known == DL_KNOWN_AGENT || reading->known == DL_KNOWN_BODY) sector_of_noun(who, &own, r, a);
    else if (reading->sector.n) {
        a->sector = reading->sector;
        a->sure_sector = DL_SURE_WORD;
    }
    a->via = DL_VIA_TITLE;
    if (a->sure_code == DL_SURE_NOTHING && reading->code.n) take_code(who, reading, "beside it", a);
    if (a->sure_code == DL_SURE_NOTHING) code_of_phrase(who, &own, a);
}

/* "President Jane Doe" with the title as head: the person right after it. DL_NONE when there is none. */
static uint32_t named_after(const dl_who *who, const scope *s, uint32_t at)
{
    if (at == DL_NONE || who->readings[at].known != DL_KNOWN_AGENT || who->readings[at].plural) return DL_NONE;
    uint32_t t = who->readings[at].last + 1;
    if (t > s->high || who->doc->tokens[t].sentence != who->doc->tokens[s->head].sentence) return DL_NONE;
    uint32_t next = who->reading_at[t];
    if (next == DL_NONE) return DL_NONE;
    return who->readings[next].known == DL_KNOWN_PERSON || who->readings[next].known == DL_KNOWN_SURNAME ? next : DL_NONE;
}

void dl_party_read(const dl_who *who, dl_party_answer *a)
{
    scope s = scope_of(who, a);
    uint32_t at = who->reading_at[a->head], named = named_after(who, &s, at);
    if (named != DL_NONE) at = named;
    const dl_reading *r = at == DL_NONE ? NULL : &who->readings[at];
    a->role_word = DL_NONE;
    if (r && (r->known == DL_KNOWN_PERSON || r->known == DL_KNOWN_SURNAME || r->known == DL_KNOWN_ORGANISATION)) {
        read_row(who, r, a);
        if (a->sector.n || r->known == DL_KNOWN_ORGANISATION) return;
    } else if (r && r->known != DL_KNOWN_AGENT && r->known != DL_KNOWN_BODY) {
        read_land(who, r, a);
        return;
    } else if (r) {
        sector_of_noun(who, &s, at, a);
        code_of_phrase(who, &s, a);
        code_of_noun(who, r, a);
        return;
    }
    if (a->sure_code == DL_SURE_NOTHING) code_of_phrase(who, &s, a);
    uint32_t title = title_reading(who, &s);
    if (title == DL_NONE) title = apposed_reading(who, &s);
    if (title != DL_NONE) read_title(who, &s, title, a);
    if (a->name.n == 0 && (dl_is_name(who->doc, a->head) || (dl_is_capitalised(who->doc, a->head) && who->doc->tokens[a->head].upos != DL_UPOS_PRON)))
        a->name = dl_str_part(who->doc->text, who->doc->tokens[a->first].start, who->doc->tokens[a->last].end);
}
