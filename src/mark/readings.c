/* readings.c - which row a matched phrase stands for here, and which countries the report speaks of.
 *
 * "Georgia", "Jordan", "Kabul": several rows may read the same. Kind, dates, the encoder's names and the countries that the rest of the
 * report names decide, in two passes: what is clear first, the rest by what was clear. */
#include "mark/who.h"

/* ## Words */

static dl_str folded(dl_str form, char *room, size_t size) { return (dl_str){room, dl_str_fold(form, room, size)}; }

bool dl_word_in(const dl_doc *doc, uint32_t t, const char *list)
{
    char room[32];
    dl_str form = dl_token_form(doc, t);
    return form.n && form.n < sizeof room && dl_str_has_word(dl_str_c(list), folded(form, room, sizeof room));
}

bool dl_lemma_in(const dl_doc *doc, uint32_t t, const char *list)
{
    dl_str lemma = doc->tokens[t].lemma;
    char room[32];
    if (lemma.n == 0) return dl_word_in(doc, t, list);
    return lemma.n < sizeof room && dl_str_has_word(dl_str_c(list), folded(lemma, room, sizeof room));
}

bool dl_is_capitalised(const dl_doc *doc, uint32_t t)
{
    size_t at = 0;
    dl_str form = dl_token_form(doc, t);
    return form.n && dl_is_upper(dl_utf8_next(form, &at));
}

uint32_t dl_sentence_first(const dl_doc *doc, uint32_t t) { return doc->sentences[doc->tokens[t].sentence].first; }

uint32_t dl_sentence_end(const dl_doc *doc, uint32_t t)
{
    const dl_sentence *s = &doc->sentences[doc->tokens[t].sentence];
    return s->first + s->count;
}

/* ## Countries of the report */

static bool is_land(const dl_who *who, dl_str code) { return code.n && dl_map_get(who->tables->country_by_code, code) != NULL; }

/* The number of a land, made when it is new; DL_NONE when memory ran out. */
static uint32_t land_of(dl_who *who, dl_str code)
{
    for (uint32_t i = 0; i < who->land_count; i++) {
        if (dl_str_eq(who->lands[i].code, code)) return i;
    }
    if (who->land_count >= UINT16_MAX - 1 || !dl_arena_grow(who->doc->arena, (void **)&who->lands, &who->land_room, who->land_count + 1, sizeof *who->lands)) return DL_NONE;
    who->lands[who->land_count] = (dl_land){.code = code};
    return who->land_count++;
}

static float land_count(const dl_who *who, dl_str code)
{
    for (uint32_t i = 0; i < who->land_count; i++) {
        if (dl_str_eq(who->lands[i].code, code)) return who->lands[i].count + (who->lands[i].in_title ? 3.0f : 0.0f);
    }
    return 0;
}

/* "the North", "the South": Korea's, in a report that names both. */
static bool is_half(const dl_phrase *p) { return dl_str_is(p->text, "the North") || dl_str_is(p->text, "the South"); }

static bool is_half_here(const dl_who *who, const dl_match *match)
{
    uint32_t next = match->last + 1;
    bool goes_on = next < dl_sentence_end(who->doc, match->last) && dl_is_capitalised(who->doc, next);
    return !goes_on && land_count(who, DL_LIT("PRK")) > 0 && land_count(who, DL_LIT("KOR")) > 0;
}

/* The one country of all phrases of a match, {0} when they differ. */
static dl_str clear_code(const dl_who *who, const dl_match *match)
{
    dl_str code = {0};
    for (uint32_t i = 0; i < match->count; i++) {
        const dl_phrase *p = &who->tables->phrases[match->phrase[i]];
        dl_str one = p->known == DL_KNOWN_SURNAME || is_half(p) ? (dl_str){0} : dl_phrase_code(who->tables, p);
        if (one.n == 0 || (code.n && !dl_str_eq(code, one))) return (dl_str){0};
        code = one;
    }
    return code;
}

static bool count_clear(dl_who *who, const dl_match *matches, uint32_t count, bool title)
{
    for (uint32_t i = 0; i < count; i++) {
        dl_str code = clear_code(who, &matches[i]);
        if (!is_land(who, code)) continue;
        uint32_t land = land_of(who, code);
        if (land == DL_NONE) return false;
        who->lands[land].count += 1;
        who->lands[land].in_title |= title;
    }
    return true;
}

/* ## Choosing a row */

