#pragma once

#include "notebook/json/JsonWriter.h"
#include "notebook/Output.h"

namespace sessionbook {

/// Writes outputs that were made here or came from elsewhere the way Jupyter lays them out: names
/// sorted, texts as lists of lines. Pure.
namespace OutputWriter {

/// Whether the output's bytes are an object in valid JSON; nothing else may reach a file.
[[nodiscard]] bool isWritable(const Output &output);
void write(JsonWriter &writer, const Output &output);

} // namespace OutputWriter

} // namespace sessionbook
