#pragma once

#include "base/FileDescriptor.h"

#include <dirent.h>

namespace sessionbook {

/// Reads an open directory entry by entry, without `.` and `..`; empty when it could not be opened.
class DirectoryStream
{
public:
    explicit DirectoryStream(FileDescriptor directory)
        : m_stream(directory.isOpen() ? fdopendir(directory.get()) : nullptr)
    {
        if (m_stream != nullptr)
            (void)directory.release(); // the stream closes it
    }
    ~DirectoryStream()
    {
        if (m_stream != nullptr)
            closedir(m_stream);
    }
    DirectoryStream(const DirectoryStream &) = delete;
    DirectoryStream &operator=(const DirectoryStream &) = delete;

    /// The next name, valid until the next call; null at the end.
    [[nodiscard]] const char *next()
    {
        while (const dirent *entry = m_stream == nullptr ? nullptr : readdir(m_stream)) {
            if (!isSelfOrParent(entry->d_name))
                return entry->d_name;
        }
        return nullptr;
    }
    [[nodiscard]] int descriptor() const { return dirfd(m_stream); }

private:
    [[nodiscard]] static bool isSelfOrParent(const char *name)
    {
        return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
    }

    DIR *m_stream;
};

} // namespace sessionbook
