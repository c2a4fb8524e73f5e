#include "credentials/signin/SignIns.h"

#include "base/Logging.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

SourceFailure nobody(const QString &why)
{
    return SourceFailure::refused(why, u"SignInNeeded"_s);
}

} // namespace

SignIns::SignIns(Keychain *keychain, QObject *parent)
    : QObject(parent)
    , m_keychain(keychain)
{
}

void SignIns::find(const SignInPlace &place, QObject *context, Found found)
{
    const QString entry = place.keychainEntry();
    if (const auto token = known(entry))
        return found(*token);
    if (place.account.isEmpty())
        return found(nobody(u"nobody is signed in"_s));
    if (!m_keychain)
        return found(nobody(u"nobody is signed in in this run"_s));
    m_keychain->read(entry, context,
                     [this, entry, found = std::move(found)](const Result<Secret> &read) {
                         // Whoever signed in or out meanwhile has.
                         if (const auto token = known(entry))
                             return found(*token);
                         if (!read || read->isEmpty())
                             return found(nobody(read ? u"the keychain's entry is empty"_s
                                                      : read.error().detail));
                         m_tokens.insert(entry, *read);
                         found(*read);
                     });
}

std::optional<Result<Secret, SourceFailure>> SignIns::known(const QString &entry) const
{
    if (const auto token = m_tokens.constFind(entry); token != m_tokens.constEnd())
        return *token;
    if (m_forgotten.contains(entry))
        return nobody(u"nobody is signed in"_s);
    return std::nullopt;
}

void SignIns::keep(const SignInPlace &place, const Secret &refreshToken, QObject *context,
                   Kept kept)
{
    const QString entry = place.keychainEntry();
    m_forgotten.remove(entry);
    m_tokens.insert(entry, refreshToken);
    write(entry, refreshToken, context, std::move(kept));
}

void SignIns::renew(const SignInPlace &place, const Secret &refreshToken)
{
    const QString entry = place.keychainEntry();
    // Whoever signed out meanwhile stays signed out.
    if (m_forgotten.contains(entry) || m_tokens.value(entry) == refreshToken)
        return;
    m_tokens.insert(entry, refreshToken);
    write(entry, refreshToken, this, [](const Result<void, Error> &) {});
}

void SignIns::forget(const SignInPlace &place)
{
    const QString entry = place.keychainEntry();
    m_tokens.remove(entry);
    m_forgotten.insert(entry);
    if (m_keychain)
        m_keychain->remove(entry, this, [](const Result<void, Error> &removed) {
            if (!removed && removed.error().kind != ErrorKind::NotFound)
                qCWarning(lcCredentials) << "signing out: the keychain failed";
        });
}

void SignIns::write(const QString &entry, const Secret &refreshToken, QObject *context, Kept kept)
{
    if (!m_keychain)
        return kept(Error{ErrorKind::WriteFailed, u"there is no keychain"_s});
    m_keychain->write(entry, refreshToken, context, std::move(kept));
}

} // namespace sessionbook
