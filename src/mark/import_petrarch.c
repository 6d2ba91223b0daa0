/* import_petrarch.c - dictionaries of actors and agents as TABARI, PETRARCH, PETRARCH2 and UniversalPetrarch have them.
 *
 * Actors: a phrase with its codes in brackets, further ways of writing it on lines that begin with +, further codes on lines that begin with
 * white space. Agents: one phrase a line, {its plural}, [~ROLE]. What the code of a party leaves open at its end did not last for ever: it is
 * taken to hold until the last day that the dictionary names anywhere. */
#include "mark/import.h"

#define NAMES_MAX 256
#define CODES_MAX 64

typedef struct writing { dl_str text; uint32_t line; } writing;

typedef struct block {
    writing names[NAMES_MAX]; uint32_t name_count;
    dl_cameo codes[CODES_MAX]; uint32_t code_count;
    bool faulty;             /* a code of it was told to be wrong */
} block;

typedef struct macro { dl_str name, words; } macro;

typedef struct dictionary {
    dl_importer *im;
    block b;
    macro macros[16]; uint32_t macro_count;
    int32_t last_day;        /* that is named anywhere */
    uint32_t line;
} dictionary;

/* ## Blocks of actors */

static bool has_default_only(const block *b)
{
    for (uint32_t i = 0; i < b->code_count; i++) {
        if (b->codes[i].dated) return false;
    }
    return true;
}

static bool is_person(const block *b)
{
    bool person = false;
    for (uint32_t i = 0; i < b->code_count; i++) {
        const dl_cameo *c = &b->codes[i];
        if (c->land && c->dated) return false;
        person |= dl_str_is(c->sector, "ELI") || (c->dated && dl_str_is(c->sector, "GOV"));
    }
    return person;
}

/* The names that the tables do not have, without those that come twice, as one cell; the first is the row's name. */
static dl_str names_cell(dl_importer *im, const block *b, dl_str *first)
{
    dl_str cell = {0};
    *first = (dl_str){0};
    for (uint32_t i = 0; i < b->name_count; i++) {
        bool twice = false;
        for (uint32_t k = 0; k < i && !twice; k++) twice = dl_str_eq(b->names[k].text, b->names[i].text);
        if (twice) continue;
        if (first->n == 0) *first = b->names[i].text;
        else cell = cell.n == 0 ? b->names[i].text : dl_arena_printf(im->arena, "%.*s|%.*s", (int)cell.n, cell.p, (int)b->names[i].text.n, b->names[i].text.p);
    }
    return cell;
}

static void add_block(dictionary *d)
{
    dl_importer *im = d->im;
    block *b = &d->b;
    bool person = is_person(b), only = has_default_only(b);
    dl_str first, aliases = names_cell(im, b, &first), id = {0};
    for (uint32_t i = 0; i < b->code_count; i++) {
        const dl_cameo *c = &b->codes[i];
        dl_import_row row = {.name = first, .code = c->code, .sector = c->sector, .aliases = aliases, .from = c->from, .to = c->to, .kind = "petrarch"};
        if (person && !c->dated && dl_str_is(c->sector, "ELI") && !only) continue; /* what a person is out of office goes without saying */
        if (c->dated && row.to == INT32_MAX && !c->land) row.to = DL_MAX(d->last_day, row.from);
        if (c->land) {
            const dl_country *country = dl_country_by_code(im->tables, c->code);
            if (country) {
                row.aliases = aliases.n ? dl_arena_printf(im->arena, "%.*s|%.*s", (int)first.n, first.p, (int)aliases.n, aliases.p) : first;
                row.name = country->name;
            }
            dl_import_add(im, DL_INTO_COUNTRIES, &row);
        } else if (person) {
            if (id.n == 0) id = dl_import_id(im, "petrarch", first);
            row.id = id;
            dl_import_add(im, DL_INTO_PEOPLE, &row);
            aliases = (dl_str){0};
        } else {
            row.id = dl_import_id(im, "petrarch", first);
            dl_import_add(im, DL_INTO_ORGANISATIONS, &row);
        }
    }
}

/* What the tables know is left as they have it: of a person everything, of others the names that they have. */
static void flush(dictionary *d)
{
    dl_importer *im = d->im;
    block *b = &d->b;
    uint32_t kept = 0, all = b->name_count;
    if (all && b->code_count == 0 && !b->faulty) {
        for (uint32_t i = 0; i < all; i++) dl_import_fault(im, b->names[i].line, "\"%.*s\" has no code", (int)b->names[i].text.n, b->names[i].text.p);
    } else if (b->code_count == 0) {
        for (uint32_t i = 0; i < all; i++) dl_import_fault(im, b->names[i].line, "no code of \"%.*s\" can be used", (int)b->names[i].text.n, b->names[i].text.p);
    } else {
        for (uint32_t i = 0; i < all; i++) {
            if (!dl_import_is_known(im, b->names[i].text)) b->names[kept++] = b->names[i];
        }
        if (is_person(b) && kept < all) kept = 0;
        im->known_lines += all - kept;
        b->name_count = kept;
        if (kept) add_block(d);
    }
    *b = (block){0};
}

