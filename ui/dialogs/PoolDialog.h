#pragma once

#include "dialogs/Dialogs.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace sessionbook {

/// Asks for a pool's address and where its token comes from. Connect is possible only when both are
/// usable: never plain http beyond this computer, never a typed token that is empty. The token is
/// masked and leaves by choice() only.
class PoolDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PoolDialog(const PoolProfile &initial, QWidget *parent = nullptr);

    [[nodiscard]] PoolChoice choice() const;

private:
    void build();
    void validate();
    [[nodiscard]] QUrl url() const;
    [[nodiscard]] PoolCredential credential() const;
    /// Why it cannot connect yet; empty when it can.
    [[nodiscard]] QString obstacle() const;

    PoolProfile m_initial;
    QLineEdit *m_address = nullptr;
    QComboBox *m_credential = nullptr;
    QLineEdit *m_token = nullptr;
    QLabel *m_tokenLabel = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_connect = nullptr;
};

} // namespace sessionbook
