#include "JupyterPeer.h"

#include <QTextStream>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr int AnswerMilliseconds = 120000;

QByteArray lineFrom(QProcess &process)
{
    while (process.state() != QProcess::NotRunning && !process.canReadLine()) {
        if (!process.waitForReadyRead(AnswerMilliseconds))
            return {};
    }
    return process.readLine().trimmed();
}

} // namespace

JupyterPeer::JupyterPeer()
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(u"/usr/bin/python3"_s,
                    {QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/bench/pool/pool_peer.py")});
    const QByteArray greeting = lineFrom(m_process);
    m_isAvailable = greeting == "ready";
    if (!m_isAvailable)
        QTextStream(stdout) << "peer_jupyter skipped ("
                            << (greeting.isEmpty() ? "it did not start"_ba : greeting) << ')'
                            << Qt::endl;
}

JupyterPeer::~JupyterPeer()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished(30000);
}

QList<double> JupyterPeer::ask(const QByteArray &command)
{
    if (!m_isAvailable)
        return {};
    m_process.write(command + '\n');
    m_process.waitForBytesWritten(1000);
    QList<double> figures;
    for (const QByteArray &word : lineFrom(m_process).split(' ')) {
        if (!word.isEmpty())
            figures.append(word.toDouble());
    }
    return figures;
}

} // namespace sessionbook
