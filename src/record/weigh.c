/* The one place where readings become records: type, mode, code, parties, time, place, whose word, confidence. */
#include "record/link.h"
#include "record/rules.h"
#include "record/weigh.h"

#include <stdio.h>
#include <stdlib.h>

/* CAMEO roots (two digits) that a PLOVER type may carry. */
static const char *const roots[DL_TYPE_COUNT] = {
    [DL_TYPE_AGREE] = "03 05", [DL_TYPE_CONSULT] = "04", [DL_TYPE_SUPPORT] = "05", [DL_TYPE_CONCEDE] = "08", [DL_TYPE_COOPERATE] = "06",
    [DL_TYPE_AID] = "07", [DL_TYPE_RETREAT] = "08", [DL_TYPE_REQUEST] = "02 10", [DL_TYPE_ACCUSE] = "11 09", [DL_TYPE_REJECT] = "12",
    [DL_TYPE_THREATEN] = "13", [DL_TYPE_PROTEST] = "14", [DL_TYPE_SANCTION] = "16 17", [DL_TYPE_MOBILIZE] = "15", [DL_TYPE_COERCE] = "17",
    [DL_TYPE_ASSAULT] = "18 19 20"};

static bool allowed(dl_type type, dl_str code)
{
    return code.n >= 2 && dl_str_has_word(dl_str_c(roots[type]), dl_str_part(code, 0, 2));
}

static void fill_cameo(const dl_record_context *context, const dl_trigger *t, dl_event *e)
{
    uint32_t best = DL_NONE, n = dl_model_cameo_count(context->model);
    for (uint32_t i = 0; i < n; i++) {
        if (allowed(e->type, dl_model_cameo_text(context->model, i)) && (best == DL_NONE || t->cameo[i] > t->cameo[best])) best = i;
    }
    dl_str code = best == DL_NONE ? (dl_str){0} : dl_model_cameo_text(context->model, best);
    if (code.n == 0 || code.n >= sizeof e->cameo) snprintf(e->cameo, sizeof e->cameo, "%.2s0", roots[e->type]);
    else snprintf(e->cameo, sizeof e->cameo, "%.*s", (int)code.n, code.p);
}

static void fill_aux(const dl_record_context *context, const dl_doc *doc, const dl_trigger *t, dl_event *e, dl_evidences *evidence)
{
    static const char *const names[4] = {"historical", "future", "hypothetical", "negation"};
    for (uint32_t i = 0; i < 4; i++) {
        bool yes = t->aux[i] >= dl_settings_get(context->settings, (dl_setting)(DL_SETTING_HISTORICAL + i));
        if (yes) e->aux |= 1u << i;
        if (yes || t->aux[i] > 0.25f) dl_evidence_add(doc, evidence, dl_arena_printf(doc->arena, "model aux %s", names[i]), t->aux[i], (dl_span){0}, yes);
    }
}

static bool inside(dl_span outer, uint32_t at)
{
    return at >= outer.start && at < outer.end;
}

uint32_t dl_claim_around(const dl_doc *doc, const dl_claim *claims, uint32_t count, uint32_t trigger)
{
    uint32_t best = DL_NONE, size = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < claims[i].content_count; k++) {
            dl_span c = claims[i].content[k];
            if (!inside(c, doc->tokens[trigger].start) || c.end - c.start >= size) continue;
            best = i;
            size = c.end - c.start;
        }
    }
    return best;
}

/* Who says so, without links: the model's source, else that of the claim around the words. */
static uint32_t plain_source(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_trigger *t, const dl_claim *around, dl_evidences *evidence)
{
    uint32_t source[1];
    float least = dl_settings_get(context->settings, DL_SETTING_SOURCE);
    /* words that stand in somebody's claim need less from the model to have a source */
    if (around) least *= 0.5f;
    if (dl_fill_parties(context, doc, marks, t, DL_ROLE_SOURCE, least, source, 1, evidence)) return source[0];
    if (around == NULL || around->source == DL_NONE || t->stance[DL_STANCE_NONE] >= 0.5f) return DL_NONE;
    dl_evidence_add(doc, evidence, DL_LIT("claim around it"), 1 - t->stance[DL_STANCE_NONE], around->cue, true);
    return around->source;
}