/* Does a word that could belong to the same name stand right before? Then "Johnson" is not the one that the tables know. */
static bool part_of_longer_name(const dl_who *who, uint32_t t)
{
    const dl_doc *doc = who->doc;
    if (t == dl_sentence_first(doc, t)) return false;
    uint32_t before = t - 1;
    if (doc->tokens[t].start > doc->tokens[before].end + 1 || !dl_is_capitalised(doc, before)) return false;
    if (who->has_names) return doc->tokens[t].name == DL_NAME_I_PER;
    if (who->reading_at[before] != DL_NONE) return false;
    return !dl_word_in(doc, before, "mr mrs ms dr president sen gov gen minister secretary the a and but for in on") && before != dl_sentence_first(doc, t);
}

/* Does the name of a person go on behind the match? "Paul" in "Paul Brazier", "Qaim" in "Qaim Ali Shah". */
static bool name_goes_on(const dl_who *who, const dl_match *match)
{
    const dl_doc *doc = who->doc;
    uint32_t next = match->last + 1;
    if (!who->has_names || next >= dl_sentence_end(doc, match->last) || doc->tokens[next].name != DL_NAME_I_PER) return false;
    return dl_name_is(doc, match->last, DL_NAME_B_PER, DL_NAME_I_PER) && dl_is_capitalised(doc, next);
}

/* Is a single word a part of a person's longer name? */
static bool inside_person(const dl_who *who, const dl_match *match, const dl_phrase *p)
{
    if (p->runs > 1) return false;
    return name_goes_on(who, match) || (who->has_names && who->doc->tokens[match->first].name == DL_NAME_I_PER && part_of_longer_name(who, match->first));
}

/* "Liberal Democratic Party" is not the Democratic Party: the model's name of an organisation begins before the match, with no country. */
static bool ends_longer_name(const dl_who *who, const dl_match *match)
{
    const dl_doc *doc = who->doc;
    uint32_t t = match->first;
    if (doc->tokens[t].name != DL_NAME_I_ORG || t == dl_sentence_first(doc, t)) return false;
    return who->reading_at[t - 1] == DL_NONE && dl_is_capitalised(doc, t - 1) && (doc->tokens[t - 1].upos == DL_UPOS_PROPN || doc->tokens[t - 1].upos == DL_UPOS_ADJ);
}

/* Is the full name of the person written anywhere in the report? */
static bool full_name_seen(const dl_who *who, const dl_match *matches, uint32_t count, uint32_t row)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < matches[i].count; k++) {
            const dl_phrase *p = &who->tables->phrases[matches[i].phrase[k]];
            if (p->known == DL_KNOWN_PERSON && p->row == row && p->runs > 1) return true;
        }
    }
    return false;
}

static bool find_bearers(dl_who *who)
{
    const dl_doc *doc = who->doc;
    who->bearers = DL_NEW(doc->arena, uint32_t, DL_WHO_BEARERS);
    if (who->bearers == NULL) return false;
    for (uint32_t t = 1; who->has_names && t < doc->token_count && who->bearer_count < DL_WHO_BEARERS; t++) {
        bool last = t + 1 >= dl_sentence_end(doc, t) || doc->tokens[t + 1].name != DL_NAME_I_PER;
        if (doc->tokens[t].name == DL_NAME_I_PER && last && part_of_longer_name(who, t)) who->bearers[who->bearer_count++] = t;
    }
    return true;
}

/* May two first names be one? They are spelled in many ways, mostly in their vowels ("Moammar", "Muammar"), and shortened ("Joe", "J."). */
static bool same_given(dl_str a, dl_str b)
{
    size_t i = 0, k = 0;
    char x[64], y[64];
    size_t n = dl_str_fold(a, x, sizeof x), m = dl_str_fold(b, y, sizeof y);
    if (n == 0 || m == 0 || x[0] != y[0]) return false;
    for (;;) {
        while (i < n && strchr("aeiouyhw.-", x[i])) i++;
        while (k < m && strchr("aeiouyhw.-", y[k])) k++;
        if (i == n || k == m) return true;
        if (x[i] != y[k]) return false;
        for (char c = x[i]; i < n && x[i] == c;) i++;
        for (char c = y[k]; k < m && y[k] == c;) k++;
    }
}

/* Does the report name somebody else in full who bears the surname? "Reid" after "David Reid" is not Harry Reid, "Powell" after "Josh Powell" not Jerome. */
static bool other_bearer(const dl_who *who, uint32_t t, uint32_t row)
{
    const dl_doc *doc = who->doc;
    dl_str full = who->tables->people[row].name, given = dl_str_cut(&full, ' ');
    for (uint32_t i = 0; i < who->bearer_count; i++) {
        uint32_t first = who->bearers[i];
        if (!dl_str_eq(dl_token_form(doc, first), dl_token_form(doc, t))) continue;
        while (first > dl_sentence_first(doc, first) && doc->tokens[first].name == DL_NAME_I_PER) first--;
        if (!same_given(dl_token_form(doc, first), given)) return true;
    }
    return false;
}

