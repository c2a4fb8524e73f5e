#pragma once

#include "credentials/signin/DeviceCodeSignIn.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace sessionbook {

/// Shows the code that a person types on another device, the way to the page, and how long the code
/// is valid.
class DeviceCodePage : public QWidget
{
    Q_OBJECT
public:
    explicit DeviceCodePage(const Clock &clock, QWidget *parent = nullptr);

    /// Before there is a code.
    void showWaiting();
    void showCode(const DeviceCode &code);

private:
    void build();
    void countDown();

    const Clock &m_clock;
    DeviceCode m_code;
    QLabel *m_text;
    QLabel *m_shown;
    QLabel *m_validity;
    QPushButton *m_copy;
    QPushButton *m_open;
};

} // namespace sessionbook