/* Only who did it can admit it; from anybody else the same words are an assertion. */
static bool by_actor(const dl_marks *marks, const dl_event *e)
{
    const dl_entity *source = &marks->entities[e->claim_source];
    for (uint32_t i = 0; i < e->actor_count; i++) {
        const dl_entity *actor = &marks->entities[e->actor[i]];
        if (e->actor[i] == e->claim_source || (dl_str_eq(actor->code, source->code) && dl_str_eq(actor->sector, source->sector))) return true;
    }
    return e->actor_count == 0;
}

/* The model's, but what stands in a denial is denied and what stands in another claim is not. */
static dl_stance stance_of(const dl_marks *marks, const dl_trigger *t, const dl_claim *around, const dl_event *e)
{
    uint32_t best = DL_STANCE_ASSERTS;
    if (around && around->stance == DL_STANCE_DENIES) return DL_STANCE_DENIES;
    for (uint32_t s = DL_STANCE_ASSERTS; s < DL_STANCE_COUNT; s++) {
        if (t->stance[s] > t->stance[best]) best = s;
    }
    if ((best == DL_STANCE_ADMITS && !by_actor(marks, e)) || (best == DL_STANCE_DENIES && around)) return DL_STANCE_ASSERTS;
    return (dl_stance)best;
}

static void fill_claim(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_link_event *link, dl_event *e, dl_evidences *evidence)
{
    const dl_trigger *t = &link->candidate->trigger;
    const dl_claim *claims = link->claims;
    uint32_t claim = link->claim;
    if (!dl_links_have(context->links, DL_LINK_SOURCE)) e->claim_source = plain_source(context, doc, marks, t, claim == DL_NONE ? NULL : &claims[claim], evidence);
    else if (dl_linked_parties(context, doc, marks, link, DL_LINK_SOURCE, &e->claim_source, 1, evidence) == 0) e->claim_source = DL_NONE;
    if (e->claim_source == DL_NONE) return;
    e->stance = stance_of(marks, t, claim == DL_NONE ? NULL : &claims[claim], e);
    if (e->stance == DL_STANCE_DENIES && claim != DL_NONE) e->aux |= DL_AUX_NEGATION;
    for (uint32_t c = claim; c != DL_NONE && e->chain_count < DL_COUNT(e->chain); c = claims[c].outer) {
        memmove(e->chain + 1, e->chain, e->chain_count * sizeof *e->chain);
        e->chain[0] = c;
        e->chain_count++;
    }
    if (claim != DL_NONE) e->claim_cue = claims[claim].cue;
}

static bool is_party(const dl_doc *doc, uint32_t t)
{
    uint8_t upos = doc->tokens[t].upos;
    return upos == DL_UPOS_NOUN || upos == DL_UPOS_PROPN || upos == DL_UPOS_PRON || upos == DL_UPOS_NUM || upos == DL_UPOS_DET;
}

