#pragma once

#include "base/Clock.h"
#include "credentials/signin/SignIns.h"
#include "mainwindow/MainWindow.h"
#include "mainwindow/NotebookWindows.h"
#include "document/ProgramServices.h"
#include "mainwindow/SessionFarewell.h"
#include "sessions/LocalPool.h"
#include "settings/SettingsStore.h"
#include "support/window/ScriptedDialogs.h"
#include "theme/ThemeController.h"

#include <QNetworkAccessManager>
#include <QTemporaryDir>

#include <chrono>

namespace sessionbook {

enum class Command;

/// The program as DesktopContext builds it, but with scripted dialogs: windows, settings in a
/// directory of its own, a local pool.
class TestProgram
{
public:
    /// `poolProgram` is started by the first window; one that does not exist makes a program
    /// without a pool.
    explicit TestProgram(const QString &poolProgram);
    ~TestProgram();

    /// Shown and with the focus.
    MainWindow &newWindow();
    /// A path inside a directory that goes with the program.
    [[nodiscard]] QString path(const QString &name) const;
    QString writeFile(const QString &name, const QByteArray &content) const;

    ScriptedDialogs dialogs;
    QTemporaryDir directory;
    SystemClock clock;
    SettingsStore settings;
    ThemeController theme;
    QNetworkAccessManager network;
    LocalPool pool;
    SessionFarewell farewell;
    SignIns signIns{nullptr};
    ProgramServices services;
    NotebookWindows windows;
};

void trigger(MainWindow &window, Command command);
[[nodiscard]] Notebook &notebookOf(MainWindow &window);
void setSource(MainWindow &window, int cell, const QString &source);
/// All text that a cell's outputs hold, streams, results and errors.
[[nodiscard]] QString outputText(MainWindow &window, int cell);
[[nodiscard]] int imageCount(MainWindow &window);
/// Presses the button of a message in the window's message bar; false where there is none of that
/// name.
bool pressMessageButton(MainWindow &window, const QString &name);

} // namespace sessionbook
