#include "ExecutionRequest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

ApiError badRequest(const QString &message)
{
    return {400, u"InvalidRequest"_s, message};
}

bool isWord(const QString &text, QLatin1StringView word)
{
    return text.compare(word, Qt::CaseInsensitive) == 0;
}

ApiResult<QString> codeOf(const QJsonObject &body)
{
    const QJsonValue code = body["code"_L1];
    if (!code.isString())
        return badRequest(u"`code` field is required in the request."_s);
    const QString inputType = body["codeInputType"_L1].toString(u"Inline"_s);
    if (isWord(inputType, "Inline"_L1) || isWord(inputType, "InlineText"_L1))
        return code.toString();
    if (!isWord(inputType, "InlineBase64"_L1))
        return badRequest(u"`codeInputType` must be Inline, InlineText or InlineBase64."_s);
    const auto decoded = QByteArray::fromBase64Encoding(code.toString().toUtf8(),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return badRequest(u"`code` is not valid base64."_s);
    return QString::fromUtf8(*decoded);
}

ApiResult<KernelKind> kernelOf(const QString &executionType, bool useEmptyKernel)
{
    if (isWord(executionType, "Asynchronous"_L1))
        return KernelKind::Asynchronous;
    if (!isWord(executionType, "Synchronous"_L1))
        return badRequest(u"`executionType` must be Synchronous or Asynchronous."_s);
    return useEmptyKernel ? KernelKind::Empty : KernelKind::Synchronous;
}

ApiResult<ExecutionRequest> pythonRequest(const QJsonObject &body)
{
    const QString executionType = body["executionType"_L1].toString(u"Synchronous"_s);
    const auto kernel = kernelOf(executionType, body["useEmptyKernel"_L1].toBool());
    if (!kernel)
        return kernel.error();
    const auto code = codeOf(body);
    if (!code)
        return code.error();
    ExecutionRequest request;
    request.code = *code;
    request.executionType = executionType;
    request.kernel = *kernel;
    request.jupyterFormat = body["returnJupyterFormatExecutionResult"_L1].toBool();
    return request;
}

bool isGiven(const QJsonValue &value)
{
    return !value.isUndefined() && !value.isNull();
}

ApiResult<QStringList> wordsOf(const QJsonValue &value)
{
    const QJsonArray array = value.toArray();
    const bool areTexts
        = std::ranges::all_of(array, [](const QJsonValue &word) { return word.isString(); });
    if (array.isEmpty() || !areTexts)
        return badRequest(u"`execCommandAndArgs` must be a list of texts, the program first."_s);
    QStringList words;
    for (const QJsonValue &word : array)
        words.append(word.toString());
    return words;
}

ApiResult<ShellCommand> commandOf(const QJsonObject &body)
{
    const QJsonValue line = body["shellCommand"_L1];
    const QJsonValue words = body["execCommandAndArgs"_L1];
    if (!isGiven(line) && !isGiven(words)) // the service's own words (PROTOCOL §4)
        return badRequest(u"no command provided in the request, at least one of the "
                          "'shellCommand' or 'ExecCommandAndArgs' fields should be provided"_s);
    if (isGiven(line) && isGiven(words))
        return badRequest(u"`shellCommand` and `execCommandAndArgs` exclude each other."_s);
    if (line.isString())
        return ShellCommand{.line = line.toString(), .words = {}, .input = {}};
    if (isGiven(line))
        return badRequest(u"`shellCommand` must be a text."_s);
    const auto read = wordsOf(words);
    if (!read)
        return read.error();
    return ShellCommand{.line = {}, .words = *read, .input = {}};
}

ApiResult<ExecutionRequest> shellRequest(const QJsonObject &body)
{
    auto command = commandOf(body);
    if (!command)
        return command.error();
    const QJsonValue input = body["stdin"_L1];
    if (isGiven(input) && !input.isString())
        return badRequest(u"`stdin` must be a text."_s);
    if (isGiven(input))
        command->input = input.toString();
    ExecutionRequest request;
    request.command = std::move(*command);
    request.kernel = KernelKind::Shell;
    return request;
}

ApiResult<std::optional<std::chrono::seconds>> timeoutOf(const QJsonObject &body)
{
    const QJsonValue value = body["timeoutInSeconds"_L1];
    if (value.isUndefined() || value.isNull())
        return std::optional<std::chrono::seconds>();
    // The upper bound keeps arithmetic on it safe; it is a century.
    const qint64 seconds = value.toInteger(0);
    if (seconds < 1)
        return badRequest(u"`timeoutInSeconds` must be a whole number of at least 1."_s);
    return std::optional(std::chrono::seconds(std::min<qint64>(seconds, 3'000'000'000)));
}

ApiResult<qint64> streamLengthOf(const QJsonObject &body)
{
    const QJsonValue value = body["outputStreamsMaxLength"_L1];
    if (value.isUndefined() || value.isNull())
        return ExecutionRequest::DefaultStreamLength;
    const qint64 length = value.toInteger(-1);
    if (length < 0)
        return badRequest(u"`outputStreamsMaxLength` must be a whole number of at least 0."_s);
    return std::min(length, ExecutionRequest::MaxStreamLength);
}

} // namespace

ApiResult<ExecutionRequest> ExecutionRequest::fromJson(const QByteArray &body, PoolType type)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(body, &parseError);
    if (!document.isObject())
        return badRequest(
            u"The body is not a JSON object (%1 at byte %2)."_s.arg(parseError.errorString())
                .arg(parseError.offset));
    const QJsonObject object = document.object();
    auto request = type == PoolType::Shell ? shellRequest(object) : pythonRequest(object);
    if (!request)
        return request;
    const auto timeout = timeoutOf(object);
    if (!timeout)
        return timeout.error();
    const auto streamLength = streamLengthOf(object);
    if (!streamLength)
        return streamLength.error();
    request->timeout = *timeout;
    request->streamLength = *streamLength;
    return request;
}

std::chrono::seconds ExecutionRequest::timeoutWithin(std::chrono::seconds longest) const
{
    if (!timeout)
        return longest;
    return longest.count() > 0 ? std::min(*timeout, longest) : *timeout;
}

qsizetype ExecutionRequest::size() const
{
    if (!command)
        return code.size();
    qsizetype size = command->line.size() + command->input.value_or(QString()).size();
    for (const QString &word : command->words)
        size += word.size();
    return size;
}

} // namespace sessionbook
