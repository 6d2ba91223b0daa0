/* import.h - dictionaries that people already have, turned into tables of our own. src/record/imports.c calls dl_import_files(); the rest is private to this room.
 *
 *   import.c           files, what each is, the folder of tables that comes out
 *   import_codes.c     names and codes of the CAMEO family in our writing
 *   import_petrarch.c  actors and agents of PETRARCH and its kin
 *   import_json.c      JSON text as a tree      import_wikidata.c  lines of a Wikidata dump, or slices of it
 */
#ifndef DL_MARK_IMPORT_H
#define DL_MARK_IMPORT_H

#include "mark/tables.h"

typedef enum dl_into { DL_INTO_COUNTRIES, DL_INTO_PEOPLE, DL_INTO_ORGANISATIONS, DL_INTO_AGENTS, DL_INTO_COUNT } dl_into;

typedef struct dl_importer {
    dl_arena *arena;
    const dl_tables *tables;  /* those of the data folder: what they know is not imported again */
    dl_map *known;            /* folded names that they have */
    dl_map *ids;              /* ids given so far */
    dl_buf out[DL_INTO_COUNT];
    uint32_t rows[DL_INTO_COUNT];
    dl_findings *findings;
    uint32_t lines, unusable, known_lines;
    bool new_codes;           /* three letters that no table knows are a country of the dictionary's own, other roles UNK */
    bool failed;              /* memory ran out */
} dl_importer;

/* A line that cannot be used is told with its reason, and counted. */
void dl_import_fault(dl_importer *im, uint32_t line, const char *format, ...) DL_PRINTF(3, 4);
bool dl_import_is_known(const dl_importer *im, dl_str name);
/* A new id: prefix, colon, the name in small letters; numbered when it is taken. */
dl_str dl_import_id(dl_importer *im, const char *prefix, dl_str name);
/* Adds a row; an office, sector or date that is empty leaves its cell empty. Aliases are separated by |. */
typedef struct dl_import_row { dl_str id, name, code, sector, office, aliases; int32_t from, to; const char *kind; } dl_import_row;
void dl_import_add(dl_importer *im, dl_into into, const dl_import_row *row);

/* ## Codes */

typedef struct dl_cameo {
    dl_str code, sector;
    int32_t from, to;
    bool dated, land;         /* land: nothing but a country */
} dl_cameo;
/* Reads what stands between brackets ("AFGGOV 790916-791227"); `agent`: a code without its country ("~GOV"). False: *why tells. */
bool dl_cameo_read(const dl_importer *im, dl_str text, bool agent, dl_cameo *out, const char **why);
/* "ABU_NIDAL_ORGANIZATION_" as news writes it, valid UTF-8 without control characters, in the arena; `acronym` gets what stands in parentheses. */
dl_str dl_import_name(dl_importer *im, dl_str text, dl_str *acronym);

/* ## Files */

void dl_import_petrarch(dl_importer *im, dl_str bytes);
void dl_import_wikidata(dl_importer *im, dl_str bytes);

/* One importer takes any number of files; what comes out lies in `out`. `tables` and `findings` must outlive it. */
DL_CHECKED dl_status dl_importer_open(const dl_tables *tables, bool new_codes, dl_findings *findings, dl_importer *im, dl_error *err);
void dl_importer_close(dl_importer *im);
/* The bytes of a file, told by what they hold; `name` is for findings. */
DL_CHECKED dl_status dl_import_bytes(dl_importer *im, const char *name, dl_str bytes, dl_error *err);

/* Reads the files and writes the folder. Faults of lines go to `findings`, one a line, `file:line: words`. */
DL_CHECKED dl_status dl_import_files(const dl_tables *tables, const dl_import_ask *ask, dl_buf *findings, dl_import_count *count, dl_error *err);

/* ## JSON */

typedef enum dl_json_kind { DL_JSON_NULL, DL_JSON_TRUTH, DL_JSON_NUMBER, DL_JSON_STRING, DL_JSON_ARRAY, DL_JSON_OBJECT } dl_json_kind;
typedef struct dl_node { dl_json_kind kind; dl_str key, text; struct dl_node *first, *next; } dl_node;
/* NULL: *why tells what is wrong. Members keep their order. */
dl_node *dl_node_read(dl_arena *arena, dl_str text, const char **why);
const dl_node *dl_node_get(const dl_node *node, const char *key); /* NULL when the node is no object or has no such member */
/* The member at a path of keys ("mainsnak/datavalue/value"). */
const dl_node *dl_node_at(const dl_node *node, const char *path);
dl_str dl_value_text(const dl_node *node);                         /* of a string or number; {0} else */

#endif
