#include "rebuild/OutputFingerprint.h"

#include "notebook/json/JsonObjectText.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

struct Stand
{
    QLatin1StringView hint; ///< is in every text that has it: looking for it is quick
    QRegularExpression what;
    QString by;
};

const QList<Stand> &stands()
{
    static const QList<Stand> all{
        // "<Model object at 0x7f3c2a1b9d50>": of a Python object that has no better text.
        {"at 0x"_L1, QRegularExpression(u"\\bat 0x[0-9a-fA-F]{6,16}\\b"_s), u"at 0x"_s},
        // The number of the execution in tracebacks: of Jupyter's kernels of all ages, and ours.
        {"In"_L1, QRegularExpression(u"\\b(?:Input |Cell )?In ?\\[\\d+\\]"_s), u"In [ ]"_s},
        {"<ipython-input-"_L1, QRegularExpression(u"<ipython-input-\\d+-[0-9a-f]+>"_s),
         u"<cell>"_s},
        {"/ipykernel_"_L1, QRegularExpression(u"/tmp/ipykernel_\\d+/\\d+\\.py"_s), u"<cell>"_s},
        {"<cell "_L1, QRegularExpression(u"<cell \\d+>"_s), u"<cell>"_s},
    };
    return all;
}

/// Base64 is cut into lines or not, as its writer likes.
QByteArray withoutSpace(const QByteArray &data)
{
    QByteArray compact;
    compact.reserve(data.size());
    for (const char c : data) {
        if (c != '\n' && c != '\r' && c != ' ')
            compact.append(c);
    }
    return compact;
}

bool isText(const QString &type)
{
    return type.startsWith("text/"_L1) || type == "image/svg+xml"_L1
        || type == "application/javascript"_L1;
}

class Taker
{
public:
    void add(const StreamContent &stream)
    {
        (stream.name == "stderr"_L1 ? m_errors : m_printed) += stream.text;
    }
    void add(const DisplayContent &display)
    {
        QList<MimePart> parts = display.data.parts;
        std::ranges::sort(parts, {}, &MimePart::type); // a bundle is a set
        for (const MimePart &part : std::as_const(parts)) {
            put(part.type.toUtf8());
            put(comparable(part));
        }
        put(JsonObjectText::pretty(display.metadata));
    }
    void add(const ErrorContent &error)
    {
        put(error.name.toUtf8());
        put(OutputFingerprint::comparable(error.message).toUtf8());
        put(OutputFingerprint::comparable(error.traceback.join(u'\n')).toUtf8());
    }
    void add(const UnknownContent &unknown) { put(unknown.outputType.toUtf8()); }

    /// The two streams come through two pipes: which one was read first says nothing.
    FileFingerprint take()
    {
        put(OutputFingerprint::comparable(m_printed).toUtf8());
        put(OutputFingerprint::comparable(m_errors).toUtf8());
        return m_taker.fingerprint();
    }

private:
    static QByteArray comparable(const MimePart &part)
    {
        if (MimeBundle::isJsonType(part.type))
            return JsonObjectText::pretty(part.data);
        if (isText(part.type))
            return OutputFingerprint::comparable(QString::fromUtf8(part.data)).toUtf8();
        return withoutSpace(part.data);
    }
    /// With its length, so that no two lists of parts give the same bytes.
    void put(const QByteArray &bytes)
    {
        m_taker.add(QByteArray::number(bytes.size()) + ':');
        m_taker.add(bytes);
    }

    FingerprintTaker m_taker;
    QString m_printed;
    QString m_errors;
};

} // namespace

QString OutputFingerprint::comparable(QString text)
{
    for (const Stand &stand : stands()) {
        if (text.contains(stand.hint))
            text.replace(stand.what, stand.by);
    }
    return text;
}

FileFingerprint OutputFingerprint::of(const QList<Output> &outputs)
{
    Taker taker;
    for (const Output &output : outputs)
        std::visit([&taker](const auto &content) { taker.add(content); }, output.decode());
    return taker.take();
}

} // namespace sessionbook
