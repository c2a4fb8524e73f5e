#pragma once

#include "dialogs/Dialogs.h"
#include "theme/Theme.h"

#include <QDialog>

#include <optional>

class QBoxLayout;
class QButtonGroup;
class QCheckBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace sessionbook {

class MergePane;

/// The cells that two sides of a merge changed differently, one after the other: both versions
/// beside each other (below each other where it is narrow), and what shall stay. It can be applied
/// when every cell is decided; choices() are in the order of the conflicts.
class MergeDialog : public QDialog
{
    Q_OBJECT
public:
    MergeDialog(const MergeQuestion &question, const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] QList<MergeChoice> choices() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QLayout *newHeading();
    [[nodiscard]] QLayout *newPanes();
    [[nodiscard]] QLayout *newChoices();
    [[nodiscard]] QLayout *newFooter();
    [[nodiscard]] QPushButton *newChoice(MergeChoice choice, const QString &name,
                                         const QKeySequence &key);
    [[nodiscard]] QString reasonOf(const CellConflict &conflict) const;
    void showSides(const CellConflict &conflict);
    void showChoices(const CellConflict &conflict);
    void showConflict(qsizetype index);
    void choose(MergeChoice choice);
    void updateState();
    [[nodiscard]] qsizetype undecided() const;
    [[nodiscard]] qsizetype nextUndecided() const;

    MergeQuestion m_question;
    Theme m_theme;
    QList<CellConflict> m_conflicts;
    QList<int> m_places; ///< of each conflict's cell in the merged notebook, from 1
    QList<std::optional<MergeChoice>> m_choices;
    qsizetype m_current = 0;

    QLabel *m_title = nullptr;
    QLabel *m_reason = nullptr;
    QLabel *m_place = nullptr;
    QLabel *m_left = nullptr;
    QToolButton *m_previous = nullptr;
    QToolButton *m_next = nullptr;
    MergePane *m_ours = nullptr;
    MergePane *m_theirs = nullptr;
    QBoxLayout *m_panes = nullptr;
    QBoxLayout *m_choiceRow = nullptr;
    QCheckBox *m_forAll = nullptr;
    QButtonGroup *m_buttons = nullptr; ///< by MergeChoice
    QPushButton *m_apply = nullptr;
};

} // namespace sessionbook
