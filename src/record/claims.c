/* claims.c - on whose word: a cue with its source and content, in the tree; quotations that go on over sentences. */
#include "record/claims.h"
#include "record/kids.h"
#include "record/rules.h"

#include <stdlib.h>

typedef enum cue_kind { CUE_VERB, CUE_OBJECT, CUE_NOUN, CUE_PASSIVE, CUE_KINDS } cue_kind;

typedef struct finder {
    dl_doc *doc;
    const dl_marks *marks;
    dl_kids kids;
    dl_map *cues[CUE_KINDS][DL_STANCE_COUNT];
    dl_map *said;     /* verbs that take a quotation or an indirect statement without more words, "cue.speech" */
    uint8_t *taken;   /* [token_count] scratch: words of the content */
    dl_claim *claims;
    uint32_t *from;   /* [claim] word that is the source, DL_NONE */
    uint8_t *direct;  /* [claim] its content has quotation marks */
    uint32_t count, room, from_room, direct_room;
} finder;

static void find_sets(finder *f, const dl_rules *rules)
{
    static const char *const kinds[CUE_KINDS] = {"verb", "object", "noun", "passive"};
    for (uint32_t i = 0; rules && i < rules->set_count; i++) {
        dl_str rest = rules->sets[i].name;
        if (dl_str_is(rest, "cue.speech")) f->said = rules->sets[i].lemmas;
        if (!dl_str_is(dl_str_cut(&rest, '.'), "cue")) continue;
        dl_str stance = dl_str_cut(&rest, '.');
        for (uint32_t s = 1; s < DL_STANCE_COUNT; s++) {
            for (uint32_t k = 0; k < CUE_KINDS; k++) {
                if (dl_str_eq(stance, dl_stance_text((dl_stance)s)) && dl_str_is(rest, kinds[k])) f->cues[k][s] = rules->sets[i].lemmas;
            }
        }
    }
}

static dl_stance stance_of(const finder *f, uint32_t word, cue_kind kind)
{
    for (uint32_t s = 1; s < DL_STANCE_COUNT; s++) {
        if (f->cues[kind][s] && dl_map_get(f->cues[kind][s], f->doc->tokens[word].lemma)) return (dl_stance)s;
    }
    return DL_STANCE_NONE;
}

/* ## Words into spans */

static bool is_quote(const finder *f, uint32_t word)
{
    char plain[8];
    dl_str form = dl_token_form(f->doc, word);
    size_t n = form.n > 6 ? 0 : dl_str_fold(form, plain, sizeof plain);
    return (n == 1 && plain[0] == '"') || (n == 2 && (memcmp(plain, "''", 2) == 0 || memcmp(plain, "``", 2) == 0));
}

static bool trims(const finder *f, uint32_t word)
{
    return f->doc->tokens[word].upos == DL_UPOS_PUNCT && !is_quote(f, word);
}

/* Runs of taken words without punctuation at their ends; a run of punctuation alone is none. */
static void make_content(finder *f, uint32_t first, uint32_t end, dl_claim *c)
{
    for (uint32_t t = first; t < end; t++) {
        if (!f->taken[t]) continue;
        uint32_t a = t;
        while (t + 1 < end && (f->taken[t + 1] || (t + 2 < end && trims(f, t + 1) && f->taken[t + 2]))) t++;
        uint32_t b = t;
        while (a < b && trims(f, a)) a++;
        while (b > a && trims(f, b)) b--;
        while (a < b && is_quote(f, a) && is_quote(f, a + 1)) a++;
        if (a == b && f->doc->tokens[a].upos == DL_UPOS_PUNCT) continue;
        dl_span span = {f->doc->tokens[a].start, f->doc->tokens[b].end};
        if (c->content_count < DL_COUNT(c->content)) c->content[c->content_count++] = span;
        else c->content[c->content_count - 1].end = span.end;
    }
}

static void mark(finder *f, uint32_t top, uint8_t value)
{
    for (uint32_t t = f->kids.left[top]; t <= f->kids.right[top]; t++) {
        if (dl_kids_under(&f->kids, t, top)) f->taken[t] = value;
    }
}

