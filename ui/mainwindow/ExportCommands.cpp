#include "mainwindow/ExportCommands.h"

#include "dialogs/Dialogs.h"
#include "export/ExportFile.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <QDir>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QStandardPaths>
#include <QWidget>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace sessionbook {

ExportCommands::ExportCommands(NotebookController &document, Dialogs &dialogs,
                               SettingsStore &settings, QWidget &window)
    : QObject(&window)
    , m_document(document)
    , m_dialogs(dialogs)
    , m_settings(settings)
    , m_window(window)
{
}

void ExportCommands::exportHtml()
{
    askWhere({ExportFormat::Html, tr("Export as HTML"), tr("Web pages (*.html *.htm)"), u"html"_s});
}

void ExportCommands::exportMarkdown()
{
    askWhere({ExportFormat::Markdown, tr("Export as Markdown"), tr("Markdown (*.md *.markdown)"),
              u"md"_s});
}

void ExportCommands::exportScript()
{
    askWhere({ExportFormat::Script, tr("Export as Python Script"), tr("Python scripts (*.py)"),
              u"py"_s});
}

QString ExportCommands::suggestedPath(const QString &suffix) const
{
    const QString last = m_settings.value(settings::lastDirectory);
    const QString home = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString untitled = last.isEmpty() ? home : last;
    const QString folder
        = m_document.path().isEmpty() ? untitled : QFileInfo(m_document.path()).path();
    return QDir(folder).filePath(m_document.displayName() + u'.' + suffix);
}

void ExportCommands::askWhere(const Kind &kind)
{
    m_dialogs.askWhereToSave(&m_window,
                             {.title = kind.title,
                              .suggestedPath = suggestedPath(kind.suffix),
                              .filter = kind.filter,
                              .defaultSuffix = kind.suffix},
                             [this, format = kind.format](const QString &path) {
                                 // What a file is called is what it holds.
                                 if (!path.isEmpty())
                                     write(path, exportFormatOf(path).value_or(format));
                             });
}

void ExportCommands::write(const QString &path, ExportFormat format)
{
    m_document.flushPendingEdits();
    emit began(path);
    auto *watcher = new QFutureWatcher<Result<void>>(this);
    connect(watcher, &QFutureWatcher<Result<void>>::finished, this, [this, watcher, path] {
        watcher->deleteLater();
        if (const auto result = watcher->result(); !result)
            emit failed(result.error());
        else
            emit exported(path);
    });
    watcher->setFuture(QtConcurrent::run([path, format, notebook = m_document.notebook().snapshot(),
                                          title = m_document.displayName()] {
        return ExportFile::write(path, format, notebook, title);
    }));
}

} // namespace sessionbook
