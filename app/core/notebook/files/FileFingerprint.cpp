#include "notebook/files/FileFingerprint.h"

#include <xxhash.h>

#include <new>

namespace sessionbook {

namespace {

constexpr qsizetype hashDigits = 32;

FileFingerprint fingerprintFrom(XXH128_hash_t hash, qint64 sizeBytes)
{
    return {hash.high64, hash.low64, sizeBytes};
}

QByteArray hex(quint64 number)
{
    return QByteArray::number(number, 16).rightJustified(hashDigits / 2, '0');
}

} // namespace

FileFingerprint FileFingerprint::of(QByteArrayView content)
{
    const auto size = static_cast<size_t>(content.size());
    return fingerprintFrom(XXH3_128bits(content.data(), size), content.size());
}

QByteArray FileFingerprint::toText() const
{
    return isNull() ? QByteArray() : hex(high) + hex(low) + '-' + QByteArray::number(sizeBytes);
}

std::optional<FileFingerprint> FileFingerprint::fromText(QByteArrayView text)
{
    if (text.size() <= hashDigits)
        return std::nullopt;
    FileFingerprint found;
    found.high = text.first(hashDigits / 2).toByteArray().toULongLong(nullptr, 16);
    found.low = text.sliced(hashDigits / 2, hashDigits / 2).toByteArray().toULongLong(nullptr, 16);
    found.sizeBytes = text.sliced(hashDigits + 1).toByteArray().toLongLong();
    // Whatever number functions forgive (signs, spaces, upper case) is not what was written.
    return found.toText() == text ? std::optional(found) : std::nullopt;
}

FingerprintTaker::FingerprintTaker()
    : m_state(XXH3_createState())
{
    if (!m_state)
        throw std::bad_alloc();
    XXH3_128bits_reset(m_state.get());
}

FingerprintTaker::~FingerprintTaker() = default;

void FingerprintTaker::Deleter::operator()(XXH3_state_s *state) const
{
    XXH3_freeState(state);
}

void FingerprintTaker::add(QByteArrayView part)
{
    XXH3_128bits_update(m_state.get(), part.data(), static_cast<size_t>(part.size()));
    m_sizeBytes += part.size();
}

FileFingerprint FingerprintTaker::fingerprint() const
{
    return fingerprintFrom(XXH3_128bits_digest(m_state.get()), m_sizeBytes);
}

} // namespace sessionbook
