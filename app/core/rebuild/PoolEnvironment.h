#pragma once

#include "sessions/SessionJob.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace sessionbook {

/// What code finds in the sessions of a pool, as its metadata say.
struct PoolEnvironment
{
    QString pythonVersion; ///< empty where unknown
    QMap<QString, QString> packages; ///< versions by normalised name; empty where unknown

    [[nodiscard]] static PoolEnvironment fromMetadata(const QByteArray &json);
};

/// A package that two pools do not have alike.
struct PackageDifference
{
    QString name;
    QString before; ///< the version; empty: not there
    QString after;

    bool operator==(const PackageDifference &) const = default;
};

/// What is different for a notebook that is moved. A value, pure.
struct EnvironmentDifferences
{
    QString pythonBefore; ///< both empty where they are the same, or one is not known
    QString pythonAfter;
    QList<PackageDifference> packages; ///< only those that the code imports

    [[nodiscard]] bool isEmpty() const { return pythonBefore.isEmpty() && packages.isEmpty(); }
    /// `sources` is the code that ran.
    [[nodiscard]] static EnvironmentDifferences between(const PoolEnvironment &before,
                                                        const PoolEnvironment &after,
                                                        const QStringList &sources);
    /// The packages, by their normalised names, that the code imports at the beginning of lines.
    [[nodiscard]] static QStringList packagesOf(const QStringList &sources);
};

/// Asks a pool for its environment.
class PoolEnvironmentJob : public SessionJob
{
    Q_OBJECT
public:
    /// `place` names no session.
    explicit PoolEnvironmentJob(const SessionPlace &place, QObject *parent = nullptr);

    /// After finished(); empty where the pool does not tell.
    [[nodiscard]] const PoolEnvironment &environment() const { return m_environment; }

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    PoolEnvironment m_environment;
};

} // namespace sessionbook
