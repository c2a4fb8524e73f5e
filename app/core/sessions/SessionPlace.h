#pragma once

#include <QString>

#include <memory>

namespace sessionbook {

class PoolDialect;
class RestClient;

/// Where the requests of a session go. A value: jobs keep it, the client must outlive them.
struct SessionPlace
{
    RestClient &client;
    std::shared_ptr<PoolDialect> dialect;
    QString identifier; ///< empty: the request concerns the pool, not one session
};

} // namespace sessionbook
