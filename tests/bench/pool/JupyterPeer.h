#pragma once

#include <QByteArray>
#include <QList>
#include <QProcess>

namespace sessionbook {

/// A Jupyter kernel, spoken to by jupyter_client in a program of its own, for the figures beside
/// ours.
///
/// Where jupyter_client or ipykernel is not installed it says so once, and every answer is empty.
class JupyterPeer
{
public:
    JupyterPeer();
    ~JupyterPeer();

    /// One command of pool_peer.py; the figures it answers.
    [[nodiscard]] QList<double> ask(const QByteArray &command);

private:
    QProcess m_process;
    bool m_isAvailable = false;
};

} // namespace sessionbook
