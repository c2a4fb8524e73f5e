#pragma once

#include "theme/Theme.h"

#include <QWidget>

class QAction;
class QLabel;
class QToolButton;

namespace sessionbook {

class Dialogs;
class FileListView;
class FileRowDelegate;
class SessionFiles;
class SessionFilesModel;
struct FileRow;

/// Shows the files of the session and what is on its way there; asks where to save, what to upload,
/// whether to delete. Borrows SessionFiles, which does the work.
class FilesPanel : public QWidget
{
    Q_OBJECT
public:
    FilesPanel(SessionFiles &files, Dialogs &dialogs, const Theme &theme,
               QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    [[nodiscard]] const SessionFilesModel &model() const { return *m_model; }

private:
    void build();
    void addActions();
    QAction *addListAction(const QString &name, const QString &text, const QKeySequence &key);
    void reload();
    void updateActions();
    void requestDrag(const QModelIndex &index);
    void showMenu(QPoint position);
    void chooseUploads();
    void saveSelected();
    void deleteSelected();
    void cancelSelected();
    void retrySelected();
    void copySelectedPaths();
    [[nodiscard]] QList<FileRow> selectedRows() const;
    [[nodiscard]] QStringList selectedFileNames() const;

    SessionFiles &m_files;
    Dialogs &m_dialogs;
    SessionFilesModel *m_model;
    FileRowDelegate *m_delegate;
    FileListView *m_list = nullptr;
    QToolButton *m_uploadButton = nullptr;
    QToolButton *m_refreshButton = nullptr;
    QAction *m_download = nullptr;
    QAction *m_delete = nullptr;
    QAction *m_copyPath = nullptr;
    QAction *m_cancel = nullptr;
    QAction *m_retry = nullptr;
};

} // namespace sessionbook