static bool nameable(const finder *f, uint32_t word)
{
    uint8_t upos = f->doc->tokens[word].upos;
    return upos == DL_UPOS_PROPN || upos == DL_UPOS_NOUN || upos == DL_UPOS_DET || upos == DL_UPOS_ADJ;
}

/* Words of a source: its phrase, the names that touch it (a parser may cut "Mr. Smith" in two), and, behind the cue of a quotation that is over,
 * whatever else tells who it is up to the end of the sentence. */
static dl_span source_span(const finder *f, uint32_t word, uint32_t cue)
{
    const dl_sentence *s = &f->doc->sentences[f->doc->tokens[word].sentence];
    uint32_t a = word, b = word, end = s->first + s->count;
    for (uint32_t c = f->kids.first[word]; c != DL_NONE; c = f->kids.next[c]) {
        const dl_token *t = &f->doc->tokens[c];
        if (t->rel == DL_REL_PUNCT || t->rel == DL_REL_PARATAXIS || (t->rel == DL_REL_CASE && c < word)) continue;
        if (f->kids.left[c] <= cue && cue <= f->kids.right[c]) continue;
        a = DL_MIN(a, f->kids.left[c]);
        b = DL_MAX(b, f->kids.right[c]);
    }
    for (; a > s->first && a - 1 != cue && nameable(f, a - 1) && f->doc->tokens[word].upos != DL_UPOS_PRON; a--) {}
    for (; b + 1 < end && b + 1 != cue && f->doc->tokens[b + 1].upos == DL_UPOS_PROPN && f->doc->tokens[b].upos == DL_UPOS_PROPN; b++) {}
    bool tail = a == cue + 1 && b + 2 < end && f->taken[s->first] && f->doc->tokens[word].upos != DL_UPOS_PRON && dl_str_is(dl_token_form(f->doc, b + 1), ",");
    for (uint32_t t = b + 1; t < end && tail; t++) tail = !f->taken[t] && !is_quote(f, t);
    if (tail) b = end - 1;
    while (b > a && trims(f, b)) b--;
    return (dl_span){f->doc->tokens[a].start, f->doc->tokens[b].end};
}

/* "has also said": the words of the verb that stand before it. */
static uint32_t cue_first(const finder *f, uint32_t cue)
{
    uint32_t first = cue, start = f->doc->sentences[f->doc->tokens[cue].sentence].first;
    while (first > start && f->doc->tokens[first - 1].head == cue && (f->doc->tokens[first - 1].rel == DL_REL_AUX || f->doc->tokens[first - 1].rel == DL_REL_AUX_PASS ||
                                                                         f->doc->tokens[first - 1].rel == DL_REL_ADVMOD))
        first--;
    return first;
}

/* "He", "who": the entity that the marks know there. */
static uint32_t entity_of(const finder *f, uint32_t word)
{
    return word == DL_NONE || !f->marks || !f->marks->entity_at ? DL_NONE : f->marks->entity_at[word];
}

static dl_status add(finder *f, uint32_t cue, uint32_t source, dl_stance stance, dl_error *err)
{
    const dl_sentence *s = &f->doc->sentences[f->doc->tokens[cue].sentence];
    dl_claim c = {.source = entity_of(f, source), .stance = stance, .outer = DL_NONE, .sentence = f->doc->tokens[cue].sentence};
    c.cue = (dl_span){f->doc->tokens[cue_first(f, cue)].start, f->doc->tokens[cue].end};
    if (source != DL_NONE) c.source_span = source_span(f, source, cue);
    make_content(f, s->first, s->first + s->count, &c);
    bool quoted = false;
    for (uint32_t t = s->first; t < s->first + s->count; t++) quoted = quoted || (f->taken[t] && is_quote(f, t));
    memset(f->taken + s->first, 0, s->count);
    if (c.content_count == 0) return DL_OK;
    if (!dl_arena_grow(f->doc->arena, (void **)&f->claims, &f->room, f->count + 1, sizeof *f->claims) ||
        !dl_arena_grow(f->doc->arena, (void **)&f->from, &f->from_room, f->count + 1, sizeof *f->from) ||
        !dl_arena_grow(f->doc->arena, (void **)&f->direct, &f->direct_room, f->count + 1, sizeof *f->direct))
        return dl_fail(err, DL_NOMEM, "The report has more claims than fit into memory.");
    f->from[f->count] = source;
    f->direct[f->count] = quoted;
    f->claims[f->count++] = c;
    return DL_OK;
}

