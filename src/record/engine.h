/* engine.h - what the parts of the engine share: engine.c (opening, one report), rule_files.c, conllu_read.c. */
#ifndef DL_ENGINE_H
#define DL_ENGINE_H

#include "record/link.h"
#include "record/record.h"

struct dl_engine {
    dl_arena *arena;  /* the engine's lifespan */
    dl_tables *tables;
    dl_model *model;  /* the one whose events count */
    dl_model *quick;  /* of "auto": reads everything first; else NULL */
    float chance;     /* of "auto": DL_SETTING_CHANCE of the quick model */
    dl_rules *rules;
    dl_settings *settings;
    dl_links *links;
    dl_buf findings;  /* faults of tables, rules and settings, met while opening */
    uint32_t finding_count;
    dl_str data;      /* the folder, NUL-terminated */
    dl_str coder;
    dl_str card;
    float min_confidence;
    bool explain;
    size_t memory;
};

/* The engine's model or pair of models, for one thread. */
DL_CHECKED dl_status dl_engine_reader(const dl_engine *engine, dl_reader **out, dl_error *err);

/* The rule files of the data folder, `rules/NAME.rules`, in the order of their names. */
DL_CHECKED dl_status dl_rules_read_folder(dl_engine *engine, dl_error *err);
DL_CHECKED dl_status dl_rules_read_file(dl_engine *engine, const char *path, dl_error *err);

/* Fills text, sentences and tokens from CoNLL-U; all columns but ID, FORM and SpaceAfter are ignored. */
DL_CHECKED dl_status dl_conllu_read(dl_doc *doc, dl_str conllu, dl_error *err);

#endif
