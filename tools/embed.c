/* embed.c - writes files as a C table: embed OUT.c FOLDER FILE...; a file is served under its path below FOLDER, as web/files.h says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"}, {".svg", "image/svg+xml"},
                                           {".json", "application/json"}, {".woff2", "font/woff2"}, {".png", "image/png"}};
    const char *end = strrchr(path, '.');
    for (size_t i = 0; end && i < sizeof types / sizeof *types; i++)
        if (!strcmp(end, types[i][0])) return types[i][1];
    return "application/octet-stream";
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static int write_bytes(FILE *out, const char *path, int n)
{
    FILE *in = fopen(path, "rb");
    size_t column = 0;
    if (!in) return 0;
    fprintf(out, "static const unsigned char file_%d[] = {\n", n);
    for (int c; (c = getc(in)) != EOF; column++) fprintf(out, "%d,%s", c, column % 32 == 31 ? "\n" : "");
    fputs("0};\n", out);
    return fclose(in) == 0;
}

int main(int argc, char **argv)
{
    if (argc < 4) return fputs("embed OUT.c FOLDER FILE...\n", stderr), 2;
    FILE *out = fopen(argv[1], "w");
    size_t folder = strlen(argv[2]);
    int count = argc - 3;
    if (!out) return perror(argv[1]), 1;
    qsort(argv + 3, (size_t)count, sizeof *argv, by_name);
    fputs("#include \"web/files.h\"\n", out);
    for (int i = 0; i < count; i++)
        if (!write_bytes(out, argv[3 + i], i)) return perror(argv[3 + i]), 1;
    fputs("const dl_file_kept dl_files_kept[] = {\n", out);
    for (int i = 0; i < count; i++)
        fprintf(out, "    {\"%s\", \"%s\", file_%d, sizeof file_%d - 1},\n", argv[3 + i] + folder, type_of(argv[3 + i]), i, i);
    fprintf(out, "};\nconst size_t dl_files_kept_count = %d;\n", count);
    return fclose(out) == 0 ? 0 : 1;
}
