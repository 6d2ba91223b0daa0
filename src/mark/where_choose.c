/* where_choose.c - which of the places that bear a name is meant.
 *
 * A place has a prior by its kind and people. The report speaks for it: the country, province or district named beside it, other names whose
 * places lie in its province, near it or in its country, and the countries of people and bodies in the report. Names speak for each other, so
 * this is done in rounds, each weighing the names by what they were taken for in the round before. Only additions, products and divisions of
 * doubles are used: every machine gives the same answer. The weights were set by hand and measured (doc/accuracy.md). */
#include "mark/where.h"

#define CANDIDATES_MAX 24
#define ROUNDS 3
#define HEARD_MAX 6            /* of the candidates of a name */
#define NEIGHBOURS 40          /* names before and after that are heard */
#define COUNTRY_PRIOR 10.6f
#define PRIOR_WEIGHT 0.8
#define CONTEXT_WEIGHT 4.0     /* all names together */
#define NEAREST_WEIGHT 1.6     /* the one that says most */
#define WITHIN_WEIGHT 5.0
#define HINT_WEIGHT 1.5
#define KNOWN_BONUS 1.0f

static bool is(dl_str feature, const char *list) { return feature.n && dl_str_has_word(dl_str_c(list), feature); }
static bool is_country(const dl_site *s) { return is(s->feature, "PCLI"); }
static bool is_region(const dl_site *s) { return is(s->feature, "CONT RGN SEA OCN STM LK MTS ISL ISLS DSRT STRT GULF PEN CNL BAY AREA VAL MT PASS"); }

/* log10 by halving: the fraction is taken as linear, which is within 0.03. */
static double log10_near(double x)
{
    double n = 0;
    while (x >= 2) {
        x /= 2;
        n += 1;
    }
    return (n + (x - 1)) * 0.30103;
}

static float prior_of(const dl_site *s, bool other)
{
    double p = log10_near((double)s->people + 1);
    if (is_country(s)) p = (double)COUNTRY_PRIOR;
    else if (is_region(s)) p = 8;
    else if (is(s->feature, "ADM1")) p += 0.7;
    else if (is(s->feature, "ADM2")) p -= 0.7;
    else if (is(s->feature, "PPLC")) p += 1.2;
    else if (is(s->feature, "PPLA")) p += 0.5;
    else if (is(s->feature, "PPLX")) p -= 1.5;
    return (float)(other ? p - 1 : p);
}

/* ## Candidates */

static float hint_of(const dl_where *w, dl_str code)
{
    for (uint32_t i = 0; code.n && i < w->who->land_count; i++) {
        if (dl_str_eq(w->who->lands[i].code, code)) return w->hints[i];
    }
    return 0;
}

/* Of the countries that people, bodies and adjectives of the report belong to, the share of each. Names of places speak for themselves. */
static bool find_hints(dl_where *w)
{
    float all = 1;
    const dl_who *who = w->who;
    w->hints = DL_NEW(w->doc->arena, float, who->land_count + (size_t)1);
    if (w->hints == NULL) return false;
    for (uint32_t i = 0; i < who->reading_count; i++) {
        const dl_reading *r = &who->readings[i];
        uint16_t land = who->land_at[r->first];
        if (land == 0 || (DL_KNOWN_BIT(r->known) & DL_KNOWN_PLACE)) continue;
        w->hints[land - 1] += 1;
        all += 1;
    }
    for (uint32_t i = 0; i < who->land_count; i++) w->hints[i] /= all;
    return true;
}

static bool put(dl_where *w, dl_toponym *t, const dl_site *site, float prior)
{
    if (t->candidates == NULL) t->candidates = DL_NEW(w->doc->arena, dl_candidate, CANDIDATES_MAX);
    if (t->candidates == NULL) return false;
    uint32_t at = t->candidate_count;
    while (at && t->candidates[at - 1].prior < prior) at--;
    if (at >= CANDIDATES_MAX) return true;
    uint32_t last = DL_MIN(t->candidate_count, CANDIDATES_MAX - 1u);
    memmove(&t->candidates[at + 1], &t->candidates[at], (last - at) * sizeof *t->candidates);
    t->candidates[at] = (dl_candidate){.site = *site, .prior = prior, .hint = hint_of(w, site->code)};
    t->candidate_count = last + 1;
    return true;
}

