#pragma once

#include <QString>

#include <functional>
#include <memory>

class QWidget;

namespace sessionbook {

class AccessCheck;

/// Which pool's access is to be checked. What is borrowed outlives the dialog.
struct AccessCheckRequest
{
    QString poolName;
    /// A check that was not started; letting it go stops it. Nothing where the pool's address
    /// cannot be used.
    std::function<std::shared_ptr<AccessCheck>()> newCheck;
    /// Asks the person to sign in, then calls `done`.
    std::function<void(QWidget *parent, std::function<void()> done)> signIn;
};

} // namespace sessionbook