/* How near in time a person's offices are: 1 in office, less with the years, below 0 when another lifetime. */
static float in_time(const dl_who *who, uint32_t row)
{
    bool inside;
    uint32_t at = dl_person_on(who->tables, row, who->doc->day, &inside);
    if (inside) return 1;
    const dl_person *p = &who->tables->people[at];
    int64_t day = who->doc->day, away = p->from > day ? (int64_t)p->from - day : day - (int64_t)p->to;
    return 0.8f - (float)away / (365.25f * 8);
}

static float period_score(int32_t from, int32_t to, int32_t day) { return day == DL_DAY_UNKNOWN || (from <= day && day <= to) ? 0.0f : -1.5f; }

static float score_of(const dl_who *who, const dl_match *match, const dl_phrase *p, const dl_match *matches, uint32_t count)
{
    static const float base[DL_KNOWN_COUNT] = {
        [DL_KNOWN_COUNTRY] = 5, [DL_KNOWN_PEOPLE] = 5, [DL_KNOWN_ADJECTIVE] = 5, [DL_KNOWN_CAPITAL] = 4.5f, [DL_KNOWN_SEAT] = 4.8f, [DL_KNOWN_PERSON] = 4,
        [DL_KNOWN_ORGANISATION] = 4, [DL_KNOWN_CITY] = 3, [DL_KNOWN_SURNAME] = 2.5f, [DL_KNOWN_AGENT] = 2, [DL_KNOWN_BODY] = 2.2f};
    const dl_tables *tables = who->tables;
    uint8_t name = who->doc->tokens[match->first].name;
    bool per = name == DL_NAME_B_PER || name == DL_NAME_I_PER, org = name == DL_NAME_B_ORG || name == DL_NAME_I_ORG, loc = name == DL_NAME_B_LOC || name == DL_NAME_I_LOC;
    float s = base[p->known];
    dl_str code = dl_phrase_code(tables, p);
    if (code.n) s += DL_MIN(1.0f, 0.2f * land_count(who, code));
    switch ((dl_known)p->known) {
    case DL_KNOWN_PERSON:
        if (p->runs == 1 && name_goes_on(who, match)) return -1;
        return s + in_time(who, p->row) + (per ? 2.0f : org || loc ? -2.0f : 0.0f);
    case DL_KNOWN_SURNAME:
        if (part_of_longer_name(who, match->first) || name_goes_on(who, match) || org) return -1;
        /* The model takes some surnames for places; who is in office and shares the name with no place that the tables have is meant all the same. */
        if (loc && (in_time(who, p->row) < 1 || match->knowns & DL_KNOWN_LAND)) return -1;
        if (full_name_seen(who, matches, count, p->row)) return s + 3 + DL_MAX(in_time(who, p->row), -1.0f); /* of a family, who is in office */
        if (other_bearer(who, match->first, p->row) || (p->letters < 5 && !per)) return -1; /* "Xi", "Park" */
        return in_time(who, p->row) < 0.3f || match->plural ? -1 : s + in_time(who, p->row) + (per ? 2.0f : 0.0f) - (land_count(who, code) > 0 ? 0.0f : 1.5f);
    case DL_KNOWN_ORGANISATION:
        if (per && inside_person(who, match, p)) return -1; /* "Lana Marks" is no news agency */
        if (ends_longer_name(who, match)) return -1;
        return s + period_score(tables->organisations[p->row].from, tables->organisations[p->row].to, who->doc->day) + (org ? 1.5f : 0.0f) - (per ? 2.0f : 0.0f);
    case DL_KNOWN_COUNTRY: case DL_KNOWN_PEOPLE: case DL_KNOWN_ADJECTIVE: case DL_KNOWN_CAPITAL: case DL_KNOWN_SEAT:
        if (inside_person(who, match, p) || (is_half(p) && !is_half_here(who, match))) return -1;
        /* "Brussels" is a city where it stands as a place, and a body that sits there where it acts. */
        if (p->known == DL_KNOWN_CAPITAL && match->knowns & DL_KNOWN_BIT(DL_KNOWN_ORGANISATION) && !dl_is_place_here(who, match->first, match->last)) s -= 2;
        return s + period_score(tables->countries[p->row].from, tables->countries[p->row].to, who->doc->day) - (per ? 3.0f : 0.0f);
    case DL_KNOWN_CITY: {
        int64_t people = tables->cities[p->row].population;
        if (inside_person(who, match, p)) return -1;
        if (match->knowns & DL_KNOWN_BIT(DL_KNOWN_CAPITAL) && match->knowns & DL_KNOWN_BIT(DL_KNOWN_ORGANISATION) && !dl_is_place_here(who, match->first, match->last)) s -= 2;
        return s + (people > 1000000 ? 0.6f : people > 100000 ? 0.4f : people > 10000 ? 0.2f : 0.0f) + (loc ? 1.0f : 0.0f) - (per ? 2.5f : 0.0f);
    }
    default: return s;
    }
}

