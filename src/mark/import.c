/* import.c - files in, a folder of tables out. */
#include "mark/import.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

static const char *const headers[DL_INTO_COUNT] = {
    "code\tname\tfrom\tto\taliases\tpeoples\tadjectives\tcapital\tseats\tlat\tlon\tsource\n",
    "id\tname\tcode\tsector\toffice\tfrom\tto\taliases\tsource\n",
    "id\tname\tcode\tsector\tfrom\tto\taliases\tkind\tsource\n",
    "noun\tsector\tplural\tmodifier_sectors\tnotes\n",
};
static const char *const tables_names[DL_INTO_COUNT] = {"countries.tsv", "people.tsv", "organisations.tsv", "agents.tsv"};

/* ## For the readers of files */

void dl_import_fault(dl_importer *im, uint32_t line, const char *format, ...)
{
    char words[200];
    va_list list;
    va_start(list, format);
    vsnprintf(words, sizeof words, format, list);
    va_end(list);
    im->unusable++;
    dl_finding_add(im->findings, line, "%s", words);
}

/* A name as a key: folded, every run of other signs one blank. */
static dl_str key_of(dl_str name, char *room, size_t size)
{
    size_t n = dl_str_fold(name, room, size), kept = 0;
    for (size_t i = 0; i < n; i++) {
        char c = room[i];
        bool letter = (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (letter) room[kept++] = c;
        else if (kept && c != '.' && room[kept - 1] != ' ') room[kept++] = ' ';
    }
    while (kept && room[kept - 1] == ' ') kept--;
    return (dl_str){room, kept};
}

bool dl_import_is_known(const dl_importer *im, dl_str name)
{
    char room[200];
    return dl_map_get(im->known, key_of(name, room, sizeof room)) != NULL;
}

static bool know(dl_importer *im)
{
    char room[200];
    im->known = dl_map_new(im->arena, im->tables->phrase_count);
    im->ids = dl_map_new(im->arena, 4096);
    for (uint32_t i = 0; im->known && i < im->tables->phrase_count; i++) {
        const dl_phrase *p = &im->tables->phrases[i];
        if (p->known == DL_KNOWN_SURNAME) continue;
        dl_str key = dl_arena_str(im->arena, key_of(p->text, room, sizeof room));
        if (key.p == NULL || !dl_map_put(im->known, key, i, NULL)) return false;
    }
    return im->known && im->ids;
}

dl_str dl_import_id(dl_importer *im, const char *prefix, dl_str name)
{
    char room[100];
    size_t kept = 0;
    dl_str key = key_of(name, room, sizeof room);
    for (size_t i = 0; i < key.n; i++) {
        if ((unsigned char)key.p[i] < 0x80) room[kept++] = key.p[i] == ' ' ? '-' : key.p[i];
    }
    dl_str id = dl_arena_printf(im->arena, "%s:%.*s", prefix, (int)kept, room), one = id;
    for (uint32_t n = 2; id.p && dl_map_get(im->ids, one); n++) one = dl_arena_printf(im->arena, "%.*s-%u", (int)id.n, id.p, (unsigned)n);
    if (one.p == NULL || !dl_map_put(im->ids, one, 0, NULL)) im->failed = true;
    return one;
}

static void add_day(dl_buf *out, int32_t day)
{
    char text[11] = "";
    if (day != INT32_MIN && day != INT32_MAX) dl_day_to_text(day, text);
    dl_buf_printf(out, "\t%s", text);
}

static void add_cell(dl_buf *out, dl_str text)
{
    dl_buf_char(out, '\t');
    dl_buf_add(out, text);
}

void dl_import_add(dl_importer *im, dl_into into, const dl_import_row *row)
{
    dl_buf *out = &im->out[into];
    bool land = into == DL_INTO_COUNTRIES, noun = into == DL_INTO_AGENTS;
    im->rows[into]++;
    dl_buf_add(out, land ? row->code : noun ? row->name : row->id);
    if (noun) {
        add_cell(out, row->sector);
        add_cell(out, row->aliases);
        DL_BUF_LIT(out, "\t\timported\n");
        return;
    }
    add_cell(out, row->name);
    if (!land) add_cell(out, row->code);
    if (!land) add_cell(out, row->sector);
    if (into == DL_INTO_PEOPLE) add_cell(out, row->office);
    add_day(out, row->from);
    add_day(out, row->to);
    add_cell(out, row->aliases);
    if (land) DL_BUF_LIT(out, "\t\t\t\t\t\t");
    if (into == DL_INTO_ORGANISATIONS) DL_BUF_LIT(out, "\timported");
    dl_buf_printf(out, "\t%s\n", row->kind ? row->kind : "imported");
}

/* ## Files */

/* The first line that is neither empty nor a comment. */
static dl_str first_content(dl_str bytes)
{
    for (dl_str rest = bytes; rest.n;) {
        dl_str line = dl_str_trim(dl_str_cut(&rest, '\n'));
        if (line.n && line.p[0] != '#' && line.p[0] != ';') return line;
    }
    return (dl_str){0};
}

static bool is_json(dl_str first) { return first.n && (first.p[0] == '{' || dl_str_is(first, "[")); }

/* What the file is when it is not one that can be read; NULL when it is. */
static const char *other_kind(dl_str bytes, dl_str first)
{
    if (dl_str_starts(bytes, DL_LIT("\x1f\x8b"))) return "packed with gzip; unpack it first";
    if (dl_str_starts(bytes, DL_LIT("\x28\xb5\x2f\xfd"))) return "packed with zstd; unpack it first";
    if (dl_str_starts(first, DL_LIT("<ISSUE"))) return "a dictionary of issues; actors, agents and Wikidata lines can be imported";
    if (dl_str_starts(first, DL_LIT("&")) || dl_str_starts(first, DL_LIT("---"))) return "a dictionary of verbs; actors, agents and Wikidata lines can be imported";
    size_t brackets = 0;
    for (size_t i = 0; i < bytes.n; i++) brackets += bytes.p[i] == '[' || bytes.p[i] == '{';
    return brackets ? NULL : "a list without codes; actors, agents and Wikidata lines can be imported";
}

dl_status dl_import_bytes(dl_importer *im, const char *name, dl_str bytes, dl_error *err)
{
    im->findings->file = name;
    bytes = dl_arena_str(im->arena, bytes);
    if (bytes.p == NULL) return dl_fail(err, DL_NOMEM, "Memory ran out while %s was imported.", name);
    if (dl_str_starts(bytes, DL_LIT("\xEF\xBB\xBF"))) bytes = dl_str_part(bytes, 3, bytes.n);
    dl_str first = first_content(bytes);
    const char *other = other_kind(bytes, first);
    if (other) dl_import_fault(im, 0, "the file is %s", other);
    else if (is_json(first)) dl_import_wikidata(im, bytes);
    else dl_import_petrarch(im, bytes);
    for (int into = 0; into < DL_INTO_COUNT; into++) im->failed |= im->out[into].failed;
    return im->failed ? dl_fail(err, DL_NOMEM, "Memory ran out while %s was imported.", name) : DL_OK;
}

static dl_status read_file(dl_importer *im, const char *path, dl_error *err)
{
    dl_file file;
    DL_TRY(dl_file_open(path, &file, err));
    dl_status status = dl_import_bytes(im, path, file.bytes, err);
    dl_file_close(&file);
    return status;
}

static dl_status write_table(const dl_importer *im, const char *folder, int into, dl_error *err)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%s", folder, tables_names[into]);
    if (n < 0 || (size_t)n >= sizeof path) return dl_fail(err, DL_USAGE, "The name of the folder is too long.");
    if (im->rows[into] == 0) return remove(path) == 0 || errno == ENOENT ? DL_OK : dl_fail(err, DL_IO, "%s cannot be removed: %s.", path, strerror(errno));
    const dl_buf *out = &im->out[into];
    FILE *file = fopen(path, "w");
    if (file == NULL) return dl_fail(err, DL_IO, "%s cannot be written: %s.", path, strerror(errno));
    bool well = fputs("# Written by dateline import; a later import writes it anew.\n", file) >= 0 && fputs(headers[into], file) >= 0 &&
                fwrite(out->p, 1, out->n, file) == out->n;
    well = fclose(file) == 0 && well;
    return well ? DL_OK : dl_fail(err, DL_IO, "%s cannot be written: %s.", path, strerror(errno));
}

