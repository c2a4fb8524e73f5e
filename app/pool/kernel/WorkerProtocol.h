#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace sessionbook {

/// Cuts a worker's bytes into lines. The worker is hostile: a line longer than the limit is not
/// kept but counted and passed over, so that memory stays bounded whatever it sends. Not
/// thread-safe.
class WorkerLineReader
{
public:
    static constexpr qsizetype DefaultLimit = 64 * 1024 * 1024;

    struct Line
    {
        QByteArray bytes;
        bool tooLong = false; ///< then bytes is empty
    };

    explicit WorkerLineReader(qsizetype limit = DefaultLimit)
        : m_limit(limit)
    {
    }

    void append(QByteArrayView bytes);
    /// The next whole line without its newline, if there is one.
    [[nodiscard]] std::optional<Line> next();

private:
    void dropOverlongStart();

    qsizetype m_limit;
    QByteArray m_buffer;
    qsizetype m_start = 0; ///< of the first line not yet taken
    qsizetype m_searched = 0; ///< no newline lies before this position
    bool m_skipping = false;
};

enum class TextStream { Stdout, Stderr };

/// One message from the worker, checked: its type is known and its fields have the types they must
/// have.
struct WorkerMessage
{
    enum class Type {
        Ready, ///< the kernel can execute
        Busy, ///< the cell began; it can be interrupted from now on
        Text, ///< `text` was written to `stream`
        Output, ///< `content` is a Jupyter message content with its `type`, fit to be passed on
        Done ///< the cell ended
    };

    Type type = Type::Output;
    QJsonObject content;
    QJsonObject value
        = {}; ///< of an execute_result: what its plain encoding needs; never passed on
    TextStream stream = TextStream::Stdout;
    QByteArray text = {}; ///< UTF-8
};

/// The message in `line`, with only the fields we know, or nothing when it is not one.
[[nodiscard]] std::optional<WorkerMessage> parseWorkerMessage(const QByteArray &line);

/// The request that makes the worker run `code`, as a line.
[[nodiscard]] QByteArray executeRequestLine(const QString &id, const QString &code);

/// What a session of a shell pool runs.
struct ShellCommand
{
    QString line; ///< for bash
    QStringList words; ///< unless empty: a program and its arguments, instead of `line`
    std::optional<QString> input; ///< nothing: an empty standard input
};

/// The request that makes the worker of a shell run `command`, as a line.
[[nodiscard]] QByteArray commandRequestLine(const QString &id, const ShellCommand &command);

[[nodiscard]] WorkerMessage textMessage(TextStream stream, QByteArray text);

} // namespace sessionbook
