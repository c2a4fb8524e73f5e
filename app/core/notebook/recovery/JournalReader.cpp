#include "notebook/recovery/JournalReader.h"

#include "notebook/recovery/JournalFrame.h"

#include <algorithm>
#include <vector>

namespace sessionbook {

namespace {

/// The records of one change, or nothing where it is not whole.
std::optional<std::vector<JournalRecord>> nextChange(JournalFrameReader &frames)
{
    std::vector<JournalRecord> change;
    while (const auto frame = frames.next()) {
        auto record = JournalRecords::decoded(frame->record);
        if (!record)
            return std::nullopt;
        change.push_back(std::move(*record));
        if (frame->continues == JournalFrame::Continues::No)
            return change;
    }
    return std::nullopt;
}

} // namespace

Result<JournalContent> JournalReader::read(QByteArrayView bytes)
{
    JournalFrameReader frames(bytes);
    auto first = nextChange(frames);
    auto *base = first ? std::get_if<JournalBase>(&first->front()) : nullptr;
    if (!base)
        return Error{ErrorKind::InvalidArgument, QStringLiteral("no base of a journal")};
    JournalContent content{JournalState(std::move(*base))};
    first->erase(first->begin());
    for (auto change = std::move(first); change; change = nextChange(frames)) {
        if (!std::ranges::all_of(*change, [&content](const JournalRecord &record) {
                return content.state.apply(record);
            })) {
            // The beginning of that change was taken already; what came before is read anew.
            auto before = read(bytes.first(content.wholeBytes));
            if (before)
                before->isDamaged = true;
            return before;
        }
        content.wholeBytes = frames.offset();
    }
    content.isDamaged = content.wholeBytes != bytes.size();
    return content;
}

} // namespace sessionbook
