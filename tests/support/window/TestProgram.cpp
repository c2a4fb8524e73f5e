#include "support/window/TestProgram.h"

#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebookview/NotebookView.h"

#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString textOf(const OutputContent &content)
{
    if (const auto *stream = std::get_if<StreamContent>(&content))
        return stream->text;
    if (const auto *error = std::get_if<ErrorContent>(&content))
        return error->name + u": "_s + error->message;
    if (const auto *display = std::get_if<DisplayContent>(&content))
        if (const auto *plain = display->data.find(u"text/plain"))
            return QString::fromUtf8(plain->data);
    return {};
}

bool isImage(const OutputContent &content)
{
    const auto *display = std::get_if<DisplayContent>(&content);
    return display && display->data.contains(u"image/png");
}

} // namespace

TestProgram::TestProgram(const QString &poolProgram)
    : settings(directory.filePath(u"settings.ini"_s))
    , pool(poolProgram)
    , services{theme, settings, dialogs, pool, network, clock, farewell, signIns}
    , windows(services)
{
}

TestProgram::~TestProgram() = default;

MainWindow &TestProgram::newWindow()
{
    MainWindow *window = windows.newWindow();
    window->resize(1100, 800);
    window->activateWindow();
    if (!QTest::qWaitForWindowActive(window))
        qFatal("the window did not become active");
    return *window;
}

QString TestProgram::path(const QString &name) const
{
    return directory.filePath(name);
}

QString TestProgram::writeFile(const QString &name, const QByteArray &content) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

void trigger(MainWindow &window, Command command)
{
    window.actionsOfWindow()[command]->trigger();
}

Notebook &notebookOf(MainWindow &window)
{
    return window.document().notebook();
}

void setSource(MainWindow &window, int cell, const QString &source)
{
    Notebook &notebook = notebookOf(window);
    NotebookEditor(notebook).setSource(notebook.idAt(cell), source);
}

QString outputText(MainWindow &window, int cell)
{
    QString text;
    for (const Output &output : notebookOf(window).cellAt(cell).outputs)
        text += textOf(output.decode());
    return text;
}

int imageCount(MainWindow &window)
{
    int count = 0;
    for (int i = 0; i < notebookOf(window).cellCount(); ++i)
        for (const Output &output : notebookOf(window).cellAt(i).outputs)
            count += isImage(output.decode()) ? 1 : 0;
    return count;
}

bool pressMessageButton(MainWindow &window, const QString &name)
{
    // One of a message that was just dismissed may still be there, one that was just shown may not
    // be visible yet.
    QPushButton *button = nullptr;
    const auto isThere = [&] {
        for (auto *candidate : window.messages().findChildren<QPushButton *>(name))
            button = candidate->isVisible() ? candidate : button;
        return button != nullptr;
    };
    if (!QTest::qWaitFor(isThere, 1000))
        return false;
    button->click();
    return true;
}

} // namespace sessionbook
