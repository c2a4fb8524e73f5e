#include "dialogs/pools/PoolChooserDialog.h"

#include "azure/pools/PoolDirectory.h"
#include "dialogs/pools/PoolChooserFoot.h"
#include "dialogs/pools/PoolChooserHead.h"
#include "dialogs/pools/PoolCreateDialog.h"
#include "dialogs/pools/PoolListModel.h"
#include "dialogs/pools/PoolNotices.h"
#include "dialogs/pools/PoolRowDelegate.h"
#include "dialogs/pools/PoolWords.h"
#include "wording/ErrorText.h"

#include <QListView>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr QSize firstSize(720, 560);
constexpr int margin = 20;

} // namespace

PoolChooserDialog::PoolChooserDialog(Dialogs &dialogs, const PoolChooserRequest &request,
                                     const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_dialogs(dialogs)
    , m_request(request)
    , m_model(new PoolListModel(request.directory, request.known, this))
    , m_selected(request.current)
{
    setObjectName(u"poolChooser"_s);
    setWindowTitle(tr("Connect to a Pool"));
    m_model->setTemplate(request.found());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(10);
    layout->addWidget(newHead(theme));
    layout->addWidget(newList(theme), 1);
    layout->addWidget(newFoot());
    resize(firstSize);

    connect(m_model, &PoolListModel::knownChanged, this,
            [this] { m_request.remember(m_model->known()); });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { select(m_selected); });
    connect(&m_request.directory, &PoolDirectory::changed, this,
            &PoolChooserDialog::followDirectory);
    connect(&m_request.directory, &PoolDirectory::useFound, m_model,
            &PoolListModel::setSessionsInUse);
    connect(m_model, &QAbstractItemModel::modelReset, this, &PoolChooserDialog::askForUseSoon);
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, this,
            &PoolChooserDialog::askForUse);
    followRemovals();
    if (m_request.directory.state() != PoolDirectory::State::Searching)
        m_request.directory.refresh(); // what was found before is shown meanwhile
    followDirectory();
    select(m_selected);
    m_head->setFocus();
}

PoolChooserDialog::~PoolChooserDialog() = default;

QWidget *PoolChooserDialog::newHead(const Theme &theme)
{
    m_head = new PoolChooserHead(theme, this);
    connect(m_head, &PoolChooserHead::searched, this, &PoolChooserDialog::search);
    connect(m_head, &PoolChooserHead::refreshAsked, &m_request.directory, &PoolDirectory::refresh);
    connect(m_head, &PoolChooserHead::signInAsked, this, [this] { m_request.signIn(this); });
    connect(m_head, &PoolChooserHead::tenantChosen, this,
            [this](const QString &tenant) { m_request.switchTenant(tenant); });
    return m_head;
}

QWidget *PoolChooserDialog::newList(const Theme &theme)
{
    m_list = new QListView(this);
    m_list->setObjectName(u"poolList"_s);
    m_list->setAccessibleName(tr("Pools"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PoolRowDelegate(theme, m_list));
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setResizeMode(QListView::Adjust);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &PoolChooserDialog::showCurrent);
    connect(m_list, &QListView::activated, this, &PoolChooserDialog::connectToCurrent);
    m_emptyPage = new PoolNotice(this);
    m_pages = new QStackedWidget(this);
    m_pages->setObjectName(u"poolPages"_s);
    m_pages->setMinimumHeight(220);
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_emptyPage);
    return m_pages;
}

QWidget *PoolChooserDialog::newFoot()
{
    m_foot = new PoolChooserFoot(this);
    connect(m_foot, &PoolChooserFoot::favouriteChosen, this, [this](bool isFavourite) {
        m_model->setData(m_list->currentIndex(), isFavourite, PoolListModel::FavouriteRole);
    });
    connect(m_foot, &PoolChooserFoot::accessCheckAsked, this, [this] {
        m_request.checkAccess(this, current()->profile, [this] { m_model->refresh(); });
    });
    connect(m_foot, &PoolChooserFoot::deletionAsked, this, &PoolChooserDialog::askToDelete);
    connect(m_foot, &PoolChooserFoot::creationAsked, this, &PoolChooserDialog::createPool);
    connect(m_foot, &PoolChooserFoot::addressAsked, this, [this] { enterAddress({}); });
    connect(m_foot, &PoolChooserFoot::cancelAsked, this, &QDialog::reject);
    connect(m_foot, &PoolChooserFoot::connectionAsked, this, &PoolChooserDialog::connectToCurrent);
    return m_foot;
}

void PoolChooserDialog::search(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith("https://"_L1) || trimmed.startsWith("http://"_L1)) {
        const QUrl address(trimmed, QUrl::StrictMode);
        if (PoolProfile::isUrlAcceptable(address)) {
            const QModelIndex known = m_model->indexOf(address);
            m_head->clearSearch();
            return known.isValid() ? select(address) : enterAddress(address);
        }
    }
    m_model->setFilter(text);
    followDirectory();
}

void PoolChooserDialog::followDirectory()
{
    m_model->setTemplate(m_request.found());
    m_foot->setCreationPossible(!m_request.directory.subscriptions().isEmpty());
    m_head->showState(m_request.directory);
    showNotice();
    m_pages->setCurrentIndex(m_model->rowCount() > 0 ? 0 : 1);
    showCurrent();
}

