#include "export/ErrorMarkup.h"

#include "export/PageText.h"
#include "export/TerminalMarkup.h"
#include "outputs/TracebackFrames.h"

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

QString header(const ErrorBlock &error)
{
    const QString name = "<strong>"_L1 + PageText::escaped(error.name) + "</strong>"_L1;
    return "<div class=\"what\">"_L1
        + (error.message.isEmpty() ? name : name + ": "_L1 + PageText::escaped(error.message))
        + "</div>"_L1;
}

QString framed(const QString &markup)
{
    return "<pre>"_L1 + markup + "</pre>"_L1;
}

QString folded(const AnsiText &traceback, const TracebackPart &part)
{
    const QStringView words = QStringView(traceback.plain).sliced(part.start, part.length);
    const qsizetype feed = words.indexOf(u'\n');
    const qsizetype first = feed < 0 ? part.length : feed;
    const QString summary = TerminalMarkup::ofPart(traceback, part.start, first);
    const qsizetype rest = std::min(first + 1, part.length);
    return "<details><summary>"_L1 + summary + "</summary>"_L1
        + framed(TerminalMarkup::ofPart(traceback, part.start + rest, part.length - rest))
        + "</details>"_L1;
}

/// Without the empty lines that part it from the next one: the page has space of its own.
TracebackPart trimmed(const AnsiText &traceback, TracebackPart part)
{
    const QStringView text = traceback.plain;
    while (part.length > 0 && text[part.start + part.length - 1].isSpace())
        --part.length;
    return part;
}

} // namespace

QString ErrorMarkup::of(const ErrorBlock &error)
{
    QString markup = "<div class=\"error\">"_L1 + header(error);
    const auto frames = TracebackFrames::of(error.traceback, error.name, error.message);
    for (const TracebackPart &each : frames.parts) {
        using enum TracebackPart::Kind;
        const TracebackPart part = trimmed(error.traceback, each);
        if (part.kind == Heading || part.kind == Conclusion || part.length == 0)
            continue;
        markup += part.kind == LibraryFrame
            ? folded(error.traceback, part)
            : framed(TerminalMarkup::ofPart(error.traceback, part.start, part.length));
    }
    return markup + "</div>"_L1;
}

} // namespace sessionbook
