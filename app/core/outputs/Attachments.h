#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

namespace sessionbook {

struct Cell;

/// The pictures that travel inside a Markdown cell, by the addresses its text gives them
/// ("attachment:plot.png"). A value. What a file says of them is checked: only pictures we show,
/// only base64, SVG made safe.
class Attachments
{
public:
    Attachments() = default;
    [[nodiscard]] static Attachments of(const Cell &cell);

    /// A data: address; empty for what is no attachment here. `address` may be percent-encoded.
    [[nodiscard]] QString dataAddress(const QString &address) const;
    /// By name, without "attachment:".
    [[nodiscard]] const QHash<QString, QByteArray> &dataAddresses() const { return m_addresses; }

private:
    QHash<QString, QByteArray> m_addresses;
};

} // namespace sessionbook