/* A rule gives the words, and what the heads left open: mode, code, parties. Its name stands for the decision when it alone spoke. */
static void fill_rule(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_candidate *c, dl_event *e, dl_evidences *evidence)
{
    dl_str type = dl_type_text(c->type);
    e->rule = dl_arena_printf(doc->arena, "model.%.*s", (int)type.n, type.p);
    if (c->rule == DL_NONE) return;
    const dl_rule *rule = &context->rules->items[c->rule];
    const char *alone = c->rule_alone > 0 && e->confidence <= c->rule_alone ? ", which stands alone" : "";
    dl_evidence_add(doc, evidence, dl_arena_printf(doc->arena, "rule %.*s%s", (int)rule->id.n, rule->id.p, alone), c->rule_weight, e->text[0], true);
    if (c->score < c->rule_weight) e->rule = rule->id;
    if (rule->mode.n) {
        e->modes[0] = rule->mode;
        e->mode_count = 1;
    }
    if (rule->cameo.n) snprintf(e->cameo, sizeof e->cameo, "%.*s", (int)rule->cameo.n, rule->cameo.p);
    struct { uint32_t head, *list, *count; } sides[2] = {{c->rule_actor, e->actor, &e->actor_count}, {c->rule_recipient, e->recipient, &e->recipient_count}};
    for (int s = 0; s < 2; s++) {
        uint32_t parts[DL_MAX_PARTIES], first, last;
        uint32_t n = *sides[s].count ? 0 : dl_clause_list(doc, sides[s].head, parts, DL_MAX_PARTIES);
        for (uint32_t i = 0; i < n; i++) {
            if (!is_party(doc, parts[i]) || dl_link_in_time(marks, parts[i])) continue;
            dl_clause_phrase(doc, parts[i], &first, &last);
            uint32_t entity = dl_who_resolve(context->tables, context->reader, context->model, doc, marks, first, last);
            if (entity == DL_NONE || dl_link_happening(doc, marks, entity)) continue;
            sides[s].list[(*sides[s].count)++] = entity;
            dl_evidence_add(doc, evidence, s ? DL_LIT("rule recipient") : DL_LIT("rule actor"), c->rule_weight, marks->entities[entity].span, true);
        }
    }
}

static void event_id(const dl_record_context *context, const dl_doc *doc, const char *text_digest, dl_event *e)
{
    dl_sha256 sha;
    uint8_t digest[32];
    char place[64];
    snprintf(place, sizeof place, "\n%u %u %u\n", doc->tokens[e->trigger_first].start, doc->tokens[e->trigger_last].end, (unsigned)e->type);
    dl_sha256_init(&sha);
    dl_sha256_add(&sha, dl_str_c(text_digest));
    dl_sha256_add(&sha, dl_str_c(place));
    dl_sha256_add(&sha, context->coder);
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 8, e->id);
}

static int stronger(const void *a, const void *b)
{
    const dl_evidence *x = a, *y = b;
    if (x->decided != y->decided) return y->decided - x->decided;
    if (x->score < y->score || x->score > y->score) return x->score < y->score ? 1 : -1;
    return dl_str_cmp(x->what, y->what);
}

static void rivals(const dl_doc *doc, const dl_candidate *c, dl_span span, dl_evidences *evidence)
{
    for (uint32_t k = 0; k < DL_TYPE_COUNT; k++) {
        if (c->rivals[k] < 0.1f) continue;
        dl_str type = dl_type_text((dl_type)k);
        dl_evidence_add(doc, evidence, dl_arena_printf(doc->arena, "model type %.*s", (int)type.n, type.p), c->rivals[k], span, false);
    }
}

/* One mention, or two of the same person or group of the tables. A government is many people: one part of it may act on another. */
static bool same_self(const dl_marks *marks, uint32_t a, uint32_t b)
{
    const dl_entity *x = &marks->entities[a], *y = &marks->entities[b];
    return a == b || (x->id.n && dl_str_eq(x->id, y->id) && !dl_str_starts(x->id, DL_LIT("country:")));
}

static bool has_token(const dl_marks *marks, uint32_t mention, uint32_t t)
{
    return t != DL_NONE && marks->entities[mention].first <= t && t <= marks->entities[mention].last;
}

static bool same_party(const dl_marks *marks, uint32_t a, uint32_t b)
{
    const dl_entity *x = &marks->entities[a], *y = &marks->entities[b];
    return dl_str_eq(x->code, y->code) && dl_str_eq(x->sector, y->sector);
}

