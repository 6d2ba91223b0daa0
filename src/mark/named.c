/* named.c - names that the model does not see, or sees as another kind, where the tables are sure of the very words. Adjectives are none.
 *
 * Tags of dl_token.name change only under a reading: all of its words become one name of the row's kind. */
#include "mark/who.h"

/* DL_NAME_B_* for a reading that is a name by itself; DL_NAME_O for adjectives, nouns and seats, which are used in more than one way. */
static dl_name kind_of(const dl_reading *r)
{
    switch ((dl_known)r->known) {
    case DL_KNOWN_COUNTRY: case DL_KNOWN_CAPITAL: case DL_KNOWN_CITY: return DL_NAME_B_LOC;
    case DL_KNOWN_PERSON: case DL_KNOWN_SURNAME: return DL_NAME_B_PER;
    case DL_KNOWN_ORGANISATION: return DL_NAME_B_ORG;
    default: return DL_NAME_O;
    }
}

/* "Israeli", "Afghans": nobody's and no place's name. */
static bool tells_origin(const dl_reading *r) { return r->known == DL_KNOWN_ADJECTIVE || r->known == DL_KNOWN_PEOPLE; }

static uint8_t begin_of(uint8_t name) { return name == DL_NAME_O ? DL_NAME_O : (uint8_t)(name - (name - 1) % 2); }

static bool all_capitals(const dl_doc *doc, uint32_t t)
{
    dl_str form = dl_token_form(doc, t);
    for (size_t at = 0; at < form.n;) {
        if (dl_is_lower(dl_utf8_next(form, &at))) return false;
    }
    return form.n > 1;
}

/* Do the words first..last hold a name of the kind (DL_NAME_B_*)? */
static bool holds(const dl_doc *doc, uint32_t first, uint32_t last, uint8_t kind)
{
    for (uint32_t t = first; t <= last; t++) {
        if (begin_of(doc->tokens[t].name) == kind) return true;
    }
    return false;
}

/* Are the words a part of a name that reaches farther? */
static bool inside_longer(const dl_doc *doc, uint32_t first, uint32_t last)
{
    uint32_t end = dl_sentence_end(doc, last), next = last + 1;
    uint8_t begin = begin_of(doc->tokens[first].name);
    if (begin != DL_NAME_O && doc->tokens[first].name != begin) return true;
    return next < end && doc->tokens[next].name != DL_NAME_O && doc->tokens[next].name != begin_of(doc->tokens[next].name);
}

/* A single word that the model takes for none may be an ordinary one: "Let", "Price", "Nice". Capitals tell abbreviations from them. */
static bool may_be_ordinary(const dl_doc *doc, uint8_t kind, uint32_t t)
{
    if (doc->tokens[t].name != DL_NAME_O) return false;
    return kind == DL_NAME_B_PER || !all_capitals(doc, t) || doc->tokens[t].end - doc->tokens[t].start < 3;
}

static void settle(const dl_who *who, const dl_reading *r)
{
    const dl_doc *doc = who->doc;
    uint8_t kind = (uint8_t)kind_of(r);
    uint32_t first = r->first, last = r->last;
    while (first < last && !dl_is_capitalised(doc, first)) first++;
    if (tells_origin(r) && begin_of(doc->tokens[first].name) == DL_NAME_B_LOC && !inside_longer(doc, first, last)) {
        for (uint32_t t = first; t <= last; t++) doc->tokens[t].name = DL_NAME_O;
    }
    if (kind == DL_NAME_O || !dl_is_capitalised(doc, first) || !dl_is_capitalised(doc, last) || inside_longer(doc, first, last)) return;
    if (first == last && may_be_ordinary(doc, kind, first)) return;
    if (holds(doc, first, last, DL_NAME_B_PER)) return; /* "the Bush administration": the model knows persons best */
    doc->tokens[first].name = kind;
    for (uint32_t t = first + 1; t <= last; t++) doc->tokens[t].name = (uint8_t)(kind + 1);
}

void dl_names_settle(const dl_who *who)
{
    for (uint32_t i = 0; who->has_names && i < who->reading_count; i++) settle(who, &who->readings[i]);
}
