#include "helper/HandOverSegment.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestHead = 512;

/// The messages' bytes, where the head tells the truth about them.
std::optional<QByteArray> checkedBody(const QByteArray &bytes, const QString &run, int number)
{
    const qsizetype headEnd = bytes.indexOf('\n');
    if (headEnd < 0 || headEnd > longestHead || bytes.size() > HandOverSegment::maximumBytes)
        return std::nullopt;
    const QJsonObject head = QJsonDocument::fromJson(bytes.first(headEnd)).object();
    const QByteArray body = bytes.sliced(headEnd + 1);
    if (head["run"_L1].toString() != run || head["segment"_L1].toInt(-1) != number
        || head["bytes"_L1].toInteger(-1) != body.size())
        return std::nullopt;
    const auto sum = QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex().left(32);
    return head["sha256"_L1].toString() == QLatin1StringView(sum) ? std::optional(body)
                                                                  : std::nullopt;
}

} // namespace

std::optional<HandOverSegment> HandOverSegment::read(const QByteArray &bytes, const QString &run,
                                                     int number)
{
    const auto body = checkedBody(bytes, run, number);
    if (!body)
        return std::nullopt;
    HandOverSegment segment;
    for (qsizetype start = 0; start < body->size() && !segment.end;) {
        const qsizetype newline = body->indexOf('\n', start);
        const qsizetype lineEnd = newline < 0 ? body->size() : newline;
        const QJsonObject message
            = QJsonDocument::fromJson(body->sliced(start, lineEnd - start)).object();
        start = lineEnd + 1;
        if (isOutputMessage(message))
            segment.messages.append(message);
        else if (message["type"_L1] == "end"_L1)
            segment.end = HelperEnd::from(message);
    }
    return segment;
}

} // namespace sessionbook
