/* import_wikidata.c - lines of a Wikidata dump, or slices of it, one JSON object a line.
 *
 * Taken: `id`; `label` or labels/en/value; `aliases` or aliases/en[]/value; the statements P17 (country), P27 (citizenship), P31 (what it is),
 * P39 (office, with P580 from and P582 to) and P298 (a country's ISO code), either as the dump has them (`claims`, mainsnak, datavalue) or at
 * the top level as texts, ids or {"value","label","P580","P582"}. Items of the same file give the names and codes of those they refer to. */
#include "mark/import.h"

typedef struct wikidata {
    dl_importer *im;
    dl_arena *scratch;        /* of one line */
    dl_map *labels, *codes;   /* Q number -> place in `texts` */
    dl_str *texts; uint32_t count, room;
} wikidata;

/* ## Statements */

static const dl_node *statements(const dl_node *item, const char *property)
{
    const dl_node *own = dl_node_get(item, property);
    return own ? own : dl_node_get(dl_node_get(item, "claims"), property);
}

/* The first of a list, or the one that stands alone. */
static const dl_node *first_of(const dl_node *list) { return list && list->kind == DL_JSON_ARRAY ? list->first : list; }
static const dl_node *next_of(const dl_node *list, const dl_node *node) { return list->kind == DL_JSON_ARRAY ? node->next : NULL; }

/* What a statement or a qualifier says, as a text: an id, a time, a word. */
static dl_str said(const dl_node *statement)
{
    static const char *const paths[] = {"mainsnak/datavalue/value/id", "mainsnak/datavalue/value/time", "mainsnak/datavalue/value", "datavalue/value/id", "datavalue/value/time",
                                        "datavalue/value", "value/id", "value/time", "value", "id", "time"};
    dl_str text = dl_value_text(statement);
    for (size_t i = 0; i < DL_COUNT(paths) && text.n == 0; i++) text = dl_value_text(dl_node_at(statement, paths[i]));
    return text;
}

static dl_str qualifier(const dl_node *statement, const char *property)
{
    const dl_node *own = dl_node_get(statement, property);
    if (own == NULL) own = dl_node_get(dl_node_get(statement, "qualifiers"), property);
    return said(first_of(own));
}

static dl_str label_of(const dl_node *item)
{
    dl_str label = dl_value_text(dl_node_get(item, "label"));
    return label.n ? label : dl_value_text(dl_node_at(item, "labels/en/value"));
}

static bool is_q(dl_str text)
{
    int64_t number;
    return text.n > 1 && text.p[0] == 'Q' && text.p[1] >= '0' && text.p[1] <= '9' && dl_str_to_int(dl_str_part(text, 1, text.n), &number);
}

static dl_str known_text(const wikidata *w, const dl_map *map, dl_str id)
{
    const uint32_t *at = dl_map_get(map, id);
    return at ? w->texts[*at] : (dl_str){0};
}

/* In words: the label beside the id, else that of the item in this file, else a text that is no id. */
static dl_str in_words(const wikidata *w, const dl_node *statement)
{
    dl_str label = dl_value_text(dl_node_get(statement, "label")), id = said(statement);
    if (label.n) return label;
    return is_q(id) ? known_text(w, w->labels, id) : id;
}

/* ## Countries */

static dl_str code_of_name(const dl_tables *tables, dl_str name)
{
    for (uint32_t i = 0; i < tables->country_count; i++) {
        if (dl_str_eq(tables->countries[i].name, name)) return tables->countries[i].code;
    }
    return (dl_str){0};
}

static dl_str country_of(const wikidata *w, const dl_node *item)
{
    static const char *const properties[] = {"P27", "P17", "P1001"};
    for (size_t i = 0; i < DL_COUNT(properties); i++) {
        const dl_node *list = statements(item, properties[i]);
        for (const dl_node *s = first_of(list); s; s = next_of(list, s)) {
            dl_str id = said(s), code = known_text(w, w->codes, id);
            for (uint32_t k = 0; code.n == 0 && k < w->im->tables->country_count; k++) {
                if (id.n && dl_str_eq(w->im->tables->countries[k].wikidata, id)) code = w->im->tables->countries[k].code;
            }
            if (code.n == 0) code = code_of_name(w->im->tables, in_words(w, s));
            if (code.n == 0 && dl_is_code(id) && dl_map_get(w->im->tables->country_by_code, id)) code = id;
            if (code.n) return code;
        }
    }
    return (dl_str){0};
}

/* ## Sectors by words */

typedef struct hint { const char *word, *sector; } hint;

static dl_str by_words(dl_str label, const hint *hints, size_t count)
{
    char folded[200];
    dl_str small = {folded, dl_str_fold(label, folded, sizeof folded)};
    for (size_t i = 0; i < count && small.n; i++) {
        if (memmem(small.p, small.n, hints[i].word, strlen(hints[i].word))) return dl_str_c(hints[i].sector);
    }
    return (dl_str){0};
}

