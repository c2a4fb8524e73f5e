// What a session may write into the helper's files and replies: any bytes are read without harm,
// and what is read is what a stream may hold.
#include "helper/HandOverSegment.h"
#include "helper/HelperFrame.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <cstdlib>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

QByteArray checksumOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(32);
}

/// No fuzzer guesses a checksum: the body gets a true one.
QByteArray segmentWith(const QByteArray &body)
{
    return R"({"run": "r", "segment": 0, "bytes": )" + QByteArray::number(body.size())
        + R"(, "sha256": ")" + checksumOf(body) + "\"}\n" + body;
}

void requireOutput(const QList<QJsonObject> &messages)
{
    for (const QJsonObject &message : messages)
        require(isOutputMessage(message));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    if (const auto segment = HandOverSegment::read(bytes, u"r"_s, 0))
        requireOutput(segment->messages);
    const auto segment = HandOverSegment::read(segmentWith(bytes), u"r"_s, 0);
    require(segment.has_value());
    requireOutput(segment->messages);

    const QString text = QString::fromUtf8(bytes);
    const HelperFrame frame = HelperFrame::in(text, u"r"_s);
    require(frame.rest.size() <= text.size());
    require(frame.state != HelperFrame::State::Absent || frame.rest == text);
    const QByteArray payload = QJsonDocument(QJsonObject{{u"text"_s, text}}).toJson();
    const HelperFrame framed
        = HelperFrame::in(text
                              + u"[sessionbook:q:%1:%2]"_s.arg(QString::fromUtf8(payload).size())
                                    .arg(QString::fromLatin1(checksumOf(payload)))
                              + QString::fromUtf8(payload) + text,
                          u"q"_s);
    require(text.contains("[sessionbook:q:"_L1) || framed.state == HelperFrame::State::Whole);
    if (framed.state == HelperFrame::State::Whole) {
        (void)HelperEnd::from(framed.payload["end"_L1].toObject());
        requireOutput(outputMessagesIn(framed.payload["messages"_L1].toArray()));
    }
    return 0;
}
