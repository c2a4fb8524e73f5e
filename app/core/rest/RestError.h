#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace sessionbook {

/// Why a request failed, as a kind that code can act on; core/wording turns it into a sentence.
struct RestError
{
    enum class Kind {
        Cancelled, ///< by us
        Timeout, ///< our own deadline passed
        ConnectionRefused, ///< nobody listens there
        HostNotFound,
        ConnectionLost, ///< closed or reset in mid-reply, no route
        ProxyFailed, ///< a proxy between us and the pool refused, or cannot be reached; httpStatus
                     ///< 407 where it asks for a user name
        TlsFailed, ///< code says how, see tlsProblem()
        Insecure, ///< a token would have travelled over plain http to another machine, or a
                  ///< redirect led to another host
        Unauthorized, ///< 401, after the token was renewed once
        Forbidden, ///< 403
        NotFound, ///< 404
        Conflict, ///< 409
        TooLarge, ///< 413
        Throttled, ///< 429: the pool is full or asks to wait
        BadRequest, ///< any other 4xx
        ServerError, ///< 5xx
        InvalidReply, ///< not the JSON or the shape that the protocol promises
        NoCredential, ///< no token could be had; detail says why, source by source
        LocalFile ///< the file to send or to write failed on this computer
    };

    Kind kind = Kind::InvalidReply;
    int httpStatus = 0; ///< 0 where there was no reply
    QString code = {}; ///< the service's own error code, such as "InvalidLengthOfSessionIdentifier"
    QString detail = {}; ///< technical, untranslated, without secrets and query strings
    std::optional<std::chrono::seconds> retryAfter = {};
    QString tenant = {}; ///< of a 401: the directory to sign in to, where the reply names one

    bool operator==(const RestError &) const = default;
};

} // namespace sessionbook
