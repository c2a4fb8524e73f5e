#pragma once

#include "notebook/Cell.h"

#include <QHash>

#include <utility>

namespace sessionbook {

/// Brings the attachments of several text cells together in the first of them. Names are taken
/// often
/// ("image.png"): of two different pictures of one name the later gets another name, in the text of
/// its cell, too. A value.
class AttachmentMerge
{
public:
    explicit AttachmentMerge(const Cell &first);

    /// Takes over the cell's attachments and gives its text as it has to be beside them.
    QString take(const Cell &cell);
    /// The other fields of the first cell, with all attachments.
    [[nodiscard]] QList<ByteSlice> otherFields() const;

private:
    using Attachment = std::pair<QString, QByteArray>; ///< name and JSON value

    static QList<Attachment> attachmentsOf(const Cell &cell);
    [[nodiscard]] QString freeName(const QString &name) const;

    const QList<ByteSlice> m_firstFields;
    QList<Attachment> m_attachments; ///< in order
    bool m_hasTaken = false;
};

} // namespace sessionbook
