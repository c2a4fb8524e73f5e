#include "export/MarkdownText.h"

#include "export/MarkdownFence.h"
#include "export/MarkdownTable.h"
#include "outputs/Attachments.h"
#include "outputs/RepresentationPolicy.h"

#include <QRegularExpression>
#include <QUrl>

#include <functional>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

QString replaced(const QString &text, const QRegularExpression &pattern,
                 const std::function<QString(const QRegularExpressionMatch &)> &replacement)
{
    QString result;
    qsizetype done = 0;
    for (auto matches = pattern.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        result += QStringView(text).sliced(done, match.capturedStart() - done);
        result += replacement(match);
        done = match.capturedEnd();
    }
    result += QStringView(text).sliced(done);
    return result;
}

QString withoutDollars(const QString &latex)
{
    for (const auto mark : {"$$"_L1, "$"_L1}) {
        if (latex.size() > 2 * mark.size() && latex.startsWith(mark) && latex.endsWith(mark))
            return latex.sliced(mark.size(), latex.size() - 2 * mark.size()).trimmed();
    }
    return latex;
}

} // namespace

QString MarkdownText::escaped(const QString &text)
{
    static const auto special = u"\\`*[]<>|$&~!"_s;
    QString written;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar character = text[at];
        // Within a word it means nothing.
        const bool isInWord = at > 0 && at + 1 < text.size() && text[at - 1].isLetterOrNumber()
            && text[at + 1].isLetterOrNumber();
        if (special.contains(character) || (character == u'_' && !isInWord))
            written += u'\\';
        written += character;
    }
    return written;
}

QString MarkdownText::ofMarkup(const HtmlBlock &block)
{
    if (block.isMarkdown)
        return MarkdownFence::closed(block.plainText);
    return MarkdownTable::from(block.html).value_or(MarkdownFence::around(block.plainText));
}

QString MarkdownText::mathematicsOf(const Output &output)
{
    if (!output.json().contains("text/latex")) // nearly all outputs need no second decoding
        return {};
    const OutputContent content = output.decode();
    const auto *display = std::get_if<DisplayContent>(&content);
    const MimePart *latex = display ? display->data.find(u"text/latex") : nullptr;
    const MimePart *best = latex ? RepresentationPolicy::best(display->data) : nullptr;
    if (!best || (best != latex && best->type != "text/plain"_L1))
        return {};
    const QString formula = withoutDollars(QString::fromUtf8(latex->data).trimmed());
    static const QRegularExpression noFormula(uR"(\n\s*\n|\$|[<>]\w)"_s);
    return formula.isEmpty() || formula.contains(noFormula) ? QString()
                                                            : "$$\n"_L1 + formula + "\n$$\n"_L1;
}

QString MarkdownText::withAttachments(const QString &markdown, const Attachments &attachments,
                                      const Labels &labels)
{
    if (labels.isEmpty() || !markdown.contains("attachment:"_L1))
        return markdown;
    static const QRegularExpression target(
        uR"(\]\(\s*(?:<attachment:([^>\n]+)>|attachment:([^)\s]+))\s*\))"_s);
    static const QRegularExpression address(uR"((?<=["'(<])attachment:[^"')>\s]+)"_s);
    const QString labelled
        = replaced(markdown, target, [&labels](const QRegularExpressionMatch &match) {
              const QString name = match.captured(1) + match.captured(2);
              const QString label
                  = labels.value(name, labels.value(QUrl::fromPercentEncoding(name.toUtf8())));
              return label.isEmpty() ? match.captured() : "]["_L1 + label + u']';
          });
    return replaced(labelled, address, [&attachments](const QRegularExpressionMatch &match) {
        const QString data = attachments.dataAddress(match.captured());
        return data.isEmpty() ? match.captured() : data;
    });
}

} // namespace sessionbook
