#pragma once

#include <QListView>

namespace sessionbook {

/// The list of the Files panel. A row's file is somewhere else, so a drag cannot start at once:
/// dragRequested() asks for it, beginDrag() starts it when the file is here and the button is still
/// down.
class FileListView : public QListView
{
    Q_OBJECT
public:
    explicit FileListView(QWidget *parent = nullptr);

    void beginDrag(const QString &localPath);

signals:
    void dragRequested(const QModelIndex &index);

protected:
    void startDrag(Qt::DropActions supportedActions) override;
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace sessionbook
