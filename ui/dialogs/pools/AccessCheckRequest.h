#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace sessionbook {

class AccessCheck;

/// Which pool's access is to be checked. What is borrowed outlives the dialog.
struct AccessCheckRequest
{
    QString poolName;
    /// A check that was not started; it lives until the next one is asked for.
    std::function<AccessCheck *()> newCheck;
    /// Asks the person to sign in, then calls `done`.
    std::function<void(QWidget *parent, std::function<void()> done)> signIn;
};

} // namespace sessionbook