/* "EU" and "PA" in capitals, "Va": of so short names only those of states and provinces, which news shortens. */
static bool is_short(dl_str name)
{
    size_t letters = 0, small = 0;
    for (size_t at = 0; at < name.n;) {
        uint32_t c = dl_utf8_next(name, &at);
        letters += dl_is_letter(c);
        small += dl_is_lower(c);
    }
    return letters <= 2 || (letters <= 4 && small == 0);
}

static bool put_named(dl_where *w, dl_toponym *t, dl_str name, const char *features, float bonus)
{
    bool brief = is_short(name);
    dl_names found = dl_gazetteer_find(w->gazetteer, name);
    for (uint32_t i = 0; i < found.count; i++) {
        dl_site site;
        uint32_t place;
        bool other;
        if (!dl_gazetteer_at(w->gazetteer, found.first + i, &site, &place, &other) || (brief && !(other && is(site.feature, "ADM1")))) continue;
        float prior = prior_of(&site, other) + (features && is(site.feature, features) ? bonus : 0);
        if (!put(w, t, &site, prior)) return false;
    }
    return true;
}

/* "Helmand province", "Idlib city", "northern Aleppo", "the town of Sangin": the name inside, and what kind of place the word makes likely. */
static bool put_within_words(dl_where *w, dl_toponym *t, dl_str name)
{
    static const struct { const char *word, *features; } ends[] = {
        {" province", "ADM1"}, {" governorate", "ADM1"}, {" state", "ADM1"}, {" region", "ADM1 RGN"}, {" oblast", "ADM1"}, {" department", "ADM1"}, {" prefecture", "ADM1"}, {" district", "ADM2"}, {" county", "ADM2"},
        {" city", "PPL PPLA PPLC PPLA2"}, {" town", "PPL PPLA PPLA2"}, {" village", "PPL"}, {" area", NULL}, {" valley", NULL}, {" river", "STM"}, {" island", "ISL"}, {" islands", "ISLS"}};
    static const char *const starts[] = {"northern ", "southern ", "eastern ", "western ", "central ", "north ", "south ", "east ", "west ", "northeastern ", "northwestern ", "southeastern ",
                                         "southwestern ", "mainland ", "greater ", "downtown ", "the ", "city of ", "town of ", "province of ", "state of ", "republic of "};
    char room[DL_KEY_MAX];
    dl_str key = {room, dl_place_key(name, room)};
    for (size_t i = 0; i < DL_COUNT(ends); i++) {
        if (!dl_str_ends(key, dl_str_c(ends[i].word)) || key.n <= strlen(ends[i].word)) continue;
        return put_named(w, t, dl_str_part(key, 0, key.n - strlen(ends[i].word)), ends[i].features, 2);
    }
    for (size_t i = 0; i < DL_COUNT(starts); i++) {
        if (!dl_str_starts(key, dl_str_c(starts[i])) || key.n <= strlen(starts[i])) continue;
        return put_named(w, t, dl_str_part(key, strlen(starts[i]), key.n), NULL, 0);
    }
    return true;
}

/* Kilometres squared, on a plane that is flat at the middle of both: near enough for near places. */
static double square_of_distance(const dl_site *a, const dl_site *b)
{
    double lat = (a->lat + b->lat) / 20000.0 * 0.0174533, dy = (a->lat - b->lat) / 10000.0 * 111.2, dx = (a->lon - b->lon) / 10000.0;
    if (dx > 180) dx -= 360;
    if (dx < -180) dx += 360;
    double s = lat * lat;
    dx *= 111.2 * (1 - s / 2 + s * s / 24);
    return dx * dx + dy * dy;
}

/* The noun beside a name that tells its kind: "Helmand province", "the city of Idlib". */
static const char *kinds_beside(const dl_where *w, uint32_t mention)
{
    static const struct { const char *words, *features; } kinds[] = {
        {"province governorate state oblast prefecture canton emirate voivodeship", "ADM1"}, {"region", "ADM1 RGN"}, {"district county raion municipality", "ADM2"},
        {"city town village suburb", "PPL PPLA PPLC PPLA2 PPLX"}, {"river", "STM"}, {"island islands", "ISL ISLS"}, {"valley", "VAL"}, {"mountains", "MTS"}};
    if (mention == DL_NONE) return NULL;
    const dl_place *p = &w->marks->places[mention];
    uint32_t behind = p->last + 1, first = dl_sentence_first(w->doc, p->first), end = dl_sentence_end(w->doc, p->first);
    bool of = p->first >= first + 2 && dl_word_in(w->doc, p->first - 1, "of");
    for (size_t i = 0; i < DL_COUNT(kinds); i++) {
        if ((behind < end && dl_word_in(w->doc, behind, kinds[i].words)) || (of && dl_word_in(w->doc, p->first - 2, kinds[i].words))) return kinds[i].features;
    }
    return NULL;
}

