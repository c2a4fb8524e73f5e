#pragma once

#include <QObject>

class QWidget;

namespace sessionbook {

class Dialogs;
class NotebookView;

/// What can be done with something inside an output: open a link, save a picture. What outputs hold
/// is hostile: links are shown before they are opened, and only those of the web and mail are.
class OutputCommands : public QObject
{
    Q_OBJECT
public:
    OutputCommands(NotebookView &view, Dialogs &dialogs, QWidget &window);

signals:
    void failed(const QString &message);

private:
    void openLink(const QUrl &url);
    void saveImage(const QByteArray &bytes, const QString &suggestedName);
    void write(const QByteArray &bytes, const QString &path);

    Dialogs &m_dialogs;
    QWidget &m_window;
};

} // namespace sessionbook
