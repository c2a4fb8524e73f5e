#pragma once

#include "dialogs/MergeRows.h"
#include "notebook/Cell.h"
#include "theme/Theme.h"

#include <QFrame>

class QLabel;
class QScrollArea;
class QTextEdit;

namespace sessionbook {

class OutputPreview;

/// One side of a conflict: its name, its text with what differs marked, its outputs. The theme must
/// outlive it.
class MergePane : public QFrame
{
    Q_OBJECT
public:
    MergePane(const QString &name, const Theme &theme, QWidget *parent = nullptr);

    void showText(const QString &kind, const QList<MergeRow> &rows);
    /// `why` there is no cell on this side.
    void showNothing(const QString &why);
    /// None hides them.
    void showOutputs(const QList<Output> &outputs);
    void setChosen(bool chosen);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fill(const QList<MergeRow> &rows);
    void showFirstChange();

    QString m_name;
    const Theme &m_theme;
    QLabel *m_caption = nullptr;
    QTextEdit *m_text = nullptr;
    int m_firstChange = 0; ///< its position in the text
    QScrollArea *m_scroll = nullptr;
    OutputPreview *m_outputs = nullptr;
};

} // namespace sessionbook
