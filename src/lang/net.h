/* net.h - the parts of a model in memory and how a reader goes through them. Private to the files that read the model:
 *
 *   model.c      the file: directory, sections, labels
 *   pieces.c     words to word pieces, shapes of words        forms.c      words to token vectors
 *   encoder.c    windows of pieces to word vectors            recurrent.c  words to word vectors
 *   heads.c      word vectors to tags, trees, names, scores, answers about triggers and parties
 *   tree.c       arc scores to trees
 *   reader.c     a report through all of it
 *
 * A model is read-only once open and shared by threads; whatever changes lives in a dl_reader. */
#ifndef DL_NET_H
#define DL_NET_H

#include "kern/kern.h"
#include "lang/lang.h"

#include <stddef.h>

#define DL_UNIT_PIECES 254u /* pieces of a window beside [CLS] and [SEP] */
#define DL_PIECES_MAX 8u    /* pieces of a word */
enum { DL_TASK_TREE, DL_TASK_NAME, DL_TASK_EVENT, DL_TASKS };
#define DL_SHAPES 6u
#define DL_WORD_WIDTH 2048u /* width of a word vector at most */

/* ## The file */

typedef struct dl_labels { uint32_t count; dl_str *text; } dl_labels;

typedef struct dl_entry { dl_str name; dl_section section; } dl_entry;

typedef struct dl_pieces dl_pieces;
typedef struct dl_forms dl_forms;
typedef struct dl_encoder dl_encoder;
typedef struct dl_recurrent dl_recurrent;
typedef struct dl_heads dl_heads;

struct dl_model {
    dl_file file;
    dl_arena *arena;
    const dl_kernel *kernel;
    dl_str bytes;
    dl_entry *entries;
    uint32_t entry_count;
    char digest[17];
    dl_labels upos, xpos, feats, rel, name, type, mode, cameo, sector, special, stance, aux;
    /* One of the two, or none in a model that holds tables only. */
    const dl_encoder *encoder;
    const dl_recurrent *recurrent;
    const dl_heads *heads;
};

/* Loading of parts. Each names the section that is missing or wrong. */
DL_CHECKED dl_status dl_load_text(dl_model *model, const char *name, dl_labels *out, dl_error *err);
/* Floats of this shape (columns 0: one dimension), each finite and at most 10,000 in size; not copied. */
DL_CHECKED dl_status dl_load_floats(dl_model *model, const char *name, uint32_t rows, uint32_t columns, const float **out, dl_error *err);
/* int8 rows `name`.weight with `name`.scale, not copied. rows 0: as many as there are, told through *rows. */
DL_CHECKED dl_status dl_load_rows(dl_model *model, const char *name, uint32_t *rows, uint32_t columns, const int8_t **weight, const float **scale, dl_error *err);
/* `name`.weight packed for the kernel; with `name`.bias, or zeros when biased is false. */
DL_CHECKED dl_status dl_load_linear(dl_model *model, const char *name, uint32_t out_width, uint32_t in_width, bool biased, dl_linear *out, dl_error *err);
DL_CHECKED dl_status dl_load_config(dl_model *model, uint32_t config[8], dl_error *err);
bool dl_model_has(const dl_model *model, const char *name);

/* ## Words */

/* 0 other with a letter or digit, 1 all capitals, 2 first letter capital, 3 a capital inside, 4 a digit inside, 5 punctuation. */
uint32_t dl_word_shape(dl_str form);

DL_CHECKED dl_status dl_pieces_open(dl_model *model, const dl_pieces **out, dl_error *err);
uint32_t dl_pieces_count(const dl_pieces *pieces);
uint32_t dl_pieces_open_mark(const dl_pieces *pieces);  /* [CLS] */
uint32_t dl_pieces_close_mark(const dl_pieces *pieces); /* [SEP] */
/* Ids of a word's pieces; at least one, at most DL_PIECES_MAX. */
uint32_t dl_pieces_split(const dl_pieces *pieces, dl_str form, uint32_t out[DL_PIECES_MAX]);

/* Remembers the pieces of words that came lately; of one thread. */
typedef struct dl_piece_memo dl_piece_memo;
dl_piece_memo *dl_piece_memo_new(dl_arena *arena);
uint32_t dl_piece_memo_split(dl_piece_memo *memo, const dl_pieces *pieces, dl_str form, uint32_t out[DL_PIECES_MAX]);

/* ## Units and windows
 *
 * A unit is a sentence, or a part of one that is too long for a window. A window is a run of units; of the words in it, those of its
 * own units get their vectors from it. */

