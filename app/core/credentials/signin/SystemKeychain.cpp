#include "credentials/signin/SystemKeychain.h"

#include <QObject>

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString service()
{
    return u"sessionbook"_s;
}

Error errorOf(const QKeychain::Job &job, ErrorKind otherwise)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {ErrorKind::NotFound, u"the keychain has no such entry"_s};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {ErrorKind::PermissionDenied, u"the keychain is locked"_s};
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return {otherwise, u"there is no keychain"_s};
    default:
        return {otherwise, job.errorString()};
    }
}

// The job deletes itself when it is done, whether or not somebody still listens.
template<typename OnFinished>
void start(QKeychain::Job *job, const QString &key, QObject *context, OnFinished onFinished)
{
    job->setKey(key);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, context, onFinished);
    job->start();
}

Result<void, Error> outcomeOf(const QKeychain::Job &job)
{
    if (job.error() == QKeychain::NoError)
        return {};
    return errorOf(job, ErrorKind::WriteFailed);
}

} // namespace

void SystemKeychain::read(const QString &key, QObject *context, ReadCallback callback)
{
    auto *job = new QKeychain::ReadPasswordJob(service());
    start(job, key, context, [job, callback = std::move(callback)] {
        if (job->error() == QKeychain::NoError)
            callback(Secret(job->binaryData()));
        else
            callback(errorOf(*job, ErrorKind::ReadFailed));
    });
}

void SystemKeychain::write(const QString &key, const Secret &secret, QObject *context,
                           WriteCallback callback)
{
    auto *job = new QKeychain::WritePasswordJob(service());
    job->setBinaryData(secret.reveal());
    start(job, key, context, [job, callback = std::move(callback)] { callback(outcomeOf(*job)); });
}

void SystemKeychain::remove(const QString &key, QObject *context, WriteCallback callback)
{
    auto *job = new QKeychain::DeletePasswordJob(service());
    start(job, key, context, [job, callback = std::move(callback)] { callback(outcomeOf(*job)); });
}

} // namespace sessionbook
