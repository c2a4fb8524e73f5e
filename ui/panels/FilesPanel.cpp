#include "panels/FilesPanel.h"

#include "dialogs/Dialogs.h"
#include "panels/FileListView.h"
#include "panels/FileRowDelegate.h"
#include "panels/SessionFiles.h"
#include "panels/SessionFilesModel.h"
#include "theme/Icons.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QStandardPaths>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString downloadDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
}

QToolButton *smallButton(const QString &name, const QString &text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setToolTip(text);
    button->setIconSize({16, 16});
    button->setFixedSize(26, 26);
    return button;
}

} // namespace

FilesPanel::FilesPanel(SessionFiles &files, Dialogs &dialogs, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_files(files)
    , m_dialogs(dialogs)
    , m_model(new SessionFilesModel(this))
    , m_delegate(new FileRowDelegate(theme, this))
{
    setObjectName(u"filesPanel"_s);
    build();
    addActions();
    setTheme(theme);
    connect(&m_files, &SessionFiles::changed, this, &FilesPanel::reload);
    connect(&m_files, &SessionFiles::fetchedForDrag, m_list, &FileListView::beginDrag);
    reload();
}

void FilesPanel::build()
{
    auto *heading = new QLabel(u"/mnt/data"_s, this);
    heading->setObjectName(u"panelHeading"_s);
    m_refreshButton = smallButton(u"refreshFilesButton"_s, tr("Refresh the list of files"), this);
    m_uploadButton = smallButton(u"uploadFilesButton"_s, tr("Upload files…"), this);
    connect(m_refreshButton, &QToolButton::clicked, &m_files, &SessionFiles::refresh);
    connect(m_uploadButton, &QToolButton::clicked, this, &FilesPanel::chooseUploads);

    m_list = new FileListView(this);
    m_list->setObjectName(u"fileList"_s);
    m_list->setAccessibleName(tr("Files in the session"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(m_delegate);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QWidget::customContextMenuRequested, this, &FilesPanel::showMenu);
    connect(m_list, &FileListView::dragRequested, this, &FilesPanel::requestDrag);

    auto *hint = new QLabel(
        tr("Drop files here or anywhere in the window to upload them to the session"), this);
    hint->setObjectName(u"emptyDropZone"_s);
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignCenter);

    auto *top = new QHBoxLayout;
    top->setContentsMargins(16, 0, 0, 0);
    top->addWidget(heading, 1);
    top->addWidget(m_refreshButton);
    top->addWidget(m_uploadButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 7, 0, 8);
    layout->setSpacing(2);
    top->setContentsMargins(16, 0, 8, 0);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(8, 4, 8, 0);
    bottom->addWidget(hint);
    layout->addLayout(bottom);
}

void FilesPanel::addActions()
{
    m_download = addListAction(u"downloadFile"_s, tr("Download…"), QKeySequence(Qt::Key_Return));
    m_copyPath = addListAction(u"copyFilePath"_s, tr("Copy Path"), QKeySequence::Copy);
    m_delete = addListAction(u"deleteFile"_s, tr("Delete from Session"), QKeySequence::Delete);
    m_cancel
        = addListAction(u"cancelUpload"_s, tr("Cancel Upload"), QKeySequence(Qt::Key_Backspace));
    m_retry = addListAction(u"retryUpload"_s, tr("Try Again"), QKeySequence(Qt::Key_F5));
    connect(m_download, &QAction::triggered, this, &FilesPanel::saveSelected);
    connect(m_copyPath, &QAction::triggered, this, &FilesPanel::copySelectedPaths);
    connect(m_delete, &QAction::triggered, this, &FilesPanel::deleteSelected);
    connect(m_cancel, &QAction::triggered, this, &FilesPanel::cancelSelected);
    connect(m_retry, &QAction::triggered, this, &FilesPanel::retrySelected);
    connect(m_list, &QListView::doubleClicked, this, &FilesPanel::saveSelected);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &FilesPanel::updateActions);
}

QAction *FilesPanel::addListAction(const QString &name, const QString &text,
                                   const QKeySequence &key)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(action);
    return action;
}

void FilesPanel::setTheme(const Theme &theme)
{
    m_delegate->setTheme(theme);
    m_refreshButton->setIcon(Icons::icon(u"refresh-cw"_s, theme, ColorRole::MutedText));
    m_uploadButton->setIcon(Icons::icon(u"upload"_s, theme, ColorRole::MutedText));
    m_list->viewport()->update();
}

