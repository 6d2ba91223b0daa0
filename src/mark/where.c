/* where.c - places: names that the tables know and names of places that the encoder sees. A city is a place unless it acts; all of them are
 * marked here, and the record room takes those that its place role points to. */
#include "mark/who.h"

static bool add(dl_doc *doc, dl_marks *marks, dl_place place)
{
    if (!dl_arena_grow(doc->arena, (void **)&marks->places, &marks->place_room, marks->place_count + 1, sizeof *marks->places)) return false;
    place.span = (dl_span){doc->tokens[place.first].start, doc->tokens[place.last].end};
    for (uint32_t t = place.first; t <= place.last; t++) marks->place_at[t] = marks->place_count;
    marks->places[marks->place_count++] = place;
    return true;
}

/* The one look-up: a reading of the tables as a place; false for readings that are none. */
static bool look_up(const dl_tables *tables, const dl_reading *r, dl_place *out)
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

/* "Afghan", "Russians": a people or what belongs to it, whatever the model calls it. */
static bool says_people(const dl_who *who, uint32_t t)
{
    uint32_t r = who->reading_at[t];
    if (r != DL_NONE && (who->readings[r].known == DL_KNOWN_ADJECTIVE || who->readings[r].known == DL_KNOWN_PEOPLE)) return true;
    return who->doc->tokens[t].upos == DL_UPOS_ADJ;
}

dl_status dl_where_find(const dl_tables *tables, dl_doc *doc, dl_marks *marks, dl_error *err)
{
    dl_who *who = marks->who;
    (void)tables;
    marks->place_at = DL_NEW(doc->arena, uint32_t, doc->token_count + (size_t)1);
    bool good = marks->place_at != NULL;
    if (good) memset(marks->place_at, 0xff, (doc->token_count + (size_t)1) * sizeof *marks->place_at);
    for (uint32_t i = 0; good && i < who->reading_count; i++) {
        dl_place place;
        if (look_up(who->tables, &who->readings[i], &place)) good = add(doc, marks, place);
    }
    for (uint32_t t = 0; good && t < doc->token_count; t++) {
        if (doc->tokens[t].name != DL_NAME_B_LOC || marks->place_at[t] != DL_NONE) continue;
        uint32_t last = t;
        while (last + 1 < doc->token_count && doc->tokens[last + 1].name == DL_NAME_I_LOC && marks->place_at[last + 1] == DL_NONE) last++;
        if (last == t && says_people(who, t)) continue;
        good = add(doc, marks, (dl_place){.first = t, .last = last, .code = dl_land_near(who, t), .why = DL_LIT("a name of a place by the model; country from the report")});
        t = last;
    }
    return good ? DL_OK : dl_fail(err, DL_NOMEM, "The report names more places than fit into memory.");
}
