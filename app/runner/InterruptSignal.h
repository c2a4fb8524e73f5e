#pragma once

#include <QObject>

namespace sessionbook {

/// Ctrl+C, SIGTERM and SIGHUP as a Qt signal, however often they come. One for the program.
class InterruptSignal : public QObject
{
    Q_OBJECT
public:
    explicit InterruptSignal(QObject *parent = nullptr);
    ~InterruptSignal() override;

signals:
    void received();
};

} // namespace sessionbook
