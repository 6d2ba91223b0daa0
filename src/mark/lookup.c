/* lookup.c - names, titles and offices asked of the tables: who that is on a day. */
#include "mark/lookup.h"
#include "mark/tables.h"

#define WORDS_MAX 24

/* The folded words of a text, as they stand. */
typedef struct words { dl_str at[WORDS_MAX]; uint32_t count; char room[256]; } words;

typedef struct lookup {
    const dl_tables *tables;
    dl_arena *arena;
    int32_t day;
    dl_found *found; uint32_t count, room;
    bool failed;
} lookup;

/* ## Words */

static void words_of(dl_str text, words *out)
{
    size_t n = dl_str_fold(text, out->room, sizeof out->room), kept = 0;
    /* "U.N." is one word, "secretary-general" two. */
    for (size_t i = 0; i < n; i++) {
        if (out->room[i] != '.') out->room[kept++] = out->room[i];
    }
    out->count = 0;
    for (size_t i = 0; i < kept;) {
        size_t start = i;
        while (i < kept && ((unsigned char)out->room[i] >= 0x80 || (out->room[i] >= 'a' && out->room[i] <= 'z') || (out->room[i] >= '0' && out->room[i] <= '9'))) i++;
        if (i > start && out->count < WORDS_MAX) out->at[out->count++] = (dl_str){out->room + start, i - start};
        if (i == start) i++;
    }
}

static bool words_equal(const words *a, const words *b)
{
    bool same = a->count == b->count;
    for (uint32_t i = 0; same && i < a->count; i++) same = dl_str_eq(a->at[i], b->at[i]);
    return same;
}

/* Where `part` stands in `whole`, DL_NONE when it does not. */
static uint32_t words_find(const words *whole, const words *part)
{
    for (uint32_t at = 0; part->count && at + part->count <= whole->count; at++) {
        uint32_t i = 0;
        while (i < part->count && dl_str_eq(whole->at[at + i], part->at[i])) i++;
        if (i == part->count) return at;
    }
    return DL_NONE;
}

/* Words that say the same of an office are made one; {0} for those that say nothing. */
static dl_str office_word(dl_str word)
{
    static const struct { const char *words, *one; } same[] = {
        {"the of for to a an and s in affairs", ""}, {"defense", "defence"}, {"king queen emir sultan emperor", "monarch"},
        {"head chief chairman chairwoman chairperson chair", "leader"}, {"ministry", "minister"}, {"external", "foreign"},
    };
    for (size_t i = 0; i < DL_COUNT(same); i++) {
        if (dl_str_has_word(dl_str_c(same[i].words), word)) return dl_str_c(same[i].one);
    }
    return word;
}

/* The words without [skip, skip_end), and `more` after them. */
static words words_left(const words *asked, uint32_t skip, uint32_t skip_end, const words *more)
{
    words left = {0};
    for (uint32_t i = 0; i < asked->count; i++) {
        if (i < skip || i >= skip_end) left.at[left.count++] = asked->at[i];
    }
    for (uint32_t i = 0; more && i < more->count && left.count < WORDS_MAX; i++) left.at[left.count++] = more->at[i];
    return left;
}

/* Do both say the same of an office, in any order? */
static bool office_is(const words *office, const words *wanted)
{
    dl_str left[WORDS_MAX];
    uint32_t n = 0;
    for (uint32_t i = 0; i < office->count; i++) {
        dl_str word = office_word(office->at[i]);
        if (word.n) left[n++] = word;
    }
    if (n == 0) return false;
    for (uint32_t i = 0; i < wanted->count; i++) {
        dl_str word = office_word(wanted->at[i]);
        uint32_t k = 0;
        if (word.n == 0) continue;
        while (k < n && !dl_str_eq(left[k], word)) k++;
        if (k == n) return false;
        left[k] = left[--n];
    }
    return n == 0;
}

/* ## One row told */

static bool covers(const lookup *l, int32_t from, int32_t to) { return l->day == DL_DAY_UNKNOWN || (from <= l->day && l->day <= to); }

static dl_str name_of(const dl_tables *tables, dl_str id)
{
    const uint32_t *row = dl_map_get(tables->person_by_id, id);
    if (row) return tables->people[*row].name;
    row = dl_map_get(tables->organisation_by_id, id);
    return row ? tables->organisations[*row].name : (dl_str){0};
}

