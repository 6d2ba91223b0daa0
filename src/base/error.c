#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>

dl_status dl_fail(dl_error *err, dl_status status, const char *format, ...)
{
    if (err == NULL) return status;
    *err = (dl_error){.status = status};
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return status;
}
