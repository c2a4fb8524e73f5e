#pragma once

#include "Certificate.h"
#include "base/Result.h"

#include <QString>

namespace sessionbook {

/// The certificates of `--tls auto`, in a directory of the user's: an authority that clients are
/// told to trust once, and the pool's own, which it signs anew before it expires.
///
/// The authority's key is kept for that. It signs for names of this computer only, and lies where
/// nobody else can read it; a directory or key that others may read or write is refused. Pools that
/// start at once take turns.
class LocalCertificates
{
public:
    explicit LocalCertificates(QString directory = defaultDirectory());

    [[nodiscard]] static QString defaultDirectory();

    /// Makes what is missing or is over. The error names the file.
    [[nodiscard]] Result<void> prepare(const QDateTime &now) const;

    [[nodiscard]] QString directory() const { return m_directory; }
    [[nodiscard]] QString authorityFile() const { return path("ca.pem"); }
    [[nodiscard]] QString certificateFile() const { return path("pool.pem"); }
    [[nodiscard]] QString keyFile() const { return path("pool.key"); }

    /// How clients are made to trust the authority; for standard error.
    [[nodiscard]] QString advice() const;

private:
    [[nodiscard]] QString path(const char *name) const
    {
        return m_directory + u'/' + QLatin1StringView(name);
    }

    QString m_directory;
};

} // namespace sessionbook