/* A word of one or two letters and the quarters of the sky would be found in every other report. */
static bool is_ordinary(dl_str name)
{
    static const char words[] = "north south east west northern southern eastern western central zero dawn new old the capital coalition council opposition church state";
    char folded[32];
    size_t signs = 0;
    for (size_t at = 0; at < name.n; signs++) (void)dl_utf8_next(name, &at);
    return signs < 3 || (name.n < sizeof folded && dl_str_has_word(DL_LIT(words), (dl_str){folded, dl_str_fold(name, folded, sizeof folded)}));
}

static void add_name(dictionary *d, dl_str text)
{
    dl_str acronym, name = dl_import_name(d->im, text, &acronym);
    if (name.n == 0) {
        dl_import_fault(d->im, d->line, "the line has no name");
        return;
    }
    if (is_ordinary(name)) {
        dl_import_fault(d->im, d->line, "\"%.*s\" cannot be told from ordinary words", (int)name.n, name.p);
        return;
    }
    if (d->b.name_count + 2 > NAMES_MAX) {
        dl_import_fault(d->im, d->line, "a phrase has more than %d ways of writing it", NAMES_MAX - 1);
        return;
    }
    d->b.names[d->b.name_count++] = (writing){name, d->line};
    if (acronym.n < 12 && !is_ordinary(acronym)) d->b.names[d->b.name_count++] = (writing){acronym, d->line};
}

/* Every [..] of the text. */
static void add_codes(dictionary *d, dl_str text)
{
    while (text.n) {
        dl_str rest = text;
        (void)dl_str_cut(&rest, '[');
        if (rest.n == 0) return;
        const char *close = memchr(rest.p, ']', rest.n);
        const char *why = "a bracket is not closed";
        dl_cameo c;
        dl_str inside = close ? dl_str_part(rest, 0, (size_t)(close - rest.p)) : rest;
        if (close == NULL || !dl_cameo_read(d->im, inside, false, &c, &why)) {
            dl_import_fault(d->im, d->line, "[%.*s]: %s", (int)DL_MIN(inside.n, 40), inside.p, why);
            d->b.faulty = true;
        } else if (d->b.code_count == CODES_MAX) {
            dl_import_fault(d->im, d->line, "a phrase has more than %d codes", CODES_MAX);
        } else {
            d->b.codes[d->b.code_count++] = c;
        }
        text = close ? dl_str_part(rest, inside.n + 1, rest.n) : (dl_str){0};
    }
}

static void actor_line(dictionary *d, dl_str line, dl_str bare)
{
    dl_str names = bare, codes = {0};
    const char *open = memchr(bare.p, '[', bare.n);
    if (open) {
        names = dl_str_trim(dl_str_part(bare, 0, (size_t)(open - bare.p)));
        codes = dl_str_part(bare, (size_t)(open - bare.p), bare.n);
    }
    if (names.n == 0) {
        if (d->b.name_count == 0) dl_import_fault(d->im, d->line, "a code stands before any name");
        else add_codes(d, codes);
        return;
    }
    if (names.p[0] != '+') {
        if (line.p[0] == '\t' && codes.n) dl_import_fault(d->im, d->line, "words stand before the code of an indented line");
        flush(d);
    }
    for (dl_str rest = names; rest.n;) {
        dl_str one = dl_str_trim(dl_str_cut(&rest, '+'));
        if (one.n) add_name(d, one);
    }
    add_codes(d, codes);
}

/* ## Agents */

static void macro_line(dictionary *d, dl_str bare)
{
    dl_str words = bare, head = dl_str_trim(dl_str_cut(&words, '='));
    if (head.n < 3 || head.p[head.n - 1] != '!' || words.n == 0 || d->macro_count == DL_COUNT(d->macros)) {
        dl_import_fault(d->im, d->line, "not a set of words to put in (!NAME! = WORD, WORD)");
        return;
    }
    d->macros[d->macro_count++] = (macro){head, words};
}

static void add_agent(dictionary *d, dl_str noun, dl_str plural, dl_str sector)
{
    char folded[256];
    dl_str none, name = dl_import_name(d->im, noun, &none);
    if (name.n == 0 || name.n >= sizeof folded) {
        dl_import_fault(d->im, d->line, "the line has no noun");
        return;
    }
    if (dl_import_is_known(d->im, name)) {
        d->im->known_lines++;
        return;
    }
    dl_str small = dl_arena_str(d->im->arena, (dl_str){folded, dl_str_fold(name, folded, sizeof folded)});
    dl_str more = dl_import_name(d->im, plural, &none);
    if (more.n) more = dl_arena_str(d->im->arena, (dl_str){folded, dl_str_fold(more, folded, sizeof folded)});
    dl_import_row row = {.name = small, .sector = sector, .aliases = more};
    dl_import_add(d->im, DL_INTO_AGENTS, &row);
}

