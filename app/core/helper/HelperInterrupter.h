#pragma once

#include <QObject>
#include <QTemporaryFile>

namespace sessionbook {

class SessionClient;

/// Interrupts a run from outside its kernel: by a file that the helper watches for, uploaded or,
/// where uploads are refused, made by another kernel of the session. May be repeated.
class HelperInterrupter : public QObject
{
    Q_OBJECT
public:
    HelperInterrupter(SessionClient &session, QString run, QObject *parent = nullptr);

    void start();

signals:
    /// The file is there; the kernel sees it within a fraction of a second, unless it is deep in
    /// code that does not listen.
    void delivered();
    void failed();

private:
    void makeByOtherKernel();
    void end(bool isDelivered);

    SessionClient &m_session;
    QString m_run;
    QTemporaryFile m_file;
    bool m_isBusy = false;
};

} // namespace sessionbook