/* "said that they want peace, but pledged ...": a later clause with its own subject is the reporter's again, unless it says "that" once more. */
static void drop_later(finder *f, uint32_t said)
{
    for (uint32_t c = f->kids.first[said]; c != DL_NONE; c = f->kids.next[c]) {
        if (f->doc->tokens[c].rel != DL_REL_CONJ || dl_kids_get(&f->kids, c, DL_REL_NSUBJ) == DL_NONE || dl_kids_case(&f->kids, c, "that")) continue;
        bool quoted = false;
        for (uint32_t t = f->kids.left[c]; t <= f->kids.right[c]; t++) quoted = quoted || is_quote(f, t);
        bool but = false;
        for (uint32_t k = f->kids.first[c]; k != DL_NONE; k = f->kids.next[k]) but = but || (f->doc->tokens[k].rel == DL_REL_CC && dl_str_is(f->doc->tokens[k].lemma, "but"));
        if (but && !quoted) mark(f, c, 0);
    }
}

/* ## Sources */

static uint32_t by_of(const finder *f, uint32_t word, const char *preposition)
{
    for (uint32_t c = f->kids.first[word]; c != DL_NONE; c = f->kids.next[c]) {
        uint8_t rel = f->doc->tokens[c].rel;
        if ((rel == DL_REL_OBL || rel == DL_REL_OBL_AGENT || rel == DL_REL_NMOD) && dl_kids_case(&f->kids, c, preposition)) return c;
    }
    return DL_NONE;
}

static bool is_relative(const finder *f, uint32_t word)
{
    const dl_token *t = &f->doc->tokens[word];
    return dl_str_is(t->lemma, "who") || dl_str_is(t->lemma, "which") || (t->upos == DL_UPOS_PRON && dl_str_is(t->lemma, "that"));
}

/* Who speaks: the subject, the antecedent, the subject of the verb that it is joined to or hangs on; "by" of a passive. */
static uint32_t speaker(const finder *f, uint32_t cue)
{
    for (uint32_t k = 0; k < 4; k++) {
        const dl_token *t = &f->doc->tokens[cue];
        uint32_t subject = dl_kids_get(&f->kids, cue, DL_REL_NSUBJ);
        if (dl_kids_get(&f->kids, cue, DL_REL_NSUBJ_PASS) != DL_NONE) return by_of(f, cue, "by");
        if (subject != DL_NONE && is_relative(f, subject) && t->rel == DL_REL_ACL_RELCL) return t->head;
        if (subject != DL_NONE) return dl_str_is(f->doc->tokens[subject].lemma, "it") && dl_kids_get(&f->kids, cue, DL_REL_EXPL) != DL_NONE ? DL_NONE : subject;
        if (t->head == DL_NONE) return DL_NONE;
        if (t->rel == DL_REL_ACL) return t->head;
        if (t->rel != DL_REL_CONJ && t->rel != DL_REL_XCOMP && t->rel != DL_REL_ADVCL) return DL_NONE;
        cue = t->head;
    }
    return DL_NONE;
}

static bool is_clause(const finder *f, uint32_t word)
{
    uint8_t rel = f->doc->tokens[word].rel;
    return rel == DL_REL_CCOMP || rel == DL_REL_XCOMP || rel == DL_REL_CSUBJ || rel == DL_REL_CSUBJ_PASS;
}

/* ## Cues */

/* "Talks failed, the minister said": the cue hangs on what is said. Everything else of the governing clause is content. */
static bool take_around(finder *f, uint32_t cue)
{
    uint32_t head = f->doc->tokens[cue].head;
    if (f->doc->tokens[cue].rel != DL_REL_PARATAXIS || head == DL_NONE) return false;
    mark(f, head, 1);
    mark(f, cue, 0);
    return true;
}