/* What the tables say of the words: their country, capital or city among the candidates, or added to them. */
static bool put_table(dl_where *w, dl_toponym *t, const dl_reading *r)
{
    dl_place p;
    dl_site site;
    if (!dl_where_table(w->who->tables, r, &p)) return true;
    if (is(p.feature, "PCLI")) {
        char room[DL_KEY_MAX];
        if (!dl_gazetteer_country(w->gazetteer, p.code, &site)) return true;
        bool own = dl_str_eq(t->key, (dl_str){room, dl_place_key(site.name, room)});
        for (uint32_t i = 0; i < t->candidate_count; i++) {
            dl_candidate *c = &t->candidates[i];
            /* "Scotland" and "Tibet" are names of a country in our tables, and places of their own */
            if (!own && dl_str_eq(c->site.code, p.code) && (is(c->site.feature, "ADM1") || is_region(&c->site))) return c->prior = COUNTRY_PRIOR, true;
            if (is_country(&c->site) && dl_str_eq(c->site.code, p.code)) return true;
        }
        return put(w, t, &site, COUNTRY_PRIOR);
    }
    if (!p.resolved) return true;
    site = (dl_site){.name = p.name, .code = p.code, .province = p.province, .feature = p.feature, .lat = (int32_t)(p.lat * 10000), .lon = (int32_t)(p.lon * 10000), .division = UINT16_MAX};
    for (uint32_t i = 0; i < t->candidate_count; i++) {
        dl_candidate *c = &t->candidates[i];
        if (!dl_str_eq(c->site.code, p.code) || square_of_distance(&c->site, &site) > 50.0 * 50) continue;
        c->prior += KNOWN_BONUS;
        return true;
    }
    return put(w, t, &site, DL_MAX(prior_of(&site, false), 5.0f));
}

/* ## What one place says for another */

static bool same_division(const dl_site *a, const dl_site *b) { return a->division == b->division && a->province.n; }

static bool holds(const dl_site *big, const dl_site *small)
{
    if (is_country(big)) return dl_str_eq(big->code, small->code);
    if (is(big->feature, "ADM1")) return same_division(big, small);
    return !is_country(small) && square_of_distance(big, small) < 80.0 * 80;
}

static double affinity(const dl_site *c, const dl_site *d)
{
    bool same = c->code.n && dl_str_eq(c->code, d->code);
    if (is_country(d)) return same ? 0.7 : 0;
    if (is_country(c)) return same ? 0.5 : 0;
    if (is_region(c) || is_region(d)) return same ? 0.3 : 0;
    double a = same ? 0.4 : 0, far = square_of_distance(c, d);
    if (same && same_division(c, d)) a += is(c->feature, "ADM1") || is(d->feature, "ADM1") ? 1.3 : 0.8;
    return a + (far < 40.0 * 40 ? 0.6 : far < 120.0 * 120 ? 0.4 : far < 300.0 * 300 ? 0.15 : 0);
}

static double heard(const dl_where *w, uint32_t at, const dl_site *c)
{
    double sum = 0, all = 1, most = 0;
    uint32_t from = at > NEIGHBOURS ? at - NEIGHBOURS : 0, to = DL_MIN(at + NEIGHBOURS, w->toponym_count);
    for (uint32_t j = from; j < to; j++) {
        const dl_toponym *t = &w->toponyms[j];
        if (j == at || t->candidate_count == 0) continue;
        double weight = t->outside ? 2 : t->count > 2 ? 1.5 : 1, said = 0;
        for (uint32_t k = 0; k < t->candidate_count && k < HEARD_MAX; k++) said += (double)t->candidates[k].share * affinity(c, &t->candidates[k].site);
        sum += weight * said;
        all += weight;
        most = DL_MAX(most, said);
    }
    return CONTEXT_WEIGHT * sum / all + NEAREST_WEIGHT * most;
}