static void fill_person(const dl_who *who, dl_reading *r)
{
    bool inside;
    const dl_person *p = &who->tables->people[dl_person_on(who->tables, r->row, who->doc->day, &inside)];
    r->id = p->id;
    r->name = p->name;
    r->code = p->code;
    r->sector = p->sector;
    r->office = p->office;
    if (inside) return;
    bool before = p->from > who->doc->day;
    /* Imported lists end with the year in which they were made: what their people did later nobody has told. */
    if (memchr(p->id.p, ':', p->id.n)) r->sector = (dl_str){0};
    else if (dl_str_is(p->sector, "GOV")) r->sector = before ? (dl_str){0} : DL_LIT("ELI");
    r->former = !before;
    r->office = (dl_str){0};
}

static void fill(const dl_who *who, dl_reading *r)
{
    const dl_tables *tables = who->tables;
    switch ((dl_known)r->known) {
    case DL_KNOWN_COUNTRY: case DL_KNOWN_PEOPLE: case DL_KNOWN_ADJECTIVE: case DL_KNOWN_CAPITAL: case DL_KNOWN_SEAT:
        r->code = tables->countries[r->row].code;
        r->name = tables->countries[r->row].name;
        return;
    case DL_KNOWN_CITY:
        r->code = tables->cities[r->row].code;
        r->name = tables->cities[r->row].name;
        return;
    case DL_KNOWN_PERSON: case DL_KNOWN_SURNAME:
        fill_person(who, r);
        return;
    case DL_KNOWN_ORGANISATION: {
        const dl_organisation *o = &tables->organisations[r->row];
        r->id = o->id;
        r->name = o->name;
        r->code = o->code;
        r->sector = o->sector;
        return;
    }
    case DL_KNOWN_AGENT:
        r->sector = tables->agents[r->row].sector;
        return;
    case DL_KNOWN_BODY:
        r->sector = tables->bodies[r->row].sector;
        r->office = tables->bodies[r->row].office;
        return;
    case DL_KNOWN_COUNT: return;
    }
}

/* How much a reading tells about the country of others. */
static float weight_of(const dl_reading *r)
{
    switch ((dl_known)r->known) {
    case DL_KNOWN_COUNTRY: case DL_KNOWN_ADJECTIVE: case DL_KNOWN_PEOPLE: return 1.0f;
    case DL_KNOWN_CAPITAL: case DL_KNOWN_SEAT: case DL_KNOWN_CITY: return 0.8f;
    case DL_KNOWN_PERSON: case DL_KNOWN_SURNAME: return 0.6f;
    case DL_KNOWN_ORGANISATION: return dl_str_is(r->sector, "JRN") || dl_str_is(r->sector, "BUS") ? 0.0f : 0.6f;
    default: return 0.0f;
    }
}

static bool keep(dl_who *who, const dl_reading *r)
{
    for (uint32_t t = r->first; t <= r->last; t++) who->reading_at[t] = who->reading_count;
    who->readings[who->reading_count++] = *r;
    float weight = weight_of(r);
    if (weight <= 0 || !is_land(who, r->code)) return true;
    uint32_t land = land_of(who, r->code);
    if (land == DL_NONE) return false;
    for (uint32_t t = r->first; t <= r->last; t++) who->land_at[t] = (uint16_t)(land + 1);
    who->land_weight[r->first] = weight;
    return true;
}

static bool choose(dl_who *who, const dl_match *match, const dl_match *matches, uint32_t count)
{
    float best = 0;
    const dl_phrase *chosen = NULL;
    for (uint32_t i = 0; i < match->count; i++) {
        const dl_phrase *p = &who->tables->phrases[match->phrase[i]];
        float s = score_of(who, match, p, matches, count);
        if (s <= best) continue;
        best = s;
        chosen = p;
    }
    if (chosen == NULL) return true;
    dl_reading r = {.first = match->first, .last = match->last, .known = chosen->known, .row = chosen->row, .plural = match->plural};
    fill(who, &r);
    return keep(who, &r);
}

/* ## The report */

typedef struct matches { dl_match *items; uint32_t count, room; } matches;