static bool same_table(uint8_t known, uint8_t as)
{
    const uint32_t lands = DL_KNOWN_LAND & ~DL_KNOWN_BIT(DL_KNOWN_CITY);
    return known == as || (known != DL_KNOWN_SURNAME && (DL_KNOWN_BIT(known) & lands) && (DL_KNOWN_BIT(as) & lands));
}

/* The other ways of writing the row; `known` is DL_KNOWN_PERSON for a surname too. */
static void tell_aliases(lookup *l, uint8_t known, uint32_t row, dl_found *f)
{
    uint32_t room = 0;
    for (uint32_t i = 0; i < l->tables->phrase_count; i++) {
        const dl_phrase *p = &l->tables->phrases[i];
        bool seen = p->row != row || !same_table(p->known, known) || dl_str_eq(p->text, f->name);
        for (uint32_t k = 0; k < f->alias_count && !seen; k++) seen = dl_str_eq(f->aliases[k], p->text);
        if (seen) continue;
        if (!dl_arena_grow(l->arena, (void **)&f->aliases, &room, f->alias_count + 1, sizeof *f->aliases)) {
            l->failed = true;
            return;
        }
        f->aliases[f->alias_count++] = p->text;
    }
}

static void tell_ties(lookup *l, dl_found *f)
{
    uint32_t room = 0;
    for (uint32_t i = 0; f->id.n && i < l->tables->relation_count; i++) {
        const dl_relation *r = &l->tables->relations[i];
        bool from = dl_str_eq(r->from_id, f->id);
        if (!from && !dl_str_eq(r->to_id, f->id)) continue;
        if (!dl_arena_grow(l->arena, (void **)&f->ties, &room, f->tie_count + 1, sizeof *f->ties)) {
            l->failed = true;
            return;
        }
        f->ties[f->tie_count++] = (dl_tie){r->from_id, r->relation, r->to_id, name_of(l->tables, from ? r->to_id : r->from_id), r->from, r->to, covers(l, r->from, r->to)};
    }
}

static void tell_holdings(lookup *l, uint32_t row, dl_found *f)
{
    uint32_t room = 0;
    for (uint32_t i = row; i != DL_NONE; i = l->tables->people[i].next) {
        const dl_person *p = &l->tables->people[i];
        if (!dl_arena_grow(l->arena, (void **)&f->holdings, &room, f->holding_count + 1, sizeof *f->holdings)) {
            l->failed = true;
            return;
        }
        uint32_t at = f->holding_count++;
        for (; at > 0 && f->holdings[at - 1].from > p->from; at--) f->holdings[at] = f->holdings[at - 1];
        f->holdings[at] = (dl_holding){p->office, p->code, p->sector, p->from, p->to, covers(l, p->from, p->to)};
    }
}

/* `at` is the row that speaks for the day. */
static void tell_person(lookup *l, uint32_t row, uint32_t at, bool inside, dl_found *f)
{
    const dl_person *p = &l->tables->people[at];
    f->kind = DL_LIT("person");
    f->id = p->id;
    f->name = p->name;
    f->code = p->code;
    f->sector = p->sector;
    f->office = p->office;
    f->from = p->from;
    f->to = p->to;
    tell_holdings(l, row, f);
    if (inside) return;
    bool before = p->from > l->day;
    f->note = before ? DL_LIT("not yet in office") : DL_LIT("no longer in office");
    f->last_office = p->office;
    f->office = (dl_str){0};
    if (dl_str_is(p->sector, "GOV")) f->sector = before ? (dl_str){0} : DL_LIT("ELI");
}

static void tell_period(const lookup *l, dl_found *f)
{
    if (covers(l, f->from, f->to)) return;
    f->note = f->from > l->day ? DL_LIT("does not exist yet") : DL_LIT("no longer exists");
}

static void tell_other(const lookup *l, uint8_t known, uint32_t row, dl_found *f)
{
    const dl_tables *t = l->tables;
    f->kind = dl_known_text((dl_known)known);
    f->from = INT32_MIN;
    f->to = INT32_MAX;
    if (known == DL_KNOWN_ORGANISATION) {
        const dl_organisation *o = &t->organisations[row];
        f->id = o->id, f->name = o->name, f->code = o->code, f->sector = o->sector, f->from = o->from, f->to = o->to;
    } else if (known == DL_KNOWN_CITY) {
        f->name = t->cities[row].name, f->code = t->cities[row].code;
    } else if (known == DL_KNOWN_AGENT) {
        f->name = t->agents[row].noun, f->sector = t->agents[row].sector;
    } else if (known == DL_KNOWN_BODY) {
        f->name = t->bodies[row].office.n ? t->bodies[row].office : t->bodies[row].words, f->sector = t->bodies[row].sector;
    } else {
        const dl_country *c = &t->countries[row];
        f->name = c->name, f->code = c->code, f->from = c->from, f->to = c->to;
        f->id = dl_arena_printf(l->arena, "country:%.*s", (int)c->code.n, c->code.p);
        if (known == DL_KNOWN_SEAT || known == DL_KNOWN_CAPITAL) f->sector = DL_LIT("GOV");
    }
    tell_period(l, f);
}

