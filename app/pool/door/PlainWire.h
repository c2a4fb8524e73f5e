#pragma once

#include "Wire.h"

namespace sessionbook {

/// The bytes as they are.
class PlainWire final : public Wire
{
public:
    using Wire::Wire;

    [[nodiscard]] bool begin(Deadline deadline) override;
    [[nodiscard]] Transfer read(char *bytes, size_t size, Deadline deadline) override;
    [[nodiscard]] bool write(const char *bytes, size_t size,
                             std::chrono::milliseconds patience) override;
    [[nodiscard]] bool isConnected() override;
    void endWriting() override;
    [[nodiscard]] const SSL *ssl() const override { return nullptr; }
};

} // namespace sessionbook
