#pragma once

#include "dialogs/pools/PoolRow.h"

#include <QAbstractListModel>
#include <QHash>

#include <functional>

namespace sessionbook {

class PoolDirectory;

/// The pools of the chooser in three parts: favourites, those used lately, all others that were
/// found. Filtered by words that all must occur. Borrows the directory and follows it.
class PoolListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { RowRole = Qt::UserRole, FavouriteRole };

    /// `known` tells favourites and recent ones, newest first.
    PoolListModel(PoolDirectory &directory, std::function<QList<PoolProfile>()> known,
                  QObject *parent = nullptr);

    /// Asks anew what is known.
    void refresh();
    void setFilter(const QString &words);
    /// How pools that were found are signed in to.
    void setTemplate(const PoolProfile &profile);
    void setSessionsInUse(const QUrl &pool, int count);
    void forget(const QUrl &pool);

    [[nodiscard]] const QList<PoolProfile> &known() const { return m_known; }
    /// Nothing where no pool stands, as at a heading.
    [[nodiscard]] std::optional<PoolRow> pool(const QModelIndex &index) const;
    /// Where the pool of this address stands; invalid where it is not shown.
    [[nodiscard]] QModelIndex indexOf(const QUrl &pool) const;
    [[nodiscard]] QModelIndex firstPool() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    /// FavouriteRole alone.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    /// known() is another one.
    void knownChanged();

private:
    [[nodiscard]] QList<PoolRow> allRows() const;
    [[nodiscard]] PoolRow rowOf(const PoolProfile &profile, const SessionPool *pool) const;
    [[nodiscard]] PoolRow rowOf(const SessionPool &pool) const;
    void describe(PoolRow &row) const;
    [[nodiscard]] bool matches(const PoolRow &row) const;
    static void appendPart(QList<PoolRow> &rows, const QString &heading,
                           const QList<PoolRow> &part);

    PoolDirectory &m_directory;
    std::function<QList<PoolProfile>()> m_nowKnown;
    QList<PoolProfile> m_known;
    PoolProfile m_template;
    QStringList m_words;
    QHash<QUrl, int> m_inUse;
    QList<PoolRow> m_rows;
};

} // namespace sessionbook
