/* rules.c - rule files as text. A line is a keyword and its words; a rule begins with `rule ID` or `forbid ID` and goes on to the next one. */
#include "record/rules.h"

#include <stdlib.h>

typedef struct reading {
    dl_rules *rules;
    dl_rule *rule;      /* being read, NULL before the first and after a fault */
    dl_str file;
    uint32_t line;
    dl_buf *findings;
    uint32_t *finding_count;
    bool nomem, skip;   /* skip: after a fault, up to the next rule */
} reading;

static bool fault(reading *r, const char *what, dl_str words)
{
    words = dl_str_trim(words);
    dl_buf_printf(r->findings, "%.*s:%u: %s", (int)r->file.n, r->file.p, r->line, what);
    if (words.n) dl_buf_printf(r->findings, ": %.*s", (int)words.n, words.p);
    dl_buf_char(r->findings, '\n');
    ++*r->finding_count;
    return false;
}

static dl_str word(dl_str *rest)
{
    dl_str all = dl_str_trim(*rest);
    size_t n = 0;
    *rest = (dl_str){0};
    if (all.n == 0) return *rest;
    while (n < all.n && all.p[n] != ' ' && all.p[n] != '\t') n++;
    *rest = dl_str_part(all, n, all.n);
    return dl_str_part(all, 0, n);
}

static uint32_t set_of(const dl_rules *rules, dl_str name)
{
    for (uint32_t i = 0; i < rules->set_count; i++) {
        if (dl_str_eq(rules->sets[i].name, name)) return i;
    }
    return DL_NONE;
}

/* `set NAME = lemma lemma ...`; a name given again grows. */
static bool read_set(reading *r, dl_str rest)
{
    dl_rules *rules = r->rules;
    dl_str name = word(&rest), equals = word(&rest);
    if (name.n == 0 || !dl_str_is(equals, "=")) return fault(r, "a set is written `set NAME = words`", name);
    uint32_t at = set_of(rules, name);
    if (at == DL_NONE) {
        if (!dl_arena_grow(rules->arena, (void **)&rules->sets, &rules->set_room, rules->set_count + 1, sizeof *rules->sets)) return !(r->nomem = true);
        at = rules->set_count++;
        rules->sets[at] = (dl_set){dl_arena_str(rules->arena, name), dl_map_new(rules->arena, 16)};
    }
    while (rest.n) {
        dl_str w = word(&rest);
        if (w.n == 0) break;
        w = dl_arena_str(rules->arena, w);
        if (w.p == NULL || rules->sets[at].lemmas == NULL || !dl_map_put(rules->sets[at].lemmas, w, 1, NULL) || !dl_map_put(rules->known, w, 1, NULL))
            return !(r->nomem = true);
    }
    return true;
}

/* Lemmas and @sets. */
static bool read_words(reading *r, dl_str rest, dl_words *out)
{
    while (rest.n) {
        dl_str w = word(&rest);
        if (w.n == 0) break;
        if (w.p[0] == '@') {
            uint32_t set = set_of(r->rules, dl_str_part(w, 1, w.n));
            if (set == DL_NONE) return fault(r, "there is no such set before this line", w);
            if (out->set_count == DL_RULE_WORDS) return fault(r, "too many sets", w);
            out->set[out->set_count++] = set;
        } else {
            if (out->lemma_count == DL_RULE_WORDS) return fault(r, "too many words; make them a set", w);
            w = dl_arena_str(r->rules->arena, w);
            r->nomem |= w.p == NULL || !dl_map_put(r->rules->known, w, 1, NULL);
            out->lemma[out->lemma_count++] = w;
        }
    }
    return true;
}

/* "obl:with", "nsubj:pass", "subject", "up": a relation, one of its subtypes, or a relation with a case word. */
static bool read_step(reading *r, dl_str text, dl_step *out)
{
    *out = (dl_step){.kind = DL_STEP_REL};
    if (dl_str_is(text, "subject")) out->kind = DL_STEP_SUBJECT;
    if (dl_str_is(text, "object")) out->kind = DL_STEP_OBJECT;
    if (dl_str_is(text, "up")) out->kind = DL_STEP_UP;
    if (out->kind != DL_STEP_REL) return true;
    dl_str rest = text, base = dl_str_cut(&rest, ':');
    for (int k = 0; k < DL_REL_COUNT; k++) {
        dl_str name = dl_rel_text((dl_rel)k);
        if (rest.n && dl_str_eq(name, text)) {
            out->rel = (dl_rel)k;
            return true;
        }
    }
    for (int k = 0; k < DL_REL_COUNT; k++) {
        if (!dl_str_eq(dl_rel_text((dl_rel)k), base)) continue;
        out->rel = (dl_rel)k;
        out->family = true;
        out->marker = dl_arena_str(r->rules->arena, rest);
        return true;
    }
    return fault(r, "no relation of Universal Dependencies", text);
}

