#include "ExecutionRequest.h"

#include <QJsonDocument>

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

ApiResult<ExecutionRequest> ExecutionRequest::fromJson(const QByteArray &body)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(body, &parseError);
    if (!document.isObject())
        return badRequest(
            u"The body is not a JSON object (%1 at byte %2)."_s.arg(parseError.errorString())
                .arg(parseError.offset));
    const QJsonObject object = document.object();
    const QString executionType = object["executionType"_L1].toString(u"Synchronous"_s);
    const auto kernel = kernelOf(executionType, object["useEmptyKernel"_L1].toBool());
    if (!kernel)
        return kernel.error();
    const auto code = codeOf(object);
    if (!code)
        return code.error();
    const auto timeout = timeoutOf(object);
    if (!timeout)
        return timeout.error();
    const auto streamLength = streamLengthOf(object);
    if (!streamLength)
        return streamLength.error();
    return ExecutionRequest{.code = *code,
                            .executionType = executionType,
                            .kernel = *kernel,
                            .timeout = *timeout,
                            .streamLength = *streamLength,
                            .jupyterFormat
                            = object["returnJupyterFormatExecutionResult"_L1].toBool()};
}

} // namespace sessionbook