static double beside(const dl_where *w, uint32_t at, const dl_site *c)
{
    double best = 0;
    const dl_toponym *t = &w->toponyms[at];
    const dl_toponym *over = t->within == DL_NONE ? NULL : &w->toponyms[t->within];
    for (uint32_t k = 0; over && k < over->candidate_count; k++) {
        if (holds(&over->candidates[k].site, c)) best = DL_MAX(best, 0.3 + 0.7 * (double)over->candidates[k].share);
    }
    for (uint32_t j = t->below; j != DL_NONE; j = w->toponyms[j].next_below) {
        const dl_toponym *under = &w->toponyms[j];
        for (uint32_t k = 0; k < under->candidate_count; k++) {
            if (holds(c, &under->candidates[k].site)) best = DL_MAX(best, 0.3 + 0.7 * (double)under->candidates[k].share);
        }
    }
    return best;
}

static void share_out(dl_toponym *t)
{
    double all = 0, top = -1e9;
    for (uint32_t i = 0; i < t->candidate_count; i++) {
        if ((double)t->candidates[i].score > top) {
            top = (double)t->candidates[i].score;
            t->best = i;
        }
    }
    for (uint32_t i = 0; i < t->candidate_count; i++) {
        double less = 1 + 1.5 * (top - (double)t->candidates[i].score);
        t->candidates[i].share = (float)(1 / (less * less * less));
        all += (double)t->candidates[i].share;
    }
    for (uint32_t i = 0; i < t->candidate_count; i++) t->candidates[i].share = (float)((double)t->candidates[i].share / all);
}

static void weigh(dl_where *w)
{
    for (uint32_t i = 0; i < w->toponym_count; i++) {
        dl_toponym *t = &w->toponyms[i];
        for (uint32_t k = 0; k < t->candidate_count; k++) t->candidates[k].score = (float)(PRIOR_WEIGHT * (double)t->candidates[k].prior);
        share_out(t);
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < w->toponym_count; i++) {
            dl_toponym *t = &w->toponyms[i];
            for (uint32_t k = 0; k < t->candidate_count; k++) {
                dl_candidate *c = &t->candidates[k];
                c->score = (float)(PRIOR_WEIGHT * (double)c->prior + heard(w, i, &c->site) + WITHIN_WEIGHT * beside(w, i, &c->site) + HINT_WEIGHT * (double)c->hint);
            }
        }
        for (uint32_t i = 0; i < w->toponym_count; i++) share_out(&w->toponyms[i]);
    }
}

/* ## The report */

static dl_str text_of(const dl_where *w, const dl_place *p) { return dl_str_part(w->doc->text, p->span.start, p->span.end); }

/* The mention that stands right behind as what holds this one: "Paris, Texas", "Sangin in Helmand province". */
static uint32_t holder_of(const dl_where *w, uint32_t mention)
{
    const dl_doc *doc = w->doc;
    const dl_place *p = &w->marks->places[mention];
    uint32_t t = p->last + 1, end = dl_sentence_end(doc, p->first);
    bool comma = t < end && dl_word_in(doc, t, ", (");
    if (comma) t++;
    if (!comma && t < end && dl_word_in(doc, t, "district province county city town village")) t++;
    if (!comma) {
        if (t >= end || !dl_word_in(doc, t, "in")) return DL_NONE;
        t++;
    }
    while (t < end && dl_word_in(doc, t, "the in northern southern eastern western central north south east west")) t++;
    return t < end ? w->marks->place_at[t] : DL_NONE;
}

static uint32_t toponym_with(const dl_where *w, dl_str key, dl_str holder)
{
    const uint32_t *first = dl_map_get(w->toponym_by_key, key);
    for (uint32_t i = first ? *first : DL_NONE; i != DL_NONE; i = w->toponyms[i].next_same) {
        const dl_toponym *t = &w->toponyms[i];
        if (holder.n == 0 || t->within == DL_NONE || dl_str_eq(w->toponyms[t->within].key, holder)) return i;
    }
    return DL_NONE;
}

static bool add_candidates(dl_where *w, dl_toponym *t, dl_str text, uint32_t reading)
{
    if (!put_named(w, t, text, kinds_beside(w, t->mention), 2)) return false;
    if (t->candidate_count == 0 && !put_within_words(w, t, text)) return false;
    return reading == DL_NONE || put_table(w, t, &w->who->readings[reading]);
}

