#pragma once

#include "dialogs/Dialogs.h"

#include <QDialog>

class QLineEdit;
class QListWidget;
class QPushButton;

namespace sessionbook {

/// Lets tags be ticked and new ones be added. A tag that only some of the cells have shows as half
/// ticked, and stays with those unless it is touched.
class TagsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit TagsDialog(const QList<CellTag> &tags, QWidget *parent = nullptr);

    /// In the order of the list; a tag that was typed and not added yet is among them.
    [[nodiscard]] QList<CellTag> tags() const;

private:
    void build();
    void addTag(const CellTag &tag);
    void addTyped();

    QListWidget *m_list = nullptr;
    QLineEdit *m_typed = nullptr;
    QPushButton *m_add = nullptr;
};

} // namespace sessionbook