/* Steps joined by '>'. */
static bool read_path(reading *r, dl_str text, dl_path *out)
{
    *out = (dl_path){.count = 0};
    while (text.n) {
        if (out->count == DL_RULE_STEPS) return fault(r, "a path of more than four steps", text);
        if (!read_step(r, dl_str_cut(&text, '>'), &out->steps[out->count++])) return false;
    }
    return out->count > 0 || fault(r, "a path is missing", text);
}

static bool begin_rule(reading *r, dl_str rest, bool forbid)
{
    dl_rules *rules = r->rules;
    dl_str id = word(&rest);
    uint32_t *at;
    r->rule = NULL;
    if (id.n == 0 || rest.n) return fault(r, "a rule has one name without spaces", rest);
    if (dl_map_get(rules->by_id, id)) return fault(r, "a rule with this name stands already", id);
    id = dl_arena_str(rules->arena, id);
    if (!id.p || !dl_arena_grow(rules->arena, (void **)&rules->items, &rules->room, rules->count + 1, sizeof *rules->items) || !dl_map_put(rules->by_id, id, rules->count, &at))
        return !(r->nomem = true);
    r->rule = &rules->items[rules->count++];
    *r->rule = (dl_rule){.id = id, .file = r->file, .line = r->line, .type = DL_TYPE_COUNT, .forbid = forbid, .weight = 0.5f, .next = DL_NONE,
                         .upos = 1u << DL_UPOS_VERB | 1u << DL_UPOS_NOUN | 1u << DL_UPOS_ADJ | 1u << DL_UPOS_PROPN};
    return true;
}

static bool read_type(reading *r, dl_str rest)
{
    dl_str name = word(&rest);
    for (int t = 0; t < DL_TYPE_COUNT; t++) {
        if (dl_str_eq(dl_type_text((dl_type)t), name)) r->rule->type = (dl_type)t;
    }
    return r->rule->type != DL_TYPE_COUNT || fault(r, "no PLOVER type", name);
}

/* Types whose readings the rule takes over. */
static bool read_types(reading *r, dl_str rest, uint32_t *bits)
{
    while (rest.n) {
        dl_str name = word(&rest);
        int t = 0;
        while (t < DL_TYPE_COUNT && !dl_str_eq(dl_type_text((dl_type)t), name)) t++;
        if (name.n && t == DL_TYPE_COUNT) return fault(r, "no PLOVER type", name);
        if (name.n) *bits |= 1u << t;
    }
    return *bits != 0 || fault(r, "a type is missing", rest);
}

static bool read_condition(reading *r, dl_str rest, bool forbidden, bool inside)
{
    if (r->rule->condition_count == DL_RULE_CONDITIONS) return fault(r, "more than eight conditions", rest);
    dl_condition *c = &r->rule->conditions[r->rule->condition_count];
    *c = (dl_condition){.forbidden = forbidden, .inside = inside};
    if (!read_path(r, word(&rest), &c->path) || !read_words(r, rest, &c->words)) return false;
    r->rule->condition_count++;
    return true;
}

static bool read_roles(reading *r, dl_str rest, dl_path *paths, uint32_t *count)
{
    while (rest.n) {
        dl_str w = word(&rest);
        if (w.n == 0) break;
        if (*count == DL_PATHS_MAX) return fault(r, "more than five paths for a role", w);
        if (!read_path(r, w, &paths[(*count)++])) return false;
    }
    return true;
}

/* `example: SENTENCE => trigger | actor | recipient`, `not: SENTENCE`. */
static bool read_example(reading *r, dl_str rest, bool must)
{
    dl_arena *arena = r->rules->arena;
    dl_rule *rule = r->rule;
    const char *arrow = rest.n ? memmem(rest.p, rest.n, "=>", 2) : NULL;
    dl_str sentence = dl_str_trim(arrow ? dl_str_part(rest, 0, (size_t)(arrow - rest.p)) : rest);
    dl_str parts = arrow ? dl_str_part(rest, (size_t)(arrow - rest.p) + 2, rest.n) : (dl_str){0};
    if (sentence.n == 0) return fault(r, "an example needs a sentence", rest);
    if (!dl_arena_grow(arena, (void **)&rule->examples, &rule->example_room, rule->example_count + 1, sizeof *rule->examples)) return !(r->nomem = true);
    dl_example *e = &rule->examples[rule->example_count++];
    *e = (dl_example){.sentence = dl_arena_str(arena, sentence), .must = must, .line = r->line};
    e->trigger = dl_arena_str(arena, dl_str_trim(dl_str_cut(&parts, '|')));
    e->actor = dl_arena_str(arena, dl_str_trim(dl_str_cut(&parts, '|')));
    e->recipient = dl_arena_str(arena, dl_str_trim(parts));
    return true;
}