static uint32_t new_toponym(dl_where *w, dl_str text, uint32_t mention, uint32_t reading)
{
    char room[DL_KEY_MAX];
    dl_str key = dl_arena_str(w->doc->arena, (dl_str){room, dl_place_key(text, room)});
    if (key.p == NULL || !dl_arena_grow(w->doc->arena, (void **)&w->toponyms, &w->toponym_room, w->toponym_count + 1, sizeof *w->toponyms)) return DL_NONE;
    dl_toponym *t = &w->toponyms[w->toponym_count];
    uint32_t *first;
    *t = (dl_toponym){.key = key, .mention = mention, .next_same = DL_NONE, .within = DL_NONE, .below = DL_NONE, .next_below = DL_NONE, .best = DL_NONE};
    if (!add_candidates(w, t, text, reading) || !dl_map_put(w->toponym_by_key, key, w->toponym_count, &first)) return DL_NONE;
    if (*first != w->toponym_count) {
        t->next_same = w->toponyms[*first].next_same;
        w->toponyms[*first].next_same = w->toponym_count;
    }
    return w->toponym_count++;
}

/* The toponym of a mention, its holder's first. */
static bool group(dl_where *w, uint32_t mention)
{
    char room[DL_KEY_MAX], above[DL_KEY_MAX];
    if (w->toponym_of[mention] != DL_NONE) return true;
    dl_str text = text_of(w, &w->marks->places[mention]), key = {room, dl_place_key(text, room)}, up = {0};
    uint32_t holder = holder_of(w, mention);
    if (holder != DL_NONE) {
        dl_str name = text_of(w, &w->marks->places[holder]);
        up = (dl_str){above, dl_place_key(name, above)};
        if (dl_str_eq(up, key)) up = (dl_str){0};
    }
    uint32_t at = toponym_with(w, key, up);
    if (at == DL_NONE) at = new_toponym(w, text, mention, w->reading_of[mention]);
    if (at == DL_NONE) return false;
    w->toponym_of[mention] = at;
    w->toponyms[at].count++;
    if (up.n && w->toponyms[at].within == DL_NONE) {
        uint32_t over = toponym_with(w, up, (dl_str){0});
        if (over == DL_NONE) over = new_toponym(w, text_of(w, &w->marks->places[holder]), holder, w->reading_of[holder]);
        if (over == DL_NONE) return false;
        w->toponyms[at].within = over;
        w->toponyms[at].next_below = w->toponyms[over].below;
        w->toponyms[over].below = at;
    }
    return true;
}

static bool add_dateline(dl_where *w)
{
    dl_span span = w->marks->dateline_place;
    if (span.end <= span.start || span.end > w->doc->text.n) return true;
    uint32_t at = new_toponym(w, dl_str_trim(dl_str_part(w->doc->text, span.start, span.end)), DL_NONE, DL_NONE);
    if (at == DL_NONE) return false;
    w->toponyms[at].outside = true;
    return true;
}

static void fill(const dl_where *w, uint32_t mention)
{
    const dl_toponym *t = &w->toponyms[w->toponym_of[mention]];
    dl_place *p = &w->marks->places[mention];
    if (t->best == DL_NONE) return;
    const dl_candidate *c = &t->candidates[t->best];
    p->name = c->site.name;
    p->code = c->site.code;
    p->province = is_country(&c->site) ? (dl_str){0} : c->site.province;
    p->feature = c->site.feature;
    p->lat = c->site.lat / 10000.0;
    p->lon = c->site.lon / 10000.0;
    p->resolved = 1;
    p->why = t->candidate_count == 1 ? DL_LIT("gazetteer") : dl_arena_printf(w->doc->arena, "gazetteer, the likeliest of %u", t->candidate_count);
}

bool dl_where_choose(dl_where *w)
{
    uint32_t n = w->marks->place_count;
    w->toponym_of = DL_NEW(w->doc->arena, uint32_t, n + (size_t)1);
    w->toponym_by_key = dl_map_new(w->doc->arena, 64);
    if (w->toponym_of == NULL || w->toponym_by_key == NULL || !find_hints(w)) return false;
    memset(w->toponym_of, 0xff, (n + (size_t)1) * sizeof *w->toponym_of);
    if (!add_dateline(w)) return false;
    for (uint32_t t = 0; t < w->doc->token_count; t++) {
        uint32_t i = w->marks->place_at[t];
        if (i != DL_NONE && w->marks->places[i].first == t && !group(w, i)) return false;
    }
    weigh(w);
    for (uint32_t i = 0; i < n; i++) fill(w, i);
    return true;
}
