#pragma once

#include "mainwindow/SessionLink.h"

#include <QObject>

#include <list>

namespace sessionbook {

/// Ends sessions whose window is gone: asks the pool to delete each and waits a short while for the
/// answer, so that a closed window does not leave a paid session behind and never holds up quitting
/// for longer than that.
///
/// One for the program; lives in the GUI thread. Failures are logged only: the pool ends idle
/// sessions by itself.
class SessionFarewell : public QObject
{
    Q_OBJECT
public:
    explicit SessionFarewell(QObject *parent = nullptr);
    ~SessionFarewell() override;

    void end(std::shared_ptr<SessionLink> link);
    [[nodiscard]] bool isBusy() const { return !m_links.empty(); }

signals:
    void becameIdle();

private:
    void forget(const SessionLink *link);

    std::list<std::shared_ptr<SessionLink>> m_links;
};

} // namespace sessionbook
