#include "execution/PlainReply.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <cstring>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QString withoutEscapes(QString text)
{
    static const QRegularExpression escape(u"\x1b\\[[0-9;:?]*[ -/]*[@-~]"_s);
    return text.remove(escape);
}

bool isBase64(const QString &text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](QChar c) {
        return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9')
            || c == u'+' || c == u'/' || c == u'=' || c == u'\n' || c == u'\r';
    });
}

/// {"type": "image", "format": "png", "base64_data": …}: how a figure comes back.
std::optional<DisplayContent> imageOf(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    const QString format = object["format"_L1].toString().toLower();
    const QString data = object["base64_data"_L1].toString();
    if (object["type"_L1] != "image"_L1 || !isBase64(data)
        || !QStringList({u"png"_s, u"jpeg"_s, u"jpg"_s, u"gif"_s}).contains(format))
        return std::nullopt;
    const QString type = "image/"_L1 + (format == "jpg"_L1 ? u"jpeg"_s : format);
    DisplayContent content;
    content.data.parts = {{.type = type, .data = data.toLatin1()},
                          {.type = u"text/plain"_s, .data = "<" + format.toUtf8() + " image>"}};
    return content;
}

QString textOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? u"True"_s : u"False"_s;
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isNull() || value.isUndefined())
        return {};
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(value.isArray() ? list.mid(1, list.size() - 2)
                                             : list.mid(1, list.size() - 2).trimmed());
}

/// Several figures may come as a list of image objects; anything else is one value.
QList<DisplayContent> resultOf(const QJsonValue &value, std::optional<int> executionCount)
{
    if (const auto image = imageOf(value))
        return {*image};
    const QJsonArray list = value.toArray();
    QList<DisplayContent> images;
    for (const QJsonValue &entry : list) {
        if (const auto image = imageOf(entry))
            images.append(*image);
    }
    if (!images.isEmpty() && images.size() == list.size())
        return images;
    const QString text = textOf(value);
    if (text.isEmpty())
        return {};
    DisplayContent content;
    content.executionCount = executionCount;
    content.isResult = true;
    content.data.parts = {{.type = u"text/plain"_s, .data = text.toUtf8()}};
    return {content};
}

/// Index of the first line of the traceback: its heading, or the rule of dashes above it; -1 where
/// there is none.
qsizetype tracebackStart(const QStringList &plainLines)
{
    static const QRegularExpression rule(u"^-{20,}$"_s);
    for (qsizetype i = 0; i < plainLines.size(); ++i) {
        if (!plainLines[i].contains("Traceback (most recent call last)"_L1))
            continue;
        return i > 0 && rule.match(plainLines[i - 1]).hasMatch() ? i - 1 : i;
    }
    return -1;
}

/// The line that names the exception: the last that looks like "KeyError: 'x'"; its message may go
/// on below it.
qsizetype namingLine(const QStringList &plainLines, qsizetype from)
{
    static const QRegularExpression naming(
        u"^[A-Za-z_][\\w.]*(Error|Exception|Exit|Interrupt|Iteration|Warning|Group)(:|$)"_s);
    static const QRegularExpression anyName(u"^[A-Za-z_][\\w.]*: "_s);
    for (qsizetype i = plainLines.size() - 1; i >= from; --i) {
        if (naming.match(plainLines[i]).hasMatch())
            return i;
    }
    for (qsizetype i = plainLines.size() - 1; i >= from; --i) {
        if (anyName.match(plainLines[i]).hasMatch())
            return i;
    }
    return -1;
}

struct SplitErrorText
{
    QString before; ///< ordinary standard error
    std::optional<ErrorContent> error;
};

SplitErrorText splitErrorText(const QString &text)
{
    const QStringList lines = text.split(u'\n');
    const QStringList plainLines = withoutEscapes(text).split(u'\n');
    const qsizetype start = tracebackStart(plainLines);
    const qsizetype naming = namingLine(plainLines, std::max<qsizetype>(start, 0));
    if (naming < 0 || lines.size() != plainLines.size())
        return {.before = text, .error = {}};
    const qsizetype colon = plainLines[naming].indexOf(u':');
    ErrorContent error;
    error.name = plainLines[naming].left(colon < 0 ? plainLines[naming].size() : colon);
    error.message
        = colon < 0 ? QString() : plainLines.mid(naming).join(u'\n').mid(colon + 1).trimmed();
    error.traceback = lines.mid(std::max<qsizetype>(start, 0));
    while (!error.traceback.isEmpty() && error.traceback.last().isEmpty())
        error.traceback.removeLast();
    QString before = lines.mid(0, std::max<qsizetype>(start, 0)).join(u'\n');
    return {.before = before.isEmpty() ? before : before + u'\n', .error = error};
}

/// Our pool tells at the end of standard error, for clients that read nothing else, what
/// failedCommand() says better.
QString withoutFailureLine(const ExecutionReply &reply)
{
    const QString line = u"%1: %2\n"_s.arg(reply.errorCode, reply.errorMessage);
    const bool isTold = !reply.errorCode.isEmpty() && reply.standardError.endsWith(line);
    return isTold ? reply.standardError.chopped(line.size()) : reply.standardError;
}

/// "SIGSEGV" for 139: shells add 128 to the number of the signal that ended a program.
QString signalOf(int exitCode)
{
    const char *name = exitCode > 128 ? sigabbrev_np(exitCode - 128) : nullptr;
    return name ? "SIG"_L1 + QString::fromLatin1(name) : QString();
}

} // namespace

std::optional<ErrorContent> PlainReply::failedCommand(const ExecutionReply &reply)
{
    if (!reply.exitCode || reply.status == ExecutionStatus::Succeeded)
        return std::nullopt;
    if (!reply.errorCode.isEmpty())
        return ErrorContent{.name = reply.errorCode,
                            .message = reply.errorMessage,
                            .traceback = {reply.errorCode + ": "_L1 + reply.errorMessage}};
    QString code = QString::number(*reply.exitCode);
    if (const QString signal = signalOf(*reply.exitCode); !signal.isEmpty())
        code += u" (%1)"_s.arg(signal);
    return ErrorContent{
        .name = u"Exit code"_s, .message = code, .traceback = {u"Exit code: "_s + code}};
}

QList<OutputContent> PlainReply::outputs(const ExecutionReply &reply,
                                         std::optional<int> executionCount)
{
    QList<OutputContent> outputs;
    SplitErrorText errorText{.before = reply.standardError, .error = {}};
    if (reply.exitCode)
        errorText.before = withoutFailureLine(reply);
    else if (reply.status == ExecutionStatus::Failed)
        errorText = splitErrorText(reply.standardError);
    if (!reply.standardOutput.isEmpty())
        outputs.append(StreamContent{.name = u"stdout"_s, .text = reply.standardOutput});
    if (!errorText.before.isEmpty())
        outputs.append(StreamContent{.name = u"stderr"_s, .text = errorText.before});
    for (const DisplayContent &content : resultOf(reply.result, executionCount))
        outputs.append(content);
    if (errorText.error)
        outputs.append(*errorText.error);
    return outputs;
}

} // namespace sessionbook
