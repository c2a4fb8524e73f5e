#pragma once

#include "notebook/Cell.h"
#include "panels/Outline.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QTreeWidget;

namespace sessionbook {

class Notebook;

/// The notebook's headings as a tree; activating one asks to show its cell. Follows the notebook, a
/// moment behind the typing.
class OutlinePanel : public QWidget
{
    Q_OBJECT
public:
    explicit OutlinePanel(QWidget *parent = nullptr);

    void setNotebook(const Notebook *notebook);

signals:
    void cellActivated(sessionbook::CellId cell);

private:
    void reload();

    QPointer<const Notebook> m_notebook;
    QList<OutlineEntry> m_entries;
    QTimer m_reload;
    QTreeWidget *m_tree;
    QLabel *m_empty;
};

} // namespace sessionbook
