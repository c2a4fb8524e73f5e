#include "export/CellMarkup.h"

#include "export/CodeMarkup.h"
#include "export/ErrorMarkup.h"
#include "export/ExportStream.h"
#include "export/PageMarkup.h"
#include "export/PageText.h"
#include "export/TerminalMarkup.h"
#include "outputs/DataAddress.h"
#include "outputs/Markdown.h"
#include "outputs/OutputDocument.h"

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr qsizetype longestAlternative = 500;

QString prompt(const Cell &cell)
{
    return cell.executionCount ? u"[%1]"_s.arg(*cell.executionCount) : u"[ ]"_s;
}

/// Lone line feeds at the end of a text would show as empty lines.
QString withoutLastLineFeeds(const QString &text)
{
    qsizetype end = text.size();
    while (end > 0 && text[end - 1] == u'\n')
        --end;
    return text.first(end);
}

QString sizeOf(const ImageBlock &block)
{
    const QSize size = block.declaredSize.isEmpty() ? block.pixelSize : block.declaredSize;
    return size.isEmpty() ? QString()
                          : u" width=\"%1\" height=\"%2\""_s.arg(size.width()).arg(size.height());
}

} // namespace

CellMarkup::CellMarkup(ExportStream &out, const QString &language)
    : m_out(out)
    , m_language(language)
{
}

void CellMarkup::write(const Cell &cell)
{
    if (cell.source.trimmed().isEmpty() && cell.outputs.isEmpty())
        return;
    switch (cell.kind) {
    case CellKind::Code:
        return writeCode(cell);
    case CellKind::Markdown:
        return writeMarkdown(cell);
    case CellKind::Raw:
        return writeRaw(cell);
    }
}

void CellMarkup::writeCode(const Cell &cell)
{
    m_out << "<div class=\"cell code\">\n<div class=\"prompt\">" << prompt(cell)
          << "</div>\n<pre class=\"source\" dir=\"ltr\"><code>"
          << CodeMarkup::of(withoutLastLineFeeds(cell.source), m_language) << "</code></pre>\n";
    writeOutputs(cell);
    m_out << "</div>\n";
}

void CellMarkup::writeMarkdown(const Cell &cell)
{
    const HtmlBlock block{.html = Markdown::toHtml(cell.source, Attachments::of(cell)),
                          .plainText = cell.source,
                          .isMarkdown = true};
    m_out << "<div class=\"cell text prose\">\n" << PageMarkup::of(block) << "</div>\n";
}

void CellMarkup::writeRaw(const Cell &cell)
{
    m_out << "<div class=\"cell raw\">\n<pre class=\"source\">"
          << PageText::escaped(withoutLastLineFeeds(cell.source)) << "</pre>\n</div>\n";
}

void CellMarkup::writeOutputs(const Cell &cell)
{
    const OutputDocument document = OutputDocument::from(cell.outputs);
    if (document.blocks.isEmpty())
        return;
    m_out << "<div class=\"outputs\">\n";
    for (const OutputBlock &block : document.blocks)
        std::visit([this](const auto &content) { writeBlock(content); }, block);
    m_out << "</div>\n";
}

void CellMarkup::writeBlock(const TextBlock &block)
{
    m_out << (block.isStandardError ? "<pre class=\"warning\">" : "<pre>")
          << TerminalMarkup::of(block.text) << "</pre>\n";
}

void CellMarkup::writeBlock(const ImageBlock &block)
{
    const QByteArray address = DataAddress::ofPicture(block.mimeType, block.data);
    if (address.isEmpty()) {
        m_out << "<pre>" << PageText::escaped(block.alternativeText) << "</pre>\n";
        return;
    }
    m_out << "<p class=\"picture\"><img"
          << PageText::attribute("alt"_L1, block.alternativeText.left(longestAlternative))
          << sizeOf(block) << " src=\"" << address << "\"></p>\n";
}

void CellMarkup::writeBlock(const HtmlBlock &block)
{
    m_out << (block.isMarkdown ? "<div class=\"prose\">" : "<div class=\"value\">")
          << PageMarkup::of(block) << "</div>\n";
}

void CellMarkup::writeBlock(const ErrorBlock &block)
{
    m_out << ErrorMarkup::of(block) << "\n";
}

} // namespace sessionbook