void FilesPanel::reload()
{
    const QStringList selected = selectedFileNames();
    m_model->setRows(m_files.rows());
    for (int i = 0; i < m_model->rowCount(); ++i)
        if (selected.contains(m_model->rows().at(i).name))
            m_list->selectionModel()->select(m_model->index(i), QItemSelectionModel::Select);
    m_uploadButton->setEnabled(m_files.canUpload());
    m_refreshButton->setEnabled(m_files.canUpload());
    updateActions();
}

QList<FileRow> FilesPanel::selectedRows() const
{
    QList<FileRow> rows;
    for (const auto &index : m_list->selectionModel()->selectedRows())
        rows << m_model->rows().at(index.row());
    return rows;
}

QStringList FilesPanel::selectedFileNames() const
{
    QStringList names;
    for (const auto &row : selectedRows())
        if (row.kind == FileRow::Kind::File)
            names << row.name;
    return names;
}

void FilesPanel::updateActions()
{
    const auto rows = selectedRows();
    const auto has = [&rows](FileRow::Kind kind) {
        return std::ranges::find(rows, kind, &FileRow::kind) != rows.end();
    };
    const bool uploads = has(FileRow::Kind::Upload);
    for (auto *action : {m_download, m_copyPath, m_delete})
        action->setEnabled(has(FileRow::Kind::File));
    m_retry->setEnabled(has(FileRow::Kind::Problem));
    m_cancel->setEnabled(uploads || has(FileRow::Kind::Problem));
    m_cancel->setText(uploads ? tr("Cancel Upload") : tr("Remove from List"));
}

void FilesPanel::requestDrag(const QModelIndex &index)
{
    m_files.fetchForDrag(m_model->rows().at(index.row()).name);
}

void FilesPanel::showMenu(QPoint position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (auto *action : m_list->actions())
        if (action->isEnabled())
            menu->addAction(action);
    if (!menu->isEmpty())
        menu->addSeparator();
    auto *upload = menu->addAction(tr("Upload Files…"), this, &FilesPanel::chooseUploads);
    upload->setEnabled(m_files.canUpload());
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void FilesPanel::chooseUploads()
{
    m_dialogs.askFilesToUpload(window(), QDir::homePath(),
                               [this](const QStringList &paths) { m_files.upload(paths); });
}

void FilesPanel::saveSelected()
{
    for (const auto &name : selectedFileNames()) {
        const QString suggested = QDir(downloadDirectory()).filePath(QFileInfo(name).fileName());
        m_dialogs.askWhereToSave(window(),
                                 {.title = tr("Download File"),
                                  .suggestedPath = suggested,
                                  .filter = {},
                                  .defaultSuffix = {}},
                                 [this, name](const QString &path) {
                                     if (!path.isEmpty())
                                         m_files.download(name, path);
                                 });
    }
}

void FilesPanel::deleteSelected()
{
    const QStringList names = selectedFileNames();
    if (names.isEmpty())
        return;
    const QString text = names.size() == 1
        ? tr("Delete “%1” from the session?").arg(names.first())
        : tr("Delete %n file(s) from the session?", nullptr, int(names.size()));
    m_dialogs.confirm(window(),
                      {.title = tr("Delete Files"),
                       .text = text,
                       .acceptText = tr("Delete"),
                       .isDestructive = true},
                      [this, names](bool accepted) {
                          if (accepted)
                              m_files.remove(names);
                      });
}

void FilesPanel::cancelSelected()
{
    for (const auto &row : selectedRows())
        m_files.cancel(row);
}

void FilesPanel::retrySelected()
{
    QStringList paths;
    for (const auto &row : selectedRows()) {
        if (row.kind != FileRow::Kind::Problem)
            continue;
        paths << row.localPath;
        m_files.cancel(row);
    }
    m_files.upload(paths);
}

void FilesPanel::copySelectedPaths()
{
    QStringList paths;
    for (const auto &name : selectedFileNames())
        paths << u"/mnt/data/"_s + name;
    if (!paths.isEmpty())
        QGuiApplication::clipboard()->setText(paths.join(u'\n'));
}

} // namespace sessionbook
