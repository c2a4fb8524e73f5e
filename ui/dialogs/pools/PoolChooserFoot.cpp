#include "dialogs/pools/PoolChooserFoot.h"

#include "dialogs/pools/PoolRow.h"
#include "dialogs/pools/PoolWords.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QPushButton *newButton(QWidget *parent, const QString &name, const QString &text)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setAutoDefault(false);
    return button;
}

QHBoxLayout *newLine(QWidget *parent, int above)
{
    auto *layout = new QHBoxLayout(parent);
    layout->setContentsMargins(0, above, 0, 0);
    layout->setSpacing(8);
    return layout;
}

} // namespace

PoolChooserFoot::PoolChooserFoot(QWidget *parent)
    : QWidget(parent)
    , m_problem(new QLabel(this))
{
    m_problem->setObjectName(u"poolChooserHint"_s);
    m_problem->setTextFormat(Qt::PlainText); // names of pools are other people's words
    m_problem->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    layout->addWidget(m_problem);
    layout->addWidget(newPoolButtons());
    layout->addWidget(newButtons());
}

QWidget *PoolChooserFoot::newPoolButtons()
{
    auto *buttons = new QWidget(this);
    m_favourite = newButton(buttons, u"poolFavourite"_s, tr("&Favourite"));
    m_favourite->setCheckable(true);
    connect(m_favourite, &QPushButton::clicked, this, &PoolChooserFoot::favouriteChosen);
    m_check = newButton(buttons, u"poolCheckAccess"_s, tr("Check &Access…"));
    connect(m_check, &QPushButton::clicked, this, &PoolChooserFoot::accessCheckAsked);
    m_delete = newButton(buttons, u"poolDelete"_s, tr("&Delete…"));
    connect(m_delete, &QPushButton::clicked, this, &PoolChooserFoot::deletionAsked);

    auto *layout = newLine(buttons, 0);
    layout->addWidget(m_favourite);
    layout->addWidget(m_check);
    layout->addWidget(m_delete);
    layout->addStretch();
    return buttons;
}

QWidget *PoolChooserFoot::newButtons()
{
    auto *buttons = new QWidget(this);
    m_create = newButton(buttons, u"poolCreate"_s, tr("C&reate a Pool…"));
    connect(m_create, &QPushButton::clicked, this, &PoolChooserFoot::creationAsked);
    auto *address = newButton(buttons, u"poolByAddress"_s, tr("By Addr&ess…"));
    connect(address, &QPushButton::clicked, this, &PoolChooserFoot::addressAsked);
    auto *cancel = newButton(buttons, u"poolChooserCancel"_s, tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &PoolChooserFoot::cancelAsked);
    m_connect = newButton(buttons, u"poolChooserConnect"_s, tr("&Connect"));
    m_connect->setDefault(true);
    connect(m_connect, &QPushButton::clicked, this, &PoolChooserFoot::connectionAsked);

    auto *layout = newLine(buttons, 6);
    layout->addWidget(m_create);
    layout->addWidget(address);
    layout->addStretch();
    layout->addWidget(cancel);
    layout->addWidget(m_connect);
    return buttons;
}

void PoolChooserFoot::showPool(const std::optional<PoolRow> &row)
{
    const bool hasAddress = row && PoolProfile::isUrlAcceptable(row->profile.url);
    const bool isUsable = hasAddress && (!row->pool || PoolWords::obstacle(*row->pool).isEmpty());
    const bool isFavourite = row && row->profile.isFavourite;
    m_connect->setEnabled(isUsable);
    m_favourite->setEnabled(isUsable || isFavourite);
    m_favourite->setChecked(isFavourite);
    m_check->setEnabled(hasAddress && row->profile.credential != PoolCredential::TypedIn);
    m_delete->setEnabled(row && row->pool && row->pool->state != SessionPool::State::Deleting);
}

void PoolChooserFoot::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void PoolChooserFoot::setCreationPossible(bool possible)
{
    m_create->setEnabled(possible);
}

bool PoolChooserFoot::canConnect() const
{
    return m_connect->isEnabled();
}

} // namespace sessionbook
