#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace sessionbook {

/// What the head of a form's part says about it.
struct MultipartPart
{
    QString name;
    QString fileName; ///< empty when none is given
};

/// Takes what a MultipartReader finds.
class MultipartSink
{
public:
    virtual ~MultipartSink() = default;
    virtual void beginPart(const MultipartPart &part) = 0;
    /// Bytes of the part begun last.
    virtual void takeBytes(const char *bytes, qsizetype count) = 0;
};

/// Takes a multipart/form-data body apart as it arrives (RFC 7578), in bounded memory.
///
/// Clients write such bodies in many ways: names with quotes and without (.NET), file names in
/// `filename` and `filename*`, boundaries in quotes. What the HTTP library can read is only the
/// most common one.
class MultipartReader
{
public:
    static constexpr qsizetype MaxHeadBytes = 16 * 1024;

    /// The boundary that a Content-Type names; null when that is no form's type.
    [[nodiscard]] static std::optional<QByteArray> boundaryOf(const QByteArray &contentType);

    MultipartReader(const QByteArray &boundary, MultipartSink &sink);

    /// Bytes after the form's end, or after a mistake in it, are ignored.
    void feed(const char *bytes, qsizetype count);

    /// Whether the form came to its end without a mistake.
    [[nodiscard]] bool isComplete() const { return m_state == State::Ended; }

private:
    enum class State { Between, AfterDelimiter, Head, Body, Ended, Broken };

    [[nodiscard]] bool step();
    [[nodiscard]] bool skipToDelimiter();
    [[nodiscard]] bool takeDelimiterEnd();
    [[nodiscard]] bool takeHead();
    [[nodiscard]] bool takeBody();

    QByteArray m_delimiter;
    MultipartSink &m_sink;
    State m_state = State::Between;
    /// What is not yet understood; begins with a line end, as if the first boundary followed one.
    QByteArray m_waiting = "\r\n";
};

/// The part that the head's lines describe (Content-Disposition, RFC 6266).
[[nodiscard]] MultipartPart multipartPartOf(const QByteArray &head);

} // namespace sessionbook
