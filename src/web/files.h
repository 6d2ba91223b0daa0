/* files.h - the built page, inside the program (made by tools/embed.c from web/dist). */
#ifndef DL_FILES_H
#define DL_FILES_H

#include <stddef.h>

/* Sorted by path. No path of an address ever becomes a path of a file: what is not in this table is not there. */
typedef struct dl_file_kept { const char *path, *type; const unsigned char *bytes; size_t size; } dl_file_kept;
extern const dl_file_kept dl_files_kept[];
extern const size_t dl_files_kept_count;

#endif
