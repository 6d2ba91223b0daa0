/* import_any.h - any bytes through one of the importers: lines are told or become rows, and what was written is read without a fault. */
#ifndef IMPORT_ANY_H
#define IMPORT_ANY_H

#include "mark/import.h"

static inline void import_any(void (*import)(dl_importer *im, dl_str bytes), bool new_codes, dl_str bytes)
{
    static const char *const names[DL_INTO_COUNT] = {"countries.tsv", "people.tsv", "organisations.tsv", "agents.tsv"};
    static const char *const heads[DL_INTO_COUNT] = {
        "code\tname\tfrom\tto\taliases\tpeoples\tadjectives\tcapital\tseats\tlat\tlon\tsource\n", "id\tname\tcode\tsector\toffice\tfrom\tto\taliases\tsource\n",
        "id\tname\tcode\tsector\tfrom\tto\taliases\tkind\tsource\n", "noun\tsector\tplural\tmodifier_sectors\tnotes\n"};
    static const char lands[] = "code\tname\tfrom\tto\taliases\tpeoples\tadjectives\tcapital\tseats\tlat\tlon\nAFG\tAfghanistan\t\t\t\tAfghan\tAfghan\tKabul\t\t33\t65\n";
    dl_tables *tables;
    dl_error err;
    dl_buf out = {0}, again = {0};
    dl_findings findings = {.out = &out};
    dl_importer im;
    if (dl_tables_new(&tables, &err) != DL_OK) return;
    if (dl_tables_add(tables, "countries.tsv", dl_str_c(lands), &findings, &err) == DL_OK && dl_tables_finish(tables, &findings, &err) == DL_OK &&
        dl_importer_open(tables, new_codes, &findings, &im, &err) == DL_OK) {
        import(&im, bytes);
        for (int into = 0; into < DL_INTO_COUNT; into++) {
            findings = (dl_findings){.out = &again};
            dl_buf table = {0};
            dl_buf_add(&table, dl_str_c(heads[into]));
            dl_buf_add(&table, dl_buf_str(&im.out[into]));
            if (dl_tables_add(tables, names[into], dl_buf_str(&table), &findings, &err) == DL_OK && findings.count) __builtin_trap();
            dl_buf_drop(&table);
        }
        dl_importer_close(&im);
    }
    dl_buf_drop(&out);
    dl_buf_drop(&again);
    dl_tables_close(tables);
}

#endif
