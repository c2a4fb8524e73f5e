#pragma once

#include <QIODevice>

namespace sessionbook {

/// The body of a request that must not be sent twice. QNetworkAccessManager repeats a request by
/// itself when the connection closes before the reply; this body refuses to be rewound once it was
/// read, which turns that repetition into an error.
class OneShotBody final : public QIODevice
{
    Q_OBJECT
public:
    explicit OneShotBody(QByteArray bytes, QObject *parent = nullptr);

    [[nodiscard]] qint64 size() const override { return m_bytes.size(); }
    bool reset() override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    QByteArray m_bytes;
    bool m_wasRead = false;
};

} // namespace sessionbook
