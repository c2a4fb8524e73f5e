#pragma once

#include <QByteArray>
#include <QMultiHash>
#include <QString>

namespace sessionbook {

/// Keeps one copy in memory of each long text that is in a notebook or its undo history, however
/// often it was pasted, cut and taken back. Texts that nobody else holds any more are let go when
/// the next long one comes.
class SharedTexts
{
public:
    static constexpr qsizetype longBytes
        = 16 * 1024; ///< below it, looking costs more than it saves

    /// The text, or an equal one that is kept already.
    [[nodiscard]] QString shared(const QString &text) { return sharedIn(m_texts, text); }
    [[nodiscard]] QByteArray shared(const QByteArray &bytes) { return sharedIn(m_bytes, bytes); }

private:
    template<typename Text> static Text sharedIn(QMultiHash<size_t, Text> &kept, const Text &text);

    QMultiHash<size_t, QString> m_texts; // by the hash of the text
    QMultiHash<size_t, QByteArray> m_bytes;
};

} // namespace sessionbook
