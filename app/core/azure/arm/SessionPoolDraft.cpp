#include "azure/arm/SessionPoolDraft.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

bool isLowerLetter(QChar c)
{
    return c >= u'a' && c <= u'z';
}

QString containerType(SessionPoolDraft::Kind kind)
{
    switch (kind) {
    case SessionPoolDraft::Kind::Node:
        return u"NodeLTS"_s;
    case SessionPoolDraft::Kind::Shell:
        return u"Shell"_s;
    case SessionPoolDraft::Kind::Python:
        break;
    }
    return u"PythonLTS"_s;
}

} // namespace

SessionPoolDraft::NameFault SessionPoolDraft::faultOfName(const QString &name)
{
    if (name.isEmpty())
        return NameFault::Empty;
    if (!isLowerLetter(name.front()))
        return NameFault::FirstCharacter;
    const auto isAllowed
        = [](QChar c) { return isLowerLetter(c) || (c >= u'0' && c <= u'9') || c == u'-'; };
    if (!std::ranges::all_of(name, isAllowed))
        return NameFault::Character;
    if (name.size() < shortestName)
        return NameFault::TooShort;
    return name.size() > longestName ? NameFault::TooLong : NameFault::None;
}

QByteArray SessionPoolDraft::toJson() const
{
    const QJsonObject lifecycle{{u"lifecycleType"_s, u"Timed"_s},
                                {u"cooldownPeriodInSeconds"_s, qint64(cooldown.count())}};
    const QJsonObject properties{
        {u"environmentId"_s, QJsonValue::Null}, // only custom containers have one
        {u"poolManagementType"_s, u"Dynamic"_s},
        {u"containerType"_s, containerType(kind)},
        {u"dynamicPoolConfiguration"_s, QJsonObject{{u"lifecycleConfiguration"_s, lifecycle}}},
        {u"scaleConfiguration"_s, QJsonObject{{u"maxConcurrentSessions"_s, maximumSessions}}},
        {u"sessionNetworkConfiguration"_s,
         QJsonObject{{u"status"_s, hasEgress ? u"EgressEnabled"_s : u"EgressDisabled"_s}}}};
    return QJsonDocument(QJsonObject{{u"location"_s, region}, {u"properties"_s, properties}})
        .toJson(QJsonDocument::Compact);
}

} // namespace sessionbook
