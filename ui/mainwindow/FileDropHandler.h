#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>

class QMimeData;
class QWidget;

namespace sessionbook {

class DropOverlay;
class ThemeController;

/// Takes files that are dropped on the window where no widget takes them itself, and shows the
/// overlay meanwhile. Everything that is no local file is left alone.
class FileDropHandler : public QObject
{
    Q_OBJECT
public:
    FileDropHandler(QWidget &window, const ThemeController &theme, QObject *parent = nullptr);

    /// The local files of a drop; empty where there is one that is not a local file.
    [[nodiscard]] static QStringList localFiles(const QMimeData *content);

    /// For a widget that takes drops itself.
    void setOverlayVisible(bool visible);

    bool eventFilter(QObject *watched, QEvent *event) override;

signals:
    void filesDropped(const QStringList &localPaths);

private:
    QWidget &m_window;
    const ThemeController &m_theme;
    QPointer<DropOverlay> m_overlay;
};

} // namespace sessionbook