/* Quoted words of the clause that no clause of the parser holds: He said: "...", "..." he said. */
static bool take_quotes(finder *f, uint32_t cue)
{
    const dl_sentence *s = &f->doc->sentences[f->doc->tokens[cue].sentence];
    bool open = false, any = false;
    for (uint32_t t = s->first; t < s->first + s->count; t++) {
        bool quote = is_quote(f, t);
        if (open || quote) f->taken[t] = 1;
        any = any || (open && !quote);
        if (quote) open = !open;
        if (open && t == cue) return memset(f->taken + s->first, 0, s->count), false;
    }
    return any;
}

/* Trees fail on long sentences. "..., the minister said." and "The minister said (that) ..." are told by the order of the words alone: what stands
 * on the other side of the comma, or all that follows. */
static bool take_side(finder *f, uint32_t cue)
{
    const dl_sentence *s = &f->doc->sentences[f->doc->tokens[cue].sentence];
    uint32_t end = s->first + s->count, comma = DL_NONE;
    if (!f->said || !dl_map_get(f->said, f->doc->tokens[cue].lemma)) return false;
    for (uint32_t t = cue; t > s->first && comma == DL_NONE && t + 12 > cue; t--) {
        if (dl_str_is(dl_token_form(f->doc, t - 1), ",") || (is_quote(f, t - 1) && t - 1 > s->first)) comma = t - 1;
    }
    if (comma != DL_NONE && comma > s->first + 2 && cue + 12 > end) {
        memset(f->taken + s->first, 1, comma + 1 - s->first);
        return true;
    }
    if (cue + 3 >= end || (comma != DL_NONE && cue > s->first + 12)) return false;
    memset(f->taken + cue + 1, 1, end - cue - 1);
    return true;
}

/* The words next to the cue that can speak: before it, else behind it. */
static uint32_t neighbour(const finder *f, uint32_t cue)
{
    const dl_sentence *s = &f->doc->sentences[f->doc->tokens[cue].sentence];
    for (uint32_t t = cue; t > s->first && t + 4 > cue; t--) {
        uint8_t upos = f->doc->tokens[t - 1].upos;
        if (upos == DL_UPOS_NOUN || upos == DL_UPOS_PROPN || upos == DL_UPOS_PRON) return f->taken[t - 1] ? DL_NONE : t - 1;
        if (upos != DL_UPOS_AUX && upos != DL_UPOS_ADV) break;
    }
    for (uint32_t t = cue + 1; t < s->first + s->count && t < cue + 5; t++) {
        uint8_t upos = f->doc->tokens[t].upos;
        if (upos == DL_UPOS_NOUN || upos == DL_UPOS_PROPN || upos == DL_UPOS_PRON) return f->taken[t] ? DL_NONE : t;
        if (upos != DL_UPOS_DET && upos != DL_UPOS_ADJ) break;
    }
    return DL_NONE;
}

/* "..., he said, adding later: ...": a participle whose subject the tree has lost goes on with the speaker before it. */
static uint32_t goes_on(const finder *f, uint32_t cue)
{
    uint32_t last = f->count - 1;
    if (f->count == 0 || !dl_str_is(f->doc->tokens[cue].xpos, "VBG") || f->claims[last].sentence != f->doc->tokens[cue].sentence) return DL_NONE;
    return f->from[last] == DL_NONE || f->taken[f->from[last]] ? DL_NONE : f->from[last];
}

/* What the report's own "I" or "you" think is no statement of a source. */
static bool first_person(const finder *f, uint32_t source)
{
    dl_str lemma = source == DL_NONE ? (dl_str){0} : f->doc->tokens[source].lemma;
    return dl_str_is(lemma, "I") || dl_str_is(lemma, "i") || dl_str_is(lemma, "we") || dl_str_is(lemma, "you");
}

static dl_stance turned(const finder *f, uint32_t cue, dl_stance stance)
{
    for (uint32_t c = f->kids.first[cue]; c != DL_NONE; c = f->kids.next[c]) {
        bool no = dl_str_is(f->doc->tokens[c].lemma, "not") || dl_str_is(f->doc->tokens[c].lemma, "never");
        if (no && stance == DL_STANCE_DENIES) return DL_STANCE_ADMITS;
    }
    return stance;
}

