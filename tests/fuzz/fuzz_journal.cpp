// Any bytes as a journal, and – as no fuzzer guesses checksums – as the records of one with right
// checksums; what comes of it as a document. Broken promises abort.
#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/recovery/JournalFrame.h"
#include "notebook/recovery/JournalReader.h"
#include "notebook/recovery/RecoveredDocument.h"

#include <algorithm>
#include <cstdlib>

using namespace sessionbook;

namespace {

using Continues = JournalFrame::Continues;

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// The first byte of a piece: how long it is and whether the change goes on.
QByteArray journalOf(QByteArrayView pieces, bool withBase)
{
    constexpr quint64 salt = 7;
    QByteArray file = JournalFrame::fileHead(salt);
    if (withBase)
        file += JournalFrame::framed(JournalRecords::encoded(JournalBase{.cells = {1, 2, 3}}),
                                     Continues::No, salt, file.size());
    while (!pieces.isEmpty()) {
        const auto head = static_cast<unsigned char>(pieces.front());
        pieces = pieces.sliced(1);
        const qsizetype length = std::min<qsizetype>(head >> 1, pieces.size());
        file += JournalFrame::framed(pieces.first(length),
                                     (head & 1) == 1 ? Continues::Yes : Continues::No, salt,
                                     file.size());
        pieces = pieces.sliced(length);
    }
    return file;
}

/// What can be decoded is encoded to the same again.
void requireRoundTrip(QByteArrayView bytes)
{
    const auto record = JournalRecords::decoded(bytes);
    if (!record)
        return;
    const auto again = JournalRecords::decoded(JournalRecords::encoded(*record));
    require(again && *again == *record);
}

void read(const QByteArray &file)
{
    const auto content = JournalReader::read(file);
    if (!content)
        return;
    require(content->wholeBytes <= file.size());
    require(content->isDamaged || content->wholeBytes == file.size());
    // A path in it would lead into this computer's files.
    if (!content->state.base().path.isEmpty())
        return;
    const RecoveredDocument document = RecoveredDocument::from(*content, {});
    // Without a file there are the cells that the journal holds whole; no empty one stands in for
    // another.
    const JournalState &state = content->state;
    require(document.data.cells.size() == std::ranges::count_if(state.order(), [&](quint64 id) {
                const JournaledCell *cell = state.find(id);
                return cell && cell->head;
            }));
    require(document.baseCells.size() == document.data.cells.size());
    const auto written = IpynbReader::read(IpynbWriter::write(document.data));
    require(written && written->cells.size() == document.data.cells.size());
    // What is whole stays whole without what follows it.
    const auto again = JournalReader::read(QByteArrayView(file).first(content->wholeBytes));
    require(again && again->wholeBytes == content->wholeBytes && !again->isDamaged);
    require(again->state.order() == content->state.order());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    requireRoundTrip(bytes);
    read(bytes);
    read(journalOf(bytes, true));
    read(journalOf(bytes, false));
    return 0;
}
