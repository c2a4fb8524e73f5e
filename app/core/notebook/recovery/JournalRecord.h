#pragma once

#include "notebook/Cell.h"
#include "notebook/files/FileFingerprint.h"

#include <QDateTime>

#include <variant>

namespace sessionbook {

/// What a journal's changes are told against: the file as it was last opened or saved.
struct JournalBase
{
    QString path = {}; ///< absolute; empty: the document has no file yet
    QString name = {}; ///< what the window calls a document without a file
    FileFingerprint fingerprint = {}; ///< null where there is no file
    /// The cells of the base in its order, as the records name them; 0: one that is gone.
    QList<quint64> cells = {};
    QString copyName = {}; ///< the file in the journals' directory that holds a copy of the base
    QDateTime beganAt = {};

    bool operator==(const JournalBase &) const = default;
};

/// All of a cell but its outputs: the first thing a journal says of a cell, so that the cell is
/// whole even where the base is lost.
struct CellHeadRecord
{
    quint64 cell = 0;
    CellKind kind = CellKind::Code;
    QString source = {};
    QString fileId = {};
    QByteArray metadata = {};
    QList<QByteArray> otherFields = {};

    bool operator==(const CellHeadRecord &) const = default;
};

struct TextRecord
{
    quint64 cell = 0;
    qsizetype position = 0;
    qsizetype removed = 0; ///< how many UTF-16 units
    QString inserted = {};

    bool operator==(const TextRecord &) const = default;
};

/// One output made from an older one: its beginning and its end stay.
struct OutputSplice
{
    qsizetype front = 0;
    qsizetype tail = 0;
    QByteArray inserted = {};

    bool operator==(const OutputSplice &) const = default;
};

/// Outputs at the front and at the tail stay; what was between is replaced by the splice of the
/// first of it, where there is one, and by the added ones.
struct OutputsRecord
{
    quint64 cell = 0;
    std::optional<int> executionCount = {};
    qsizetype front = 0;
    qsizetype tail = 0;
    std::optional<OutputSplice> splice = {};
    QList<QByteArray> added = {};

    bool operator==(const OutputsRecord &) const = default;
};

struct CellInsertedRecord
{
    qsizetype index = 0;
    quint64 cell = 0;

    bool operator==(const CellInsertedRecord &) const = default;
};

struct CellRemovedRecord
{
    qsizetype index = 0;

    bool operator==(const CellRemovedRecord &) const = default;
};

struct CellMovedRecord
{
    qsizetype from = 0;
    qsizetype to = 0;

    bool operator==(const CellMovedRecord &) const = default;
};

struct OrderRecord
{
    QList<quint64> cells = {};

    bool operator==(const OrderRecord &) const = default;
};

/// The fields of the notebook itself.
struct DocumentRecord
{
    int formatMinor = 0;
    QByteArray metadata = {};
    QList<QByteArray> otherFields = {};

    bool operator==(const DocumentRecord &) const = default;
};

/// One line of a journal. The first of a file is its base.
using JournalRecord
    = std::variant<JournalBase, CellHeadRecord, TextRecord, OutputsRecord, CellInsertedRecord,
                   CellRemovedRecord, CellMovedRecord, OrderRecord, DocumentRecord>;

/// Between records and bytes. Pure.
namespace JournalRecords {

[[nodiscard]] QByteArray encoded(const JournalRecord &record);
/// Nothing where the bytes are no record; never allocates more than a small multiple of them.
[[nodiscard]] std::optional<JournalRecord> decoded(QByteArrayView bytes);

} // namespace JournalRecords

} // namespace sessionbook