static dl_status verb_claim(finder *f, uint32_t cue, dl_error *err)
{
    bool passive = dl_kids_get(&f->kids, cue, DL_REL_NSUBJ_PASS) != DL_NONE || dl_kids_get(&f->kids, cue, DL_REL_AUX_PASS) != DL_NONE;
    dl_stance stance = stance_of(f, cue, CUE_VERB), object = stance_of(f, cue, CUE_OBJECT), raised = stance_of(f, cue, CUE_PASSIVE);
    bool any = false;
    if (passive && raised) stance = raised;
    if (!stance && !object) return DL_OK;
    for (uint32_t c = f->kids.first[cue]; c != DL_NONE; c = f->kids.next[c]) {
        uint8_t rel = f->doc->tokens[c].rel;
        bool said = is_clause(f, c) || (rel == DL_REL_PARATAXIS && c > cue) || (object && (rel == DL_REL_OBJ || (passive && rel == DL_REL_NSUBJ_PASS)));
        if (!stance && rel == DL_REL_XCOMP && !object) said = false;
        if (!said) continue;
        mark(f, c, 1);
        drop_later(f, c);
        any = true;
        if (passive && rel == DL_REL_XCOMP && dl_kids_get(&f->kids, cue, DL_REL_NSUBJ_PASS) != DL_NONE) mark(f, dl_kids_get(&f->kids, cue, DL_REL_NSUBJ_PASS), 1);
    }
    any = any || take_around(f, cue) || (stance && (take_quotes(f, cue) || take_side(f, cue)));
    if (!any) return DL_OK;
    uint32_t source = speaker(f, cue);
    bool inside = source != DL_NONE && source >= f->doc->sentences[f->doc->tokens[cue].sentence].first && f->taken[source];
    if ((source == DL_NONE || inside) && !passive) source = neighbour(f, cue); /* nobody reports himself from inside what he says */
    if (source == DL_NONE && !passive) source = goes_on(f, cue);
    if (first_person(f, source)) {
        memset(f->taken + f->doc->sentences[f->doc->tokens[cue].sentence].first, 0, f->doc->sentences[f->doc->tokens[cue].sentence].count);
        return DL_OK;
    }
    return add(f, cue, source, turned(f, cue, stance ? stance : object), err);
}

/* "his claim that ...", "a statement saying ...": the clause of the noun. */
static dl_status noun_claim(finder *f, uint32_t cue, dl_error *err)
{
    dl_stance stance = stance_of(f, cue, CUE_NOUN);
    uint32_t said = DL_NONE;
    if (!stance) return DL_OK;
    for (uint32_t c = f->kids.first[cue]; c != DL_NONE; c = f->kids.next[c]) {
        uint8_t rel = f->doc->tokens[c].rel;
        if (rel == DL_REL_CCOMP || (rel == DL_REL_ACL && (dl_kids_case(&f->kids, c, "that") || dl_kids_case(&f->kids, c, "to")))) said = c;
    }
    if (said == DL_NONE) return DL_OK;
    mark(f, said, 1);
    uint32_t source = dl_kids_get(&f->kids, cue, DL_REL_NMOD_POSS);
    if (source == DL_NONE) source = by_of(f, cue, "by");
    if (source == DL_NONE) source = by_of(f, cue, "from");
    if (source == DL_NONE && f->doc->tokens[cue].rel == DL_REL_OBJ && f->doc->tokens[cue].head != DL_NONE) source = speaker(f, f->doc->tokens[cue].head);
    return add(f, cue, source, stance, err);
}