void PoolChooserDialog::showNotice()
{
    const PoolDirectory &directory = m_request.directory;
    const bool hasPools = !m_model->known().isEmpty() || !directory.pools().isEmpty();
    m_emptyPage->setContent(PoolNotices::of(directory, hasPools && !m_head->words().isEmpty(),
                                            {.signIn = [this] { m_request.signIn(this); },
                                             .refresh = [this] { m_request.directory.refresh(); },
                                             .clearSearch = [this] { m_head->clearSearch(); },
                                             .createPool = [this] { createPool(); }}));
}

QString PoolChooserDialog::problem() const
{
    if (!m_problem.isEmpty())
        return m_problem;
    const auto row = current();
    if (row && row->pool && !PoolWords::obstacle(*row->pool).isEmpty())
        return PoolWords::obstacle(*row->pool);
    const PoolDirectory &directory = m_request.directory;
    if (m_model->rowCount() > 0 && directory.error()
        && directory.error()->kind != RestError::Kind::NoCredential)
        return ErrorText::ofAzure(*directory.error());
    const auto &failures = directory.failures();
    if (failures.isEmpty())
        return {};
    return tr("%n subscription(s) could not be asked, ‘%1’ first: %2", nullptr,
              int(failures.size()))
        .arg(failures.first().subscription.name, ErrorText::ofAzure(failures.first().error));
}

std::optional<PoolRow> PoolChooserDialog::current() const
{
    return m_model->pool(m_list->currentIndex());
}

void PoolChooserDialog::select(const QUrl &pool)
{
    QModelIndex index = m_model->indexOf(pool);
    if (!index.isValid())
        index = m_model->firstPool();
    m_list->setCurrentIndex(index);
    if (index == m_model->firstPool())
        m_list->scrollToTop(); // with the heading above it
    else if (index.isValid())
        m_list->scrollTo(index);
    m_selected = pool;
    showCurrent();
}

void PoolChooserDialog::showCurrent()
{
    const auto row = current();
    if (row)
        m_selected = row->profile.url;
    m_foot->showPool(row);
    m_foot->showProblem(problem());
}

void PoolChooserDialog::connectToCurrent()
{
    if (!m_foot->canConnect())
        return;
    const PoolProfile profile = current()->profile;
    if (profile.credential != PoolCredential::TypedIn)
        return finishWith({.profile = profile, .typedToken = {}});
    m_dialogs.askForPool(this, profile, // its token was never kept
                         [this](const PoolChoice &choice) { finishWith(choice); });
}

void PoolChooserDialog::enterAddress(const QUrl &address)
{
    PoolProfile profile = m_request.found();
    profile.url = address;
    m_dialogs.askForPool(this, profile, [this](const PoolChoice &choice) { finishWith(choice); });
}

void PoolChooserDialog::createPool()
{
    auto *dialog = new PoolCreateDialog(m_request.directory, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    connect(dialog, &PoolCreateDialog::created, this, [this](const SessionPool &pool) {
        m_head->clearSearch();
        m_selected = pool.endpoint;
        m_request.directory.add(pool);
    });
    dialog->open();
}

void PoolChooserDialog::askToDelete()
{
    const PoolRow row = *current();
    const Confirmation question{
        .title = tr("Delete Pool"),
        .text = tr("Delete the pool “%1” in “%2”?\n\nAll its sessions end at once, also those of "
                   "other people, with their variables and files. This cannot be undone.")
                    .arg(row.pool->id.name, row.place),
        .acceptText = tr("&Delete Pool"),
        .isDestructive = true};
    m_dialogs.confirm(this, question, [this, id = row.pool->id](bool yes) {
        m_problem.clear();
        if (yes)
            m_request.directory.remove(id);
    });
}

void PoolChooserDialog::followRemovals()
{
    connect(&m_request.directory, &PoolDirectory::removed, this,
            [this](const SessionPool &pool) { m_model->forget(pool.endpoint); });
    connect(&m_request.directory, &PoolDirectory::removalFailed, this,
            [this](const SessionPool &pool, const RestError &error) {
                m_problem
                    = tr("‘%1’ was not deleted. %2").arg(pool.id.name, ErrorText::ofAzure(error));
                showCurrent();
            });
}

void PoolChooserDialog::askForUseSoon()
{
    // The list lays its rows out later than the model changes.
    QMetaObject::invokeMethod(this, &PoolChooserDialog::askForUse, Qt::QueuedConnection);
}

void PoolChooserDialog::askForUse()
{
    PoolUse *use = m_request.directory.use();
    const QRect shown = m_list->viewport()->rect();
    for (int i = 0; use && i < m_model->rowCount(); ++i) {
        const QModelIndex index = m_model->index(i);
        const auto row = m_model->pool(index);
        if (row && row->pool && m_list->visualRect(index).intersects(shown))
            use->ask(*row->pool);
    }
}

void PoolChooserDialog::finishWith(const PoolChoice &choice)
{
    m_choice = choice;
    accept();
}

} // namespace sessionbook
