#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace sessionbook {

/// A screen, a keyboard and a home of its own for a real program, driven from outside as a person
/// would: by what the X server tells and by keys (Xvfb and xdotool).
class VirtualDesktop
{
public:
    VirtualDesktop();
    ~VirtualDesktop();

    /// Empty where it works, else what is missing.
    [[nodiscard]] const QString &obstacle() const { return m_obstacle; }
    [[nodiscard]] QString path(const QString &name) const { return m_home.filePath(name); }
    /// For programs that are started on it.
    [[nodiscard]] QProcessEnvironment environment() const;

    /// Waits for a window with `title` in its name and gives it the keyboard; false after
    /// `patienceMs`.
    bool focus(const QString &title, int patienceMs = 60000);
    [[nodiscard]] bool hasWindow(const QString &title) const;
    /// One after another, as xdotool names them ("shift+Return"); returns when they are sent.
    void press(const QStringList &keys);

private:
    [[nodiscard]] QString windowNamed(const QString &title) const;
    [[nodiscard]] QByteArray ask(const QStringList &arguments) const;

    QTemporaryDir m_home;
    QProcess m_server;
    QString m_display;
    QString m_obstacle;
};

} // namespace sessionbook
