/* who.c - the mentions of a report, in the order of the text, each resolved by its words, by other mentions, by context and by the model. */
#include "mark/who.h"

static bool has_trees(const dl_doc *doc)
{
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (doc->tokens[t].xpos.n) return true;
    }
    return false;
}

static bool has_names(const dl_doc *doc)
{
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (dl_is_name(doc, t)) return true;
    }
    return false;
}

static void fill_context(const dl_who *who, dl_party_answer *a)
{
    if (a->sure_code != DL_SURE_NOTHING || a->code_why.n) return;
    a->code = dl_land_near(who, a->head);
    if (a->code.n == 0) return;
    a->sure_code = DL_SURE_CONTEXT;
    a->code_why = dl_arena_printf(who->doc->arena, "country %.*s that the report speaks of nearby", (int)a->code.n, a->code.p);
}

static dl_str chain(const dl_who *who, const dl_party_answer *a)
{
    if (a->sector_why.n == 0) return a->code_why;
    if (a->code_why.n == 0) return a->sector_why;
    return dl_arena_printf(who->doc->arena, "%.*s; %.*s", (int)a->sector_why.n, a->sector_why.p, (int)a->code_why.n, a->code_why.p);
}

static uint8_t name_class(const dl_doc *doc, uint32_t t)
{
    switch ((dl_name)doc->tokens[t].name) {
    case DL_NAME_B_PER: case DL_NAME_I_PER: return DL_NAME_B_PER;
    case DL_NAME_B_ORG: case DL_NAME_I_ORG: return DL_NAME_B_ORG;
    case DL_NAME_B_LOC: case DL_NAME_I_LOC: return DL_NAME_B_LOC;
    default: return 0;
    }
}

/* Of another country than its antecedent: then it was not that one. */
static uint32_t drop_name(const dl_who *who, dl_party_answer *a)
{
    const dl_entity *e = &who->marks->entities[a->antecedent];
    if (e->id.n && dl_str_eq(a->id, e->id)) a->id = a->name = a->office = (dl_str){0};
    a->via = DL_VIA_LEARNED;
    return DL_NONE;
}

static bool make_room(dl_who *who)
{
    dl_marks *marks = who->marks;
    return dl_arena_grow(who->doc->arena, (void **)&marks->entities, &marks->entity_room, marks->entity_count + 1, sizeof *marks->entities) &&
           dl_arena_grow(who->doc->arena, (void **)&who->mentions, &who->mention_room, marks->entity_count + 1, sizeof *who->mentions);
}

/* Resolves words first..last with their head and keeps them as an entity. */
static dl_status add(dl_who *who, uint32_t first, uint32_t last, uint32_t head, uint32_t *index, dl_error *err)
{
    dl_marks *marks = who->marks;
    dl_doc *doc = who->doc;
    dl_party_answer a = {.first = first, .last = last, .head = head, .antecedent = DL_NONE};
    dl_learned learned;
    DL_TRY(dl_learned_ask(who, &a, &learned, err));
    dl_party_read(who, &a);
    dl_link(who, &learned, &a);
    fill_context(who, &a);
    dl_learned_weigh(who, &learned, &a);
    if (a.antecedent != DL_NONE && !dl_str_eq(a.code, marks->entities[a.antecedent].code)) a.antecedent = drop_name(who, &a);
    if (!make_room(who)) return dl_fail(err, DL_NOMEM, "The report names more parties than fit into memory.");
    *index = marks->entity_count;
    who->mentions[*index] = dl_mention_of(who, &a);
    marks->entities[marks->entity_count++] = (dl_entity){
        .span = {doc->tokens[first].start, doc->tokens[last].end}, .head = head, .first = first, .last = last, .name = a.name, .id = a.id, .code = a.code, .sector = a.sector,
        .other_sectors = a.other_sectors, .office = a.office, .why = chain(who, &a), .via = a.via, .antecedent = a.antecedent, .name_class = name_class(doc, head)};
    if (marks->entity_at[head] == DL_NONE) marks->entity_at[head] = *index;
    return DL_OK;
}

/* Is the word only a part of another mention: "Afghan" in "Afghan government", "army" in "army spokesman"? */
static bool inside_another(const dl_who *who, uint32_t head)
{
    const dl_token *t = &who->doc->tokens[head];
    if (!who->has_trees || t->head == DL_NONE) return false;
    switch ((dl_rel)t->rel) {
    case DL_REL_AMOD: case DL_REL_COMPOUND: case DL_REL_FLAT: case DL_REL_FIXED: case DL_REL_NMOD_DESC: case DL_REL_GOESWITH: return true;
    default: return false;
    }
}

