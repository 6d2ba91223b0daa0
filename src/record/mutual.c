/* mutual.c - the other side of what two sides do: who is met, talked to, agreed or fought with is an actor, too, and grammar says who it is: "talks
 * with", "an agreement between", and the subject. What the links found stays; only parties that are missing beside it are added. */
#include "record/link_inner.h"
#include "record/rules.h"

static bool is_mutual(const dl_doc *doc, const dl_candidate *c)
{
    if (dl_link_directed(doc, c)) return false;
    switch (c->type) {
    case DL_TYPE_CONSULT: case DL_TYPE_COOPERATE: return true;
    case DL_TYPE_AGREE: case DL_TYPE_SUPPORT: case DL_TYPE_ASSAULT: case DL_TYPE_RETREAT: return dl_link_mutual(doc, c);
    default: return false;
    }
}

/* A dependent of the trigger's words with the case "with" or "between", or whom somebody fights; DL_NONE. */
static uint32_t other_side(const dl_doc *doc, const dl_candidate *c)
{
    const dl_sentence *s = &doc->sentences[doc->tokens[c->first].sentence];
    for (uint32_t t = c->first; t < s->first + s->count; t++) {
        const dl_token *k = &doc->tokens[t];
        if (k->head == DL_NONE || !dl_link_inside(c, k->head)) continue;
        if (k->rel == DL_REL_OBJ && dl_link_lemma_is(doc, k->head, "fight battle")) return t;
        if (k->rel != DL_REL_OBL && k->rel != DL_REL_NMOD) continue;
        uint32_t mark = dl_link_case_of(doc, t);
        if (mark != DL_NONE && dl_link_lemma_is(doc, mark, "with between")) return t;
    }
    return DL_NONE;
}

/* Who acts by grammar; "in talks with Y, X said": for nouns the subject of the verb above them. */
static uint32_t subject_of(const dl_doc *doc, const dl_link_event *link)
{
    uint32_t t = link->head;
    if (link->subject != DL_NONE || doc->tokens[t].upos == DL_UPOS_VERB) return link->subject;
    for (int up = 0; up < 2 && t != DL_NONE && doc->tokens[t].upos != DL_UPOS_VERB; up++) t = doc->tokens[t].head;
    return t != DL_NONE && doc->tokens[t].upos == DL_UPOS_VERB ? dl_clause_actor(doc, t) : DL_NONE;
}

static bool same_party(const dl_entity *a, const dl_entity *b)
{
    return (a->id.n && dl_str_eq(a->id, b->id)) || (dl_str_eq(a->code, b->code) && dl_str_eq(a->sector, b->sector));
}

/* Adds who is meant by the words unless he acts already. Who was taken for the one acted on acts, too. */
static void add_side(const dl_doc *doc, const dl_marks *marks, uint32_t entity, dl_event *e, dl_evidences *evidence)
{
    const dl_entity *m = &marks->entities[entity];
    if (m->code.n == 0 || e->actor_count == DL_MAX_PARTIES) return;
    for (uint32_t i = 0; i < e->actor_count; i++)
        if (same_party(&marks->entities[e->actor[i]], m)) return;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < e->recipient_count; i++)
        if (!same_party(&marks->entities[e->recipient[i]], m)) e->recipient[kept++] = e->recipient[i];
    e->recipient_count = kept;
    e->actor[e->actor_count++] = entity;
    dl_evidence_add(doc, evidence, DL_LIT("other side of a mutual act"), 1, m->span, true);
}

static void add_list(const dl_record_context *context, dl_doc *doc, dl_marks *marks, uint32_t head, dl_event *e, dl_evidences *evidence)
{
    uint32_t parts[DL_MAX_PARTIES], first, last, n = dl_clause_list(doc, head, parts, DL_MAX_PARTIES);
    for (uint32_t i = 0; i < n; i++) {
        uint8_t upos = doc->tokens[parts[i]].upos;
        if ((upos != DL_UPOS_NOUN && upos != DL_UPOS_PROPN && upos != DL_UPOS_PRON) || dl_link_in_time(marks, parts[i])) continue;
        dl_clause_phrase(doc, parts[i], &first, &last);
        uint32_t entity = dl_who_resolve(context->tables, context->reader, context->model, doc, marks, first, last);
        if (entity != DL_NONE) add_side(doc, marks, entity, e, evidence);
    }
}

/* Two who talk or exchange something act on each other, and on nobody else: "trade accusations of harbouring militants". */
static void drop_others(const dl_doc *doc, const dl_candidate *c, dl_event *e)
{
    bool exchange = (c->type == DL_TYPE_CONSULT || c->type == DL_TYPE_COOPERATE) && !dl_link_directed(doc, c);
    for (uint32_t t = c->first; t <= c->last; t++) exchange |= dl_link_lemma_is(doc, t, "trade exchange");
    if (exchange && e->actor_count > 1) e->recipient_count = 0;
}

void dl_mutual_complete(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_link_event *link, dl_event *e, dl_evidences *evidence)
{
    drop_others(doc, link->candidate, e);
    if (e->actor_count > 1 || !is_mutual(doc, link->candidate)) return;
    if (link->candidate->type == DL_TYPE_AGREE && e->recipient_count) return; /* a promise to somebody */
    uint32_t other = other_side(doc, link->candidate), subject = subject_of(doc, link);
    if (other == DL_NONE) return;
    add_list(context, doc, marks, other, e, evidence);
    if (e->actor_count == 1 && subject != DL_NONE) add_list(context, doc, marks, subject, e, evidence);
}
