#include "TextLine.h"

#include <simdjson.h>

namespace sessionbook {

std::optional<WorkerMessage> parseTextLine(const QByteArray &line)
{
    constexpr QByteArrayView Start(R"({"type": "stream", )");
    if (!line.startsWith(Start))
        return std::nullopt;
    simdjson::dom::parser parser; // of this line alone: it keeps the memory that it once needed
    simdjson::dom::object message;
    std::string_view name;
    std::string_view text;
    const bool isWhole
        = parser.parse(line.constData(), size_t(line.size())).get(message) == simdjson::SUCCESS
        && message["name"].get(name) == simdjson::SUCCESS
        && message["text"].get(text) == simdjson::SUCCESS;
    if (!isWhole || (name != "stdout" && name != "stderr"))
        return std::nullopt;
    return textMessage(name == "stdout" ? TextStream::Stdout : TextStream::Stderr,
                       QByteArray(text.data(), qsizetype(text.size())));
}

} // namespace sessionbook
