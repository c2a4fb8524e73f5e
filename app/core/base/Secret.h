#pragma once

#include <QByteArray>
#include <QDebug>

namespace sessionbook {

/// A token or key in memory. It cannot be logged (streaming it does not compile) and its bytes are
/// overwritten when the last copy goes. Callers take reveal() only at the moment of writing the
/// header, and never keep what it returns.
class Secret
{
public:
    Secret() = default;
    explicit Secret(const QByteArray &bytes);
    Secret(const Secret &other);
    Secret(Secret &&other) noexcept;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;
    ~Secret();

    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }
    [[nodiscard]] const QByteArray &reveal() const { return m_bytes; }

    bool operator==(const Secret &other) const = default;

private:
    void wipe();

    QByteArray m_bytes;
};

QDebug operator<<(QDebug, const Secret &) = delete;

} // namespace sessionbook