static bool read_head(reading *r, dl_str rest, uint32_t upos)
{
    dl_words *head = &r->rule->head;
    if (head->lemma_count + head->set_count) return fault(r, "a rule has one line of verb, noun or word", rest);
    r->rule->upos = upos;
    return read_words(r, rest, head);
}

static bool read_cameo(reading *r, dl_str rest)
{
    dl_str code = word(&rest);
    bool good = code.n >= 2 && code.n <= 4;
    for (size_t i = 0; i < code.n; i++) good = good && code.p[i] >= '0' && code.p[i] <= '9';
    if (!good) return fault(r, "a CAMEO code has two to four digits", code);
    r->rule->cameo = dl_arena_str(r->rules->arena, code);
    return r->rule->cameo.p || !(r->nomem = true);
}

static bool read_mode(reading *r, dl_str rest)
{
    dl_str mode = word(&rest);
    if (mode.n == 0) return fault(r, "a mode is missing", mode);
    r->rule->mode = dl_arena_str(r->rules->arena, mode);
    return r->rule->mode.p || !(r->nomem = true);
}

static bool read_rule_line(reading *r, dl_str key, dl_str rest)
{
    dl_rule *rule = r->rule;
    double weight;
    if (dl_str_is(key, "type")) return read_type(r, rest);
    if (dl_str_is(key, "mode")) return read_mode(r, rest);
    if (dl_str_is(key, "cameo")) return read_cameo(r, rest);
    if (dl_str_is(key, "weight") || dl_str_is(key, "alone")) {
        float *to = dl_str_is(key, "weight") ? &rule->weight : &rule->alone;
        if (!dl_str_to_double(word(&rest), &weight) || weight < 0 || weight > 1) return fault(r, "a weight lies between 0 and 1", rest);
        *to = (float)weight;
        return true;
    }
    if (dl_str_is(key, "verb")) return read_head(r, rest, 1u << DL_UPOS_VERB);
    if (dl_str_is(key, "noun")) return read_head(r, rest, 1u << DL_UPOS_NOUN | 1u << DL_UPOS_PROPN);
    if (dl_str_is(key, "word")) return read_head(r, rest, ~0u);
    if (dl_str_is(key, "instead")) return read_types(r, rest, &r->rule->instead);
    if (dl_str_is(key, "beside")) return read_types(r, rest, &r->rule->beside);
    if (dl_str_is(key, "negated")) return (rule->negated = rest.n == 0) || fault(r, "this keyword stands alone", rest);
    if (dl_str_is(key, "with")) return read_condition(r, rest, false, true);
    if (dl_str_is(key, "where")) return read_condition(r, rest, false, false);
    if (dl_str_is(key, "without")) return read_condition(r, rest, true, false);
    if (dl_str_is(key, "actor")) return read_roles(r, rest, rule->actor, &rule->actor_count);
    if (dl_str_is(key, "recipient")) return read_roles(r, rest, rule->recipient, &rule->recipient_count);
    if (dl_str_is(key, "example:")) return read_example(r, rest, true);
    if (dl_str_is(key, "not:")) return read_example(r, rest, false);
    return fault(r, "no such keyword in a rule", key);
}

static bool index_lemma(dl_rules *rules, dl_str lemma, uint32_t rule)
{
    uint32_t *first;
    if (!dl_arena_grow(rules->arena, (void **)&rules->entries, &rules->entry_room, rules->entry_count + 1, sizeof *rules->entries)) return false;
    uint32_t entry = rules->entry_count++;
    rules->entries[entry] = (dl_entry){rule, DL_NONE};
    if (!dl_map_put(rules->by_lemma, lemma, DL_NONE, &first)) return false;
    rules->entries[entry].next = *first;
    *first = entry;
    return true;
}

typedef struct key_walk { dl_rules *rules; uint32_t rule; } key_walk;

static bool index_key(void *context, dl_str key)
{
    key_walk *w = context;
    return index_lemma(w->rules, key, w->rule);
}

