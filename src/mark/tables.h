/* tables.h - the tables of data/ in memory and the index of their phrases. Private to this room.
 *
 *   table_read.c  text to rows and cells        table_rows.c  one function a table: checks a row and keeps it
 *   tables.c      folder to dl_tables, lint     phrases.c     the index, and matching it against words
 *
 * Everything is built once and read-only afterwards. All text is borrowed from the table arena. */
#ifndef DL_MARK_TABLES_H
#define DL_MARK_TABLES_H

#include "mark/gazetteer.h"
#include "mark/mark.h"
#include "mark/lines.h"

/* ## Rows. Days are inclusive; from INT32_MIN and to INT32_MAX are open. */

typedef struct dl_country { dl_str code, name, capital, wikidata; int32_t from, to; double lat, lon; bool located; } dl_country;
typedef struct dl_city { dl_str name, code, province, feature; double lat, lon; int64_t population; uint32_t line; } dl_city;
typedef struct dl_person { dl_str id, name, code, sector, office; int32_t from, to; uint32_t next; /* further row of the same id, DL_NONE */ uint32_t line; } dl_person;
typedef struct dl_organisation { dl_str id, name, code, sector, kind; int32_t from, to; uint32_t line; } dl_organisation;
typedef struct dl_relation { dl_str from_id, relation, to_id; int32_t from, to; uint32_t line; } dl_relation;
typedef struct dl_agent { dl_str noun, sector, modifiers, code; } dl_agent; /* modifiers: "foreign ministry=GOV|police=COP"; code: of those of no country */
typedef struct dl_body { dl_str words, sector, office; } dl_body;

/* ## Phrases */

typedef enum dl_known {
    DL_KNOWN_COUNTRY,    /* "Afghanistan" */
    DL_KNOWN_PEOPLE,     /* "Afghans" */
    DL_KNOWN_ADJECTIVE,  /* "Afghan" */
    DL_KNOWN_CAPITAL,    /* "Kabul" */
    DL_KNOWN_SEAT,       /* "the Kremlin" */
    DL_KNOWN_CITY,
    DL_KNOWN_PERSON,
    DL_KNOWN_SURNAME,    /* last word of a person's name, derived */
    DL_KNOWN_ORGANISATION,
    DL_KNOWN_AGENT,      /* "spokesman" */
    DL_KNOWN_BODY,       /* "parliament" */
    DL_KNOWN_COUNT
} dl_known;
#define DL_KNOWN_BIT(known) (1u << (known))
/* What tells a country by itself. */
#define DL_KNOWN_LAND (DL_KNOWN_BIT(DL_KNOWN_COUNTRY) | DL_KNOWN_BIT(DL_KNOWN_PEOPLE) | DL_KNOWN_BIT(DL_KNOWN_ADJECTIVE) | \
                       DL_KNOWN_BIT(DL_KNOWN_CAPITAL) | DL_KNOWN_BIT(DL_KNOWN_SEAT) | DL_KNOWN_BIT(DL_KNOWN_CITY))

/* One way of writing one row. Phrases that read the same are chained. */
typedef struct dl_phrase {
    dl_str text;
    uint32_t row;
    uint32_t next;   /* DL_NONE at the end */
    uint32_t shape;  /* two bits a run, first run lowest: 0 small letters, 1 capital first, 2 capitals, 3 capitals inside; all 0: any case matches */
    uint16_t letters;
    uint8_t known;
    uint8_t runs;
} dl_phrase;

/* A run of letters and digits, the unit of matching: "al-Qaeda" is two, "U.S." is one. */
typedef struct dl_run {
    uint32_t token;  /* index of the token it lies in */
    uint32_t start, end;
    uint8_t shape;   /* as in dl_phrase */
    bool apart;      /* something stronger than white space, hyphen, apostrophe or full stop stands before it */
} dl_run;

#define DL_MATCH_PHRASES 8
typedef struct dl_match {
    uint32_t first, last;              /* tokens, inclusive */
    uint32_t phrase[DL_MATCH_PHRASES]; /* those whose letters' case agrees, in table order */
    uint32_t count;
    uint32_t knowns;                   /* DL_KNOWN_BIT of each */
    bool plural;                       /* the text has a plural of the phrase's last word */
} dl_match;

/* Key of an edge: state << 32 | word; the trie is one open-addressing table of edges. */
typedef struct dl_edge { uint64_t key; uint32_t to; } dl_edge;
typedef struct dl_index {
    dl_map *words;        /* folded run -> number */
    dl_edge *edges;
    uint32_t edge_mask;
    uint32_t *final;      /* [states] first phrase that ends here, DL_NONE */
    uint32_t states, state_room;
} dl_index;

struct dl_tables {
    dl_arena *arena;
    dl_country *countries;          uint32_t country_count, country_room;
    dl_city *cities;                uint32_t city_count, city_room;
    dl_person *people;              uint32_t person_count, person_room;
    dl_organisation *organisations; uint32_t organisation_count, organisation_room;
    dl_relation *relations;         uint32_t relation_count, relation_room;
    dl_agent *agents;               uint32_t agent_count, agent_room;
    dl_body *bodies;                uint32_t body_count, body_room;
    dl_phrase *phrases;             uint32_t phrase_count, phrase_room;
    dl_map *person_by_id, *organisation_by_id, *country_by_code;
    dl_index index;
    dl_gazetteer gazetteer;       /* without places when there is no such file */
    char digest[17];
};

/* ## Reading */

/* Reads one table given as bytes, which are copied. The name decides what it is ("people.tsv"). */
DL_CHECKED dl_status dl_tables_add(dl_tables *tables, const char *name, dl_str bytes, dl_findings *findings, dl_error *err);
DL_CHECKED dl_status dl_tables_new(dl_tables **out, dl_error *err);
/* Checks what needs all tables and builds the index; afterwards the tables are read-only. */
DL_CHECKED dl_status dl_tables_finish(dl_tables *tables, dl_findings *findings, dl_error *err);
/* ## Asking */

/* Adds text as a way of writing `row`. */
DL_CHECKED bool dl_phrase_add(dl_tables *tables, dl_known known, uint32_t row, dl_str text);
DL_CHECKED bool dl_index_build(dl_tables *tables);
/* The runs of one piece of text. Appends to (*runs)[*count]; false when memory ran out. */
DL_CHECKED bool dl_runs_add(dl_arena *arena, dl_str text, uint32_t start, uint32_t end, uint32_t token, bool *apart,
                            dl_run **runs, uint32_t *count, uint32_t *room);
/* Longest matches from left to right, not overlapping, within runs[0..count). Appends. */
DL_CHECKED bool dl_matches_add(const dl_tables *tables, dl_arena *arena, dl_str text, const dl_run *runs, uint32_t run_count,
                               dl_match **matches, uint32_t *count, uint32_t *room);

/* The row of a person in office on a day; else the nearest in time; *inside says which. DL_DAY_UNKNOWN: the latest. */
uint32_t dl_person_on(const dl_tables *tables, uint32_t row, int32_t day, bool *inside);
const dl_country *dl_country_by_code(const dl_tables *tables, dl_str code); /* NULL when unknown */
/* Country code of a phrase, {0} for agents and bodies. */
dl_str dl_phrase_code(const dl_tables *tables, const dl_phrase *phrase);
dl_str dl_known_text(dl_known known); /* in words, for `explain` */

#endif
