#include "OpenSsl.h"

#include <openssl/err.h>

namespace sessionbook {

int noPassword(char * /*buffer*/, int /*size*/, int /*forWriting*/, void * /*context*/)
{
    return 0;
}

QString openSslError()
{
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char *reason = ERR_reason_error_string(code);
    return QString::fromLatin1(reason != nullptr ? reason : "unknown error");
}

} // namespace sessionbook
