#include "sessions/UploadPlan.h"

#include <QFileInfo>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qsizetype longestNameBytes = 255; // of a file name on the service's Linux

bool isAllowed(char32_t c)
{
    static const QStringView signs = u"-_ .@$&=;,#%^()";
    return QChar::isLetter(c) || QChar::isMark(c) || QChar::isDigit(c)
        || (c < 0x80 && signs.contains(QChar(static_cast<char16_t>(c))));
}

std::optional<UploadRefusal> refusalOf(const QString &path, const QFileInfo &file)
{
    if (path.isEmpty() || path.contains("://"_L1))
        return UploadRefusal::NotALocalFile;
    if (!file.exists())
        return UploadRefusal::NotFound;
    if (file.isDir())
        return UploadRefusal::IsDirectory;
    if (!file.isFile() || !file.isReadable()) // pipes and devices have no size and may never end
        return UploadRefusal::Unreadable;
    if (file.size() > UploadPlan::maximumBytes)
        return UploadRefusal::TooLarge;
    if (!UploadPlan::isNameAllowed(file.fileName()))
        return UploadRefusal::UnsafeName;
    return std::nullopt;
}

} // namespace

bool UploadPlan::isNameAllowed(const QString &name)
{
    if (name.isEmpty() || name == "."_L1 || name == ".."_L1 || name.trimmed() != name)
        return false;
    const QList<uint> characters = name.toUcs4();
    return name.isValidUtf16() && name.toUtf8().size() <= longestNameBytes
        && std::ranges::all_of(characters, [](uint c) { return isAllowed(char32_t{c}); });
}

QString UploadPlan::freeName(const QString &name, const QStringList &taken)
{
    if (!taken.contains(name))
        return name;
    const qsizetype dot = name.lastIndexOf(u'.');
    const qsizetype stemLength = dot > 0 ? dot : name.size();
    for (int number = 2;; ++number) {
        QString candidate = name;
        candidate.insert(stemLength, u" (%1)"_s.arg(number));
        if (!taken.contains(candidate))
            return candidate;
    }
}

UploadPlan UploadPlan::from(const QStringList &localPaths, const QStringList &existingNames)
{
    UploadPlan plan;
    QStringList planned;
    for (const QString &path : localPaths) {
        const QFileInfo file(path);
        if (const auto refusal = refusalOf(path, file)) {
            plan.refused.append({path, *refusal});
            continue;
        }
        // Two files of one name from different folders both arrive.
        const bool isTwin = planned.contains(file.fileName());
        const QString name
            = isTwin ? freeName(file.fileName(), planned + existingNames) : file.fileName();
        planned.append(name);
        plan.accepted.append({path, name, file.size(), existingNames.contains(name)});
    }
    return plan;
}

} // namespace sessionbook
