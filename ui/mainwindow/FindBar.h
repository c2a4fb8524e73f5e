#pragma once

#include "notebook/search/TextPattern.h"
#include "theme/Theme.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace sessionbook {

/// The bar below the notebook in which one says what to find and what to put in its place. Shows
/// and asks; FindController looks. Its keys stay its own: Enter finds the next one and Shift+Enter
/// the one before, where the window would run cells.
class FindBar : public QWidget
{
    Q_OBJECT
public:
    enum class Tone { Plain, Fault };

    explicit FindBar(const Theme &theme, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// Shows the bar with the caret in the first field, the row for replacing if wanted. `text` is
    /// put in unless it is empty.
    void open(bool withReplacing, const QString &text);

    [[nodiscard]] SearchOptions options() const;
    [[nodiscard]] QString replacement() const;
    /// "3 of 27", or what is wrong with the pattern.
    void setStatus(const QString &text, Tone tone = Tone::Plain);
    /// Whether there is anything to go to or to replace.
    void setHasMatches(bool hasMatches);

signals:
    void optionsChanged();
    void nextRequested();
    void previousRequested();
    void replaceRequested();
    void replaceAllRequested();
    void closeRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QLineEdit *newField(const QString &name, const QString &title);
    QToolButton *newSwitch(const QString &name, const QString &text, const QString &title);
    QToolButton *newButton(const QString &name, const QString &title);
    QPushButton *newPushButton(const QString &name, const QString &text);
    void build();
    void showReplacing(bool shown);
    bool handleKey(const QObject *field, int key, Qt::KeyboardModifiers modifiers);

    Theme m_theme;
    QLineEdit *m_text = nullptr;
    QToolButton *m_case = nullptr;
    QToolButton *m_words = nullptr;
    QToolButton *m_expression = nullptr;
    QLabel *m_status = nullptr;
    QToolButton *m_previous = nullptr;
    QToolButton *m_next = nullptr;
    QToolButton *m_close = nullptr;
    QLineEdit *m_replacement = nullptr;
    QPushButton *m_replace = nullptr;
    QPushButton *m_replaceAll = nullptr;
};

} // namespace sessionbook
