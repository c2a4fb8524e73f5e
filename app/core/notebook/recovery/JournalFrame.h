#pragma once

#include <QByteArray>

#include <optional>

namespace sessionbook {

/// Records as they lie in a journal file: each with its length and a checksum (XXH3), behind a
/// short head that makes the checksums those of this one file. What was torn off, or was left
/// there by something else, is no frame.
class JournalFrame
{
public:
    /// Whether more records of the same change follow: a change is taken whole or not at all.
    enum class Continues { No, Yes };

    /// The first bytes of a file; `salt` tells files apart.
    [[nodiscard]] static QByteArray fileHead(quint64 salt);
    /// `offset` is where in the file the frame will begin.
    [[nodiscard]] static QByteArray framed(QByteArrayView record, Continues continues, quint64 salt,
                                           qint64 offset);
};

/// Takes a journal file apart, up to the first byte that is not right. Gives views into the bytes,
/// which must outlive it; hostile bytes are expected.
class JournalFrameReader
{
public:
    explicit JournalFrameReader(QByteArrayView file);

    struct Frame
    {
        QByteArrayView record;
        JournalFrame::Continues continues = JournalFrame::Continues::No;
    };
    /// Nothing at the end and at the first damage.
    [[nodiscard]] std::optional<Frame> next();
    /// Behind the last good frame.
    [[nodiscard]] qsizetype offset() const { return m_offset; }

private:
    QByteArrayView m_file;
    quint64 m_salt = 0;
    qsizetype m_offset = 0;
};

} // namespace sessionbook
