#include "mainwindow/MessageBar.h"

#include "theme/Icons.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString toneName(MessageTone tone)
{
    switch (tone) {
    case MessageTone::Info:
        return u"info"_s;
    case MessageTone::Warning:
        return u"warning"_s;
    case MessageTone::Error:
        break;
    }
    return u"error"_s;
}

QIcon toneIcon(const QString &tone, const Theme &theme)
{
    if (tone == "info"_L1)
        return Icons::icon(u"info"_s, theme, ColorRole::Accent);
    if (tone == "warning"_L1)
        return Icons::icon(u"triangle-alert"_s, theme, ColorRole::Warning);
    return Icons::icon(u"circle-alert"_s, theme, ColorRole::Error);
}

/// Plain text: messages quote names and errors from outside.
QLabel *newText(const QString &name, const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString shortened(const QString &detail)
{
    constexpr int longest = 400;
    const QString text = detail.trimmed();
    return text.size() <= longest ? text : text.left(longest) + u'…';
}

} // namespace

MessageBar::MessageBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    hide();
}

void MessageBar::setTheme(const Theme &theme)
{
    m_theme = theme;
    for (auto *banner : m_banners) {
        const QString tone = banner->property("tone").toString();
        banner->findChild<QLabel *>(u"messageIcon"_s)
            ->setPixmap(toneIcon(tone, theme).pixmap({16, 16}, devicePixelRatioF()));
        banner->findChild<QToolButton *>(u"dismissMessage"_s)
            ->setIcon(Icons::icon(u"x"_s, theme, ColorRole::MutedText));
    }
}

void MessageBar::show(const Message &message)
{
    dismiss(message.key);
    auto *banner = newBanner(message);
    qobject_cast<QVBoxLayout *>(layout())->insertWidget(0, banner);
    m_banners.prepend(banner);
    if (m_banners.size() > maximumShown)
        dismiss(m_banners.last()->property("key").toString());
    setTheme(m_theme);
    QWidget::show();
}

QWidget *MessageBar::newBanner(const Message &message)
{
    auto *banner = new QWidget(this);
    banner->setObjectName(u"messageBar"_s);
    banner->setAttribute(Qt::WA_StyledBackground);
    banner->setProperty("key", message.key);
    banner->setProperty("tone", toneName(message.tone));
    banner->setAccessibleName(message.text);

    auto *icon = new QLabel(banner);
    icon->setObjectName(u"messageIcon"_s);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(newText(u"messageText"_s, message.text, banner));
    if (!message.detail.isEmpty())
        words->addWidget(newText(u"messageDetail"_s, shortened(message.detail), banner));
    auto *close = new QToolButton(banner);
    close->setObjectName(u"dismissMessage"_s);
    close->setAccessibleName(tr("Dismiss this message"));
    close->setToolTip(tr("Dismiss"));
    connect(close, &QToolButton::clicked, this, [this, key = message.key] { dismiss(key); });

    auto *layout = new QHBoxLayout(banner);
    layout->setContentsMargins(14, 6, 8, 6);
    layout->setSpacing(10);
    layout->addWidget(icon, 0, Qt::AlignVCenter);
    layout->addLayout(words, 1);
    for (const auto &action : message.actions) {
        auto *button = new QPushButton(action.text, banner);
        button->setObjectName(action.name);
        connect(button, &QPushButton::clicked, this, [this, key = message.key, run = action.run] {
            dismiss(key);
            run();
        });
        layout->addWidget(button, 0, Qt::AlignVCenter);
    }
    layout->addWidget(close, 0, Qt::AlignVCenter);
    return banner;
}

QWidget *MessageBar::find(const QString &key) const
{
    const auto place = std::ranges::find_if(m_banners, [&](const QWidget *banner) {
        return banner->property("key").toString() == key;
    });
    return place == m_banners.end() ? nullptr : *place;
}

void MessageBar::dismiss(const QString &key)
{
    auto *banner = find(key);
    if (!banner)
        return;
    m_banners.removeOne(banner);
    banner->hide();
    banner->deleteLater(); // it may be its own button that asked
    setVisible(!m_banners.isEmpty());
}

QStringList MessageBar::keys() const
{
    QStringList keys;
    for (const auto *banner : m_banners)
        keys << banner->property("key").toString();
    return keys;
}

QString MessageBar::textOf(const QString &key) const
{
    const auto *banner = find(key);
    return banner ? banner->findChild<QLabel *>(u"messageText"_s)->text() : QString();
}

} // namespace sessionbook
