#include "outputs/OutputDocument.h"

#include "outputs/HtmlSanitizer.h"
#include "outputs/ImageDecoder.h"
#include "outputs/JsonLayout.h"
#include "outputs/Markdown.h"
#include "outputs/RepresentationPolicy.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr int largestDeclaredSide = 10'000;

QString textOf(const MimeBundle &bundle, QStringView type)
{
    const MimePart *part = bundle.find(type);
    return part ? QString::fromUtf8(part->data) : QString();
}

TextBlock textBlock(QStringView text)
{
    return {.text = AnsiText::parse(text)};
}

int side(const QJsonObject &object, QLatin1String name)
{
    const QJsonValue value = object.value(name);
    // IPython writes numbers, people who set metadata by hand also "400" or "400px".
    const double number
        = value.isString() ? value.toString().remove("px"_L1).toDouble() : value.toDouble();
    return number >= 1 && number <= largestDeclaredSide ? static_cast<int>(number) : 0;
}

/// One side alone scales the other by the picture's own proportions.
QSize completed(int width, int height, QSize natural)
{
    if (width > 0 && height > 0)
        return {width, height};
    if (natural.isEmpty() || (width == 0 && height == 0))
        return {};
    if (width > 0)
        return QSize(width, std::max(1, int(qint64(natural.height()) * width / natural.width())));
    return QSize(std::max(1, int(qint64(natural.width()) * height / natural.height())), height);
}

QSize declaredSize(const DisplayContent &content, const QString &type, QSize natural)
{
    if (content.metadata.isEmpty())
        return {};
    const QJsonObject all = QJsonDocument::fromJson(content.metadata).object();
    const QJsonObject own = all.contains(type) ? all.value(type).toObject() : all;
    return completed(side(own, "width"_L1), side(own, "height"_L1), natural);
}

ImageBlock imageBlock(const DisplayContent &content, const MimePart &part)
{
    const QSize natural = ImageDecoder::sizeByHeader(part.type, part.data);
    return {.mimeType = part.type,
            .data = part.data,
            .key = ImageDecoder::keyOf(part.data),
            .pixelSize = natural,
            .declaredSize = declaredSize(content, part.type, natural),
            .alternativeText = textOf(content.data, u"text/plain")};
}

OutputBlock htmlBlock(const DisplayContent &content, const QByteArray &html)
{
    SafeHtml safe = HtmlSanitizer::sanitize(QString::fromUtf8(html));
    if (safe.isCutOff)
        if (const MimePart *plain = content.data.find(u"text/plain"))
            return textBlock(QString::fromUtf8(plain->data));
    return HtmlBlock{.html = std::move(safe.html), .plainText = std::move(safe.plainText)};
}

OutputBlock displayBlock(const DisplayContent &content, const MimePart &part)
{
    if (part.type.startsWith("image/"_L1))
        return imageBlock(content, part);
    if (part.type == "text/html"_L1 && part.data.size() <= HtmlSanitizer::maximumLength)
        return htmlBlock(content, part.data);
    const QString text = QString::fromUtf8(part.data);
    if (part.type == "text/markdown"_L1)
        return HtmlBlock{.html = Markdown::toHtml(text), .plainText = text, .isMarkdown = true};
    if (MimeBundle::isJsonType(part.type))
        return textBlock(QString::fromUtf8(JsonLayout::indented(part.data)));
    return textBlock(text);
}

class Building
{
public:
    OutputDocument run(const QList<Output> &outputs)
    {
        for (const Output &output : outputs)
            std::visit([this](const auto &content) { add(content); }, output.decode());
        flushStream();
        return std::move(m_document);
    }

private:
    // Pieces are joined before escapes are read: a carriage return may come pieces after what it
    // overwrites.
    void add(const StreamContent &content)
    {
        if (content.name != m_streamName)
            flushStream();
        m_streamName = content.name;
        m_streamText += content.text;
    }

    void add(const DisplayContent &content)
    {
        flushStream();
        if (const MimePart *part = RepresentationPolicy::best(content.data))
            m_document.blocks.append(displayBlock(content, *part));
    }

    void add(const ErrorContent &content)
    {
        flushStream();
        m_document.blocks.append(
            ErrorBlock{.name = content.name,
                       .message = content.message,
                       .traceback = AnsiText::parse(content.traceback.join(u'\n'))});
    }

    void add(const UnknownContent &content)
    {
        flushStream();
        if (!content.outputType.isEmpty())
            m_document.blocks.append(textBlock(u'[' + content.outputType + u']'));
    }

    void flushStream()
    {
        if (!m_streamText.isEmpty()) {
            m_document.blocks.append(TextBlock{.text = AnsiText::parse(m_streamText),
                                               .isStandardError = m_streamName == "stderr"_L1});
        }
        m_streamText.clear();
        m_streamName.clear();
    }

    OutputDocument m_document;
    QString m_streamName;
    QString m_streamText;
};

} // namespace

OutputDocument OutputDocument::from(const QList<Output> &outputs)
{
    return Building().run(outputs);
}

} // namespace sessionbook