static bool told(const lookup *l, const dl_found *f)
{
    for (uint32_t i = 0; i < l->count; i++) {
        const dl_found *g = &l->found[i];
        if (dl_str_eq(g->kind, f->kind) && dl_str_eq(g->id, f->id) && dl_str_eq(g->name, f->name) && dl_str_eq(g->code, f->code) && g->from == f->from) return true;
    }
    return false;
}

/* Keeps a reading. A person's `at` may be given; DL_NONE: the row of the day. */
static void tell(lookup *l, uint8_t known, uint32_t row, uint32_t at)
{
    dl_found f = {0};
    if (known == DL_KNOWN_SURNAME) known = DL_KNOWN_PERSON;
    if (known == DL_KNOWN_PERSON) {
        bool inside = true;
        if (at == DL_NONE) at = dl_person_on(l->tables, row, l->day, &inside);
        tell_person(l, row, at, inside, &f);
    } else {
        tell_other(l, known, row, &f);
    }
    if (told(l, &f)) return;
    tell_aliases(l, known, row, &f);
    tell_ties(l, &f);
    if (!dl_arena_grow(l->arena, (void **)&l->found, &l->room, l->count + 1, sizeof *l->found)) {
        l->failed = true;
        return;
    }
    l->found[l->count++] = f;
}

/* ## Ways of asking */

static void by_name(lookup *l, const words *asked)
{
    words name;
    for (uint32_t i = 0; i < l->tables->phrase_count; i++) {
        const dl_phrase *p = &l->tables->phrases[i];
        words_of(p->text, &name);
        if (words_equal(asked, &name)) tell(l, p->known, p->row, DL_NONE);
    }
}

static uint32_t head_row(const dl_tables *tables, uint32_t row) { return *dl_map_get(tables->person_by_id, tables->people[row].id); }

/* Those who hold the office; `code`: of that country, {0} of any. */
static void holders(lookup *l, const words *wanted, dl_str code)
{
    words office;
    for (uint32_t i = 0; i < l->tables->person_count; i++) {
        const dl_person *p = &l->tables->people[i];
        if (!covers(l, p->from, p->to) || (code.n && !dl_str_eq(code, p->code))) continue;
        words_of(p->office, &office);
        if (office_is(&office, wanted)) tell(l, DL_KNOWN_PERSON, head_row(l->tables, i), i);
    }
}

/* The same; while nobody does, by the other names that the office has elsewhere. */
static void holders_by_any_name(lookup *l, const words *wanted, dl_str code)
{
    static const struct { const char *asked, *instead; } names[] = {
        {"defence secretary", "defence minister"}, {"foreign secretary", "foreign minister"}, {"home secretary", "interior minister"}, {"home minister", "interior minister"},
        {"foreign minister", "secretary of state"}, {"premier", "prime minister"}, {"head of government", "prime minister"}, {"head of government", "chancellor"},
        {"head of government", "president"}, {"head of state", "supreme leader"}, {"head of state", "president"}, {"head of state", "monarch"}, {"ruler", "monarch"},
        {"ruler", "military ruler"}, {"ruler", "junta leader"}, {"leader", "supreme leader"}, {"leader", "general secretary"}, {"leader", "president"}, {"leader", "monarch"},
        {"leader", "military ruler"}, {"leader", "junta leader"}, {"leader", "prime minister"},
    };
    words name;
    holders(l, wanted, code);
    for (size_t i = 0; i < DL_COUNT(names) && l->count == 0; i++) {
        words_of(dl_str_c(names[i].asked), &name);
        if (!office_is(&name, wanted)) continue;
        words_of(dl_str_c(names[i].instead), &name);
        holders(l, &name, code);
    }
}

