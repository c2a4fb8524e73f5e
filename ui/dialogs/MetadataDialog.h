#pragma once

#include "dialogs/Dialogs.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace sessionbook {

/// Lets metadata be edited as the text of a JSON object. A mistake is named with its place while
/// one types, its line is marked, and Apply waits until there is none.
class MetadataDialog : public QDialog
{
    Q_OBJECT
public:
    explicit MetadataDialog(const MetadataQuestion &question, QWidget *parent = nullptr);

    [[nodiscard]] QByteArray json() const;

private:
    void build(const MetadataQuestion &question);
    void check();
    void markLine(int line);

    QPlainTextEdit *m_text = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_apply = nullptr;
};

} // namespace sessionbook