static dl_status import(dl_importer *im, const dl_import_ask *ask, dl_error *err)
{
    for (uint32_t i = 0; i < ask->file_count; i++) DL_TRY(read_file(im, ask->files[i], err));
    if (mkdir(ask->folder, 0777) != 0 && errno != EEXIST) return dl_fail(err, DL_IO, "The folder %s cannot be made: %s.", ask->folder, strerror(errno));
    for (int into = 0; into < DL_INTO_COUNT; into++) DL_TRY(write_table(im, ask->folder, into, err));
    return DL_OK;
}

dl_status dl_importer_open(const dl_tables *tables, bool new_codes, dl_findings *findings, dl_importer *im, dl_error *err)
{
    *im = (dl_importer){.tables = tables, .arena = dl_arena_new(0), .findings = findings, .new_codes = new_codes};
    if (im->arena && know(im)) return DL_OK;
    dl_importer_close(im);
    return dl_fail(err, DL_NOMEM, "There is no memory for the import.");
}

void dl_importer_close(dl_importer *im)
{
    for (int i = 0; i < DL_INTO_COUNT; i++) dl_buf_drop(&im->out[i]);
    dl_arena_free(im->arena);
}

dl_status dl_import_files(const dl_tables *tables, const dl_import_ask *ask, dl_buf *findings, dl_import_count *count, dl_error *err)
{
    dl_findings list = {.out = findings, .file = ""};
    dl_importer im;
    DL_TRY(dl_importer_open(tables, ask->new_codes != 0, &list, &im, err));
    dl_status status = import(&im, ask, err);
    *count = (dl_import_count){.lines = im.lines, .unusable = im.unusable, .known = im.known_lines, .countries = im.rows[DL_INTO_COUNTRIES], .people = im.rows[DL_INTO_PEOPLE],
                               .organisations = im.rows[DL_INTO_ORGANISATIONS], .agents = im.rows[DL_INTO_AGENTS]};
    dl_importer_close(&im);
    return status;
}
