#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace sessionbook {

/// Why a dropped file is not sent; worded by core/wording.
enum class UploadRefusal { NotFound, IsDirectory, Unreadable, TooLarge, UnsafeName, NotALocalFile };

struct PlannedUpload
{
    QString localPath;
    QString remoteName;
    qint64 sizeBytes = 0;
    bool replaces = false; ///< a file of this name is in the session already

    bool operator==(const PlannedUpload &) const = default;
};

struct RefusedUpload
{
    QString localPath;
    UploadRefusal reason;

    bool operator==(const RefusedUpload &) const = default;
};

/// What a drop of files will do, decided before a byte is sent. Pure but for looking at the files.
struct UploadPlan
{
    static constexpr qint64 maximumBytes = qint64{128} * 1024 * 1024; ///< PROTOCOL §12

    QList<PlannedUpload> accepted;
    QList<RefusedUpload> refused;

    [[nodiscard]] static UploadPlan from(const QStringList &localPaths,
                                         const QStringList &existingNames);
    /// The rules of PROTOCOL §7 on names.
    [[nodiscard]] static bool isNameAllowed(const QString &name);
    /// "data (2).csv": a name that is not taken.
    [[nodiscard]] static QString freeName(const QString &name, const QStringList &taken);
};

} // namespace sessionbook
