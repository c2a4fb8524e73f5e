#include "sessions/ServiceVersion.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

// 2024-08-02 is left out: it is 2024-02-02 under another name.
constexpr std::array versions{
    ServiceVersion{.name = "2025-10-02-preview"_L1},
    ServiceVersion{.name = "2025-02-02-preview"_L1,
                   .setsStreamLength = false,
                   .hasEmptyKernel = false,
                   .listsRecursively = false},
    ServiceVersion{.name = "2024-10-02-preview"_L1,
                   .managesSessions = false,
                   .runsCommands = false,
                   .setsStreamLength = false,
                   .hasEmptyKernel = false,
                   .listsRecursively = false},
    ServiceVersion{.name = "2024-02-02-preview"_L1,
                   .shape = ServiceVersion::Shape::Wrapped,
                   .polls = false,
                   .managesSessions = false,
                   .runsCommands = false,
                   .setsStreamLength = false,
                   .hasEmptyKernel = false,
                   .listsRecursively = false},
};

} // namespace

std::span<const ServiceVersion> ServiceVersion::all()
{
    return versions;
}

const ServiceVersion *ServiceVersion::named(QStringView name)
{
    const auto found = std::ranges::find_if(versions, [name](const ServiceVersion &version) {
        return name.compare(version.name, Qt::CaseInsensitive) == 0;
    });
    return found == versions.end() ? nullptr : &*found;
}

QString ServiceVersion::executionsPath() const
{
    return shape == Shape::Wrapped ? u"code/execute"_s : u"executions"_s;
}

QString ServiceVersion::uploadPath() const
{
    return shape == Shape::Wrapped ? u"files/upload"_s : u"files"_s;
}

QString ServiceVersion::contentPath(const QString &file) const
{
    return shape == Shape::Wrapped ? u"files/content/%1"_s.arg(file)
                                   : u"files/%1/content"_s.arg(file);
}

} // namespace sessionbook
