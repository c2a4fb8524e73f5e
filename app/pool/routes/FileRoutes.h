#pragma once

#include "pool/http/ApiCall.h"
#include "pool/sessions/SessionRegistry.h"

namespace sessionbook {

/// The routes below `files`. Called from any thread. Nothing is held in memory whole, in neither
/// direction.
class FileRoutes
{
public:
    static constexpr qint64 MaxUploadBytes = 128LL * 1024 * 1024;

    explicit FileRoutes(SessionRegistry &registry);

    void list(const ApiCall &call) const;
    void upload(const ApiCall &call, const httplib::ContentReader &reader) const;
    void show(const ApiCall &call) const;
    void download(const ApiCall &call) const;
    void remove(const ApiCall &call) const;

private:
    SessionRegistry &m_registry;
};

/// What a file with this name most likely holds; application/octet-stream when the name does not
/// tell.
[[nodiscard]] QString contentTypeOf(const QString &fileName);

} // namespace sessionbook