/* "according to X": X hangs on what is said. */
static dl_status according_claim(finder *f, uint32_t cue, dl_error *err)
{
    const dl_token *t = &f->doc->tokens[cue];
    if (!dl_str_is(t->lemma, "accord") && !dl_str_is(t->lemma, "according")) return DL_OK;
    uint32_t source = t->rel == DL_REL_CASE || t->rel == DL_REL_MARK ? t->head : by_of(f, cue, "to");
    if (source == DL_NONE) return DL_OK;
    uint32_t top = source == t->head ? source : cue, said = f->doc->tokens[top].head;
    if (said == DL_NONE) return DL_OK;
    while (f->doc->tokens[said].upos != DL_UPOS_VERB && f->doc->tokens[said].head != DL_NONE && dl_kids_get(&f->kids, said, DL_REL_NSUBJ) == DL_NONE) said = f->doc->tokens[said].head;
    mark(f, said, 1);
    mark(f, top, 0);
    dl_status status = add(f, cue, source, DL_STANCE_ASSERTS, err);
    if (status == DL_OK && f->count && cue + 1 < f->doc->token_count && f->claims[f->count - 1].cue.start == t->start) f->claims[f->count - 1].cue.end = f->doc->tokens[cue + 1].end;
    return status;
}

/* ## Over sentences */

/* A sentence of nothing but quotation goes on with the claim before it when that was direct, in the same or the next paragraph. */
static bool all_quoted(const finder *f, uint32_t sentence)
{
    const dl_sentence *s = &f->doc->sentences[sentence];
    if (s->count == 0) return false;
    bool open = s->quoted || is_quote(f, s->first);
    if (!open) return false;
    for (uint32_t t = s->first + 1; t + 1 < s->first + s->count; t++) {
        if (is_quote(f, t)) return false;
    }
    return true;
}

static void go_on(finder *f)
{
    uint32_t last = DL_NONE, at = 0;
    uint32_t first_claims = f->count;
    for (uint32_t s = 0; s < f->doc->sentence_count; s++) {
        bool spoken = false;
        for (; at < first_claims && f->claims[at].sentence <= s; at++) {
            if (f->claims[at].sentence != s) continue;
            spoken = true;
            if (f->direct[at]) last = at;
        }
        if (last == DL_NONE || f->claims[last].sentence == s) continue;
        dl_claim *c = &f->claims[last];
        if (!all_quoted(f, s)) {
            last = spoken && last != DL_NONE && f->claims[last].sentence == s ? last : DL_NONE;
            continue;
        }
        dl_span span = f->doc->sentences[s].span;
        if (c->content_count < DL_COUNT(c->content)) c->content[c->content_count++] = span;
        else c->content[c->content_count - 1].end = span.end;
    }
}

/* A claim inside another's content is reported by it; the smallest such content. */
static void nest(finder *f)
{
    for (uint32_t i = 0; i < f->count; i++) {
        uint32_t size = UINT32_MAX;
        for (uint32_t j = 0; j < f->count; j++) {
            if (i == j || f->claims[j].sentence > f->claims[i].sentence) continue;
            for (uint32_t k = 0; k < f->claims[j].content_count; k++) {
                dl_span c = f->claims[j].content[k];
                if (f->claims[i].cue.start < c.start || f->claims[i].cue.end > c.end || c.end - c.start >= size) continue;
                f->claims[i].outer = j;
                size = c.end - c.start;
            }
        }
    }
}

dl_status dl_claims_find(const dl_rules *rules, dl_doc *doc, const dl_marks *marks, dl_claim **out, uint32_t *count, dl_error *err)
{
    finder f = {.doc = doc, .marks = marks};
    *out = NULL;
    *count = 0;
    f.taken = DL_NEW(doc->arena, uint8_t, (size_t)doc->token_count + 1);
    if (!f.taken) return dl_fail(err, DL_NOMEM, "The report has more words than fit into memory.");
    DL_TRY(dl_kids_index(doc, doc->arena, &f.kids, err));
    find_sets(&f, rules);
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (doc->tokens[t].upos == DL_UPOS_NOUN) DL_TRY(noun_claim(&f, t, err));
        else if (dl_str_starts(doc->tokens[t].lemma, DL_LIT("accord"))) DL_TRY(according_claim(&f, t, err));
        else if (doc->tokens[t].upos == DL_UPOS_VERB) DL_TRY(verb_claim(&f, t, err));
    }
    go_on(&f);
    nest(&f);
    *out = f.claims;
    *count = f.count;
    return DL_OK;
}
