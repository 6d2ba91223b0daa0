/* f_import_petrarch.c - any bytes as a dictionary of actors or agents; the first byte says whether new codes are taken. */
#include "import_any.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size) import_any(dl_import_petrarch, data[0] & 1, (dl_str){(const char *)data + 1, size - 1});
    return 0;
}
