#include "outputs/SvgSanitizer.h"

#include <QHash>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

bool isDropped(QStringView name)
{
    static constexpr std::array names{
        u"script",           u"foreignObject", u"animate", u"animateColor", u"animateMotion",
        u"animateTransform", u"set",           u"video",   u"audio",        u"iframe"};
    return std::ranges::any_of(
        names, [&](const char16_t *dropped) { return name == QStringView(dropped); });
}

QStringView withoutPrefix(QStringView name)
{
    return name.sliced(name.lastIndexOf(u':') + 1);
}

QStringView addressOf(const QXmlStreamAttributes &attributes)
{
    for (const QXmlStreamAttribute &attribute : attributes) {
        if (withoutPrefix(attribute.qualifiedName()) == u"href")
            return attribute.value();
    }
    return {};
}

/// How much an element with an id stands for once every <use> in it is followed.
struct Weight
{
    int elements = 0;
    QStringList uses;
};

class Sanitizing
{
public:
    explicit Sanitizing(const QByteArray &svg)
        : m_reader(svg)
        , m_writer(&m_result)
    {
        // QSvgRenderer knows "xlink:href" by that very name, so prefixes are copied and not made
        // anew.
        m_reader.setNamespaceProcessing(false);
    }

    Result<QByteArray> run()
    {
        while (!m_reader.atEnd() && !m_isTooLarge) {
            m_reader.readNext();
            copyToken();
        }
        if (m_isTooLarge || expanded(m_all, 0) > SvgSanitizer::maximumElements)
            return Error{ErrorKind::TooLarge, u"SVG"_s};
        if (m_reader.hasError())
            return Error{ErrorKind::InvalidArgument, m_reader.errorString()};
        return m_result;
    }

private:
    void copyToken()
    {
        switch (m_reader.tokenType()) {
        case QXmlStreamReader::StartElement:
            startElement();
            break;
        case QXmlStreamReader::EndElement:
            endElement();
            break;
        case QXmlStreamReader::Characters:
            m_writer.writeCharacters(m_reader.text().toString());
            break;
        default:
            break; // comments, document type, processing instructions
        }
    }

    void startElement()
    {
        const QXmlStreamAttributes attributes = m_reader.attributes();
        const QStringView name = withoutPrefix(m_reader.qualifiedName());
        const bool isForeignPicture
            = name == u"image" && !addressOf(attributes).trimmed().startsWith(u"data:image/");
        const bool isForeignUse
            = name == u"use" && !addressOf(attributes).trimmed().startsWith(u'#');
        if (isDropped(name) || isForeignPicture || isForeignUse) {
            m_reader.skipCurrentElement();
            return;
        }
        count(name, attributes);
        m_writer.writeStartElement(m_reader.qualifiedName().toString());
        for (const QXmlStreamAttribute &attribute : attributes) {
            if (!attribute.qualifiedName().startsWith(u"on"))
                m_writer.writeAttribute(attribute.qualifiedName().toString(),
                                        attribute.value().toString());
        }
    }

    void endElement()
    {
        m_ids.removeLast();
        m_writer.writeEndElement();
    }

    void count(QStringView name, const QXmlStreamAttributes &attributes)
    {
        m_ids.append(attributes.value("id"_L1).toString());
        m_isTooLarge = m_ids.size() > SvgSanitizer::maximumNesting
            || ++m_all.elements > SvgSanitizer::maximumElements;
        const bool isUse = name == u"use";
        const QString target
            = isUse ? addressOf(attributes).trimmed().sliced(1).toString() : QString();
        if (isUse)
            m_all.uses += target;
        for (const QString &id : m_ids) {
            if (id.isEmpty())
                continue;
            Weight &weight = m_weights[id];
            ++weight.elements;
            if (isUse)
                weight.uses += target;
        }
    }

    /// Counts no further than a little over the limit; a circle of references counts as too large.
    qint64 expanded(const Weight &weight, int depth)
    {
        constexpr int deepest = 20;
        constexpr qint64 over = SvgSanitizer::maximumElements + 1;
        if (depth > deepest)
            return over;
        qint64 sum = weight.elements;
        for (const QString &target : weight.uses) {
            const auto known = m_expanded.constFind(target);
            const qint64 one = known != m_expanded.cend()
                ? *known
                : expanded(m_weights.value(target), depth + 1);
            m_expanded.insert(target, one);
            sum += one;
            if (sum >= over)
                return over;
        }
        return sum;
    }

    QXmlStreamReader m_reader;
    QByteArray m_result;
    QXmlStreamWriter m_writer;
    QStringList m_ids; // of the open elements; empty where there is none
    Weight m_all;
    QHash<QString, Weight> m_weights;
    QHash<QString, qint64> m_expanded;
    bool m_isTooLarge = false;
};

} // namespace

Result<QByteArray> SvgSanitizer::sanitized(const QByteArray &svg)
{
    return Sanitizing(svg).run();
}

} // namespace sessionbook
