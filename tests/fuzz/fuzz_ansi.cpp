// Any bytes as terminal text and as a traceback. Broken promises abort.
#include "outputs/AnsiText.h"
#include "outputs/TracebackFrames.h"

#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void requireOrderedRuns(const AnsiText &text)
{
    qsizetype end = 0;
    for (const AnsiRun &run : text.runs) {
        require(run.start >= end && run.length > 0);
        end = run.start + run.length;
    }
    require(end <= text.plain.size());
}

void requireWholeCover(const AnsiText &text)
{
    qsizetype at = 0;
    for (const TracebackPart &part : TracebackFrames::of(text, u"KeyError"_s, u"1"_s).parts) {
        require(part.start == at && part.length > 0);
        at += part.length;
    }
    require(at == text.plain.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString input = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    const AnsiText text = AnsiText::parse(input);
    require(text.plain.size() <= input.size());
    requireOrderedRuns(text);
    requireWholeCover(text);
    // What is left holds nothing to carry out any more.
    require(AnsiText::parse(text.plain).plain == text.plain);
    return 0;
}