/* "leader of the Taliban": by the relations of the organisation. */
static void leaders(lookup *l, const words *wanted, dl_str id)
{
    words leader;
    words_of(DL_LIT("leader"), &leader);
    if (!office_is(&leader, wanted)) return;
    for (uint32_t i = 0; i < l->tables->relation_count; i++) {
        const dl_relation *r = &l->tables->relations[i];
        const uint32_t *row = dl_map_get(l->tables->person_by_id, r->from_id);
        if (row && dl_str_is(r->relation, "leader-of") && dl_str_eq(r->to_id, id) && covers(l, r->from, r->to)) tell(l, DL_KNOWN_PERSON, *row, DL_NONE);
    }
}

/* [at, end) of the asked words name the organisation. Its own rows of offices say "leader of Hamas", under any of its names. */
static void by_organisation(lookup *l, const words *asked, uint32_t at, uint32_t end, uint32_t row)
{
    const dl_organisation *o = &l->tables->organisations[row];
    words name, wanted = words_left(asked, at, end, NULL), title;
    leaders(l, &wanted, o->id);
    if (l->count == 0 && (dl_str_is(o->code, "UNO") || dl_str_is(o->code, "EUR"))) holders(l, &wanted, o->code);
    for (uint32_t pass = 0; pass < 2 && l->count == 0; pass++) {
        words_of(DL_LIT("leader"), &title);
        if (pass == 1 && !office_is(&title, &wanted)) return;
        words_of(DL_LIT("secretary-general"), &title);
        for (uint32_t i = 0; i < l->tables->phrase_count; i++) {
            const dl_phrase *p = &l->tables->phrases[i];
            if (p->known != DL_KNOWN_ORGANISATION || p->row != row) continue;
            words_of(p->text, &name);
            words whole = pass == 0 ? words_left(asked, at, end, &name) : words_left(&title, 0, 0, &name);
            holders(l, &whole, (dl_str){0});
        }
    }
}

/* The words name an office and whose it is: each country or organisation in them is tried. */
static void by_office(lookup *l, const words *asked)
{
    const uint32_t lands = DL_KNOWN_BIT(DL_KNOWN_COUNTRY) | DL_KNOWN_BIT(DL_KNOWN_ADJECTIVE) | DL_KNOWN_BIT(DL_KNOWN_PEOPLE);
    words name, wanted;
    for (uint32_t i = 0; l->count == 0 && i < l->tables->phrase_count; i++) {
        const dl_phrase *p = &l->tables->phrases[i];
        bool land = lands & DL_KNOWN_BIT(p->known);
        if (!land && p->known != DL_KNOWN_ORGANISATION) continue;
        words_of(p->text, &name);
        uint32_t at = words_find(asked, &name), end = at == DL_NONE ? 0 : at + name.count;
        if (at == DL_NONE || name.count == asked->count) continue;
        wanted = words_left(asked, at, end, NULL);
        if (land) holders_by_any_name(l, &wanted, l->tables->countries[p->row].code);
        else by_organisation(l, asked, at, end, p->row);
    }
    if (l->count == 0) holders(l, asked, (dl_str){0});
}

/* Names and nouns inside the words. */
static bool by_parts(lookup *l, dl_str asked)
{
    dl_run *runs = NULL;
    dl_match *matches = NULL;
    uint32_t run_count = 0, run_room = 0, count = 0, room = 0;
    bool apart = false;
    if (!dl_runs_add(l->arena, asked, 0, (uint32_t)asked.n, 0, &apart, &runs, &run_count, &run_room) ||
        !dl_matches_add(l->tables, l->arena, asked, runs, run_count, &matches, &count, &room)) return false;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < matches[i].count; k++) tell(l, l->tables->phrases[matches[i].phrase[k]].known, l->tables->phrases[matches[i].phrase[k]].row, DL_NONE);
    }
    return true;
}

dl_status dl_lookup(const dl_tables *tables, dl_arena *arena, dl_str asked, int32_t day, dl_found **out, uint32_t *count, dl_error *err)
{
    lookup l = {.tables = tables, .arena = arena, .day = day};
    words w;
    asked = dl_str_part(asked, 0, DL_MIN(asked.n, 250));
    words_of(asked, &w);
    if (w.count > 1 && dl_str_is(w.at[0], "the")) {
        for (uint32_t i = 1; i < w.count; i++) w.at[i - 1] = w.at[i];
        w.count--;
    }
    if (w.count) by_name(&l, &w);
    if (w.count > 1 && l.count == 0) by_office(&l, &w);
    if (l.count == 0 && !by_parts(&l, asked)) l.failed = true;
    *out = l.found;
    *count = l.count;
    return l.failed ? dl_fail(err, DL_NOMEM, "Memory ran out while the tables were asked.") : DL_OK;
}