static dl_str sector_of_office(dl_str label)
{
    static const hint hints[] = {
        {"member of parliament", "LEG"}, {"member of the", "LEG"}, {"senator", "LEG"}, {"deputy of", "LEG"}, {"speaker of", "LEG"}, {"legislat", "LEG"}, {"representative of the", "LEG"},
        {"party leader", "PTY"}, {"party chair", "PTY"}, {"judge", "JUD"}, {"justice of", "JUD"}, {"chief justice", "JUD"}, {"prosecutor", "JUD"}, {"commander", "MIL"},
        {"chief of staff of the arm", "MIL"}, {"chief of the general staff", "MIL"}, {"chief of army", "MIL"}, {"police", "COP"}, {"intelligence", "SPY"}, {"professor", "EDU"},
        {"bishop", "REL"}, {"rabbi", "REL"}, {"imam", "REL"}, {"pope", "REL"}, {"chief executive officer", "BUS"},
    };
    dl_str sector = by_words(label, hints, DL_COUNT(hints));
    return sector.n ? sector : DL_LIT("GOV");
}

static dl_str sector_of_kind(dl_str label)
{
    static const hint hints[] = {
        {"political party", "PTY"}, {"terrorist", "REB"}, {"insurgent", "REB"}, {"guerrilla", "REB"}, {"rebel", "REB"}, {"paramilitary", "PRM"}, {"militia", "PRM"}, {"armed group", "REB"},
        {"armed organi", "REB"}, {"militant", "REB"}, {"armed forces", "MIL"}, {"army", "MIL"}, {"navy", "MIL"}, {"air force", "MIL"}, {"military", "MIL"}, {"police", "COP"},
        {"intelligence", "SPY"}, {"court", "JUD"}, {"parliament", "LEG"}, {"legislature", "LEG"}, {"senate", "LEG"}, {"house of", "LEG"}, {"ministry", "GOV"}, {"government", "GOV"},
        {"newspaper", "JRN"}, {"news agency", "JRN"}, {"television", "JRN"}, {"radio", "JRN"}, {"magazine", "JRN"}, {"trade union", "LAB"}, {"university", "EDU"}, {"school", "EDU"},
        {"hospital", "MED"}, {"church", "REL"}, {"religious", "REL"}, {"gang", "CRM"}, {"cartel", "CRM"}, {"criminal", "CRM"}, {"non-governmental", "SOC"}, {"nonprofit", "SOC"},
        {"charit", "SOC"}, {"company", "BUS"}, {"business", "BUS"}, {"enterprise", "BUS"}, {"corporation", "BUS"}, {"bank", "BUS"},
    };
    return by_words(label, hints, DL_COUNT(hints));
}

/* ## Items */

/* "+2014-09-29T00:00:00Z", "2014-09", "2014": a day, the first or last of its month or year where that is all. */
static bool day_of(dl_str text, bool last, int32_t *out)
{
    if (text.n && text.p[0] == '+') text = dl_str_part(text, 1, text.n);
    text = dl_str_part(text, 0, DL_MIN(text.n, 10));
    while (text.n > 4 && dl_str_ends(text, DL_LIT("-00"))) text.n -= 3;
    return dl_table_day(text, last, out);
}

static dl_str aliases_of(wikidata *w, const dl_node *item)
{
    const dl_node *list = dl_node_get(item, "aliases");
    dl_str cell = {0}, none;
    if (list && list->kind == DL_JSON_OBJECT) list = dl_node_get(list, "en");
    for (const dl_node *a = first_of(list); a; a = next_of(list, a)) {
        dl_str text = dl_import_name(w->im, said(a), &none);
        if (text.n == 0 || dl_import_is_known(w->im, text)) continue;
        cell = cell.n ? dl_arena_printf(w->im->arena, "%.*s|%.*s", (int)cell.n, cell.p, (int)text.n, text.p) : text;
    }
    return cell;
}

static void add_person(wikidata *w, const dl_node *item, dl_str id, dl_str name, dl_str code, uint32_t line)
{
    const dl_node *offices = statements(item, "P39");
    dl_import_row row = {.id = dl_import_id(w->im, "wikidata", id), .name = name, .code = code, .aliases = aliases_of(w, item), .kind = "wikidata"};
    uint32_t rows = 0;
    for (const dl_node *s = first_of(offices); s; s = next_of(offices, s)) {
        dl_str from = qualifier(s, "P580"), to = qualifier(s, "P582"), none;
        row.office = dl_import_name(w->im, in_words(w, s), &none);
        row.sector = sector_of_office(row.office);
        row.from = INT32_MIN;
        row.to = INT32_MAX;
        bool dated = (from.n == 0 || day_of(from, false, &row.from)) && (to.n == 0 || day_of(to, true, &row.to)) && row.from <= row.to;
        if (!dated) {
            dl_import_fault(w->im, line, "the dates of an office of %.*s are not dates: %.*s %.*s", (int)name.n, name.p, (int)from.n, from.p, (int)to.n, to.p);
            continue;
        }
        dl_import_add(w->im, DL_INTO_PEOPLE, &row);
        row.aliases = (dl_str){0};
        rows++;
    }
    if (rows == 0) dl_import_fault(w->im, line, "%.*s has no office (P39) that could be used", (int)name.n, name.p);
}

