#include "execution/OutputCollector.h"

#include "execution/MessageContent.h"
#include "execution/PlainReply.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

OutputCollector::OutputCollector(OutputLimits limits)
    : m_window(limits)
{
}

void OutputCollector::addMessage(const QJsonObject &message)
{
    const QString type = message["type"_L1].toString();
    if (type == "stream"_L1) {
        add({.name = MessageContent::streamName(message), .text = message["text"_L1].toString()});
    } else if (type == "display_data"_L1 || type == "execute_result"_L1) {
        clearIfDue();
        m_window.appendDisplay(MessageContent::displayId(message),
                               MessageContent::display(message));
        m_hasChanged = true;
    } else if (type == "error"_L1) {
        add(MessageContent::error(message));
    } else if (type == "clear_output"_L1) {
        m_clearsBeforeNext = true;
        if (!message["wait"_L1].toBool())
            clearIfDue();
    }
}

void OutputCollector::addReply(const ExecutionReply &reply, std::optional<int> executionCount)
{
    for (const OutputContent &content : PlainReply::outputs(reply, executionCount))
        std::visit([this](const auto &output) { add(output); }, content);
}

void OutputCollector::addExit(const ExecutionReply &reply)
{
    if (const auto error = PlainReply::failedCommand(reply))
        add(*error);
}

void OutputCollector::replaceDisplay(const QString &displayId, const DisplayContent &content)
{
    if (!displayId.isEmpty() && m_window.replaceDisplay(displayId, content))
        m_hasChanged = true;
}

QList<Output> OutputCollector::outputs()
{
    m_hasChanged = false;
    return m_window.outputs();
}

void OutputCollector::clearIfDue()
{
    if (!m_clearsBeforeNext)
        return;
    m_clearsBeforeNext = false;
    m_window.clear();
    m_hasChanged = true;
}

void OutputCollector::add(const StreamContent &stream)
{
    if (stream.text.isEmpty())
        return;
    clearIfDue();
    m_window.appendText(stream.name, stream.text);
    m_hasChanged = true;
}

void OutputCollector::add(const DisplayContent &display)
{
    clearIfDue();
    m_window.appendDisplay({}, display);
    m_hasChanged = true;
}

void OutputCollector::add(const ErrorContent &error)
{
    clearIfDue();
    m_window.appendError(error);
    m_error = error;
    m_hasChanged = true;
}

void OutputCollector::add(const UnknownContent &)
{
    // Neither a message nor a reply can hold one.
}

} // namespace sessionbook
