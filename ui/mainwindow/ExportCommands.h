#pragma once

#include "base/Error.h"
#include "export/ExportFormat.h"

#include <QObject>

class QWidget;

namespace sessionbook {

class Dialogs;
class NotebookController;
class SettingsStore;

/// Writes the window's document as something else: asks where, writes on a worker thread. The
/// document, its path and what is unsaved of it stay as they are. Borrows everything.
class ExportCommands : public QObject
{
    Q_OBJECT
public:
    ExportCommands(NotebookController &document, Dialogs &dialogs, SettingsStore &settings,
                   QWidget &window);

    void exportHtml();
    void exportMarkdown();
    void exportScript();

signals:
    void began(const QString &path);
    /// Each began() ends in one of these.
    void exported(const QString &path);
    void failed(const sessionbook::Error &error);

private:
    struct Kind
    {
        ExportFormat format;
        QString title;
        QString filter;
        QString suffix;
    };
    void askWhere(const Kind &kind);
    void write(const QString &path, ExportFormat format);
    [[nodiscard]] QString suggestedPath(const QString &suffix) const;

    NotebookController &m_document;
    Dialogs &m_dialogs;
    SettingsStore &m_settings;
    QWidget &m_window;
};

} // namespace sessionbook