/* "CONGRESS!PERSON! [~LEG]" once for each word of the set. */
static void agent_forms(dictionary *d, dl_str noun, dl_str plural, dl_str sector)
{
    for (uint32_t i = 0; i < d->macro_count; i++) {
        const macro *m = &d->macros[i];
        const char *at = noun.n >= m->name.n ? memmem(noun.p, noun.n, m->name.p, m->name.n) : NULL;
        if (at == NULL) continue;
        size_t before = (size_t)(at - noun.p), after = before + m->name.n;
        for (dl_str rest = m->words; rest.n;) {
            dl_str word = dl_str_trim(dl_str_cut(&rest, ','));
            add_agent(d, dl_arena_printf(d->im->arena, "%.*s%.*s%.*s", (int)before, noun.p, (int)word.n, word.p, (int)(noun.n - after), noun.p + after), (dl_str){0}, sector);
        }
        return;
    }
    if (noun.n && memchr(noun.p, '!', noun.n)) dl_import_fault(d->im, d->line, "the set of words in \"%.*s\" is not defined", (int)DL_MIN(noun.n, 60), noun.p);
    else add_agent(d, noun, plural, sector);
}

static void agent_line(dictionary *d, dl_str bare)
{
    dl_str noun = bare, rest = bare, plural = {0};
    noun = dl_str_trim(dl_str_cut(&rest, '['));
    dl_str code = dl_str_trim(dl_str_cut(&rest, ']'));
    const char *brace = noun.n ? memchr(noun.p, '{', noun.n) : NULL;
    if (brace) {
        dl_str words = {brace + 1, (size_t)(noun.p + noun.n - brace - 1)};
        plural = dl_str_trim(dl_str_cut(&words, '}'));
        noun = dl_str_trim(dl_str_part(noun, 0, (size_t)(brace - noun.p)));
    }
    if (code.n && code.p[0] == '~') code = dl_str_trim(dl_str_part(code, 1, code.n));
    else if (code.n && code.p[code.n - 1] == '~') code = dl_str_trim(dl_str_part(code, 0, code.n - 1));
    dl_cameo c;
    const char *why;
    bool igo = dl_str_is(code, "IGO");
    if (!igo && !dl_cameo_read(d->im, code, true, &c, &why)) {
        dl_import_fault(d->im, d->line, "[%.*s]: %s", (int)DL_MIN(code.n, 40), code.p, why);
        return;
    }
    agent_forms(d, noun, plural, igo ? DL_LIT("GOV") : c.sector);
}

/* ## Lines */

/* The line without its comment; <!-- --> may go over many lines. */
static dl_str bare_line(dl_str line, bool *inside)
{
    if (*inside) {
        const char *end = line.n ? memmem(line.p, line.n, "-->", 3) : NULL;
        if (end == NULL) return (dl_str){0};
        *inside = false;
        line = dl_str_part(line, (size_t)(end + 3 - line.p), line.n);
    }
    const char *start = line.n ? memmem(line.p, line.n, "<!--", 4) : NULL;
    if (start) {
        dl_str after = {start + 4, (size_t)(line.p + line.n - start - 4)};
        *inside = after.n == 0 || memmem(after.p, after.n, "-->", 3) == NULL;
        line = dl_str_part(line, 0, (size_t)(start - line.p));
    }
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '#' || line.p[i] == ';') return dl_str_trim(dl_str_part(line, 0, i));
    }
    return dl_str_trim(line);
}

/* Open ends need it before the first row is written. */
static int32_t last_day_of(const dl_importer *im, dl_str bytes)
{
    int32_t last = INT32_MIN;
    for (dl_str rest = bytes; rest.n;) {
        (void)dl_str_cut(&rest, '[');
        dl_str inside = dl_str_part(rest, 0, DL_MIN(rest.n, 64));
        const char *close = inside.n ? memchr(inside.p, ']', inside.n) : NULL, *why;
        dl_cameo c;
        if (close == NULL || !dl_cameo_read(im, dl_str_part(inside, 0, (size_t)(close - inside.p)), false, &c, &why) || !c.dated) continue;
        if (c.from != INT32_MIN) last = DL_MAX(last, c.from);
        if (c.to != INT32_MAX) last = DL_MAX(last, c.to);
    }
    return last;
}

void dl_import_petrarch(dl_importer *im, dl_str bytes)
{
    dictionary *d = DL_NEW(im->arena, dictionary, 1);
    bool inside = false;
    if (d == NULL) {
        im->failed = true;
        return;
    }
    d->im = im;
    d->last_day = last_day_of(im, bytes);
    for (dl_str rest = bytes; rest.n && !im->failed;) {
        dl_str line = dl_str_cut(&rest, '\n');
        d->line++;
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        dl_str bare = bare_line(line, &inside);
        if (bare.n == 0) continue;
        im->lines++;
        if (memchr(bare.p, '~', bare.n)) agent_line(d, bare);
        else if (bare.p[0] == '!') macro_line(d, bare);
        else actor_line(d, line, bare);
    }
    flush(d);
}