/* A rule is complete when the next begins: what lacks its type or head is told and left out. */
static void end_rule(reading *r)
{
    dl_rule *rule = r->rule;
    r->rule = NULL;
    if (rule == NULL) return;
    uint32_t line = r->line, number = (uint32_t)(rule - r->rules->items);
    r->line = rule->line;
    if (rule->type == DL_TYPE_COUNT) {
        fault(r, "the rule has no type", rule->id);
    } else if (rule->head.lemma_count + rule->head.set_count == 0) {
        fault(r, "the rule has no verb, noun or word", rule->id);
        rule->type = DL_TYPE_COUNT;
    }
    for (uint32_t i = 0; rule->type != DL_TYPE_COUNT && i < rule->head.lemma_count; i++) r->nomem |= !index_lemma(r->rules, rule->head.lemma[i], number);
    key_walk walk = {r->rules, number};
    for (uint32_t i = 0; rule->type != DL_TYPE_COUNT && i < rule->head.set_count; i++) r->nomem |= !dl_map_each(r->rules->sets[rule->head.set[i]].lemmas, index_key, &walk);
    r->line = line;
}

static void read_line(reading *r, dl_str line)
{
    dl_str rest = dl_str_trim(line), key = word(&rest);
    if (key.n == 0 || key.p[0] == '#') return;
    if (dl_str_is(key, "set") || dl_str_is(key, "rule") || dl_str_is(key, "forbid")) {
        end_rule(r);
        bool set = dl_str_is(key, "set");
        bool good = set ? read_set(r, rest) : begin_rule(r, rest, dl_str_is(key, "forbid"));
        r->skip = !set && !good;
        return;
    }
    if (r->rule == NULL) {
        if (!r->skip) fault(r, "this line belongs to no rule", key);
        return;
    }
    if (read_rule_line(r, key, rest)) return;
    r->rule->type = DL_TYPE_COUNT; /* a rule with a fault is not used: half a rule says something else */
    r->rule = NULL;
    r->skip = true;
}

dl_status dl_rules_new(dl_rules **out, dl_error *err)
{
    *out = NULL;
    dl_rules *rules = calloc(1, sizeof *rules);
    if (rules) rules->arena = dl_arena_new(0);
    if (rules && rules->arena) {
        rules->by_lemma = dl_map_new(rules->arena, 1024);
        rules->by_id = dl_map_new(rules->arena, 512);
        rules->known = dl_map_new(rules->arena, 4096);
    }
    if (!rules || !rules->by_lemma || !rules->by_id || !rules->known) {
        dl_rules_free(rules);
        return dl_fail(err, DL_NOMEM, "There is no memory for rules.");
    }
    dl_sha256_init(&rules->sha);
    *out = rules;
    return DL_OK;
}

dl_status dl_rules_read(dl_rules *rules, dl_str bytes, const char *name, dl_buf *findings, uint32_t *finding_count, dl_error *err)
{
    reading r = {.rules = rules, .file = dl_arena_str(rules->arena, dl_str_c(name)), .findings = findings, .finding_count = finding_count};
    size_t bad = 0;
    if (!dl_utf8_valid(bytes, &bad)) {
        r.line = 1;
        for (size_t i = 0; i < bad; i++) r.line += bytes.p[i] == '\n';
        fault(&r, "the file is not UTF-8 and is left out", (dl_str){0});
        return DL_OK;
    }
    dl_sha256_add(&rules->sha, bytes);
    while (bytes.n && !r.nomem) {
        r.line++;
        read_line(&r, dl_str_cut(&bytes, '\n'));
    }
    end_rule(&r);
    dl_sha256 sha = rules->sha;
    uint8_t digest[32];
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 8, rules->digest);
    return r.nomem ? dl_fail(err, DL_NOMEM, "There is no memory for the rules of %s.", name) : DL_OK;
}

void dl_rules_free(dl_rules *rules)
{
    if (rules == NULL) return;
    dl_arena_free(rules->arena);
    free(rules);
}

dl_str dl_rules_digest(const dl_rules *rules)
{
    return dl_str_c(rules->digest);
}

bool dl_words_have(const dl_rules *rules, const dl_words *words, dl_str lemma)
{
    for (uint32_t i = 0; i < words->lemma_count; i++) {
        if (dl_str_eq(words->lemma[i], lemma)) return true;
    }
    for (uint32_t i = 0; i < words->set_count; i++) {
        if (dl_map_get(rules->sets[words->set[i]].lemmas, lemma)) return true;
    }
    return false;
}
