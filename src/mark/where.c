/* where.c - which words name places: names that the tables know, names that the gazetteer has, and names of places that the encoder sees.
 * A city is a place unless it acts; all of them are marked here, and the record room takes those that its place role points to. */
#include "mark/where.h"

#define WORDS_MAX 6 /* of a name that the gazetteer is asked for */

bool dl_where_table(const dl_tables *tables, const dl_reading *r, dl_place *out)
{
    *out = (dl_place){.first = r->first, .last = r->last, .name = r->name, .code = r->code};
    switch ((dl_known)r->known) {
    case DL_KNOWN_COUNTRY: case DL_KNOWN_CAPITAL: {
        const dl_country *c = &tables->countries[r->row];
        bool capital = r->known == DL_KNOWN_CAPITAL;
        out->feature = capital ? DL_LIT("PPLC") : DL_LIT("PCLI");
        if (capital) out->name = dl_str_trim(c->capital);
        if (capital && memchr(out->name.p, '|', out->name.n)) out->name.n = (size_t)((const char *)memchr(out->name.p, '|', out->name.n) - out->name.p);
        out->lat = c->lat;
        out->lon = c->lon;
        out->resolved = c->located;
        out->why = capital ? DL_LIT("capital in countries.tsv") : DL_LIT("country in countries.tsv");
        return true;
    }
    case DL_KNOWN_CITY: {
        const dl_city *c = &tables->cities[r->row];
        out->province = c->province;
        out->feature = c->feature;
        out->lat = c->lat;
        out->lon = c->lon;
        out->resolved = 1;
        out->why = DL_LIT("cities.tsv");
        return true;
    }
    default: return false;
    }
}

/* ## Words */

/* "Ky.", "W.Va.": the full stop belongs to a shortened name of a state. */
static bool takes_stop(const dl_where *w, uint32_t last, dl_str name)
{
    const dl_doc *doc = w->doc;
    if (name.n > 6 || last + 1 >= dl_sentence_end(doc, last) || doc->tokens[last + 1].start != doc->tokens[last].end || !dl_word_in(doc, last + 1, ".")) return false;
    dl_names found = dl_gazetteer_find(w->gazetteer, name);
    for (uint32_t i = 0; i < found.count; i++) {
        dl_site site;
        uint32_t place;
        bool other;
        if (dl_gazetteer_at(w->gazetteer, found.first + i, &site, &place, &other) && other && dl_str_is(site.feature, "ADM1") && dl_str_has_word(DL_LIT("USA CAN"), site.code)) return true;
    }
    return false;
}

static bool add(dl_where *w, dl_place place, uint32_t reading)
{
    dl_marks *marks = w->marks;
    if (!dl_arena_grow(w->doc->arena, (void **)&marks->places, &marks->place_room, marks->place_count + 1, sizeof *marks->places)) return false;
    if (takes_stop(w, place.last, dl_str_part(w->doc->text, w->doc->tokens[place.first].start, w->doc->tokens[place.last].end))) place.last++;
    place.span = (dl_span){w->doc->tokens[place.first].start, w->doc->tokens[place.last].end};
    w->reading_of[marks->place_count] = reading;
    for (uint32_t t = place.first; t <= place.last; t++) marks->place_at[t] = marks->place_count;
    marks->places[marks->place_count++] = place;
    return true;
}

static bool is_loc(const dl_doc *doc, uint32_t t) { return dl_name_is(doc, t, DL_NAME_B_LOC, DL_NAME_I_LOC); }

static uint8_t known_at(const dl_who *who, uint32_t t)
{
    uint32_t r = who->reading_at[t];
    return r == DL_NONE ? (uint8_t)DL_KNOWN_COUNT : who->readings[r].known;
}

static bool is_place_reading(const dl_who *who, uint32_t t) { return (DL_KNOWN_BIT(known_at(who, t)) & DL_KNOWN_PLACE) != 0; }

/* "Afghan", "Russians": a people or what belongs to it, whatever the model calls it. */
static bool says_people(const dl_who *who, uint32_t t)
{
    uint8_t known = known_at(who, t);
    return known == DL_KNOWN_ADJECTIVE || known == DL_KNOWN_PEOPLE || who->doc->tokens[t].upos == DL_UPOS_ADJ;
}

/* Where the longest name of several words that begins here ends; DL_NONE when the gazetteer has none. One of the words must be a place to the
 * model or the tables, none a person or body: "New South Wales", "Al-Minya", "Kansas City". */
static uint32_t long_name_end(const dl_where *w, uint32_t t)
{
    const dl_doc *doc = w->doc;
    uint32_t end = DL_MIN(dl_sentence_end(doc, t), t + WORDS_MAX), found = DL_NONE;
    bool place = false;
    if (!dl_is_capitalised(doc, t)) return DL_NONE;
    for (uint32_t last = t; last < end; last++) {
        bool loc = is_loc(doc, last) || is_place_reading(w->who, last);
        if (dl_is_name(doc, last) && !is_loc(doc, last)) break;
        if (doc->tokens[last].end - doc->tokens[t].start >= DL_KEY_MAX || dl_word_in(doc, last, ", ; : ( )")) break;
        place |= loc;
        if (last == t || !place || !dl_is_capitalised(doc, last)) continue;
        if (dl_gazetteer_find(w->gazetteer, dl_str_part(doc->text, doc->tokens[t].start, doc->tokens[last].end)).count) found = last;
    }
    return found;
}

