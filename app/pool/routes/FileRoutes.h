#pragma once

#include "pool/http/ApiCall.h"
#include "pool/http/ApiHabits.h"
#include "pool/sessions/SessionRegistry.h"

namespace sessionbook {

/// The routes below `files`. Called from any thread. Nothing is held in memory whole, in neither
/// direction.
class FileRoutes
{
public:
    static constexpr qint64 MaxUploadBytes = 128LL * 1024 * 1024;

    FileRoutes(SessionRegistry &registry, const ApiHabits &habits);

    void list(const ApiCall &call) const;
    void upload(const ApiCall &call, const httplib::ContentReader &reader) const;
    void show(const ApiCall &call) const;
    void download(const ApiCall &call) const;
    void remove(const ApiCall &call) const;

private:
    /// Files have no entity tags or dates that a client could prove to know, so the part that it
    /// asks for on condition (If-Range) is the whole; so is any for a plain pool.
    [[nodiscard]] httplib::Ranges rangesOf(const ApiCall &call) const;
    /// Whether the request's generation knows of files in directories.
    [[nodiscard]] bool knowsDirectories(const ApiCall &call) const;
    [[nodiscard]] bool isRecursive(const ApiCall &call) const;
    [[nodiscard]] QJsonObject toJson(const ApiCall &call, const SessionFile &file) const;

    SessionRegistry &m_registry;
    const bool m_isPlain;
    const bool m_keepsToVersions;
};

/// What a file with this name most likely holds; application/octet-stream when the name does not
/// tell.
[[nodiscard]] QString contentTypeOf(const QString &fileName);

} // namespace sessionbook