/* The head of a mention that begins or lies at token t; DL_NONE when none does. `*next` is where to look on. */
static uint32_t mention_at(const dl_who *who, uint32_t t, uint32_t end, uint32_t *next)
{
    const dl_doc *doc = who->doc;
    uint32_t r = who->reading_at[t], last = t;
    *next = t + 1;
    if (doc->tokens[t].name == DL_NAME_B_PER || doc->tokens[t].name == DL_NAME_B_ORG || doc->tokens[t].name == DL_NAME_B_LOC) {
        while (last + 1 < end && doc->tokens[last + 1].name == doc->tokens[t].name + 1) last++;
    }
    if (r != DL_NONE && who->readings[r].first == t) last = DL_MAX(last, who->readings[r].last);
    else if (last == t && !dl_is_name(doc, t) && !dl_is_pronoun(doc, t)) return DL_NONE;
    else if (doc->tokens[t].name == DL_NAME_I_PER || doc->tokens[t].name == DL_NAME_I_ORG || doc->tokens[t].name == DL_NAME_I_LOC) return DL_NONE;
    *next = last + 1;
    uint32_t head = dl_party_head(who, t, last);
    if (r != DL_NONE && who->readings[r].known == DL_KNOWN_ADJECTIVE && (!who->has_trees || doc->tokens[head].upos == DL_UPOS_ADJ)) return DL_NONE;
    for (int depth = 0; depth < 4 && inside_another(who, head); depth++) head = doc->tokens[head].head;
    uint8_t upos = doc->tokens[head].upos;
    if (who->has_trees && upos != DL_UPOS_NOUN && upos != DL_UPOS_PROPN && upos != DL_UPOS_PRON && upos != DL_UPOS_NUM && upos != DL_UPOS_ADJ && upos != DL_UPOS_DET) return DL_NONE;
    return head;
}

/* Adds the mentions that are pronouns, or those that are none: pronouns come second, as "we" may mean a speaker named after it. */
static dl_status find_mentions(dl_who *who, bool pronouns, dl_error *err)
{
    const dl_doc *doc = who->doc;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        uint32_t t = doc->sentences[s].first, end = t + doc->sentences[s].count, first, last, index, next;
        for (; t < end; t = next) {
            uint32_t head = mention_at(who, t, end, &next);
            if (head == DL_NONE || who->marks->entity_at[head] != DL_NONE || dl_is_pronoun(doc, head) != pronouns) continue;
            dl_party_span(who, head, &first, &last);
            DL_TRY(add(who, first, last, head, &index, err));
        }
    }
    return DL_OK;
}

dl_status dl_who_find(const dl_tables *tables, dl_reader *reader, const dl_model *model, dl_doc *doc, dl_marks *marks, dl_error *err)
{
    dl_who *who = DL_NEW(doc->arena, dl_who, 1);
    marks->entity_at = DL_NEW(doc->arena, uint32_t, doc->token_count + (size_t)1);
    if (who == NULL || marks->entity_at == NULL) return dl_fail(err, DL_NOMEM, "The report has more words than fit into memory.");
    memset(marks->entity_at, 0xff, (doc->token_count + (size_t)1) * sizeof *marks->entity_at);
    *who = (dl_who){.tables = tables, .reader = reader, .model = model, .doc = doc, .marks = marks, .has_trees = has_trees(doc), .has_names = has_names(doc)};
    marks->who = who;
    if (!dl_readings_find(who)) return dl_fail(err, DL_NOMEM, "The report has more names than fit into memory.");
    dl_names_settle(who);
    DL_TRY(find_mentions(who, false, err));
    return find_mentions(who, true, err);
}

uint32_t dl_who_resolve(const dl_tables *tables, dl_reader *reader, const dl_model *model, dl_doc *doc, dl_marks *marks, uint32_t first, uint32_t last)
{
    (void)tables, (void)reader, (void)model, (void)doc; /* dl_who_find() kept them */
    dl_who *who = marks->who;
    uint32_t head = dl_party_head(who, first, last), index;
    if (marks->entity_at[head] != DL_NONE) return marks->entity_at[head];
    return add(who, first, last, head, &index, NULL) == DL_OK ? index : DL_NONE;
}

uint32_t dl_who_as(dl_marks *marks, uint32_t entity, dl_str sector, const char *why)
{
    dl_who *who = marks->who;
    if (!make_room(who)) return entity;
    dl_entity *copy = &marks->entities[marks->entity_count], *e = &marks->entities[entity];
    *copy = *e;
    copy->sector = sector;
    copy->why = dl_arena_printf(who->doc->arena, "%.*s; %s", (int)e->why.n, e->why.p, why);
    who->mentions[marks->entity_count] = who->mentions[entity];
    return marks->entity_count++;
}
