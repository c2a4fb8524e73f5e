#include "helper/HelperFrame.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestHead = 64;

HelperFrame frameOf(HelperFrame::State state, const QString &text, qsizetype start, qsizetype end)
{
    return {.state = state, .rest = text.first(start) + text.sliced(end)};
}

} // namespace

HelperFrame HelperFrame::in(const QString &standardOutput, const QString &call)
{
    const QString mark = u"[sessionbook:%1:"_s.arg(call);
    const qsizetype start = standardOutput.lastIndexOf(mark);
    if (start < 0)
        return {.rest = standardOutput};
    const qsizetype headStart = start + mark.size();
    const qsizetype headEnd = standardOutput.indexOf(u']', headStart);
    if (headEnd < 0 || headEnd - headStart > longestHead)
        return frameOf(State::Broken, standardOutput, start, standardOutput.size());
    const QString head = standardOutput.sliced(headStart, headEnd - headStart);
    if (head == "missing"_L1)
        return frameOf(State::Missing, standardOutput, start, headEnd + 1);
    if (head == "refused"_L1) {
        HelperFrame frame = frameOf(State::Refused, standardOutput, start, standardOutput.size());
        frame.payload
            = {{u"reason"_s, standardOutput.sliced(headEnd + 1).trimmed().section(u'\n', 0, 0)}};
        return frame;
    }
    bool isNumber = false;
    const qsizetype size = head.section(u':', 0, 0).toLongLong(&isNumber);
    if (!isNumber || size < 0 || size > standardOutput.size() - headEnd - 1)
        return frameOf(State::Broken, standardOutput, start, standardOutput.size());
    const QByteArray payload = standardOutput.sliced(headEnd + 1, size).toUtf8();
    const auto sum = QCryptographicHash::hash(payload, QCryptographicHash::Sha256).toHex();
    const QJsonDocument document = QJsonDocument::fromJson(payload);
    const bool isSound
        = QString::fromLatin1(sum.left(32)) == head.section(u':', 1) && document.isObject();
    HelperFrame frame = frameOf(isSound ? State::Whole : State::Broken, standardOutput, start,
                                headEnd + 1 + size);
    frame.payload = document.object();
    return frame;
}

} // namespace sessionbook
