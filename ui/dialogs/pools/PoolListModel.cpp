#include "dialogs/pools/PoolListModel.h"

#include "azure/pools/PoolDirectory.h"
#include "dialogs/pools/PoolWords.h"

#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// The same pool may be written with and without a slash at the end.
QUrl comparable(const QUrl &url)
{
    return url.adjusted(QUrl::StripTrailingSlash | QUrl::NormalizePathSegments);
}

bool isSame(const QUrl &a, const QUrl &b)
{
    return comparable(a) == comparable(b);
}

} // namespace

PoolListModel::PoolListModel(PoolDirectory &directory, std::function<QList<PoolProfile>()> known,
                             QObject *parent)
    : QAbstractListModel(parent)
    , m_directory(directory)
    , m_nowKnown(std::move(known))
{
    connect(&directory, &PoolDirectory::changed, this, &PoolListModel::refresh);
    refresh();
}

void PoolListModel::setFilter(const QString &words)
{
    m_words = words.simplified().split(u' ', Qt::SkipEmptyParts);
    refresh();
}

void PoolListModel::setTemplate(const PoolProfile &profile)
{
    if (profile == m_template)
        return;
    m_template = profile;
    refresh();
}

void PoolListModel::setSessionsInUse(const QUrl &pool, int count)
{
    m_inUse.insert(comparable(pool), count);
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (!m_rows.at(i).isPool() || !isSame(m_rows.at(i).profile.url, pool))
            continue;
        describe(m_rows[i]);
        emit dataChanged(index(int(i)), index(int(i)));
    }
}

void PoolListModel::forget(const QUrl &pool)
{
    m_known = m_nowKnown();
    m_known.removeIf([&](const PoolProfile &one) { return isSame(one.url, pool); });
    emit knownChanged();
    refresh();
}

std::optional<PoolRow> PoolListModel::pool(const QModelIndex &index) const
{
    if (!index.isValid() || !m_rows.at(index.row()).isPool())
        return std::nullopt;
    return m_rows.at(index.row());
}

QModelIndex PoolListModel::indexOf(const QUrl &pool) const
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).isPool() && isSame(m_rows.at(i).profile.url, pool))
            return index(int(i));
    }
    return {};
}

QModelIndex PoolListModel::firstPool() const
{
    const auto first = std::ranges::find_if(m_rows, &PoolRow::isPool);
    return first == m_rows.end() ? QModelIndex() : index(int(first - m_rows.begin()));
}

int PoolListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PoolListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const PoolRow &row = m_rows.at(index.row());
    switch (role) {
    case RowRole:
        return QVariant::fromValue(row);
    case FavouriteRole:
        return row.profile.isFavourite;
    case Qt::DisplayRole:
        return row.isPool() ? row.profile.name : row.heading;
    case Qt::AccessibleTextRole:
        if (!row.isPool())
            return row.heading;
        //: spoken: a pool's name, what it is, where it is
        return (row.profile.isFavourite ? tr("%1, favourite. %2. %3") : tr("%1. %2. %3"))
            .arg(row.profile.name, row.details, row.place);
    case Qt::ToolTipRole: // names are other people's words, which may look like markup
        return row.isPool() ? QVariant(Qt::convertFromPlainText(
                   row.place + u'\n' + row.profile.url.toDisplayString(), Qt::WhiteSpaceNormal))
                            : QVariant();
    default:
        return {};
    }
}

bool PoolListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const auto changed = pool(index);
    if (role != FavouriteRole || !changed || !PoolProfile::isUrlAcceptable(changed->profile.url))
        return false;
    PoolProfile profile = changed->profile;
    profile.isFavourite = value.toBool();
    m_known = m_nowKnown();
    const auto old = std::ranges::find_if(
        m_known, [&](const PoolProfile &one) { return isSame(one.url, profile.url); });
    if (old != m_known.end())
        old->isFavourite = profile.isFavourite;
    else
        m_known.append(profile);
    emit knownChanged();
    refresh();
    return true;
}

Qt::ItemFlags PoolListModel::flags(const QModelIndex &index) const
{
    return pool(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

void PoolListModel::refresh()
{
    beginResetModel();
    m_known = m_nowKnown();
    m_rows = allRows();
    endResetModel();
}

QList<PoolRow> PoolListModel::allRows() const
{
    QHash<QUrl, const SessionPool *> known; // asked for each pool found: there may be thousands
    for (const PoolProfile &profile : m_known)
        known.insert(comparable(profile.url), nullptr);
    QList<PoolRow> others;
    for (const SessionPool &pool : m_directory.pools()) {
        const auto same = known.find(comparable(pool.endpoint));
        if (same == known.end())
            others.append(rowOf(pool));
        else
            *same = &pool;
    }
    QList<PoolRow> favourites;
    QList<PoolRow> recent;
    for (const PoolProfile &profile : m_known)
        (profile.isFavourite ? favourites : recent)
            .append(rowOf(profile, known.value(comparable(profile.url))));
    for (QList<PoolRow> *part : {&favourites, &recent, &others})
        part->removeIf([this](const PoolRow &row) { return !matches(row); });
    QList<PoolRow> rows;
    appendPart(rows, tr("Favourites"), favourites);
    appendPart(rows, tr("Used Lately"), recent);
    appendPart(rows, m_known.isEmpty() ? tr("Pools in Azure") : tr("More Pools in Azure"), others);
    return rows;
}

void PoolListModel::appendPart(QList<PoolRow> &rows, const QString &heading,
                               const QList<PoolRow> &part)
{
    if (part.isEmpty())
        return;
    PoolRow title;
    title.heading = heading;
    rows.append(title);
    rows += part;
}

PoolRow PoolListModel::rowOf(const PoolProfile &profile, const SessionPool *pool) const
{
    PoolRow row;
    row.profile = profile;
    if (pool) {
        row.pool = *pool;
        row.profile.cooldown = pool->cooldown.value_or(profile.cooldown);
    }
    describe(row);
    return row;
}

PoolRow PoolListModel::rowOf(const SessionPool &pool) const
{
    PoolRow row;
    row.profile = m_template;
    row.profile.name = pool.id.name;
    row.profile.url = pool.endpoint;
    row.profile.resourceId = pool.id.toString();
    row.profile.cooldown = pool.cooldown.value_or(std::chrono::seconds(0));
    row.pool = pool;
    describe(row);
    return row;
}

void PoolListModel::describe(PoolRow &row) const
{
    if (!row.pool) {
        const auto id = SessionPoolId::ofEndpoint(row.profile.url);
        row.details = row.profile.url.host();
        row.place = id ? id->group : QString();
        return;
    }
    const auto inUse = m_inUse.constFind(comparable(row.profile.url));
    row.details = PoolWords::details(
        *row.pool, inUse == m_inUse.cend() ? std::nullopt : std::optional<int>(*inUse));
    row.place = u"%1 / %2"_s.arg(m_directory.subscriptionName(row.pool->id.subscription),
                                 row.pool->id.group);
}

bool PoolListModel::matches(const PoolRow &row) const
{
    const QString text = u"%1 %2 %3 %4"_s.arg(row.profile.name, row.details, row.place,
                                              row.profile.url.toDisplayString());
    return std::ranges::all_of(
        m_words, [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace sessionbook
