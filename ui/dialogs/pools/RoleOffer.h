#pragma once

#include "azure/arm/SessionPool.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace sessionbook {

class ArmOperationJob;
class CommandLine;
class PoolDirectory;

/// Says that a pool is ready, and offers to give oneself the role that running code in it needs.
/// Where one may not give roles it says what an owner has to do.
class RoleOffer : public QWidget
{
    Q_OBJECT
public:
    explicit RoleOffer(QWidget *parent = nullptr);

    void setPool(const SessionPool &pool, PoolDirectory &directory);

signals:
    /// The offer was taken, or cannot be.
    void changed();

private:
    void assign(PoolDirectory &directory);
    void assigned(const ArmOperationJob &job);
    void askAnOwner(const QString &text);

    SessionPool m_pool;
    QString m_principal;
    QLabel *m_title;
    QLabel *m_text;
    CommandLine *m_command;
    QPushButton *m_assign;
};

} // namespace sessionbook