/* "Both sides" of a list are the two that they stand for, "Syrian and Russian jets" are two. */
static void spread(dl_marks *marks, uint32_t *list, uint32_t *count)
{
    uint32_t known = marks->entity_count; /* copies come behind these */
    for (uint32_t i = *count; i-- > 0;) {
        uint32_t several[DL_WHO_SPREAD], n = dl_who_both(marks, list[i], several) ? 2 : dl_who_spread(marks, list[i], several);
        if (n < 2 || *count + n - 1 > DL_MAX_PARTIES) continue;
        memmove(list + i + n, list + i + 1, (*count - i - 1) * sizeof *list);
        memcpy(list + i, several, n * sizeof *list);
        *count += n - 1;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        bool twice = false;
        for (uint32_t k = 0; k < *count && list[i] >= known; k++) twice |= list[k] < known && same_party(marks, list[k], list[i]);
        for (uint32_t k = 0; k < kept; k++) twice |= list[k] == list[i];
        if (!twice) list[kept++] = list[i];
    }
    *count = kept;
}

/* Those who accuse each other are all actors. */
static void drop_reciprocal(const dl_doc *doc, const dl_marks *marks, dl_event *e)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < e->recipient_count; i++) {
        if (e->actor_count < 2 || !dl_is_reciprocal(doc, &marks->entities[e->recipient[i]])) e->recipient[kept++] = e->recipient[i];
    }
    e->recipient_count = kept;
}

/* Nobody acts on himself. Who acts together with the first actor, or is acted on: in mutual acts the former, else the latter, and the latter where
 * a rule's grammar says so ("he was criticised"). */
static void part_roles(const dl_doc *doc, const dl_marks *marks, const dl_candidate *c, dl_event *e)
{
    bool mutual = e->type == DL_TYPE_CONSULT || e->type == DL_TYPE_COOPERATE || dl_link_mutual(doc, c);
    for (uint32_t i = e->recipient_count; i-- > 0;) {
        for (uint32_t k = 0; k < e->actor_count; k++) {
            if (!same_self(marks, e->actor[k], e->recipient[i])) continue;
            bool drop_actor = !mutual && (e->actor_count > 1 || has_token(marks, e->recipient[i], c->rule_recipient));
            uint32_t *list = drop_actor ? e->actor : e->recipient, *count = drop_actor ? &e->actor_count : &e->recipient_count, at = drop_actor ? k : i;
            memmove(list + at, list + at + 1, (*count - at - 1) * sizeof *list);
            --*count;
            break;
        }
    }
}

static bool listed(const uint32_t *list, uint32_t count, uint32_t item)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i] == item) return true;
    return false;
}

static void take_out(uint32_t *list, uint32_t *count, uint32_t item)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++)
        if (list[i] != item) list[kept++] = list[i];
    *count = kept;
}

/* Who tells of an attack on his own did not do it: "the army said that six soldiers were killed". */
static void spare_speaker(const dl_marks *marks, dl_event *e)
{
    if (e->type != DL_TYPE_ASSAULT || e->claim_source == DL_NONE || e->stance != DL_STANCE_ASSERTS) return;
    for (uint32_t i = e->actor_count; i-- > 0;) {
        bool own = false;
        for (uint32_t k = 0; k < e->recipient_count; k++) own |= same_party(marks, e->actor[i], e->recipient[k]);
        if (own && same_party(marks, e->actor[i], e->claim_source)) take_out(e->actor, &e->actor_count, e->actor[i]);
    }
}

/* Whom a firm rule's grammar names is acted on where nobody else is. */
static void obey_rule(const dl_doc *doc, const dl_marks *marks, const dl_candidate *c, dl_event *e, dl_evidences *evidence)
{
    uint32_t recipient = dl_linked_barred(doc, marks, c);
    if (recipient == DL_NONE || e->recipient_count > 0 || listed(e->actor, e->actor_count, recipient)) return;
    e->recipient[e->recipient_count++] = recipient;
    dl_evidence_add(doc, evidence, DL_LIT("rule recipient"), c->rule_weight, marks->entities[recipient].span, true);
}

