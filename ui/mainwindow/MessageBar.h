#pragma once

#include "theme/Theme.h"

#include <QWidget>

#include <functional>

namespace sessionbook {

enum class MessageTone { Info, Warning, Error };

struct MessageAction
{
    QString name; ///< the button's object name
    QString text;
    std::function<void()> run;
};

/// What the window has to say, with what can be done about it.
struct Message
{
    QString key; ///< a later message of the same key takes its place
    MessageTone tone = MessageTone::Error;
    QString text;
    QString detail = {}; ///< technical, shown smaller below: what a pool or the system said itself
    QList<MessageAction> actions = {}; ///< each also dismisses the message
};

/// Messages above the notebook, one line each, newest first: instead of boxes that stop the work.
/// Hidden while there is none.
class MessageBar : public QWidget
{
    Q_OBJECT
public:
    explicit MessageBar(const Theme &theme, QWidget *parent = nullptr);

    static constexpr int maximumShown = 4; ///< the oldest goes when more come

    void setTheme(const Theme &theme);
    void show(const Message &message);
    void dismiss(const QString &key);
    [[nodiscard]] QStringList keys() const;
    /// Empty where no message of this key is shown.
    [[nodiscard]] QString textOf(const QString &key) const;

private:
    [[nodiscard]] QWidget *find(const QString &key) const;
    QWidget *newBanner(const Message &message);

    Theme m_theme;
    QList<QWidget *> m_banners;
};

} // namespace sessionbook