static bool find_long_names(dl_where *w)
{
    for (uint32_t t = 0; t < w->doc->token_count; t++) {
        uint32_t last = long_name_end(w, t);
        if (last == DL_NONE) continue;
        uint32_t reading = w->who->reading_at[t];
        if (reading != DL_NONE && w->who->readings[reading].last != last) reading = DL_NONE;
        if (!add(w, (dl_place){.first = t, .last = last}, reading)) return false;
        t = last;
    }
    return true;
}

static bool find_readings(dl_where *w)
{
    for (uint32_t i = 0; i < w->who->reading_count; i++) {
        dl_place place;
        const dl_reading *r = &w->who->readings[i];
        if (!dl_where_table(w->who->tables, r, &place)) continue;
        bool taken = false, money = w->doc->tokens[r->last].end < w->doc->text.n && w->doc->text.p[w->doc->tokens[r->last].end] == '$';
        for (uint32_t t = r->first; t <= r->last; t++) taken |= w->marks->place_at[t] != DL_NONE;
        if (!taken && !money && !add(w, place, i)) return false;
    }
    return true;
}

/* Words that stand in names of places and are none alone. */
static bool says_nothing(const dl_doc *doc, uint32_t first, uint32_t last)
{
    for (uint32_t t = first; t <= last; t++) {
        if (!dl_word_in(doc, t, "north south east west northeast northwest southeast southwest northern southern eastern western central n. s. e. w. n s e w "
                                "st. st mount mt. lake river state city county road highway interstate metro street avenue united the of and - us u.s. i r d gulf island islands")) return false;
    }
    return true;
}

static bool find_model_names(dl_where *w)
{
    const dl_doc *doc = w->doc;
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (doc->tokens[t].name != DL_NAME_B_LOC || w->marks->place_at[t] != DL_NONE) continue;
        uint32_t first = t, last = t;
        while (last + 1 < doc->token_count && doc->tokens[last + 1].name == DL_NAME_I_LOC && w->marks->place_at[last + 1] == DL_NONE) last++;
        t = last;
        if ((says_people(w->who, first) && (last == first || w->who->reading_at[first] == w->who->reading_at[last])) || known_at(w->who, first) == DL_KNOWN_SEAT) continue;
        while (first < last && (!dl_is_capitalised(doc, first) || dl_word_in(doc, first, "the"))) first++;
        while (first < last && !dl_is_capitalised(doc, last)) last--;
        if (says_nothing(doc, first, last)) continue;
        dl_place place = {.first = first, .last = last, .code = dl_land_near(w->who, first), .why = DL_LIT("a name of a place by the model; country from the report")};
        if (!add(w, place, DL_NONE)) return false;
    }
    return true;
}

/* The mentions in the order of the text, whoever found them. */
static bool put_in_order(dl_where *w)
{
    dl_marks *marks = w->marks;
    uint32_t n = marks->place_count, count = 0, *readings = DL_NEW(w->doc->arena, uint32_t, n + (size_t)1);
    dl_place *places = DL_NEW(w->doc->arena, dl_place, n + (size_t)1);
    if (places == NULL || readings == NULL) return false;
    for (uint32_t t = 0; t < w->doc->token_count; t++) {
        uint32_t i = marks->place_at[t];
        if (i == DL_NONE) continue;
        places[count] = marks->places[i];
        readings[count] = w->reading_of[i];
        for (t = places[count].first; t < places[count].last; t++) marks->place_at[t] = count;
        marks->place_at[t] = count++;
    }
    marks->places = places;
    marks->place_room = n;
    w->reading_of = readings;
    return true;
}

dl_status dl_where_find(const dl_tables *tables, dl_doc *doc, dl_marks *marks, dl_error *err)
{
    size_t n = doc->token_count + (size_t)1;
    dl_where w = {.who = marks->who, .doc = doc, .marks = marks, .gazetteer = &tables->gazetteer};
    marks->place_at = DL_NEW(doc->arena, uint32_t, n);
    w.reading_of = DL_NEW(doc->arena, uint32_t, n);
    bool good = marks->place_at && w.reading_of;
    if (good) memset(marks->place_at, 0xff, n * sizeof *marks->place_at);
    good = good && find_long_names(&w) && find_readings(&w) && find_model_names(&w) && put_in_order(&w) && (w.gazetteer->place_count == 0 || dl_where_choose(&w));
    return good ? DL_OK : dl_fail(err, DL_NOMEM, "The report names more places than fit into memory.");
}
