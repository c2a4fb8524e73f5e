#include "dialogs/pools/PoolNotice.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

PoolNotice::PoolNotice(QWidget *parent)
    : QWidget(parent)
    , m_title(newLabel(u"poolNoticeTitle"_s))
    , m_text(newLabel(u"poolNoticeText"_s))
    , m_detail(newLabel(u"poolNoticeDetail"_s))
    , m_buttons(new QHBoxLayout)
{
    setObjectName(u"poolNotice"_s);
    m_detail->setProperty("tone", u"muted"_s);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_buttons->setSpacing(8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(8);
    layout->addStretch(1);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addWidget(m_detail);
    layout->addSpacing(4);
    layout->addLayout(m_buttons);
    layout->addStretch(2);
}

QLabel *PoolNotice::newLabel(const QString &name)
{
    auto *label = new QLabel(this);
    label->setObjectName(name);
    label->setAlignment(Qt::AlignHCenter);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void PoolNotice::setContent(const Content &content)
{
    m_title->setText(content.title);
    m_text->setText(content.text);
    m_text->setVisible(!content.text.isEmpty());
    m_detail->setText(content.detail);
    m_detail->setVisible(!content.detail.isEmpty());
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater(); // one of them may be what called us
        delete item;
    }
    m_buttons->addStretch();
    for (const Action &action : content.actions) {
        auto *button = new QPushButton(action.text, this);
        button->setObjectName(action.name);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, action.run);
        m_buttons->addWidget(button);
    }
    m_buttons->addStretch();
}

} // namespace sessionbook