static void add_organisation(wikidata *w, const dl_node *item, dl_str id, dl_str name, dl_str code, dl_str sector, uint32_t line)
{
    dl_str from = said(first_of(statements(item, "P571"))), to = said(first_of(statements(item, "P576")));
    dl_import_row row = {.id = dl_import_id(w->im, "wikidata", id), .name = name, .code = code, .sector = sector, .aliases = aliases_of(w, item), .from = INT32_MIN, .to = INT32_MAX, .kind = "wikidata"};
    bool dated = (from.n == 0 || day_of(from, false, &row.from)) && (to.n == 0 || day_of(to, true, &row.to)) && row.from <= row.to;
    if (dated) dl_import_add(w->im, DL_INTO_ORGANISATIONS, &row);
    else dl_import_fault(w->im, line, "the dates of %.*s are not dates", (int)name.n, name.p);
}

static void add_item(wikidata *w, const dl_node *item, uint32_t line)
{
    dl_str none, id = dl_value_text(dl_node_get(item, "id")), name = dl_import_name(w->im, label_of(item), &none), code = country_of(w, item), sector = {0};
    const dl_node *kinds = statements(item, "P31");
    bool human = statements(item, "P39") != NULL;
    if (statements(item, "P298")) return; /* a country: it gave its code */
    if (name.n == 0) {
        dl_import_fault(w->im, line, "the item has no English label");
        return;
    }
    for (const dl_node *s = first_of(kinds); s; s = next_of(kinds, s)) {
        human |= dl_str_is(said(s), "Q5") || dl_str_is(in_words(w, s), "human");
        if (sector.n == 0) sector = sector_of_kind(in_words(w, s));
    }
    if (!human && sector.n == 0 && kinds == NULL && code.n == 0) return; /* an item that only names others: an office, a kind */
    if (dl_import_is_known(w->im, name)) w->im->known_lines++;
    else if (code.n == 0) dl_import_fault(w->im, line, "no country (P17, P27) of %.*s is known to the tables or the file", (int)name.n, name.p);
    else if (human) add_person(w, item, id.n ? id : name, name, code, line);
    else if (sector.n == 0) dl_import_fault(w->im, line, "what %.*s is (P31) is no kind that the tables have a sector for", (int)name.n, name.p);
    else add_organisation(w, item, id.n ? id : name, name, code, sector, line);
}

/* ## Lines */

static void keep_text(wikidata *w, dl_map *map, dl_str id, dl_str text)
{
    if (id.n == 0 || text.n == 0) return;
    id = dl_arena_str(w->im->arena, id);
    text = dl_arena_str(w->im->arena, text);
    if (!id.p || !text.p || !dl_arena_grow(w->im->arena, (void **)&w->texts, &w->room, w->count + 1, sizeof *w->texts) || !dl_map_put(map, id, w->count, NULL)) {
        w->im->failed = true;
        return;
    }
    w->texts[w->count++] = text;
}

/* A line of the dump ends in a comma, and its first and last are brackets. */
static dl_str item_text(dl_str line)
{
    line = dl_str_trim(line);
    if (line.n && line.p[line.n - 1] == ',') line.n--;
    return dl_str_is(line, "[") || dl_str_is(line, "]") ? (dl_str){0} : line;
}

/* What the item tells about others that refer to it. */
static void learn_item(wikidata *w, const dl_node *item)
{
    dl_str id = dl_value_text(dl_node_get(item, "id")), code = said(first_of(statements(item, "P298")));
    keep_text(w, w->labels, id, label_of(item));
    if (dl_is_code(code) && dl_map_get(w->im->tables->country_by_code, code)) keep_text(w, w->codes, id, code);
}

static void read_lines(wikidata *w, dl_str bytes, bool learn)
{
    uint32_t line = 0;
    for (dl_str rest = bytes; rest.n && !w->im->failed;) {
        dl_str text = item_text(dl_str_cut(&rest, '\n'));
        const char *why = "it is not UTF-8";
        size_t bad;
        line++;
        if (text.n == 0) continue;
        dl_arena_reset(w->scratch);
        const dl_node *item = dl_utf8_valid(text, &bad) ? dl_node_read(w->scratch, text, &why) : NULL;
        if (learn) {
            learn_item(w, item);
            continue;
        }
        w->im->lines++;
        if (item == NULL || item->kind != DL_JSON_OBJECT) dl_import_fault(w->im, line, "not a JSON object: %s", item ? "another value" : why);
        else add_item(w, item, line);
    }
}

void dl_import_wikidata(dl_importer *im, dl_str bytes)
{
    wikidata w = {.im = im, .scratch = dl_arena_new(0), .labels = dl_map_new(im->arena, 256), .codes = dl_map_new(im->arena, 256)};
    im->failed |= !w.scratch || !w.labels || !w.codes;
    read_lines(&w, bytes, true);
    read_lines(&w, bytes, false);
    dl_arena_free(w.scratch);
}
