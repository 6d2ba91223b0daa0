/* phrases.c - which words of a text are names that the tables know.
 *
 * Both sides are seen as runs of letters and digits, folded to small letters without accents, so that hyphens, apostrophes and the
 * points of abbreviations do not matter. A trie over runs finds what reads the same; the letters' case is compared afterwards. */
#include "mark/tables.h"

#define RUN_BYTES 48    /* of a folded run; longer ones are cut */
#define NO_STATE UINT32_MAX

/* ## Runs */

static uint8_t shape_of(dl_str run, uint32_t *letters)
{
    uint32_t upper = 0, lower = 0;
    bool first = false, inner = false;
    for (size_t at = 0; at < run.n;) {
        uint32_t c = dl_utf8_next(run, &at);
        if (!dl_is_letter(c)) continue;
        bool is = dl_is_upper(c);
        if (upper + lower == 0) first = is;
        else inner |= is;
        upper += is;
        lower += !is;
    }
    *letters += upper + lower;
    if (upper >= 2 && lower == 0) return 2;
    return inner && lower ? 3 : first ? 1 : 0;
}

/* Where the run that begins at `at` ends. "U.S." and "U.N.": points between single letters are inside. */
static size_t run_end(dl_str text, size_t at, size_t end)
{
    size_t letters = 0;
    while (at < end) {
        size_t next = at;
        uint32_t c = dl_utf8_next(text, &next);
        if (dl_is_letter(c) || dl_is_digit(c)) {
            letters++;
        } else if (c == '.' && letters == 1 && next < end) {
            size_t after = next;
            uint32_t d = dl_utf8_next(text, &after);
            if (!dl_is_letter(d) || (after < end && text.p[after] != '.')) break;
            letters = 0;
        } else {
            break;
        }
        at = next;
    }
    return at;
}

static bool is_weak(uint32_t c) { return dl_is_space(c) || c == '-' || c == '\'' || c == 0x2019 || c == '.' || (c >= 0x2010 && c <= 0x2012); }

bool dl_runs_add(dl_arena *arena, dl_str text, uint32_t start, uint32_t end, uint32_t token, bool *apart, dl_run **runs, uint32_t *count, uint32_t *room)
{
    dl_str part = dl_str_part(text, 0, end);
    for (size_t at = start; at < end;) {
        size_t next = at;
        uint32_t c = dl_utf8_next(part, &next);
        if (!dl_is_letter(c) && !dl_is_digit(c)) {
            if (!is_weak(c)) *apart = true;
            at = next;
            continue;
        }
        size_t stop = run_end(part, at, end);
        uint32_t letters = 0;
        if (!dl_arena_grow(arena, (void **)runs, room, *count + 1, sizeof **runs)) return false;
        (*runs)[(*count)++] = (dl_run){.token = token, .start = (uint32_t)at, .end = (uint32_t)stop, .apart = *apart,
                                       .shape = shape_of(dl_str_part(text, at, stop), &letters)};
        *apart = false;
        at = stop;
    }
    return true;
}

/* The folded run without points. */
static dl_str fold_run(dl_str text, const dl_run *run, char out[RUN_BYTES])
{
    size_t n = dl_str_fold(dl_str_part(text, run->start, run->end), out, RUN_BYTES), kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (out[i] != '.') out[kept++] = out[i];
    }
    return (dl_str){out, kept};
}

/* ## The index */

