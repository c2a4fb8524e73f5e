#pragma once

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace sessionbook {

struct PoolRow;

/// What stands below the list of pools: a problem, what can be done with the pool chosen, and the
/// ways on.
class PoolChooserFoot : public QWidget
{
    Q_OBJECT
public:
    explicit PoolChooserFoot(QWidget *parent = nullptr);

    /// What can be done with this pool, or without any.
    void showPool(const std::optional<PoolRow> &row);
    void showProblem(const QString &text); ///< empty: none
    void setCreationPossible(bool possible);
    [[nodiscard]] bool canConnect() const;

signals:
    void favouriteChosen(bool isFavourite);
    void accessCheckAsked();
    void deletionAsked();
    void creationAsked();
    void addressAsked();
    void cancelAsked();
    void connectionAsked();

private:
    QWidget *newPoolButtons();
    QWidget *newButtons();

    QLabel *m_problem = nullptr;
    QPushButton *m_favourite = nullptr;
    QPushButton *m_check = nullptr;
    QPushButton *m_delete = nullptr;
    QPushButton *m_create = nullptr;
    QPushButton *m_connect = nullptr;
};

} // namespace sessionbook
