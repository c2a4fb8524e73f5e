#include "support/desktop/VirtualDesktop.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QThread>

using namespace Qt::StringLiterals;

namespace sessionbook {

VirtualDesktop::VirtualDesktop()
{
    for (const QString &program : {u"Xvfb"_s, u"xdotool"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty()) {
            m_obstacle = program + u" is not installed"_s;
            return;
        }
    }
    QDir().mkpath(path(u"run"_s));
    QFile::setPermissions(path(u"run"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    m_server.setProcessChannelMode(QProcess::SeparateChannels);
    // It would begin anew whenever its last client is gone, and refuse whoever comes meanwhile.
    m_server.start(u"Xvfb"_s,
                   {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1280x900x24"_s, u"-nolisten"_s,
                    u"tcp"_s, u"-noreset"_s});
    if (!m_server.waitForReadyRead(30000)) {
        m_obstacle = u"Xvfb does not start"_s;
        return;
    }
    m_display = u":"_s + QString::fromLatin1(m_server.readLine().trimmed());
}

VirtualDesktop::~VirtualDesktop()
{
    m_server.terminate();
    m_server.waitForFinished(5000);
}

QProcessEnvironment VirtualDesktop::environment() const
{
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"DISPLAY"_s, m_display);
    variables.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    variables.insert(u"HOME"_s, m_home.path());
    variables.insert(u"XDG_CONFIG_HOME"_s, path(u"config"_s));
    variables.insert(u"XDG_STATE_HOME"_s, path(u"state"_s));
    variables.insert(u"XDG_CACHE_HOME"_s, path(u"cache"_s));
    variables.insert(u"XDG_DATA_HOME"_s, path(u"data"_s));
    variables.insert(u"XDG_RUNTIME_DIR"_s, path(u"run"_s));
    variables.insert(u"LANGUAGE"_s, u"en"_s);
    return variables;
}

QByteArray VirtualDesktop::ask(const QStringList &arguments) const
{
    QProcess xdotool;
    xdotool.setProcessEnvironment(environment());
    xdotool.start(u"xdotool"_s, arguments);
    xdotool.waitForFinished(20000);
    return xdotool.readAllStandardOutput();
}

QString VirtualDesktop::windowNamed(const QString &title) const
{
    const QByteArray found
        = ask({u"search"_s, u"--onlyvisible"_s, u"--name"_s, QRegularExpression::escape(title)});
    return QString::fromLatin1(found.split('\n').value(0));
}

bool VirtualDesktop::hasWindow(const QString &title) const
{
    return !windowNamed(title).isEmpty();
}

bool VirtualDesktop::focus(const QString &title, int patienceMs)
{
    const QDeadlineTimer deadline(patienceMs);
    while (!deadline.hasExpired()) {
        const QString window = windowNamed(title);
        if (!window.isEmpty()) {
            (void)ask({u"windowfocus"_s, u"--sync"_s, window});
            return true;
        }
        QThread::msleep(50);
    }
    return false;
}

void VirtualDesktop::press(const QStringList &keys)
{
    (void)ask(QStringList{u"key"_s, u"--delay"_s, u"0"_s} + keys);
}

} // namespace sessionbook