static uint32_t follow(const dl_index *index, uint32_t state, uint32_t word)
{
    uint64_t key = (uint64_t)state << 32 | word;
    uint32_t i = (uint32_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & index->edge_mask;
    for (; index->edges[i].to; i = (i + 1) & index->edge_mask) {
        if (index->edges[i].key == key) return index->edges[i].to;
    }
    return NO_STATE;
}

/* The state behind an edge, which is made when it is not there. State 0 is the root and no edge leads to it. */
static uint32_t lead(dl_tables *tables, uint32_t state, uint32_t word)
{
    dl_index *index = &tables->index;
    uint64_t key = (uint64_t)state << 32 | word;
    uint32_t i = (uint32_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & index->edge_mask;
    for (; index->edges[i].to; i = (i + 1) & index->edge_mask) {
        if (index->edges[i].key == key) return index->edges[i].to;
    }
    if (!dl_arena_grow(tables->arena, (void **)&index->final, &index->state_room, index->states + 1, sizeof *index->final)) return NO_STATE;
    index->final[index->states] = DL_NONE;
    index->edges[i] = (dl_edge){key, index->states};
    return index->states++;
}

bool dl_phrase_add(dl_tables *tables, dl_known known, uint32_t row, dl_str text)
{
    if (!dl_arena_grow(tables->arena, (void **)&tables->phrases, &tables->phrase_room, tables->phrase_count + 1, sizeof *tables->phrases)) return false;
    tables->phrases[tables->phrase_count++] = (dl_phrase){.text = text, .row = row, .next = DL_NONE, .known = (uint8_t)known};
    return true;
}

/* Puts one phrase in front of those that read the same. */
static bool insert(dl_tables *tables, uint32_t at, dl_arena *scratch, dl_run **runs, uint32_t *room)
{
    dl_phrase *p = &tables->phrases[at];
    bool apart = false;
    uint32_t count = 0, state = 0, letters = 0;
    if (!dl_runs_add(scratch, p->text, 0, (uint32_t)p->text.n, 0, &apart, runs, &count, room)) return false;
    if (count == 0 || count > 16) return true;
    for (uint32_t i = 0; i < count; i++) {
        char folded[RUN_BYTES];
        dl_str word = fold_run(p->text, &(*runs)[i], folded);
        const uint32_t *known = dl_map_get(tables->index.words, word);
        uint32_t id = known ? *known : dl_map_count(tables->index.words);
        if (!known) {
            word = dl_arena_str(tables->arena, word);
            if (word.p == NULL || !dl_map_put(tables->index.words, word, id, NULL)) return false;
        }
        state = lead(tables, state, id);
        if (state == NO_STATE) return false;
        p->shape |= (uint32_t)(*runs)[i].shape << (2 * i);
        (void)shape_of(dl_str_part(p->text, (*runs)[i].start, (*runs)[i].end), &letters);
    }
    p->runs = (uint8_t)count;
    p->letters = (uint16_t)DL_MIN(letters, UINT16_MAX);
    p->next = tables->index.final[state];
    tables->index.final[state] = at;
    return true;
}

bool dl_index_build(dl_tables *tables)
{
    dl_index *index = &tables->index;
    uint32_t edges = 64;
    uint64_t words = 0;
    for (uint32_t i = 0; i < tables->phrase_count; i++) words += 1 + tables->phrases[i].text.n / 4;
    while (edges < UINT32_MAX / 4 && edges < words * 2) edges *= 2;
    index->words = dl_map_new(tables->arena, tables->phrase_count);
    index->edges = DL_NEW(tables->arena, dl_edge, edges);
    index->edge_mask = edges - 1;
    if (!index->words || !index->edges || !dl_arena_grow(tables->arena, (void **)&index->final, &index->state_room, 1, sizeof *index->final)) return false;
    index->final[0] = DL_NONE;
    index->states = 1;
    dl_arena *scratch = dl_arena_new(0);
    dl_run *runs = NULL;
    uint32_t room = 0;
    bool ok = scratch != NULL;
    for (uint32_t i = tables->phrase_count; ok && i-- > 0;) ok = insert(tables, i, scratch, &runs, &room);
    dl_arena_free(scratch);
    return ok;
}

/* ## Matching */

/* Does the case of the letters of runs[0..] agree with the phrase's? */
static bool case_agrees(const dl_phrase *p, const dl_run *runs, bool plural)
{
    if (p->shape == 0) return true;
    for (uint32_t i = 0; i < p->runs; i++) {
        uint32_t want = p->shape >> (2 * i) & 3, have = runs[i].shape;
        if (want == have || want == 0) continue;
        if (want == 1 && have == 2 && p->letters >= 4) continue;  /* BEIRUT */
        if (want == 2 && have == 1 && p->letters >= 4) continue;  /* Nato */
        if (want == 3 && have != 0 && p->letters >= 5) continue;  /* Mccain, but not Let for LeT */
        if (want == 1 && have == 3) continue;                     /* AbuSayyaf */
        if (want == 2 && have == 3 && plural) continue;           /* NGOs for NGO, but not MPs for MPS */
        return false;
    }
    return true;
}

static void take_final(const dl_tables *tables, uint32_t state, const dl_run *runs, uint32_t first, uint32_t last, bool plural, dl_match *out)
{
    dl_match found = {.first = runs[first].token, .last = runs[last].token, .plural = plural};
    for (uint32_t p = tables->index.final[state]; p != DL_NONE && found.count < DL_MATCH_PHRASES; p = tables->phrases[p].next) {
        if (!case_agrees(&tables->phrases[p], runs + first, plural)) continue;
        found.phrase[found.count++] = p;
        found.knowns |= DL_KNOWN_BIT(tables->phrases[p].known);
    }
    if (found.count) *out = found;
}

/* Singular forms that a plural may come from, one after another; false when there are no more. */
static bool singular(dl_str word, uint32_t which, char out[RUN_BYTES], dl_str *result)
{
    static const struct { dl_str end, instead; } forms[] = {
        {{"men", 3}, {"man", 3}}, {{"ies", 3}, {"y", 1}}, {{"s", 1}, {"", 0}}, {{"es", 2}, {"", 0}}, {{"people", 6}, {"person", 6}},
    };
    if (which >= DL_COUNT(forms)) return false;
    *result = (dl_str){0};
    if (word.n < 4 || !dl_str_ends(word, forms[which].end)) return true;
    size_t stem = word.n - forms[which].end.n;
    if (stem + forms[which].instead.n > RUN_BYTES) return true;
    memcpy(out, word.p, stem);
    if (forms[which].instead.n) memcpy(out + stem, forms[which].instead.p, forms[which].instead.n);
    *result = (dl_str){out, stem + forms[which].instead.n};
    return true;
}

/* Matches that end in this run as a plural. */
static void take_plural(const dl_tables *tables, uint32_t state, dl_str word, const dl_run *runs, uint32_t first, uint32_t last, dl_match *out)
{
    char buffer[RUN_BYTES];
    dl_str form;
    for (uint32_t which = 0; singular(word, which, buffer, &form); which++) {
        const uint32_t *id = form.n ? dl_map_get(tables->index.words, form) : NULL;
        uint32_t to = id ? follow(&tables->index, state, *id) : NO_STATE;
        if (to == NO_STATE) continue;
        dl_match found = {0};
        take_final(tables, to, runs, first, last, true, &found);
        if (found.count == 0) continue;
        *out = found;
        return;
    }
}

/* The longest match that begins at run `first`; out->count 0 when there is none. Gives the run after it. */
static uint32_t longest(const dl_tables *tables, dl_str text, const dl_run *runs, uint32_t count, uint32_t first, dl_match *out)
{
    uint32_t state = 0, end = first + 1;
    out->count = 0;
    for (uint32_t i = first; i < count && i < first + 16; i++) {
        if (i > first && runs[i].apart) break;
        char folded[RUN_BYTES];
        dl_str word = fold_run(text, &runs[i], folded);
        const uint32_t *id = dl_map_get(tables->index.words, word);
        uint32_t to = id ? follow(&tables->index, state, *id) : NO_STATE;
        dl_match found = {0};
        if (to != NO_STATE) take_final(tables, to, runs, first, i, false, &found);
        if (found.count == 0) take_plural(tables, state, word, runs, first, i, &found);
        if (found.count) {
            *out = found;
            end = i + 1;
        }
        if (to == NO_STATE) break;
        state = to;
    }
    return end;
}

bool dl_matches_add(const dl_tables *tables, dl_arena *arena, dl_str text, const dl_run *runs, uint32_t run_count, dl_match **matches, uint32_t *count, uint32_t *room)
{
    for (uint32_t i = 0; i < run_count;) {
        dl_match found, inner;
        uint32_t from = i;
        i = longest(tables, text, runs, run_count, i, &found);
        if (found.count == 0) continue;
        /* "the North Korean army" is not that of "the North" */
        dl_str word = dl_str_part(text, runs[from].start, runs[from].end);
        bool article = word.n == 3 && (word.p[0] == 't' || word.p[0] == 'T') && word.p[1] == 'h' && word.p[2] == 'e';
        uint32_t end = article ? longest(tables, text, runs, run_count, from + 1, &inner) : i;
        if (end > i && inner.count) {
            found = inner;
            i = end;
        }
        if (!dl_arena_grow(arena, (void **)matches, room, *count + 1, sizeof **matches)) return false;
        (*matches)[(*count)++] = found;
    }
    return true;
}
