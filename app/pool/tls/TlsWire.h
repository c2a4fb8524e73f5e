#pragma once

#include "TlsContext.h"
#include "pool/door/Wire.h"

namespace sessionbook {

/// Bytes through TLS. A client that speaks plain HTTP is told so.
class TlsWire final : public Wire
{
public:
    /// `context` outlives it.
    TlsWire(FileDescriptor socket, const TlsContext &context);

    [[nodiscard]] bool begin(Deadline deadline) override;
    [[nodiscard]] Transfer read(char *bytes, size_t size, Deadline deadline) override;
    [[nodiscard]] bool write(const char *bytes, size_t size,
                             std::chrono::milliseconds patience) override;
    [[nodiscard]] bool isConnected() override;
    void endWriting() override;
    [[nodiscard]] const SSL *ssl() const override { return m_ssl.get(); }

private:
    template<typename Step> [[nodiscard]] WireState attempt(const Step &step, Deadline deadline);
    [[nodiscard]] bool speaksPlainHttp(Deadline deadline);
    void refusePlainHttp(Deadline deadline);

    SslPointer m_ssl;
    bool m_isEstablished = false; ///< and nothing has failed since
};

} // namespace sessionbook