typedef struct dl_unit {
    uint32_t first, count; /* words */
    uint32_t size;         /* pieces (encoder) or words (recurrent) */
    uint32_t row;          /* of its first word among the words that are read; DL_NONE: it is not read */
    bool context;          /* it is read for the sake of its neighbours alone */
} dl_unit;
typedef struct dl_window {
    uint32_t unit, unit_count;   /* all units */
    uint32_t own, own_count;     /* the units that are read here */
    uint32_t first, count;       /* words of all units */
    uint32_t size;               /* pieces of all units */
} dl_window;

/* A report on its way through a body. */
typedef struct dl_passage {
    const dl_doc *doc;
    dl_unit *units;
    uint32_t unit_count;
    dl_window *windows;
    uint32_t window_count;
    uint32_t *piece_first; /* [token_count + 1] where a word's pieces begin in `piece`; encoder only */
    uint32_t *piece;
} dl_passage;

/* Word vectors of one batch: words [first, first + count) of the report; [count][width] for each task. Where event vectors go is
 * the caller's choice, NULL when only trees are asked for; the others lie in the body's buffers until its next run. */
typedef struct dl_vectors { uint32_t first, count; float *task[DL_TASKS]; } dl_vectors;

/* ## Bodies */

DL_CHECKED dl_status dl_encoder_open(dl_model *model, const dl_encoder **out, dl_error *err);
uint32_t dl_encoder_width(const dl_encoder *encoder); /* of a word vector */
const dl_pieces *dl_encoder_pieces(const dl_encoder *encoder);
typedef struct dl_encoder_room dl_encoder_room;       /* buffers of one thread */
dl_encoder_room *dl_encoder_room_new(const dl_model *model, dl_arena *arena);
/* As many windows from `window` on as one batch takes, at least one. */
uint32_t dl_encoder_batch(const dl_passage *passage, uint32_t window);
void dl_encoder_run(const dl_model *model, dl_encoder_room *room, const dl_passage *passage, uint32_t window, uint32_t window_count, dl_vectors *out);

DL_CHECKED dl_status dl_recurrent_open(dl_model *model, const dl_recurrent **out, dl_error *err);
uint32_t dl_recurrent_width(const dl_recurrent *recurrent);
typedef struct dl_recurrent_room dl_recurrent_room;
dl_recurrent_room *dl_recurrent_room_new(const dl_model *model, dl_arena *arena);
uint32_t dl_recurrent_batch(const dl_passage *passage, uint32_t window);
void dl_recurrent_run(const dl_model *model, dl_recurrent_room *room, const dl_passage *passage, uint32_t window, uint32_t window_count, dl_vectors *out);

DL_CHECKED dl_status dl_forms_open(dl_model *model, uint32_t width, uint32_t buckets, const dl_forms **out, dl_error *err);
typedef struct dl_form_memo dl_form_memo;
dl_form_memo *dl_form_memo_new(dl_arena *arena, uint32_t width);
/* The token vector [width] of a form. */
void dl_form_vector(const dl_forms *forms, const dl_kernel *kernel, dl_form_memo *memo, dl_str form, float *out);

/* Most words that own units of one batch may hold. */
#define DL_BATCH_WORDS 512u

/* ## Heads */

DL_CHECKED dl_status dl_heads_open(dl_model *model, uint32_t width, const dl_heads **out, dl_error *err);
typedef struct dl_heads_room dl_heads_room;
dl_heads_room *dl_heads_room_new(const dl_model *model, dl_arena *arena);
void dl_heads_room_free(dl_heads_room *room);
/* A model may lack heads; an error names the section that a call would need. */
DL_CHECKED dl_status dl_heads_need_trees(const dl_model *model, dl_error *err);
DL_CHECKED dl_status dl_heads_need_types(const dl_model *model, dl_error *err);
DL_CHECKED dl_status dl_heads_need_triggers(const dl_model *model, dl_error *err);
DL_CHECKED dl_status dl_heads_need_parties(const dl_model *model, dl_error *err);
/* Fills tags, arcs, relations, names and scores of the words of a batch, whose units are units[0..unit_count). */
DL_CHECKED dl_status dl_heads_read(const dl_model *model, dl_heads_room *room, dl_doc *doc, const dl_vectors *vectors, const dl_unit *units, uint32_t unit_count,
                                   dl_error *err);
/* The answers of lang.h. mean: [width] of the words asked about (the trigger's type is added to it); at: its first word; vectors:
 * [count][width] of the window's words first..first + count. Keys of a window are kept for the next question about it. */
void dl_heads_trigger(const dl_model *model, dl_heads_room *room, float *mean, uint32_t at, dl_type type, const float *vectors, uint32_t first,
                      uint32_t count, dl_trigger *out);
void dl_heads_party(const dl_model *model, dl_heads_room *room, const float *mean, const float *vectors, uint32_t first, uint32_t count, dl_party *out);
/* The vectors of the last window are no longer what they were. */
void dl_heads_forget(dl_heads_room *room);

#endif
