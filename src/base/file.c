#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Pipes and devices cannot be mapped; they are read to the end. */
static dl_status slurp(int fd, const char *path, dl_file *out, dl_error *err)
{
    size_t n = 0, room = 1 << 16;
    char *p = malloc(room);
    while (p) {
        ssize_t got = read(fd, p + n, room - n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            free(p);
            return dl_fail(err, DL_IO, "%s cannot be read: %s.", path, strerror(errno));
        }
        if (got == 0) {
            *out = (dl_file){.bytes = {p, n}};
            return DL_OK;
        }
        n += (size_t)got;
        if (n == room) {
            char *more = room < SIZE_MAX / 2 ? realloc(p, room * 2) : NULL;
            if (more == NULL) break;
            p = more;
            room *= 2;
        }
    }
    free(p);
    return dl_fail(err, DL_NOMEM, "%s does not fit into memory.", path);
}

dl_status dl_file_open(const char *path, dl_file *out, dl_error *err)
{
    *out = (dl_file){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return dl_fail(err, DL_IO, "%s cannot be opened: %s.", path, strerror(errno));
    struct stat st;
    dl_status status = DL_OK;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        status = dl_fail(err, DL_IO, "%s is a folder, not a file.", path);
    } else if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED) status = slurp(fd, path, out, err);
        else *out = (dl_file){.bytes = {p, (size_t)st.st_size}, .mapped = true};
    } else {
        status = slurp(fd, path, out, err);
    }
    close(fd);
    return status;
}

void dl_file_close(dl_file *file)
{
    if (file == NULL || file->bytes.p == NULL) return;
    if (file->mapped) munmap((void *)(uintptr_t)file->bytes.p, file->bytes.n);
    else free((void *)(uintptr_t)file->bytes.p);
    *file = (dl_file){0};
}