static void fill_parties(const dl_record_context *context, dl_doc *doc, dl_marks *marks, dl_link_event *link, dl_event *e, dl_evidences *evidence)
{
    const dl_trigger *t = &link->candidate->trigger;
    e->actor_count = dl_links_have(context->links, DL_LINK_ACTOR)
        ? dl_linked_parties(context, doc, marks, link, DL_LINK_ACTOR, e->actor, DL_MAX_PARTIES, evidence)
        : dl_fill_parties(context, doc, marks, t, DL_ROLE_ACTOR, dl_settings_get(context->settings, DL_SETTING_ACTOR), e->actor, DL_MAX_PARTIES, evidence);
    memcpy(link->actors, e->actor, e->actor_count * sizeof *e->actor);
    link->actor_count = e->actor_count;
    e->recipient_count = dl_links_have(context->links, DL_LINK_RECIPIENT)
        ? dl_linked_parties(context, doc, marks, link, DL_LINK_RECIPIENT, e->recipient, DL_MAX_PARTIES, evidence)
        : dl_fill_parties(context, doc, marks, t, DL_ROLE_RECIPIENT, dl_settings_get(context->settings, DL_SETTING_RECIPIENT), e->recipient, DL_MAX_PARTIES, evidence);
    obey_rule(doc, marks, link->candidate, e, evidence);
    dl_mutual_complete(context, doc, marks, link, e, evidence);
}

dl_status dl_weigh_candidate(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_claim *claims, uint32_t claim_count, const dl_candidate *c,
                             const char *text_digest, dl_event *e, dl_error *err)
{
    const dl_trigger *t = &c->trigger;
    dl_evidences evidence = {0};
    *e = (dl_event){.type = c->type, .trigger_first = c->first, .trigger_last = c->last, .sentence = doc->tokens[c->first].sentence, .meeting = DL_NONE, .place = DL_NONE,
                    .time = DL_NONE, .claim_source = DL_NONE};
    e->text[0] = (dl_span){doc->tokens[c->first].start, doc->tokens[c->last].end};
    e->text_count = 1;
    dl_str type = dl_type_text(c->type);
    dl_evidence_add(doc, &evidence, dl_arena_printf(doc->arena, "model type %.*s", (int)type.n, type.p), c->score, e->text[0], true);
    dl_evidence_add(doc, &evidence, DL_LIT("model core"), t->core, e->text[0], true);
    rivals(doc, c, e->text[0], &evidence);
    fill_aux(context, doc, t, e, &evidence);
    dl_modes_fill(context, doc, t, e, &evidence);
    fill_cameo(context, t, e);
    dl_link_event link = dl_link_begin(doc, claims, claim_count, c);
    fill_parties(context, doc, marks, &link, e, &evidence);
    if (dl_links_have(context->links, DL_LINK_TIME)) {
        e->time = dl_linked_time(context, doc, marks, &link, &evidence);
        dl_fill_date(doc, marks, e);
    } else {
        dl_fill_time(context, doc, marks, t, e, &evidence);
    }
    dl_fill_place(context, doc, marks, t, e, &evidence);
    dl_fill_sizes(doc, marks, e);
    fill_claim(context, doc, marks, &link, e, &evidence);
    e->confidence = dl_settings_confidence(context->settings, c);
    fill_rule(context, doc, marks, c, e, &evidence);
    spread(marks, e->actor, &e->actor_count);
    drop_reciprocal(doc, marks, e);
    spread(marks, e->recipient, &e->recipient_count);
    part_roles(doc, marks, c, e);
    spare_speaker(marks, e);
    dl_fit_parties(context, doc, marks, e);
    event_id(context, doc, text_digest, e);
    if (evidence.count) qsort(evidence.items, evidence.count, sizeof *evidence.items, stronger);
    e->evidence = evidence.items;
    e->evidence_count = evidence.count;
    return e->rule.n ? DL_OK : dl_fail(err, DL_NOMEM, "The report has more events than fit into memory.");
}
