#pragma once

#include "azure/access/AccessCheck.h"
#include "dialogs/pools/AccessCheckRequest.h"
#include "theme/Theme.h"

#include <QDialog>

#include <array>

class QLabel;
class QPushButton;

namespace sessionbook {

class CommandLine;

/// Shows a check of access while it goes on: each step with a tick or a cross, and below what to do
/// about the one that failed.
class AccessCheckDialog : public QDialog
{
    Q_OBJECT
public:
    AccessCheckDialog(const AccessCheckRequest &request, const Theme &theme,
                      QWidget *parent = nullptr);

private:
    struct Line
    {
        QLabel *icon = nullptr;
        QLabel *title = nullptr;
        QLabel *outcome = nullptr;
    };
    QWidget *newContent();
    QWidget *newSteps();
    QWidget *newAdvice();
    QWidget *newButtons();
    void checkAgain();
    void showStep(AccessCheck::Step step);
    void showAll();
    void showAdvice();

    AccessCheckRequest m_request;
    Theme m_theme;
    std::shared_ptr<AccessCheck> m_check;
    std::array<Line, std::size_t(AccessCheck::Step::Count)> m_lines;
    QWidget *m_advicePart = nullptr;
    QLabel *m_advice = nullptr;
    QLabel *m_detail = nullptr;
    CommandLine *m_command = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_signIn = nullptr;
    QPushButton *m_again = nullptr;
};

} // namespace sessionbook