/* Names in a text that has no words of its own: the headline, the dateline. */
static bool outside_names(const dl_who *who, dl_str text, matches *out)
{
    dl_run *runs = NULL;
    uint32_t count = 0, room = 0;
    bool apart = false;
    return dl_runs_add(who->doc->arena, text, 0, (uint32_t)DL_MIN(text.n, 4096), 0, &apart, &runs, &count, &room) &&
           dl_matches_add(who->tables, who->doc->arena, text, runs, count, &out->items, &out->count, &out->room);
}

static bool report_names(const dl_who *who, matches *out)
{
    const dl_doc *doc = who->doc;
    dl_run *runs = NULL;
    uint32_t room = 0;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        uint32_t count = 0;
        bool apart = false;
        for (uint32_t t = doc->sentences[s].first, end = t + doc->sentences[s].count; t < end; t++) {
            if (!dl_runs_add(doc->arena, doc->text, doc->tokens[t].start, doc->tokens[t].end, t, &apart, &runs, &count, &room)) return false;
        }
        if (!dl_matches_add(who->tables, doc->arena, doc->text, runs, count, &out->items, &out->count, &out->room)) return false;
    }
    return true;
}

static bool mark_dateline(dl_who *who)
{
    dl_span span = who->marks->dateline_place;
    matches found = {0};
    if (span.end <= span.start || span.end > who->doc->text.n) return true;
    if (!outside_names(who, dl_str_part(who->doc->text, span.start, span.end), &found)) return false;
    for (uint32_t i = 0; i < found.count; i++) {
        dl_str code = dl_phrase_code(who->tables, &who->tables->phrases[found.items[i].phrase[0]]);
        uint32_t land = is_land(who, code) ? land_of(who, code) : DL_NONE;
        if (land != DL_NONE) who->lands[land].in_dateline = true;
    }
    return true;
}

bool dl_readings_find(dl_who *who)
{
    dl_arena *arena = who->doc->arena;
    uint32_t n = who->doc->token_count;
    matches title = {0}, all = {0};
    who->reading_at = DL_NEW(arena, uint32_t, n);
    who->land_at = DL_NEW(arena, uint16_t, n);
    who->land_weight = DL_NEW(arena, float, n);
    if (n && (!who->reading_at || !who->land_at || !who->land_weight)) return false;
    if (n) memset(who->reading_at, 0xff, n * sizeof *who->reading_at);
    if (!find_bearers(who)) return false;
    if (!outside_names(who, who->doc->title, &title) || !report_names(who, &all)) return false;
    who->readings = DL_NEW(arena, dl_reading, all.count);
    if (!who->readings || !count_clear(who, title.items, title.count, true) || !count_clear(who, all.items, all.count, false) || !mark_dateline(who)) return false;
    for (uint32_t i = 0; i < all.count; i++) {
        if (!choose(who, &all.items[i], all.items, all.count)) return false;
    }
    return true;
}

/* Nearness in sentences counts most, then that a country is spoken of often, in the headline or the dateline. The figures are set
 * by hand; test/bench/who_gold.py measures them. */
const float *dl_land_scores(const dl_who *who, uint32_t t)
{
    const dl_doc *doc = who->doc;
    float total = 1, *score = DL_NEW(doc->arena, float, who->land_count + (size_t)1);
    if (score == NULL) return NULL;
    for (uint32_t i = 0; i < who->land_count; i++) total += who->lands[i].count;
    for (uint32_t i = 0; i < who->land_count; i++) {
        const dl_land *l = &who->lands[i];
        score[i] = 3.0f * l->count / total + (l->in_title ? 0.7f : 0) + (l->in_dateline ? 0.7f : 0);
    }
    uint32_t here = doc->tokens[t].sentence;
    for (uint32_t i = 0; i < who->reading_count; i++) {
        const dl_reading *r = &who->readings[i];
        float weight = who->land_weight[r->first];
        if (weight <= 0) continue;
        uint32_t there = doc->tokens[r->first].sentence;
        float near = there == here ? (r->first < t ? 1.2f : 1.0f) : there + 1 == here ? 0.6f : there + 2 == here ? 0.3f : there == here + 1 ? 0.2f : 0;
        score[who->land_at[r->first] - 1] += near * weight;
    }
    return score;
}

dl_str dl_land_near(const dl_who *who, uint32_t t)
{
    const float *score = dl_land_scores(who, t);
    float best = 0;
    dl_str code = {0};
    for (uint32_t i = 0; score && i < who->land_count; i++) {
        if (score[i] <= best) continue;
        best = score[i];
        code = who->lands[i].code;
    }
    return code;
}
