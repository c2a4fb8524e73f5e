#pragma once

#include <QList>
#include <QWidget>

#include <functional>

class QHBoxLayout;
class QLabel;

namespace sessionbook {

/// Stands where a list would: what is going on or wrong, and what can be done about it.
class PoolNotice : public QWidget
{
    Q_OBJECT
public:
    struct Action
    {
        QString name; ///< the button's object name
        QString text;
        std::function<void()> run;
    };
    struct Content
    {
        QString title;
        QString text;
        QString detail = {}; ///< technical, smaller
        QList<Action> actions = {};
    };

    explicit PoolNotice(QWidget *parent = nullptr);

    void setContent(const Content &content);

private:
    QLabel *newLabel(const QString &name);

    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_detail;
    QHBoxLayout *m_buttons;
};

} // namespace sessionbook
