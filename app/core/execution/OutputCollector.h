#pragma once

#include "execution/OutputWindow.h"
#include "sessions/ExecutionReply.h"

#include <QJsonObject>

#include <optional>

namespace sessionbook {

/// Turns what a session sends about one cell's run into the cell's outputs: messages as they come,
/// or the one reply of a pool that cannot stream. Bounded by its limits. A plain value without
/// signals.
class OutputCollector
{
public:
    explicit OutputCollector(OutputLimits limits = {});

    /// "stream", "display_data", "clear_output", "execute_result", "error"; other types are passed
    /// over. For "update_display_data", which may mean other cells too, see replaceDisplay().
    void addMessage(const QJsonObject &message);
    /// For replies that were not streamed.
    void addReply(const ExecutionReply &reply, std::optional<int> executionCount);
    /// The line that says how a command ended that did not end well; nothing for any other reply.
    void addExit(const ExecutionReply &reply);
    void replaceDisplay(const QString &displayId, const DisplayContent &content);

    /// Something was added since the last outputs().
    [[nodiscard]] bool hasChanged() const { return m_hasChanged; }
    [[nodiscard]] QList<Output> outputs();
    [[nodiscard]] QList<OutputWindow::NamedDisplay> displays() const { return m_window.displays(); }
    [[nodiscard]] qint64 textUnits() const { return m_window.textUnits(); }
    /// The last exception that ended the code.
    [[nodiscard]] const std::optional<ErrorContent> &error() const { return m_error; }

private:
    void clearIfDue();
    void add(const StreamContent &stream);
    void add(const DisplayContent &display);
    void add(const ErrorContent &error);
    void add(const UnknownContent &unknown);

    OutputWindow m_window;
    std::optional<ErrorContent> m_error;
    bool m_clearsBeforeNext
        = false; ///< clear_output(wait=True): the old outputs stay until there is a new one
    bool m_hasChanged = false;
};

} // namespace sessionbook
