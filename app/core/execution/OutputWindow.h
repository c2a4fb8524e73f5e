#pragma once

#include "notebook/Output.h"

#include <QList>
#include <QString>

#include <deque>
#include <utility>

namespace sessionbook {

/// What one cell may keep in memory and in its file.
struct OutputLimits
{
    qint64 textUnits = 4 * 1024 * 1024; ///< printed text, in UTF-16 units
    qint64 richBytes = 64 * 1024 * 1024; ///< pictures, markup, JSON, tracebacks
    int outputs = 2000;
};

/// The outputs of one cell in order, bounded however much the cell prints: the beginning and the
/// end stay, what lies between is counted and replaced by a line that says how much it was.
/// Neighbouring pieces of one stream are one output. A progress bar that overwrites its line for
/// ever does not grow. Appending costs the length of what is appended. A plain value.
class OutputWindow
{
public:
    /// An output that later messages may replace by its id.
    using NamedDisplay = std::pair<QString, Output>;

    explicit OutputWindow(OutputLimits limits = {});

    void appendText(const QString &streamName, QStringView text);
    /// `displayId` may be empty.
    void appendDisplay(const QString &displayId, const DisplayContent &content);
    void appendError(const ErrorContent &content);
    /// Every display of that id shows `content` from now on. False where there is none.
    bool replaceDisplay(const QString &displayId, const DisplayContent &content);
    void clear();

    /// Serialises only what changed since the last call.
    [[nodiscard]] QList<Output> outputs();
    [[nodiscard]] QList<NamedDisplay> displays() const;
    /// How much text outputs() may have to write anew.
    [[nodiscard]] qint64 textUnits() const { return m_first.textUnits + m_last.textUnits; }

private:
    struct Entry
    {
        QString streamName = {}; ///< empty: `output` holds something that is not a stream
        QString text = {};
        qsizetype lineStart = 0; ///< of the last line of `text`
        QString displayId = {};
        qint64 richBytes = 0;
        Output output = {}; ///< for a stream: what `text` was when it was last asked for
        bool isStale = false;

        [[nodiscard]] bool isStream() const { return !streamName.isEmpty(); }
    };
    struct Half
    {
        std::deque<Entry> entries;
        qint64 textUnits = 0;
        qint64 richBytes = 0;
    };

    void appendPiece(const QString &streamName, QStringView piece);
    void appendTo(Half &half, const QString &streamName, QStringView piece);
    void appendRich(Entry entry);
    void trimEnd();
    void dropOldest(bool stream);
    void dropEntry(size_t index);
    void cutFront(Entry &entry, qint64 units);
    [[nodiscard]] QString note() const;
    [[nodiscard]] QList<Output> boundary();
    static const Output &serialized(Entry &entry);

    OutputLimits m_limits;
    Half m_first; ///< closed as soon as something is in m_last
    Half m_last; ///< shortened at its front
    qint64 m_omittedUnits = 0;
    qint64 m_omittedOutputs = 0;
};

} // namespace sessionbook
