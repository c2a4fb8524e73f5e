#include "notebook/AttachmentMerge.h"

#include "notebook/json/FileStyle.h"
#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonEquality.h"
#include "notebook/json/JsonText.h"
#include "notebook/json/JsonWriter.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace sessionbook {

namespace {

constexpr QByteArrayView fieldName = "\"attachments\"";

bool isAttachments(const ByteSlice &field)
{
    return field.view().startsWith(fieldName);
}

/// The text with the name exchanged wherever a picture is taken from it.
QString renamed(const QString &text, const QString &from, const QString &to)
{
    QString result = text;
    const auto exchange = [&result](const QString &before, QString after) {
        const QRegularExpression address(
            QStringLiteral("attachment:%1(?![\\w.%-])").arg(QRegularExpression::escape(before)));
        after.replace(u'\\', QStringLiteral("\\\\")); // else \1 would be a group
        result.replace(address, QStringLiteral("attachment:") + after);
    };
    const auto encoded
        = [](const QString &name) { return QString::fromLatin1(QUrl::toPercentEncoding(name)); };
    exchange(from, to);
    if (encoded(from) != from)
        exchange(encoded(from), encoded(to));
    return result;
}

} // namespace

AttachmentMerge::AttachmentMerge(const Cell &first)
    : m_firstFields(first.otherFields)
    , m_attachments(attachmentsOf(first))
{
}

QList<AttachmentMerge::Attachment> AttachmentMerge::attachmentsOf(const Cell &cell)
{
    QList<Attachment> attachments;
    for (const ByteSlice &field : cell.otherFields) {
        if (!isAttachments(field))
            continue;
        const QByteArray object = '{' + field.toByteArray() + '}';
        JsonCursor cursor(object);
        cursor.enterObject();
        cursor.nextMember();
        if (cursor.peek() != JsonCursor::Kind::Object)
            continue;
        cursor.enterObject();
        while (cursor.nextMember()) {
            const QString name = JsonText::toString(cursor.key());
            attachments += {name, cursor.takeValue().toByteArray()};
        }
    }
    return attachments;
}

QString AttachmentMerge::take(const Cell &cell)
{
    QString source = cell.source;
    for (Attachment attachment : attachmentsOf(cell)) {
        const auto known = std::ranges::find(m_attachments, attachment.first, &Attachment::first);
        if (known != m_attachments.end()) {
            if (JsonEquality::isSameValue(known->second, attachment.second))
                continue;
            const QString name = freeName(attachment.first);
            source = renamed(source, attachment.first, name);
            attachment.first = name;
        }
        m_attachments += attachment;
        m_hasTaken = true;
    }
    return source;
}

QString AttachmentMerge::freeName(const QString &name) const
{
    const qsizetype dot = name.lastIndexOf(u'.');
    const QString base = dot > 0 ? name.first(dot) : name;
    const QString suffix = dot > 0 ? name.sliced(dot) : QString();
    for (int number = 2;; ++number) {
        const QString candidate = QStringLiteral("%1-%2%3").arg(base).arg(number).arg(suffix);
        const bool isTaken = std::ranges::any_of(m_attachments, [&](const Attachment &attachment) {
            return attachment.first == candidate;
        });
        if (!isTaken)
            return candidate;
    }
}

QList<ByteSlice> AttachmentMerge::otherFields() const
{
    if (!m_hasTaken)
        return m_firstFields;
    const FileStyle style{.indent = {}, .itemSeparator = ", "};
    QByteArray value;
    JsonWriter writer(value, style);
    writer.beginObject();
    for (const auto &[name, json] : m_attachments) {
        writer.name(name);
        writer.raw(json);
    }
    writer.endObject();
    QList<ByteSlice> fields = m_firstFields;
    fields.removeIf(isAttachments);
    fields += fieldName.toByteArray() + ": " + value;
    return fields;
}

} // namespace sessionbook
