#include "outputs/Attachments.h"

#include "notebook/Cell.h"
#include "notebook/json/JsonMember.h"
#include "notebook/json/JsonText.h"
#include "outputs/DataAddress.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

/// The first representation that is a picture.
QByteArray pictureOf(QByteArrayView bundle)
{
    if (!bundle.startsWith('{'))
        return {};
    for (const JsonMember &part : JsonMember::sortedOf(bundle)) {
        const auto data = JsonText::toJoinedUtf8(part.value);
        QByteArray address = DataAddress::ofPicture(part.name, data.value_or(QByteArray()));
        if (!address.isEmpty())
            return address;
    }
    return {};
}

} // namespace

Attachments Attachments::of(const Cell &cell)
{
    Attachments attachments;
    for (const ByteSlice &field : cell.otherFields) {
        if (!field.view().startsWith("\"attachments\""))
            continue;
        const QByteArray object = '{' + field.toByteArray() + '}';
        for (const JsonMember &all : JsonMember::sortedOf(object)) {
            if (!all.value.startsWith('{'))
                continue;
            for (const JsonMember &one : JsonMember::sortedOf(all.value))
                attachments.m_addresses.insert(one.name, pictureOf(one.value));
        }
    }
    attachments.m_addresses.removeIf([](const auto &entry) { return entry.value().isEmpty(); });
    return attachments;
}

QString Attachments::dataAddress(const QString &address) const
{
    static const auto scheme = "attachment:"_L1;
    if (m_addresses.isEmpty() || !address.startsWith(scheme, Qt::CaseInsensitive))
        return {};
    const QString name = address.sliced(scheme.size());
    const auto found = m_addresses.constFind(name);
    return QString::fromLatin1(found != m_addresses.cend()
                                   ? *found
                                   : m_addresses.value(QUrl::fromPercentEncoding(name.toUtf8())));
}

} // namespace sessionbook
